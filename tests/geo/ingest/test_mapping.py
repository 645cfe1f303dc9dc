"""Headers are matched with a score; under the threshold a person decides."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.ingest.mapping import (
    NO_PROFILE,
    Profile,
    load_profile,
    mapped_cells,
    match_columns,
    profile_of,
    profile_text,
)
from geo.parsing.names import bare
from geo.schemas.attacks import COLUMNS
from geo.schemas.header_match import FIELDS, MAPPED_FROM, match_header
from geo.schemas.vocabulary import HEADERS, LESSER_HEADERS, LOOSE_HEADERS


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("date", "date"), ("Event Date", "date"), ("التاريخ", "date"), ("تاريخ الهجوم", "date"),
        ("LAT", "target_lat"), ("Longitude", "target_lon"), ("خط العرض", "target_lat"),
        ("MGRS", "target_coordinates"), ("الإحداثيات", "target_coordinates"),
        ("احداثيات", "target_coordinates"), ("نوع الهجوم", "method"), ("Claimed by", "facade"),
        ("عدد القتلى", "killed"), ("Launch site", "launch_place"), ("Notes", "note"),
        ("Longitudes", "target_lon"), ("احداثي الهدف MGRS", "target_coordinates"),
        ("إحداثيات الهدف", "target_coordinates"), ("الملاحظات", "note"), ("رابط المصدر", "source"),
        ("مكان الاستهداف", "target_place"), ("موقع الهدف", "target_place"),
        ("موقع الهجوم", "target_place"),
        ("منطقة الاطلاق", "launch_place"), ("مكان الاطلاق", "launch_place"),
        ("احداثي منطقة الاطلاق", "launch_coordinates"), ("الجهة المتبنية", "facade"),
        ("نوع السلاح", "method"), ("السلاح المستخدم", "method"), ("الشهداء", "killed"),
        ("عدد الجرحى", "wounded"), ("تاريخ", "date"),
    ],
)  # fmt: skip
def test_a_known_header_is_mapped(header, column):
    match = match_header(header)
    assert (match.column, match.mapped) == (column, True)
    assert match.score >= MAPPED_FROM
    assert match.reason


@pytest.mark.parametrize(
    "header",
    ["Group", "المجموعة", "actor", "Precision", "casualties", "الجهة", "جهة", "مجموعة", "الخسائر"],
)
def test_a_header_that_may_mean_two_things_waits_for_a_person(header):
    match = match_header(header)
    assert match.column
    assert not match.mapped


@pytest.mark.parametrize("header", ["", "zzz", "فلان", "serial killer movie"])
def test_a_header_near_nothing_is_left_alone(header):
    assert not match_header(header).mapped


@pytest.mark.parametrize("header", ["المحافظة", "محافظة الهدف", "Governorate", "القضاء"])
def test_a_governorate_is_no_column_of_ours(header):
    match = match_header(header)
    assert (match.column, match.mapped) == ("", False)
    assert "governorate" in match.reason


@pytest.mark.parametrize(
    "header",
    ["وقت الاستهداف", "الجهة المستهدفة", "target owner", "نوع الاستهداف", "launch sites of"],
)
def test_a_header_of_targets_is_never_near_a_launch_nor_the_other_way_round(header):
    other = "target_" if "launch" in header else "launch_"
    assert not match_header(header).column.startswith((other, "facade"))


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        (["المصدر", "رابط المصدر"], "المصدر"),
        (["المصدر/الرابط", "المصدر"], "المصدر"),
        (["السلاح المستخدم", "نوع الهجوم"], "نوع الهجوم"),
        (["الملاحظات", "ملاحظات"], "ملاحظات"),
    ],
)
def test_a_lesser_header_gives_way(headers, taken):
    assert [match.header for match in match_columns(headers) if match.mapped] == [taken]


def test_no_spelling_means_two_columns():
    meant = {}
    for table in (HEADERS, LESSER_HEADERS, LOOSE_HEADERS):
        for column, names in table.items():
            for name in names:
                meant.setdefault(bare(name), set()).add(column)
    assert not {name: columns for name, columns in meant.items() if len(columns) > 1}


@settings(max_examples=150)
@given(st.text(max_size=30))
def test_nothing_is_mapped_under_the_threshold(header):
    match = match_header(header)
    assert not match.mapped or match.score >= MAPPED_FROM


@settings(max_examples=40)
@given(st.lists(st.sampled_from([*FIELDS, "Lat", "latitude", "When", "x"]), unique=True))
def test_no_column_is_taken_twice(headers):
    taken = [match.column for match in match_columns(headers) if match.mapped]
    assert len(taken) == len(set(taken))


def test_every_column_of_ours_is_taken_for_itself():
    matches = match_columns(list(COLUMNS))
    assert all(match.mapped and match.column == match.header for match in matches)


def test_of_two_headers_for_one_column_neither_is_guessed():
    matches = match_columns(["latitude", "خط العرض"])
    assert not any(match.mapped for match in matches)
    assert all("profile" in match.reason for match in matches)


def test_our_own_name_goes_before_another_word_for_it():
    own, other = match_columns(["target_lat", "latitude"])
    assert own.mapped
    assert not other.mapped


def test_a_profile_goes_before_any_score():
    profile = Profile({"Group": "assessed_group", "date": ""}, {"target_radius_km": "5"})
    matches = match_columns(["Group", "date"], profile=profile)
    assert [(m.column, m.mapped) for m in matches] == [("assessed_group", True), ("", False)]
    cells = pd.DataFrame({"Group": ["KH"], "date": ["2021"]})
    mapped = mapped_cells(cells, matches, profile=profile)
    assert mapped.iloc[0].to_dict() == {
        "assessed_group": "KH",
        "date (not mapped)": "2021",
        "target_radius_km": "5",
    }


def test_a_default_fills_empty_cells_only():
    cells = pd.DataFrame({"target_radius_km": ["", "9"]})
    profile = Profile(defaults={"target_radius_km": "5"})
    mapped = mapped_cells(cells, match_columns(list(cells)), profile=profile)
    assert list(mapped["target_radius_km"]) == ["5", "9"]


@settings(max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda t: t.isprintable()), unique=True))
def test_a_saved_profile_says_the_same_again(tmp_path_factory, headers):
    matches = match_columns(["Date", "Group", *headers])
    path = tmp_path_factory.mktemp("profile") / "mine.toml"
    made = profile_of(matches, profile=Profile(date_order="day first"))
    path.write_text(profile_text(made, matches=matches), encoding="utf-8")
    assert load_profile(path) == made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema_version = 2", "version"),
        ("", "version"),
        ("schema_version = 1\nnonsense = 1", "not a key"),
        ('schema_version = 1\ndate_order = "year"', "order of dates"),
        ('schema_version = 1\n[columns]\na = "nowhere"', "not a column"),
        ("schema_version = 1\n[columns]\na = 1", "not a table of texts"),
        ('schema_version = 1\n[columns]\na = "date"\nb = "date"', "two headers"),
        ('schema_version = 1\n[defaults]\nnowhere = "1"', "not a column"),
        ("schema_version = ", "not TOML"),
    ],
)
def test_a_faulty_profile_is_told(tmp_path, text, said):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConformError, match=said):
        load_profile(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_profile_is_read_as_editors_save_it(tmp_path, encoding):
    path = tmp_path / "mine.toml"
    path.write_text('schema_version = 1\n[columns]\n"التاريخ" = "date"\n', encoding=encoding)
    assert load_profile(path).columns == {"التاريخ": "date"}


def test_a_profile_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConformError, match="cannot be read"):
        load_profile(tmp_path / "none.toml")


def test_without_a_profile_nothing_is_said():
    assert Profile() == NO_PROFILE
