"""Files of several layers: each layer and text comes back, and the clock is the one told."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.io.geopackage_writer import geopackage_bytes
from geo.io.kml_writer import Placemark, colour, kml_folders

KML = "{http://www.opengis.net/kml/2.2}"
MADE = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
HOLED = shapely.box(44, 33, 45, 34) - shapely.box(44.4, 33.4, 44.6, 33.6)
LAYERS = {
    "ground": gpd.GeoDataFrame({"who": ["KH </x>"]}, geometry=[HOLED], crs=4326),
    "about": pd.DataFrame({"what": ["a"], "text": ["b"]}),
}


def test_every_layer_of_a_geopackage_comes_back(tmp_path):
    path = tmp_path / "x.gpkg"
    path.write_bytes(geopackage_bytes(LAYERS, made=MADE))
    assert list(pyogrio.list_layers(path)[:, 0]) == list(LAYERS)
    ground = gpd.read_file(path, layer="ground")
    assert ground.geometry[0].equals(HOLED)
    assert ground.crs.to_epsg() == 4326
    assert gpd.read_file(path, layer="about").to_dict("list") == {"what": ["a"], "text": ["b"]}


def test_the_same_layers_and_time_are_the_same_bytes_and_the_clock_goes_on():
    one, other = (geopackage_bytes(LAYERS, made=MADE) for _ in range(2))
    assert one == other
    assert b"2024-01-02T03:04:05.000Z" in one
    assert b"2024-01-02T03:04:05.000Z" not in geopackage_bytes(LAYERS)
    with pytest.raises(ValueError, match="must be a DataFrame"):
        geopackage_bytes({"x": []}, made=MADE)
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_folders_of_kml_hold_shapes_colours_and_texts():
    points = shapely.MultiPoint([(44, 33), (45, 34)])
    look = {"LineStyle": colour("#FF8000", 0.5)}
    marks = [Placemark("<b>", look, {"a&b": "1 < 2", "none": None, "empty": ""}, HOLED)]
    content = kml_folders("T", "D", {"ground": marks, "points": [Placemark("p", {}, {}, points)]})
    root = ET.fromstring(content)
    first, second = root.iter(f"{KML}Placemark")
    assert first.findtext(f"{KML}name") == "<b>"
    assert first.findtext(f".//{KML}LineStyle/{KML}color") == "800080ff"
    (data,) = first.iter(f"{KML}Data")
    assert (data.get("name"), data.findtext(f"{KML}value")) == ("a&b", "1 < 2")
    rings = [edge.tag for edge in first.find(f"{KML}Polygon")]
    assert rings == [f"{KML}outerBoundaryIs", f"{KML}innerBoundaryIs"]
    assert second.findtext(f".//{KML}coordinates") == "44.000000,33.000000"
    assert len(second.findall(f"{KML}MultiGeometry/{KML}Point")) == 2
