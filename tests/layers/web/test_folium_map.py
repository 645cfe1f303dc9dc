"""The base map's script never changes, clicks come back as ids, and no data runs on the server."""

from dataclasses import replace

import numpy as np
import pytest
import streamlit_folium

from layers.web.assets import assets_at
from layers.web.escape import escape
from layers.web.folium_map import RETURNED, Click, base_map, binned, clicked, feature_groups
from layers.web.standalone import standalone_html
from tests.worlds import squares as worlds

ASSETS = assets_at("/component/x.leaflet", "/component/x.heat")


@pytest.fixture
def sent(monkeypatch):
    """What st_folium would send to the browser for a spec."""

    def send(spec, **options):
        held = {}
        monkeypatch.setattr(streamlit_folium, "_component_func", lambda **args: held.update(args))
        streamlit_folium.st_folium(
            base_map(spec, assets=ASSETS, **options),
            key="map",
            returned_objects=list(RETURNED),
            feature_group_to_add=feature_groups(spec),
        )
        return held

    return send


def test_filters_change_the_groups_and_never_the_base(sent):
    base = worlds.base()
    all_of_them = sent(worlds.spec("plain", base=base))
    fewer = sent(worlds.spec("plain", base=base, group="KH", show=("targets",)))
    assert all_of_them["key"] == fewer["key"]
    assert all_of_them["script"] == fewer["script"]
    assert all_of_them["feature_group"] != fewer["feature_group"]


def test_the_theme_changes_the_base(sent):
    spec = worlds.spec("plain", base=worlds.base())
    assert sent(spec)["key"] != sent(spec, theme="dark")["key"]


def test_only_the_given_addresses_are_loaded(sent):
    held = sent(worlds.spec("plain", base=worlds.base()))
    assert held["js_links"] == list(ASSETS.js)
    assert held["css_links"] == list(ASSETS.css)
    for part in ("script", "header", "html", "feature_group"):
        assert "://" not in held[part]


def test_tiles_are_shown_only_when_asked_for(sent):
    spec = worlds.spec("plain", base=worlds.base())
    assert "openstreetmap" not in sent(spec)["script"].lower()
    assert "openstreetmap.org" in sent(spec, tiles=True)["script"]


def test_every_layer_brings_its_attribution(sent):
    spec = worlds.spec("plain", base=worlds.base())
    held = sent(spec)
    written = held["script"] + held["feature_group"]
    assert len(spec.attributions) > 4
    assert all(escape(text) in written for text in spec.attributions)


def test_a_click_gives_the_layer_and_the_ids_as_they_were_written():
    drawing = {"properties": {"layer": "targets", "ids": ["a1", escape("b {{ 7*7 }} & 'c'")]}}
    assert clicked({"last_active_drawing": drawing}) == Click(
        layer="targets", ids=("a1", "b {{ 7*7 }} & 'c'")
    )


@pytest.mark.parametrize(
    "returned",
    [
        None,
        {},
        {"last_active_drawing": None},
        {"last_active_drawing": {"properties": {"layer": "hexagons", "ids": [""]}}},
        {"last_active_drawing": {"properties": None}},
    ],
)
def test_no_click_is_no_click(returned):
    assert clicked(returned) is None


def hostile_spec():
    spec = worlds.spec("hostile", base=worlds.base(name=worlds.ALL_HOSTILE))
    titled = tuple(
        replace(layer, title=worlds.ALL_HOSTILE, attribution=worlds.ALL_HOSTILE)
        for layer in spec.layers
    )
    return replace(spec, layers=titled)


def test_hostile_text_in_every_column_reaches_the_browser_as_entities(sent):
    held = sent(hostile_spec())
    text = held["script"] + held["header"] + held["html"] + held["feature_group"]
    for payload in worlds.HOSTILE:
        assert escape(payload) in text
        if payload != worlds.HOSTILE[-1]:
            assert payload not in text


def test_a_standalone_page_holds_hostile_text_as_entities_too():
    page = standalone_html(hostile_spec())
    assert escape(worlds.HOSTILE[0]) in page
    for payload in worlds.HOSTILE[:4]:
        assert payload not in page


def test_a_standalone_page_asks_for_nothing():
    page = standalone_html(worlds.spec("plain", base=worlds.base()))
    assert "<link" not in page
    assert " src=" not in page
    assert page.count("Content-Security-Policy") == 1


def test_very_many_points_of_a_density_are_gathered_and_none_is_lost():
    rng = np.random.default_rng(7)
    crowd = rng.normal([44.4, 33.3], 0.02, (9_000, 2))
    rest = rng.uniform([39, 30], [48, 37], (1_000, 2))
    cells = binned(np.vstack([crowd, rest]))
    assert len(cells) < 6_400
    lat, lon, weight = cells.T
    thick = (abs(lon - 44.4) < 0.2) & (abs(lat - 33.3) < 0.2)
    assert weight[thick].sum() / weight.sum() == pytest.approx(0.9, abs=0.01)
    assert lon.min() >= 39
    assert lat.max() <= 37


def test_the_colours_of_a_density_do_not_depend_on_how_many_points_it_has():
    rng = np.random.default_rng(7)
    once = rng.normal([44.4, 33.3], 1.0, (30_000, 2))
    thrice = np.tile(once, (3, 1))
    np.testing.assert_allclose(binned(once), binned(thrice), atol=2e-5)
