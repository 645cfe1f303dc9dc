"""Findings of the valley as JSON objects, flat rows and GeoJSON, as worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.verdicts.check import check
from geo.verdicts.serialize import (
    KEYS,
    attributions,
    day_text,
    day_texts,
    feature_collection,
    findings_objects,
    flat_table,
    reasons,
)
from tests.worlds.valley import with_area, with_tables

DAY = pd.Timestamp
COLUMNS = [
    "date", "time_local", "time_precision", "time_source", "title", "status", "method",
    "attacks_in_row", "first_claim", "asserted_group", "asserted_from", "launch_place",
    "launch_lat", "launch_lon", "launch_radius_km", "target_place", "target_lat", "target_lon",
    "target_radius_km", "verdict", "flags", "distance_km", "why",
]  # fmt: skip
CITY = {"date": "2021-06-10", "method": "rocket", "target_place": "city"}


def objects(found, valley, *, form=findings_objects, **given):
    """What is made of findings, where each attack points to what its own id says."""
    points = {ident: {"groups": [ident]} for ident in found.table.index}
    return form(found, **{"reports": valley.record.reports, "points": points} | given)


@pytest.fixture(scope="module")
def by_id(valley_found, valley):
    return {one["attack_id"]: one for one in objects(valley_found, valley)}


def area(ident, state="outside", share=0.0, age="fresh"):
    holder = ident.split("_")[0].upper()
    return {"id": ident, "holder": holder, "state": state, "share": share, "age": age}


def test_an_attack_is_told_whole(by_id):
    item = by_id["2021-05-01-port"]
    assert tuple(item) == KEYS
    far = [area("ash_south"), area("elm_east", age="ageing"), area("oak_south"), area("oak_west")]
    assert {key: item[key] for key in KEYS if key != "terms"} == {
        "attack_id": "2021-05-01-port",
        "date": "2021-05-01",
        "date_precision": "day",
        "time_local": None,
        "time_precision": None,
        "time_source": None,
        "method": "rocket",
        "asserted_group": "ASH",
        "asserted_from": "assessment",
        "claims": [
            {
                "order": 1,
                "facade_id": "grey_dawn",
                "facade": "Grey Dawn",
                "owner": "ASH",
                "channel": "Ash Wire",
                "claimed_at": "2021-05-01",
                "wording": "claimed",
            }
        ],
        "verdict": "consistent",
        "flags": [],
        "launch": {
            "place_id": "farm",
            "name": "Farm",
            "lat": 33.5,
            "lon": 43.5,
            "radius_km": 2.0,
            "areas": [area("ash_middle", "inside", 1.0), *far],
        },
        "target": {
            "place_id": "port",
            "name": "Port",
            "lat": 33.5,
            "lon": 44.5,
            "radius_km": 2.0,
            "areas": [area("ash_middle"), *far],
        },
        "committees": [],
        "distance_km": 0.0,
        "points_to": {"groups": ["2021-05-01-port"]},
        "sources": [
            {
                "id": "gazette",
                "title": "The valley in arms",
                "date": "2021-09",
                "url": "https://example.org/gazette",
                "pointer": "p. 10",
                "grade": "B1",
            },
            {
                "id": "courier",
                "title": "News of the day",
                "date": "2021-07-31",
                "url": "https://example.org/courier",
                "pointer": "p. 1",
                "grade": "D2",
            },
        ],
    }
    assert [one["id"] for one in item["terms"]] == ["facade_owner", "launch_ground", "target_usual"]


def test_a_term_is_told_with_whom_it_favours_and_whom_it_is_against(by_id):
    # 1.5 degrees of 92.9 km.
    assert by_id["2021-05-08-port"]["distance_km"] == 139.4
    assert by_id["2021-05-08-port"]["terms"][0] == {
        "id": "launch_ground",
        "favours": ["OAK"],
        "against": ["ASH"],
        "text": "Launch at Mill (known to ±2 km) lies outside Ash ground by 139 km (border known "
        "to ±1 km) and inside Oak ground.",
        "source": "Valley Gazette (2021) p. 4",
    }


def test_what_is_not_known_is_null_or_empty(by_id):
    road = by_id["2021-08-road"]
    assert (road["date"], road["date_precision"]) == ("2021-08", "month")
    nothing = ("asserted_group", "asserted_from", "launch", "target", "distance_km")
    assert [road[key] for key in nothing] == [None] * len(nothing)
    assert (road["claims"], road["committees"], road["flags"]) == ([], [], [])
    assert by_id["2021-07-24-port"]["flags"] == ["rival_claims"]


def test_ground_too_old_is_listed_only_where_it_was_drawn_about_the_place(by_id):
    item = by_id["2021-06-12-city"]
    far = [area(one) for one in ("ash_middle", "ash_south", "oak_south", "oak_west")]
    assert item["launch"]["areas"] == [area("elm_east", "cannot_tell", None, "old"), *far]
    assert item["target"]["areas"] == far


@pytest.fixture(scope="module")
def odd(valley, valley_judge):
    """Findings of attacks that lie by the edge of ground, on a road, and where no area is drawn."""
    road = with_area(valley, "a_road", like="ash_middle", kind="corridor")
    gap = with_area(road, "b_gap", like="oak_west", kind="gap")
    net = with_area(gap, "c_net", like="oak_west", kind="network")
    return valley_judge(
        # A third of the radius outside Oak's side: 29 % of the disc lies in it.
        {**CITY, "attack_id": "edge", "launch_place": f"33.5, {42 + 1 / 92.9}",
         "launch_radius_km": "3"},
        {**CITY, "attack_id": "north", "target_place": "35.0, 43.5", "target_radius_km": "2",
         "launch_place": "tower", "time_local": "21:40", "time_source": "the gazette"},
        {**CITY, "attack_id": "digits", "launch_place": "33.1234567, 42.7654321",
         "launch_radius_km": "1.23456"},
        {**CITY, "attack_id": "before", "date": "2019-06-10", "method": "", "target_place": ""},
        {**CITY, "attack_id": "late", "date": "2023-06-10", "target_place": "tower"},
        by=net,
    )  # fmt: skip


def test_inside_comes_first_then_what_cannot_be_told_each_by_its_id(odd, valley):
    edge, north = objects(odd, valley)[:2]
    unsure = ["b_gap", "c_net", "oak_west"]
    assert [(one["id"], one["state"], one["share"]) for one in edge["launch"]["areas"]] == [
        *((one, "cannot_tell", 0.292) for one in unsure),
        *((one, "outside", 0) for one in ("a_road", "ash_middle", "ash_south", "oak_south")),
    ]
    assert {one["holder"] for one in edge["launch"]["areas"][:3]} == {"OAK"}
    assert "north" not in {one["id"] for one in north["launch"]["areas"]}


def test_a_committee_is_told_of_each_place_that_is_or_may_be_its(odd, valley):
    stated = {one["attack_id"]: one["committees"] for one in objects(odd, valley)}
    northern = {"id": "northern", "lead": "OAK"}
    assert stated == {
        "edge": [],
        "north": [
            {**northern, "of": "target", "state": "cannot_tell", "share": 0.5, "age": "fresh"},
            {**northern, "of": "launch", "state": "inside", "share": 1.0, "age": "fresh"},
        ],
        "digits": [],
        "before": [],
        "late": [
            {**northern, "of": "target", "state": "cannot_tell", "share": None, "age": "ageing"}
        ],
    }


def test_a_place_is_told_to_a_metre_and_a_time_as_it_was_given(odd, valley):
    _, north, digits, before, _ = objects(odd, valley)
    place = digits["launch"]
    assert (place["place_id"], place["lat"], place["lon"]) == (None, 33.12346, 42.76543)
    assert place["radius_km"] == 1.235
    times = [north[key] for key in ("time_local", "time_precision", "time_source")]
    assert times == ["21:40", "minute", "the gazette"]
    assert (before["method"], before["target"]) == (None, None)
    assert (before["sources"], before["terms"][0]["against"]) == ([], [])


def test_an_attack_of_which_no_rule_says_anything_has_no_terms(valley_found, valley):
    bare = replace(valley_found, terms=valley_found.terms.iloc[:0])
    assert {len(one["terms"]) for one in objects(bare, valley)} == {0}


def test_some_attacks_are_told_as_among_all(valley_found, valley, by_id):
    chosen = ("2021-06-12-city", "2021-05-08-port", "2021-07-24-port")
    some = objects(valley_found, valley, chosen=chosen)
    assert some == [by_id[one] for one in sorted(chosen)]
    assert objects(valley_found, valley, chosen=()) == []


def test_a_claim_is_its_owner_s_of_that_day(valley):
    links = valley.registry.facade_links
    kite = links["facade_id"] == "red_kite"
    later = links.assign(
        group_id=links["group_id"].mask(kite, "OAK"),
        strength=links["strength"].mask(kite, "high"),
        valid_from=links["valid_from"].mask(kite, DAY("2021-07-10")),
    )
    claims = valley.record.claims.copy()
    claims.loc[claims["attack_id"] == "2021-07-17-city", "facade_id"] = ""
    claims.loc[claims["attack_id"] == "2021-07-17-city", ["claimed_at", "wording"]] = ""
    atlas = with_tables(valley, facade_links=later)
    found = check(replace(valley.record, claims=claims), atlas=atlas)
    stated = {one["attack_id"]: one["claims"] for one in objects(found, atlas)}
    assert stated["2021-07-17-city"] == [
        {
            "order": 1,
            "facade_id": None,
            "facade": None,
            "owner": None,
            "channel": None,
            "claimed_at": None,
            "wording": None,
        }
    ]
    assert [one["owner"] for one in stated["2021-07-03-city"]] == [None]
    assert [(one["order"], one["owner"]) for one in stated["2021-07-24-port"]] == [
        (1, "ASH"),
        (2, "OAK"),
    ]


def test_a_source_that_is_not_known_is_told_by_its_id(valley_found, valley):
    reports = pd.DataFrame(
        {
            "attack_id": ["2021-08-road"] * 2,
            "source_id": ["letter", "ours"],
            "pointer": ["", "p. 1"],
            "credibility": ["", "2"],
        }
    )
    (item,) = objects(valley_found, valley, reports=reports, chosen=["2021-08-road"])
    nothing = {"date": None, "url": None}
    assert item["sources"] == [
        {"id": "letter", "title": "letter", **nothing, "pointer": None, "grade": None},
        {"id": "ours", "title": "Our own rules", **nothing, "pointer": "p. 1", "grade": "B2"},
    ]


def test_dates_are_written_as_finely_as_they_are_known():
    days = pd.Series([DAY("2021-03-09")] * 3 + [pd.NaT])
    precision = pd.Series(["day", "month", "year", "undated"])
    texts = ["2021-03-09", "2021-03", "2021", ""]
    assert day_texts(days, precision).tolist() == texts
    assert [day_text(*one) for one in zip(days, precision, strict=True)] == texts


def test_what_does_not_fit_and_what_explains_it_are_told_in_sentences(valley_found):
    why = reasons(valley_found)
    assert why.index.equals(valley_found.table.index)
    assert why["2021-05-22-fort"] == (
        "Oak alone strikes the fort. Told of from 2020-01-01 to 2021-06-30. "
        "Oak alone has fixed-wing drones. Told of from 2020-01-01 to 2021-06-30."
    )
    assert why["2021-05-15-fort"].endswith("Ash asked Oak and was given leave for this attack.")
    assert why["2021-05-01-port"] == ""


def points_of(found):
    return pd.DataFrame({"points_to": found.table.index + "!"}, index=found.table.index)


def test_flat_rows_hold_what_a_table_shows(valley_found):
    flat = flat_table(valley_found, points=points_of(valley_found))
    assert flat.columns.tolist() == [*COLUMNS, "points_to"]
    assert flat.index.equals(valley_found.table.index)
    row = flat.loc["2021-05-08-port"]
    assert row["why"].startswith("Launch at Mill (known to ±2 km) lies outside Ash ground")
    assert row.drop("why").to_dict() == {
        "date": "2021-05-08", "time_local": "", "time_precision": "", "time_source": "",
        "title": "Rockets on the port from the mill", "status": "confirmed", "method": "rocket",
        "attacks_in_row": 1, "first_claim": "", "asserted_group": "ASH",
        "asserted_from": "assessment", "launch_place": "Mill", "launch_lat": 33.5,
        "launch_lon": 41.5, "launch_radius_km": 2.0, "target_place": "Port", "target_lat": 33.5,
        "target_lon": 44.5, "target_radius_km": 2.0, "verdict": "mismatch", "flags": "",
        "distance_km": 139.4, "points_to": "2021-05-08-port!",
    }  # fmt: skip
    assert flat["first_claim"]["2021-05-01-port"] == "grey_dawn"
    assert flat["flags"]["2021-05-22-fort"] == "low_confidence|truce_breach"
    assert flat["date"]["2021-08-road"] == "2021-08"


def test_flat_rows_round_as_the_objects_do(odd, valley):
    flat = flat_table(odd, points=points_of(odd)).loc["digits"]
    item = objects(odd, valley)[2]
    assert [flat["launch_lat"], flat["launch_lon"]] == [33.12346, 42.76543]
    assert item["launch"]["lat"] == flat["launch_lat"]
    time = flat_table(odd, points=points_of(odd)).loc["north", COLUMNS[1:4]]
    assert time.tolist() == ["21:40", "minute", "the gazette"]


def test_an_attribution_is_told_where_any_attack_has_one(valley_found, valley):
    ids = valley_found.table.index
    first = np.where(ids == "2021-05-01-port", "Data: somebody", None)
    owed = replace(valley_found, table=valley_found.table.assign(attribution=first))
    words = ["Data: somebody"] + [""] * (len(ids) - 1)
    assert attributions(owed).tolist() == words
    items = objects(owed, valley)
    assert {tuple(one) for one in items} == {(*KEYS, "attribution")}
    assert [one["attribution"] for one in items] == [one or None for one in words]
    flat = flat_table(owed, points=points_of(owed))
    assert flat.columns.tolist() == [*COLUMNS, "points_to", "attribution"]
    assert flat["attribution"].tolist() == words
    for blank in (valley_found.table.assign(attribution=""), valley_found.table):
        none = replace(valley_found, table=blank)
        assert attributions(none) is None
        assert {tuple(one) for one in objects(none, valley)} == {KEYS}
        assert "attribution" not in flat_table(none, points=points_of(none))


def test_each_known_place_is_a_feature_and_no_attack_is_lost(valley_found, valley, by_id):
    chosen = ["2021-05-01-port", "2021-06-19-tower", "2021-08-road"]
    made = objects(valley_found, valley, form=feature_collection, chosen=chosen)
    assert set(made) == {"type", "features"}
    assert made["type"] == "FeatureCollection"
    features = made["features"]
    assert [(one["id"], one["geometry"]) for one in features] == [
        ("2021-05-01-port/target", {"type": "Point", "coordinates": [44.5, 33.5]}),
        ("2021-05-01-port/launch", {"type": "Point", "coordinates": [43.5, 33.5]}),
        ("2021-06-19-tower/target", {"type": "Point", "coordinates": [43.5, 35.5]}),
        ("2021-08-road", None),
    ]
    assert {(one["type"], len(one)) for one in features} == {("Feature", 4)}
    roles = [one["properties"]["role"] for one in features]
    assert roles == ["target", "launch", "target", None]
    for feature, role in zip(features, roles, strict=True):
        item = dict(by_id[feature["properties"]["attack_id"]])
        places = {one: item.pop(one) for one in ("launch", "target")}
        assert feature["properties"] == {"role": role, **(places[role] if role else {}), **item}
    every = objects(valley_found, valley, form=feature_collection)["features"]
    assert {one["properties"]["attack_id"] for one in every} == set(by_id)


def test_a_place_without_a_point_is_a_feature_without_geometry(valley_found, valley):
    table = valley_found.table.copy()
    known = ["target_lon", "target_lat", "target_radius_km"]
    table.loc["2021-06-19-tower", known] = np.nan
    found = replace(valley_found, table=table)
    made = objects(found, valley, form=feature_collection, chosen=["2021-06-19-tower"])
    (feature,) = made["features"]
    assert (feature["id"], feature["geometry"]) == ("2021-06-19-tower/target", None)
    assert feature["properties"]["name"] == "Tower"
    assert [feature["properties"][one] for one in ("lon", "lat", "radius_km")] == [None] * 3
