"""Case files whose data are judged and drawn once, for tests of what is compared afterwards."""

from __future__ import annotations

import contextlib
import json

import pytest

from geo.casebook.case_file import sha256
from layers.brief import case_file, case_file_derive, case_file_verify


@contextlib.contextmanager
def judged_once(known=None):
    """Let making, forging and verifying share what the same data and decisions give.

    That the same input gives the same bytes, a test without this says. ``known`` keeps it beyond
    the block.
    """
    plain, known = case_file_derive.derived, {} if known is None else known

    def derived(held, entries, *, progress):
        data = {name: sha256(one) for name, one in held.items() if name.startswith("data/")}
        key = json.dumps([sorted(data.items()), [one.sha256 for one in entries]])
        if key not in known:
            known[key] = plain(held, entries, progress=progress)
        files, found = known[key]
        return dict(files), found

    with pytest.MonkeyPatch.context() as patch:
        for module in (case_file, case_file_derive, case_file_verify):
            patch.setattr(module, "derived", derived)
        yield
