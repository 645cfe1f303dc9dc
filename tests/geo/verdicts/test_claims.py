"""What a brand says of who did it, and what a committee does, in the valley."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.schemas.tokens import UMBRELLA
from geo.verdicts.cases import assert_groups
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE
from geo.verdicts.rules_arrangements import shared_sites
from geo.verdicts.rules_claims import author_open
from geo.verdicts.rules_committees import likely_committees
from tests.worlds.cases import flags, terms_of
from tests.worlds.valley import with_rows, with_tables

CITY = {"attack_id": "x", "date": "2021-06-10", "method": "rocket", "target_place": "city"}
TOWER = {**CITY, "target_place": "tower"}


def claim(found, attack="x"):
    (term,) = terms_of(found, attack).query("term_id == 'facade_owner'").to_dict("records")
    return term["effect"], term["favours"], term["against"], term["text"]


ASHS = "First claimed by Grey Dawn, exclusive brand of Ash (strength of the link: high)"
OLD = "First claimed by Grey Dawn; its link to Ash has not been confirmed for a year"


@pytest.mark.parametrize(
    ("assessed", "day", "expected"),
    [
        ("", "2021-06-10", ("asserts", ("ASH",), (), f"{ASHS}.")),
        ("", "2022-07-01", ("asserts", ("ASH",), (), f"{ASHS}.")),
        ("ASH", "2021-06-10", ("supports", ("ASH",), (), f"{ASHS}.")),
        ("ASH|ELM", "2021-06-10", ("supports", ("ASH",), (), f"{ASHS}.")),
        ("OAK", "2021-06-10", ("breaks", ("ASH",), ("OAK",), f"{ASHS}, but Oak is assessed.")),
        ("OAK", "2022-07-01", ("silent", (), (), f"{OLD}.")),
    ],
)
def test_an_exclusive_brand_speaks_of_its_owner_alone(valley_judge, assessed, day, expected):
    row = {**CITY, "facade": "Grey Dawn", "assessed_group": assessed, "date": day}
    assert claim(valley_judge(row)) == expected


def test_a_brand_of_several_or_of_nobody_points_to_none(valley, valley_judge):
    links = valley.registry.facade_links
    umbrella = links.assign(
        group_id=links["group_id"].where(links["facade_id"] != "red_kite", UMBRELLA)
    )
    by = with_tables(valley, facade_links=umbrella)
    row = {**CITY, "facade": "Red Kite"}
    assert claim(valley_judge(row, by=by)) == (
        "silent", (), (),
        "First claimed by Red Kite, an umbrella of several groups: it points to no single one.",
    )  # fmt: skip
    assert (
        claim(valley_judge(row))[3] == "First claimed by Red Kite, for which no owner is recorded."
    )


def test_whose_brand_it_is_may_be_disputed(valley, valley_judge):
    row = {**CITY, "facade": "Blue Heron", "assessed_group": "ASH"}
    found = valley_judge(row, {**row, "attack_id": "own", "assessed_group": "OAK"})
    assert claim(found)[0] == "flag"
    assert claim(found)[3] == (
        "First claimed by Blue Heron, brand of Oak (strength of the link: high; disputed), "
        "but Ash is assessed."
    )
    assert claim(found, "own")[0] == "supports"
    links = valley.registry.facade_links
    said = {"facade_id": "blue_heron", "group_id": UMBRELLA, "strength": "low", "exclusive": "no"}
    assert links["facade_id"].eq("blue_heron").sum() == 2
    text = terms_of(valley_judge(row, by=with_rows(valley, "facade_links", said)), "x", "flag")
    assert text.query("term_id == 'disputed_link'")["text"].tolist() == [
        (
            "Whose brand Blue Heron is, is disputed: used here is Oak, the strongest link; others "
            "name Elm and several groups at once."
        )
    ]


def test_an_attack_that_nobody_claimed_has_no_term_of_a_brand(valley_judge):
    found = valley_judge(CITY, {**CITY, "attack_id": "claimed", "facade": "Grey Dawn"})
    assert "facade_owner" not in set(terms_of(found, "x")["term_id"])
    assert claim(found, "claimed")[0] == "asserts"


@pytest.mark.parametrize(
    ("assessed", "facade", "group", "source"),
    [
        ("", "", "", ""),
        ("", "Red Kite", "", ""),
        ("", "Grey Dawn", "ASH", "claim"),
        ("OAK", "", "OAK", "assessment"),
        ("OAK", "Grey Dawn", "OAK", "assessment"),
        ("OAK|ELM", "Grey Dawn", "", ""),
        ("OAK|ELM", "", "", ""),
    ],
)
def test_who_is_said_to_have_done_it(valley_judge, assessed, facade, group, source):
    found = valley_judge({**CITY, "assessed_group": assessed, "facade": facade})
    assert found.table.loc["x", ["asserted_group", "asserted_from"]].tolist() == [group, source]


def test_whether_a_permission_for_this_very_attack_is_on_record(valley, valley_judge):
    found = assert_groups(valley.record, valley.registry)["by_permission"]
    assert found.index[found].tolist() == ["2021-05-15-fort"]
    table = valley_judge(CITY, {**CITY, "attack_id": "told", "permitted_by": "OAK"}).table
    assert table["by_permission"].tolist() == [False, True]
    record = replace(valley.record, attacks=valley.record.attacks.drop(columns="permitted_by"))
    assert assert_groups(record, valley.registry)["by_permission"].sum() == 1
    teaming = valley.registry.arrangements.assign(kind="teaming")
    by = with_tables(valley, arrangements=teaming)
    assert not assert_groups(valley.record, by.registry)["by_permission"].any()


def test_whether_it_is_open_who_did_it_is_told_of_attacks_alone_that_the_record_says_it_of(
    valley_judge,
):
    row = {**CITY, "author_open": "yes"}
    found = valley_judge(
        row,
        {**CITY, "attack_id": "known"},
        {**row, "attack_id": "fake", "status": "fabricated"},
        {**row, "attack_id": "own", "assessed_group": "OAK"},
    )
    terms = found.terms[found.terms["term_id"] == "author_open"]
    columns = ["attack_id", "effect", "favours", "against", "text", "source"]
    text = "No source says whose it was, and another party struck there on the same days."
    assert terms[columns].apply(tuple, axis=1).tolist() == [
        (one, "flag", (), (), text, "attacks.csv: author_open") for one in ("x", "own")
    ]
    # A record made before that column has no such attack.
    attacks = found.cases.attacks.drop(columns="author_open")
    assert author_open(replace(found.cases, attacks=attacks)).empty


def lines(found, attack="x"):
    return terms_of(found, attack).query("term_id == 'across_committee_lines'").to_dict("records")


LINE = "Across committee lines: the target lies in the northern committee’s ground"


@pytest.mark.parametrize(
    ("cells", "members"),
    [
        ({}, {"OAK", "ELM"}),
        ({"participants": ""}, {"OAK"}),
        ({"participants": "", "lead": ""}, {"OAK"}),
        ({"participants": "", "predominant": "ELM"}, {"OAK", "ELM"}),
        ({"participants": "ASH|ELM", "predominant": "ELM"}, {"OAK", "ELM", "ASH"}),
    ],
)
def test_a_line_is_crossed_by_who_has_no_part_in_the_committee(
    valley, valley_judge, cells, members
):
    by = with_tables(valley, committees=valley.registry.committees.assign(**cells))
    found = valley_judge(
        *({**TOWER, "attack_id": one, "assessed_group": one} for one in ("OAK", "ASH", "ELM")),
        TOWER, by=by,
    )  # fmt: skip
    assert {one for one in ("OAK", "ASH", "ELM") if not lines(found, one)} == members
    assert not lines(found)


def test_who_leads_at_the_target_or_with_the_weapon_is_told_in_place_of_the_committee(
    valley, valley_judge
):
    row = {**TOWER, "assessed_group": "ASH"}
    lead = {"kind": "lead", "group_id": "ELM", "target_place": "tower", "methods": "",
            "text": "Elm leads at the tower."}  # fmt: skip
    by = with_rows(valley, "target_rules", lead)
    (term,) = lines(valley_judge(row, by=by))
    assert (term["favours"], term["text"]) == (("ELM",), f"{LINE}. Elm leads at the tower.")
    old = with_rows(valley, "target_rules", lead | {"last_confirmed": pd.Timestamp("2020-06-01")})
    (term,) = lines(valley_judge(row, by=old))
    assert (term["favours"], term["text"]) == (("OAK",), f"{LINE}, led by Oak (stated plainly).")
    weapon = {"kind": "lead", "group_id": "ELM", "methods": "rocket", "text": "Elm leads rockets."}
    by = with_rows(valley, "weapon_rules", weapon)
    (term,) = lines(valley_judge(row, by=by))
    assert (term["favours"], term["text"]) == (("ELM",), f"{LINE}. Elm leads rockets.")
    (term,) = lines(valley_judge({**row, "method": "mortar"}, by=by))
    assert term["favours"] == ("OAK",)
    # What a monopoly or a habit says is no lead.
    for kind in ("monopoly", "primary_user"):
        by = with_rows(valley, "weapon_rules", weapon | {"kind": kind})
        assert lines(valley_judge(row, by=by))[0]["favours"] == ("OAK",)


def test_a_strike_that_is_reported_to_cross_a_line_is_told_so(valley, valley_judge):
    rule = {"kind": "usual", "group_id": "ASH", "methods": "", "across_lines": "yes"}
    at_tower, at_port = ({**rule, "target_place": place} for place in ("tower", "port"))
    row = {**TOWER, "assessed_group": "ASH"}
    by = with_rows(valley, "target_rules", at_tower, at_tower, at_port)
    port = {**row, "attack_id": "port", "target_place": "port"}
    found = valley_judge(row, port, {**port, "attack_id": "oak", "assessed_group": "OAK"},
                         {**port, "attack_id": "early", "date": "2019-12-31"}, by=by)  # fmt: skip
    (term,) = lines(found)
    assert term["text"] == f"{LINE}, led by Oak (stated plainly). Reported of this group."
    (term,) = lines(found, "port")
    assert term["text"] == (
        "Across committee lines: the source reports this of the group at this target."
    )
    assert term["source"] == "Valley Gazette (2021) p. 5"
    assert (lines(found, "oak"), lines(found, "early")) == ([], [])
    # A report is one of crossing where the group has no part in the committee.
    oak = with_rows(valley, "target_rules", {**at_tower, "group_id": "OAK"})
    assert not flags(valley_judge({**row, "assessed_group": "OAK"}, by=oak), "x")


def test_a_committee_is_likely_where_more_than_half_of_the_place_is_its(valley_found):
    target = valley_found.cases.target.rows(np.arange(13) < 5)
    committee = (target.areas["kind"] == "committee").to_numpy()
    state, share = target.state.copy(), target.share.copy()
    state[:, committee] = np.array([[CANNOT_TELL], [CANNOT_TELL], [INSIDE], [0], [-1]])
    share[:, committee] = np.array([[0.5], [0.51], [0.1], [0.9], [np.nan]])
    found = likely_committees(replace(target, state=state, share=share))
    assert found.tolist() == [(), ("northern",), ("northern",), (), ()]


def test_whose_sites_another_is_reported_to_use_is_told_whoever_is_asserted(valley, valley_judge):
    use = {"kind": "reported_use", "attack_id": "", "target_place": "", "text": "Ash uses them.",
           "valid_from": pd.NaT, "valid_to": pd.NaT}  # fmt: skip
    rows = [
        {**CITY, "attack_id": f"{place}{group}", "launch_place": place, "assessed_group": group}
        for place in ("mill", "farm")
        for group in ("", "ELM")
    ]
    found = valley_judge(*rows, by=with_rows(valley, "arrangements", use)).cases
    sites = shared_sites(found)
    assert sites.to_numpy().tolist() == [
        [one, "ASH", "OAK", "Ash uses them.", "Valley Gazette (2021) p. 8"]
        for one in ("mill", "millELM")
    ]
    assert sites.columns.tolist() == ["attack_id", "user", "holder", "text", "source"]
    for other in ({"kind": "support"}, {"attack_id": "mill"}, {"ground_holder": ""},
                  {"explains": "target_exclusive"}):  # fmt: skip
        assert shared_sites(valley_judge(
            *rows, by=with_rows(valley, "arrangements", use | other)).cases).empty  # fmt: skip
