"""Other people's exports become rows of attacks that claim no more than they know."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.ingest import acled, ged, gtd
from geo.ingest.quarantine import partition_rows
from geo.io.formats import WRITERS, as_table, read_content
from geo.io.raw import RawTable
from geo.io.table_writer import write_table

# Invented rows in the form of each provider; nothing of it happened.
ACLED = {
    "event_id_cnty": "IRQ1", "event_date": "10 July 2021", "time_precision": "1",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Remote explosive/landmine/IED",
    "actor1": "Unidentified Armed Group (Iraq)", "location": "Invented Town", "latitude": "33.94",
    "longitude": "44.36", "geo_precision": "1", "source": "Invented Daily",
    "notes": "EXERCISE", "fatalities": "0", "tags": "none",
}  # fmt: skip
GED = {
    "id": "1", "date_start": "2014-01-24", "date_prec": "1", "where_prec": "1",
    "latitude": "33.36", "longitude": "43.79", "side_a": "Government of Nowhere",
    "side_b": "Invented Front", "country": "Iraq",
}  # fmt: skip
GTD = {
    "eventid": "202107100001", "iyear": "2021", "imonth": "7", "iday": "10", "city": "Invented",
    "latitude": "33.94", "longitude": "44.36", "specificity": "1",
    "attacktype1_txt": "Bombing/Explosion", "weaptype1_txt": "Explosives",
    "weapsubtype1_txt": "Landmine", "gname": "Ashab al-Kahf", "claimed": "1.0", "nkill": "3.0",
    "nwound": "", "summary": "EXERCISE",
}  # fmt: skip


@pytest.fixture
def read(atlas):
    """A function from one row and what differs in others to the ingested rows."""

    def read(row, *others):
        cells = pd.DataFrame([row, *({**row, **other} for other in others)], dtype=object)
        cells.index = pd.RangeIndex(2, 2 + len(cells))
        return partition_rows(RawTable("export.csv", cells, first_row=2), atlas=atlas)

    return read


def test_acled_names_nobody_as_attacker(read):
    found = read(ACLED)
    assert not found.faults
    attack = found.record.attacks.loc["IRQ1"]
    assert (attack["assessed_group"], attack["method"]) == ("", "roadside_bomb")
    assert attack["date"] == pd.Timestamp("2021-07-10")
    assert "Unidentified Armed Group" in attack["note"]
    assert found.record.claims.empty
    assert pd.isna(attack["launch_lon"])


def test_acled_places_known_to_a_unit_are_as_wide_as_it(read):
    coarse = {"event_id_cnty": "IRQ2", "event_date": "11 July 2021", "geo_precision": "2"}
    province = {"event_id_cnty": "IRQ3", "event_date": "12 July 2021", "geo_precision": "3"}
    radius = read(ACLED, coarse, province).record.attacks["target_radius_km"]
    assert radius["IRQ1"] == float(acled.TOWN_KM)
    assert radius["IRQ2"] >= 60
    assert radius["IRQ3"] >= 60


def test_acled_weeks_and_months_are_dated_to_the_month(read):
    week = {"event_id_cnty": "IRQ2", "time_precision": "2"}
    attacks = read(ACLED, week).record.attacks
    assert list(attacks["date_precision"]) == ["day", "month"]


def test_a_coarse_place_outside_every_outline_waits_for_a_person(read):
    away = {"event_id_cnty": "SYR1", "geo_precision": "3", "latitude": "35.0", "longitude": "38.0"}
    found = read(ACLED, {**away, "event_date": "11 July 2021"})
    assert [fault.column for fault in found.faults] == ["target_radius_km"]


def same_as_plain(found, plain):
    radius = "target_radius_km"
    return found.record.attacks[radius].tolist() == plain.record.attacks[radius].tolist() and list(
        found.record.attacks["date_precision"]
    ) == list(plain.record.attacks["date_precision"])


COARSE = {**ACLED, "geo_precision": "2", "time_precision": "2"}


@pytest.mark.parametrize(
    "change",
    [
        lambda row: {name.upper(): cell for name, cell in row.items()},
        lambda row: {f" {name.title()} ": cell for name, cell in row.items()},
        lambda row: {name: cell for name, cell in row.items() if name != "notes"},
        lambda row: {name: cell for name, cell in row.items() if name in acled.NEEDED},
        lambda row: {"Notes": "another", **row},
    ],
    ids=["capitals", "titles", "without notes", "the core alone", "a name in two spellings"],
)
@pytest.mark.parametrize("row", [ACLED, COARSE], ids=["sharp", "coarse"])
def test_an_acled_export_is_known_in_any_letters_and_by_its_core(read, change, row):
    found = read(change(row))
    assert not found.faults
    assert same_as_plain(found, read(row))
    assert any("read as ACLED export" in note for note in found.notes)


@pytest.mark.parametrize("precision", ["1", "1.0"])
def test_a_precision_that_became_a_float_is_the_same(read, precision):
    found = read({**ACLED, "geo_precision": precision, "time_precision": precision})
    assert list(found.record.attacks["target_radius_km"]) == [float(acled.TOWN_KM)]
    assert list(found.record.attacks["date_precision"]) == ["day"]


@pytest.mark.parametrize("lost", ["geo_precision", "time_precision", "sub_event_type"])
def test_what_looks_like_acled_and_is_short_of_its_core_is_said_to_be(read, lost):
    row = {name.upper(): cell for name, cell in ACLED.items() if name != lost}
    (message,) = [note for note in read(row).notes if "looks like an ACLED export" in note]
    assert f"lacks {lost}:" in message


def test_acled_is_cited_as_its_terms_ask(read):
    words = read(ACLED).cells["attribution"].iloc[0]
    said = ("Armed Conflict Location & Event Data Project (ACLED)", "https://acleddata.com",
            "accessed", "changed here", "must not be passed on")  # fmt: skip
    assert [part for part in said if part not in words] == []


def test_no_cell_of_an_export_is_lost_in_whatever_letters(read):
    cells = read({"Notes": "another", **ACLED, "Tags": "x"}).cells
    assert "another" in cells["note"].iloc[0]
    assert list(cells["original notes"]) == ["EXERCISE"]
    assert list(cells["original Tags"]) == ["x"]


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_attribution_of_acled_travels_into_every_export(read, suffix, tmp_path):
    path = tmp_path / f"out{suffix}"
    path.write_bytes(write_table(read(ACLED).cells, suffix=suffix).content)
    back = as_table(read_content(path)).cells
    assert list(back["attribution"]) == [acled.ATTRIBUTION]
    assert list(back["original tags"]) == ["none"]


def test_ucdp_sides_share_the_point_and_neither_is_the_attacker(read):
    found = read(GED)
    assert not found.faults
    attack = found.record.attacks.loc["ged-1"]
    assert attack["assessed_group"] == ""
    assert "Government of Nowhere and Invented Front" in attack["note"]


@pytest.mark.parametrize(
    ("where", "least", "most"), [("1", 5, 5), ("2", 25, 25), ("3", 60, 500), ("4", 60, 500)]
)
def test_ucdp_places_have_the_radius_of_their_precision(read, where, least, most):
    radius = read({**GED, "where_prec": where}).record.attacks["target_radius_km"].iloc[0]
    assert least <= radius <= most


@pytest.mark.parametrize("where", ["5", "6", "7"])
def test_ucdp_places_known_no_better_than_a_country_have_no_point(read, where):
    attacks = read({**GED, "where_prec": where}).record.attacks
    assert attacks["target_lon"].isna().all()


@pytest.mark.parametrize(
    ("prec", "word"), [("1", "day"), ("2", "month"), ("4", "month"), ("5", "year")]
)
def test_ucdp_dates_are_as_fine_as_they_are_known(read, prec, word):
    assert read({**GED, "date_prec": prec}).record.attacks["date_precision"].iloc[0] == word


def test_the_real_ucdp_file_is_read_whole(atlas, atlas_ged):
    found = partition_rows(as_table(read_content(atlas_ged)), atlas=atlas)
    assert found.rows_read == found.rows_kept + found.rows_quarantined
    assert found.rows_read > 7000
    assert found.rows_kept > found.rows_read / 2
    assert all(fault.confirmable for fault in found.faults)


def test_gtd_claims_are_claims_of_brands_that_are_known(read):
    unclaimed = {"eventid": "2", "claimed": "0.0", "iday": "11"}
    unknown = {"eventid": "3", "gname": "Invented Front", "iday": "12"}
    found = read(GTD, unclaimed, unknown)
    assert not found.faults
    assert list(found.record.claims["attack_id"]) == ["gtd-202107100001"]
    assert (found.record.attacks["assessed_group"] == "").all()
    assert "Invented Front" in found.record.attacks.loc["gtd-3", "note"]
    assert found.record.attacks["killed"].iloc[0] == 3


@pytest.mark.parametrize(
    ("cells", "precision"),
    [({"iday": "0"}, "month"), ({"imonth": "0", "iday": "0"}, "year"), ({}, "day")],
)
def test_gtd_dates_that_are_not_known_are_not_made_up(read, cells, precision):
    assert read({**GTD, **cells}).record.attacks["date_precision"].iloc[0] == precision


def test_gtd_places_of_unknown_specificity_are_left_out(read):
    attacks = read({**GTD, "specificity": "5"}).record.attacks
    assert attacks["target_lon"].isna().all()


def test_each_provider_says_where_the_data_came_from(read):
    for row, adapter in ((ACLED, acled), (GED, ged), (GTD, gtd)):
        assert any(adapter.ATTRIBUTION in note for note in read(row).notes)
