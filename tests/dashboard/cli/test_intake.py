"""``validate`` and ``convert`` on a sheet with Arabic headers: from faults to a clean file."""

from __future__ import annotations

import json

import openpyxl
import pytest

from geo.workspace.aliases import accept
from geo.workspace.journal import load_journal

HEADERS = ["التاريخ", "نوع الهجوم", "الإحداثيات", "المجموعة", "ملاحظات"]
ROWS = [
    ["2021-07-10", "صواريخ", "38S MB 44 85", "كتائب حزب الله", "=1+1"],
    ["03/04/2021", "عبوة ناسفة", "38S MB 40 80", "", "which month?"],
    ["2021-07-12", "طائرة مسيرة", "nowhere at all", "", "no such place"],
]


@pytest.fixture
def sheet(tmp_path):
    """A workbook as an analyst has it."""
    book = openpyxl.Workbook()
    for row in (HEADERS, *ROWS):
        book.active.append(row)
    book.active["E2"].data_type = "s"  # text, not a formula
    path = tmp_path / "mine.xlsx"
    book.save(path)
    return path


def validated(done):
    found = json.loads(done.out)
    assert found["rows_read"] == found["rows_kept"] + found["rows_faulty"]
    return found


def test_headers_are_shown_with_score_and_reason(run, sheet):
    done = run("validate", sheet)
    assert done.code == 1
    assert "target_coordinates" in done.out
    assert "not used (perhaps" in done.out
    assert "3 rows read = 1 kept + 2 quarantined" in done.out


def test_a_profile_is_written_corrected_and_used_again(run, sheet, tmp_path):
    profile = tmp_path / "mine.toml"
    run("validate", sheet, "--save-profile", profile)
    text = profile.read_text(encoding="utf-8")
    text = text.replace('date_order = ""', 'date_order = "day first"')
    text = text.replace('"المجموعة" = ""', '"المجموعة" = "assessed_group"')
    profile.write_text(text, encoding="utf-8")
    found = validated(run("validate", sheet, "--profile", profile, "--format", "json"))
    assert {fault["row"] for fault in found["faults"]} == {4}
    assert {c["header"]: c["column"] for c in found["columns"]}["المجموعة"] == "assessed_group"


def test_the_fix_list_goes_out_is_corrected_and_comes_back(run, sheet, tmp_path):
    fixes, out = tmp_path / "fix.xlsx", tmp_path / "out.gpkg"
    done = run("convert", sheet, out, "--fix-list", fixes)
    assert done.code == 1
    assert "3 rows read = 1 kept + 2 quarantined" in done.message
    book = openpyxl.load_workbook(fixes)
    page = book.active
    names = {cell.value: cell.column for cell in page[1]}
    page.cell(2, names["التاريخ"]).value = "2021-04-03"
    page.cell(3, names["الإحداثيات"]).value = "33°18'45\"N 44°22'E"
    book.save(fixes)
    found = validated(run("validate", sheet, "--fixes", fixes, "--format", "json"))
    assert (found["rows_kept"], found["faults"]) == (3, [])
    done = run("convert", sheet, out, "--fixes", fixes, "--force")
    assert done.code == 0, done.err
    assert validated(run("validate", out, "--format", "json"))["rows_kept"] == 3


def test_without_a_fix_list_nothing_is_written(run, sheet, tmp_path):
    out = tmp_path / "out.csv"
    done = run("convert", sheet, out)
    assert done.code == 2
    assert "row 3, column 'date (التاريخ)'" in done.message
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["out.shp"], "OUT is one of"),
        (["mine.xlsx"], "is an input"),
        (["out.csv", "--fix-list", "fix.txt"], ".csv or .xlsx"),
        (["out.csv", "--profile", "none.toml"], "cannot be read"),
        (["out.csv", "--fix-list", "none/fix.csv"], "for --fix-list: there is no folder"),
        (["none/out.csv"], "for OUT: there is no folder"),
        (["out.csv", "--fixes", "none.csv"], "no such file"),
    ],
)
def test_options_that_cannot_be_are_reported(run, sheet, tmp_path, arguments, said):
    rest = [
        tmp_path / text if "." in text and not text.startswith("-") else text for text in arguments
    ]
    done = run("convert", sheet, *rest)
    assert done.code == 2
    assert said in done.message
    assert not (tmp_path / "out.csv").exists()


@pytest.fixture
def spelt(tmp_path, monkeypatch, atlas):
    """A table with a spelling that only a person's decision explains, and the journal with it."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ATLAS_HOME", str(folder))
    decision = {"kind": "group", "alias": "The Brigades of X", "ident": "KH", "by": "Ann"}
    accept(load_journal(folder), **decision, atlas=atlas)
    path = tmp_path / "spelt.csv"
    path.write_text(
        "date,method,target_place,assessed_group\n2021-07-10,rocket,balad_ab,The Brigades of X\n"
    )
    return path, folder / "journal.jsonl"


@pytest.mark.parametrize("named", ["own", "journal"])
def test_accepted_spellings_are_read_where_they_are_asked_for_alone(run, spelt, named):
    path, journal = spelt
    given = "own" if named == "own" else journal
    assert run("validate", path).code == 1
    done = run("validate", path, "--aliases", given)
    assert (done.code, "1 kept + 0 quarantined" in done.out) == (0, True)
    assert "1 accepted spelling read from journal.jsonl" in done.err
    assert run("convert", path, path.with_suffix(".gpkg"), "--aliases", given).code == 0
    assert run("check", path).code == 2
    found = json.loads(run("check", path, "--aliases", given, "--format", "json").out)
    assert found[0]["asserted_group"] == "KH"


def test_spellings_that_cannot_be_read_are_one_clear_error(run, spelt, tmp_path):
    path, journal = spelt
    done = run("validate", path, "--aliases", tmp_path / "none.jsonl")
    assert (done.code, "no such file" in done.err) == (2, True)
    journal.write_text("nonsense\n")
    done = run("validate", path, "--aliases", journal)
    assert (done.code, "the line is no decision" in done.err) == (2, True)


def test_a_column_that_was_read_into_another_is_not_called_unused(run, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("year,month,day,method,target_place\n2021,7,3,rocket,erbil\n", encoding="utf-8")
    done = run("validate", path)
    assert "date, its year" in done.out
    assert "not used" not in done.out + done.err
