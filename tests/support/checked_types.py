"""Plugin of pytest, `-p tests.support.checked_types`: annotations are checked at run time.

A plugin is loaded before any conftest, so that the hook is there before the rooms are imported.
"""

from typeguard import install_import_hook

install_import_hook(["geo", "layers", "dashboard.services"])
