"""Lines of CSV to what became of them, for the tests of quarantine."""

from __future__ import annotations

from geo.intake.mapping import Profile
from geo.intake.quarantine import sift
from geo.readers.formats import as_table, read_content

HEADER = "attack_id,date,method,target_lat,target_lon,target_radius_km,assessed_group,note"


def sifter(atlas, tmp_path):
    """A function from lines of CSV to what became of them."""

    def sifted(*lines, header=HEADER, profile=None, confirmed=frozenset()):
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        raw = as_table(read_content(path))
        return sift(raw, atlas=atlas, profile=profile or Profile(), confirmed=confirmed)

    return sifted


def fixes_of(found, row):
    return {column: cell for f in found.faults if f.row == row for column, cell in f.fix}
