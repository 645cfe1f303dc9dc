"""Which day's ground a map draws, and when that ground was last confirmed, in one sentence."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.areas.seen_text import seen_texts
from geo.parsing.days import in_words
from geo.records.counts import many

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
        February 2024 for 1; 15 not confirmed in the 12 months before.” Confirmations after the
        day are said to be later ones. Empty without areas.
    """
    ground = areas[areas["kind"] != _COMMITTEE]
    said = f"Ground as of {in_words(day.date())}"
    if ground.empty:
        return ""
    days = pd.to_datetime(ground["last_confirmed"], errors="coerce")
    later = days > day
    when = pd.Series(seen_texts(ground, np.arange(len(ground)), days), ground.index, dtype=object)
    total = f" of {many(len(ground), 'area')}"
    before = _by_month(days[~later], when, of=total)
    after = _by_month(days[later], when, of="" if before else total)
    parts = [f"last confirmed {before}"] if before else []
    parts += [f"confirmed later, {after}"] if after else []
    if unknown := int(days.isna().sum()):
        never = "when it was last confirmed is not known"
        parts.append(f"no date for {unknown}" if parts else never)
    stale = int((~ground["confirmed"].astype(bool)).sum())
    if stale == len(ground):
        parts.append("none confirmed in the 12 months before")
    elif stale:
        parts.append(f"{stale} not confirmed in the 12 months before")
    elif before:
        parts.append(f"all confirmed in the 12 months before{', or later' if after else ''}")
    words = "; ".join(parts)
    return f"{said}. {words[:1].upper()}{words[1:]}."


def _by_month(days: pd.Series, when: pd.Series, *, of: str) -> str:
    """Say of how many areas each month is, most first; empty where none is known."""
    stated = pd.DataFrame({"day": days, "text": when[days.index]}).dropna()
    each = stated.groupby("text")["day"].agg(["size", "max"])
    count = each.sort_values(["size", "max"], ascending=False)["size"]
    parts = [f"{text} for {n}" for text, n in count.head(_LISTED).items()]
    if not parts:
        return ""
    parts[0] += of
    others = int(count.iloc[_LISTED:].sum())
    return ", ".join([*parts, *([f"other months for {others}"] if others else [])])
