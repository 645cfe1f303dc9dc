"""Links that pages draw: made here from a checked address, never by a text of the data."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

from dashboard.words import escape

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
    if len(url) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    if any(unicodedata.category(mark) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for mark in url):
        return "holds a blank or an invisible character"
    if not _START.match(url):
        return "does not begin with https:// or http://"
    if "\\" in url:
        return "holds a backslash"
    try:
        parts = urlsplit(url)
        name, _ = parts.hostname or "", parts.port
    except ValueError:
        return "cannot be read as an address"
    if "@" in parts.netloc:
        return "holds a user name or a password"
    if not _HOST.fullmatch(name):
        return "has a host that is not a plain domain name"
    return ""


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
