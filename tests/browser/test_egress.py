"""Nothing leaves this machine: not from the reader's browser, and not from the server."""

from __future__ import annotations

import os
import textwrap
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from layers import catalog
from tests.conftest import WINDOW, Requests, is_local
from tests.support import pace
from tests.support.browsing import (
    COUNTS,
    FRAME,
    WAIT_MS,
    calm,
    card_title,
    click_mark,
    map_frame,
    opened,
    settled,
)
from tests.support.counted import apart, rows
from tests.support.server import PAGE_FILES, ROOT, serving

EVERY_LAYER = "~".join(entry.id for entry in catalog.CHOICES)
# Runs before anything else in the server's process: whatever it asks for elsewhere is refused
# and written down.
GUARD = """
import socket
from pathlib import Path

LOG = Path(__file__).with_name("asked.log")
LOG.write_text("armed\\n")
LOCAL = {"127.0.0.1", "::1", "localhost", "", None, b"127.0.0.1", b"localhost"}
connect, connect_ex, names = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def check(host):
    if host not in LOCAL:
        with LOG.open("a") as log:
            log.write(f"{host}\\n")
        raise OSError(f"no network in this test: {host}")


def host_of(line, address):
    return address[0] if line.family in (socket.AF_INET, socket.AF_INET6) else None


def guarded_connect(line, address):
    check(host_of(line, address))
    return connect(line, address)


def guarded_connect_ex(line, address):
    check(host_of(line, address))
    return connect_ex(line, address)


def guarded_names(host, *rest, **named):
    check(host)
    return names(host, *rest, **named)


socket.socket.connect = guarded_connect
socket.socket.connect_ex = guarded_connect_ex
socket.getaddrinfo = guarded_names
"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """Address of a dashboard whose process can reach nobody, and the list of whom it asked for."""
    folder = tmp_path_factory.mktemp("guard")
    (folder / "sitecustomize.py").write_text(textwrap.dedent(GUARD), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    with serving(tmp_path_factory.mktemp("serve"), env=env) as url:
        yield url, lambda: (folder / "asked.log").read_text(encoding="utf-8").split()


def test_the_recorder_sees_what_leaves(browser):
    context = browser.new_context()
    seen = Requests(context)
    context.new_page().set_content("<img src='http://evil.example/x.png'>")
    context.close()
    assert [url for url in seen if not is_local(url)] == ["http://evil.example/x.png"]


@pytest.mark.slow
def test_reading_the_whole_dashboard_asks_no_other_machine(page, guarded):
    url, asked = guarded
    opened(page, f"{url}/?layer={EVERY_LAYER}")
    frame = map_frame(page)
    frame.wait_for_function(f"() => ({COUNTS})().excluded > 0", timeout=WAIT_MS)
    assert frame.evaluate("() => typeof L.heatLayer") == "function"
    alone = apart()
    click_mark(page, alone, layer="launches")
    expect(card_title(page)).to_have_text(rows()["title"][alone], timeout=WAIT_MS)
    page.get_by_role("button", name=ui.LEGEND).click()
    expect(page.locator("[data-testid='stPopoverBody'] img")).to_be_visible()
    page.keyboard.press("Escape")
    links = page.get_by_test_id("stTopNavLink")
    names = [link.inner_text().splitlines()[-1] for link in links.all()]
    pages = set(PAGE_FILES)
    assert len(names) == len(pages - {"account"})  # which a team's sign-in alone shows
    for name in (*names[1:], names[0]):
        links.filter(has_text=name).first.click()
        settled(page)
        if name == "Check an attack":
            page.get_by_role("button", name=ui.CHECK, exact=True).click()
            expect(page.get_by_text("does not fit").first).to_be_visible(timeout=WAIT_MS)
        # A map tells its window once it is drawn, and the page then draws its tabs anew.
        if name in {"Groups", "Check an attack", "Map"}:
            map_frame(page)
        if name == "Map":
            calm(page)
        for tab in page.get_by_role("tab").all():
            tab.click()
    assert asked() == ["armed"]


def test_only_the_switch_for_online_tiles_asks_for_them(browser, guarded):
    url, asked = guarded
    context = browser.new_context(viewport=WINDOW)
    seen = Requests(context)
    page = opened(context.new_page(), f"{url}/?tiles=1")
    page.frame_locator(FRAME).locator(".leaflet-container").wait_for(timeout=WAIT_MS)

    def hosts():
        return {urlsplit(one).hostname for one in list(seen) if not is_local(one)}

    pace.until(page, hosts)
    page.wait_for_timeout(pace.pause(500))  # another host would have been asked by now
    context.close()
    assert hosts() == {"tile.openstreetmap.org"}
    assert asked() == ["armed"]


def test_what_the_server_hands_out_without_sign_in_is_no_data(page, guarded):
    url, _ = guarded
    for path in (
        "/component/dashboard.assets.leaflet/../../data/attacks.csv",
        "/component/dashboard.assets.leaflet/%2e%2e/%2e%2e/data/attacks.csv",
        "/app/static/attacks.csv",
        "/data/attacks.csv",
    ):
        answer = page.request.get(url + path)
        assert "attack_id" not in answer.text(), path
