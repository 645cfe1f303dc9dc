"""Links out of the pages, and addresses into them."""

from __future__ import annotations

import unicodedata

from bench.surface import world
from bench.surface.pages import page, words
from bench.surface.row import Row
from dashboard.services.labels import escape
from dashboard.services.links import address, link

NONSENSE = {"date_from": "2999-01-01", "attack": "nonsense", "view": "nowhere"}
TEXTS = ("see www.evil.example/y", "write to me@evil.example", "https://evil.example/z?a=b")


def rows() -> list[Row]:
    """Read sources, and open a page with values that it refuses."""
    return [_sources(), _refused()]


def _is_hidden(text: str) -> bool:
    return any(unicodedata.category(mark) == "Cf" for mark in text)


def _sources() -> Row:
    given = {one for one in world.dataset().analysis.atlas.registry.sources["url"] if one}
    open_ = [one for one in given if address(one) and not _is_hidden(link(one))]
    live = [one for one in TEXTS if escape(one) == one]
    return Row(
        "addresses of sources that are a link with nothing invisible in it; texts that become one",
        "none: U+2060 in each; “www.” and mail did",
        f"{len(open_)} of {len(given)}; {len(live)} of {len(TEXTS)}",
        len(open_) == len(given) > 0 and not live,
    )


def _refused() -> Row:
    lines = words(page(**NONSENSE)).splitlines()
    named = [
        name
        for name, value in NONSENSE.items()
        if any(line.startswith(f"- {name}={value}: ") for line in lines)
    ]
    return Row(
        "refused values of an address that the page names with a reason",
        f"0 of {len(NONSENSE)}",
        f"{len(named)} of {len(NONSENSE)}: {', '.join(named)}",
        len(named) == len(NONSENSE),
    )
