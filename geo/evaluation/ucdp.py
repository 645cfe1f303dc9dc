"""A UCDP Georeferenced Event Dataset file to events with groups, for any one country."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.attribution.events import Events
from geo.errors import ConformError, Fault
from geo.evaluation.labelled_file import Reading
from geo.evaluation.protocol import GROUP_EVENTS
from geo.ingest.ged import NEEDED
from geo.parsing.tables import read_rows

WHERE_PREC, DATE_PREC = 2, 3
"""Worst precisions kept: a place known to some 25 km, a date known to the week."""

_GOVERNMENT = "government of"
_CROWDS = ("civilians",)
_AT_LARGE = "insurgents"
_NUMBERS = ("date_prec", "where_prec", "latitude", "longitude")


def candidates(side: str) -> tuple[str, ...]:
    """Groups of a side: composite sides split, no governments, civilians or insurgents at large."""
    names = (part.strip() for part in side.split(","))
    return tuple(
        name
        for name in names
        if name
        and not name.casefold().startswith(_GOVERNMENT)
        and name.casefold() not in _CROWDS
        and _AT_LARGE not in name.casefold()
    )


def read(path: Path, *, country: str | None = None, first: pd.Timestamp | None = None) -> Reading:
    """Read a GED file in any version that has the columns that geo.ingest.ged names.

    Parameters
    ----------
    path
        CSV file, UTF-8.
    country
        Country to keep, as the file spells it; needed only where it holds several.
    first
        Leave out events before this day, after the groups are counted.

    Raises
    ------
    ConformError
        With every missing column; and when the file holds several countries and none was named.
    """
    table = read_rows(path)
    missing = [name for name in NEEDED if name not in table]
    if missing:
        raise ConformError(
            path.name,
            [Fault(1, name, "", "the column is missing", "Give a GED file.") for name in missing],
        )
    table = _one_country(table, file=path.name, country=country)
    return _events(_typed(table), read=len(table), first=first)


def _one_country(table: pd.DataFrame, *, file: str, country: str | None) -> pd.DataFrame:
    found = sorted(table["country"].unique())
    if country is None and len(found) <= 1:
        return table
    if country in found:
        return table[table["country"] == country]
    given = country or ""
    some = ", ".join(found[:20]) + (" …" if len(found) > 20 else "")  # noqa: PLR2004
    problem = "no such country" if given else "the file holds several countries"
    raise ConformError(file, [Fault(0, "country", given, problem, f"Name one of: {some}.")])


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    out = pd.DataFrame(index=table.index)
    for name in _NUMBERS:
        out[name] = pd.to_numeric(table[name], errors="coerce")
    # Some versions carry a time of day behind the date.
    out["date"] = pd.to_datetime(table["date_start"].str[:10], format="%Y-%m-%d", errors="coerce")
    for name in ("id", "side_a", "side_b"):
        out[name] = table[name]
    return out.dropna(subset=[*_NUMBERS, "date"])


def _together(names: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(names.astype(str)))


def _events(table: pd.DataFrame, *, read: int, first: pd.Timestamp | None) -> Reading:
    kept = table[(table["where_prec"] <= WHERE_PREC) & (table["date_prec"] <= DATE_PREC)]
    sides = [candidates(f"{a},{b}") for a, b in zip(kept["side_a"], kept["side_b"], strict=True)]
    long = pd.DataFrame(
        {
            "row": kept.index.repeat([len(side) for side in sides]),
            "group": [n for s in sides for n in s],
        }
    ).drop_duplicates()
    count = long["group"].value_counts()
    groups = sorted(count.index[count >= GROUP_EVENTS])
    members = long[long["group"].isin(groups)].groupby("row")["group"].agg(_together)
    used = kept.loc[members.index].assign(groups=members)
    dropped = ""
    if first is not None:
        dropped = f", {int((used['date'] < first).sum())} before {first:%Y-%m-%d} left out"
        used = used[used["date"] >= first]
    used = used.rename(columns={"longitude": "lon", "latitude": "lat"})
    events = Events.of(used[["id", "date", "lon", "lat", "groups"]], groups=groups)
    counted = (
        f"{read} rows read; {read - len(kept)} without a readable place and day, or known only to "
        f"a district or to a month, left out; {len(events)} events of {len(groups)} groups with "
        f"{GROUP_EVENTS} or more events used{dropped}."
    )
    clashes = "Both sides of a clash share the point and the vote: it says presence, not launch."
    return Reading(events, (counted, clashes))
