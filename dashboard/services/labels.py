"""Words and marks that pages share: verdicts, methods, dates, coordinates, small badges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from geo.parsing.days import in_words
from geo.reference.gazetteer import to_mgrs
from geo.schemas.attacks import METHODS, STATUSES
from layers.style import verdict_style

GROUP_COLOURS = {"KH": "blue", "AAH": "orange", "KSS": "green", "BADR": "violet"}
"""Names of theme colours that `config.toml` sets to the tokens of `layers.style`."""

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_MARKUP = re.compile(
    r"(?P<live>:(?=//|[\w+-]+[:/])|(?<=www)\.|@|[-<>=~]{2,})"
    r"|(?P<edge>^[\s\ufeff]|[\s\ufeff]\Z)"
    r"|(?P<mark>[\\`*_{}\[\]()<>#+\-.!|~$:&=])",
    re.IGNORECASE,
)
"""What Streamlit would read as markup: `live`, also where a backslash stands before it; and an
`edge` at which bold would not end."""


def escape(text: object) -> str:
    """Text of the data for Streamlit's Markdown: shown as it is, never read as markup.

    Parameters
    ----------
    text
        Any text. Runs of blanks and line ends become one blank, as a page shows them; every other
        character stays.

    Returns
    -------
    Markdown that shows exactly this text, without a link, an icon or another character in it.
    """
    return _MARKUP.sub(_as_text, _BLANKS.sub(" ", str(text)).strip(" "))


def _as_text(found: re.Match[str]) -> str:
    # Streamlit looks for addresses, mail, icons, emoji and arrows in the text that remains when
    # the backslashes are gone. A mark in an element of its own, here a directive that sets no
    # colour, takes such a text apart, and what a reader sees and copies stays the same.
    if found["live"]:
        return "".join(f":color[\\{mark}]" for mark in found["live"])
    return f":color[{found['edge']}]" if found["edge"] else "\\" + found["mark"]


def badge(verdict: str) -> str:
    """Markdown badge of a verdict, with a mark beside the colour."""
    look = verdict_style(verdict)
    return f":{look.badge}-badge[:material/{look.icon}: {verdict}]"


def flag_words(flags: Iterable[str], *, called: Mapping[str, str]) -> str:
    """Flags as an analyst reads them; `called` is as `geo.verdicts.rules.flag_labels` gives it."""
    return ", ".join(called.get(flag, flag.replace("_", " ")) for flag in flags)


def method_words(method: str) -> str:
    """A method token as an analyst reads it."""
    return METHODS.get(method, "Method not given") if method else "Method not given"


def status_words(status: str) -> str:
    """A status token as an analyst reads it."""
    return STATUSES.get(status, status)


def day_words(row: Mapping[Any, Any] | pd.Series) -> str:
    """Date of an attack, no finer than it is known."""
    day, precision = row["date"], row["date_precision"]
    if pd.isna(day):
        latest = row["date_latest"]
        return "undated" if pd.isna(latest) else f"undated, before {latest:%d %B %Y}"
    shape = {"month": "%B %Y", "year": "%Y"}.get(precision)
    words = day.strftime(shape) if shape else in_words(day)
    return words + ("" if precision == "day" else f" ({precision} only)")


def coordinate_words(lon: float, lat: float) -> str:
    """Coordinates in decimal degrees."""
    return f"{lat:.4f}, {lon:.4f}"


def mgrs_words(lon: float, lat: float, radius_km: float) -> str:
    """MGRS string no finer than the place is known: to 10 m, 100 m or 1 km."""
    digits = 4 if radius_km < 0.5 else 3 if radius_km < 2 else 2  # noqa: PLR2004
    return to_mgrs(lon, lat, digits=digits)


def grade_words(letter: str) -> str:
    """A letter of reliability as a filter choice."""
    return f"{letter} or better" if letter != "F" else "any grade"
