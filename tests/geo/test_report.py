"""Findings as JSON objects, flat rows and GeoJSON: the same facts in three forms."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from geo import report
from geo.atlas import Atlas
from geo.byhand.attack import typed_attack
from geo.check import check


@pytest.fixture(scope="module")
def atlas():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ATLAS_DATA", raising=False)
        patch.delenv("ATLAS_BOUNDARIES", raising=False)
        return Atlas.load()


@pytest.fixture(scope="module")
def findings(atlas):
    return check(atlas.record, atlas=atlas)


@pytest.fixture(scope="module")
def objects(atlas, findings):
    return report.findings_objects(findings, reports=atlas.record.reports)


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


def test_the_objects_are_strict_json(objects):
    assert json.loads(json.dumps(objects, allow_nan=False)) == objects


def test_the_nearest_states_come_first(objects):
    order = {"inside": 0, "cannot_tell": 1, "outside": 2}
    places = [item[role] for item in objects for role in ("launch", "target") if item[role]]
    assert places
    for place in places:
        ranks = [order[area["state"]] for area in place["areas"]]
        assert ranks == sorted(ranks)


def test_an_unknown_launch_is_null_and_far_from_nothing(objects):
    (item,) = [item for item in objects if item["attack_id"] == "2020-03-14-taji"]
    assert item["launch"] is None
    assert item["distance_km"] is None
    assert [claim["facade_id"] for claim in item["claims"]] == ["usbat_al_thaireen"]
    assert item["claims"][0]["owner"] == "KH"


def test_flat_rows_agree_with_the_objects(findings, objects):
    flat = report.flat_table(findings)
    assert list(flat["verdict"]) == [item["verdict"] for item in objects]
    assert list(flat["flags"]) == ["|".join(item["flags"]) for item in objects]
    assert list(flat["date"]) == [item["date"] or "" for item in objects]


def test_no_attack_is_lost_in_geojson(atlas, findings, objects):
    collection = report.feature_collection(findings, reports=atlas.record.reports)
    told = {feature["properties"]["attack_id"] for feature in collection["features"]}
    assert told == set(findings.table.index)
    places = [item[role] for item in objects for role in ("launch", "target") if item[role]]
    known = sum(place["lat"] is not None for place in places)
    assert known < len(places)  # a governorate is a place without a point
    placed = [f for f in collection["features"] if f["geometry"] is not None]
    assert len(placed) == known
    ids = [feature["id"] for feature in collection["features"]]
    assert len(set(ids)) == len(ids)


def test_geojson_has_longitude_first(atlas):
    record = typed_attack(atlas=atlas, target="34.5,43.5", method="rocket", date="2021-07-07")
    found = report.feature_collection(check(record, atlas=atlas), reports=record.reports)
    assert [f["geometry"]["coordinates"] for f in found["features"]] == [[43.5, 34.5]]
