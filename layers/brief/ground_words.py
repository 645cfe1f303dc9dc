"""Which day's ground a map draws, and when that ground was last confirmed, in one sentence."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import pandas as pd

from geo.counts import many
from geo.days import in_words

_COMMITTEE: Final = "committee"
_LISTED: Final = 3


def ground_words(areas: gpd.GeoDataFrame, *, day: pd.Timestamp) -> str:
    """Say which day's ground is drawn, and when how many of its areas were last confirmed.

    Parameters
    ----------
    areas
        In force on the day, with ``kind``, ``last_confirmed`` and ``confirmed``; committees are
        areas of responsibility and no ground.
    day
        Whose ground it is.

    Returns
    -------
    str
        Such as “Ground as of 2 October 2024. Last confirmed October 2021 for 13 of 16 areas,
        February 2024 for 1; 15 not confirmed in the 12 months before.” Empty without areas.
    """
    ground = areas[areas["kind"] != _COMMITTEE]
    said = f"Ground as of {in_words(day.date())}"
    if ground.empty:
        return ""
    months = pd.to_datetime(ground["last_confirmed"], errors="coerce").dt.to_period("M")
    count = months.value_counts(dropna=True).sort_index(ascending=False)
    count = count.sort_values(ascending=False, kind="stable")
    total = many(len(ground), "area")
    parts = [f"{month:%B %Y} for {n}" for month, n in count.head(_LISTED).items()]
    if parts:
        parts[0] += f" of {total}"
    others = int(count.iloc[_LISTED:].sum())
    parts += [f"other months for {others}"] if others else []
    unknown = len(ground) - int(count.sum())
    when = f"Last confirmed {', '.join(parts)}" if parts else ""
    if unknown:
        never = f"When its {total} were last confirmed is not known"
        when = f"{when}; no date for {unknown}" if when else never
    stale = int((~ground["confirmed"].astype(bool)).sum())
    if not stale:
        fresh = "all confirmed in the 12 months before, or later"
    elif stale == len(ground):
        fresh = "none confirmed in the 12 months before"
    else:
        fresh = f"{stale} not confirmed in the 12 months before"
    return f"{said}. {when}; {fresh}."
