"""Sightings that a person enters: kept apart, and tried on the ground before they are believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from geo.areas.age import words_of
from geo.areas.confirmation import bearing, confirmed_by
from geo.areas.sightings import typed
from geo.areas.table import Areas
from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.sightings import COLUMNS, SOURCE_CELLS, sighting_rows
from geo.io.raw import RawTable
from geo.io.spreadsheet_escape import csv_bytes
from geo.parsing.tables import as_text
from geo.reference.registry import Registry
from geo.workspace.added_sources import AddedSources
from geo.workspace.journal import Journal
from geo.workspace.rows import keep_row, rows_kept

KIND = "sighting"
STORE = "sightings by hand"
CELLS = (*COLUMNS, *SOURCE_CELLS)
MOST_AT_ONCE = 500
"""Sightings that are kept at once; more belong in a data folder of their own."""


def sightings_of(journal: Journal) -> pd.DataFrame:
    """Text cells of the sightings as the decisions left them, by sighting id.

    Raises
    ------
    ConformError
        When a decision holds no sighting.
    """
    made = rows_kept(journal, KIND, needs=("kind", "date_first", "source_id"))
    frame = pd.DataFrame.from_dict(made, orient="index", columns=list(CELLS), dtype=object)
    return as_text(frame).assign(sighting_id=frame.index)


def enter_sighting(
    journal: Journal, key: str, cells: Mapping[str, str], *, by: str, atlas: Atlas
) -> Journal:
    """Keep a new sighting, or the corrected cells of one.

    Parameters
    ----------
    journal
        Decisions so far.
    key
        Id of the sighting that is corrected; empty for a new one.
    cells
        Text under the names of `CELLS`; those left out are empty. Names of groups and places, and
        dates, may be written as people write them.
    by
        Who enters it.
    atlas
        Resolves names, and knows the sightings on record.

    Raises
    ------
    ConformError
        With every fault of the sighting; nothing is kept then.
    """
    row = {name: cells.get(name, "").strip() for name in CELLS} | {"sighting_id": key}
    read = _read(pd.DataFrame([row], dtype=object), journal, atlas=atlas, corrects=key)
    return _kept(journal, read, by=by)


def enter_sightings(journal: Journal, cells: pd.DataFrame, *, by: str, atlas: Atlas) -> Journal:
    """Keep many new sightings, such as the sound rows of a file: all of them, or none.

    Parameters
    ----------
    journal, by, atlas
        As of `enter_sighting`.
    cells
        Text cells under the names of `CELLS`.

    Raises
    ------
    ConformError
        With every fault of every row, every id that is taken, or when they are too many.
    """
    if len(cells) > MOST_AT_ONCE:
        problem, remedy = f"more than {MOST_AT_ONCE} sightings at once", "Use record add."
        raise ConformError(STORE, [Fault(0, "", str(len(cells)), problem, remedy)])
    rows = cells.reindex(columns=list(CELLS), fill_value="").astype(object)
    return _kept(journal, _read(rows, journal, atlas=atlas), by=by)


def delete_sighting(journal: Journal, key: str, *, by: str) -> Journal:
    """Take a sighting out; undoing it brings it back.

    Raises
    ------
    ConformError
        When there is no such sighting.
    """
    if key not in sightings_of(journal).index:
        fault = Fault(0, "sighting_id", key, "there is no such sighting", "Choose one of yours.")
        raise ConformError(STORE, [fault])
    return journal.record(KIND, key, None, by=by)


def _read(
    rows: pd.DataFrame, journal: Journal, *, atlas: Atlas, corrects: str = ""
) -> pd.DataFrame:
    """Sound cells of rows, with ids that neither the record nor another entry has."""
    own = sightings_of(journal).drop(index=corrects, errors="ignore")
    known = pd.concat([own[list(COLUMNS)].set_index("sighting_id"), atlas.sightings])
    around = replace(atlas, sightings=known.rename_axis("sighting_id"))
    numbered = rows.set_axis(range(1, 1 + len(rows)), axis=0)
    found = sighting_rows(RawTable(STORE, numbered), atlas=around)
    taken = found.cells["sighting_id"][found.cells["sighting_id"].isin(known.index)]
    remedy = "It may be there already; look there, or give another id."
    faults = [
        *found.faults,
        *(
            Fault(int(str(row)), "sighting_id", ident, "a sighting has this id already", remedy)
            for row, ident in taken.items()
        ),
    ]
    if faults and len(rows) == 1:
        # Of one row that is typed nobody asks which it is.
        faults = [replace(one, row=0) for one in faults]
    if faults:
        raise ConformError(STORE, faults)
    return found.cells


def _kept(journal: Journal, rows: pd.DataFrame, *, by: str) -> Journal:
    for row in rows.to_dict("records"):
        filled = {str(name): str(cell) for name, cell in row.items() if cell}
        journal = keep_row(journal, KIND, str(row["sighting_id"]), filled, by=by)
    return journal


def sightings_csv(rows: pd.DataFrame) -> bytes:
    """Table of some sightings for `fasail-atlas record add`, with what their sources are."""
    return csv_bytes(rows[list(CELLS)])


def with_sightings(atlas: Atlas, rows: pd.DataFrame) -> Atlas:
    """Give the atlas as it is with some sightings more; its record stays.

    Parameters
    ----------
    atlas
        As loaded.
    rows
        Text cells under the names of `CELLS`, sound ones. One with the id of a sighting of the
        atlas takes its place.
    """
    registry, idents = _cited(atlas.registry, rows)
    stated = typed(rows[list(COLUMNS)].assign(source_id=idents))
    rest = atlas.sightings.drop(index=stated.index, errors="ignore")
    sightings = pd.concat([rest, stated]) if len(rest) else stated
    bears = bearing(atlas.areas, sightings, gazetteer=atlas.gazetteer, units=atlas.units)
    areas = confirmed_by(atlas.areas, bears, registry=registry)
    return replace(atlas, registry=registry, areas=areas, sightings=sightings)


def _cited(registry: Registry, rows: pd.DataFrame) -> tuple[Registry, list[str]]:
    """Registry with the sources of some sightings, graded by their publishers, and their ids."""
    sources = AddedSources(STORE, registry.sources)
    idents = [
        sources.named(
            row["source_id"],
            publisher=row["source_publisher"],
            date=row["source_date"],
            url=row["source_url"],
        )
        for row in rows.to_dict("records")
    ]
    new = sources.table().set_index("source_id")
    if new.empty:
        return registry, idents
    letter = as_text(new["publisher"].map(registry.publishers["reliability"]))
    new = new.assign(reliability=letter, label=new["title"])
    both = pd.concat([registry.sources, new]).fillna("")
    return replace(registry, sources=both), idents


def ground_changes(before: Areas, after: Areas) -> pd.DataFrame:
    """Areas that were confirmed on another day, or are known better or worse.

    Parameters
    ----------
    before, after
        The same areas, in the same order.

    Returns
    -------
    One row an area: `title, holder, seen_before, seen_after, confidence_before,
    confidence_after`, by `area_id`; days are texts, empty where it was never confirmed.
    """
    table = pd.DataFrame(
        {
            "title": before.table["title"],
            "holder": before.table["holder"],
            "seen_before": _last_days(before),
            "seen_after": _last_days(after),
            "confidence_before": before.table["confidence"],
            "confidence_after": after.table["confidence"],
        }
    )
    moved = table["seen_before"] != table["seen_after"]
    return table[moved | (table["confidence_before"] != table["confidence_after"])]


def _last_days(areas: Areas) -> list[str]:
    return [
        max((_iso(one.last) for one in words if one.effect == "confirms"), default="")
        for words in words_of(areas.table)
    ]


def _iso(day: dt.date) -> str:
    return day.isoformat()
