"""Fixtures for all tests: a real browser that may only talk to this machine, and outside files."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests import pace

# A busy machine is no bug: no example fails for taking long.
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A request to another host is seen by the log below but never leaves the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
WINDOW = {"width": 1440, "height": 900}
EXPECT_MS, ACTION_MS, GO_MS = 10_000, 30_000, 60_000
FAILURES = "fasail_atlas.failure"
"""Logger of `dashboard.widgets.failure`, named here as tests of `geo` need no Streamlit."""


def pytest_addoption(parser):
    """Let a person ask for the tests that take long; CI runs them always."""
    parser.addoption("--slow", action="store_true", help="run the tests that take long too")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(config, items):
    """Mark what drives a browser, and keep it on one worker: two browsers starve each other."""
    all_of_them = config.getoption("--slow") or os.environ.get("CI")
    for item in items:
        if item.get_closest_marker("slow") and not all_of_them:
            item.add_marker(pytest.mark.skip(reason='slow: make test ARGS="--slow", and in CI'))
        if "chromium_path" in item.fixturenames or item.get_closest_marker("browser"):
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_configure(config):
    """Know the marker of pytest-xdist without it, and let no limit be the library's own."""
    config.addinivalue_line("markers", "xdist_group(name): tests that share one worker")
    expect.set_options(timeout=pace.milliseconds(EXPECT_MS))


def pytest_report_header():
    """Say how patient this run is."""
    return f"pace: limits are {pace.FACTOR:.1f} times those of an idle machine ({pace.VARIABLE})"


@pytest.fixture(autouse=True)
def failures():
    """Pages that failed during a test: none may, but where the test empties this list."""
    seen = []
    listener = logging.Handler(level=logging.ERROR)
    listener.emit = seen.append
    log = logging.getLogger(FAILURES)
    log.addHandler(listener)
    yield seen
    log.removeHandler(listener)
    assert not seen, "\n".join(logging.Formatter().format(one) for one in seen)


def is_local(url):
    """Tell whether a request stays on this machine (or in the page)."""
    parts = urlsplit(url)
    if parts.scheme in {"data", "blob", "about"}:
        return True
    return parts.scheme in {"http", "ws"} and parts.hostname in {"127.0.0.1", "localhost"}


def record_requests(context: BrowserContext):
    """Give a list that grows with the address of every request and socket of ``context``."""
    seen = []
    context.on("request", lambda request: seen.append(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: seen.append(socket.url)))
    return seen


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory):
    """A folder for decisions, so that no test sees or changes those of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("ATLAS_CASEBOOK", raising=False)
        yield


@pytest.fixture(scope="session")
def chromium_path():
    """Path of a Chromium: $CHROMIUM, one on PATH, or the one that Playwright installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        assert Path(named).is_file(), f"CHROMIUM names {named}, which is no file"
        return named
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    with sync_playwright() as playwright:
        bundled = playwright.chromium.executable_path
    if not Path(bundled).is_file():
        pytest.fail("no Chromium: run the tests by `make test`, or set CHROMIUM to its path")
    return bundled


@pytest.fixture(scope="module")
def browser(chromium_path):
    """A Chromium for one module: Playwright's event loop must not outlive it into other tests."""
    with sync_playwright() as playwright:
        chromium: Browser = playwright.chromium.launch(
            executable_path=chromium_path,
            args=list(CHROMIUM_FLAGS),
            timeout=pace.milliseconds(GO_MS),
        )
        plain = chromium.new_context

        def patient(**options):
            context = plain(**options)
            context.set_default_timeout(pace.milliseconds(ACTION_MS))
            context.set_default_navigation_timeout(pace.milliseconds(GO_MS))
            return context

        chromium.new_context = patient
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page of 1440 by 900 that fails its test when it asks any other machine for anything."""
    context = browser.new_context(viewport=WINDOW)
    seen = record_requests(context)
    yield context.new_page()
    context.close()
    outside = sorted({url for url in seen if not is_local(url)})
    assert not outside, f"the page asked other machines: {outside}"


def _outside_path(variable, *, expected):
    given = os.environ.get(variable)
    if not given:
        pytest.skip(f"{variable} is unset (expected: {expected})")
    path = Path(given)
    assert path.exists(), f"{variable} names {path}, which does not exist"
    return path


@pytest.fixture(scope="session")
def atlas_boundaries():
    """Folder of the OCHA COD-AB GeoJSON files, or skip."""
    return _outside_path("ATLAS_BOUNDARIES", expected="the folder of COD-AB GeoJSON files")


@pytest.fixture(scope="session")
def atlas_ged():
    """The UCDP GED file for Iraq, or skip."""
    return _outside_path("ATLAS_GED", expected="a UCDP GED csv file for Iraq")
