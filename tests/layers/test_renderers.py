"""Both renderers draw every kind of layer, and neither knows the other."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import LineString, box

import layers
from geo.spatial.h3_cells import index
from layers import spec as specs
from layers.spec import (
    HeatLayer,
    HexLayer,
    Layer,
    LineLayer,
    MapSpec,
    PointLayer,
    PolygonLayer,
    points,
)
from layers.static.figure import png_bytes
from layers.web.folium_map import feature_groups
from tests.support.digests import digest

FOLDER = Path(layers.__file__).parent
BOX = (42, 31, 46, 35)


def frame(*shapes):
    made = points([0.0] * len(shapes), [0.0] * len(shapes))
    return made.set_geometry(list(shapes), crs=4326).assign(tone="KH", tooltip="x")


EXAMPLES = {
    PointLayer: PointLayer(
        id="p", title="P", features=points([44.0], [33.0], tone=["KH"], tooltip=["x"])
    ),
    LineLayer: LineLayer(
        id="l", title="L", features=frame(LineString([(43, 32), (45, 34)])), arrow=True
    ),
    PolygonLayer: PolygonLayer(id="a", title="A", features=frame(box(43, 32, 45, 34))),
    HexLayer: HexLayer(id="h", title="H", cells=index(np.array([44.0]), np.array([33.0]))),
    HeatLayer: HeatLayer(id="d", title="D", lonlat=np.array([[44.0, 33.0], [44.1, 33.1]])),
}


def drawable():
    kinds = {
        one for one in vars(specs).values() if isinstance(one, type) and issubclass(one, Layer)
    }
    return kinds - {Layer, specs.FeatureLayer}


def test_every_kind_of_layer_has_an_example():
    assert set(EXAMPLES) == drawable()


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
def test_both_renderers_draw_it(kind):
    spec = MapSpec((EXAMPLES[kind],), bounds=BOX)
    assert png_bytes(spec) != png_bytes(MapSpec((), bounds=BOX))
    (group,) = feature_groups(spec)
    verbs = {getattr(child, "verb", child._name) for child in group._children.values()}
    assert len(verbs - {"about"}) == 1


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
def test_neither_draws_it_when_it_is_hidden(kind):
    hidden = MapSpec((replace(EXAMPLES[kind], visible=False),), bounds=BOX)
    assert digest(png_bytes(hidden)) == digest(png_bytes(MapSpec((), bounds=BOX)))
    assert feature_groups(hidden) == []


def test_a_layer_of_no_known_kind_is_refused_by_both():
    spec = MapSpec((Layer(id="x", title="X"),))
    with pytest.raises(TypeError, match=r"layers\.spec"):
        png_bytes(spec)
    with pytest.raises(TypeError, match=r"layers\.spec"):
        feature_groups(spec)


def imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    return froms | plain


def test_the_renderers_never_meet():
    web = {
        "folium",
        "branca",
        "layers.web.folium_map",
        "layers.web.folium_elements",
        "layers.web.payload",
    }
    for path in (FOLDER / "static").glob("*.py"):
        names = {
            name.split(".")[0] if name.startswith("folium") else name for name in imported(path)
        }
        assert not names & web, path.name
    for path in (FOLDER / "web").glob("*.py"):
        assert not {
            one for one in imported(path) if one.startswith(("layers.static", "matplotlib"))
        }
