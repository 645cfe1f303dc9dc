"""Only what is asked for is built, and it lies in the catalogue's order."""

import pytest

from layers import build, catalog
from tests.layers import worlds


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
