"""What ground may say of a group: never what it would say of every group, and never when old."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.areas.table import LAUNCHED_FROM
from geo.verdicts.cases import firm_ground
from geo.verdicts.ground_join import INSIDE
from geo.verdicts.serialize import findings_objects
from tests.geo.worlds import flags, terms_of, verdict

GROUPS = ("KH", "AAH", "BADR", "KSS", "HAN", "PMF13", "PMF16", "PMF30")
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
        for group in GROUPS
    ]


@pytest.fixture(scope="module")
def anywhere(judge, atlas):
    return judge(*everywhere(atlas))


def broken(findings):
    terms = findings.terms
    hits = terms[(terms["term_id"] == "launch_ground") & (terms["effect"] == "breaks")]
    pairs = hits["attack_id"].str.split("@", n=1, expand=True)
    return pairs.rename(columns={0: "group", 1: "place"}).set_index(hits["attack_id"].to_numpy())


def test_no_place_speaks_against_every_group(anywhere, atlas):
    now = atlas.areas.in_force(DAY)
    grounded = set(now.loc[now["kind"].isin(LAUNCHED_FROM), "holder"]) & set(GROUPS)
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
    weak = set(GROUPS) - set(now.loc[firm_ground(now), "holder"])
    assert {"KSS", "PMF30"} <= weak
    launch = anywhere.cases.launch
    inside = pd.Series(
        (launch.state[:, firm_ground(launch.areas)] == INSIDE).any(axis=1), index=launch.index
    )
    hits = broken(anywhere)
    hits = hits[hits["group"].isin(weak)]
    assert len(hits)
    assert inside[hits.index].all()


def test_a_group_with_no_ground_on_record_is_never_outside_it(anywhere):
    assert "HAN" not in set(broken(anywhere)["group"])


def test_outside_all_ground_is_flagged_where_it_is_and_says_whose_is_nearest(judge):
    row = {"attack_id": "x", "date": DAY, "method": "rocket", "launch_radius_km": "1"}
    out = judge({**row, "launch_place": "altun_kupri", "assessed_group": "KH"})
    assert "outside_all_ground" in flags(out, "x")
    (text,) = terms_of(out, "x", "flag").query("term_id == 'outside_all_ground'")["text"]
    assert "Turkmen PMF’s, " in text
    held = judge({**row, "launch_place": "jurf_al_sakhar", "assessed_group": "AAH"})
    assert "outside_all_ground" not in flags(held, "x")
    assert verdict(held, "x") == "mismatch"


def said(findings, attack="x"):
    terms = terms_of(findings, attack)
    (text,) = terms[terms["term_id"] == "launch_ground"]["text"]
    return text


def launched(place, day, **cells):
    return {"attack_id": "x", "date": day, "method": "rocket", "launch_place": place, **cells}


def test_old_ground_is_one_line_that_names_whose_and_when(judge, bundled, atlas):
    findings = judge(launched("jurf_al_sakhar", "2025-06-01"))
    text = said(findings)
    assert "last seen as KH’s, " in text
    assert text.endswith("too old to decide.")
    assert "may lie inside" not in text
    # Old ground clear of the place is not told of at all, in no contract either.
    reports = atlas.record.reports
    items = {i["attack_id"]: i for i in findings_objects(bundled, reports=reports)}
    late = [i for i in items.values() if (i["date"] or "") > "2022-10-19"]
    khor_mor = [i for i in late if "khor-mor" in i["attack_id"]]
    assert khor_mor
    assert all("central" not in {c["id"] for c in i["committees"]} for i in khor_mor)
    golan = items["2024-10-02-golan"]["target"]["areas"]
    assert all(area["state"] == "outside" for area in golan)
    for ident in bundled.table.index[bundled.table["date"] > "2022-10-19"]:
        told = terms_of(bundled, ident).query("term_id == 'launch_ground'")["text"]
        assert not told.str.contains(" or Liwa al-Shabak ground", regex=False).any()


def test_where_no_ground_is_drawn_yet_that_is_said(judge):
    early = said(judge(launched("sadr_city", "2018-09-07")))
    assert "most begins on 2020-01-03" in early
    assert "nobody’s" not in early


def test_where_a_group_launches_from_unknown_places_nobody_s_ground_says_so(judge):
    text = said(judge(launched("al_jihad_baghdad", DAY, launch_radius_km="1")))
    assert "nobody’s recorded ground" in text
    assert "where AAH launches from here is not known" in text
    far = said(judge(launched("basra", DAY, launch_radius_km="1")))
    assert "AAH" not in far


def test_a_launch_without_a_day_looks_up_no_ground(judge):
    assert "has no day" in said(judge(launched("sadr_city", "")))


def test_a_bomb_is_laid_where_it_goes_off(judge):
    row = {"attack_id": "x", "date": DAY, "method": "roadside_bomb"}
    text = said(judge({**row, "target_place": "jurf_al_sakhar", "target_radius_km": "1"}))
    assert "laid where it goes off" in text
    assert "lies inside KH ground" in text
    assert "launch place is not known" not in text
    nowhere = said(judge(row))
    assert "which place that was is not known" in nowhere
    # Shown, not judged: whose road it is is no evidence against anybody.
    held = judge({**row, "target_place": "jurf_al_sakhar", "assessed_group": "AAH"})
    assert verdict(held, "x") == "insufficient"


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
