"""Places known only by their governorate are outlines: with the discs, or for a chosen attack."""

import geopandas as gpd
from shapely.geometry import box

from layers.build import build_map
from layers.builders.extents import extent_layer
from layers.legend import legend
from tests.worlds import squares as worlds

# a1 and a2 strike somewhere in `north`, a4 was launched somewhere in `south`; a5 is no attack.
NORTH, SOUTH = box(43, 34, 45, 36), box(44, 30, 46, 32)
EXTENTS = gpd.GeoSeries({"north": NORTH, "south": SOUTH}, crs=4326)


def attacks():
    table = worlds.attacks()
    table["target_place_id"] = ["north", "north", "here", "here", "north", ""]
    table["launch_place_id"] = ["", "", "", "south", "", ""]
    table.loc[["a1", "a2", "a5"], "target_place"] = "The north"
    table.loc["a4", "launch_place"] = "The south"
    return table


def test_one_outline_a_place_and_role_counts_its_attacks():
    drawn = extent_layer(attacks(), EXTENTS).features.set_index("label")
    assert drawn["tone"].to_dict() == {"The north": "target", "The south": "launch"}
    assert "target of 2 attacks" in drawn.loc["The north", "tooltip"]
    assert drawn.geometry["The south"].equals(SOUTH)
    assert drawn["dashed"].all()


def shown(**options):
    return [one.id for one in build_map(attacks(), extents=EXTENTS, **options).layers]


def test_outlines_show_with_the_discs_or_for_a_chosen_attack():
    assert shown(show=("targets",)) == ["targets"]
    assert shown(show=("discs",)) == ["extents", "discs"]
    assert shown(show=("targets",), selected=("a4",)) == ["extents", "targets"]
    assert shown(show=("targets",), selected=("a3",)) == ["targets"]


def test_the_legend_says_what_an_outline_means():
    spec = build_map(attacks(), extents=EXTENTS, show=("discs",))
    labels = [entry.label for entry in legend(spec)]
    assert "Target known only by its governorate" in labels
    assert "Launch known only by its governorate" in labels
