"""The guard of the browser tests sees what would leave the machine."""

from __future__ import annotations

import pytest

from tests.conftest import Requests, is_local
from tests.support import pace


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8501/healthz", True),
        ("ws://localhost:8501/stream", True),
        ("data:image/png;base64,AAAA", True),
        ("blob:http://127.0.0.1:8501/1", True),
        ("https://tile.example.org/1/2/3.png", False),
        ("http://127.0.0.1.example.org/", False),
        ("wss://example.org/stream", False),
    ],
)
def test_only_this_machine_counts_as_local(url, local):
    assert is_local(url) is local


def test_an_image_a_script_and_a_socket_of_another_host_are_seen(browser):
    context = browser.new_context()
    seen = Requests(context)
    page = context.new_page()
    page.set_content(
        "<img src='http://image.example.org/a.png'>"
        "<script src='http://script.example.org/b.js'></script>"
        "<iframe srcdoc=\"<img src='https://frame.example.org/c.png'>\"></iframe>"
        "<script>new WebSocket('ws://socket.example.org/d')</script>",
        wait_until="load",
    )
    wanted = {"image", "script", "frame", "socket"}

    def outside():
        return {url.split("/")[2].split(".")[0] for url in list(seen) if not is_local(url)}

    pace.until(page, lambda: outside() >= wanted)
    context.close()
    assert outside() == wanted
