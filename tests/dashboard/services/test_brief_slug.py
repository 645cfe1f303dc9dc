"""Names of files say what a briefing is about, in letters that every system takes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.brief_request import Request
from dashboard.services.brief_slug import LONGEST, slug_of
from dashboard.services.selection import Selection
from layers.brief.view import Options

MADE = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
DAY = dt.date(2021, 1, 1)


def request(marking="", *, options=None, **selection):
    return Request(
        kind="overview",
        selection=Selection(**selection),
        options=options or Options(),
        formats=("png",),
        sizes=("hd",),
        made=MADE,
        marking=marking,
    )


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, ""),
        ({"group": ("KH",), "view": "baghdad"}, "KH_baghdad"),
        ({"view": "place:balad_ab", "date_from": DAY}, "balad_ab_from-20210101"),
        ({"date_from": DAY, "date_to": dt.date(2021, 12, 31)}, "20210101-20211231"),
        ({"date_to": DAY, "method": ("rocket", "mortar")}, "to-20210101_rocket+mortar"),
        ({"launch": "known", "grade": "B"}, "grade-B_launch-known"),
        ({"group": ("-",), "marking": "TLP:AMBER+STRICT"}, "no-group_TLP-AMBER+STRICT"),
        ({"facade": ("-",)}, "no-facade"),
        ({"facade": ("grey_dawn", "-")}, "facade-grey_dawn+no-facade"),
        ({"target": ("baghdad",)}, "target-baghdad"),
        ({"view": "place:baghdad"}, "baghdad"),
        ({"options": Options(bandwidth_km=10)}, "bandwidth-10km"),
        ({"options": Options(title="Week 21", resolution=5)}, "h3-5_title-Week-21"),
        ({"options": Options(contents=("heatmap", "group"))}, "holds+heatmap+group"),
        ({"known_on": DAY, "layer": ("ground",)}, "known-20210101_layers-ground"),
    ],
)
def test_what_was_chosen_stands_in_the_name(given, name):
    assert slug_of(request(**given)) == name


def test_both_periods_of_a_comparison_stand_in_the_name():
    periods = ((DAY, dt.date(2021, 6, 30)), (dt.date(2022, 1, 1), dt.date(2022, 3, 31)))
    assert slug_of(request(options=Options(periods=periods))) == (
        "20210101-20210630_20220101-20220331"
    )


TEXT = st.text(max_size=90)


@given(TEXT, st.lists(st.sampled_from(["balad_ab", "al_asad_ab", "us_embassy_baghdad"])))
def test_a_name_is_safe_and_not_overlong(marking, targets):
    name = slug_of(request(marking=marking, target=tuple(targets)))
    assert re.fullmatch(r"[A-Za-z0-9.+_-]*", name)
    assert len(name) <= LONGEST
    assert not name.startswith((".", "-"))


@given(TEXT, TEXT)
def test_two_titles_have_two_short_names(one, other):
    first, second = (slug_of(request(options=Options(title=title))) for title in (one, other))
    assert (first == second) == (one == other)
    assert max(len(first), len(second)) <= len("title-") + 24


def test_whatever_is_chosen_shows_in_the_name():
    different = [
        *({name: ("-",)} for name in ("group", "facade", "method", "target")),
        *({name: ("north",)} for name in ("group", "facade", "target", "committee")),
        *({"options": Options(bandwidth_km=km)} for km in (10.0, 10.5, 100.0)),
        *({"options": Options(resolution=at)} for at in (2, 8)),
        *({"options": Options(contents=held)} for held in (("heatmap",), ("overview", "heatmap"))),
        *({"options": Options(since=(name, "x"))} for name in ("may.json", "june.json")),
    ]
    names = [slug_of(request(**given)) for given in different]
    assert len({*names, ""}) == len(names) + 1


def test_long_or_foreign_choices_that_differ_have_names_that_differ():
    places = [f"place_number_{at}" for at in range(12)]
    assert slug_of(request(target=tuple(places))) != slug_of(request(target=tuple(places[:-1])))
    assert slug_of(request(marking="سري")) != slug_of(request(marking="عام"))
