"""Flags stand beside the verdict, where they belong and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.verdicts.check import check
from tests.worlds.cases import AK_CASE, breaking, flags, terms_of


def test_the_ceasefire_covers_rockets_on_us_sites_from_its_day_to_its_end(judge):
    expected = {
        ("2020-10-10", "rocket", "balad_ab"): True,
        ("2020-10-09", "rocket", "balad_ab"): False,
        ("2021-03-02", "rocket", "balad_ab"): True,
        ("2021-03-03", "rocket", "balad_ab"): False,
        ("2021-02", "rocket", "balad_ab"): False,
        ("2021-01-10", "roadside_bomb", "balad_ab"): False,
        ("2021-01-10", "rocket", "kirkuk"): False,
    }
    names = ("date", "method", "target_place")
    rows = [dict(zip(names, case, strict=True)) for case in expected]
    findings = judge(*({"attack_id": f"a{n}", **row} for n, row in enumerate(rows)))
    found = ["ceasefire_breach" in flags(findings, f"a{n}") for n in range(len(rows))]
    assert dict(zip(expected, found, strict=True)) == expected


def test_what_was_no_attack_breaks_no_ceasefire(judge):
    row = {"date": "2021-01-10", "method": "rocket", "target_place": "balad_ab"}
    findings = judge(
        {**row, "attack_id": "fake", "status": "fabricated"},
        {**row, "attack_id": "found", "status": "discovered"},
        {**row, "attack_id": "real", "status": "claimed_only"},
    )
    assert not flags(findings, "fake") | flags(findings, "found")
    assert flags(findings, "real") == {"ceasefire_breach"}


def test_seconded_cells_are_a_caution_only_where_something_does_not_fit(judge):
    fits = {"attack_id": "fits", "date": "2021-06-10", "method": "rocket"}
    fits |= {"target_place": "balad_ab", "assessed_group": "AAH"}
    findings = judge(fits, AK_CASE, {**AK_CASE, "attack_id": "early", "date": "2021-03-31"})
    assert "seconded_cells" not in flags(findings, "fits")
    assert "seconded_cells" in flags(findings, "ak")
    assert "seconded_cells" not in flags(findings, "early")
    assert "seconded_cells" not in set(terms_of(findings, "fits")["term_id"])


def test_other_flags_where_they_belong(judge, atlas, conform):
    row = {"date": "2021-06-10", "method": "rocket"}
    findings = judge(
        {**row, "attack_id": "closed", "target_place": "camp_taji"},
        {**row, "attack_id": "open", "target_place": "camp_taji", "date": "2020-08-31"},
        {**row, "attack_id": "odd", "facade": "QJ"},
        {**row, "attack_id": "helped", "assessed_group": "AAH", "supported_by": "KSS"},
        {**row, "attack_id": "across", "assessed_group": "AAH", "target_place": "balad_ab"},
        {
            **row,
            "attack_id": "before",
            "assessed_group": "AAH",
            "target_place": "balad_ab",
            "date": "2020-09-01",
        },
    )
    assert flags(findings, "closed") == {"target_closed"}
    assert flags(findings, "open") == set()
    assert flags(findings, "odd") == {"facade_method"}
    assert flags(findings, "helped") == {"possible_support"}
    assert flags(findings, "across") == {"across_committee_lines"}
    # No committee, no line to cross: the first statement is of 2020-10-10.
    assert flags(findings, "before") == set()

    record = conform({**row, "attack_id": "rival", "facade": "QJ"})
    second = record.claims.assign(claim_order=2, facade_id="ashab_al_kahf")
    both = replace(record, claims=pd.concat([second, record.claims], ignore_index=True))
    rival = check(both, atlas=atlas)
    assert "rival_claims" in flags(rival, "rival")
    assert rival.table["asserted_group"]["rival"] == "KH"


def test_nothing_to_check_gives_no_findings(conform, atlas):
    record = conform({"attack_id": "x", "date": "2021-06-10", "method": "rocket"})
    none = replace(record, attacks=record.attacks.iloc[:0], claims=record.claims.iloc[:0])
    findings = check(none, atlas=atlas)
    assert len(findings.table) == 0
    assert len(findings.terms) == 0


def test_ground_confirmed_at_different_times_is_told_with_its_own_date(judge, atlas):
    table = atlas.areas.table.copy()
    table.loc[table["holder"] == "AAH", "last_confirmed"] = pd.Timestamp("2020-02-15")
    areas = replace(atlas.areas, table=table)
    findings = judge(AK_CASE, by=replace(atlas, areas=areas))
    assert breaking(findings, "ak") == ["target_exclusive", "weapon_monopoly"]
    (told,) = terms_of(findings, "ak", "silent").query("term_id == 'launch_ground'")["text"]
    assert "last confirmed in February 2020" in told
    (flag,) = terms_of(findings, "ak", "flag").query("term_id == 'ground_unconfirmed'")["text"]
    assert "February 2020" in flag
