"""When ground was confirmed is told no finer than its sources know, in the invented valley."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from geo.areas.age import SEEN, DatedStatement
from geo.areas.seen_text import iso_days, known_to, newest_texts, seen_texts

DAY = dt.date
OWN = DatedStatement(DAY(2020, 12, 31), DAY(2020, 12, 31))
YEAR = DatedStatement(DAY(2020, 1, 1), DAY(2020, 12, 31), None, "confirms", "one")
MONTH = DatedStatement(DAY(2020, 12, 1), DAY(2020, 12, 31), None, "confirms", "two")
FEBRUARY = DatedStatement(DAY(2021, 2, 1), DAY(2021, 2, 28))
EXACT = DatedStatement(DAY(2020, 12, 31), DAY(2020, 12, 31), None, "confirms", "three")


def areas(*words):
    return pd.DataFrame({SEEN: [tuple(one) for one in words]})


@pytest.mark.parametrize(
    ("words", "known", "text"),
    [
        ([YEAR], "year", "2020"),
        ([MONTH], "month", "December 2020"),
        ([EXACT], "day", "December 2020"),
        ([YEAR, MONTH], "month", "December 2020"),
        ([YEAR, FEBRUARY], "year", "2020"),
        ([OWN], "day", "December 2020"),
        ([OWN, YEAR], "year", "2020"),
        ([OWN, YEAR, EXACT], "day", "December 2020"),
        ([], "day", "December 2020"),
    ],
)
def test_the_last_day_of_a_year_that_alone_is_known_names_no_month(words, known, text):
    assert known_to(words, DAY(2020, 12, 31)) == known
    (when,) = seen_texts(areas(words), np.array([0]), np.array(["2020-12-31"], "datetime64[D]"))
    assert when == text


def test_a_short_month_is_a_month():
    assert known_to([FEBRUARY], DAY(2021, 2, 28)) == "month"
    days = pd.Series(pd.to_datetime(["2021-02-28", None]))
    texts = seen_texts(areas([FEBRUARY], [YEAR]), np.array([0, 1]), days)
    assert texts.tolist() == ["February 2021", ""]


def test_of_several_areas_the_newest_day_is_told_and_of_equal_ones_the_finer():
    ground = areas([YEAR], [MONTH], [FEBRUARY], [])
    days = pd.to_datetime(["2020-12-31", "2020-12-31", "2021-02-28", None]).to_numpy()
    columns = np.array([0, 1, 2, 3, 0, 1, 3, 0])
    by = [np.array([0, 0, 0, 0, 1, 1, 2, 3])]
    texts = newest_texts(ground, columns, days[columns], by)
    assert texts.tolist() == ["February 2021", "December 2020", "", "2020"]
    assert texts.index.tolist() == [0, 1, 2, 3]


def test_groups_of_two_keys_keep_their_order():
    ground = areas([YEAR], [FEBRUARY])
    days = pd.to_datetime(["2020-12-31", "2021-02-28"]).to_numpy()
    columns = np.array([1, 0, 1])
    texts = newest_texts(
        ground, columns, days[columns], [np.array([5, 2, 2]), np.array(list("aba"))]
    )
    assert dict(texts) == {(2, "a"): "February 2021", (2, "b"): "2020", (5, "a"): "February 2021"}


def test_days_of_a_table_are_cut_to_what_is_known():
    days = pd.to_datetime(["2020-12-31", "2020-12-31", "2020-12-31", None])
    ground = areas([YEAR], [MONTH], [OWN], []).assign(on=days)
    assert iso_days(ground, "on").tolist() == ["2020", "2020-12", "2020-12-31", ""]
