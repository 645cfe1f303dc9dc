"""The legend lists what is shown, once, and nothing else."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from layers.legend import legend
from layers.spec import MapSpec
from layers.web.legend_svg import legend_svg
from tests.worlds import squares as worlds

NAMES = {"KH": "Kata'ib Hezbollah", "AAH": "Asa'ib Ahl al-Haq"}


def labels(spec):
    return [entry.label for entry in legend(spec, names=NAMES)]


def test_only_rings_that_are_on_the_map_are_explained():
    tones = [one.tone for one in legend(worlds.spec("plain")) if one.kind == "ring"]
    assert tones == ["mismatch", "explained"]


def test_groups_are_named_in_a_steady_order_and_once():
    assert labels(worlds.spec("plain", show=("launches",)))[-2:] == [
        "Kata'ib Hezbollah",
        "Asa'ib Ahl al-Haq",
    ]
    entries = legend(worlds.spec("plain"), names=NAMES)
    assert len(set(entries)) == len(entries)


def test_a_hidden_layer_and_the_base_map_have_no_entry():
    spec = worlds.spec("plain", base=worlds.base(), show=("heat",))
    assert labels(spec) == ["density: low to high, relative to this zoom"]
    hidden = MapSpec(tuple(replace(layer, visible=False) for layer in spec.layers))
    assert labels(hidden) == []


def test_an_empty_layer_has_no_entry():
    assert labels(worlds.spec("plain", show=("targets",), group="nobody")) == []


def test_fading_is_explained_only_where_something_is_faded():
    faded = "low confidence, or unconfirmed"
    assert faded not in labels(worlds.spec("plain", show=("ground",)))
    assert faded in labels(worlds.spec("plain", show=("committees",)))


def test_the_picture_is_whole_svg_and_speaks_every_label():
    entries = legend(worlds.spec("hostile"), names={worlds.ALL_HOSTILE: worlds.ALL_HOSTILE})
    picture = ET.fromstring(legend_svg(entries, theme="dark"))  # our own text, just made
    description = picture.findtext("{http://www.w3.org/2000/svg}desc")
    assert all(entry.label in description for entry in entries)
    assert worlds.ALL_HOSTILE in description
    assert not picture.findall(".//{http://www.w3.org/2000/svg}script")
