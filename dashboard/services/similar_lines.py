"""What a card says of similar earlier attacks: one line each with its reasons, ready to draw."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.services.labels import day_words
from geo.analysis import Analysis
from geo.attribution.similar import LEAST, SHOWN
from geo.verdicts.check import Findings

NO_DAY: Final = "Its day is not known, so no attack can be said to have come before it."
NONE_BEFORE: Final = "The record has no earlier attack that is much like it."
HOW: Final = (
    "By target, method, brand, launch and time; no assessment and no later attack is used. "
    "Likeness goes from 0 to 1, and what is not known adds nothing; the weights are our judgement."
)


@dataclass(frozen=True, kw_only=True)
class SimilarLine:
    """An earlier attack: its title and day, what it shares, where it differs, and how alike it is.

    Parameters
    ----------
    attack_id, title, day
        Which attack it is.
    shares, differs
        Short texts joined by “; ”; `differs` is empty where nothing known does.
    likeness
        “likeness 0.62, of 0.90 that can be compared”.
    """

    attack_id: str
    title: str
    day: str
    shares: str
    differs: str
    likeness: str


def similar_lines(
    found: Findings,
    ident: str,
    *,
    analysis: Analysis,
    known_on: dt.date | None = None,
    limit: int = SHOWN,
) -> tuple[SimilarLine, ...]:
    """Say which earlier attacks of the record are most like one, most alike first.

    Parameters
    ----------
    found
        Holds the attack: the findings of the record, or of attacks that are no part of it.
    ident
        Its id.
    analysis
        Of the record that is searched.
    known_on
        Nothing published after this day is used; None for everything.
    limit
        How many lines at most.
    """
    table = analysis.similar(found, ident, known_on=known_on, limit=limit)
    return lines_of(table, analysis.findings.table)


def lines_of(table: pd.DataFrame, attacks: pd.DataFrame) -> tuple[SimilarLine, ...]:
    """Lines of a table of similar attacks.

    Parameters
    ----------
    table
        As `geo.attribution.similar.similar` gives it.
    attacks
        Holds their titles and dates.
    """
    rows = attacks.loc[table.index]
    return tuple(
        SimilarLine(
            attack_id=str(one),
            title=str(row["title"]),
            day=day_words(row),
            shares="; ".join(alike["reasons"]),
            differs="; ".join(alike["differs"]),
            likeness=f"likeness {alike['similarity']:.2f}, "
            f"of {alike['compared']:.2f} that can be compared",
        )
        for one, row, alike in zip(
            table.index, rows.to_dict("records"), table.to_dict("records"), strict=True
        )
    )


def without_lines(found: Findings, ident: str) -> str:
    """Say why there is no line for an attack."""
    if pd.isna(found.cases.attacks["date"].loc[ident]):
        return NO_DAY
    return f"{NONE_BEFORE} (Likeness under {LEAST:g} is not shown.)"
