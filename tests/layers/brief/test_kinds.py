"""Each kind says what it shows: numbers, periods, bandwidths, and what is not on the map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.errors import NameNotFoundError
from layers.brief.pack import KINDS
from layers.brief.view import Options
from layers.heat import peak
from layers.spec import SpecError
from tests.layers.brief import views


def page(kind, **options):
    return views.made(kind, options=replace(views.OPTIONS, **options)).maps[0]


def test_the_overview_counts_what_is_not_on_the_map():
    # a6 has no place, a5 is no attack: five attacks, four of them drawn.
    shown = page("overview")
    assert shown.headline == "5 attacks shown"
    (remark,) = shown.remarks
    assert "1 without a known point have no mark" in remark
    assert "1 report of no attack not counted" in remark


def test_the_heatmap_states_n_bandwidth_and_peak():
    shown = page("heatmap", bandwidth_km=40.0)
    said = " ".join(shown.remarks)
    assert "n = 4 targets" in said
    assert "40 km bandwidth" in said
    ramp = shown.legend[0] if shown.legend[0].kind == "ramp" else shown.legend[-1]
    most = peak(np.array([[44.0, 33.0]] * 3 + [[46.0, 35.0]]), bandwidth_km=40.0)
    assert f"{most:.3g} targets per 1,000 km²" in ramp.label


def test_the_peak_of_one_point_is_that_of_a_gaussian():
    # One point, 20 km: 1 / (2 pi 20²) a km², times 1,000; the grid is coarse, so within 3 %.
    expected = 1_000 / (2 * np.pi * 20**2)
    assert peak(np.array([[44.0, 33.0]]), bandwidth_km=20.0) == pytest.approx(expected, rel=0.03)


def test_hexagons_state_cells_and_counts():
    shown = page("hexbin")
    assert "n = 4 targets with a known place in 2 cells of H3 resolution 4" in shown.remarks[-1]
    assert "1 to 3 targets in a cell" in next(e.label for e in shown.legend if e.kind == "ramp")


def test_misfits_are_numbered_alike_in_key_map_and_web():
    shown = page("mismatches")
    assert [row[0] for row in shown.table.rows] == ["1", "2"]
    assert [row[-1] for row in shown.table.rows] == ["mismatch", "explained"]
    (panel,) = shown.panels
    assert [(one.text, one.lon, one.lat) for one in panel.callouts] == [
        ("1", 41.5, 33.5),
        ("2", 45.0, 34.0),
    ]
    assert list(shown.rows["title"].str.split(" · ").str[0]) == ["1", "2"]


def test_many_misfits_take_more_pages_and_number_on():
    table = pd.concat([views.rows().iloc[[0]]] * 9)
    table.index = [f"b{at}" for at in range(9)]
    maps = views.made("mismatches", seen=views.view(table)).maps
    numbers = [row[0] for one in maps for row in one.table.rows]
    assert numbers == [str(at) for at in range(1, 10)]
    assert len(maps) == 3


def test_a_pair_parts_the_attacks_and_undated_ones_are_in_neither():
    shown = page("compare")
    assert shown.headline == "4 attacks: 2, then 2"
    assert [panel.heading.split(" · ")[1] for panel in shown.panels] == ["2 attacks", "2 attacks"]


@pytest.mark.parametrize(
    "periods", [(), views.PERIODS[:1], (views.PERIODS[0], views.PERIODS[0])], ids=str
)
def test_a_pair_needs_two_periods_apart(periods):
    with pytest.raises(SpecError, match="two that do not overlap"):
        page("compare", periods=periods)


def test_a_series_has_each_month_from_first_to_last():
    shown = page("series")
    assert [panel.heading for panel in shown.panels] == [
        "Mar 2021 · 1 attack",
        "Apr 2021 · 0 attacks",
        "May 2021 · 0 attacks",
        "Jun 2021 · 1 attack",
        "Jul 2021 · 1 attack",
        "Aug 2021 · 1 attack",
    ]
    assert "1 undated attack" in shown.remarks[-1]


def test_a_group_needs_a_name_and_names_nobody():
    with pytest.raises(NameNotFoundError, match="Expected exactly one of"):
        page("group", group="")
    shown = page("group")
    leaders = views.registry().groups["leader"]
    said = " ".join(shown.remarks)
    assert not [one for one in leaders if one and one in said]
    assert shown.headline == "3 attacks shown"


def test_a_pack_has_a_cover_its_maps_and_the_method():
    made = views.made("pack", options=Options())
    kinds = [one.kind for one in made.pages]
    assert kinds == ["cover", "overview", "heatmap", "hexbin", "mismatches", "method"]
    with pytest.raises(SpecError, match="pack was given"):
        views.made("pack", options=Options(contents=("atlas",)))
    with pytest.raises(SpecError, match="no kind is called"):
        views.made("atlas")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pack"])
def test_nothing_on_a_page_advises(kind):
    shown = page(kind)
    said = " ".join([shown.title, shown.subtitle, *shown.remarks]).lower()
    assert not {"should", "recommend", "avoid", "forecast"} & {*said.split()}
