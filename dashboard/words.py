"""Words and marks that pages share: verdicts, methods, dates, coordinates, small badges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.gazetteer import to_mgrs
from geo.schema import METHODS, STATUSES

VERDICT_BADGES = {
    "mismatch": ("red", ":material/error:"),
    "explained": ("yellow", ":material/fact_check:"),
    "contested": ("violet", ":material/call_split:"),
    "consistent": ("green", ":material/check_circle:"),
    "insufficient": ("gray", ":material/help:"),
}
GROUP_COLOURS = {"KH": "blue", "AAH": "orange", "KSS": "green", "BADR": "violet"}
"""Names of theme colours that `config.toml` sets to the tokens of `layers.style`."""

_FOUND_LATE = re.compile(r":(?=material/|streamlit:|//)")

FLAG_WORDS = {
    "after_kh_suspension": "after KH’s suspension of 2024",
    "across_committee_lines": "across committee lines",
    "after_order": "after the order of 29 July 2021",
    "ceasefire_breach": "breach of the ceasefire",
    "disputed_link": "brand’s owner disputed",
    "pause_breach": "inside the pause of 2024",
    "truce_breach": "inside the Gaza truce of 2023",
    "contested_ground": "shared ground",
    "facade_method": "brand not known for this method",
    "facade_owner": "claim and assessment differ",
    "ground_unconfirmed": "ground not confirmed for a year",
    "low_confidence": "low-confidence assessment",
    "low_confidence_ground": "ground of low confidence",
    "possible_support": "possible support",
    "rival_claims": "rival claims",
    "seconded_cells": "seconded cells possible",
    "target_closed": "target no longer in use",
    "target_lead": "another group leads here",
}


def escape(text: object) -> str:
    """Text of the data for Streamlit's Markdown: shown as it is, never read as markup."""
    # Streamlit looks for icons and addresses in unescaped text; a word joiner parts them.
    out = _FOUND_LATE.sub(":\u2060", str(text))
    for mark in "\\`*_{}[]()<>#+-.!|~$:&=":
        out = out.replace(mark, "\\" + mark)
    return " ".join(out.split())


def badge(verdict: str) -> str:
    """Markdown badge of a verdict, with a mark beside the colour."""
    colour, icon = VERDICT_BADGES.get(verdict, ("gray", ""))
    return f":{colour}-badge[{icon} {verdict}]"


def flag_words(flag: str) -> str:
    """A flag as an analyst reads it."""
    return FLAG_WORDS.get(flag, flag.replace("_", " "))


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
    shape = {"month": "%B %Y", "year": "%Y"}.get(precision, "%-d %B %Y")
    return f"{day.strftime(shape)}" + ("" if precision == "day" else f" ({precision} only)")


def coordinate_words(lon: float, lat: float) -> str:
    """Coordinates in decimal degrees."""
    return f"{lat:.4f}, {lon:.4f}"


def mgrs_words(lon: float, lat: float, radius_km: float) -> str:
    """MGRS string no finer than the place is known: to 10 m, 100 m or 1 km."""
    digits = 4 if radius_km < 0.5 else 3 if radius_km < 2 else 2  # noqa: PLR2004
    return to_mgrs(lon, lat, digits=digits)
