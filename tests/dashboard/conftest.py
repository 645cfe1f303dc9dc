"""Fixtures that start the dashboard as a user would."""

from __future__ import annotations

import contextlib

import pytest

from tests.dashboard.server import serving


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
