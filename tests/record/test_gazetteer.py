"""The gazetteer's rows are complete, unambiguous and mind the known traps."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from pyproj import Geod

DATA = Path(__file__).parents[2] / "data"
COLUMNS = [
    "place_id",
    "name",
    "name_ar",
    "aliases",
    "kind",
    "country",
    "lat",
    "lon",
    "radius_km",
    "units",
    "precision",
    "confidence",
    "coordinate_source",
    "note",
]
KINDS = {"base", "airport", "embassy", "city", "town", "neighbourhood", "area", "region", "unit"}
PRECISIONS = {"site", "area", "neighbourhood", "town", "city", "district", "region", "unit"}
# words that stand for several places on purpose; none yet
AMBIGUOUS: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def rows():
    with (DATA / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def places(rows):
    return {row["place_id"]: row for row in rows}


@pytest.fixture(scope="module")
def points(rows):
    return [row for row in rows if row["kind"] != "unit"]


def distance_km(one, other):
    _, _, metres = Geod(ellps="WGS84").inv(
        float(one["lon"]), float(one["lat"]), float(other["lon"]), float(other["lat"])
    )
    return metres / 1e3


def test_columns_and_unique_ids(rows, places):
    assert list(rows[0]) == COLUMNS
    assert len(places) == len(rows)
    assert all(row["place_id"].replace("_", "").isalnum() for row in rows)
    assert all(row["place_id"].islower() for row in rows)


def test_every_row_is_complete(rows):
    for row in rows:
        for column in ("name", "name_ar", "coordinate_source"):
            assert row[column].strip() == row[column] != "", row["place_id"]
        assert row["kind"] in KINDS, row["place_id"]
        assert row["precision"] in PRECISIONS, row["place_id"]
        assert row["confidence"] in {"high", "medium", "low"}, row["place_id"]
        assert row["country"] in {"IQ", "IR", "SY", "JO", "SA", "AE", "IL"}, row["place_id"]


def test_a_place_without_a_point_names_its_units_and_gives_no_number(rows):
    outlines = [row for row in rows if row["kind"] == "unit"]
    assert {row["place_id"] for row in outlines} == {r["place_id"] for r in rows if r["units"]}
    for row in outlines:
        assert (row["lat"], row["lon"], row["radius_km"]) == ("", "", ""), row["place_id"]
        assert row["precision"] == "unit", row["place_id"]


def test_points_lie_in_the_region_and_have_a_radius(points):
    for row in points:
        assert 24 < float(row["lat"]) < 39, row["place_id"]
        assert 34 < float(row["lon"]) < 55, row["place_id"]
        # The widest is a valley, Wadi Araba, of some 170 km.
        assert 0 < float(row["radius_km"]) <= 85, row["place_id"]


def test_single_facts_are_rounded_and_lists_with_a_licence_keep_four_decimals(points):
    for row in points:
        source = row["coordinate_source"]
        listed = source.startswith(("GeoNames ", "airportsdata ")) and "rounded" not in source
        decimals = {len(row[column].partition(".")[2]) for column in ("lat", "lon")}
        assert decimals == ({4} if listed else {2}), row["place_id"]
        if not listed:
            assert "rounded to 0.01°" in source, row["place_id"]
            assert float(row["radius_km"]) >= 1, row["place_id"]


def test_no_name_or_alias_stands_for_two_places(rows):
    owners = defaultdict(set)
    for row in rows:
        for word in (row["name"], row["name_ar"], *row["aliases"].split("|")):
            if word:
                owners[word.casefold()].add(row["place_id"])
    shared = {word: ids for word, ids in owners.items() if len(ids) > 1}
    assert set(shared) == AMBIGUOUS, shared


def test_aliases_are_clean(rows):
    for row in rows:
        aliases = row["aliases"].split("|") if row["aliases"] else []
        assert all(alias.strip() == alias != "" for alias in aliases), row["place_id"]
        folded = [word.casefold() for word in (row["name"], *aliases)]
        assert len(set(folded)) == len(folded), row["place_id"]


def test_albu_aitha_is_the_one_in_south_baghdad(places):
    assert distance_km(places["albu_aitha_baghdad"], places["baghdad"]) < 15
    assert distance_km(places["albu_aitha_baghdad"], places["ramadi"]) > 80


def test_k1_is_not_kirkuk_air_base(places):
    assert 6 < distance_km(places["k1_kirkuk"], places["kirkuk_ab"]) < 9


def test_khalis_is_the_town_and_not_its_southern_namesake(places):
    assert float(places["khalis"]["lat"]) == pytest.approx(33.8512)


def test_bdsc_is_no_better_known_than_the_airport(places):
    assert distance_km(places["bdsc"], places["biap"]) == 0
    assert float(places["bdsc"]["radius_km"]) >= float(places["biap"]["radius_km"])
    assert places["bdsc"]["confidence"] != "high"


def test_the_embassy_is_in_the_international_zone_but_is_another_place(places):
    zone, embassy = places["international_zone"], places["us_embassy_baghdad"]
    assert distance_km(zone, embassy) < float(zone["radius_km"])
    assert zone["confidence"] == "medium"
    assert "33°18′27″N" in zone["coordinate_source"]


def test_balad_town_and_base_lie_apart(places):
    assert distance_km(places["balad"], places["balad_ab"]) > 20


def test_documented_distances_hold(places):
    # from the reports: al-Baghdadi to Al-Asad about 12 km, Camp Ashraf to Balad about 24 km
    assert distance_km(places["al_baghdadi"], places["al_asad_ab"]) == pytest.approx(12, abs=2)
    assert distance_km(places["camp_ashraf"], places["balad_ab"]) == pytest.approx(24, abs=2)
