"""A link is a checked web address whose host is shown; whatever else stands there stays text."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.links import LONGEST, address, fault, host, link
from tests.support.server import ROOT

SOURCES = pd.read_csv(ROOT / "data" / "sources.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.example.com/a/b?c=d&e=f#g", "www.example.com"),
        ("http://example.com:8080/x", "example.com"),
        ("HTTPS://EXAMPLE.COM", "example.com"),
        ("https://example.com/a_(b)*c*[d]", "example.com"),
        ("https://fa.example.org/حمله", "fa.example.org"),
        ("https://xn--mgbh0fb.xn--kgbechtv/x", "xn--mgbh0fb.xn--kgbechtv"),
        ("https://example.com./:material/bug:?a;b&copy;c=$x$", "example.com."),
        ("https://example.com/100%25?q=a+b", "example.com"),
    ],
)
def test_a_web_address_is_opened_and_its_host_is_shown(url, shown):
    assert fault(url) == ""
    assert host(url) == shown
    assert unquote(address(url)) == unquote(url)
    assert link(url).endswith(f"]({address(url)})")
    assert not set('()[]<> \\`"') & set(address(url))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://example.com",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "//example.com",
        "example.com",
        "https:/example.com",
        "https:example.com",
        "https:///example.com",
        "https://",
        "https://user@example.com",
        "https://www.example.com:pass@evil.example/",
        "https://example.com\\@evil.example/",
        "https://example.com/\nx",
        "https://exam\tple.com",
        "https://example.com/a b",
        " https://example.com",
        "https://example.com/\u202egpj.exe",
        "https://example\u200b.com",
        "https://еxample.com",
        "https://127.0.0.1/x",
        "https://2130706433/",
        "https://[::1]/",
        "https://[bad/",
        "https://localhost/x",
        "https://example.com:port/",
        "https://example.com:99999999/",
        "https://exa%6dple.com/",
        "https://-x-.com/",
        "https://example.com/" + "x" * LONGEST,
    ],
)
def test_what_is_no_plain_web_address_stays_text_and_says_why(url):
    assert fault(url)
    assert address(url) == ""
    assert "](" not in link(url)
    assert "not opened" in link(url)


@given(st.text(max_size=60) | st.text(max_size=40).map("https://example.com/".__add__))
def test_no_text_gives_a_link_to_another_place_than_it_names(url):
    made = address(url)
    if made:
        assert urlsplit(made).scheme in {"http", "https"}
        assert urlsplit(made).hostname == host(url)
        assert made.isascii()
        assert not set('()[]<> \\`"') & set(made)


def test_every_address_of_the_record_can_be_opened():
    addresses = SOURCES.loc[SOURCES["url"] != "", "url"]
    assert {url: fault(url) for url in addresses if fault(url)} == {}
