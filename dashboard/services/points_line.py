"""What a card says of whom an attack points to: the answer and each indication, ready to draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.attribution.indications import INDICATIONS
from geo.attribution.points_text import says, says_without
from geo.schemas.tokens import Strength

SHOWN_ONLY = "shown, decides nothing"
"""Strength of an indication that takes no part in the answer."""


@dataclass(frozen=True, kw_only=True)
class IndicationLine:
    """An indication: what it is called, to whom it points, how strongly, why, and the source."""

    label: str
    groups: tuple[str, ...]
    strength: str
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class PointsLine:
    """To whom an attack points, with the claim and without it, and everything that says so."""

    says: str
    without: str
    indications: tuple[IndicationLine, ...]


def points_line(pointed: Mapping[str, Any], *, name: Callable[[str], str]) -> PointsLine:
    """Say what `points_to` of a finding says, by readable names of groups."""
    return PointsLine(
        says=says(pointed, name=name),
        without=says_without(pointed, name=name),
        indications=tuple(
            IndicationLine(
                label=INDICATIONS[one["id"]].label,
                groups=tuple(name(group) for group in one["groups"]),
                strength=SHOWN_ONLY if one["strength"] == Strength.NONE else one["strength"],
                text=one["text"],
                source=one["source"],
            )
            for one in pointed["indications"]
        ),
    )
