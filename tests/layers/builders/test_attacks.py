"""Marks, discs and lines of the six reports drawn at the head of worlds.py."""

import pandas as pd
import pytest

from layers import style
from layers.builders.attacks import (
    disc_layer,
    excluded_layer,
    link_layer,
    located,
    mark_layer,
    marks_by_place,
)
from layers.placement.marks import marks_of
from tests.worlds import squares as worlds


def at(frame, lon):
    return frame[frame.geometry.x == lon].iloc[0]


def test_attacks_on_one_place_become_one_mark_with_their_number_and_ids():
    targets = marks_by_place(worlds.attacks(), role="target")
    middle = at(targets, 44.0)
    assert len(targets) == 2
    assert middle["count"] == 3
    assert sorted(middle["ids"].split("\n")) == ["a1", "a2", "a3"]


def test_a_mark_takes_its_group_only_when_all_attacks_share_it():
    targets = marks_by_place(worlds.attacks(), role="target")
    assert at(targets, 44.0)["tone"] == style.NEUTRAL
    assert at(targets, 46.0)["tone"] == "AAH"
    launches = marks_by_place(worlds.attacks(), role="launch")
    assert at(launches, 41.5)["tone"] == "KH"


def test_each_verdict_is_counted_and_no_louder_one_hides_it():
    targets = marks_by_place(worlds.attacks(), role="target")
    verdicts = ["mismatches", "explained", "contested"]
    assert at(targets, 44.0)[verdicts].tolist() == [1, 0, 0]
    assert at(targets, 46.0)[verdicts].tolist() == [0, 1, 0]


def test_consistent_and_insufficient_findings_have_no_ring():
    table = worlds.attacks().assign(verdict="consistent")
    rings = marks_by_place(table, role="target")[["mismatches", "explained", "contested"]]
    assert rings.to_numpy().sum() == 0


def test_shares_name_every_group_and_nobody_last():
    table = worlds.attacks().loc[["a1", "a2", "a3", "a3"]].set_axis(list("abcd"))
    table["asserted_group"] = ["", "KH", "AAH", "AAH"]
    assert marks_by_place(table, role="target")["shares"].tolist() == ["AAH\t2\nKH\t1\n\t1"]


def test_a_group_with_a_line_end_in_its_name_parts_no_shares():
    table = worlds.attacks().loc[["a1", "a2"]].assign(asserted_group=["K\nH\t9", "KH"])
    (made,) = marks_of(mark_layer(table, role="target"), level=6)
    assert sum(many for _, many in made.shares) == 2


def test_the_ids_begin_with_what_does_not_fit_and_then_the_newest():
    table = pd.concat([worlds.attacks().iloc[[0]]] * 5).set_axis(list("abcde"))
    table["verdict"] = ["consistent", "explained", "mismatch", "consistent", "mismatch"]
    days = ["2019-01-01", "2020-01-01", "2019-02-02", "2022-01-01", "2021-06-06"]
    table["date"] = pd.to_datetime(days)
    assert marks_by_place(table, role="target")["ids"][0].split("\n") == list("ecbda")


def test_the_tooltip_of_a_stack_counts_what_does_not_fit_and_who_names_nobody():
    table = worlds.attacks()
    table.loc["a3", "asserted_group"] = ""
    lines = at(marks_by_place(table, role="target"), 44.0)["tooltip"].split("\n")
    assert lines[0] == "3 attacks at Midtown: 1 does not fit; 1 names nobody"
    assert lines[1] == "Rockets, report a1"


def test_a_place_that_the_record_knows_under_two_names_has_both():
    table = worlds.attacks().loc[["a1", "a2"]].assign(target_place=["Airport", "Compound"])
    assert marks_by_place(table, role="target")["label"].tolist() == ["Airport, Compound"]


def test_the_tooltip_of_a_long_stack_stops_after_four():
    table = pd.concat([worlds.attacks().iloc[[2]]] * 6).set_axis(list("abcdef"))
    lines = marks_by_place(table, role="target")["tooltip"][0].split("\n")
    assert lines[-1] == "and 2 more"
    assert len(lines) == 6


def test_the_tooltip_of_one_attack_names_group_date_and_verdict():
    table = worlds.attacks().loc[["a4"]].assign(date_text="")
    tip = marks_by_place(table, role="target", names={"AAH": "Asa'ib"})["tooltip"][0]
    assert tip == "Rockets, report a4\nundated · Asa'ib · explained\ntarget at Northeast"


def test_row_order_does_not_matter():
    table = worlds.attacks()
    forward = marks_by_place(table, role="target").drop(columns=["ids", "tooltip"])
    backward = marks_by_place(table.iloc[::-1], role="target").drop(columns=["ids", "tooltip"])
    pd.testing.assert_frame_equal(pd.DataFrame(forward), pd.DataFrame(backward))


def test_every_located_attack_is_in_exactly_one_mark():
    for role in ("target", "launch"):
        table = worlds.attacks()
        ids = "\n".join(marks_by_place(table, role=role)["ids"]).split("\n")
        assert sorted(ids) == sorted(located(table, role=role).index)


def test_a_fabricated_report_is_a_cross_and_is_counted_nowhere_else():
    table = worlds.attacks()
    cross = excluded_layer(table).features
    assert cross["ids"].tolist() == ["a5"]
    assert cross["shape"].tolist() == ["cross"]
    assert "a5" not in "\n".join(marks_by_place(table, role="target")["ids"])


def test_the_selected_attacks_mark_is_selected_and_no_other():
    targets = marks_by_place(worlds.attacks(), role="target", selected=["a2"])
    assert at(targets, 44.0)["selected"]
    assert not at(targets, 46.0)["selected"]


def test_no_attack_gives_an_empty_layer():
    nothing = worlds.attacks().iloc[:0]
    assert len(mark_layer(nothing, role="target").features) == 0
    assert len(link_layer(nothing).features) == 0
    assert len(disc_layer(nothing).features) == 0


def test_one_line_joins_each_launch_to_each_target_and_points_at_the_target():
    links = link_layer(worlds.attacks()).features.set_index("tone")
    assert len(links) == 2
    assert list(links.geometry["KH"].coords) == [(41.5, 33.5), (44.0, 33.0)]
    assert links["ids"]["KH"] == "a1\na2"
    assert "2 attacks" in links["tooltip"]["KH"]
    assert "one attack" in links["tooltip"]["AAH"]


def test_a_launch_on_its_own_target_has_no_line():
    table = worlds.attacks().loc[["a4"]].assign(launch_lon=46.0, launch_lat=35.0)
    assert len(link_layer(table).features) == 0


def test_discs_carry_the_radius_in_km_once_a_place():
    discs = disc_layer(worlds.attacks()).features
    drawn = sorted(zip(discs["tone"], discs["radius_km"], strict=True))
    assert drawn == [("launch", 10.0), ("launch", 10.0), ("target", 4.0), ("target", 4.0)]


def test_large_discs_lie_below_small_ones():
    radii = disc_layer(worlds.attacks()).features["radius_km"].tolist()
    assert radii == sorted(radii, reverse=True)


@pytest.mark.parametrize("role", ["target", "launch"])
def test_an_attack_without_a_place_is_left_out(role):
    assert "a6" not in located(worlds.attacks(), role=role).index
