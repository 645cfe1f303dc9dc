"""The documented record holds what the sources itemise, at the strength that they give it."""

from __future__ import annotations

import pandas as pd
import pytest

# Written out by hand from the sources: date, target, method, group assessed, confidence, launch.
# An empty cell means that the source does not say; a place that is only described is empty too.
ATTACKS = {
    "2019-10-tv-station": ("2019-10", "", "drone_unspecified", "", "", ""),
    "2020-03-11-taji": ("2020-03-11", "camp_taji", "rocket", "KH", "moderate", ""),
    # The article dates the 11th alone and calls it a series: that this is part of it is ours.
    "2020-03-14-taji": ("2020-03-14", "camp_taji", "rocket", "KH", "low", ""),
    "2020-07-04-baghdad": ("2020-07-04", "baghdad", "rocket", "", "", ""),
    "2020-07-11-convoy": ("2020-07-11", "", "roadside_bomb", "", "", ""),
    "2020-07-19-international-zone": ("2020-07-19", "international_zone", "rocket", "", "", ""),
    "2020-09-security-company": ("2020-09", "baghdad", "drone_unspecified", "", "", ""),
    "2020-11-17-embassy": ("2020-11-17", "us_embassy_baghdad", "rocket", "AAH", "moderate", ""),
    "2020-12-20-embassy": ("2020-12-20", "us_embassy_baghdad", "rocket", "AAH", "moderate", ""),
    "2021-02-15-erbil": ("2021-02-15", "erbil_ab", "rocket", "AAH", "moderate", ""),
    "2021-02-20-balad": ("2021-02-20", "balad_ab", "rocket", "AAH", "low", ""),
    "2021-02-22-bdsc": ("2021-02-22", "bdsc", "rocket", "AAH", "low", ""),
    "2021-03-kurdistan": ("2021-03", "", "drone_unspecified", "", "", ""),
    "2021-03-03-unnamed-site": ("2021-03-03", "", "rocket", "KH", "moderate", ""),
    "2021-04-23-bdsc": ("2021-04-23", "bdsc", "", "", "", ""),
    "2021-06-06-al-asad": ("2021-06-06", "al_asad_ab", "drone_unspecified", "KH", "moderate", ""),
    "2021-06-06-balad": ("2021-06-06", "balad_ab", "rocket", "AAH", "moderate", ""),
    "2021-06-09-balad": ("2021-06-09", "balad_ab", "rocket", "AAH", "moderate", ""),
    "2021-06-09-bdsc": ("2021-06-09", "bdsc", "drone_small", "KH", "moderate", ""),
    "2021-06-15-bdsc": ("2021-06-15", "bdsc", "drone_small", "", "", ""),
    "2021-06-20-al-asad": ("2021-06-20", "al_asad_ab", "drone_unspecified", "", "", ""),
    "2021-06-22-bdsc": ("2021-06-22", "bdsc", "drone_unspecified", "", "", ""),
    "2021-06-27-erbil": ("2021-06-27", "erbil", "drone_unspecified", "", "", ""),
    "2021-07-07-al-asad": ("2021-07-07", "al_asad_ab", "rocket", "KSS", "moderate", "al_baghdadi"),
    "2021-09-11-erbil": ("2021-09-11", "erbil", "drone_unspecified", "", "", ""),
    "undated-balad-from-ashraf": ("", "balad_ab", "rocket", "AAH", "low", "camp_ashraf"),
}
# What reports of the day add to the article, or say instead: the column and its value now.
# Where the article itself gave another value, both stand in conflicts.csv.
COLUMNS = ("date", "target", "method", "group", "confidence", "launch")
NOW = {
    "2020-03-11-taji": {"launch": "rashidiya_baghdad"},
    "2020-07-04-baghdad": {"target": "international_zone", "launch": "baghdad"},
    "2020-07-11-convoy": {"target": "rumaythah_road", "method": "other"},
    "2020-11-17-embassy": {"launch": "amin_thaniyah_baghdad"},
    "2020-12-20-embassy": {"launch": "rasheed_camp_baghdad"},
    "2021-02-15-erbil": {"launch": "erbil_fruit_market"},
    "2021-02-22-bdsc": {"target": "international_zone", "launch": "al_salam_baghdad"},
    "2021-03-03-unnamed-site": {"target": "al_asad_ab", "launch": "bayadir_baghdadi"},
    "2021-04-23-bdsc": {"method": "rocket", "launch": "al_jihad_baghdad"},
    "2021-06-09-balad": {"launch": "khalis_tigris"},
    "2021-06-27-erbil": {"date": "2021-06-26"},
    "2021-09-11-erbil": {"target": "erbil_ab"},
}
NOT_ATTACKS = {
    "2020-07-quadcopter": ("2020-07", "discovered"),
    "2021-01-19-jurf": ("2021-01-19", "fabricated"),
    "2021-05-26-muslih-release": ("2021-05-26", "fabricated"),
    "natanz-fakes": ("", "fabricated"),
    "alarm-tests": ("", "misreported"),
    "2021-07-19-sadr-city": ("2021-07-19", "fabricated"),
}
# The claim of 2020-03-11 rests on the page that gives its day, which the article does not.
CLAIMS = {"2020-11-17-embassy": "ashab_al_kahf"}


@pytest.fixture(scope="module")
def attacks(atlas):
    return atlas.record.attacks


def day_of(row):
    width = {"day": 10, "month": 7, "year": 4}
    return str(row["date"])[: width[row["date_precision"]]] if pd.notna(row["date"]) else ""


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_itemised_attack_is_there_as_the_source_has_it(attacks, attack):
    row = attacks.loc[attack]
    columns = ("target_place_id", "method", "assessed_group", "assessed_confidence")
    found = (day_of(row), *(row[name] for name in columns), row["launch_place_id"])
    now = dict(zip(COLUMNS, ATTACKS[attack], strict=True)) | NOW.get(attack, {})
    assert found == tuple(now.values())
    assert row["counts"]
    assert (row["assessed_by"] != "") == (row["assessed_group"] != "")
    assert (row["assessed_wording"] != "") == (row["assessed_group"] != "")


@pytest.mark.parametrize("attack", NOW)
def test_no_value_of_the_article_is_overwritten_without_a_conflict_that_says_why(atlas, attack):
    table = atlas.record.conflicts
    mine = table[(table["attack_id"] == attack) & (table["source_id"] == "ctc-2021")]
    article = dict(zip(COLUMNS, ATTACKS[attack], strict=True))
    fields = {"date": "date", "target": "target_place", "method": "method"}
    for column in NOW[attack]:
        if article[column] and article[column] != NOW[attack][column]:
            (row,) = mine[mine["field"] == fields[column]].to_dict("records")
            assert (row["value"], row["used"]) == (article[column], "no")
            assert row["why"]


@pytest.mark.parametrize("ident", NOT_ATTACKS)
def test_what_was_no_attack_is_kept_and_never_counted(attacks, ident):
    row = attacks.loc[ident]
    assert (day_of(row), row["status"]) == NOT_ATTACKS[ident]
    assert not row["counts"]
    assert row["assessed_group"] == ""
    assert row["note"]


def test_the_source_s_own_cases_are_all_and_only_these(atlas):
    table = atlas.record.reports
    cited = set(table.loc[table["source_id"] == "ctc-2021", "attack_id"])
    assert cited == {*ATTACKS, *NOT_ATTACKS}


def test_counts_that_the_sources_state(attacks):
    counts = attacks["count"]
    assert counts["2021-06-06-al-asad"] == 2
    assert counts["2021-06-15-bdsc"] == 2
    assert counts["2021-06-27-erbil"] == 4
    assert counts["2021-09-11-erbil"] == 2
    assert counts["2020-07-quadcopter"] == 1
    assert attacks["killed"]["2020-03-11-taji"] == 3
    assert attacks["killed"]["2020-07-04-baghdad"] == 2
    assert attacks["wounded"]["2021-07-07-al-asad"] == 2


def test_six_attacks_of_june_2021_add_up_to_eleven_drones(attacks):
    own = attacks.loc[list(ATTACKS)]
    june = own[own["date"].between("2021-06-01", "2021-06-30")]
    june = june[june["method"].str.startswith("drone")]
    assert len(june) == 6
    assert june["count"].sum() == 11
    subtracted = june[june["count"] == 1]
    assert len(subtracted) == 3
    assert subtracted["note"].str.contains("subtraction").all()


def test_the_undated_attack_lies_before_the_source_s_last_event(attacks):
    row = attacks.loc["undated-balad-from-ashraf"]
    assert row["date_precision"] == "undated"
    assert row["date_latest"] == pd.Timestamp("2021-10-18")


def test_doubts_about_a_day_are_reported(attacks):
    assert "footnote" in attacks["note"]["2021-02-20-balad"]
    assert "cites" in attacks["note"]["2020-07-19-international-zone"]
    month = attacks[attacks["date_precision"] == "month"]
    assert len(month) > 5
    assert month["note"].str.contains("placeholder").all()


def test_claims_are_those_that_the_sources_tell(atlas):
    claims = atlas.record.claims
    branded = claims[(claims["facade_id"] != "") & (claims["source_id"] == "ctc-2021")]
    assert dict(zip(branded["attack_id"], branded["facade_id"], strict=True)) == CLAIMS


def test_the_permission_of_2021_07_07_is_on_record_and_not_a_guess_of_the_row(atlas, attacks):
    row = atlas.registry.arrangements.loc["kss_al_asad_2021_07"]
    assert (row["kind"], row["group_id"], row["with_group"]) == ("permission", "KSS", "KH")
    assert row["attack_id"] == "2021-07-07-al-asad"
    assert "Muslih" in row["text"]


def test_windows_have_their_dates(atlas):
    windows = atlas.registry.windows
    dates = {
        "conditional_ceasefire": ("2020-10-10", "2021-03-03"),
        "order_of_2021_07_29": ("2021-07-29", "NaT"),
        "seconded_cells": ("2021-04-01", "NaT"),
    }
    dates |= {
        "gaza_truce_2023": ("2023-11-24", "2023-12-01"),
        "pause_2024": ("2024-02-04", "2024-04-21"),
        "kh_suspension_2024": ("2024-01-30", "NaT"),
    }
    for window, (start, end) in dates.items():
        row = windows.loc[window]
        assert (str(row["start"])[:10], str(row["end"])[:10]) == (start, end)
    named = windows["named_attacks"].str.split("|").explode()
    assert named[named != ""].isin(ATTACKS).all()


def test_every_attack_has_a_source_with_a_pointer(atlas, attacks):
    reports = atlas.record.reports
    assert set(reports["attack_id"]) == set(attacks.index)
    assert reports["source_id"].isin(atlas.registry.sources.index).all()
    assert reports["pointer"].str.len().gt(0).all()


def test_a_time_of_day_is_in_a_report_of_the_attack(atlas, attacks):
    timed = attacks[attacks["time_local"] != ""]
    assert len(timed) > 150
    assert (timed["time_precision"] != "").all()
    reported = set(
        zip(atlas.record.reports["attack_id"], atlas.record.reports["source_id"], strict=True)
    )
    assert set(zip(timed.index, timed["time_source"], strict=True)) <= reported
    assert (attacks.loc[attacks["time_local"] == "", ["time_precision", "time_source"]] == "").all(
        axis=None
    )


def test_the_rows_of_the_war_of_2026_that_name_nobody_say_so(atlas, attacks):
    """Iran fired on the same places on the same days: what no source gives to a faction says so."""
    open_ = attacks[attacks["author_open"] == "yes"]
    assert len(open_) > 20
    assert open_["date"].between("2026-02-28", "2026-04-08").all()
    assert (open_["assessed_group"] == "").all()
    assert open_.index.intersection(atlas.record.claims["attack_id"]).empty
    unattributed = attacks.index[
        attacks["note"].str.contains("Author not told; Iran’s own strikes")
    ]
    assert set(unattributed) <= set(open_.index)


def test_every_place_of_an_attack_has_a_radius(attacks):
    for role in ("target", "launch"):
        placed = attacks[attacks[f"{role}_lon"].notna()]
        assert len(placed)
        assert (placed[f"{role}_radius_km"] > 0).all()
        assert placed[f"{role}_place"].str.len().gt(0).all()
