"""Data of a case file beside what is published: each cell that differs is named."""

from __future__ import annotations

import csv
import io

import pytest

from geo.casebook.case_data import BY_ATTACK
from geo.casebook.published import differences, origins, sha256_of
from geo.settings import bundled_dir

TABLES = sorted(path.name for path in bundled_dir().glob("*.csv"))


def rows_of(name):
    with (bundled_dir() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def written(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def case(name):
    """Header and rows of one attack that a table knows, and the attack."""
    header, *rows = rows_of(name)
    if name not in BY_ATTACK:
        return header, rows, []
    ident = rows[-1][header.index("attack_id")]
    return header, [row for row in rows if row[header.index("attack_id")] == ident], [ident]


@pytest.mark.parametrize("name", TABLES)
def test_each_cell_of_each_table_that_differs_is_named(name):
    header, rows, attacks = case(name)
    assert differences(name, written([header, *rows]), attacks=attacks) == ()
    for place, column in enumerate(header[1:], start=1):
        altered = [[*rows[0][:place], "an odd cell", *rows[0][place + 1 :]], *rows[1:]]
        (message,) = differences(name, written([header, *altered]), attacks=attacks)
        assert message.startswith(f"{rows[0][0]}, {column}: “an odd cell”, published as ")


@pytest.mark.parametrize("name", TABLES)
def test_a_row_more_and_a_row_left_out_are_named(name):
    header, rows, attacks = case(name)
    (message,) = differences(name, written([header, *rows[1:]]), attacks=attacks)
    assert "a row is left out" in message
    (message,) = differences(name, written([header, *rows, rows[0]]), attacks=attacks)
    assert "another number of times" in message
    more = ["nobody", *rows[0][1:]]
    (message,) = differences(name, written([header, *rows, more]), attacks=attacks)
    assert message.startswith("nobody: a row more")


def test_what_is_no_table_or_no_published_file_is_reported():
    assert differences("sources.csv", b"\xff", attacks=[]) == ("it is no table",)
    assert differences("sources.csv", b"a,b\n1,2\n", attacks=[]) == ("its columns are others",)
    assert differences("areas.toml", b"schema = 1", attacks=[]) == ("its bytes are others",)
    for name in ("mine.csv", "../pyproject.toml", "boundaries/x.geojson"):
        assert differences(name, b"", attacks=[]) is None


def test_a_file_of_data_tells_the_published_file_that_it_is_of():
    files = {"groups.csv": (bundled_dir() / "groups.csv").read_bytes(), "cells.csv": b"a\n"}
    assert origins(files, attacks=[]) == {"groups.csv": sha256_of("groups.csv")}
