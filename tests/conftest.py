"""Fixtures for all tests: a real browser that may only talk to this machine, and outside files."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Error, expect, sync_playwright

from tests.support import pace
from tests.support.findings import (  # noqa: F401 - fixtures for all tests
    atlas,
    bundled,
    conform,
    judge,
    valley,
    valley_found,
    valley_judge,
    valley_weighed,
    weighed,
)
from tests.support.server import serving

# A busy machine is no bug: no example fails for taking long.
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # One process draws all pages of the tests: it has compiled the scripts of Streamlit once.
    "--process-per-site",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A request to another host is seen by the log below but never leaves the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
WINDOW = {"width": 1440, "height": 900}
EXPECT_MS, ACTION_MS, GO_MS = 10_000, 30_000, 60_000
TOGETHER = ("browser", "wheel")
"""Words in the names of test files that one worker runs in a row."""

FAILURES = "fasail_atlas.failure"
"""Logger of `dashboard.widgets.failure`, named here as tests of `geo` need no Streamlit."""


def pytest_addoption(parser):
    """Let a person ask for the tests that take long; CI runs them always."""
    parser.addoption("--slow", action="store_true", help="run the tests that take long too")


def pytest_collection_modifyitems(config, items):
    """Mark what drives a browser, and what takes long."""
    all_of_them = config.getoption("--slow") or os.environ.get("CI")
    for item in items:
        if item.get_closest_marker("slow") and not all_of_them:
            item.add_marker(pytest.mark.skip(reason='slow: make test ARGS="--slow", and in CI'))
        if "chromium_path" in item.fixturenames or item.get_closest_marker("browser"):
            item.add_marker("browser")
    # They come first, in one row, and share what is open; see `_SHARED`.
    items.sort(key=lambda item: "browser" not in item.fixturenames)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each worker a test at a time, but keep those that drive a browser together on one.

    Two browsers starve each other. The groups of pytest-xdist 3.8 are lost under pytest 9.2, which
    lets no plugin rename a test, so that the file's name says where a test belongs.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::")[0]
            return next((word for word in TOGETHER if word in file), nodeid)

    return Together(config, log)


def pytest_configure(config):
    """Let no limit be the library's own."""
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


class Requests(list):
    """Addresses of every request and socket of ``context`` since now, until `stop`."""

    def __init__(self, context: BrowserContext):
        super().__init__()
        self.context, self.on = context, {"request": self._asked, "page": self._opened}
        for event, handler in self.on.items():
            context.on(event, handler)

    def stop(self):
        """Grow no more."""
        for event, handler in self.on.items():
            self.context.remove_listener(event, handler)

    def _asked(self, request):
        self.append(request.url)

    def _opened(self, page):
        page.on("websocket", self._asked)


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


_SHARED = contextlib.ExitStack()
"""What is open for the tests in a browser, closed after the last of them in a row."""
_chromium: list[Browser] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Close the browser after the last test that needs it, as the loop it runs on bars others."""
    result = yield
    if nextitem is None or "browser" not in nextitem.fixturenames:
        _chromium.clear()
        _SHARED.close()
    return result


def _launch(path):
    playwright = _SHARED.enter_context(sync_playwright())
    chromium: Browser = playwright.chromium.launch(
        executable_path=path, args=list(CHROMIUM_FLAGS), timeout=pace.milliseconds(GO_MS)
    )
    _SHARED.callback(chromium.close)
    plain = chromium.new_context

    def patient(**options):
        context = plain(**options)
        context.set_default_timeout(pace.milliseconds(ACTION_MS))
        context.set_default_navigation_timeout(pace.milliseconds(GO_MS))
        return context

    chromium.new_context = patient
    # What the pages of the tests share: its cache holds the scripts of Streamlit.
    chromium.usual = chromium.new_context(viewport=WINDOW)
    _stay(chromium.usual.new_page())
    return chromium


def _stay(page):
    """Keep a page open whose process draws those of the tests too: it has compiled their scripts.

    Chromium shares a process among pages of one site, whatever their port, while one is open.
    """
    page.route("**/*", lambda asked: asked.fulfill(body="Its process outlives the tests' pages."))
    page.goto("http://127.0.0.1/")
    page.unroute_all()


@pytest.fixture(scope="module")
def browser(chromium_path):
    """A Chromium, the same one for every test in a row that asks for it."""
    if not _chromium:
        _chromium.append(_launch(chromium_path))
    return _chromium[0]


@pytest.fixture
def window(browser):
    """Give pages that fail their test when they ask any other machine for anything.

    ``window()`` is 1440 by 900 and light; ``window(size, scheme="dark")`` is as it is asked for.
    """
    context, made = browser.usual, []
    context.clear_cookies()
    seen = Requests(context)

    def fresh(size=WINDOW, *, scheme="light"):
        page = context.new_page()
        made.append(page)
        if size != WINDOW:
            page.set_viewport_size(size)
        if scheme != "light":
            page.emulate_media(color_scheme=scheme)
        return page

    yield fresh
    for page in made:
        with contextlib.suppress(Error):  # a page without an address keeps nothing
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.close()
    seen.stop()
    outside = sorted({url for url in seen if not is_local(url)})
    assert not outside, f"the page asked other machines: {outside}"


@pytest.fixture
def page(window):
    """A page of 1440 by 900 that fails its test when it asks any other machine for anything."""
    return window()


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
