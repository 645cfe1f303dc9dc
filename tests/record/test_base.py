"""The base map is where it says: units, outlines, rivers in their beds, water, towns."""

import csv
import importlib.util
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

DATA = Path(__file__).parents[2] / "data"
BASE = DATA / "base"
WGS84 = Geod(ellps="WGS84")
UNIT_IDS = [
    "anbar",
    "babil",
    "baghdad",
    "basra",
    "dhi_qar",
    "diyala",
    "dohuk",
    "erbil",
    "karbala",
    "kirkuk",
    "maysan",
    "muthanna",
    "najaf",
    "nineveh",
    "qadisiyah",
    "salah_al_din",
    "sulaymaniyah",
    "wasit",
]

# lon, lat of places on the banks, and how far the line may be from them, in km
ON_THE_TIGRIS = {
    "Mosul": (43.1189, 36.3350, 5),
    "Samarra": (43.8857, 34.1959, 5),
    "Baghdad": (44.4009, 33.3406, 5),
    "Kut": (45.8182, 32.5128, 5),
    "Basra": (47.7804, 30.5085, 6),
}
ON_THE_EUPHRATES = {
    "al-Baghdadi": (42.55, 33.85, 6),
    "Ramadi": (43.3078, 33.4206, 6),
    "Samawah": (45.2944, 31.3320, 6),
    "Nasiriyah": (46.2573, 31.0580, 6),
}


def read(name):
    return gpd.read_file(BASE / f"{name}.geojson")


def area_km2(shape):
    return abs(WGS84.geometry_area_perimeter(shape)[0]) / 1e6


def distance_km(line, lon, lat):
    return WGS84.geometry_length(shapely.shortest_line(shapely.Point(lon, lat), line)) / 1e3


@pytest.fixture(scope="module")
def units():
    return read("units").set_index("unit_id")


@pytest.fixture(scope="module")
def rivers():
    return read("rivers").set_index("river").geometry


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("data_build", DATA / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["units", "neighbours", "rivers", "water"])
def test_layer_is_small_valid_and_at_four_decimals(name):
    frame = read(name)
    assert (BASE / f"{name}.geojson").stat().st_size < 400_000
    assert frame.crs.to_epsg() == 4326
    assert frame.is_valid.all()
    assert frame.is_simple.all()
    assert not frame.is_empty.any()
    coordinates = shapely.get_coordinates(frame.geometry.to_numpy())
    assert np.array_equal(coordinates, coordinates.round(4))


def test_units_are_the_eighteen_governorates(units):
    assert units.index.tolist() == UNIT_IDS
    assert list(units.columns) == ["name", "name_ar", "geometry"]
    assert units["name"].is_unique
    assert units["name_ar"].str.fullmatch(r"[ء-ي ]+").all()


def test_units_tile_iraq_without_gap_or_overlap(units):
    whole = units.union_all()
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    assert area_km2(whole) == pytest.approx(438_317, rel=0.01)  # the state's own figure
    assert sum(map(area_km2, units.geometry)) == pytest.approx(area_km2(whole), abs=1)


def test_capitals_lie_in_their_units(units):
    capitals = {
        "anbar": (43.31, 33.42),
        "basra": (47.78, 30.51),
        "dohuk": (42.99, 36.87),
        "kirkuk": (44.39, 35.47),
        "nineveh": (43.12, 36.34),
        "salah_al_din": (43.68, 34.62),
        "wasit": (45.82, 32.51),
    }
    for unit_id, lon_lat in capitals.items():
        inside = units.index[units.covers(shapely.Point(lon_lat))].tolist()
        assert inside == [unit_id]


def test_known_faults_of_the_outlines_are_still_the_ones_we_warn_of(units):
    # when better lines replace these, the warnings in datapackage.toml must go
    assert area_km2(units.geometry["baghdad"]) < 1_000
    assert units.geometry["anbar"].covers(shapely.Point(44.1848, 33.3056))  # Abu Ghraib
    assert units.geometry["salah_al_din"].covers(shapely.Point(44.2567, 33.5239))  # Taji


def test_neighbours_stay_in_the_box_and_iraq_is_the_sum_of_its_units(units):
    frame = read("neighbours").set_index("country")
    assert list(frame.columns) == ["name", "geometry"]
    assert set(frame.index) == {"IQ", "IR", "SY", "TR", "JO", "SA", "KW", "LB", "AM", "AZ"}
    assert shapely.box(36, 27, 52, 40).covers(frame.union_all())
    odd = shapely.symmetric_difference(frame.geometry["IQ"], units.union_all())
    assert area_km2(odd) < 1


@pytest.mark.parametrize(
    ("river", "places"), [("tigris", ON_THE_TIGRIS), ("euphrates", ON_THE_EUPHRATES)]
)
def test_river_is_one_line_past_its_towns_in_order(rivers, river, places):
    line = rivers[river]
    assert line.geom_type == "LineString"
    along = []
    for place, (lon, lat, most_km) in places.items():
        assert distance_km(line, lon, lat) < most_km, place
        along.append(line.project(shapely.Point(lon, lat)))
    assert along == sorted(along)  # upstream first


def test_rivers_leave_no_jump_where_segments_meet(rivers):
    for river in ("tigris", "euphrates"):
        steps = shapely.get_coordinates(rivers[river])
        _, _, step_m = WGS84.inv(*steps[:-1].T, *steps[1:].T)
        assert step_m.max() < 12_000  # GSHHG itself takes a step of 11.3 km on the Shatt al-Arab


def test_euphrates_ends_in_the_tigris_at_qurna_and_the_tigris_near_the_gulf(rivers):
    assert distance_km(rivers["tigris"], *rivers["euphrates"].coords[-1]) < 1
    assert distance_km(rivers["euphrates"], 47.434, 31.016) < 3  # Qurna
    gulf = read("water").set_index("name").geometry["Gulf"]
    assert distance_km(gulf, *rivers["tigris"].coords[-1]) < 15


def test_al_asad_lies_west_of_the_euphrates_and_sadr_city_east_of_the_tigris(rivers):
    # a path due east from each to the river, or due west, tells the bank
    east_of_al_asad = shapely.LineString([(42.4412, 33.7856), (43.0, 33.7856)])
    west_of_sadr_city = shapely.LineString([(44.4583, 33.3889), (44.2, 33.3889)])
    assert east_of_al_asad.intersects(rivers["euphrates"])
    assert west_of_sadr_city.intersects(rivers["tigris"])


def test_lakes_are_where_they_are():
    water = read("water").set_index("name")
    assert set(water["kind"]) == {"lake", "sea"}
    assert water.geometry["Tharthar"].covers(shapely.Point(43.25, 34.0))
    assert water.geometry["Gulf"].covers(shapely.Point(50.0, 28.5))
    assert not water.covers(shapely.Point(44.4, 33.34)).any()  # Baghdad is on land


def test_towns_are_sorted_named_and_in_iraq(units):
    with (BASE / "towns.csv").open(encoding="utf-8", newline="") as file:
        towns = list(csv.DictReader(file))
    assert list(towns[0]) == ["name", "name_ar", "lat", "lon", "population"]
    assert towns[0]["name"] == "Baghdad"
    populations = [int(town["population"] or 0) for town in towns]
    assert populations == sorted(populations, reverse=True)
    assert len({town["name"] for town in towns}) == len(towns) > 60
    assert all(town["name_ar"] for town in towns)
    points = shapely.points([(float(town["lon"]), float(town["lat"])) for town in towns])
    near_iraq = units.union_all().buffer(0.05)  # Faw stands beyond the outline's coarse coast
    assert near_iraq.covers(points).all()


# The small machines behind the rivers, on lines that can be checked by eye:
#
#   bank    (0,1)---(1,1)---(2,1)      segments 0: (0,1)->(2,1), 1: (2,1)->(3,0)
#   far     (0,3)-----------(2,3)      the middle runs at lat 2
SEGMENTS = [
    (0, np.array([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]])),
    (1, np.array([[2.0, 1.0], [3.0, 0.0]])),
]


def test_pick_follows_the_list_and_cuts(build):
    entries = [
        {"first": [2.0, 1.0], "last": [3.0, 0.0]},
        {"first": [0.0, 1.0], "last": [2.0, 1.0], "from": [1.1, 1.0]},
    ]
    lines, used = build.pick(SEGMENTS, entries=entries)
    assert [line.tolist() for line in lines] == [[[2, 1], [3, 0]], [[1, 1], [2, 1]]]
    assert used == {0, 1}


def test_pick_names_a_segment_that_is_not_there(build):
    with pytest.raises(SystemExit, match=r"9\.0, 9\.0.*pick it again"):
        build.pick(SEGMENTS, entries=[{"first": [9.0, 9.0], "last": [3.0, 0.0]}])


def test_centre_line_runs_midway_only_where_two_banks_are_drawn(build):
    reaches = [xy for _, xy in SEGMENTS]
    far = [np.array([[0.0, 3.0], [2.0, 3.0]])]
    line = build.centre_line(reaches, banks=[True, False], opposite=far)
    assert list(line.coords) == [(0, 2), (1, 2), (2, 2), (2, 1), (3, 0)]


def test_feature_keeps_four_decimals_and_flattens_a_single_part(build):
    shape = shapely.MultiPolygon([shapely.box(0, 0, 1.000049, 1)])
    feature = build.feature(shape, name="x")
    assert feature["geometry"]["type"] == "Polygon"
    assert shapely.from_geojson(json.dumps(feature["geometry"])).equals(shapely.box(0, 0, 1, 1))
