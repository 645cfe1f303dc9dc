"""Fixtures that start the dashboard as a user would."""

from __future__ import annotations

import contextlib
from functools import cache

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from tests.worlds.valley import FOLDER


@contextlib.contextmanager
def _valley():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_DATA", str(FOLDER))
        _forget()
        yield
    _forget()


def _forget():
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture(scope="module")
def in_valley():
    """Let the pages show the invented valley, not the bundled record, for a module of tests."""
    with _valley():
        yield


@pytest.fixture
def shown_valley():
    """The same for one test."""
    with _valley():
        yield


@pytest.fixture
def shown_record():
    """Show the bundled record for one test of a module that shows the valley."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ATLAS_DATA", raising=False)
        _forget()
        yield
    _forget()


@pytest.fixture(scope="session", autouse=True)
def components_found_once():
    """Look once for components among the installed packages: they stay the same for a run.

    Every run of an `AppTest` is a start of Streamlit, which looks through all of them each time,
    three times as long as our own page takes.
    """
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session", autouse=True)
def waited_for_asleep():
    """Let an `AppTest` sleep until its script has run.

    It looks a thousand times a second whether it has, each time taking the interpreter from it.
    """

    def wait(runner, timeout=3):
        runner._script_thread.join(timeout)
        if runner._script_thread.is_alive():
            plain(runner, 0)  # stops the script and says so

    plain = local_script_runner.require_widgets_deltas
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield
