"""What the record is a sample of: how many attacks are attributed, and what officials counted."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geo.records.counter import Counter
from geo.records.counts import many

OFFICIAL: Final = ("attacks_on_us_interests",)
"""Series of published figures that are official counts of the attacks that the record holds."""


def sample_words(attacks: pd.DataFrame, series: pd.DataFrame, *, day: str = "date") -> str:
    """Say that the record is a sample, with denominators and the official counts beside it.

    Parameters
    ----------
    attacks
        Every row of the record, as :class:`geo.records.counter.Counter` takes them.
    series
        Published figures: ``series_id, title, period_start, period_end, value, as_printed``.
    day
        Column with the day.
    """
    counter = Counter(attacks, day)
    whole = counter.count()
    of = f"{whole.attributed:,} of {many(whole.attacks, 'attack')}"
    said = [f"The record is a sample, not a census: {of} are attributed"]
    days = attacks[day]
    for row in series[series["series_id"].isin(OFFICIAL)].to_dict("records"):
        first, last = (pd.Timestamp(row[name]) for name in ("period_start", "period_end"))
        if whole.dated and days.min() <= last and days.max() >= first:
            here = counter.count(((days >= first) & (days <= last)).to_numpy())
            said.append(
                f"an official count has {row['as_printed']} {_lower(str(row['title']))} from "
                f"{first:%b %Y} to {last:%b %Y}, where the record has {here.attacks:,}"
            )
    return "; ".join(said) + "."


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
