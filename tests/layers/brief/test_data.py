"""Map files hold what is shown, escaped, with the briefing's own account of itself."""

from __future__ import annotations

import io
import json
from collections import Counter
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from shapely.geometry import shape

from layers.brief.files import rows_csv
from layers.brief.geodata import geojson, gpkg
from layers.brief.kml import kml
from layers.brief.webpage import html
from tests.worlds import briefs as views
from tests.worlds import squares as worlds

KML = "{http://www.opengis.net/kml/2.2}"
# a1 to a4 have targets, a1, a2 and a4 launches; a5 is a report whose target is known too.
POINTS = 8


@pytest.fixture(scope="module")
def overview():
    return views.made(exercise=True)


@pytest.fixture(scope="module")
def hostile():
    table = views.rows(worlds.attacks())
    table.loc["a1", ["title", "target_place", "why"]] = "=1+1 " + worlds.ALL_HOSTILE
    return views.made("pack", seen=views.view(table))


def test_geojson_has_each_attack_and_each_area(overview):
    document = json.loads(geojson(overview))
    assert document["about"]["exercise"].startswith("EXERCISE")
    assert document["about"]["marking"] == "TLP:AMBER+STRICT"
    assert document["about"]["ground"].startswith("Ground as of 31 December 2021.")
    assert document["about"]["counts"].startswith("6 rows: 5 attacks and 1 not counted")
    layers = [feature["properties"]["layer"] for feature in document["features"]]
    assert layers.count("attacks") == POINTS
    assert {"attacks", "ground", "links"} <= {*layers}
    first = document["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [44.0, 33.0]}
    assert first["properties"]["verdict"] == "mismatch"


def drawn_links(made):
    """Launch, target and period of every line that a briefing draws, counted line by line."""
    found = Counter()
    for panel in made.maps[0].panels:
        for layer in panel.spec.shown:
            if layer.id == "links":
                for line in layer.features.geometry:
                    ends = tuple(tuple(round(c, 4) for c in xy) for xy in line.coords)
                    found[panel.period, ends] += 1
    return found


def test_each_area_is_exported_once_and_whole_with_its_age_although_it_is_drawn_in_parts():
    made = views.made(seen=views.view(ground=lambda _: worlds.aged_areas()))
    features = json.loads(geojson(made))["features"]
    ground = [one for one in features if one["properties"]["layer"] == "ground"]
    assert {one["properties"]["ids"]: one["properties"]["age"] for one in ground} == {
        "kh_square": "fresh", "aah_square": "ageing", "kss_square": "old", "han_square": "never",
    }  # fmt: skip
    assert len(ground) == 4
    square = next(one for one in ground if one["properties"]["ids"] == "kh_square")
    assert shape(square["geometry"]).area == pytest.approx(1.0)


def test_every_line_and_ground_of_every_month_is_exported_with_its_period(tmp_path):
    made = views.made("series")
    wanted = drawn_links(made)
    months = [f"2021-{month:02d}" for month in range(3, 9)]
    assert wanted
    areas = len(worlds.areas()[worlds.areas()["kind"] != "committee"])
    features = json.loads(geojson(made))["features"]
    by_layer = {
        name: [f for f in features if f["properties"]["layer"] == name]
        for name in ("links", "ground", "attacks")
    }
    found = Counter(
        (
            f["properties"]["period"],
            tuple(tuple(round(c, 4) for c in xy) for xy in f["geometry"]["coordinates"]),
        )
        for f in by_layer["links"]
    )
    assert found == wanted
    ground = Counter(f["properties"]["period"] for f in by_layer["ground"])
    assert ground == dict.fromkeys(months, areas)
    days = {f["properties"]["period"]: f["properties"]["ground_day"] for f in by_layer["ground"]}
    assert days["2021-04"] == "2021-04-30"
    dated = {f["properties"]["attack_id"]: f["properties"]["period"] for f in by_layer["attacks"]}
    assert dated["a1"] == "2021-03"
    path = tmp_path / "brief.gpkg"
    path.write_bytes(gpkg(made))
    links = gpd.read_file(path, layer="links")
    assert Counter(links["period"]) == Counter(period for period, _ in wanted.elements())
    assert Counter(gpd.read_file(path, layer="ground")["period"]) == ground
    root = ET.fromstring(kml(made))
    for name, count in (("links", Counter(links["period"])), ("ground", ground)):
        (folder,) = [f for f in root.iter(f"{KML}Folder") if f.findtext(f"{KML}name") == name]
        exported = Counter(
            data.findtext(f"{KML}value")
            for data in folder.iter(f"{KML}Data")
            if data.get("name") == "period"
        )
        assert exported == count


def test_what_maps_of_one_pack_share_stands_once():
    document = json.loads(geojson(views.made("pack")))
    ground = [f for f in document["features"] if f["properties"]["layer"] == "ground"]
    shapes = [json.dumps(f, sort_keys=True) for f in ground]
    assert len(shapes) == len(set(shapes))


def test_geopackage_opens_with_the_same_layers(overview, tmp_path):
    path = tmp_path / "brief.gpkg"
    path.write_bytes(gpkg(overview))
    attacks = gpd.read_file(path, layer="attacks")
    assert len(attacks) == POINTS
    assert attacks.crs.to_epsg() == 4326
    about = gpd.read_file(path, layer="about").set_index("what")["text"]
    assert "never borders" in about["caveat"]


def test_kml_is_well_formed_and_keeps_hostile_text_as_text(hostile):
    root = ET.fromstring(kml(hostile))
    names = [name.text for name in root.iter(f"{KML}name")]
    assert any("</script>" in name for name in names if name)
    assert {"attacks", "ground"} <= {*names}
    (role,) = {data.get("name") for data in root.iter(f"{KML}Data") if data.get("name") == "role"}
    assert role == "role"


def test_rows_are_safe_for_spreadsheets(hostile):
    text = rows_csv(hostile).decode("utf-8-sig")
    assert "'=1+1" in text
    assert len(text.split("\r\n")) == len(worlds.attacks()) + 2


def test_a_web_page_says_all_and_asks_for_nothing(hostile):
    page = html(hostile, hostile.maps[0]).decode()
    for said in ("TLP:AMBER+STRICT", "never borders", "A. Briefer", "invented for tests"):
        assert said in page
    assert "{{ 7*7 }}" not in page
    assert "&#123;&#123; 7*7 &#125;&#125;" in page
    assert "<img src=x" not in page
    assert "default-src 'none'" in page


def test_maps_of_a_pair_become_layers_of_one(overview):
    pair = views.made("compare")
    page = html(pair, pair.maps[0]).decode()
    assert "1 January 2021 to 30 June 2021" in page
    assert "1 July 2021 to 31 December 2021" in page


def test_an_empty_view_gives_every_file():
    empty = views.made(seen=views.view(views.rows().iloc[:0]))
    assert empty.maps[0].seen().headline == "No attack fits these filters"
    assert json.loads(geojson(empty))["features"]
    assert ET.fromstring(kml(empty)) is not None
    assert gpkg(empty)[:6] == b"SQLite"
    assert io.BytesIO(html(empty, empty.maps[0])).getvalue()
