"""Governorates from either file: strict reading, and differences no larger than the page says."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import box, mapping

from geo.areas.table import area_km2
from geo.atlas import Atlas
from geo.attribution.points_to import points_to
from geo.errors import DataNotFoundError, GeometryError
from geo.reference.boundaries import load_rivers, load_units, read_units
from geo.schemas.tokens import UNIT_SPELLINGS
from geo.settings import data_dir
from geo.verdicts.check import check
from geo.verdicts.ground_join import STATE_NAMES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "boundaries.md"


def feature(name, number, key="ADM1_EN", shape=None):
    shape = shape or box(40 + number, 30, 41 + number, 31)
    return {"type": "Feature", "properties": {key: name}, "geometry": mapping(shape)}


def eighteen():
    return [feature(names[0], n) for n, names in enumerate(UNIT_SPELLINGS.values())]


def write(folder, features, name="adm1.geojson", **more):
    path = folder / name
    document = {"type": "FeatureCollection", "features": features, **more}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def no_variable(monkeypatch):
    monkeypatch.delenv("ATLAS_BOUNDARIES", raising=False)


def test_the_bundled_file_has_all_eighteen_valid(no_variable):
    units = load_units(data_dir())
    assert set(units.outlines) == set(UNIT_SPELLINGS)
    assert len(units.outlines) == 18
    assert shapely.is_valid(list(units.outlines.values())).all()
    assert units.source == "Natural Earth"


def test_the_bundled_governorates_do_not_overlap_much_and_make_one_country(no_variable):
    units = load_units(data_dir())
    parts = gpd.GeoDataFrame(geometry=list(units.outlines.values()), crs=4326)
    whole = gpd.GeoDataFrame(geometry=[units.country()], crs=4326)
    assert area_km2(parts).sum() == pytest.approx(area_km2(whole).sum(), rel=0.005)
    assert area_km2(whole).sum() == pytest.approx(438_000, rel=0.02)


# Towns that no outline, however coarse, may put elsewhere.
@pytest.mark.parametrize(
    ("place", "unit"),
    [("mosul", "nineveh"), ("ramadi", "anbar"), ("baqubah", "diyala"), ("basra", "basra"),
     ("sadr_city", "baghdad"), ("kirkuk", "kirkuk"), ("erbil", "erbil"), ("kut", "wasit"),
     ("tikrit", "salah_al_din"), ("karbala", "karbala"), ("camp_ashraf", "diyala")],
)  # fmt: skip
def test_towns_lie_in_their_governorate(atlas, place, unit):
    spot = atlas.gazetteer.place(place)
    holding = [
        name
        for name, outline in atlas.units.outlines.items()
        if shapely.intersects_xy(outline, spot.lon, spot.lat)
    ]
    assert holding == [unit]


@pytest.mark.parametrize("unit", UNIT_SPELLINGS)
def test_a_unit_answers_to_each_of_its_spellings(atlas, unit):
    outline = atlas.units.outlines[unit]
    assert all(atlas.units.outline(name) is outline for name in UNIT_SPELLINGS[unit])


def test_a_folder_a_file_and_the_variable_are_the_same(tmp_path, monkeypatch, no_variable):
    path = write(tmp_path, eighteen(), "irq_adm1_2019.geojson")
    write(tmp_path, [], "irq_adm2_2019.geojson")
    by_folder = load_units(data_dir(), boundaries=tmp_path)
    by_file = load_units(data_dir(), boundaries=path)
    monkeypatch.setenv("ATLAS_BOUNDARIES", str(tmp_path))
    by_variable = load_units(data_dir())
    assert by_folder.outlines == by_file.outlines == by_variable.outlines
    assert by_folder.source == "irq_adm1_2019 (given by the user)"
    assert len(by_folder.outlines) == 18


@pytest.mark.parametrize("key", ["ADM1_EN", "unit_id", "name"])
def test_the_name_may_stand_under_any_of_three_keys(tmp_path, key):
    features = [feature(unit, n, key) for n, unit in enumerate(UNIT_SPELLINGS)]
    units = read_units(write(tmp_path, features), source="mine")
    assert set(units.outlines) == set(UNIT_SPELLINGS)


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        (lambda: eighteen()[1:], "no outline for anbar"),
        (lambda: eighteen()[2:], "no outline for anbar, basra"),
        (lambda: [*eighteen(), feature("Anbar", 20)], "'Anbar' is duplicated"),
        (lambda: [*eighteen(), feature("Fars", 20)], "'Fars' is not one of Iraq's eighteen"),
        (lambda: [feature("Al-Anbar", 0, shape=shapely.Polygon([(40, 30), (41, 31), (41, 30),
                  (40, 31)])), *eighteen()[1:]], "outline of anbar is invalid: Self-inters"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_eighteen_valid_governorates_is_refused(tmp_path, features, expected):
    with pytest.raises(GeometryError, match=expected):
        read_units(write(tmp_path, features()), source="mine")


def test_another_crs_is_refused(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    with pytest.raises(GeometryError, match=r"3857; WGS84 lon/lat is expected\. Reproject"):
        read_units(write(tmp_path, eighteen(), crs=crs), source="mine")


@pytest.mark.parametrize("text", ["not json", "\xff\xfe"])
def test_what_is_no_geojson_is_refused(tmp_path, text):
    path = tmp_path / "adm1.geojson"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(GeometryError, match="is not GeoJSON"):
        read_units(path, source="mine")


def test_a_path_that_leads_nowhere_says_so(tmp_path):
    with pytest.raises(DataNotFoundError, match=r"holds no \*adm1\*\.geojson"):
        load_units(data_dir(), boundaries=tmp_path)
    with pytest.raises(DataNotFoundError, match="does not exist"):
        load_units(data_dir(), boundaries=tmp_path / "none.geojson")


@pytest.mark.parametrize(
    ("river", "west", "east"),
    [
        ("tigris", "camp_taji", "sadr_city"),
        ("tigris", "tikrit", "camp_ashraf"),
        ("euphrates", "al_asad_ab", "al_asad_east_bank"),
    ],
)
def test_rivers_run_from_north_to_south_between_their_towns(atlas, river, west, east):
    line = load_rivers(data_dir())[river]
    assert line.coords[0][1] > line.coords[-1][1]
    for name, sign in ((west, 1), (east, -1)):
        spot = atlas.gazetteer.place(name)
        foot = shapely.shortest_line(shapely.Point(spot.lon, spot.lat), line).coords[1]
        assert np.sign(foot[0] - spot.lon) == sign, name


# --- the two files against each other ----------------------------------------------------------


@pytest.fixture(scope="module")
def finer(atlas_boundaries):
    return Atlas.load(boundaries=atlas_boundaries)


@pytest.fixture(scope="module")
def other(atlas, finer):
    """The bundled record against the finer outlines."""
    return check(atlas.record, atlas=finer)


def written(heading_cell):
    """Rows of the table of docs/boundaries.md whose first heading is this."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading_cell} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return rows


def test_the_areas_change_as_much_as_the_page_says(atlas, finer):
    ours, theirs = atlas.areas.table, finer.areas.table
    assert list(ours.index) == list(theirs.index)
    moved = gpd.GeoDataFrame(
        geometry=shapely.symmetric_difference(ours.geometry.to_numpy(), theirs.geometry.to_numpy()),
        index=ours.index,
        crs=4326,
    )
    measured = pd.DataFrame(
        {"ours": area_km2(ours), "theirs": area_km2(theirs), "moved": area_km2(moved)}
    )
    changed = measured[measured["moved"] > 0.5]
    page = {area: [float(v) for v in values] for area, *values in written("area")}
    assert set(page) == set(changed.index)
    for area, values in page.items():
        assert changed.loc[area].tolist() == pytest.approx(values, rel=0.01, abs=2), area


def test_the_verdicts_are_the_same_by_both_files(bundled, other):
    for column in ("verdict", "flags", "breaks"):
        assert other.table[column].tolist() == bundled.table[column].tolist()
    np.testing.assert_allclose(
        other.table["distance_km"].to_numpy(float), bundled.table["distance_km"].to_numpy(float)
    )


@pytest.mark.parametrize("role", ["target", "launch"])
def test_the_states_of_places_differ_where_the_page_says_and_never_contradict(bundled, other, role):
    ours, theirs = getattr(bundled.cases, role), getattr(other.cases, role)
    rows, columns = np.nonzero(ours.state != theirs.state)
    places = bundled.table[f"{role}_place_id"].to_numpy()
    found = {
        (
            places[row],
            ours.areas.index[column],
            STATE_NAMES[ours.state[row, column]].replace("_", " "),
            STATE_NAMES[theirs.state[row, column]].replace("_", " "),
        )
        for row, column in zip(rows, columns, strict=True)
    }
    assert found == {tuple(row) for row in written(role)}
    assert not {("inside", "outside"), ("outside", "inside")} & {row[2:] for row in found}


def test_what_attacks_point_to_differs_where_the_page_says(bundled, other, atlas, finer):
    def stated(found, one):
        table = points_to(found, atlas=one).table
        names = table["groups"].map(lambda ids: ", ".join(map(one.registry.short_name, ids)))
        mixed = table["mixed"].map({True: ", mixed", False: ""})
        return names + " (" + table["strength"] + mixed + ")"

    ours, theirs = stated(bundled, atlas), stated(other, finer)
    found = {(one, ours[one], theirs[one]) for one in ours.index[ours != theirs]}
    assert found == {tuple(row) for row in written("attack")}
