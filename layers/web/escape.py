"""One function that makes any data string safe to pass through folium, Jinja and a browser.

branca compiles every rendered map as a Jinja template and Leaflet shows tooltips, labels and
attributions as HTML, so a string from data could run in the server or in the page. Escaped text
is always shown as HTML and never decoded by our own script, so that it reads right.
"""

from __future__ import annotations

import html
from functools import lru_cache

_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        "\\": "&#92;",
        "`": "&#96;",
        "$": "&#36;",
        "{": "&#123;",
        "}": "&#125;",
        "%": "&#37;",
    }
)


def escape(text: object) -> str:
    """Turn text into HTML that shows it literally and that no template language can read.

    Parameters
    ----------
    text
        Any value; it is turned into a string first.

    Returns
    -------
    str
        The same text with HTML's own characters, backslash, backtick, ``$``, ``{``, ``}`` and
        ``%`` as entities.

    Examples
    --------
    >>> escape("Ka'ib & co {{ 7*7 }}")
    'Ka&#39;ib &amp; co &#123;&#123; 7*7 &#125;&#125;'
    """
    return _escaped(str(text))


# A repaint escapes the same titles again: at ten thousand attacks that is most of its cost.
@lru_cache(maxsize=1 << 17)
def _escaped(text: str) -> str:
    return text.translate(_ENTITIES)


def unescape(text: str) -> str:
    """Turn what :func:`escape` made back into the text it was given."""
    return html.unescape(text)
