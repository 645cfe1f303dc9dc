"""Links that pages draw: made here from a checked address, never by a text of the data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from dashboard.services.labels import escape

LONGEST = 2_000
"""Characters of an address beyond which none is opened."""

_START = re.compile(r"https?://(?=[^/?#])", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]+|xn--[a-z0-9-]+)\.?", re.IGNORECASE
)
# What an address may hold as it is: the rest could end a link of Markdown or be read as its marks.
_SAFE = "/?#&=,:@!+-._~%'"


def fault(url: str) -> str:
    """Why an address is not opened, as the end of a sentence; empty where it may be opened."""
    for refuses, why in _REFUSED:
        if refuses(url):
            return why
    return ""


def _hidden(url: str) -> bool:
    return any(unicodedata.category(mark) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for mark in url)


def _unreadable(url: str) -> bool:
    try:
        _ = urlsplit(url).port
    except ValueError:
        return True
    return False


# The first that holds; each may rely on those before it.
_REFUSED: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda url: len(url) > LONGEST, f"is longer than {LONGEST:,} characters"),
    (_hidden, "holds a blank or an invisible character"),
    (lambda url: not _START.match(url), "does not begin with https:// or http://"),
    (lambda url: "\\" in url, "holds a backslash"),
    (_unreadable, "cannot be read as an address"),
    (lambda url: "@" in urlsplit(url).netloc, "holds a user name or a password"),
    (lambda url: not _HOST.fullmatch(host(url)), "has a host that is not a plain domain name"),
)


def host(url: str) -> str:
    """Host of an address that may be opened, as the browser will ask for it."""
    return (urlsplit(url).hostname or "").lower()


def address(url: str) -> str:
    """Address for a link, with what Markdown could misread encoded; empty where it is refused."""
    # Streamlit makes icons of these words before it reads any Markdown.
    return "" if fault(url) else quote(url, safe=_SAFE).replace(":material/", "%3Amaterial/")


def link(url: str) -> str:
    """Markdown of a link that shows its host; of the bare text and the reason where it is none."""
    if not url:
        return ""
    why = fault(url)
    if why:
        return f"{escape(url)} (not opened: the address {why})"
    return f"[{escape(host(url))} :material/open_in_new:]({address(url)})"
