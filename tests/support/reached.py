"""Plugin of pytest for `make mutants`: which tests may kill a mutant, and which reach a function.

A test counts that has a world of its own: one of the bundled record may change with the record,
and takes longer. It counts for its own room: what `geo/spatial` promises its own tests hold, and
a mutant that survives does not run those of all rooms above. See `tests.mutants`.
"""

from __future__ import annotations

import gc
from functools import cache

import pytest
from hypothesis import Phase, settings
from mutmut.state import state

from geo.spatial.area_index import index_of
from geo.spatial.borders import borders_of
from tests.support import findings
from tests.worlds.valley import FOLDER

OF_THE_RECORD = {"atlas", "bundled", "conform", "judge", "weighed"}
"""Fixtures of the bundled data."""

OF_PROCESSES = {"cluster": {"geo.spatial.bulk_join.x__by_dask"}}
"""Fixtures that start processes, and what a test with one may kill.

It takes half a minute, and each mutant that survives would wait for it; what else it reaches
quicker tests reach too.
"""

# Loading a folder meets no function that is mutated: one copy serves every process that is forked.
findings.load = cache(findings.load)
findings.load(FOLDER)

_called: dict[str, set[str]] = {}
"""Functions that each fixture called when it was made."""


def pytest_sessionstart():
    """Look for no smaller example once one has failed: that takes minutes, and it is killed."""
    settings.register_profile(
        "mutants", settings.get_profile("atlas"), phases=(Phase.explicit, Phase.generate)
    )
    settings.load_profile("mutants")


def pytest_collection_modifyitems(config, items):
    """Leave out the tests of the record, and let the quickest come first."""
    left = [item for item in items if OF_THE_RECORD & set(item.fixturenames)]
    config.hook.pytest_deselected(items=left)
    took = state().duration_by_test
    items[:] = sorted(
        (item for item in items if item not in left), key=lambda item: took.get(item.nodeid, 0.0)
    )


def pytest_collection_finish():
    """Let what is there by now be no garbage: a look through it would copy it for each mutant."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """Write down what a fixture calls, as tests share it."""
    before = set(state()._stats)
    state()._stats.clear()
    try:
        return (yield)
    finally:
        _called[fixturedef.argname] = set(state()._stats)
        state()._stats |= before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Let a test reach what its fixtures called too, whoever asked for them first."""
    # What one test left there another would not call.
    index_of.cache_clear()
    borders_of.cache_clear()
    try:
        return (yield)
    finally:
        state()._stats.update(*(_called.get(name, ()) for name in item.fixturenames))
        room = ".".join(item.nodeid.split("/")[1:3])  # tests/geo/spatial/test_grid.py::...
        state()._stats &= {name for name in state()._stats if name.startswith(f"{room}.")}
        for name in OF_PROCESSES.keys() & set(item.fixturenames):
            state()._stats &= OF_PROCESSES[name]
