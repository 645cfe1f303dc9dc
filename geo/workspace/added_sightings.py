"""Sightings of a user's file as rows of a data folder, each with its source."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from geo.ingest.quarantine import IngestResult
from geo.ingest.sightings import COLUMNS, SOURCE_CELLS
from geo.workspace.added_sources import AddedSources
from geo.workspace.additions import Additions, taken, unchanged
from geo.workspace.folder_tables import Tables


def added_sightings(ingested: IngestResult, tables: Tables, *, replace: bool = False) -> Additions:
    """Sightings to add, of the rows of a file that were kept.

    Parameters
    ----------
    ingested
        The file, as of `geo.ingest.sightings.sighting_rows`.
    tables
        Those of the folder as they are.
    replace
        Whether a row may take the place of one of the folder that has its id.
    """
    sources = AddedSources(ingested.raw.file, tables.cells("sources").set_index("source_id"))
    rows = ingested.cells[list(COLUMNS)].copy()
    beside = ingested.cells[list(SOURCE_CELLS)].to_dict("records")
    old = tables.cells("sightings").set_index("sighting_id")
    known = rows["sighting_id"].isin(old.index).to_numpy()
    # Only rows that are taken make sources.
    rows["source_id"] = [
        text if is_known and text in sources.known.index else _source(sources, text, cells)
        for text, cells, is_known in zip(rows["source_id"], beside, known, strict=True)
    ]
    same = known & unchanged(rows, old)
    other = known & ~same
    idents = rows["sighting_id"]
    held = [] if replace else list(idents[other].items())
    faults = [taken(row, ident, "sighting_id") for row, ident in held]
    new = rows[~known | (other & replace)]
    used = sources.table()
    used = used[used["source_id"].isin(new["source_id"])]
    return Additions(
        sources=used,
        sightings=new,
        there=tuple(idents[same]),
        changed=tuple(idents[other]) if replace else (),
        faults=tuple(faults),
    )


def _source(sources: AddedSources, text: str, cells: Mapping[Hashable, str]) -> str:
    return sources.named(
        text, **{name.removeprefix("source_"): cells[name] for name in SOURCE_CELLS}
    )
