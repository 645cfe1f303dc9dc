"""The filter “Points to”, its counts, its words and its link, on six rows checked by hand.

id  asserted  points to     strength  mixed
a   KH        AAH           strong
b   –         KH            moderate
c   –         AAH, KH       weak
d   –         AAH, KH       weak      yes
e   –         nobody        none
f   –         nobody        none      (no attack)
"""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.services.facets import Facets
from dashboard.services.filter_text import chips, filter_words, is_filtered
from dashboard.services.selection import Selection, from_query, to_query
from geo.attribution.points_columns import said
from geo.records.counter import Counter

ROWS = {
    "a": ("KH", "AAH", "strong", "no"),
    "b": ("", "KH", "moderate", "no"),
    "c": ("", "AAH|KH", "weak", "no"),
    "d": ("", "AAH|KH", "weak", "yes"),
    "e": ("", "", "none", "no"),
    "f": ("", "", "none", "no"),
}


@pytest.fixture
def world():
    answered = pd.DataFrame.from_dict(
        ROWS,
        orient="index",
        columns=["asserted_group", "points_to", "points_strength", "points_mixed"],
    )
    day = pd.Timestamp("2021-01-10")
    return answered.assign(
        date=day, date_latest=day, facades=[()] * 6, target_place_id="p", target_place="P",
        verdict="insufficient", committees=[()] * 6, launch_place="", launch_lon=None,
        launch_lat=None, target_lon=44.0, target_lat=33.0, method="rocket", whose="record",
        reliability="A", status=["reported"] * 5 + ["fabricated"],
    )  # fmt: skip


def kept(world, **chosen):
    return "".join(world.index[Facets.of(world).keep(Selection(**chosen))])


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        ({"points": ("KH",)}, "bcd"),
        ({"points": ("AAH",)}, "acd"),
        ({"points": ("mixed",)}, "d"),
        ({"points": ("-",)}, "ef"),
        ({"points": ("mixed", "-")}, "def"),
        ({"points_strength": "weak"}, "abcd"),
        ({"points_strength": "moderate"}, "ab"),
        ({"points_strength": "strong"}, "a"),
        ({"points": ("KH",), "points_strength": "moderate"}, "b"),
        ({"points": ("KH",), "group": ("-",)}, "bcd"),
        ({"points": ("AAH",), "group": ("KH",)}, "a"),
    ],
)
def test_a_filter_keeps_what_it_says(world, chosen, ids):
    assert kept(world, **chosen) == ids


def test_each_choice_counts_the_attacks_that_it_would_show(world):
    attacks = world["status"].ne("fabricated").to_numpy()
    facets = Facets.of(world)
    for other in ({}, {"group": ("-",)}, {"points_strength": "moderate"}, {"points": ("KH",)}):
        counted = facets.choices(Selection(**other), attacks)
        for one, many in counted["points"].items():
            chosen = Selection(**other | {"points": (one,)})
            assert many == (facets.keep(chosen) & attacks).sum(), (other, one)
        for one in ("strong", "moderate", "weak"):
            chosen = Selection(**other | {"points_strength": one})
            assert counted["points_strength"].get(one, 0) == (facets.keep(chosen) & attacks).sum()


def test_a_table_that_does_not_tell_is_filtered_by_the_rest(world):
    bare = world.drop(columns=["points_to", "points_strength", "points_mixed"])
    assert kept(bare, group=("KH",)) == "a"
    assert "points" not in Facets.of(bare).choices(Selection(), bare["status"].ne("").to_numpy())


def test_a_link_reopens_it_and_a_wrong_word_is_dropped():
    chosen = Selection(points=("KH", "-", "mixed"), points_strength="moderate")
    assert to_query(chosen) == {"points": "KH~-~mixed", "points_strength": "moderate"}
    assert from_query(to_query(chosen)) == chosen
    assert from_query({"points_strength": "certain"}).points_strength == ""


def test_it_is_said_in_words_and_taken_away_by_itself():
    chosen = Selection(points=("KH", "-"), points_strength="moderate")
    assert is_filtered(chosen)
    assert filter_words(chosen, {"KH": "Kata'ib"}) == (
        "points to Kata'ib, points to nobody · points to somebody, moderate at least"
    )
    assert [(one.name, one.value) for one in chips(chosen, {})] == [
        ("points", "KH"), ("points", "-"), ("points_strength", ""),
    ]  # fmt: skip


def test_those_that_name_nobody_are_counted_by_what_they_point_to(world):
    counts = Counter(world).count()
    assert counts.pointing == {"one": 1, "several": 1, "mixed": 1, "nobody": 1}
    assert counts.pointing_words() == (
        "Of 4 that name nobody, 1 points to one group, 1 points to several, 1 is mixed and "
        "1 points to nobody"
    )
    assert sum(counts.pointing.values()) == counts.nobody
    part = Counter(world).count((world["points_strength"] == "weak").to_numpy())
    assert part.pointing_words() == "Of 2 that name nobody, 1 points to several and 1 is mixed"
    assert part.as_dict()["nobody_named_and_points_to"] == part.pointing


def test_nothing_is_said_where_nobody_tells_or_all_are_named(world):
    bare = world.drop(columns=["points_to", "points_strength", "points_mixed"])
    assert Counter(bare).count().pointing_words() == ""
    assert "nobody_named_and_points_to" not in Counter(bare).count().as_dict()
    assert Counter(world.loc[["a"]]).count().pointing_words() == ""


def test_a_cell_of_the_table_says_who_and_how_strongly(world):
    assert said(world, name=str.lower).tolist() == [
        "aah (strong)", "kh (moderate)", "aah or kh (weak)", "aah or kh (mixed, weak)",
        "nobody", "nobody",
    ]  # fmt: skip
