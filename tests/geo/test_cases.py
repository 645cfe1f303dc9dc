"""The documented cases row by row, as an analyst should read them, and without their records."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.check import check
from tests.geo.worlds import breaking, flags, terms_of, verdict


def without(atlas, **rows):
    """The atlas without some rows of its registries."""
    frames = {name: getattr(atlas.registry, name).drop(index=ids) for name, ids in rows.items()}
    return replace(atlas, registry=replace(atlas.registry, **frames))


# Attack, asserted group, verdict, and flags that must stand beside it.
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


@pytest.mark.parametrize(("attack", "group", "expected", "beside"), DOCUMENTED)
def test_a_documented_case_reads_as_an_analyst_should(bundled, attack, group, expected, beside):
    assert bundled.table["asserted_group"][attack] == group
    assert verdict(bundled, attack) == expected
    assert beside <= flags(bundled, attack)


def test_no_documented_attack_is_an_unexplained_mismatch_or_contested(bundled):
    documented = bundled.table[bundled.cases.attacks.index.isin([a for a, *_ in DOCUMENTED])]
    assert set(documented["verdict"]) == {"explained", "consistent", "insufficient"}


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


def test_an_unknown_launch_says_nothing(bundled):
    silent = terms_of(bundled, "2020-11-17-embassy", "silent")
    assert silent["term_id"].tolist() == ["launch_ground"]
    assert pd.isna(bundled.table["distance_km"]["2020-11-17-embassy"])


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
