"""What the command check says of the attack of 7 July 2021."""

from __future__ import annotations

import json

import pytest

from tests.support.command import runner


@pytest.fixture
def run(monkeypatch, capfd):
    return runner(monkeypatch, capfd)


def test_the_attack_of_7_july_2021_is_explained_by_the_permission(run):
    (item,) = json.loads(run("check", "--id", "2021-07-07-al-asad", "--format", "json").out)
    assert (item["date"], item["date_precision"]) == ("2021-07-07", "day")
    assert (item["asserted_group"], item["asserted_from"]) == ("KSS", "assessment")
    assert item["verdict"] == "explained"
    assert item["launch"]["place_id"] == "al_baghdadi"
    assert item["target"]["place_id"] == "al_asad_ab"
    states = {area["id"]: area["state"] for area in item["launch"]["areas"]}
    assert (states["kh_anbar"], states["kss_mosul_nineveh"]) == ("inside", "outside")
    # al-Baghdadi to the border posts by al-Qaim: about 135 km on any map, and 270 to eastern Mosul.
    assert 125 < item["distance_km"] < 145
    assert {"launch_ground", "target_exclusive", "permission"} <= {t["id"] for t in item["terms"]}
    assert all(term["source"] for term in item["terms"])


def test_one_attack_gets_its_card(run):
    done = run("check", "--id", "2021-07-07-al-asad")
    flat = " ".join(done.out.split())
    assert max(map(len, done.out.splitlines())) <= 100
    for word in (
        "Rockets from a truck on Al-Asad Air Base",
        "by Militia Spotlight; confidence moderate",
        "MGRS 38S KC",
        "inside KH: Anbar and the Jazira",
        "KSS asked Qassem Muslih",
        "across committee lines",
    ):
        assert word in flat


def test_geojson_has_a_point_for_each_place_known(run):
    done = run("check", "--id", "2021-07-07-al-asad", "--format", "geojson")
    found = json.loads(done.out)
    assert found["type"] == "FeatureCollection"
    places = {f["properties"]["role"]: f["geometry"]["coordinates"] for f in found["features"]}
    assert places == {"target": [42.4412, 33.7856], "launch": [42.54, 33.85]}
