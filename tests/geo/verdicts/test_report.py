"""Findings as JSON objects, flat rows and GeoJSON: the same facts in three forms."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from geo.ingest.read import read_attacks
from geo.verdicts import serialize as report
from geo.verdicts.check import check
from geo.workspace.typed_attack import typed_attack
from tests.support.findings import point_cells, pointed


@pytest.fixture(scope="module")
def findings(bundled):
    return bundled


@pytest.fixture(scope="module")
def objects(atlas, findings):
    return report.findings_objects(
        findings, reports=atlas.record.reports, points=pointed(findings, atlas)
    )


@pytest.mark.parametrize(
    ("precision", "text"),
    [("day", "2021-03-09"), ("month", "2021-03"), ("year", "2021")],
)
def test_a_date_is_no_finer_than_it_is_known(precision, text):
    assert report.day_text(pd.Timestamp("2021-03-09"), precision) == text


def test_no_date_is_no_text():
    assert report.day_text(pd.NaT, "undated") == ""


def test_every_attack_is_there_once_in_order_with_the_keys_of_the_contract(findings, objects):
    assert [item["attack_id"] for item in objects] == list(findings.table.index)
    assert {tuple(item) for item in objects} == {report.KEYS}


def test_some_attacks_are_told_as_they_are_among_all(atlas, findings, objects):
    chosen = [item["attack_id"] for item in objects[3:40:9]]
    points = pointed(findings, atlas)
    some = report.findings_objects(
        findings, reports=atlas.record.reports, points=points, chosen=chosen
    )
    assert some == [item for item in objects if item["attack_id"] in chosen]


def test_the_objects_are_strict_json(objects):
    assert json.loads(json.dumps(objects, allow_nan=False)) == objects


def test_the_nearest_states_come_first(objects):
    order = {"inside": 0, "cannot_tell": 1, "outside": 2}
    places = [item[role] for item in objects for role in ("launch", "target") if item[role]]
    assert places
    for place in places:
        ranks = [order[area["state"]] for area in place["areas"]]
        assert ranks == sorted(ranks)


def test_an_unknown_launch_is_null_and_far_from_nothing(valley_judge, valley):
    row = {"attack_id": "x", "date": "2021-06-01", "method": "rocket", "target_place": "port"}
    found = valley_judge({**row, "facade": "Grey Dawn"})
    points = pointed(found, valley)
    (item,) = report.findings_objects(found, reports=valley.record.reports, points=points)
    assert item["launch"] is None
    assert item["distance_km"] is None
    assert [claim["facade_id"] for claim in item["claims"]] == ["grey_dawn"]
    assert item["claims"][0]["owner"] == "ASH"


def test_flat_rows_agree_with_the_objects(atlas, findings, objects):
    flat = report.flat_table(findings, points=point_cells(findings, atlas))
    assert list(flat["verdict"]) == [item["verdict"] for item in objects]
    assert list(flat["flags"]) == ["|".join(item["flags"]) for item in objects]
    assert list(flat["date"]) == [item["date"] or "" for item in objects]
    assert list(flat["points_to"]) == ["|".join(item["points_to"]["groups"]) for item in objects]
    assert list(flat["points_strength"]) == [item["points_to"]["strength"] for item in objects]


def test_no_attack_is_lost_in_geojson(atlas, findings, objects):
    points = pointed(findings, atlas)
    collection = report.feature_collection(findings, reports=atlas.record.reports, points=points)
    exported = {feature["properties"]["attack_id"] for feature in collection["features"]}
    assert exported == set(findings.table.index)
    places = [item[role] for item in objects for role in ("launch", "target") if item[role]]
    known = sum(place["lat"] is not None for place in places)
    assert known < len(places)  # a governorate is a place without a point
    placed = [f for f in collection["features"] if f["geometry"] is not None]
    assert len(placed) == known
    ids = [feature["id"] for feature in collection["features"]]
    assert len(set(ids)) == len(ids)


def test_geojson_has_longitude_first(atlas):
    record = typed_attack(atlas=atlas, target="34.5,43.5", method="rocket", date="2021-07-07")
    found = check(record, atlas=atlas)
    points = pointed(found, atlas)
    collection = report.feature_collection(found, reports=record.reports, points=points)
    assert [f["geometry"]["coordinates"] for f in collection["features"]] == [[43.5, 34.5]]


OWED = "Data: somebody, https://example.org"


@pytest.fixture(scope="module")
def owed(atlas, tmp_path_factory):
    """Findings of two attacks, of which the provider of one wants to be named."""
    path = tmp_path_factory.mktemp("owed") / "mine.csv"
    path.write_text(
        "attack_id,date,method,target_lat,target_lon,target_radius_km,attribution\n"
        f'a,2021-07-10,rocket,33.94,44.36,5,"{OWED}"\nb,2021-07-11,rocket,33.5,44.3,5,\n'
    )
    record = read_attacks(path, atlas=atlas)
    assert not [note for note in record.notes if "not used" in note]
    return record, check(record, atlas=atlas)


def test_an_attribution_stands_in_every_form(owed, atlas):
    record, found = owed
    points, cells = pointed(found, atlas), point_cells(found, atlas)
    assert list(report.flat_table(found, points=cells)["attribution"]) == [OWED, ""]
    objects = report.findings_objects(found, reports=record.reports, points=points)
    assert [(*item,) for item in objects] == [(*report.KEYS, "attribution")] * 2
    assert [item["attribution"] for item in objects] == [OWED, None]
    features = report.feature_collection(found, reports=record.reports, points=points)["features"]
    assert [one["properties"]["attribution"] for one in features] == [OWED, None]


def test_without_any_attribution_no_form_has_a_place_for_it(atlas, findings, objects):
    cells = point_cells(findings, atlas)
    assert "attribution" not in report.flat_table(findings, points=cells)
    assert not [item for item in objects if "attribution" in item]
