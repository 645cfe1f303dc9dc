"""Rows of a user's sightings to rows of `sightings.csv`, or to quarantine with every fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from geo import crs
from geo.atlas import Atlas
from geo.errors import Fault
from geo.ingest.headers import headers_of, with_headers, within
from geo.ingest.quarantine import IngestResult
from geo.io.raw import RawTable
from geo.parsing.columns import translated
from geo.parsing.dates import iso_date
from geo.parsing.days import today
from geo.parsing.names import Names, bare
from geo.parsing.plain import capped
from geo.schemas.folder import table_faults
from geo.schemas.folder_tables import OF_GROUND
from geo.schemas.header_match import Match, header_key
from geo.schemas.hints import hint
from geo.schemas.tokens import UNIT_SPELLINGS

SCHEMA = OF_GROUND["sightings"]
COLUMNS = tuple(SCHEMA.columns)
SOURCE_CELLS = ("source_publisher", "source_date", "source_url")
"""Columns beside these that say more of a source which the folder does not have."""

HEADERS: Mapping[str, tuple[str, ...]] = {
    "sighting_id": ("id",),
    "group_id": ("group", "armed group", "faction", "الفصيل", "المجموعة"),
    "group_text": ("group as printed", "named as"),
    "kind": ("kind of sighting", "sighting", "what was seen", "النوع"),
    "place_id": ("place", "location", "site", "المكان", "الموقع"),
    "unit": ("governorate", "governorates", "province", "المحافظة"),
    "date_first": ("first date", "first seen", "seen from", "seen on", "أول تاريخ"),
    "date_last": ("last date", "last seen", "seen until", "آخر تاريخ"),
    "strength": ("how it is said",),
    "source_id": ("source", "url", "link", "المصدر", "الرابط"),
    "pointer": ("page", "section", "الصفحة"),
    "note": ("notes", "remarks", "ملاحظات"),
    "source_publisher": ("publisher", "الناشر"),
    "source_date": ("date of source", "published", "تاريخ النشر"),
    "source_url": ("address of source",),
}
"""Words of others for our columns."""

_KNOWN = {
    header_key(name): column
    for column in (*COLUMNS, *SOURCE_CELLS)
    for name in (column, *HEADERS.get(column, ()))
}
_MARKS = ("kind", "group_id", "date_first")
"""Columns that a table of sightings has; of attacks no table has the last."""

_TOKENS, _DATES = ("kind", "strength"), ("date_first", "date_last", "source_date")
_UNITS = {bare(name): unit for unit, names in UNIT_SPELLINGS.items() for name in (unit, *names)}
URL = re.compile(r"https?://[^\s|<>\"'()]+")
_SAME = ("group_id", "kind", "place_id", "unit", "date_first", "date_last", "source_id")


def is_sightings(columns: pd.Index) -> bool:
    """Tell a table of sightings by its headers."""
    have = {_KNOWN.get(header_key(str(name)), "") for name in columns}
    return have.issuperset(_MARKS) and not have.isdisjoint(("place_id", "unit"))


def sighting_rows(
    raw: RawTable,
    *,
    atlas: Atlas,
    date_order: str = "",
    confirmed: frozenset[int] = frozenset(),
) -> IngestResult:
    """Sort the rows of a table of sightings into those that can be used and those that wait.

    Parameters
    ----------
    raw
        The file as it stands.
    atlas
        Groups, places and sightings that are known.
    date_order
        `day first` or `month first`, for dates such as 03/04/2021.
    confirmed
        Rows that a person has confirmed though a check asked about them.

    Returns
    -------
    Rows under the columns of `sightings.csv`, with ids for names, and `SOURCE_CELLS` beside; there
    are no attacks in it. `source_id` is as it was written: an id, a title or an address.
    """
    matches = _matches([str(name) for name in raw.cells.columns])
    named = {match.header: match.column for match in matches if match.mapped}
    cells = raw.cells[list(named)].rename(columns=named).astype(object)
    cells = cells.reindex(columns=[*COLUMNS, *SOURCE_CELLS], fill_value="")
    cells, notes = _read(cells, atlas=atlas, date_order=date_order)
    faults = [one for one in raw.faults if not (one.confirmable and one.row in confirmed)]
    faults += _faults(cells, atlas)
    faults += [one for one in _doubles(cells, atlas) if one.row not in confirmed]
    headers = headers_of(matches)
    listed = tuple(
        sorted(capped(with_headers(within(faults, headers, raw.cells.columns), headers)))
    )
    kept = cells[~cells.index.isin([fault.row for fault in listed])]
    whole = any(fault.row < raw.first_row for fault in listed)
    unused = [match.header for match in matches if not match.mapped]
    said = [f"{raw.file}: columns not used: {', '.join(unused)}."] if unused else []
    words = (
        *raw.notes,
        f"{raw.file}: read as sightings.",
        *(f"{raw.file}: {note}" for note in notes),
        *said,
    )
    return IngestResult(raw, matches, kept.iloc[:0] if whole else kept, None, listed, words)


def _matches(headers: list[str]) -> tuple[Match, ...]:
    """What each header is taken for: its column by name, the first where two want one."""
    made: list[Match] = []
    for name in headers:
        column = _KNOWN.get(header_key(name), "")
        taken = any(one.column == column and one.mapped for one in made)
        reason = "another column is that already" if taken else "by its name"
        reason = reason if column else "no column is near"
        is_mapped = bool(column) and not taken
        made.append(Match(name, column, 100.0 if column else 0.0, reason, is_mapped))
    return tuple(made)


def _read(cells: pd.DataFrame, *, atlas: Atlas, date_order: str) -> tuple[pd.DataFrame, list[str]]:
    """Cells as the table has them, where what is meant is unambiguous, and what was changed."""
    out, notes = cells.copy(), []
    gazetteer, groups = atlas.gazetteer.names, atlas.registry.group_names
    changes = {
        **dict.fromkeys(_TOKENS, _token),
        **dict.fromkeys(_DATES, lambda text: iso_date(text, date_order=date_order) or text),
        "group_id": lambda text: groups.get(text) or text,
        "place_id": lambda text: gazetteer.get(text) or text,
        "unit": _units,
        "source_id": _source_finder(atlas.registry.sources),
    }
    for name, change in changes.items():
        given = out[name]
        out[name] = translated(given, change)
        moved = int((out[name] != given).sum())
        if moved:
            notes.append(f"{name}: {moved} {_cells(moved)} rewritten.")
    once = (out["date_last"] == "") & (out["date_first"] != "")
    if once.any():
        # One cited day is the first and the last.
        out["date_last"] = out["date_last"].where(~once, out["date_first"])
        precision = out["date_last_precision"]
        out["date_last_precision"] = precision.where(~once, out["date_first_precision"])
        many = int(once.sum())
        notes.append(f"date_last: {many} {_cells(many)} empty: the one date is first and last.")
    return out.assign(sighting_id=_idents(out, atlas.sightings)), notes


def _idents(cells: pd.DataFrame, known: pd.DataFrame) -> list[str]:
    """Ids as given; else that of the same sighting on record, or one that no other has."""
    there = known.reset_index().reindex(columns=["sighting_id", *_SAME], fill_value="")
    same = {tuple(row): str(ident) for ident, *row in there.to_numpy(dtype=object)}
    taken = {*map(str, known.index), *cells["sighting_id"]}
    made = []
    for ident, *row in cells[["sighting_id", *_SAME]].to_numpy(dtype=object):
        found = ident or same.get(tuple(row), "")
        if not found:
            group, _, place, unit, first, *_ = row
            begin = re.sub(r"\W+", "-", f"{first} {group} {place or unit}".casefold()).strip("-")
            tries = (begin, *(f"{begin}-{n}" for n in range(2, len(taken) + len(cells) + 3)))
            found = next(one for one in tries if one not in taken)
            taken.add(found)
        made.append(found)
    return made


def _source_finder(sources: pd.DataFrame) -> Callable[[str], str]:
    """A function from a title or an address to the id of a source that is known, or as it was."""
    titles = {str(title): str(ident) for ident, title in sources["title"].items()}
    addresses = {str(url): str(ident) for ident, url in sources["url"].items() if url}

    def find(text: str) -> str:
        if text in sources.index:
            return text
        found = URL.search(text)
        return addresses.get(found[0] if found else "", titles.get(text, text))

    return find


def _cells(count: int) -> str:
    return "cell" if count == 1 else "cells"


def _units(text: str) -> str:
    return "|".join(_UNITS.get(bare(one), one.strip()) for one in text.split("|"))


def _token(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _faults(cells: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    """Faults of cells by the schema, with the nearest known where a name is not known."""
    registry = atlas.registry
    ids = {"sources": registry.sources.index}
    faults = [
        _worded(fault)
        for fault in table_faults(cells, SCHEMA, ids=ids, on=today())
        # What a source is called may be a title or an address.
        if not (fault.column == "source_id" and fault.given)
    ]
    faults += _unknown(cells["group_id"], registry.group_names)
    faults += _unknown_places(cells["place_id"], atlas)
    nobody = cells.index[(cells["group_id"] == "") & (cells["group_text"] == "")]
    remedy = "Give the group, or under group_text what the source calls it."
    faults += [Fault(int(row), "group_id", "", "nobody is named", remedy) for row in nobody]
    dated = cells["source_date"]
    faults += [
        Fault(
            int(str(row)), "source_date", text, "not a date", "Write YYYY-MM-DD, YYYY-MM or YYYY."
        )
        for row, text in dated[(dated != "") & (translated(dated, iso_date) != dated)].items()
    ]
    return faults


def _worded(fault: Fault) -> Fault:
    """Say why a date is none, as for attacks, and what a source may be."""
    if fault.column == "source_id":
        return replace(fault, remedy="Give a source: an id of sources.csv, a title or an address.")
    if fault.problem != "not a date":
        return fault
    problem, remedy, fix = hint("date", fault.given, "a date: YYYY-MM-DD, YYYY-MM or YYYY")
    own = tuple((fault.column, cell) for _, cell in fix)
    return replace(fault, problem=problem, remedy=remedy, fix=own)


def _unknown(cells: pd.Series, names: Names) -> list[Fault]:
    column = str(cells.name)
    faults = []
    for row, text in cells[cells != ""].items():
        if text not in names.labels:
            near = ", ".join(names.suggest(text)) or "none"
            problem, remedy = f"the {names.what} is not known", f"Nearest known: {near}."
            likely = names.likely(text)
            fix = ((column, likely),) if likely else ()
            faults.append(Fault(int(str(row)), column, text, problem, remedy, fix))
    return faults


def _unknown_places(cells: pd.Series, atlas: Atlas) -> list[Fault]:
    """Faults of places that the gazetteer has not; for a coordinate, the place near it."""
    names = atlas.gazetteer.names
    points = atlas.gazetteer.table.dropna(subset=["lon", "lat"])
    faults = []
    for fault in _unknown(cells, names):
        spot = atlas.gazetteer.find(fault.given)
        if spot is None:
            faults.append(fault)
            continue
        km = crs.distance_km(spot.lon, spot.lat, points["lon"], points["lat"])
        at = int(np.argmin(km))
        ident = str(points.index[at])
        problem = "a coordinate, where a sighting has a place of the gazetteer"
        remedy = f"Nearest: {ident}, {km[at]:,.0f} km away; or add the place to gazetteer.csv."
        fix = (("place_id", ident),)
        faults.append(Fault(fault.row, "place_id", fault.given, problem, remedy, fix))
    return faults


def _doubles(cells: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    """Doubts of rows that say what another row of the file or of the record says."""
    known = atlas.sightings.reset_index().reindex(columns=["sighting_id", *_SAME], fill_value="")
    seen = {tuple(row): ident for ident, *row in known.to_numpy(dtype=object)}
    remedy = "Leave one of the two out, or write yes under “confirmed” where both are right."
    faults = []
    for row, ident, *same in cells[["sighting_id", *_SAME]].itertuples():
        other = seen.get(tuple(same), ident)
        if other != ident:
            problem = f"the same as sighting {other}: group, kind, place, days and source"
            faults.append(Fault(int(row), "", "", problem, remedy, confirmable=True))
        seen.setdefault(tuple(same), ident)
    return faults
