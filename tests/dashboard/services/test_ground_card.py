"""The card of an area and of a place, in the invented valley and by hand, on both screens."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from rich.console import Console

from dashboard.cli._ground_card import card_blocks, card_object, head_blocks
from dashboard.services import ui_words as ui
from dashboard.services.dataset import Dataset
from dashboard.services.ground_card import (
    COUNTS_BESIDE,
    DECIDES_NOTHING,
    FIRM,
    NOT_FIRM,
    NOT_IN_FORCE,
    WEAKLY,
    area_card,
    place_card,
)
from dashboard.services.ground_lines import INSIDE, MAYBE, count_words, loose_words
from geo.errors import PlaceNotFoundError
from tests.geo.areas.test_confirmation import sighted, with_sightings
from tests.support.apps import assert_sound, run, words
from tests.support.markup import read
from tests.worlds.valley import with_area

DAY = dt.date
JULY = pd.Timestamp("2021-07-01")
WIDE = 4_000


@pytest.fixture(scope="module")
def seen(valley):
    """The valley, where three pages saw Oak and Ash by the bridge and Oak at the mill."""
    return with_sightings(
        valley,
        sighted(sighting_id="mill", date_first="2022-03-01", date_last="2022-03-01"),
        sighted(sighting_id="bridge_oak", place_id="bridge", date_first="2021-04-02",
                date_last="2021-04-02", hedge="it is said", contradicts="bridge_ash"),
        sighted(sighting_id="bridge_ash", place_id="bridge", group_id="ASH", kind="checkpoint",
                date_first="2021-05", date_last="2021-05", source_id="courier", pointer=""),
    )  # fmt: skip


@pytest.fixture(scope="module")
def analysis(seen):
    return Dataset.of(seen).analysis


def card(analysis, ident, day=JULY, **over):
    return area_card(analysis, ident, day=day, **over)


def test_it_says_whose_by_which_sightings_and_how_old_it_is(analysis):
    made = card(analysis, "oak_west", pd.Timestamp("2023-02-01"))
    assert (made.title, made.age) == ("Oak: the west", "fresh")
    assert made.standing.startswith("Fresh: last confirmed March 2022 by 1 publisher")
    assert dict(made.facts)["Holder"] == "Oak"
    (line,) = made.sightings
    assert (line.group, line.when, line.place, line.effect) == (
        "Oak", "2022-03-01", "Mill", "confirms",
    )  # fmt: skip
    (source,) = line.sources
    assert (source.citation, source.url, source.grade) == (
        "Valley Gazette (2021) p. 9", "https://example.org/gazette", "B",
    )  # fmt: skip
    assert made.own.citation == "Valley Gazette (2021) p. 4"


def test_its_ages_follow_each_other_and_a_gap_stands_between_two_that_are_fresh(analysis):
    # Oak's words: 2020-01-01 and 2021-06-30 by its own source, 2022-03-01 by a sighting.
    ages = [(one.age, one.first, one.last) for one in card(analysis, "oak_west").periods]
    assert ages[0] == ("fresh", "2020-01-01", "")
    # Elm's: 2018-01-01 and 2018-06-01 alone.
    ages = [(one.age, one.first, one.last) for one in card(analysis, "elm_east").periods]
    assert ages == [
        ("fresh", "2018-01-01", "2019-06-01"),
        ("ageing", "2019-06-02", "2021-06-01"),
        ("old", "2021-06-02", ""),
    ]


def test_it_says_with_whom_it_is_shared_and_old_ground_shares_nothing(analysis, seen):
    south = card(analysis, "oak_south")
    (other,) = south.around
    assert (other.area_id, other.holder, other.age, other.shares) == (
        "ash_south", "Ash", "fresh", True,
    )  # fmt: skip
    assert other.how.endswith("100% of this area")
    assert card(analysis, "oak_west").around == ()
    over = with_area(seen, "elm_west", like="elm_east",
                     geometry=seen.areas.table.geometry["oak_west"])  # fmt: skip
    (elm,) = card(Dataset.of(over).analysis, "oak_west").around
    assert (elm.holder, elm.age, elm.shares) == ("Elm", "old", False)


def test_what_happened_there_is_listed_newest_first_and_counted_by_group_and_verdict(analysis):
    made = card(analysis, "oak_west")
    assert [(one.attack_id, one.role, one.where) for one in made.attacks] == [
        ("2021-07-10-fort", "launch", INSIDE),
        ("2021-05-15-fort", "launch", INSIDE),
        ("2021-05-08-port", "launch", INSIDE),
    ]
    assert count_words(made.counts) == (
        ("Launched from inside",
         "3 attacks. Ash: 1 explained, 1 mismatch; Oak: 1 consistent"),
    )  # fmt: skip
    assert made.loose == 0


def test_a_point_inside_that_is_not_surely_there_says_so_and_one_known_loosely_is_counted(seen):
    # The mill lies 46 km inside; with an edge of 60 km nobody can be sure, in the west or north.
    made = card(Dataset.of(with_area(seen, "oak_west", like="oak_west",
                                     border_km=60.0)).analysis, "oak_west")  # fmt: skip
    assert {one.where for one in made.attacks if one.role == "launch"} == {MAYBE}
    assert made.loose > 0
    assert loose_words(made.loose).startswith(f"{made.loose} more attack")


@pytest.mark.parametrize(
    ("cells", "day", "means"),
    [
        ({}, "2021-07-01", FIRM),
        ({"kind": "network"}, "2021-07-01", NOT_FIRM),
        ({"confidence": "low"}, "2021-07-01", NOT_FIRM),
        ({}, "2023-06-30", WEAKLY),
        ({}, "2024-07-01", DECIDES_NOTHING),
        ({"kind": "corridor"}, "2021-07-01", COUNTS_BESIDE),
        ({"kind": "corridor"}, "2023-06-30", DECIDES_NOTHING),
    ],
)
def test_what_follows_from_an_age_is_what_a_check_makes_of_it(valley, cells, day, means):
    changed = with_area(valley, "oak_south", like="oak_south", **cells)
    made = card(Dataset.of(changed).analysis, "oak_south", pd.Timestamp(day))
    assert made.standing.endswith(f"; {means}.")


def test_not_in_force_is_said_and_nothing_is_shared_then(analysis):
    made = card(analysis, "oak_south", pd.Timestamp("2019-06-01"))
    assert (made.age, made.standing) == (NOT_IN_FORCE, "Not in force on this day.")
    assert not any(one.shares for one in made.around)


def test_as_known_on_a_day_later_words_and_attacks_are_not_there(analysis):
    # The gazette is out by the end of September 2021, the courier by the end of July.
    made = place_card(analysis, "bridge", day=JULY, known_on=DAY(2021, 8, 1))
    assert [one.sighting_id for one in made.sightings] == ["bridge_ash"]
    late = card(analysis, "oak_west", JULY, known_on=DAY(2021, 8, 1))
    assert (late.age, late.sightings) == ("never", ())
    early = card(analysis, "oak_west", JULY, known_on=DAY(2021, 5, 8))
    assert [one.attack_id for one in early.attacks] == ["2021-05-08-port"]


def test_a_place_sets_several_groups_side_by_side_with_what_contradicts(analysis):
    made = place_card(analysis, "bridge", day=JULY)
    assert [(one.group, one.when, one.contradicts) for one in made.sightings] == [
        ("Ash", "2021-05", ()),
        ("Oak", "2021-04-02", ("bridge_ash",)),
    ]
    assert [(one.area_id, one.how, one.shares) for one in made.around] == [
        ("oak_south", INSIDE, True),
        ("ash_south", INSIDE, True),
    ]
    (attack,) = made.attacks
    assert (attack.attack_id, attack.role, attack.verdict) == (
        "2021-06-05-port", "launch", "contested",
    )  # fmt: skip


def test_what_is_unknown_is_refused(analysis):
    with pytest.raises(KeyError):
        card(analysis, "nowhere")
    with pytest.raises(PlaceNotFoundError):
        place_card(analysis, "nowhere", day=JULY)


def plain(text):
    return re.sub(r"\s+", " ", text).casefold()


def said(made):
    """Every text of a card that both screens owe the reader."""
    yield from (made.title, made.day, *(text for _, text in made.facts))
    for one in made.around:
        yield from (one.title if made.what == "place" else one.holder, one.age, one.how)
    for one in made.periods:
        yield from (one.age, one.first, one.last)
    for one in made.sightings:
        yield from (one.group, one.when, one.kind, one.strength, one.hedge, *one.contradicts)
        for source in one.sources:
            yield source.citation
    for one in made.attacks:
        yield from (one.day, one.title, one.where, one.group, one.verdict)
    for head, counts in count_words(made.counts):
        yield from (head, counts)


def test_the_terminal_says_all_of_a_place(analysis):
    made = place_card(analysis, "bridge", day=JULY)
    console = Console(width=WIDE, markup=False, highlight=False)
    with console.capture() as captured:
        for block in (*head_blocks(made), *card_blocks(made)):
            console.print(block)
    shown = plain(captured.get())
    missing = [text for text in said(made) if plain(text) not in shown]
    titles = {one.title for one in made.around}
    assert [text for text in missing if text not in titles] == []


def test_the_object_holds_the_counts_too(analysis):
    found = card_object(card(analysis, "oak_west"))
    assert sum(one["count"] for one in found["counts"]) == 3
    assert found["sightings"][0]["sighting_id"] == "mill"


def shown(app):
    """Everything that the page says, with the labels of its buttons."""
    assert_sound(app)
    return plain("\n".join([words(app), *(read(one.label) for one in app.button)]))


@pytest.mark.usefixtures("in_valley")
def test_the_page_says_all_of_an_area(valley):
    made = area_card(Dataset.of(valley).analysis, "oak_south", day=pd.Timestamp("2021-07-31"))
    page = shown(run("map", area="oak_south", date_to="2021-07-31"))
    owed = [*said(made), *(one.title for one in made.around)]
    assert [text for text in owed if plain(text) not in page] == []
    assert plain(ui.SHARED_WITH) in page


@pytest.mark.usefixtures("in_valley")
def test_an_attack_opens_from_the_card_and_closing_it_brings_the_area_back():
    app = run("map", area="oak_west")
    app.button(key="ground_attack_launch_2021-05-08-port").click().run()
    assert app.query_params["attack"] == "2021-05-08-port"
    app.button(key="close_card").click().run()
    assert plain("Oak: the west") in shown(app)
    assert "attack" not in app.query_params
    app.button(key="close_ground").click().run()
    assert_sound(app)
    assert "area" not in app.query_params


@pytest.mark.usefixtures("in_valley")
def test_the_search_opens_a_place_and_from_there_an_area():
    app = run("map")
    app.selectbox(key="choose_ground_").select("place:bridge").run()
    assert app.query_params["place"] == "bridge"
    app.button(key="ground_to_ash_south").click().run()
    assert plain("Ash: the south") in shown(app)
    assert app.query_params["area"] == "ash_south"
    assert "place" not in app.query_params


@pytest.mark.usefixtures("in_valley")
def test_an_unknown_area_is_named_and_the_page_opens():
    app = run("map", area="nowhere")
    assert_sound(app)
    assert "no area has this id" in words(app)
