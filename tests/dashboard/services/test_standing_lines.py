"""The card of a committee's ground says how the committee stands, and by which words."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from rich.console import Console

from dashboard.cli._ground_card import card_blocks, card_object
from dashboard.services.dataset import Dataset
from dashboard.services.ground_card import area_card
from tests.geo.reference.test_standings import with_words, word

JULY = pd.Timestamp("2021-07-01")


@pytest.fixture(scope="module")
def analysis(valley):
    """The valley, of whose northern committee two pages speak."""
    spoken = with_words(
        valley,
        word("first", "active", "2020-03", "2021-06-30", hedge="it seems", source_id="gazette",
             pointer="p. 9", also="courier"),
        word("silent", "dormant", "2020-06", "2020-08", contradicts="first", note="By hearsay."),
    )  # fmt: skip
    return Dataset.of(spoken).analysis


def test_a_committee_s_ground_says_how_it_stands_and_lists_its_words_newest_first(analysis):
    made = area_card(analysis, "north", day=JULY)
    assert dict(made.facts)["Committee"] == "active, told of from 2020-03 to 2021-06-30"
    first, dormant = made.words
    assert (first.when, first.state, first.hedge) == ("2020-03 to 2021-06-30", "active", "it seems")
    assert [one.citation for one in first.sources] == [
        "Valley Gazette (2021) p. 9", "Hill Courier (2021)",
    ]  # fmt: skip
    assert (dormant.state, dormant.contradicts) == ("dormant", ("first",))
    assert card_object(made)["words"][0]["standing_id"] == "first"


def test_ground_of_a_group_has_no_standing(analysis):
    made = area_card(analysis, "oak_west", day=JULY)
    assert "Committee" not in dict(made.facts)
    assert made.words == ()


def test_only_words_and_sources_published_by_the_day_are_listed(analysis):
    made = area_card(analysis, "north", day=JULY, known_on=dt.date(2021, 8, 31))
    # The courier is of 31 July, the gazette of September.
    assert [one.standing_id for one in made.words] == ["silent"]


def test_the_terminal_says_what_the_card_says(analysis):
    console = Console(width=4_000, markup=False, highlight=False)
    with console.capture() as captured:
        for block in card_blocks(area_card(analysis, "north", day=JULY)):
            console.print(block)
    text = captured.get()
    assert "What is said of the committee, newest first" in text
    assert "2020-06 to 2020-08  dormant (silent)" in text
    assert "the source states it; contradicts first" in text
    assert "By hearsay." in text
