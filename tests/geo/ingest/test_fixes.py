"""An edited fix list changes what a person edited, in the rows it was made for, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.errors import ConformError
from geo.ingest.fix_list import LIST_COLUMNS, PRINT, ROW, apply_fixes, fingerprints
from geo.ingest.fix_list_writer import fix_list_bytes
from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content

HEADER = "date,method,target_lat,target_lon,target_radius_km,note"
LINES = ["2021-07-10,rocket,95,44.31,5,first", "2021-07-11,rocket,33.31,44.31,5,sound",
         "2021-07-12,rocket,96,44.31,5,third", "2021-07-13,rocket"]  # fmt: skip


@pytest.fixture
def fix_list(atlas, tmp_path):
    """A function from lines of CSV to what became of them and their fix list as it is read."""

    def fix_list(*lines, header=HEADER, suffix=".csv"):
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        found = partition_rows(as_table(read_content(path)), atlas=atlas)
        return found, listed(found, tmp_path / f"fix{suffix}")

    return fix_list


def listed(found, path):
    path.write_bytes(fix_list_bytes(found, suffix=path.suffix))
    return as_table(read_content(path))


def edited(fixes, **cells):
    """The list with cells of its first rows changed."""
    made = fixes.cells.copy()
    for name, given in cells.items():
        made.loc[made.index[: len(given)], name] = given
    return replace(fixes, cells=made)


def only(fixes, *columns):
    return replace(fixes, cells=fixes.cells[list(columns)])


def test_columns_that_a_list_lacks_keep_their_cells(fix_list, atlas):
    found, fixes = fix_list(*LINES[:3])
    short = only(edited(fixes, target_lat=["33.2", "33.4"]), ROW, PRINT, "target_lat")
    corrected, _ = apply_fixes(found.raw, short)
    assert list(corrected.cells["note"]) == ["first", "sound", "third"]
    assert partition_rows(corrected, atlas=atlas).counts == "3 rows read = 3 kept + 0 quarantined"


def test_a_list_that_says_nothing_changes_nothing(fix_list):
    found, fixes = fix_list(*LINES)
    corrected, confirmed = apply_fixes(found.raw, only(fixes, ROW, PRINT))
    assert corrected.cells.equals(found.raw.cells)
    assert (corrected.malformed_rows, corrected.faults) == (
        found.raw.malformed_rows,
        found.raw.faults,
    )
    assert not confirmed


def test_columns_that_the_file_lacks_are_told(fix_list):
    found, fixes = fix_list(*LINES)
    renamed = replace(fixes, cells=fixes.cells.rename(columns={"note": "Notes"}))
    corrected, _ = apply_fixes(found.raw, renamed)
    assert any("not columns of mine.csv, so not used: Notes" in note for note in corrected.notes)
    assert list(corrected.cells["note"]) == ["first", "sound", "third"]


def test_a_list_of_another_file_is_refused(fix_list):
    _, fixes = fix_list(*LINES)
    other, _ = fix_list("2020-01-01,mortar,33.3,44.3,5,sound", *LINES[1:])
    with pytest.raises(ConformError, match="not this row of mine"):
        apply_fixes(other.raw, fixes)
    with pytest.raises(ConformError, match="no such row"):
        apply_fixes(replace(other.raw, cells=other.raw.cells.iloc[1:]), fixes)


def test_a_row_that_was_kept_cannot_be_named_in_a_list(fix_list):
    found, fixes = fix_list(*LINES)
    with pytest.raises(ConformError, match="not this row"):
        apply_fixes(found.raw, edited(fixes, quarantine_row=["3"]))
    with pytest.raises(ConformError, match="is duplicated"):
        apply_fixes(found.raw, edited(fixes, quarantine_row=["4"]))


@pytest.mark.parametrize("name", [ROW, PRINT])
def test_a_list_without_what_ties_it_to_the_file_is_refused(fix_list, name):
    found, fixes = fix_list(*LINES)
    with pytest.raises(ConformError, match=f"{name}.*missing"):
        apply_fixes(found.raw, replace(fixes, cells=fixes.cells.drop(columns=name)))


def test_a_file_that_was_saved_anew_has_the_same_fingerprints(fix_list):
    found, _ = fix_list(*LINES[:3])
    turned = [",".join(reversed(line.split(","))).replace("44.31", "44.3100") for line in LINES[:3]]
    again, _ = fix_list(*turned, header=",".join(reversed(HEADER.split(","))))
    assert fingerprints(again.raw, [2, 3, 4]) == fingerprints(found.raw, [2, 3, 4])
    assert len(set(fingerprints(found.raw, [2, 3, 4]))) == 3


def test_a_row_is_mended_in_rounds_by_lists_old_and_new(fix_list, atlas, tmp_path):
    found, fixes = fix_list(*LINES)
    once, _ = apply_fixes(found.raw, edited(fixes, target_lat=["97", "33.3"]))
    half = partition_rows(once, atlas=atlas)
    assert half.counts == "4 rows read = 2 kept + 2 quarantined"
    twice, _ = apply_fixes(once, edited(fixes, target_lat=["33.2", "33.4"]))
    assert partition_rows(twice, atlas=atlas).rows_kept == 3
    later = edited(listed(half, tmp_path / "later.csv"), target_lat=["33.25"])
    thrice, _ = apply_fixes(twice, later)
    assert list(thrice.cells["target_lat"]) == ["33.25", "33.31", "33.4"]


def test_a_doubt_on_one_cell_stays_while_others_are_edited(fix_list, atlas):
    swallowed = '2021-07-10,rocket,33.3,44.3,5,"open\n2021-07-11,rocket,33.4,44.3,5,x"'
    found, fixes = fix_list(swallowed, "2021-07-12,rocket,33.5,44.3,5,y")
    other, _ = apply_fixes(found.raw, edited(fixes, target_lat=["33.30"], date=["2021-07-09"]))
    assert partition_rows(other, atlas=atlas).rows_kept == 1
    corrected, _ = apply_fixes(other, edited(fixes, note=["closed"]))
    assert partition_rows(corrected, atlas=atlas).rows_kept == 2


def test_the_files_own_columns_named_like_ours_come_back_as_they_were(fix_list, atlas):
    names = (*LIST_COLUMNS, "file: confirmed")
    found, fixes = fix_list(
        f"2021-07-10,rocket,95,44.3,5,{','.join(f'own {n}' for n in range(len(names)))}",
        header=f"date,method,target_lat,target_lon,target_radius_km,{','.join(names)}",
    )
    assert {f"file: {name}" for name in names} <= set(fixes.cells.columns)
    corrected, confirmed = apply_fixes(found.raw, edited(fixes, target_lat=["33.3"]))
    kept = partition_rows(corrected, atlas=atlas, confirmed=confirmed).cells
    assert [kept[name][2] for name in names] == [f"own {n}" for n in range(len(names))]
    assert not confirmed


def test_what_xlsx_cannot_hold_comes_back_whole_unless_it_was_edited(fix_list):
    long, odd = "x" * 40_000, "a\x01b_x0041_"
    lines = [f"2021-07-10,rocket,95,44.3,5,{long}", f"2021-07-11,rocket,95,44.3,5,{odd}"]
    found, fixes = fix_list(*lines, suffix=".xlsx")
    assert "cut here" in fixes.cells["note"][2]
    corrected, _ = apply_fixes(found.raw, edited(fixes, target_lat=["33.3", "33.4"]))
    assert list(corrected.cells["note"]) == [long, odd]
    for cells in (["y" + fixes.cells["note"][2]], ["short", "a\N{REPLACEMENT CHARACTER}c"]):
        with pytest.raises(ConformError, match="made of it"):
            apply_fixes(found.raw, edited(fixes, note=cells))
    corrected, _ = apply_fixes(found.raw, edited(fixes, note=["short", "ab"]))
    assert list(corrected.cells["note"]) == ["short", "ab"]
