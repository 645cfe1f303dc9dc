"""Ground is drawn by its age and by who shares it, on every map and in its legend."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from geo.areas.sharing import with_sharing
from geo.crs import to_metric
from layers.age_style import AGE_STYLES, CHOSEN_EDGE_PX, SHARED_LABEL, parts_of
from layers.builders.areas import area_layer, band_layer
from layers.legend import legend
from layers.placement.window import seen_in
from layers.spec import MapSpec
from layers.web.payload import polygon_payload

NAMES = {"KH": "Kata'ib Hezbollah", "AAH": "Asa'ib Ahl al-Haq"}


def ground(*rows):
    """Squares a degree wide from 43 E, 33 N on, given as holder, age and degrees east."""
    count = len(rows)
    areas = gpd.GeoDataFrame(
        {
            "holder": [row[0] for row in rows],
            "age": [row[1] for row in rows],
            "kind": "ground",
            "title": [f"{row[0]} square" for row in rows],
            "confidence": "high",
            "border_km": 5.0,
            "assumption": "",
            "confirmed": [row[1] == "fresh" for row in rows],
            "last_confirmed": pd.Timestamp("2021-10-18"),
            "seen_last": [pd.NaT if row[1] == "never" else pd.Timestamp("2021-10-18")
                          for row in rows],
            "publishers": [0 if row[1] == "never" else 2 for row in rows],
            "seen_next": pd.NaT,
            "left_on": pd.NaT,
        },
        geometry=[box(43 + row[2], 33, 44 + row[2], 34) for row in rows],
        index=pd.Index([f"a{at}" for at in range(count)], name="area_id"),
        crs=4326,
    )  # fmt: skip
    return with_sharing(areas)


def clicked(layer):
    """Rows that can be clicked: what is left of them on the map has a tooltip."""
    return layer.features[layer.features["tooltip"] != ""]


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ("fresh", "fresh: last confirmed October 2021 by 2 publishers"),
        ("ageing", "ageing: last confirmed October 2021 by 2 publishers"),
        ("old", "old: last confirmed October 2021 by 2 publishers"),
        ("never", "never confirmed by then"),
    ],
)
def test_the_tooltip_says_the_age_when_and_by_how_many(age, words):
    layer = area_layer(ground(("KH", age, 0)), names=NAMES)
    assert layer.features["tooltip"].iloc[0].splitlines() == [
        "KH square",
        "Kata'ib Hezbollah · high confidence · edge known to ±5 km",
        words,
    ]


def test_a_bridge_and_a_departure_are_said_and_one_publisher_is_one():
    bridged = ground(("KH", "fresh", 0)).assign(seen_next=pd.Timestamp("2022-06-01"), publishers=1)
    line = area_layer(bridged).features["tooltip"].iloc[0].splitlines()[2]
    assert line == "fresh: confirmed October 2021 by 1 publisher and again June 2022"
    gone = ground(("KH", "old", 0)).assign(left_on=pd.Timestamp("2022-01-01"))
    line = area_layer(gone).features["tooltip"].iloc[0].splitlines()[2]
    assert line == (
        "old: last confirmed October 2021 by 2 publishers, said to be left in January 2022"
    )


def test_each_age_looks_different_without_colour_and_old_ground_has_no_fill():
    styles = {}
    for age in AGE_STYLES:
        packed = polygon_payload(area_layer(ground(("KH", age, 0))), theme="light")
        (styles[age],) = packed["styles"]
    seen = {(tuple(s["dashArray"]), s.get("hatch"), s.get("sparse")) for s in styles.values()}
    assert len(seen) == len(AGE_STYLES)
    assert [styles[age]["fill"] for age in AGE_STYLES] == [True, True, False, False]
    assert ["hatch" in styles[age] for age in AGE_STYLES] == [True, True, False, False]
    assert styles["ageing"]["fillOpacity"] < styles["fresh"]["fillOpacity"]
    # A click inside an outline without a fill opens its card too.
    assert all(style["interactive"] for style in styles.values())


def test_the_halo_of_an_edge_is_that_of_ground_that_is_heard():
    areas = ground(("KH", "fresh", 0), ("AAH", "ageing", 2), ("KSS", "old", 4), ("HAN", "never", 6))
    layer = band_layer(areas)
    assert layer.features.index.tolist() == ["a0", "a1"]
    assert layer.features["age"].tolist() == ["fresh", "ageing"]


def test_shared_ground_shows_everybody_who_holds_it():
    layer = area_layer(ground(("KH", "fresh", 0), ("AAH", "ageing", 0.5)), names=NAMES)
    (shared,) = layer.features[layer.features["bands"] != ""].to_dict("records")
    assert parts_of(shared["bands"]) == (("AAH", "ageing"), ("KH", "fresh"))
    assert shared["geometry"].contains(shapely.Point(43.75, 33.5))
    assert not shared["geometry"].intersects(shapely.Point(43.25, 33.5))
    tips = clicked(layer)
    assert sorted(tips["ids"]) == ["a0", "a1"]
    assert "shared with Asa'ib Ahl al-Haq" in tips.loc["a0", "tooltip"]
    assert "shared with Kata'ib Hezbollah" in tips.loc["a1", "tooltip"]


def test_tint_and_hatch_of_an_area_end_where_it_is_shared_and_its_edge_does_not():
    areas = ground(("KH", "fresh", 0), ("AAH", "fresh", 0.5))
    features = area_layer(areas).features
    inner = features[(features["tooltip"] == "") & (features["bands"] == "")]
    for ident, row in inner.iterrows():
        assert row["hatched"]
        assert row["edge_px"] == 0
        assert not row.geometry.contains(shapely.Point(43.75, 33.5))
        assert areas.geometry[ident].contains(row.geometry.representative_point())
    edges = clicked(area_layer(areas)).loc[areas.index]
    assert edges["fill"].tolist() == [0.0, 0.0]
    assert not edges["hatched"].any()
    assert edges.geometry.geom_equals(areas.geometry).all()


def test_ground_that_is_shared_whole_has_no_inner_part():
    features = area_layer(ground(("KH", "fresh", 0), ("AAH", "fresh", 0))).features
    assert len(features) == 3
    assert (features["bands"] != "").sum() == 1


def test_old_ground_shares_nothing_and_its_neighbour_is_named():
    layer = area_layer(ground(("KH", "fresh", 0), ("AAH", "old", 0.5)), names=NAMES)
    assert layer.features["bands"].eq("").all()
    assert "overlaps ground of Asa'ib Ahl al-Haq" in layer.features["tooltip"]["a0"]


def test_the_web_map_draws_a_band_and_a_dash_for_each_and_clicks_go_through():
    packed = polygon_payload(
        area_layer(ground(("KH", "fresh", 0), ("AAH", "ageing", 0))), theme="dark"
    )
    (shared,) = [style for style in packed["styles"] if "bands" in style]
    assert not shared["interactive"]
    assert not shared["stroke"]  # no mark minds it: see placing.js
    ageing, fresh = shared["bands"]
    assert ageing["color"] != fresh["color"]
    assert (ageing["sparse"], "sparse" in fresh) == (2, False)
    assert ageing["opacity"] < fresh["opacity"]


def test_the_area_whose_card_is_open_has_a_broader_edge():
    areas = ground(("KH", "fresh", 0), ("AAH", "old", 2))
    edges = area_layer(areas, chosen="a1").features["edge_px"]
    assert edges["a1"] == CHOSEN_EDGE_PX > edges["a0"]


def aged_labels(layer, extent=None):
    layer = layer if extent is None else seen_in(layer, extent)
    entries = legend(MapSpec((layer,)), names=NAMES, leaders=False)
    ages = {look.label: age for age, look in AGE_STYLES.items()} | {SHARED_LABEL: "shared"}
    return [ages[one.label] for one in entries if one.label in ages]


def test_the_legend_tells_the_ages_and_the_sharing_that_the_map_shows():
    both = area_layer(ground(("KH", "fresh", 0), ("AAH", "ageing", 0.5), ("KSS", "old", 4)))
    assert aged_labels(both) == ["fresh", "ageing", "old", "shared"]
    assert aged_labels(area_layer(ground(("KH", "never", 0)))) == ["never"]


def test_the_legend_of_a_window_leaves_out_ages_that_lie_elsewhere():
    layer = area_layer(ground(("KH", "fresh", 0), ("AAH", "old", 4)))
    left, bottom, right, top = to_metric(layer.features.geometry)[0].bounds
    assert aged_labels(layer, (left, right, bottom, top)) == [layer.features["age"].iloc[0]]


def test_the_sample_of_a_group_is_of_its_best_ground_on_the_map():
    layer = area_layer(ground(("KH", "old", 0), ("KH", "ageing", 2), ("AAH", "old", 4)))
    entries = {one.tone: one.age for one in legend(MapSpec((layer,)), leaders=False)}
    assert (entries["KH"], entries["AAH"]) == ("ageing", "old")
