"""Fixtures that start the dashboard as a user would."""

from __future__ import annotations

import contextlib
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from tests.dashboard.server import serving


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


@pytest.fixture(scope="session")
def base_url(tmp_path_factory):
    """Address of a dashboard on the bundled data, shared by all tests: read, do not change."""
    with serving(tmp_path_factory.mktemp("serve")) as url:
        yield url


@pytest.fixture
def serve_data(tmp_path_factory):
    """Start a dashboard on another data folder: ``url = serve_data(folder)``."""
    with contextlib.ExitStack() as stack:
        yield lambda data: stack.enter_context(serving(tmp_path_factory.mktemp("serve"), data=data))
