"""Long work tells how far it is, and a listener that raises stops it with nothing half done."""

from __future__ import annotations

import io

import openpyxl
import pytest

from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content
from geo.progress import counted, listening, report_progress
from geo.verdicts.check import check

HEADER = ["date", "method", "target_lat", "target_lon", "target_radius_km"]


class Stopped(BaseException):
    """What a page raises when a person stops its work."""


def test_a_listener_hears_shares_that_never_fall_within_a_work(atlas, tmp_path):
    path = tmp_path / "mine.csv"
    rows = [",".join(HEADER), *(f"2021-07-10,rocket,33.9{n},44.36,4" for n in range(5))]
    path.write_text("\n".join(rows), encoding="utf-8")
    steps = []
    with listening(lambda _, share: steps.append(share)):
        ingested = partition_rows(as_table(read_content(path)), atlas=atlas)
    assert steps == sorted(steps)
    assert len(steps) > 3
    steps.clear()
    with listening(lambda _, share: steps.append(share)):
        check(ingested.record, atlas=atlas)
    assert steps == sorted(steps)
    assert len(steps) > 3
    report_progress("nobody listens any more", 0.5)
    assert 0.5 not in steps[-1:]


def test_rows_are_counted_against_what_is_known_of_their_number():
    steps = []
    with listening(lambda what, share: steps.append((what, share))):
        assert list(counted(range(2_500), "rows read", total=2_000)) == list(range(2_500))
        assert len(list(counted(range(1_000), "rows read"))) == 1_000
    assert steps == [("1,000 rows read", 0.5), ("2,000 rows read", 1.0), ("1,000 rows read", None)]


def test_a_workbook_tells_its_rows_and_stops_where_it_is_told(tmp_path):
    book = openpyxl.Workbook()
    for row in [HEADER, *[["2021-07-10", "rocket", 33.9, 44.36, 4]] * 2_100]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "mine.xlsx"
    path.write_bytes(out.getvalue())
    steps = []

    def stop(what, share):
        if what != "reading":  # which the process that reads begins with
            steps.append((what, share))
            raise Stopped

    with pytest.raises(Stopped), listening(stop):
        read_content(path)
    ((what, share),) = steps
    assert what == "1,000 rows read"
    assert 0.4 < share < 0.5
    assert len(as_table(read_content(path)).cells) == 2_100
