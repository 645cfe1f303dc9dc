"""Each kind says what it shows: numbers, periods, bandwidths, and what is not on the map."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo import crs
from geo.errors import NameNotFoundError
from layers.brief.pack import KINDS
from layers.brief.view import Options
from layers.builders.heat import peak
from layers.spec import SpecError
from layers.static.figure import window
from tests.worlds import briefs as views
from tests.worlds import squares as worlds


def around(lon, lat, *, reach_km=60.0):
    """A window of the conic around a place."""
    x, y = crs.project(lon, lat)
    reach = reach_km * 1_000
    return (float(x) - reach, float(x) + reach, float(y) - reach, float(y) + reach)


def rings(shown):
    return [one.tone for one in shown.legend if one.kind == "ring"]


def page(kind, **options):
    return views.made(kind, options=replace(views.OPTIONS, **options)).maps[0]


def test_the_overview_counts_what_is_not_on_the_map():
    # a6 has no place, a5 is no attack: five attacks, four of them drawn.
    shown = page("overview").seen()
    assert shown.headline == "4 of 5 attacks on this map"
    (remark,) = shown.remarks
    assert "1 without a point" in remark
    assert "Not counted as attacks: 1 fabricated" in remark


def test_the_heatmap_states_n_bandwidth_and_peak():
    made = page("heatmap", bandwidth_km=40.0)
    extent = window(made.panels[0].spec.bounds, aspect=1.3)
    shown = made.seen([extent])
    said = " ".join(shown.remarks)
    assert "n = 4 targets" in said
    assert "40 km bandwidth" in said
    (ramp,) = [one for one in shown.legend if one.kind == "ramp"]
    assert ramp.label == "targets per 1,000 km², kernel of 40 km"
    most = peak(np.array([[44.0, 33.0]] * 3 + [[46.0, 35.0]]), bandwidth_km=40.0)
    assert float(ramp.ticks[-1]) == pytest.approx(most, rel=0.03)
    assert float(ramp.ticks[1]) == pytest.approx(float(ramp.ticks[-1]) / 2, rel=0.01)


def test_the_scale_of_heat_is_that_of_the_window():
    made = page("heatmap", bandwidth_km=40.0)
    (ramp,) = [one for one in made.seen([around(46.0, 35.0)]).legend if one.kind == "ramp"]
    most = peak(np.array([[46.0, 35.0]]), bandwidth_km=40.0)
    assert float(ramp.ticks[-1]) == pytest.approx(most, rel=0.05), "three points lie elsewhere"


def test_the_peak_of_one_point_is_that_of_a_gaussian():
    # One point, 20 km: 1 / (2 pi 20²) a km², times 1,000; the grid is coarse, so within 3 %.
    expected = 1_000 / (2 * np.pi * 20**2)
    assert peak(np.array([[44.0, 33.0]]), bandwidth_km=20.0) == pytest.approx(expected, rel=0.03)


def test_hexagons_state_cells_and_counts():
    made = page("hexbin")
    extent = window(made.panels[0].spec.bounds, aspect=1.3)
    shown = made.seen([extent])
    assert "n = 4 targets on this map; cells of H3 resolution 4" in shown.remarks[-1]
    (ramp,) = [one for one in shown.legend if one.kind == "ramp"]
    assert ramp.label == "targets in a cell"
    assert ramp.ticks == ("1", "2", "3")
    assert len(ramp.ramp) == len(ramp.ticks)


def test_what_lies_outside_the_window_has_no_entry_and_no_count():
    made = page("overview")
    whole, corner = made.seen(), made.seen([around(46.0, 35.0)])
    assert corner.headline == "1 of 5 attacks on this map"
    assert "3 off this map" in corner.remarks[0]
    assert {one.label for one in corner.legend} < {one.label for one in whole.legend}
    assert rings(whole) == ["mismatch", "explained"]
    assert rings(corner) == ["explained"], "the mismatch lies elsewhere"
    empty = made.seen([around(39.0, 30.0)])
    assert empty.headline == "None of 5 attacks on this map"
    assert empty.legend == ()


def test_the_halo_around_ground_is_explained():
    (band,) = [one for one in page("overview").seen().legend if one.kind == "band"]
    assert "±" in band.label


def test_attacks_that_do_not_fit_are_numbered_alike_in_key_map_and_web():
    shown = page("mismatches")
    assert [row[0] for row in shown.table.rows] == ["1", "2"]
    assert [row[-1] for row in shown.table.rows] == ["mismatch", "explained"]
    (panel,) = shown.panels
    assert [(one.text, one.lon, one.lat) for one in panel.callouts] == [
        ("1", 41.5, 33.5),
        ("2", 45.0, 34.0),
    ]
    assert list(shown.rows["title"].str.split(" · ").str[0]) == ["1", "2"]


def stake(areas, **points):
    """The page of mismatches over some ground: its rows of the key, and whose ground it draws."""
    pointed = {"points_to": "", "points_strength": "none", "points_mixed": "no", **points}
    rows = views.rows().assign(**pointed)
    (shown,) = views.made("mismatches", seen=views.view(rows, ground=lambda _: areas)).maps
    labels = {
        one.label for one in shown.seen().legend if one.kind == "area" and not one.label.islower()
    }
    return [row[4] for row in shown.table.rows], labels & {"KH", "AAH", "KSS", "HAN", "Nujaba"}


def test_the_key_says_to_whom_each_points_and_ground_is_theirs_and_of_who_holds_the_places():
    areas = worlds.aged_areas().assign(shared_with=[()] * 4)
    pointed, drawn = stake(areas)
    assert pointed == ["nobody", "nobody"]
    assert {"KH", "AAH"} <= drawn
    assert not {"HAN", "Nujaba"} & drawn
    pointed, drawn = stake(areas, points_to="HAN|KH", points_strength="weak", points_mixed="yes")
    assert pointed == ["Nujaba or KH (mixed, weak)"] * 2
    assert {"HAN", "Nujaba"} & drawn


def test_ground_that_is_shared_is_drawn_with_whom_it_is_shared():
    areas = worlds.aged_areas()
    # Beside the launch at 41.5 E, 33.5 N, over the rest of KH's square.
    beside = [box(41, 33, 42, 34), box(41.6, 32.6, 42.5, 33.6), box(45.5, 33, 46, 33.5)]
    areas = areas.assign(holder=["KH", "HAN", "KSS", "LIW"]).set_geometry(
        [*beside, box(46.4, 33, 47.4, 34)], crs=4326
    )
    alone = areas.assign(shared_with=[()] * 4)
    shared = areas.assign(shared_with=[("HAN",), ("KH",), (), ()])
    assert {"HAN", "Nujaba"} & stake(shared)[1]
    assert not {"HAN", "Nujaba"} & stake(alone)[1]


def test_many_attacks_that_do_not_fit_take_more_pages_and_number_on():
    table = pd.concat([views.rows().iloc[[0]]] * 9)
    table.index = [f"b{at}" for at in range(9)]
    maps = views.made("mismatches", seen=views.view(table)).maps
    numbers = [row[0] for one in maps for row in one.table.rows]
    assert numbers == [str(at) for at in range(1, 10)]
    assert len(maps) == 3


def test_a_pair_parts_the_attacks_and_undated_ones_are_in_neither():
    shown = page("compare").seen()
    # Two in 181 days, two in 184: rates, since periods of unequal length make no sums.
    assert shown.headline == "0.3 attacks a month, then 0.3"
    assert "n = 2 in 181 days, then 2 in 184 days" in shown.remarks[0]
    assert [one.split(" · ")[1] for one in shown.headings] == ["2 attacks", "2 attacks"]
    assert [panel.period for panel in page("compare").panels] == [
        "2021-01-01/2021-06-30",
        "2021-07-01/2021-12-31",
    ]


def test_periods_of_unequal_length_are_compared_by_their_rates():
    short = ((dt.date(2021, 6, 1), dt.date(2021, 6, 30)), views.PERIODS[1])
    shown = page("compare", periods=short).seen()
    assert shown.headline == "1.0 attacks a month, then 0.3"


@pytest.mark.parametrize(
    "periods", [(), views.PERIODS[:1], (views.PERIODS[0], views.PERIODS[0])], ids=str
)
def test_a_pair_needs_two_periods_apart(periods):
    with pytest.raises(SpecError, match="two that do not overlap"):
        page("compare", periods=periods)


def test_a_series_has_each_month_from_first_to_last():
    shown = page("series").seen()
    assert list(shown.headings) == [
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
    said = " ".join(shown.seen().remarks)
    assert not [one for one in leaders if one and one in said]
    assert shown.seen().headline == "2 of 3 attacks on this map"
    assert "In the record: KH 3 of" in said


def test_a_pack_has_a_cover_its_maps_and_the_method():
    made = views.made("pack", options=Options())
    kinds = [one.kind for one in made.pages]
    assert kinds == ["cover", "overview", "heatmap", "hexbin", "mismatches", "method"]
    with pytest.raises(SpecError, match="Expected some of overview"):
        views.made("pack", options=Options(contents=("atlas",)))
    with pytest.raises(SpecError, match="no kind is called"):
        views.made("atlas")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pack"])
def test_nothing_on_a_page_advises(kind):
    shown = page(kind)
    said = " ".join([shown.title, shown.subtitle, *shown.seen().remarks]).lower()
    assert not {"should", "recommend", "avoid", "forecast"} & {*said.split()}
