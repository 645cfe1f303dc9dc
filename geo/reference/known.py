"""The registries as they could be known on a day: only what was published by then."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.reference.registry import Registry

DATED = ("facade_links", "target_rules", "weapon_rules", "arrangements", "windows", "committees",
         "standings")  # fmt: skip
"""Tables whose rows are statements of a source; the others are names, places and constants."""

OURS = "ours"
"""Source of what is this project's own: a wide bound on a weapon's reach was never news."""


def published_by(dates: pd.Series) -> pd.Series:
    """Last day by which each source was out: the end of the month or year where no day is given.

    Parameters
    ----------
    dates
        `YYYY-MM-DD`, `YYYY-MM`, `YYYY` or empty.

    Returns
    -------
    Days on the same index, NaT where no date is given.
    """
    text = dates.fillna("").astype(str)
    length = text.str.len()
    ends = pd.Series(pd.NaT, index=text.index, dtype="datetime64[ns]")
    for letters, form, step in (
        (10, "%Y-%m-%d", None),
        (7, "%Y-%m", pd.offsets.MonthEnd(0)),
        (4, "%Y", pd.offsets.YearEnd(0)),
    ):
        days = pd.to_datetime(text.where(length == letters), format=form, errors="coerce")
        ends = ends.fillna(days if step is None else days + step)
    return ends


def known_by(registry: Registry, day: pd.Timestamp | None) -> Registry:
    """Registries with the rows that a source had published by a day; as they are without one.

    What a source without a date says is not known on any past day.

    Parameters
    ----------
    registry
        As loaded; not changed.
    day
        Last day of which anything is used.
    """
    if day is None:
        return registry
    out = published_by(registry.sources["date"])
    published = {str(one) for one in out.index[out <= day]} | {OURS}
    tables = {name: getattr(registry, name) for name in DATED}
    return replace(
        registry,
        **{name: table[table["source_id"].isin(published)] for name, table in tables.items()},
    )
