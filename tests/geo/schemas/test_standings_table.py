"""A table about rows of others is checked at the door, and goes with the tables it is about."""

from __future__ import annotations

import csv
import shutil

import pytest

from geo.atlas import Atlas
from geo.casebook.case_data import data_files
from geo.errors import ConformError
from geo.schemas.folder import left_out
from geo.schemas.folder_tables import TABLES
from geo.settings import bundled_dir, find
from tests.worlds.valley import FOLDER

COLUMNS = list(TABLES["standings"].columns)


@pytest.fixture
def folder(tmp_path):
    """The valley as a folder that may be changed."""
    return shutil.copytree(FOLDER, tmp_path / "valley")


def write(folder, **cells):
    row = dict.fromkeys(COLUMNS, "") | {
        "standing_id": "a", "subject_id": "northern", "state": "active", "date_first": "2021-03",
        "date_last": "2021-04-01", "strength": "states", "source_id": "gazette",
    } | cells  # fmt: skip
    with (folder / "standings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)


@pytest.mark.parametrize("subject", ["northern", "fort_oak", "oak_wings", "harvest"])
def test_a_word_is_on_a_committee_or_a_rule(folder, subject):
    write(folder, subject_id=subject)
    assert Atlas.load(folder).registry.standings["subject_id"].tolist() == [subject]


@pytest.mark.parametrize(
    ("column", "cell", "remedy"),
    [
        (
            "subject_id",
            "western",
            "an id of committees.csv or target_rules.csv or weapon_rules.csv",
        ),
        ("subject_id", "", "an id of committees.csv"),
        ("state", "asleep", "one of active, dormant, split, disavowed, disputed, ended"),
        ("date_first", "spring", "YYYY-MM-DD, YYYY-MM or YYYY"),
        ("strength", "shouts", "one of states, reports, alleges, infers"),
        ("group_id", "ASH|FIR", "an id of groups.csv, or several joined by |"),
        ("source_id", "", "an id of sources.csv"),
    ],
)
def test_a_fault_names_file_row_column_and_what_to_give(folder, column, cell, remedy):
    write(folder, **{column: cell})
    with pytest.raises(ConformError) as caught:
        Atlas.load(folder)
    (fault,) = [one for one in caught.value.faults if one.column == column]
    assert (caught.value.file, fault.row) == ("standings.csv", 2)
    assert remedy in fault.remedy


def test_a_span_that_ends_before_it_begins_is_refused(folder):
    write(folder, date_first="2021-04-02")
    with pytest.raises(ConformError, match="lies before date_first"):
        Atlas.load(folder)


def test_a_folder_with_committees_of_its_own_has_none_of_the_bundled_words(folder, tmp_path):
    assert Atlas.load(folder).registry.standings.empty
    paths = {name: find(f"{name}.csv", folder) for name in TABLES}
    assert left_out(paths) == {"standings"}
    assert left_out({name: bundled_dir() / f"{name}.csv" for name in TABLES}) == frozenset()
    only = tmp_path / "people"
    only.mkdir()
    shutil.copy(bundled_dir() / "people.csv", only)
    assert left_out({name: find(f"{name}.csv", only) for name in TABLES}) == frozenset()


def test_a_case_file_of_such_a_folder_holds_a_header_alone(folder):
    atlas = Atlas.load(folder)
    files = data_files(atlas, ["2021-05-01-port"])
    assert files["standings.csv"].decode().split() == [",".join(COLUMNS)]
