"""Map files hold what is shown, escaped, with the briefing's own account of itself."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest

from layers.brief.geodata import geojson, gpkg
from layers.brief.kml import kml
from layers.brief.product import rows_csv
from layers.brief.webpage import html
from tests.layers import worlds
from tests.layers.brief import views

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
    layers = [feature["properties"]["layer"] for feature in document["features"]]
    assert layers.count("attacks") == POINTS
    assert {"attacks", "ground", "links"} <= {*layers}
    first = document["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [44.0, 33.0]}
    assert first["properties"]["verdict"] == "mismatch"


def test_ground_that_does_not_change_from_month_to_month_stands_once():
    document = json.loads(geojson(views.made("series")))
    layers = [feature["properties"]["layer"] for feature in document["features"]]
    assert [one for one in layers if one.startswith("ground_") and "edges" not in one] == [
        "ground_1"
    ]


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
    assert empty.maps[0].headline == "No attack fits these filters"
    assert json.loads(geojson(empty))["features"]
    assert ET.fromstring(kml(empty)) is not None
    assert gpkg(empty)[:6] == b"SQLite"
    assert io.BytesIO(html(empty, empty.maps[0])).getvalue()
