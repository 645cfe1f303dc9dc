"""A selection survives its address, and no address can hurt a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.selection import DEFAULT, FILTERS, Selection, from_query, to_query
from geo.schemas.tokens import VERDICTS
from layers import catalog

TEXT = st.text(min_size=1, max_size=12)
IDS = st.lists(TEXT.filter(lambda one: "~" not in one), max_size=3, unique=True).map(tuple)
CHOICES = [entry.id for entry in catalog.CHOICES]


def some(of):
    return st.lists(st.sampled_from(sorted(of)), max_size=4, unique=True).map(tuple)


SELECTIONS = st.builds(
    Selection,
    date_from=st.none() | st.dates(),
    date_to=st.none() | st.dates(),
    known_on=st.none() | st.dates(),
    group=IDS,
    facade=IDS,
    method=IDS,
    target=IDS,
    committee=IDS,
    verdict=some(VERDICTS),
    status=IDS,
    favoured=st.booleans(),
    launch=st.sampled_from(["", "known", "unknown"]),
    layer=some(CHOICES),
    density=st.sampled_from(["target", "launch"]),
    view=TEXT,
    attack=st.text(max_size=12),
    tiles=st.booleans(),
)
NAMES = [field.name for field in fields(Selection)]


@given(SELECTIONS)
def test_a_selection_comes_back_from_its_address(selection):
    assert from_query(to_query(selection)) == selection


@given(st.dictionaries(st.sampled_from([*NAMES, "unknown"]), st.text(max_size=20)))
def test_any_address_gives_a_selection_that_has_an_address(query):
    selection = from_query(query)
    assert from_query(to_query(selection)) == selection


def test_the_untouched_selection_leaves_the_address_bare():
    assert to_query(DEFAULT) == {}
    assert from_query({}) == DEFAULT


def test_an_address_reads_as_people_would_write_it():
    selection = Selection(date_from=dt.date(2021, 2, 1), group=("KH", "-"), favoured=True)
    query = {"date_from": "2021-02-01", "group": "KH~-", "favoured": "1"}
    assert to_query(selection) == query
    assert from_query(query) == selection


def test_words_that_a_field_cannot_hold_are_left_out():
    asked = {
        "date_from": "soon",
        "verdict": "guilty",
        "launch": "maybe",
        "density": "zzz",
        "layer": "nope",
    }
    assert from_query(asked) == DEFAULT
    assert from_query({"verdict": "guilty~explained"}).verdict == ("explained",)
    assert from_query({"group": "KH~KH~~AAH"}).group == ("KH", "AAH")


def test_no_layer_at_all_is_a_choice_of_its_own():
    bare = Selection(layer=())
    assert from_query(to_query(bare)).layer == ()


def test_every_filter_is_a_field_and_the_map_s_own_settings_are_none():
    assert set(FILTERS) < set(NAMES)
    settings = {"layer", "density", "view", "attack", "area", "place", "tiles", "known_on"}
    assert set(NAMES) - set(FILTERS) == settings
