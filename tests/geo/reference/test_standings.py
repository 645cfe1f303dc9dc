"""How committees and rules of the invented valley stand when, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.reference.known import known_by
from geo.reference.standings import (
    begin_of,
    standing_on,
    standing_words,
    words_of,
)
from tests.worlds.cases import terms_of
from tests.worlds.standing_words import COMMITTEE, FORT, with_words, word
from tests.worlds.valley import with_tables

DAY = pd.Timestamp


def stands(atlas, subject, day):
    found = standing_on(atlas.registry, subject, DAY(day))
    return found.state, found.first, found.last, found.quiet


def test_without_a_dated_word_a_committee_has_no_standing(valley):
    assert stands(valley, COMMITTEE, "2021-07-01") == ("", "", "", 0)
    assert standing_words(valley.registry, COMMITTEE, DAY("2021-07-01")) == ""
    assert words_of(valley.registry, "nobody") == ()


def test_a_committee_is_active_from_its_first_word_and_quiet_after_its_last(valley):
    atlas = with_words(valley, word("a", "active", "2020-03", "2021-06-30"))
    expected = {
        "2020-02-29": ("", "", "", 0),
        "2020-03-01": ("active", "2020-03", "2021-06-30", 0),
        "2022-06-30": ("active", "2020-03", "2021-06-30", 0),
        "2022-07-01": ("active", "2020-03", "2021-06-30", 12),
        "2024-06-30": ("active", "2020-03", "2021-06-30", 12),
        "2024-07-01": ("active", "2020-03", "2021-06-30", 36),
    }
    assert {day: stands(atlas, COMMITTEE, day) for day in expected} == expected
    assert standing_words(atlas.registry, COMMITTEE, DAY("2024-07-01")) == (
        "last known active, told of from 2020-03 to 2021-06-30, no later word for over three years"
    )


def test_the_newest_word_gives_the_state_and_an_end_is_one(valley):
    atlas = with_words(
        valley,
        word("a", "active", "2020-03-01"),
        word("b", "dormant", "2020-09", "2020-12"),
        word("c", "active", "2021-02-01"),
        word("d", "ended", "2021-07-10"),
    )
    days = {"2020-08-31": "active", "2020-09-01": "dormant", "2021-01-31": "dormant",
            "2021-02-01": "active", "2021-07-10": "ended"}  # fmt: skip
    assert {day: stands(atlas, COMMITTEE, day)[0] for day in days} == days
    assert standing_words(atlas.registry, COMMITTEE, DAY("2021-07-10")) == (
        "ended since 2021-07-10, told of from 2020-03-01 to 2021-02-01"
    )


@pytest.mark.parametrize("cells", [{"strength": "alleges"}, {"strength": "infers"},
                                   {"contradicts": "a"}])  # fmt: skip
def test_a_weak_or_contradicted_word_is_told_and_changes_nothing(valley, cells):
    atlas = with_words(
        valley, word("a", "active", "2020-03-01"), word("b", "ended", "2020-05-01", **cells)
    )
    assert stands(atlas, COMMITTEE, "2020-06-01") == ("active", "2020-03-01", "2020-03-01", 0)
    assert [one.standing_id for one in words_of(atlas.registry, COMMITTEE)] == ["a", "b"]


def test_who_split_and_who_disavowed_it_is_told_beside_the_state(valley):
    atlas = with_words(
        valley,
        word("a", "split", "2021-03-01", "2021-03-04"),
        word("b", "disavowed", "2021-04-01", group_id="ELM"),
    )
    assert standing_words(atlas.registry, COMMITTEE, DAY("2021-07-01")) == (
        "active, told of from 2021-03-01 to 2021-04-01; split 2021-03-01, Hill Courier (2021); "
        "disavowed by Elm 2021-04-01, Hill Courier (2021)"
    )


def test_the_dates_of_a_rule_are_words_of_its_own_source(valley):
    assert stands(valley, FORT, "2020-01-01") == ("active", "2020-01-01", "2021-06-30", 0)
    assert stands(valley, FORT, "2019-12-31") == ("", "", "", 0)
    ended = valley.registry.target_rules.assign(valid_to=DAY("2021-03-01"))
    atlas = with_tables(valley, target_rules=ended)
    assert stands(atlas, FORT, "2021-02-28")[0] == "active"
    assert stands(atlas, FORT, "2021-03-01")[0] == "ended"


def test_the_committee_of_a_verdict_says_how_it_stood(valley, valley_judge):
    row = {"attack_id": "x", "date": "2021-06-20", "method": "rocket", "target_place": "tower"}
    found = valley_judge(row, by=with_words(valley, word("a", "active", "2020-03", "2021-06-30")))
    (term,) = terms_of(found, "x").query("term_id == 'committee_ground'").to_dict("records")
    assert term["text"].endswith("The committee: active, told of from 2020-03 to 2021-06-30.")


def test_only_what_was_published_by_a_day_is_heard(valley):
    atlas = with_words(valley, word("a", "active", "2020-03-01"))
    known = known_by(atlas.registry, DAY("2021-07-30"))
    assert standing_words(known, COMMITTEE, DAY("2021-07-30")) == ""
    known = known_by(atlas.registry, DAY("2021-07-31"))
    assert standing_words(known, COMMITTEE, DAY("2021-07-31")) == (
        "last known active, told of on 2020-03-01, no later word for over a year"
    )


def test_a_date_begins_with_its_first_day():
    assert [begin_of(text) for text in ("2021", "2021-07", "2021-07-08")] == [
        DAY("2021-01-01"), DAY("2021-07-01"), DAY("2021-07-08"),
    ]  # fmt: skip
