"""Every table of a data folder is checked by its schema: no misuse of a column is a traceback."""

from __future__ import annotations

import csv
import pickle
import shutil
from collections import Counter

import pytest

from geo.atlas import Atlas
from geo.errors import AtlasError, ConformError, FolderError
from geo.parsing.csv_rows import read_text
from geo.parsing.tables import parse_csv
from geo.schemas.attacks import REQUIRED
from geo.schemas.folder import read_lines, table_faults
from geo.schemas.folder_tables import OF_GROUND, OF_RECORD, TABLES
from geo.settings import bundled_dir
from geo.verdicts.check import check

EVERY = {**TABLES, **OF_RECORD, **OF_GROUND}
COLUMNS = [(name, column) for name, table in EVERY.items() for column in table.columns]
WRONG = {
    "day": "2021-13-40", "date": "July", "number": "far", "whole": "1.5",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    """Cells of every bundled table, header first."""
    found = {}
    for name in [*EVERY, "attacks"]:
        with (bundled_dir() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.reader(file))
    return found


@pytest.fixture
def folder(tmp_path):
    """A data folder with the record of its own, to be spoilt."""
    for name in ("attacks", *OF_RECORD):
        shutil.copy(bundled_dir() / f"{name}.csv", tmp_path)
    return tmp_path


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def loaded(folder):
    """Everything that a check and a page read of a folder."""
    atlas = Atlas.load(folder)
    return atlas, check(atlas.record, atlas=atlas)


def spoilt(rows, column, cell, *, at=1):
    """Rows with one cell of a column replaced; row 0 is the header."""
    place = rows[0].index(column)
    return [
        [*row[:place], cell, *row[place + 1 :]] if number == at else row
        for number, row in enumerate(rows)
    ]


def refused(folder):
    with pytest.raises(ConformError) as caught:
        loaded(folder)
    return caught.value


@pytest.fixture(scope="module")
def ids(tables):
    """Ids of the bundled tables."""
    found = {}
    for name, table in TABLES.items():
        if table.key:
            place = tables[name][0].index(table.key)
            found[name] = frozenset(row[place] for row in tables[name][1:])
    return found


@pytest.fixture
def faults(tmp_path, ids):
    """A function from the rows of a table to its faults, as the folder's loader finds them."""

    def found(name, rows):
        write(tmp_path / f"{name}.csv", rows)
        try:
            cells = read_lines(tmp_path / f"{name}.csv", EVERY[name])
        except ConformError as error:
            return list(error.faults)
        own = EVERY[name].key
        mine = {name: frozenset(cells[own])} if own else {}
        return table_faults(cells, EVERY[name], ids={**ids, **mine})

    return found


def without(rows, *columns):
    """Rows without some columns."""
    kept = [at for at, name in enumerate(rows[0]) if name not in columns]
    return [[row[at] for at in kept] for row in rows]


def emptied(rows, *columns):
    """Rows with empty cells in some columns."""
    head, *cells = rows
    return [
        head,
        *(
            [("" if name in columns else cell) for name, cell in zip(head, row, strict=True)]
            for row in cells
        ),
    ]


def may_be_empty(name):
    table = EVERY[name]
    return [
        column
        for column, one in table.columns.items()
        if not one.filled and column not in {table.key, *table.together, *table.either}
    ]


def test_every_bundled_table_has_a_schema_and_every_column_of_it():
    for path in bundled_dir().glob("*.csv"):
        if path.stem == "attacks":  # it has its own
            continue
        held = list(parse_csv(read_text(path), file=path.name).columns)
        assert sorted(EVERY[path.stem].columns) == sorted(held), path.name
    assert not {one.of for t in EVERY.values() for one in t.columns.values()} - {*TABLES, ""}


@pytest.mark.parametrize("name", EVERY)
def test_a_column_that_lacks_is_named_or_read_as_empty(name, faults, tables):
    for column, schema in EVERY[name].columns.items():
        found = faults(name, without(tables[name], column))
        if schema.needed:
            (fault,) = found
            assert (fault.row, fault.column) == (1, column)
            assert fault.problem == "the column is missing"
        else:
            assert found == []


@pytest.mark.parametrize("name", EVERY)
def test_an_empty_column_is_named_in_every_row_or_taken(name, faults, tables):
    table, rows = EVERY[name], len(tables[name]) - 1
    for column, schema in table.columns.items():
        found = faults(name, emptied(tables[name], column))
        if schema.filled or column == table.key:
            mine = [one for one in found if one.column == column]
            assert len(mine) == rows
            assert mine[0].row == 2
        elif column in table.together:
            assert "given only in part" in {one.problem for one in found}
        elif column in table.either:
            assert {one.problem for one in found} == {"nothing says where it is"}
        else:
            assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_what_lacks_or_is_empty_and_may_be_so_loads_and_is_checked(name, folder, tables):
    free = [column for column, one in EVERY[name].columns.items() if not one.needed]
    rows = emptied(tables[name], *may_be_empty(name))
    write(folder / f"{name}.csv", without(rows, *free))
    loaded(folder)


def in_company():
    """Sets of columns, one a table at most: each stands in two of them, in different company."""
    most = max(len(may_be_empty(name)) for name in EVERY)
    for turn in (0, 1):
        sets = [[] for _ in range(most)]
        for number, name in enumerate(EVERY):
            for place, column in enumerate(may_be_empty(name)):
                sets[(place + turn * (number + 1)) % most].append((name, column))
        yield from sets


@pytest.mark.slow
@pytest.mark.parametrize("columns", [pytest.param(one, id=f"{n}") for n, one in
                                     enumerate(in_company())])  # fmt: skip
def test_each_column_may_be_empty(columns, folder, tables):
    for name, column in columns:
        write(folder / f"{name}.csv", emptied(tables[name], column))
    try:
        loaded(folder)
    except Exception:
        assert columns == culprits(columns, folder, tables)
        raise


def culprits(columns, folder, tables):
    """Those columns of a set whose being empty is a fault by itself."""
    found = []
    for name, column in columns:
        for other in {one for one, _ in columns}:
            write(folder / f"{other}.csv", tables[other])
        write(folder / f"{name}.csv", emptied(tables[name], column))
        try:
            loaded(folder)
        except Exception:  # noqa: BLE001 -- whatever it is, it is this column's
            found.append((name, column))
    return found


def test_every_column_that_may_be_empty_is_so_twice_and_each_time_in_other_company():
    sets = list(in_company())
    every = [(name, column) for name in EVERY for column in may_be_empty(name)]
    assert len(every) > 100
    assert Counter(one for columns in sets for one in columns) == dict.fromkeys(every, 2)
    assert all(len({name for name, _ in columns}) == len(columns) for columns in sets)
    for one in every:
        first, second = (set(columns) - {one} for columns in sets if one in columns)
        assert len(first & second) <= len(first) / 2


@pytest.mark.parametrize(
    ("name", "column"),
    [pair for pair in COLUMNS if EVERY[pair[0]].columns[pair[1]].kind != "text"],
)
def test_a_cell_of_another_type_is_named_with_what_is_expected(name, column, faults, tables):
    wrong = WRONG[EVERY[name].columns[column].kind]
    (fault,) = [
        one for one in faults(name, spoilt(tables[name], column, wrong)) if one.given == wrong
    ]
    assert (fault.row, fault.column) == (2, column)
    assert fault.remedy.startswith("Expected ")


@pytest.mark.parametrize("cell", ["nan", "inf", "-1e400", "1e5", "٣", "0x10", "4_0", "9" * 400])
def test_what_only_looks_like_a_number_is_none(cell, faults, tables):
    (fault,) = faults("reaches", spoilt(tables["reaches"], "reach_km_high", cell))
    assert fault.column == "reach_km_high"
    assert len(fault.given) < 100


@pytest.mark.parametrize(
    ("name", "column"),
    [pair for pair in COLUMNS
     if EVERY[pair[0]].columns[pair[1]].of or EVERY[pair[0]].columns[pair[1]].words],
)  # fmt: skip
def test_an_id_or_word_that_is_not_known_is_named(name, column, faults, tables):
    found = faults(name, spoilt(tables[name], column, "nobody_knows"))
    fault = next(one for one in found if one.given == "nobody_knows")
    assert (fault.row, fault.column) == (2, column)
    schema = EVERY[name].columns[column]
    assert (f"{schema.of}.csv" if schema.of else schema.words[0]) in fault.remedy


@pytest.mark.parametrize("name", [name for name, table in EVERY.items() if table.key])
def test_an_id_that_is_used_twice_is_named(name, faults, tables):
    (fault,) = faults(name, [*tables[name], tables[name][1]])
    assert (fault.column, fault.problem) == (EVERY[name].key, "the id is used twice")
    assert fault.row > 2


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_a_header_alone_is_an_empty_table_or_what_it_lacks_is_named(name, folder, tables):
    write(folder / f"{name}.csv", tables[name][:1])
    referred = {
        one.of for table in EVERY.values() for one in table.columns.values() if one.of == name
    }
    if name == "committees":
        assert "areas.toml, column 'holder': unknown holder" in str(refused(folder))
    elif referred:
        assert f"Expected an id of {name}.csv" in str(refused(folder))
    else:
        loaded(folder)


def test_a_record_that_is_a_header_alone_is_one_clear_error(folder, tables):
    write(folder / "attacks.csv", tables["attacks"][:1])
    assert "attacks.csv: there is a header and no attack" in str(refused(folder))
    atlas = Atlas.load()
    with pytest.raises(ConformError, match="there is a header and no attack"):
        _ = type(atlas)(
            folder, *(getattr(atlas, one) for one in ("registry", "gazetteer", "units", "areas"))
        ).record


def test_a_column_more_changes_nothing(folder, tables):
    for name in EVERY:
        write(
            folder / f"{name}.csv",
            [[*row, "x" if number else "colour"] for number, row in enumerate(tables[name])],
        )
    loaded(folder)


NO_TABLES = (
    ("name,ﾠ\n".encode("utf-16"), "not UTF-8"),
    (b"", "the file is empty"),
    (b"\n \n", "the file is empty"),
    (b"a,a\n1,2\n", "duplicate column"),
    (b'"a\nb', "missing"),
    (b"a,b\n1\n", "columns"),
)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(("content", "said"), NO_TABLES, ids=[said for _, said in NO_TABLES])
def test_what_is_no_table_is_one_clear_error(name, content, said, tmp_path):
    path = tmp_path / f"{name}.csv"
    path.write_bytes(content)
    with pytest.raises(ConformError, match=said):
        read_lines(path, EVERY[name])


@pytest.mark.parametrize(("content", "said"), NO_TABLES, ids=[said for _, said in NO_TABLES])
def test_files_that_are_no_tables_come_at_once(content, said, folder):
    for name in ("groups", "attacks", "gazetteer"):
        (folder / f"{name}.csv").write_bytes(content)
    error = refused(folder)
    assert {one.file for one in error.errors} >= {"groups.csv", "gazetteer.csv"}
    assert all(said in str(one) for one in error.errors if one.file != "attacks.csv")


def test_every_fault_of_every_table_comes_at_once(folder, tables):
    write(folder / "groups.csv", spoilt(tables["groups"], "name", ""))
    write(folder / "windows.csv", spoilt(tables["windows"], "kind", "war", at=2))
    write(folder / "claims.csv", spoilt(tables["claims"], "claim_order", "first"))
    write(folder / "attacks.csv", spoilt(tables["attacks"], "count", "many", at=3))
    error = refused(folder)
    assert isinstance(error, FolderError)
    assert {one.file for one in error.errors} == {
        "groups.csv", "windows.csv", "claims.csv", "attacks.csv",
    }  # fmt: skip
    text = str(error)
    assert "groups.csv, row 2, column 'name': the cell is empty. Give a text." in text
    assert "windows.csv, row 3, column 'kind': not a word of this column (given: 'war')." in text
    assert "Expected one of ceasefire, order, stance, caution, pause, standing_caution." in text
    assert "attacks.csv, row 4, column 'count'" in text


@pytest.mark.parametrize(
    ("table", "span", "cells"),
    [
        ("windows", ("start", "end"), ("2021-05-01", "2021-04-30")),
        ("reaches", ("reach_km_low", "reach_km_high"), ("50", "4")),
    ],
)
def test_a_span_that_ends_before_it_begins_is_a_fault(folder, tables, table, span, cells):
    low, high = span
    write(folder / f"{table}.csv", spoilt(spoilt(tables[table], low, cells[0]), high, cells[1]))
    message = f"{table}.csv, row 2, column '{high}': lies before {low}, {cells[0]}"
    assert message in str(refused(folder))


def test_claims_reports_and_conflicts_of_no_attack_come_at_once(folder, tables):
    for name in OF_RECORD:
        write(folder / f"{name}.csv", spoilt(tables[name], "attack_id", "none", at=4))
    error = refused(folder)
    assert [str(one) for one in error.errors] == [
        f"{name}.csv, row 5, column 'attack_id': not known (given: 'none'). "
        "Expected an id of attacks.csv."
        for name in OF_RECORD
    ]


def test_rows_are_counted_as_in_the_file_where_a_cell_holds_a_line_break(folder, tables):
    head, first, second, *_ = tables["groups"]
    first = spoilt([head, first], "summary", "two\nlines")[1]
    write(folder / "groups.csv", [head, first, second, second])
    faults = [one for one in refused(folder).faults if one.problem == "the id is used twice"]
    assert [one.row for one in faults] == [5]


def test_a_folder_error_travels_between_processes():
    error = FolderError([ConformError(name, []) for name in ("a.csv", "b.csv")])
    again = pickle.loads(pickle.dumps(error))
    assert [one.file for one in again.errors] == ["a.csv", "b.csv"]
    assert isinstance(again, AtlasError)


def test_the_least_a_record_needs_loads_and_is_checked(tmp_path):
    cells = {"attack_id": "a1", "date": "2021-07-01", "method": "rocket", "target_place": "erbil"}
    assert set(REQUIRED) <= set(cells)
    write(tmp_path / "attacks.csv", [list(cells), list(cells.values())])
    _, found = loaded(tmp_path)
    assert list(found.table.index) == ["a1"]


def test_the_docs_list_every_table_with_its_columns():
    page = (bundled_dir().parent / "docs/data.md").read_text(encoding="utf-8")
    for name, table in EVERY.items():
        needed, free = (
            ", ".join(f"`{column}`" for column, one in table.columns.items() if one.needed == kind)
            for kind in (True, False)
        )
        assert f"| `{name}.csv` | {needed} | {free} |" in page
