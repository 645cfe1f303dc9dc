"""Ground is drawn as surely as it is known: bands by border_km, faded where nobody confirmed it."""

import pytest
import shapely

from geo import crs
from layers.builders.areas import area_layer, band_layer, soft_edges, supply_layer
from tests.worlds import squares as worlds


def ground():
    return worlds.areas().loc[["kh_square"]]


def test_the_band_reaches_border_km_to_either_side_of_the_edge():
    area = ground()
    metric = crs.to_metric(area.geometry)[0]
    band = crs.to_metric(soft_edges(area).geometry)[0]
    widened = band.union(metric).area
    expected_km2 = metric.area / 1e6 + metric.length / 1e3 * 10 + 3.1416 * 10**2
    assert widened / 1e6 == pytest.approx(expected_km2, rel=0.01)
    middle = shapely.Point(*crs.project(41.5, 33.5))
    assert not band.contains(middle)


def test_an_edge_known_exactly_has_no_band():
    assert list(soft_edges(worlds.areas()).index) == ["kh_square"]


def test_the_band_cannot_be_clicked_and_has_no_edge():
    layer = band_layer(worlds.areas())
    assert layer.features["tooltip"].tolist() == [""]
    assert layer.features["edge_px"].tolist() == [0.0]


def test_the_tooltip_says_holder_confidence_border_and_assumption():
    layer = area_layer(ground(), names={"KH": "Kata'ib Hezbollah"})
    assert layer.features["tooltip"].iloc[0] == (
        "KH square\nKata'ib Hezbollah · high confidence · edge known to ±10 km\nAssumed: a square"
    )


def test_the_tooltip_gives_the_first_sentence_of_a_long_assumption():
    layer = area_layer(ground().assign(assumption="One town; no border. And more."))
    assert layer.features["tooltip"].iloc[0].endswith("Assumed: One town")


def test_unconfirmed_ground_fades_and_says_when_it_was_last_confirmed():
    layer = area_layer(ground().assign(confirmed=False))
    assert layer.features["faded"].tolist() == [True]
    assert "last confirmed October 2021" in layer.features["tooltip"].iloc[0]


def test_low_confidence_fades_and_high_does_not():
    assert area_layer(ground()).features["faded"].tolist() == [False]
    low = area_layer(ground().assign(confidence="low"))
    assert low.features["faded"].tolist() == [True]


def test_a_committee_is_not_hatched_and_ground_is():
    layer = area_layer(worlds.areas())
    assert layer.features["hatched"].to_dict() == {"west": False, "kh_square": True}


def test_small_ground_lies_on_top_of_large_ground():
    assert area_layer(worlds.areas()).features.index.tolist() == ["west", "kh_square"]


def test_no_area_makes_an_empty_layer():
    assert len(area_layer(worlds.areas().iloc[:0]).features) == 0
    assert len(band_layer(worlds.areas().iloc[:0]).features) == 0


def test_supply_lines_say_that_they_are_schematic():
    layer = supply_layer(worlds.lines(), names={"KH": "Kata'ib Hezbollah"})
    assert layer.arrow
    assert layer.features["tooltip"].tolist() == [
        "Road\nKata'ib Hezbollah · low confidence · schematic"
    ]
