"""How far the record is from a census, with the official counts that stand beside it."""

from __future__ import annotations

import pandas as pd

from dashboard import citing, queries
from dashboard.words import escape
from geo.counting import Counter
from geo.counts import Counts

OFFICIAL = ("attacks_on_us_interests",)
"""Series of the registry that are official counts of attacks, far above the rows held."""


def words(counter: Counter) -> str:
    """Say in one sentence that the record is a sample, and what officials counted.

    Parameters
    ----------
    counter
        The whole table that a page shows, whatever is filtered.
    """
    return " ".join(["The record is a sample, not a census.", *_official(counter)])


def _official(counter: Counter) -> list[str]:
    registry = queries.atlas().registry
    series = registry.series[registry.series["series_id"].isin(OFFICIAL)]
    first = counter.table["date"]
    said = []
    for row in series.to_dict("records"):
        begin, end = pd.Timestamp(row["period_start"]), pd.Timestamp(row["period_end"])
        held = counter.count(first.between(begin, end).to_numpy()).attacks
        source = citing.source_of(str(row["source_id"]))
        who = ", ".join(
            one for one in (source["publisher"].split(",")[0], source["date"][:4]) if one
        )
        said.append(
            f"Officials counted {escape(row['as_printed'])} {_lower(row['title'])}, "
            f"{begin:%B} to {end:%B %Y} ({escape(who)}); this record holds {held:,} of that time."
        )
    return said


def _lower(title: str) -> str:
    return escape(title[:1].lower() + title[1:])


def share_words(counts: Counts, group: str) -> str:
    """A group's attacks with both denominators: “AAH 23 of 55 attributed, of 227 attacks”."""
    return escape(counts.group_share(group, name=queries.names().get(group, group)))
