"""The documented cases row by row, as an analyst should read them, and without their records."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.verdicts.check import check
from geo.verdicts.serialize import findings_objects
from tests.support.findings import pointed
from tests.worlds.cases import breaking, flags, terms_of, verdict


def without(atlas, **rows):
    """The atlas without some rows of its registries."""
    frames = {name: getattr(atlas.registry, name).drop(index=ids) for name, ids in rows.items()}
    return replace(atlas, registry=replace(atlas.registry, **frames))


def alone(atlas):
    """The record as the research article alone has it: its launches, targets and claims."""
    record = atlas.record
    attacks = record.attacks.copy()
    gone = attacks.index.difference(["2021-07-07-al-asad", "undated-balad-from-ashraf"])
    attacks.loc[gone, ["launch_lon", "launch_lat", "launch_radius_km"]] = np.nan
    attacks.loc[gone, ["launch_place", "launch_place_id"]] = ""
    bdsc = atlas.gazetteer.place("bdsc")
    place = ["target_place_id", "target_place", "target_lon", "target_lat", "target_radius_km"]
    attacks.loc["2021-02-22-bdsc", place] = [
        "bdsc", bdsc.name, bdsc.lon, bdsc.lat, bdsc.radius_km,
    ]  # fmt: skip
    # The claim of 2020-03-11 is in the article too, but its day is from another page.
    of_article = (record.claims["source_id"] == "ctc-2021") | (
        record.claims["attack_id"] == "2020-03-11-taji"
    )
    claims = record.claims[of_article].reset_index(drop=True)
    return replace(record, attacks=attacks, claims=claims)


@pytest.fixture(scope="module")
def documented(atlas):
    """Findings of the research article alone."""
    return check(alone(atlas), atlas=atlas)


# Verdicts that changed when launch and target places became known: old, then new.
CHANGED = {
    "2021-02-22-bdsc": ("consistent", "insufficient"),
}
# Attack, asserted group, verdict of the article alone, and flags that must stand beside it.
DOCUMENTED = [
    ("2021-07-07-al-asad", "KSS", "explained", {"seconded_cells"}),
    ("2021-06-06-al-asad", "KH", "consistent", set()),
    ("2020-11-17-embassy", "AAH", "consistent", {"ceasefire_breach"}),
    ("2020-12-20-embassy", "AAH", "consistent", {"ceasefire_breach"}),
    (
        "2021-02-15-erbil",
        "AAH",
        "consistent",
        {"across_committee_lines", "possible_support", "ceasefire_breach"},
    ),
    ("2021-02-20-balad", "AAH", "consistent", {"low_confidence", "ceasefire_breach"}),
    ("2021-02-22-bdsc", "AAH", "consistent", {"low_confidence", "ceasefire_breach"}),
    ("undated-balad-from-ashraf", "AAH", "explained", {"low_confidence"}),
    ("2020-07-19-international-zone", "", "insufficient", set()),
    ("2020-03-11-taji", "KH", "consistent", set()),
    ("2021-06-06-balad", "AAH", "consistent", set()),
    ("2021-06-09-bdsc", "KH", "consistent", {"target_lead"}),
    ("2021-09-11-erbil", "", "insufficient", {"after_order"}),
]


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case[0])
def test_a_documented_case_reads_as_an_analyst_should(documented, bundled, case):
    attack, group, expected, beside = case
    assert documented.table["asserted_group"][attack] == group
    assert verdict(documented, attack) == expected
    assert beside <= flags(documented, attack)
    assert bundled.table["asserted_group"][attack] == group
    assert verdict(bundled, attack) == CHANGED.get(attack, (expected, expected))[1]


def test_no_attack_of_the_article_alone_is_an_unexplained_mismatch_or_contested(documented):
    rows = documented.table[documented.cases.attacks.index.isin([a for a, *_ in DOCUMENTED])]
    assert set(rows["verdict"]) == {"explained", "consistent", "insufficient"}


@pytest.mark.parametrize("attack", CHANGED)
def test_a_launch_or_target_now_known_changes_a_verdict(documented, bundled, attack):
    assert (verdict(documented, attack), verdict(bundled, attack)) == CHANGED[attack]


def test_erbil_was_struck_from_far_outside_everybody_s_ground_so_that_convicts_nobody(bundled):
    case = "2021-02-15-erbil"
    assert breaking(bundled, case) == []
    # Measured to the ground by Balad that AAH launches from, not to its networks in Mosul.
    assert bundled.table["distance_km"][case] > 150
    assert {
        "disputed_link", "facade_owner", "possible_support", "outside_all_ground",
        "rival_assessments", "ceasefire_breach", "across_committee_lines",
    } <= flags(bundled, case)  # fmt: skip
    (other_assessments,) = terms_of(bundled, case, "flag").query("term_id == 'rival_assessments'")[
        "text"
    ]
    assert "KSS (a confession in custody; KSS denies)" in other_assessments
    assert bundled.cases.attacks["assessed_confidence"][case] == "moderate"


def test_altun_kupri_is_nobody_s_ground_and_no_mismatch(bundled):
    case = "2022-06-08-erbil"
    assert verdict(bundled, case) == "consistent"
    assert "outside_all_ground" in flags(bundled, case)


def test_what_kh_said_of_the_brand_stands_on_the_card_of_abu_dhabi(bundled):
    case = "2022-02-02-abu-dhabi"
    assert "authorship_doubted" in flags(bundled, case)
    (denial,) = terms_of(bundled, case, "flag").query("term_id == 'authorship_doubted'")["text"]
    assert "KH called the brand" in denial
    assert "Iran" in denial


def test_kss_on_al_asad_broke_ground_and_exclusivity_and_had_permission(bundled, atlas):
    case = "2021-07-07-al-asad"
    assert breaking(bundled, case) == ["launch_ground", "target_exclusive"]
    assert terms_of(bundled, case, "explains")["term_id"].tolist() == ["permission"]
    held = bundled.cases.launch.long()
    held = held[(held["row"] == case) & (held["state"] == "inside")]
    assert set(held["holder"]) == {"KH", "western"}
    assert bundled.table["breaks"][case] == 0
    bare = without(atlas, arrangements=["kss_al_asad_2021_07"])
    assert verdict(check(atlas.record, atlas=bare), case) == "mismatch"
    assert check(atlas.record, atlas=bare).table["breaks"][case] == 2


def test_balad_from_camp_ashraf_needs_the_report_of_its_use(bundled, atlas):
    case = "undated-balad-from-ashraf"
    assert breaking(bundled, case) == ["launch_ground"]
    assert terms_of(bundled, case, "explains")["term_id"].tolist() == ["reported_use"]
    assert "target_usual" in set(terms_of(bundled, case, "supports")["term_id"])
    bare = without(atlas, arrangements=["aah_badr_sites_balad"])
    assert verdict(check(atlas.record, atlas=bare), case) == "mismatch"


def test_kh_on_al_asad_fits_by_target_and_weapon(bundled):
    case = "2021-06-06-al-asad"
    assert {"target_exclusive", "weapon_user"} <= set(
        terms_of(bundled, case, "supports")["term_id"]
    )
    assert breaking(bundled, case) == []


def test_an_unknown_launch_says_nothing(documented):
    undecided = terms_of(documented, "2020-11-17-embassy", "silent")
    assert undecided["term_id"].tolist() == ["launch_ground"]
    assert pd.isna(documented.table["distance_km"]["2020-11-17-embassy"])


def test_a_launch_in_baghdad_says_nothing_of_aah(bundled):
    (text,) = terms_of(bundled, "2020-11-17-embassy", "silent")["text"]
    assert "where AAH launches from here is not known" in text


def test_the_embassy_claim_is_aah_s_facade(bundled):
    supports = terms_of(bundled, "2020-11-17-embassy", "supports")
    (facade,) = supports[supports["term_id"] == "facade_owner"].to_dict("records")
    assert facade["favours"] == ("AAH",)
    assert "Ashab al-Kahf" in facade["text"]


@pytest.mark.parametrize(
    "attack", ["2021-01-19-jurf", "2021-07-19-sadr-city", "2020-07-quadcopter", "alarm-tests"]
)
def test_what_was_no_attack_accuses_nobody(bundled, attack):
    assert verdict(bundled, attack) == "insufficient"
    assert terms_of(bundled, attack, "breaks").empty
    assert not flags(bundled, attack)


def test_the_attempt_of_2021_11_07_is_assessed_as_a_joint_one(atlas):
    row = atlas.record.attacks.loc["2021-11-07-pm-residence"]
    assert row["assessed_group"] == "AAH|KH"
    assert row["assessed_by"] == "Institute for the Study of War"
    assert check(atlas.record, atlas=atlas).table.loc[row.name, "verdict"] == "insufficient"


def test_old_ground_is_reported_in_one_line_and_where_it_is_clear_of_a_place_not_at_all(
    judge, bundled, atlas
):
    findings = judge(
        {"attack_id": "x", "date": "2025-06-01", "method": "rocket",
         "launch_place": "jurf_al_sakhar"}
    )  # fmt: skip
    (text,) = terms_of(findings, "x").query("term_id == 'launch_ground'")["text"]
    assert "last seen as KH’s, " in text
    assert text.endswith("too old to decide.")
    assert "may lie inside" not in text
    # Old ground clear of the place is not told of at all, in no contract either.
    reports = atlas.record.reports
    points = pointed(bundled, atlas)
    items = {i["attack_id"]: i for i in findings_objects(bundled, reports=reports, points=points)}
    late = [i for i in items.values() if (i["date"] or "") > "2022-10-19"]
    khor_mor = [i for i in late if "khor-mor" in i["attack_id"]]
    assert khor_mor
    assert all("central" not in {c["id"] for c in i["committees"]} for i in khor_mor)
    golan = items["2024-10-02-golan"]["target"]["areas"]
    assert all(area["state"] == "outside" for area in golan)
    for ident in bundled.table.index[bundled.table["date"] > "2022-10-19"]:
        texts = terms_of(bundled, ident).query("term_id == 'launch_ground'")["text"]
        assert not texts.str.contains(" or Liwa al-Shabak ground", regex=False).any()
