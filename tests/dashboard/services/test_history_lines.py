"""What happened to an attack, day by day, put together by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.services.card import ClaimLine, card_of
from dashboard.services.dataset import Dataset
from dashboard.services.history_lines import history_lines, moment_words
from geo.casebook.entry import Entry
from geo.casebook.state import ReviewState
from geo.verdicts.table import names_of

HARD = "2021-05-08-port"


@pytest.fixture(scope="module")
def card(valley, valley_found):
    item = Dataset.of(valley).analysis.objects()[HARD]
    return card_of(item, valley_found, atlas=valley, names=names_of(valley))


def source(ident, date):
    return {"id": ident, "title": f"Title of {ident}", "date": date}


def test_the_earliest_comes_first_and_what_has_no_day_last(card):
    claim = ClaimLine(
        order=1, who="Brand", owner="", channel="", claimed_at="2021-05-08T21:10", wording=""
    )
    made = replace(card, claims=(claim,), sources=(source("s1", "2021-05-09"), source("s2", None)))
    found = history_lines(made, day="2021-05-08", publishers={"s1": "Agency"})
    assert [(one.day, one.kind, one.words) for one in found] == [
        ("2021-05-08", "attack", card.title),
        ("2021-05-08T21:10", "claim", "Brand: claims it"),
        ("2021-05-09", "report", "Agency: Title of s1"),
        ("", "report", "Title of s2"),
    ]


def test_an_attack_comes_before_what_is_said_of_it_on_its_day(card):
    made = replace(card, claims=(), sources=(source("s1", "2021-05-08"),))
    kinds = [one.kind for one in history_lines(made, day="2021-05-08", publishers={})]
    assert kinds == ["attack", "report"]


def test_a_month_comes_before_its_days(card):
    made = replace(card, claims=(), sources=(source("s1", "2021-05-01"),))
    found = history_lines(made, day="2021-05", publishers={})
    assert [one.day for one in found] == ["2021-05", "2021-05-01"]


def test_decisions_name_who_and_what_and_say_what_was_taken_back(card):
    made = Entry("Anna", "review", HARD, "false claim", at="2026-11-01T08:00:00+00:00")
    no = Entry("Ben", "dissent", HARD, about=1, at="2026-11-02T08:00:00+00:00")
    bare = replace(card, claims=(), sources=())
    states = [ReviewState(made, (no,), withdrawn=True)]
    found = history_lines(bare, day="2021-05-08", publishers={}, decided=states)
    assert [one.words for one in found[1:]] == [
        "Anna decides: false claim, taken back since",
        "Ben does not agree",
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2021-05-08", "8 May 2021"),
        ("2021-05", "May 2021"),
        ("2021", "2021"),
        ("2021-05-08T21:10+03:00", "8 May 2021, 21:10 UTC+03:00"),
        ("2026-11-01T08:00:00+00:00", "1 November 2026, 08:00 UTC"),
        ("", "no date"),
        ("soon", "soon"),
    ],
)
def test_a_moment_reads_no_finer_than_it_is_told(day, words):
    assert moment_words(day) == words
