"""The answer on an attack in a paragraph: verdict, reason, to whom it points, what would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.services.card import Card, TermLine
from geo.atlas import Atlas
from geo.attribution.points_text import listed
from geo.records.daylight import NO_CLOCK, NO_PLACE, UNSETTLED, daylight
from geo.records.moments import of_attacks
from geo.reference.time_zones import zones_of
from geo.schemas.tokens import Verdict

_NAMED: Final = {"assessment": "by assessment", "claim": "by its first claim"}
_GROUND: Final = "Drawn ground"


def answer(card: Card, *, hour: str = "") -> tuple[str, ...]:
    """Say in a few sentences what a card says at length.

    Parameters
    ----------
    card
        What is known of the attack.
    hour
        What the hour says, as `hour_words` gives it; empty for nothing.

    Returns
    -------
    The verdict, one reason, to whom it points and how strongly, what would change the verdict,
    and the hour, each a sentence or two made from the terms of the finding.
    """
    if not card.counts:
        said = [f"Not counted as an attack: {card.status}.", hour]
    else:
        without = card.points.without
        points = f"{card.points.says} {without}".strip()
        said = [_verdict(card), card.reason, points, _change(card), hour]
    return tuple(text for text in said if text)


def _verdict(card: Card) -> str:
    who, by = card.asserted, _NAMED.get(card.asserted_from, "")
    texts = {
        Verdict.MISMATCH: f"Mismatch: {who}, named {by}, does not fit, and no record explains it.",
        Verdict.EXPLAINED: f"Explained: {who}, named {by}, does not fit, and a record explains it.",
        Verdict.CONSISTENT: f"Consistent: what is known fits {who}, named {by}.",
        Verdict.CONTESTED: "Contested: nobody is named, and several groups hold the launch place.",
        Verdict.INSUFFICIENT: (
            f"Insufficient: {who} is named {by}, and what is known decides nothing."
            if who
            else "Insufficient: nobody is named, and what is known decides nothing."
        ),
    }
    return texts[Verdict(card.verdict)]


def _change(card: Card) -> str:
    """What the verdict hangs on, from the terms that made it and from what is not known."""
    makes = {
        Verdict.MISMATCH: _mismatch,
        Verdict.EXPLAINED: _explained,
        Verdict.CONSISTENT: _consistent,
        Verdict.CONTESTED: _contested,
        Verdict.INSUFFICIENT: _insufficient,
    }
    return makes[Verdict(card.verdict)](card)


def _labels(terms: Sequence[TermLine], effect: str) -> list[str]:
    return list(dict.fromkeys(one.label.casefold() for one in terms if one.effect == effect))


def _mismatch(card: Card) -> str:
    labels = listed(_labels(card.terms, "breaks"), last="and")
    what = f"It would change with a permission or a teaming on record that covers this ({labels})"
    ground = any(one.label == _GROUND and one.effect == "breaks" for one in card.terms)
    return f"{what}, or with another launch place." if ground else f"{what}."


def _explained(card: Card) -> str:
    labels = listed(_labels(card.terms, "breaks"), last="and")
    return f"Without the record that explains it ({labels}) it would be a mismatch."


def _consistent(card: Card) -> str:
    if not card.launch.known:
        return f"The launch is not known; one outside {card.asserted}’s ground could change it."
    return (
        f"It would change with another launch place, or newer ground that leaves {card.asserted} "
        "out."
    )


def _contested(card: Card) -> str:
    del card  # whoever holds the place, the same is missing
    return "An assessment, or a claim under a brand with a known owner, would name one to check."


def _insufficient(card: Card) -> str:
    wanted = []
    if not card.asserted:
        wanted.append("an assessment or a first claim under a brand with a known owner")
    if not card.launch.known:
        wanted.append("a launch place")
    elif card.asserted:
        wanted.append(f"a newer sighting of {card.asserted}’s ground")
    return f"It would take {listed(wanted, last='and')} to judge it." if wanted else ""


def hour_words(attacks: pd.DataFrame, ident: str, *, atlas: Atlas) -> str:
    """Say what light there was at the target at the hour of an attack; empty where none is known.

    Parameters
    ----------
    attacks
        Attacks of a record.
    ident
        The attack.
    atlas
        Places with their countries, whose clocks are meant.
    """
    rows = attacks.loc[[ident]]
    zones = zones_of(rows, gazetteer=atlas.gazetteer, units=atlas.units)
    light = str(daylight(rows, of_attacks(rows, zones)).iloc[0])
    if light in {NO_CLOCK, NO_PLACE, UNSETTLED}:
        return ""
    time = str(rows["time_local"].iloc[0])
    lit = {"day": "it was day", "night": "it was night", "twilight": "it was twilight"}[light]
    return f"At {time} local time {lit} at the target by the sun; no rule reads the hour."
