"""What an address gets wrong is named and not used; what it gets right is."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from dashboard.services.addresses import LONGEST, Known, read, words
from dashboard.services.selection import DEFAULT, FILTERS, Selection, to_query
from geo.areas.table import Areas
from geo.records.named_ground import NamedGround
from geo.reference.boundaries import Units
from geo.reference.gazetteer import Gazetteer

KNOWN = Known(
    {
        "group": ("KH", "AAH"),
        "facade": ("x",),
        "target": frozenset({"balad"}),
        "committee": ("west",),
        "view": frozenset({"balad"}),
        "attack": frozenset({"a1"}),
    },
    dt.date(2018, 9, 1),
    dt.date(2024, 10, 2),
    NamedGround(
        Gazetteer.of(
            pd.DataFrame(
                [("balad", "Balad", "", 44.36, 33.94, 3.0, "base", "")],
                columns=[
                    "place_id",
                    "name",
                    "name_ar",
                    "lon",
                    "lat",
                    "radius_km",
                    "kind",
                    "aliases",
                ],
            )
        ),
        Units({"anbar": box(41, 32, 43, 34)}, "by hand"),
        Areas(
            gpd.GeoDataFrame(
                {"title": ["x"], "border_km": [1.0]},
                index=["oak"],
                geometry=[box(41, 32, 42, 33)],
                crs=4326,
            ),
            gpd.GeoDataFrame(geometry=[], crs=4326),
            "by hand",
            gpd.GeoSeries([], crs=4326),
        ),
    ),
)
GOOD = {
    "date_from": "2021-01-01", "date_to": "2021-12-31", "known_on": "2021-06-01",
    "group": "KH~-", "facade": "x", "target": "balad", "committee": "west",
    "method": "rocket~-", "verdict": "mismatch", "status": "confirmed", "favoured": "1",
    "grade": "B", "launch": "known", "whose": "record", "layer": "ground~targets",
    "near": "balad:20", "within": "governorate:anbar", "density": "launch", "view": "place:balad",
    "attack": "a1", "tiles": "0",
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_known_value_is_used_and_nothing_is_said(name):
    selection, refused = read({name: GOOD[name]}, KNOWN)
    assert refused == ()
    assert to_query(selection).get(name, GOOD[name]) == GOOD[name]


@pytest.mark.parametrize(
    ("query", "kept", "said"),
    [
        ({"date_from": "2025-01-01"}, {}, "after the record ends"),
        ({"date_to": "2017-01-01"}, {}, "before the record begins"),
        ({"known_on": "2030-01-01"}, {}, "after the record ends"),
        ({"known_on": "1999-01-01"}, {}, "before the record begins"),
        ({"date_from": "soon"}, {}, "expected a day such as 2024-10-02"),
        ({"date_from": "2021-13-40"}, {}, "expected a day"),
        ({"date_from": "2021-09-01", "date_to": "2021-01-01"}, {}, "after date_to=2021-01-01"),
        ({"group": "KH~nobody"}, {"group": "KH"}, "known are KH, AAH"),
        ({"group": "nobody"}, {}, "known are KH, AAH"),
        ({"facade": "<b>"}, {}, "known are x"),
        ({"target": "nowhere"}, {}, "known are balad"),
        ({"method": "spear~rocket"}, {"method": "rocket"}, "known are rocket"),
        ({"verdict": "guilty"}, {}, "mismatch"),
        ({"status": "~~maybe"}, {}, "known are confirmed"),
        ({"layer": "nope~ground"}, {"layer": "ground"}, "known are"),
        ({"favoured": "yes"}, {}, "expected 1 or 0"),
        ({"near": "nowhere:20"}, {}, "nowhere"),
        ({"near": "balad:far"}, {}, "'far' is no radius"),
        ({"within": "governorate:nowhere"}, {}, "is no governorate. There are anbar"),
        ({"within": "area:nowhere"}, {}, "is no area"),
        ({"within": "box:44,33,x,34"}, {}, "is no box"),
        ({"within": "drawn:44,33;45,34;45,33;44,34"}, {}, "Self-intersection"),
        ({"within": "<b>"}, {}, "names no ground"),
        ({"tiles": "1e9"}, {}, "expected 1 or 0"),
        ({"grade": "Z"}, {}, "known are A, B, C, D, E"),
        ({"launch": "maybe"}, {}, "known are known, unknown"),
        ({"density": "zzz"}, {}, "known are target, launch"),
        ({"view": "nowhere"}, {}, "known are all, baghdad"),
        ({"view": "place:nowhere"}, {}, "known are all, baghdad"),
        ({"attack": "nonsense"}, {}, "no attack of the record has this id"),
        ({"groups": "KH"}, {}, "there is no such setting"),
    ],
)
def test_what_cannot_be_used_is_named_and_left_out(query, kept, said):
    selection, refused = read(query, KNOWN)
    assert to_query(selection) == kept
    assert [one for one in refused if said in one.why and one.name in query]
    for one in refused:
        assert words(one).startswith(f"{one.name}={one.given}: ")


def test_an_edge_of_the_record_is_inside_it():
    days = {"date_from": "2024-10-02", "date_to": "2024-10-02", "known_on": "2018-09-01"}
    assert read(days, KNOWN)[1] == ()


def test_names_of_others_are_left_alone():
    assert read({"source": "x", "code": "x", "embed": "true"}, KNOWN) == (DEFAULT, ())


def test_a_long_value_is_cut_where_it_is_repeated():
    (refused,) = read({"attack": "x" * 10_000}, KNOWN)[1]
    assert len(words(refused)) < LONGEST + 100


NAMES = st.sampled_from([*GOOD, "unknown"])


@given(st.dictionaries(NAMES, st.text(max_size=12) | st.sampled_from([*GOOD.values()])))
def test_what_is_kept_is_known_and_what_is_lost_is_named(query):
    selection, refused = read(query, KNOWN)
    for name in ("group", "facade", "target", "committee"):
        assert set(getattr(selection, name)) <= {*KNOWN.ids[name], "-"}
    assert selection.attack in {"", "a1"}
    # Read once more, what was kept is all understood.
    assert read(to_query(selection), KNOWN) == (selection, ())
    named = {one.name for one in refused}
    for name, text in query.items():
        if name in FILTERS and text.strip("~") and name not in named | {"date_from", "date_to"}:
            default = getattr(Selection(), name)
            assert getattr(selection, name) != default or text == "0"


def test_ground_of_too_many_corners_is_refused_with_how_many_there_are():
    _, (refused,) = read({"within": "drawn:" + ";".join(["44,33"] * 61)}, KNOWN)
    assert refused.why.startswith("61 corners are given and at most 60 are taken. Simplify")
