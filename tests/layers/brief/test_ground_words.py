"""The sentence on the ground of a day names no confirmation after that day as one before it."""

from __future__ import annotations

import pandas as pd
import pytest

from layers.brief.ground_words import ground_words

DAY = pd.Timestamp("2021-07-07")


def said(*days, stale=0, kind="ground"):
    areas = pd.DataFrame({"kind": kind, "last_confirmed": pd.to_datetime(list(days))})
    areas["confirmed"] = [at >= stale for at in range(len(areas))]
    return ground_words(areas, day=DAY).removeprefix("Ground as of 7 July 2021. ")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (
            ["2021-05-19", "2021-07-07"],
            (
                "Last confirmed July 2021 for 1 of 2 areas, May 2021 for 1; "
                "all confirmed in the 12 months before."
            ),
        ),
        (
            ["2021-05-19", "2021-07-08", "2021-10-18"],
            (
                "Last confirmed May 2021 for 1 of 3 areas; confirmed later, October 2021 for 1, "
                "July 2021 for 1; all confirmed in the 12 months before, or later."
            ),
        ),
        (["2021-10-18"], "Confirmed later, October 2021 for 1 of 1 area."),
        (
            ["2021-10-18", None],
            "Confirmed later, October 2021 for 1 of 2 areas; no date for 1.",
        ),
    ],
)
def test_what_was_confirmed_after_the_day_is_said_to_be_later(days, words):
    assert said(*days) == words


def test_ground_that_nobody_confirmed_in_a_year_is_counted():
    words = said("2019-03-01", "2021-10-18", stale=1)
    assert words.startswith("Last confirmed March 2019 for 1 of 2 areas; confirmed later, October")
    assert words.endswith("; 1 not confirmed in the 12 months before.")
    assert said("2019-03-01", stale=1).endswith("; none confirmed in the 12 months before.")


def test_without_a_date_the_sentence_says_so_and_without_ground_there_is_none():
    words = said(None, stale=1)
    assert words.startswith("When it was last confirmed is not known; none")
    assert said("2021-05-19", kind="committee") == ""
