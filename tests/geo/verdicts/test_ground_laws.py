"""What ground may say of a group: never what it would say of every group, and never when old."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.areas.table import KINDS, LAUNCHED_FROM
from geo.reference.facade_links import owners_on
from geo.verdicts.cases import firm_ground, holders
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE
from geo.verdicts.serialize import findings_objects
from tests.support.findings import pointed
from tests.worlds.cases import flags, terms_of, verdict

DAY = "2021-06-10"


def everywhere(atlas, day=DAY):
    """Every group at every place with a point, one attack each, whose target says nothing."""
    places = atlas.gazetteer.table
    known = places.index[places["lon"].notna()]
    return [
        {
            "attack_id": f"{group}@{place}",
            "date": day,
            "method": "rocket",
            "target_place": "kirkuk",
            "launch_place": place,
            "launch_radius_km": "1",
            "assessed_group": group,
        }
        for place in known
        for group in atlas.registry.groups.index
    ]


@pytest.fixture(scope="module")
def anywhere(judge, atlas):
    return judge(*everywhere(atlas))


def broken(findings):
    terms = findings.terms
    hits = terms[(terms["term_id"] == "launch_ground") & (terms["effect"] == "breaks")]
    pairs = hits["attack_id"].str.split("@", n=1, expand=True)
    return pairs.rename(columns={0: "group", 1: "place"}).set_index(hits["attack_id"].to_numpy())


def test_the_holders_of_a_place_are_those_of_its_row_sorted_and_once(bundled):
    joined = bundled.cases.launch
    areas = list(zip(joined.areas["holder"], joined.areas["kind"], strict=True))
    for kinds in [(kind,) for kind in KINDS] + [tuple(KINDS), ()]:
        for states in ((INSIDE,), (INSIDE, CANNOT_TELL)):
            expected = [
                tuple(
                    sorted(
                        {
                            holder
                            for (holder, kind), state in zip(areas, row, strict=True)
                            if kind in kinds and state in states
                        }
                    )
                )
                for row in joined.state.tolist()
            ]
            found = holders(joined, kinds=kinds, states=states)
            assert found.index.equals(joined.index)
            assert found.tolist() == expected
    assert holders(joined.rows(joined.index == ""), kinds=("gap",), states=(INSIDE,)).empty


def test_owners_of_first_claims_are_those_of_the_day_by_which_the_cases_are_judged(bundled, atlas):
    cases = bundled.cases
    late = replace(cases, attacks=cases.attacks.assign(judged_on=pd.Timestamp("2024-06-01")))
    for one in (cases, late):
        asked = owners_on(one.attacks["first_facade"], one.attacks["judged_on"], atlas.registry)
        pd.testing.assert_frame_equal(one.first_owners, asked)
    assert not cases.first_owners["fresh"].equals(late.first_owners["fresh"])


def test_no_place_speaks_against_every_group(anywhere, atlas):
    now = atlas.areas.in_force(DAY)
    grounded = set(now.loc[now["kind"].isin(LAUNCHED_FROM), "holder"])
    assert grounded < set(atlas.registry.groups.index)
    found = broken(anywhere)
    assert len(found) > 100
    for place, part in found.groupby("place"):
        assert not grounded <= set(part["group"]), place


def test_a_launch_that_breaks_may_lie_in_another_s_launch_ground(anywhere):
    launch = anywhere.cases.launch
    usable = launch.areas["kind"].isin(LAUNCHED_FROM).to_numpy() & ~launch.stale
    maybe = pd.DataFrame(usable & (launch.state > 0), index=launch.index)
    for ident, row in broken(anywhere).iterrows():
        theirs = launch.areas["holder"][maybe.loc[ident].to_numpy()]
        assert set(theirs) - {row["group"]}, ident


def test_networks_alone_and_doubtful_ground_convict_only_inside_another_s_firm_ground(
    anywhere, atlas
):
    now = atlas.areas.in_force(DAY)
    weak = set(atlas.registry.groups.index) - set(now.loc[firm_ground(now), "holder"])
    assert weak & set(now["holder"])
    launch = anywhere.cases.launch
    inside = pd.Series(
        (launch.state[:, firm_ground(launch.areas)] == INSIDE).any(axis=1), index=launch.index
    )
    hits = broken(anywhere)
    hits = hits[hits["group"].isin(weak)]
    assert len(hits)
    assert inside[hits.index].all()


def test_a_group_with_no_ground_on_record_is_never_outside_it(anywhere, atlas):
    groundless = set(atlas.registry.groups.index) - set(atlas.areas.table["holder"])
    assert groundless
    assert not groundless & set(broken(anywhere)["group"])


def test_outside_all_ground_is_flagged_where_it_is_and_says_whose_is_nearest(judge):
    row = {"attack_id": "x", "date": DAY, "method": "rocket", "launch_radius_km": "1"}
    found = judge(
        {**row, "launch_place": "altun_kupri", "assessed_group": "KH"},
        {**row, "attack_id": "held", "launch_place": "jurf_al_sakhar", "assessed_group": "AAH"},
    )
    assert "outside_all_ground" in flags(found, "x")
    (text,) = terms_of(found, "x", "flag").query("term_id == 'outside_all_ground'")["text"]
    assert "Turkmen PMF’s, " in text
    assert "outside_all_ground" not in flags(found, "held")
    assert verdict(found, "held") == "mismatch"


def said(findings, attack="x"):
    terms = terms_of(findings, attack)
    (text,) = terms[terms["term_id"] == "launch_ground"]["text"]
    return text


def launched(place, day, **cells):
    return {"attack_id": "x", "date": day, "method": "rocket", "launch_place": place, **cells}


def test_old_ground_is_one_line_that_names_whose_and_when(valley_judge, valley):
    # Elm's ground was last confirmed in June 2018, Oak's and Ash's in June 2021.
    text = said(valley_judge(launched("pit", "2021-06-05")))
    assert "last seen as Elm’s, June 2018" in text
    assert text.endswith("too old to decide.")
    assert "may lie inside" not in text
    findings = valley_judge(launched("mill", "2025-06-01", target_place="tower"))
    text = said(findings)
    assert "last seen as Oak’s, June 2021" in text
    assert text.endswith("too old to decide.")
    # Old ground clear of the place is not told of at all, in no contract either.
    assert "Ash" not in text
    clear = valley_judge(launched("mill", "2025-06-01", target_place="port"))
    for found, committees in ((findings, ["northern"]), (clear, [])):
        points = pointed(found, valley)
        (item,) = findings_objects(found, reports=valley.record.reports, points=points)
        assert [area["id"] for area in item["launch"]["areas"]] == ["oak_west"]
        assert [one["id"] for one in item["committees"]] == committees


def test_where_no_ground_is_drawn_yet_that_is_said(judge):
    early = said(judge(launched("sadr_city", "2018-09-07")))
    assert "most begins on 2020-01-03" in early
    assert "nobody’s" not in early


def test_where_a_group_launches_from_unknown_places_nobody_s_ground_says_so(judge):
    here = launched("al_jihad_baghdad", DAY, launch_radius_km="1")
    far = {**launched("basra", DAY, launch_radius_km="1"), "attack_id": "far"}
    found = judge(here, far)
    assert "nobody’s recorded ground" in said(found)
    assert "where AAH launches from here is not known" in said(found)
    assert "AAH" not in said(found, "far")


def test_a_launch_without_a_day_looks_up_no_ground(judge):
    assert "has no day" in said(judge(launched("sadr_city", "")))


def test_a_bomb_is_laid_where_it_goes_off(judge):
    row = {"attack_id": "x", "date": DAY, "method": "roadside_bomb"}
    there = {**row, "target_place": "jurf_al_sakhar"}
    found = judge(
        {**there, "target_radius_km": "1"},
        {**row, "attack_id": "nowhere"},
        {**there, "attack_id": "held", "assessed_group": "AAH"},
    )
    text = said(found)
    assert "laid where it goes off" in text
    assert "lies inside KH ground" in text
    assert "launch place is not known" not in text
    assert "which place that was is not known" in said(found, "nowhere")
    # Shown, not judged: whose road it is is no evidence.
    assert verdict(found, "held") == "insufficient"


def test_no_roadside_bomb_of_the_record_is_told_that_its_launch_is_unknown(bundled):
    bombs = bundled.cases.attacks.index[bundled.cases.attacks["method"] == "roadside_bomb"]
    terms = bundled.terms[bundled.terms["attack_id"].isin(bombs)]
    assert len(bombs) > 20
    assert not terms["text"].str.contains("The launch place is not known").any()


def test_the_distance_is_to_ground_that_a_group_launches_from(judge, atlas):
    table = atlas.areas.table
    areas = replace(atlas.areas, table=table.drop(index="aah_mosul"))
    row = launched("erbil", DAY, assessed_group="AAH", launch_radius_km="1")
    without = judge(row, by=replace(atlas, areas=areas))
    assert judge(row).table["distance_km"]["x"] == without.table["distance_km"]["x"] > 150
