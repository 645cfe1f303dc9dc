"""What no table of a data folder can say truly: what is yet to come, far away, or in no file."""

from __future__ import annotations

import csv
import datetime as dt
import shutil

import pytest

from geo.atlas import Atlas
from geo.errors import ConformError, FolderError
from geo.parsing.days import today
from geo.schemas.folder import read_checked, read_lines, table_faults
from geo.schemas.folder_tables import OF_RECORD, TABLES
from geo.settings import bundled_dir, find
from tests.worlds import valley

EVERY = {**TABLES, **OF_RECORD}
DAY = dt.date(2021, 12, 31)
"""The valley's last day: all that is in it had been."""

PAST = [
    (name, column)
    for name, table in EVERY.items()
    for column, one in table.columns.items()
    if one.past
]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(valley.FOLDER, tmp_path / "data")


def spoil(folder, name, column, cell, *, row=2):
    """Write a cell into a row of the file, counted as the file's lines."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def error_of(folder):
    with pytest.raises(ConformError) as caught:
        Atlas.load(folder)
    return caught.value


@pytest.mark.parametrize(("name", "column"), PAST)
def test_a_date_of_what_has_been_is_never_after_today(name, column, folder):
    cells = read_lines(find(f"{name}.csv", folder), EVERY[name]).head(1)
    kind = EVERY[name].columns[column].kind
    for cell, ahead in {
        "2021-12-31": False, "2022-01-01": True, "2031-05-06": True,
        **({} if kind == "day" else {"2021": False, "2021-12": False, "2022": True}),
        **({"2022-01-01T00:10+03:00": True, "July 2031": True, "soon": False}
           if kind == "text" else {}),
    }.items():  # fmt: skip
        faults = table_faults(cells.assign(**{column: cell}), EVERY[name], ids={}, on=DAY)
        found = [fault for fault in faults if "after today" in fault.problem]
        assert [(one.row, one.column, one.given) for one in found] == (
            [(2, column, cell)] if ahead else []
        ), cell
        assert {(one.problem, one.remedy) for one in found} <= {
            ("the date lies after today, 2021-12-31", "Check the year.")
        }


def test_every_column_of_dates_says_whether_it_may_lie_ahead():
    dates = {(name, column) for name, table in EVERY.items()
             for column, one in table.columns.items() if one.kind in {"day", "date"}}  # fmt: skip
    # Spans that are announced may begin or end later; nothing else may.
    free = {column for _, column in dates - set(PAST)}
    assert free == {"valid_from", "valid_to", "start", "end", "used_from", "used_to", "period_end"}


def test_every_fault_of_every_table_and_of_the_ground_comes_at_once(folder):
    spoil(folder, "windows", "last_confirmed", "2031-01-01")
    spoil(folder, "target_rules", "last_confirmed", "2031-02-02")
    spoil(folder, "claims", "claimed_at", "2031-03-03T10:00")
    spoil(folder, "attacks", "date", "2031-04-04")
    spoil(folder, "gazetteer", "lat", "51")
    areas = folder / "areas.toml"
    text = areas.read_text(encoding="utf-8")
    areas.write_text(text.replace("2021-06-30", "2031-05-05"), encoding="utf-8")
    error = error_of(folder)
    assert isinstance(error, FolderError)
    lines = str(error).splitlines()
    for file, row, column, given in (
        ("windows.csv", 2, "last_confirmed", "2031-01-01"),
        ("target_rules.csv", 2, "last_confirmed", "2031-02-02"),
        ("claims.csv", 2, "claimed_at", "2031-03-03T10:00"),
        ("attacks.csv", 2, "date", "2031-04-04"),
        ("areas.toml", 1, "last_confirmed", "2031-05-05"),
    ):
        assert (
            f"{file}, row {row}, column {column!r}: the date lies after today, {today()} "
            f"(given: {given!r}). Check the year."
        ) in lines
    assert any(
        line.startswith("gazetteer.csv, row 2, column 'lat': outside the region (24–39 N, 34–62 E)")
        for line in lines
    )


@pytest.mark.parametrize(
    ("lat", "lon", "problem"),
    [
        ("51", "44", "outside the region"),
        ("33", "2", "outside the region"),
        ("44.1", "33.2", "latitude and longitude look swapped"),
        ("33", "44", ""),
        ("91", "44", "not a number that fits here"),
    ],
)
def test_a_place_of_the_gazetteer_lies_in_the_region(lat, lon, problem, folder):
    cells = read_lines(folder / "gazetteer.csv", TABLES["gazetteer"]).head(1)
    faults = table_faults(cells.assign(lat=lat, lon=lon), TABLES["gazetteer"], ids={})
    assert [one.problem[: len(problem)] for one in faults] == [problem] * bool(problem)
    assert {(one.row, one.column) for one in faults} <= {(2, "lat")}


def test_ground_and_lines_are_confirmed_on_no_day_to_come(folder):
    areas = folder / "areas.toml"
    text = areas.read_text(encoding="utf-8").replace("2021-06-30", "2031-05-05")
    areas.write_text(text, encoding="utf-8")
    problems = {fault.problem for fault in error_of(folder).faults}
    assert problems == {f"the date lies after today, {today()}"}


def test_the_last_day_of_a_month_that_has_begun_is_no_fault(folder):
    now = today()
    last = (now.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)
    spoil(folder, "attacks", "date", f"{now:%Y-%m}")
    spoil(folder, "attacks", "date_precision", "month")
    spoil(folder, "attacks", "date_latest", last.isoformat())
    Atlas.load(folder)


@pytest.mark.parametrize("kind", ["folder", "link"])
@pytest.mark.parametrize("name", ["facades.csv", "attacks.csv", "claims.csv", "areas.toml"])
def test_what_is_no_file_is_named_and_the_bundled_one_never_taken(name, kind, folder):
    (folder / name).unlink()
    if kind == "folder":
        (folder / name).mkdir()
    else:
        (folder / name).symlink_to(folder / "nothing")
    assert f"{name}: a {kind}" in str(error_of(folder))
    assert "Put the file there, or give this another name." in str(error_of(folder))


def test_what_is_no_file_comes_with_every_other_fault(folder):
    for name in ("facades.csv", "areas.toml", "reports.csv"):
        (folder / name).unlink()
        (folder / name).mkdir()
    spoil(folder, "windows", "last_confirmed", "2031-01-01")
    files = {one.file for one in error_of(folder).errors}
    assert files == {"facades.csv", "areas.toml", "reports.csv", "windows.csv"}


def test_the_bundled_tables_are_read_whatever_the_clock_of_the_machine_says(folder):
    early = dt.date(1990, 1, 1)
    assert read_checked(lambda name: find(name, folder / "none"), record=bundled_dir(), on=early)
    with pytest.raises(ConformError, match="after today, 1990-01-01"):
        read_checked(lambda name: find(name, folder), record=folder, on=early)
