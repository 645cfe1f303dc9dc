"""Lines of CSV to what became of them, for the tests of quarantine."""

from __future__ import annotations

from geo.ingest.mapping import Profile
from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content

FIVE = Profile(defaults={"target_radius_km": "5"})
PLACED = ("lat", "lon", "Lat", "place", "WKT", "geom", "Coord", "X,Y", "Easting", "LON")
HEADER = "attack_id,date,method,target_lat,target_lon,target_radius_km,assessed_group,note"


def partitioner(atlas, tmp_path):
    """A function from lines of CSV to what became of them."""

    def ingested(*lines, header=HEADER, profile=None, confirmed=frozenset()):
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        raw = as_table(read_content(path))
        return partition_rows(raw, atlas=atlas, profile=profile or Profile(), confirmed=confirmed)

    return ingested


def fixes_of(found, row):
    return {column: cell for f in found.faults if f.row == row for column, cell in f.fix}


def anywhere(ingested):
    """The same function, with an empty column of places where the header has none."""

    def ingested_anywhere(*lines, header, **options):
        if not any(word in header for word in PLACED):
            header, lines = f"{header},target_place", [f"{line}," for line in lines]
        return ingested(*lines, header=header, **options)

    return ingested_anywhere


def reasons(found):
    """All reasons of all rows that wait."""
    return " ".join(found.fix_list()["reasons"])
