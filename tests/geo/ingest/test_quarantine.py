"""Rows in = rows kept + rows quarantined, and an edited fix list brings rows back."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.ingest.fix_list import LIST_COLUMNS, apply_fixes
from geo.ingest.fix_list_writer import fix_list_bytes
from geo.ingest.mapping import Profile
from geo.ingest.quarantine import open_rows, partition_rows
from geo.ingest.read import read_attacks
from geo.io.formats import as_table, read_content
from geo.io.raw import RawTable
from tests.support.ingested import HEADER, fixes_of


def test_sound_rows_are_kept_beside_faulty_ones(ingested):
    found = ingested(
        "a,2021-07-10,rocket,33.94,44.36,4,KH,fine",
        "b,2021-07-10,sling,33.95,44.36,4,KH,one fault",
        "c,2021-07-10,rocket",  # too short
        "d,someday,rocket,44.36,33.94,4,Nobody At All,three faults",
    )
    assert found.counts == "4 rows read = 1 kept + 3 quarantined"
    assert list(found.record.attacks.index) == ["a"]
    fix_list = found.fix_list()
    assert list(fix_list["quarantine_row"]) == ["3", "4", "5"]
    assert fix_list["original_text"][1] == "c,2021-07-10,rocket"
    assert [fix_list[name][2] for name in ("date", "assessed_group")] == [
        "someday",
        "Nobody At All",
    ]
    for column in ("date", "target_lat", "assessed_group"):
        assert f"{column}: " in fix_list["reasons"][2]


@pytest.mark.parametrize(
    ("cells", "fix"),
    [
        ("2021-07-10,rocket,44.36,33.94,4,,", {"target_lat": "33.94", "target_lon": "44.36"}),
        ("2021-07-10,rocket,33.94,-44.36,4,,", {"target_lat": "33.94", "target_lon": "44.36"}),
        (
            "2021-07-10,rocket,335624,442136,4,,",
            {"target_lat": "33.94000", "target_lon": "44.36000"},
        ),
        ("25/07/2021,rocket,33.94,44.36,4,,", {"date": "2021-07-25"}),
        ("2021-07-10,rocket,33.94,44.36,4,Kataib Hezbolah X,", {"assessed_group": "KH"}),
        ("2021-07-10,rocket,33,44,4,,", {"target_radius_km": "60"}),
    ],
)
def test_the_likely_correction_is_suggested_and_not_made(ingested, cells, fix):
    found = ingested("x," + cells)
    assert found.rows_kept == 0
    assert fixes_of(found, 2) == fix
    assert all(f"{k} = {v}" in found.fix_list()["suggested_fix"][0] for k, v in fix.items())


def test_a_likely_duplicate_waits_for_a_person_and_is_kept_when_confirmed(ingested):
    lines = ["a,2020-03-04,rocket,33.94,44.36,4,,", "b,2020-03-04,rocket,33.9401,44.3601,4,,"]
    found = ingested(*lines)
    (fault,) = found.faults
    assert (fault.row, fault.confirmable) == (3, True)
    assert "row 2 of this file" in fault.problem
    assert ingested(*lines, confirmed=frozenset([3])).rows_kept == 2


def test_a_fix_for_a_column_that_the_file_lacks_is_not_suggested(ingested):
    rows = [f"{n},2020-03-04,rocket,33.94,44.36,4" for n in "ab"]
    header = "attack_id,date,method,target_lat,target_lon,target_radius_km"
    (fault,) = ingested(*rows, header=header).faults
    assert fault.fix == ()
    assert fault.remedy.startswith("Delete one of the two, or write yes under “confirmed”")
    (fault,) = ingested(*(row + "," for row in rows), header=f"{header},status").faults
    assert fault.fix == (("status", "duplicate"),)
    (fault,) = ingested(*(row + "," for row in rows), header=f"{header},الحالة").faults
    assert fault.fix == (("status", "duplicate"),)


def test_no_remedy_sends_a_person_to_our_files(ingested):
    found = ingested("x,2021-07-10,sling,33.94,44.36,4,Nobody At All,")
    assert len(found.faults) == 2
    assert not any(".csv" in fault.remedy for fault in found.faults)


def test_an_attack_of_the_record_is_recognised(ingested, atlas):
    attacks = atlas.record.attacks
    sharp = attacks[(attacks["date_precision"] == "day") & attacks["target_lat"].notna()]
    sharp = sharp[(sharp["method"] != "") & ~sharp["status"].eq("duplicate")]
    row = sharp.iloc[0]
    day = f"{row['date']:%Y-%m-%d}"
    found = ingested(f"x,{day},{row['method']},{row['target_lat']},{row['target_lon']},4,,")
    assert any("of the record" in fault.problem for fault in found.faults)


def test_the_middle_of_a_governorate_is_doubted_unless_it_is_as_wide(ingested, atlas):
    middle = atlas.units.outlines["anbar"].centroid
    line = f"x,2021-07-10,rocket,{middle.y:.5f},{middle.x:.5f}"
    found = ingested(f"{line},4,,")
    assert "middle of anbar" in found.faults[0].problem
    assert float(fixes_of(found, 2)["target_radius_km"]) > 200
    assert ingested(f"{line},300,,").rows_kept == 1


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_edited_fix_list_brings_the_rows_back(ingested, atlas, tmp_path, suffix):
    found = ingested(
        "a,2021-07-10,rocket,33.94,44.36,4,KH,=fine",
        "b,2021-07-11,rocket,44.36,33.94,4,KH,'=swapped",
        "c,2021-07-12,rocket",
        "d,2021-07-10,rocket,33.94,44.36,4,KH,again",
    )
    path = tmp_path / f"fix{suffix}"
    path.write_bytes(fix_list_bytes(found, suffix=suffix))
    fixes = as_table(read_content(path))
    assert list(fixes.cells.columns[:6]) == list(LIST_COLUMNS)
    unedited, confirmed = apply_fixes(found.raw, fixes)
    assert partition_rows(unedited, atlas=atlas, confirmed=confirmed).counts == found.counts

    cells = fixes.cells.reset_index(drop=True)
    cells.loc[0, ["target_lat", "target_lon"]] = ["33.94", "44.36"]
    cells.loc[1, ["attack_id", "date", "method"]] = ["c", "2021-07-12", "rocket"]
    cells.loc[2, "confirmed"] = "Yes"
    cells.index += 2
    corrected, confirmed = apply_fixes(found.raw, replace(fixes, cells=cells))
    done = partition_rows(corrected, atlas=atlas, confirmed=confirmed)
    assert done.counts == "4 rows read = 4 kept + 0 quarantined"
    assert list(done.record.attacks.index) == ["a", "b", "c", "d"]
    assert list(done.cells["note"]) == ["=fine", "=swapped", "", "again"]


def test_a_cell_that_swallowed_rows_is_kept_once_a_person_says_yes(ingested, atlas, tmp_path):
    lines = ['a,2021-07-10,rocket,33.94,44.36,4,KH,"open',
             'b,2021-07-11,rocket,33.94,44.36,4,KH,closed"']  # fmt: skip
    found = ingested(*lines)
    assert found.counts == "1 rows read = 0 kept + 1 quarantined"
    assert "rows of their own, from line 3" in found.fix_list()["reasons"][0]
    assert ingested(*lines, confirmed=frozenset([2])).rows_kept == 1
    with pytest.raises(ConformError, match="from line 3"):
        read_attacks(tmp_path / "mine.csv", atlas=atlas)


def test_a_missing_column_holds_every_row_back_with_its_text(ingested):
    found = ingested("a,2021,x", "b,2021,y", header="attack_id,date,note")
    assert found.counts == "2 rows read = 0 kept + 2 quarantined"
    assert list(found.fix_list()["note"]) == ["x", "y"]
    assert "method" in found.fix_list()["reasons"][0]
    assert open_rows(found)["method"] == 1


def test_arabic_headers_and_mgrs_are_read(ingested):
    found = ingested(
        "٢٠٢١-٠٧-١٠,صواريخ,38S MB 44 85,مؤكد",
        '12 تموز 2021,عبوة ناسفة,"33°18\'45""N, 44°22\'E",',
        header="التاريخ,نوع الهجوم,الإحداثيات,الحالة",
    )
    assert not found.faults
    attacks = found.record.attacks
    assert list(attacks["method"]) == ["rocket", "roadside_bomb"]
    assert list(attacks["date"].dt.day) == [10, 12]
    assert attacks["target_lat"].iloc[1] == pytest.approx(33.3125)
    # The square is a kilometre wide, which says nothing of how well the place is known.
    assert list(attacks["target_radius_km"]) == [5.0, 5.0]
    assert any("2 coordinates have no radius" in note for note in found.notes)
    assert attacks["status"].iloc[0] == "confirmed"
    assert any("صواريخ" in note for note in found.notes)


def test_an_id_of_the_record_on_another_day_is_told(ingested, atlas):
    record = atlas.record.attacks
    sharp = record[record["date_precision"].eq("day") & record["method"].ne("")].iloc[0]
    line = f"{sharp.name},{{}},{sharp['method']},30.51,47.81,4,,"
    for day, reported in (("2015-01-01", True), (f"{sharp['date']:%Y-%m-%d}", False)):
        found = ingested(line.format(day))
        assert found.rows_kept == 1
        assert any(f"such as {sharp.name!r} in row 2" in note for note in found.notes) == reported


def test_a_time_that_was_another_day_in_baghdad_is_told(ingested):
    found = ingested(
        "a,2021-07-10T22:30:00Z,rocket,33.94,44.36,4,,",
        "b,2021-07-11T22:30:00+03:00,rocket,33.94,44.36,4,,",
    )
    (note,) = [note for note in found.notes if "Baghdad" in note]
    assert "1 times fell on another day" in note
    assert "2021-07-11" in note
    assert list(found.cells["date"]) == ["2021-07-10", "2021-07-11"]


def test_headers_of_a_profile_that_the_file_lacks_are_told(ingested):
    profile = Profile({"note": "", "Remarks": "note", "Datum": "date"})
    found = ingested("x,2021-07-10,rocket,33.94,44.36,4,,", profile=profile)
    assert any("which the profile names: Remarks, Datum." in note for note in found.notes)


PLACES = "date,method,target_lat,target_lon,target_radius_km,Coordinates,target_place"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("33.3,44.3,25,38S MB 44 85,", ""),  # 14 km away, within the radius of the row
        ("33.3,44.3,5,38S KC 6307 4132,", "km from target_lat and target_lon"),
        ('33.3,44.3,5,"33.31, 44.31",', ""),
        ('33.3,,5,"33.31, 44.31",', "half a coordinate"),
        (",,,elsewhere,Balad", "neither a coordinate nor what stands under target_place"),
        (",,,balad,Balad", ""),
        (',,5,"33.31, 44.31",Balad', "km from target_lat and target_lon"),
        (',,5,"34.02, 44.15",Balad', ""),
    ],
)
def test_two_words_on_one_place_must_agree_and_both_are_kept(ingested, cells, said):
    found = ingested(f"2021-07-10,rocket,{cells}", header=PLACES)
    assert (said in found.fix_list()["reasons"][0]) if said else not found.faults
    if not said and "33.3,44.3" in cells:
        assert found.cells["target_coordinates"][2] == found.raw.cells["Coordinates"][2]


CELL = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(
    ["", "2021-07-10", "rocket", "33.94", "44.36", "4", "KH", "nan", "1e400", "=x", "38S MB 44 85"]
)


# Sifting ten rows costs hardly more than one: few tables, and longer ones.
@settings(max_examples=20)
@given(st.lists(st.lists(CELL, min_size=8, max_size=8), min_size=1, max_size=10))
def test_no_row_is_ever_lost(atlas, rows):
    cells = pd.DataFrame(rows, columns=HEADER.split(","), dtype=object)
    cells.index = pd.RangeIndex(2, 2 + len(cells))
    cells = cells.map(str.strip)
    found = partition_rows(RawTable("mine.csv", cells, first_row=2), atlas=atlas)
    assert found.rows_read == len(rows) == found.rows_kept + found.rows_quarantined
    assert set(found.cells.index) | {int(r) for r in found.fix_list()["quarantine_row"]} == set(
        cells.index
    )
    assert {fault.row for fault in found.faults}.isdisjoint(found.cells.index)


def test_points_whose_names_all_differ_are_refused(tmp_path):
    features = [
        {"type": "Feature", "geometry": None, "properties": {f"name {n}": n}} for n in range(501)
    ]
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with pytest.raises(ConformError, match="500 columns"):
        as_table(read_content(path))


def test_a_fault_and_its_fix_speak_of_the_files_own_headers(atlas):
    raw = RawTable(
        "mine.csv",
        pd.DataFrame(
            {
                "method": ["rocket"] * 2,
                "التاريخ": ["someday", "2021-07-10"],
                "الإحداثيات": ["33.9, 42.5", "44.4, 33.3"],
            },
            index=[2, 3],
            dtype=object,
        ),
    )
    ingested = partition_rows(raw, atlas=atlas)
    first, *others = ingested.faults
    assert first.sentence("mine.csv").startswith("mine.csv, row 2, column 'date (التاريخ)': ")
    assert {fault.header for fault in others} == {"الإحداثيات"}
    waiting = ingested.fix_list()
    assert waiting["suggested_fix"][1] == "الإحداثيات = 33.3, 44.4"
    assert "date (التاريخ): " in waiting["reasons"][0]
