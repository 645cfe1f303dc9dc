"""Filters keep what they say they keep; the world below can be checked by hand.

id    day         group  facades  target  verdict       committees  launch  method   favoured
a     2021-01-10  KH     x        p       consistent    west        known   rocket   KH
b     2021-02-20  AAH    x, y     p       explained     middle      -       rocket   AAH, KH
c     2021-03 (whole month)  -    -       insufficient  -           -       mortar   -
d     undated, at the latest 2021-06-30   KH  y  q  insufficient  west  -  rocket  -
e     2021-04-01  -      -        q       insufficient  middle      -       rocket   - (fabricated)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.services.facets import NONE, Facet, Facets
from dashboard.services.filter_text import filter_words, is_filtered, span_words
from dashboard.services.selection import DEFAULT, Selection


@pytest.fixture
def world():
    day = pd.to_datetime
    return pd.DataFrame(
        {
            "date": day(["2021-01-10", "2021-02-20", "2021-03-01", None, "2021-04-01"]),
            "date_latest": day(
                ["2021-01-10", "2021-02-20", "2021-03-31", "2021-06-30", "2021-04-01"]
            ),
            "asserted_group": ["KH", "AAH", "", "KH", ""],
            "facades": [("x",), ("x", "y"), (), ("y",), ()],
            "favoured": [("KH",), ("AAH", "KH"), (), (), ()],
            "target_place_id": ["p", "p", "", "q", "q"],
            "target_place": ["P", "P", "", "Q", "Q"],
            "verdict": ["consistent", "explained", "insufficient", "insufficient", "insufficient"],
            "committees": [("west",), ("middle",), (), ("west",), ("middle",)],
            # The second is known by the outline of a governorate alone: no known launch.
            "launch_place": ["p", "Babil", "", "", ""],
            "launch_lon": [44.4, None, None, None, None],
            "launch_lat": [33.3, None, None, None, None],
            "method": ["rocket", "rocket", "mortar", "rocket", "rocket"],
            "status": ["reported", "confirmed", "reported", "reported", "fabricated"],
            "whose": ["record", "record", "record", "yours", "record"],
            "reliability": ["A", "B", "", "D", "B"],
        },
        index=pd.Index(list("abcde"), name="attack_id"),
    )


def keep(world, **chosen):
    return Facets.of(world).keep(Selection(**chosen), favoured=Facet.of(world["favoured"]))


def kept(world, **chosen):
    return "".join(world.index[keep(world, **chosen)])


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({}, "abcde"),
        ({"group": ("KH",)}, "ad"),
        ({"group": ("KH",), "favoured": True}, "abd"),
        ({"favoured": True}, "abcde"),
        ({"group": (NONE,)}, "ce"),
        ({"group": (NONE, "AAH")}, "bce"),
        ({"group": ("NOBODY",)}, ""),
        ({"facade": ("y",)}, "bd"),
        ({"facade": (NONE,)}, "ce"),
        ({"facade": (NONE, "y")}, "bcde"),
        ({"target": ("p",)}, "ab"),
        ({"target": (NONE,)}, "c"),
        ({"committee": ("west",)}, "ad"),
        ({"committee": ("west", "middle")}, "abde"),
        ({"verdict": ("explained",)}, "b"),
        ({"status": ("fabricated",)}, "e"),
        ({"method": ("mortar",)}, "c"),
        ({"grade": "A"}, "a"),
        ({"grade": "B"}, "abe"),
        ({"grade": "D"}, "abde"),
        ({"launch": "known"}, "a"),
        ({"whose": "record"}, "abce"),
        ({"whose": "yours", "group": ("KH",)}, "d"),
        ({"launch": "unknown"}, "bcde"),
        ({"group": ("KH",), "method": ("rocket",), "launch": "unknown"}, "d"),
        # A month may lie on either side of a day within it; an undated attack on neither.
        ({"date_from": dt.date(2021, 3, 15)}, "ce"),
        ({"date_from": dt.date(2021, 4, 1)}, "e"),
        ({"date_to": dt.date(2021, 3, 15)}, "abc"),
        ({"date_from": dt.date(2021, 1, 10), "date_to": dt.date(2021, 1, 10)}, "a"),
        ({"date_from": dt.date(2021, 5, 1), "date_to": dt.date(2021, 4, 1)}, ""),
    ],
)
def test_what_a_selection_keeps(world, chosen, left):
    assert kept(world, **chosen) == left


def test_the_order_of_rows_changes_nothing(world):
    chosen = {"group": ("KH",), "favoured": True}
    assert keep(world[::-1], **chosen).tolist() == keep(world, **chosen)[::-1].tolist()


def test_the_caller_s_frame_stays_as_it_was(world):
    before = world.copy()
    keep(world, group=("KH",), date_to=dt.date(2021, 3, 15), facade=(NONE,))
    pd.testing.assert_frame_equal(world, before)


def test_choices_are_counted_most_first_and_none_last(world):
    facets = Facets.of(world).columns
    assert facets["facade"].counts().to_dict() == {"x": 2, "y": 2, NONE: 2}
    assert facets["group"].counts().to_dict() == {"KH": 2, "AAH": 1, NONE: 2}
    assert list(facets["group"].counts().index) == ["KH", "AAH", NONE]
    assert facets["committee"].counts(world["status"].eq("reported").to_numpy()).to_dict() == {
        "west": 2,
        NONE: 1,
    }


def test_an_empty_table_has_nothing_to_choose(world):
    facets = Facets.of(world.iloc[:0])
    assert facets.columns["group"].counts().empty
    assert facets.keep(Selection(group=("KH",), grade="B")).tolist() == []


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ("ab", "Jan–Feb 2021"),
        ("b", "Feb 2021"),
        ("bd", "Feb 2021"),
        ("d", "undated"),
        ("", ""),
    ],
)
def test_the_span_in_words(world, ids, words):
    assert span_words(world.loc[list(ids)]) == words


def test_a_span_over_two_years_names_both(world):
    world.loc["a", "date"] = pd.Timestamp("2020-11-01")
    assert span_words(world) == "Nov 2020 – Apr 2021"


def test_filters_in_words():
    chosen = Selection(
        date_from=dt.date(2021, 2, 1),
        group=("KH", NONE),
        facade=(NONE,),
        method=("drone_small",),
        launch="known",
    )
    names = {"KH": "Kata’ib Hezbollah"}
    assert filter_words(chosen, names) == (
        "from 1 Feb 2021 · Kata’ib Hezbollah, no group asserted · no claim · small drone"
        " · launch known"
    )
    assert filter_words(DEFAULT, names) == ""


def test_only_filters_count_as_filtered():
    assert not is_filtered(DEFAULT)
    assert not is_filtered(replace(DEFAULT, attack="a", view="balad", layer=(), tiles=True))
    assert is_filtered(replace(DEFAULT, favoured=True))
    assert is_filtered(replace(DEFAULT, date_to=dt.date(2021, 1, 1)))
