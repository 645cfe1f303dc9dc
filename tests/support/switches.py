"""Switches in the process of a server: files whose being there makes a part of it fail or wait."""

from __future__ import annotations

import os
import textwrap

from tests.support.server import ROOT

# Python runs sitecustomize before anything else: the module is changed as soon as it is imported.
HOOK = """
import sys
from importlib.abc import MetaPathFinder
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent


class Hook(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != {module!r}:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            changed(module)

        spec.loader.exec_module = exec_module
        return spec


def on(name):
    return (HERE / name).exists()


def fail():
    raise ZeroDivisionError(f"{{HERE}}/secret.csv, password=hunter2")


{change}

sys.meta_path.insert(0, Hook())
"""


def environment(folder, module, change):
    """Environment of a server in which a module is changed as it is imported.

    ``change`` is the text of a function ``changed(module)``; in it ``on(name)`` tells whether a
    file of this name lies in ``folder``, and ``fail()`` raises with a path and a password.
    """
    text = HOOK.format(module=module, change=textwrap.dedent(change).strip())
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    paths = os.pathsep.join([str(folder), str(ROOT)])
    return {**os.environ, "PYTHONPATH": paths, "ATLAS_HOME": str(folder / "home")}
