"""What two attacks share and where they differ: “same target”, “14 months before”, in short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.attribution.traits import UNSTATED, Discs, Traits
from geo.schemas.attacks import METHODS

SHARED = 0.25
"""Likeness of two places from which they count as shared; under it they differ."""

_DAYS_A_MONTH, _DAYS_A_YEAR = 30.44, 365.25
_DAYS_UP_TO, _MONTHS_UP_TO = 60, 24

_Line = tuple[str, bool]
"""A short text, empty where there is nothing to say, and whether it is something shared."""


@dataclass(frozen=True, eq=False)
class Pair:
    """An attack and an earlier one.

    Parameters
    ----------
    one, row
        The attack.
    past, there
        The earlier one.
    parts
        As `geo.attribution.similar.likeness` gives them, of these two.
    names
        Readable names of brands and groups by id.
    """

    one: Traits
    row: int
    past: Traits
    there: int
    parts: Mapping[str, float]
    names: Mapping[str, str]

    def name(self, ident: str) -> str:
        """Readable name of a brand or a group."""
        return self.names.get(ident, ident)


def texts(pair: Pair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what an earlier attack shares with an attack, and where it differs.

    Of what is not known of one of them nothing is said.
    """
    lines = [part(pair) for part in (_target, _method, _claim, _when, _launch)]
    return (
        tuple(text for text, shared in lines if text and shared),
        tuple(text for text, shared in lines if text and not shared),
    )


def similar_objects(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Similar attacks as JSON has them, in their order: what is not known of both is null.

    Parameters
    ----------
    found
        As `geo.attribution.similar.similar` gives it.
    """
    return [
        {
            "attack_id": str(ident),
            "similarity": round(float(row["similarity"]), 3),
            "compared": round(float(row["compared"]), 3),
            **{name: _number(row[name]) for name in ("target_km", "launch_km", "days")},
            "reasons": list(row["reasons"]),
            "differs": list(row["differs"]),
        }
        for ident, row in zip(found.index, found.to_dict("records"), strict=True)
    ]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 1)


def _target(pair: Pair) -> _Line:
    if np.isnan(pair.parts["target"]):
        return "", True
    one, past, row, there = pair.one, pair.past, pair.row, pair.there
    if one.place_id[row] and one.place_id[row] == past.place_id[there]:
        if one.site[row]:
            return "same target", True
        radius_km = max(one.target.radius_km[row], past.target.radius_km[there])
        return f"same place, known to ±{radius_km:g} km", True
    km = pair.parts["target_km"]
    text = f"target {_away(one.target, row, past.target, there, km)}"
    if pair.parts["site"] == 1:
        text += f", also {_with_article(past.site[there])}"
    return text, pair.parts["target"] >= SHARED


def _launch(pair: Pair) -> _Line:
    km = pair.parts["launch_km"]
    if np.isnan(km):
        return "", True
    away = _away(pair.one.launch, pair.row, pair.past.launch, pair.there, km)
    return f"launch {away}", pair.parts["launch"] >= SHARED


def _method(pair: Pair) -> _Line:
    likeness, method = pair.parts["method"], pair.past.method[pair.there]
    words = METHODS.get(method, method).casefold()
    if np.isnan(likeness):
        return "", True
    if likeness == 1:
        return "same method", True
    if likeness == 0:
        return f"other method: {words}", False
    stated = "type not stated" if method in UNSTATED else words
    return f"also a {pair.past.family[pair.there]} ({stated})", True


def _claim(pair: Pair) -> _Line:
    likeness, brand = pair.parts["claim"], pair.past.brand[pair.there]
    name = pair.name(brand)
    if likeness == 1:
        return f"same brand ({name})", True
    if likeness == 0:
        return f"claimed as {name}, another group’s brand", False
    if likeness > 0:
        return f"claimed as {name}, also a brand of {pair.name(pair.past.owner[pair.there])}", True
    if brand and pair.one.brand[pair.row]:
        return f"claimed as {name}; whether by the same group is not known", False
    return "", True


def _when(pair: Pair) -> _Line:
    days = pair.parts["days"]
    if np.isnan(days):
        return "before, on a day that is not known", True
    one, past, row, there = pair.one, pair.past, pair.row, pair.there
    vague = past.first[there] != past.last[there] or one.first[row] != one.last[row]
    return f"{'about ' if vague else ''}{before_words(days)}", True


def before_words(days: float) -> str:
    """How long before, in days, months or years: “12 days before”, “3.5 years before”."""
    months = round(days / _DAYS_A_MONTH)
    if days < _DAYS_UP_TO:
        count = max(round(days), 1)
        return f"{count} day{'s' * (count != 1)} before"
    if months < _MONTHS_UP_TO:
        return f"{months} months before"
    years = round(days / _DAYS_A_YEAR, 1)
    return f"{years:g} years before"


def _with_article(kind: str) -> str:
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


def _away(one: Discs, row: int, past: Discs, there: int, km: float) -> str:
    """How far two places are apart; their radii are said where they matter beside that."""
    slack_km = one.radius_km[row] + past.radius_km[there]
    if km <= slack_km:
        return f"at most {max(km + slack_km, 1):.0f} km away"
    return f"{km:.0f} km away" + (f" (±{slack_km:.0f} km)" if slack_km >= km / 4 else "")
