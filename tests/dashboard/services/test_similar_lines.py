"""Lines of similar earlier attacks: titles, days, reasons, and why there are none."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.services.similar_lines import NO_DAY, NONE_BEFORE, similar_lines, without_lines
from geo.analysis import Analysis

PORT = "2021-07-24-port"


@pytest.fixture(scope="module")
def analysis(valley, valley_found):
    return Analysis(valley, valley_found)


def test_a_line_says_what_is_shared_what_differs_and_how_much_could_be_compared(
    analysis, valley_found
):
    lines = similar_lines(valley_found, PORT, analysis=analysis)
    first, second = lines[:2]
    assert (first.attack_id, first.title, first.day) == (
        "2021-05-01-port", "Rockets on the port", "1 May 2021"
    )  # fmt: skip
    assert first.shares == (
        "same target; same method; same brand (Grey Dawn); 3 months before; "
        "launch at most 4 km away"
    )
    assert first.differs == ""
    assert first.likeness == "likeness 0.95, of 1.00 that can be compared"
    assert second.attack_id == "2021-06-05-port"
    assert second.differs.startswith("launch 166 km away")
    assert second.likeness.endswith("of 0.80 that can be compared")


def test_the_day_of_knowledge_is_kept_to(analysis, valley_found):
    lines = similar_lines(valley_found, PORT, analysis=analysis, known_on=dt.date(2021, 7, 30))
    assert lines == ()
    assert NONE_BEFORE in without_lines(valley_found, PORT)


def test_without_a_day_it_is_said_that_nothing_can_come_before(analysis, valley_judge):
    undated = valley_judge({"date": "", "method": "rocket", "target_place": "port"})
    assert similar_lines(undated, "row-2", analysis=analysis) == ()
    assert without_lines(undated, "row-2") == NO_DAY


def test_an_attack_of_a_reader_is_compared_with_the_record(analysis, valley_judge):
    own = valley_judge({"date": "2021-09-01", "method": "rocket", "target_place": "port"})
    lines = similar_lines(own, "row-2", analysis=analysis, limit=2)
    assert [line.attack_id for line in lines] == [PORT, "2021-06-05-port"]


def test_what_is_asked_twice_is_compared_once(analysis, valley_found):
    assert analysis._traits(None) is analysis._traits(None)
    assert similar_lines(valley_found, PORT, analysis=analysis) == similar_lines(
        valley_found, PORT, analysis=analysis
    )
