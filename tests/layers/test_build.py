"""Only what is asked for is built, and it lies in the catalogue's order."""

import re

import pytest

from geo.errors import ConformError
from geo.spatial.h3_cells import index
from layers import build, catalog
from layers.build import build_map
from tests.worlds import squares as worlds


def ids(spec):
    return [layer.id for layer in spec.layers]


def test_every_choice_of_the_catalogue_can_be_built():
    choices = {entry.id for entry in catalog.CHOICES}
    assert set(ids(worlds.spec("plain"))) == choices | {"ground_edges"}


def test_layers_lie_in_the_catalogues_order_whatever_order_was_asked():
    known = [one for one in ids(worlds.spec("plain", base=worlds.base())) if one in catalog.IDS]
    assert known == sorted(known, key=catalog.order)


def test_nothing_is_built_that_was_not_asked_for():
    assert ids(worlds.spec("plain", show=("targets",))) == ["targets"]


def test_too_many_attacks_become_a_density(monkeypatch):
    monkeypatch.setattr(build, "MANY_ATTACKS", 5)
    assert ids(worlds.spec("plain", show=("targets", "launches"))) == ["heat"]
    assert ids(worlds.spec("plain", show=("targets", "hexagons"))) == ["hexagons"]


def test_density_counts_targets_or_launches():
    heat = build.heat_layer(worlds.attacks(), role="target")
    assert sorted(heat.lonlat.tolist()) == [[44.0, 33.0]] * 3 + [[46.0, 35.0]]
    assert len(build.heat_layer(worlds.attacks(), role="launch").lonlat) == 3
    assert build.hex_layer(worlds.attacks(), role="launch").what == "launches"


def test_events_without_a_place_are_not_drawn():
    (layer,) = worlds.spec("plain", show=("context",)).layers
    assert list(layer.features["shape"]) == ["square"]
    assert "2021-01-02" in layer.features["tooltip"].iloc[0]


def test_an_unknown_layer_is_named():
    with pytest.raises(KeyError, match="roads"):
        catalog.entry("roads")


def test_every_view_lies_in_iraq():
    for view in catalog.VIEWS:
        assert 29 < view.lat < 38
        assert 38 < view.lon < 49


# --- very many attacks: three about (44, 33), one at (46, 35), and windows of each ------------

ALL, NEAR_ONE = (38.0, 29.0, 49.0, 38.0), (45.8, 34.8, 46.2, 35.2)


def test_of_very_many_attacks_a_window_with_few_shows_each_on_its_own(monkeypatch):
    monkeypatch.setattr(build, "MANY_ATTACKS", 3)
    wide = worlds.spec("plain", show=("targets", "launches"), within=ALL)
    assert ids(wide) == ["heat"]
    near = worlds.spec("plain", show=("targets", "launches"), within=NEAR_ONE)
    assert ids(near) == ["targets", "launches"]
    assert near.layers[0].features["ids"].tolist() == ["a4"]


def test_a_launch_in_the_window_is_enough_to_be_seen():
    rows = build.seen(worlds.attacks(), (44.9, 33.9, 45.1, 34.1))
    assert rows.index.tolist() == ["a4"]


def test_few_attacks_are_drawn_whatever_the_window():
    everywhere = worlds.spec("plain", show=("targets",), within=NEAR_ONE)
    assert len(everywhere.layers[0].features) == 2


def test_cells_taken_at_the_start_are_those_of_the_points():
    attacks = worlds.attacks()
    indexed = attacks.assign(
        target_cell=index(attacks["target_lon"].astype(float), attacks["target_lat"].astype(float))
    )
    assert build.hex_layer(indexed).cells.tolist() == build.hex_layer(attacks).cells.tolist()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"date": "2021-06-06"}, "date is str, expected time"),
        ({"counts": 1}, "counts is int64, expected yes or no"),
        ({"target_lon": "44.0"}, "target_lon is str, expected number"),
        ({"verdict": 1.0}, "verdict is float64, expected text"),
    ],
)
def test_a_table_of_other_kinds_is_refused_at_the_door(change, expected):
    with pytest.raises(ConformError, match=re.escape(expected)):
        build_map(worlds.attacks().assign(**change))


def test_every_column_that_lacks_is_named_at_once():
    with pytest.raises(ConformError) as caught:
        build_map(worlds.attacks().drop(columns=["date_text", "launch_lon"]))
    for name in ("date_text is missing", "launch_lon is missing"):
        assert name in str(caught.value)
