"""Admiralty grades: a letter for the publisher, a digit for the report, never averaged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from geo.parsing.tables import as_text
from geo.records.record import Record
from geo.reference.registry import Registry
from geo.schemas import tokens

LETTERS: Mapping[str, str] = tokens.LETTERS
"""Reliability of a publisher; each publisher has its letter and the reason in `publishers.csv`."""

DIGITS: Mapping[str, str] = tokens.DIGITS
"""Credibility of a report of an attack."""


def graded(reports: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Reports with `reliability`, the publisher’s letter, and `grade`, letter and digit."""
    letter = as_text(reports["source_id"].map(registry.sources["reliability"]))
    return reports.assign(reliability=letter, grade=letter + reports.get("credibility", ""))


def best_letter(reports: pd.DataFrame, registry: Registry) -> pd.Series:
    """Best letter among the reports of each attack, by `attack_id`; empty where none is graded."""
    grades = graded(reports, registry)
    known = grades[grades["reliability"] != ""]
    best = known.groupby("attack_id")["reliability"].min()
    return as_text(best.reindex(pd.Index(reports["attack_id"].unique(), name="attack_id")))


def at_least(record: Record, *, worst: str, registry: Registry) -> Record:
    """Attacks that at least one publisher of this letter or a better one reports.

    Parameters
    ----------
    record
        Attacks with their reports.
    worst
        Worst letter accepted, `A` to `F`.
    registry
        Letters of the publishers.

    Raises
    ------
    ValueError
        For a letter that is none.
    """
    if worst not in LETTERS:
        raise ValueError(
            f"{worst!r} is no letter of reliability. Give one of {', '.join(LETTERS)}."
        )
    letter = best_letter(record.reports, registry)
    kept = record.attacks.index.isin(letter.index[(letter != "") & (letter <= worst)])
    ids = record.attacks.index[kept]

    def of_kept(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["attack_id"].isin(ids)].reset_index(drop=True)

    return replace(
        record,
        attacks=record.attacks.loc[ids],
        claims=of_kept(record.claims),
        reports=of_kept(record.reports),
        conflicts=of_kept(record.conflicts),
    )
