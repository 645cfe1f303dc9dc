"""Figures of what is shown are measured and never written down; one that fails is said."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bench.__main__ import print_surface
from bench.surface import cells, counts, edges, findings, measure, suite, traps
from bench.surface.ended import ended
from bench.surface.row import Row
from dashboard.services import counts as services
from geo.errors import ConformError
from geo.io.formats import read_content

HOLDS, FAILS, OPEN = (
    Row("marks", "37 km [off]", "0 km", holds=True),
    Row("rings", "71", "5", holds=False),
    Row("files", "422", "not kept", holds=None),
)


def printed(*rows):
    out = io.StringIO()
    whole = print_surface(Console(file=out, width=120), [("Marks", list(rows))])
    return whole, out.getvalue()


def test_the_table_says_what_was_is_and_holds_and_fails_where_a_figure_does():
    whole, text = printed(HOLDS, OPEN)
    assert whole
    assert "37 km [off]" in text
    assert "holds ┃" in text, "every heading is whole"
    assert "1 of 1 hold." in text
    whole, text = printed(HOLDS, FAILS, OPEN)
    assert not whole
    assert "NO" in text
    assert "1 of 2 hold." in text


@pytest.mark.parametrize(
    "row",
    [counts._headline, counts._not_fitting, counts._several, counts._share, counts._rates,
     findings._april, findings._old_ground, findings._erbil],
    ids=lambda one: one.__name__.strip("_"),
)  # fmt: skip
def test_figures_of_the_record_hold(row):
    found = row()
    assert found.holds, found.now


def test_a_figure_is_that_of_the_run_and_not_of_the_text(monkeypatch):
    before = counts._launches()
    assert before.holds
    breakdown = services.Breakdown.of

    def one_more(facets, rows):
        found = breakdown(facets, rows)
        return type(found)(**{**vars(found), "launches": found.launches + 1})

    monkeypatch.setattr(services.Breakdown, "of", one_more)
    after = counts._launches()
    assert not after.holds
    assert after.now != before.now


def test_points_at_edges_and_squares_are_judged_exactly(monkeypatch):
    monkeypatch.setattr(edges, "POINTS", 200)
    monkeypatch.setattr(edges, "STEPS", (12, 12))
    points, squares = edges.rows()
    assert points.holds
    assert points.now.startswith("0 of 8,")
    assert squares.holds
    assert "of 144;" in squares.now


def test_an_edge_that_is_drawn_elsewhere_is_seen(monkeypatch):
    monkeypatch.setattr(edges, "POINTS", 200)
    moved = edges._exactly_inside
    monkeypatch.setattr(edges, "_exactly_inside", lambda ring, x, y: moved(ring + 1e-12, x, y))
    assert not edges._points().holds


def test_work_that_grows_with_the_square_is_found():
    def square(text):
        return sum(1 for one in text for _ in text if one == "-")

    growing = list(cells._growing({"square": square, "line": len}))
    assert growing == ["square"]


def test_a_process_is_watched_to_its_end():
    found = ended("-c", "import sys; x = bytearray(150_000_000); print('so'); sys.exit(3)")
    assert (found.code, found.said.strip()) == (3, "so")
    assert found.peak_mb > 140
    killed = ended("-c", "import os; os.kill(os.getpid(), 11)")
    assert killed.code == -11
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    held = ended("-c", child, "import time; x = bytearray(150_000_000); time.sleep(0.5)")
    assert held.peak_mb > 140


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [(traps.deep_geopackage, "x.gpkg", ""), (traps.deep_parquet, "x.parquet", ""),
     (traps.far_row, "x.xlsx", "above 1,048,576"), (traps.dictionary, "x.parquet", "unpack")],
    ids=["gpkg", "parquet", "row", "dictionary"],
)  # fmt: skip
def test_a_trap_is_what_it_says(make, name, said, tmp_path):
    make(tmp_path / name)
    assert (tmp_path / name).stat().st_size < 2_000_000
    if said:
        with pytest.raises(ConformError, match=said):
            read_content(tmp_path / name)
    else:
        assert read_content(tmp_path / name).faults


def test_tests_are_counted_by_their_report_and_a_run_that_wrote_none_does_not_hold(tmp_path):
    report = tmp_path / "x.xml"
    report.write_text(
        '<testsuites><testsuite><testcase file="a.py" name="test_one[x]">'
        '<properties><property name="payloads" value="7"/></properties></testcase>'
        '<testcase file="a.py" name="test_one[y]"><failure/></testcase>'
        '<testcase file="a.py" name="test_two"/></testsuite></testsuites>'
    )
    cases = suite.read(report)
    assert cases[0].properties == {"payloads": "7"}
    assert suite.counted(cases, "x", "", "a.py", "test_one").now == "1 of 2 (a.py)"
    assert not suite.counted(cases, "x", "", "a.py").holds
    assert suite.counted(cases, "x", "", "a.py", "test_two").holds
    assert not suite.counted(suite.read(tmp_path / "none.xml"), "x", "", "a.py").holds


def test_every_file_of_tests_that_is_counted_is_there():
    files = [one for run in suite.RUNS for one in run]
    assert len(set(files)) == len(files)
    assert all((suite.ROOT / one).is_file() for one in files)


def test_what_cannot_be_measured_says_why_and_holds_nothing():
    assert all(one.holds is None and one.now for one in measure.elsewhere())
