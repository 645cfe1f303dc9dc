"""Ground ages by what was said of it; as known on a day nothing published later plays a part."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas.age import (
    AGES,
    Age,
    DatedStatement,
    age_by,
    age_codes,
    age_on,
    ages,
    last_seen,
    own_words,
)

DAY = dt.date
JUNE = DAY(2020, 6, 15)


def said(first, last=None, *, effect="confirms", published=None):
    return DatedStatement(first, last or first, published or last or first, effect)


def left(first, last=None):
    return said(first, last, effect="leaves")


def ground(*words, begin="2015-01-01"):
    table = pd.DataFrame({"valid_from": pd.to_datetime([begin])}, index=["one"])
    return table.assign(seen=[tuple(words)])


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (DAY(2020, 6, 14), Age.NEVER),
        (DAY(2020, 6, 15), Age.FRESH),
        (DAY(2021, 6, 15), Age.FRESH),
        (DAY(2021, 6, 16), Age.AGEING),
        (DAY(2023, 6, 15), Age.AGEING),
        (DAY(2023, 6, 16), Age.OLD),
    ],
)
def test_one_confirmation_is_fresh_for_a_year_and_ageing_for_two_more(day, age):
    assert age_by([said(JUNE)], day) is age


def test_a_bridge_of_24_months_holds_between_its_ends_and_no_longer_one_does():
    near, far = [said(JUNE), said(DAY(2022, 6, 15))], [said(JUNE), said(DAY(2022, 6, 16))]
    assert age_by(near, DAY(2022, 3, 1)) is Age.FRESH
    assert age_by(far, DAY(2022, 3, 1)) is Age.AGEING
    assert age_by(far, DAY(2022, 6, 16)) is Age.FRESH
    assert age_by(near, DAY(2020, 6, 1)) is Age.NEVER


def test_leaving_ends_ground_and_its_bridges_until_it_is_confirmed_again():
    words = [said(JUNE), left(DAY(2021, 9, 1)), said(DAY(2022, 3, 1))]
    assert age_by(words, DAY(2021, 6, 1)) is Age.FRESH
    assert age_by(words, DAY(2021, 8, 1)) is Age.AGEING  # no bridge over a word of leaving
    assert age_by(words, DAY(2021, 9, 1)) is Age.OLD
    assert age_by(words, DAY(2022, 3, 1)) is Age.FRESH
    # On the day itself it is not known what came first.
    assert age_by([said(JUNE), left(JUNE)], JUNE) is Age.OLD


def test_a_month_is_as_old_as_its_first_day_and_seen_only_when_it_is_over():
    month = said(DAY(2020, 6, 1), DAY(2020, 6, 30))
    assert age_by([month], DAY(2020, 6, 29)) is Age.NEVER
    assert age_by([month], DAY(2021, 6, 1)) is Age.FRESH
    assert age_by([month], DAY(2021, 6, 2)) is Age.AGEING
    after = said(DAY(2022, 6, 1), DAY(2022, 6, 30))
    assert age_by([said(JUNE), after], DAY(2022, 5, 1)) is Age.AGEING
    assert age_by([said(DAY(2020, 6, 30)), after], DAY(2022, 5, 1)) is Age.FRESH


def test_only_what_was_published_by_a_day_is_known_on_it():
    late = said(DAY(2021, 9, 1), published=DAY(2023, 1, 1))
    table = ground(said(JUNE), late, DatedStatement(DAY(2021, 8, 1), DAY(2021, 8, 1)))
    day = DAY(2021, 8, 15)
    assert age_on(table, "one", day) is Age.FRESH
    # Neither the later end of the bridge nor what has no day of publication counts.
    assert age_on(table, "one", day, known_on=DAY(2022, 12, 31)) is Age.AGEING
    assert age_on(table, "one", DAY(2021, 9, 2), known_on=DAY(2022, 12, 31)) is Age.AGEING
    assert age_on(table, "one", DAY(2021, 9, 2), known_on=DAY(2023, 1, 1)) is Age.FRESH


def test_the_worst_age_of_all_days_that_an_attack_may_have_holds():
    table = ground(said(JUNE), said(DAY(2023, 1, 1)), begin="2020-06-15")
    days = pd.Series(pd.to_datetime(["2023-01-31"] * 4 + [None]))
    first = pd.Series(pd.to_datetime(["2023-01-31", "2023-01-01", "2022-12-01", None, None]))
    codes = age_codes(table, days, first=first)[:, 0]
    # Of no first day: since it is in force. Of no day at all nothing is known.
    assert [AGES[one] for one in codes] == ["fresh", "fresh", "ageing", "ageing", "never"]
    # Days on which the area was not in force yet do not count.
    late = ground(said(JUNE), begin="2020-06-15")
    assert age_codes(late, days[:1], first=pd.Series(pd.to_datetime(["2020-06-01"])))[0, 0] == 1


def test_ground_has_the_words_of_its_own_source_beside_those_of_sightings():
    days = pd.to_datetime(["2020-01-01", "2021-10-01"])
    table = pd.DataFrame({"valid_from": days[:1], "last_confirmed": days[1:]}, index=["one"])
    # A source without a day is taken to speak on the days that it speaks of.
    assert own_words(*days) == tuple(
        DatedStatement(day.date(), day.date(), day.date()) for day in days
    )
    out = DAY(2021, 10, 31)
    assert {one.published for one in own_words(*days, out)} == {out}
    assert age_on(table, "one", DAY(2021, 8, 1)) is Age.FRESH
    assert own_words(days[0], pd.NaT) == ()
    never = table.assign(last_confirmed=pd.NaT)
    assert age_on(never, "one", DAY(2021, 8, 1)) is Age.NEVER
    # A cell that is no tuple is none.
    assert age_on(table.assign(seen=np.nan), "one", DAY(2021, 8, 1)) is Age.FRESH
    seen = table.assign(seen=[(said(DAY(2023, 1, 1)),)])
    assert age_on(seen, "one", DAY(2023, 6, 1)) is Age.FRESH
    late = seen.assign(published=pd.Timestamp("2024-01-01"))
    assert age_on(late, "one", DAY(2020, 2, 1), known_on=DAY(2023, 12, 31)) is Age.NEVER


def test_rows_of_attacks_and_areas_get_their_own_age():
    table = pd.concat([ground(said(JUNE)), ground(left(JUNE)).rename(index={"one": "two"})])
    day = pd.Series(pd.to_datetime(["2020-07-01", "2022-07-01", "2020-07-01"]), index=[7, 8, 9])
    found = ages(table, pd.Series(["one", "one", "two"], index=day.index), day)
    assert found.to_dict() == {7: "fresh", 8: "ageing", 9: "never"}
    with pytest.raises(KeyError):
        ages(table, pd.Series(["three"]), day[:1].reset_index(drop=True))


_days = st.dates(DAY(2018, 1, 1), DAY(2024, 12, 31))


@st.composite
def _words(draw):
    first = draw(_days)
    last = first + dt.timedelta(days=draw(st.sampled_from([0, 0, 0, 30, 364])))
    shown = draw(st.one_of(st.none(), _days))
    return DatedStatement(
        first, last, shown, draw(st.sampled_from(["confirms", "confirms", "leaves"]))
    )


def _slowly(words, day):
    """The rule again, day by day from the begin: what is live is carried along."""
    live, ever = None, False
    for one in sorted(words, key=lambda w: (w.last, w.effect == "leaves")):
        if one.effect == "confirms" and one.last <= day:
            ever = True
            over = [w for w in words if w.effect == "leaves" and w.first <= day]
            if all(w.last < one.first for w in over):
                live = one.first if live is None else max(live, one.first)
    if live is None:
        return Age.OLD if ever else Age.NEVER
    year = pd.DateOffset(years=1)
    if pd.Timestamp(day) <= pd.Timestamp(live) + year:
        return Age.FRESH
    ends = [w.last for w in words if w.effect == "confirms" and w.first >= day]
    for end in sorted(ends)[:1]:
        within = pd.Timestamp(end) <= pd.Timestamp(live) + 2 * year
        gone = [w for w in words if w.effect == "leaves" and w.first <= end and w.last > live]
        if within and not gone:
            return Age.FRESH
    return Age.AGEING if pd.Timestamp(day) <= pd.Timestamp(live) + 3 * year else Age.OLD


@given(st.lists(_words(), max_size=6), st.lists(_days, min_size=1, max_size=5))
def test_steps_give_what_the_rule_gives_day_by_day(words, days):
    codes = age_codes(ground(*words), pd.Series(pd.to_datetime(days)))[:, 0]
    assert [AGES[one] for one in codes] == [_slowly(words, day) for day in days]


@given(st.lists(_words(), max_size=5), st.lists(st.tuples(_days, st.integers(0, 400)), min_size=1))
def test_a_span_has_the_worst_age_of_its_days(words, spans):
    first = pd.Series(pd.to_datetime([day for day, _ in spans]))
    last = first + pd.to_timedelta([more for _, more in spans], unit="D")
    codes = age_codes(ground(*words), last, first=first)[:, 0]
    worst = [
        max(AGES.index(age_by(words, day.date())) for day in pd.date_range(one, two))
        for one, two in zip(first, last, strict=True)
    ]
    assert codes.tolist() == worst


@given(st.lists(_words(), max_size=5), st.lists(_words(), max_size=3), _days, _days)
def test_what_is_published_later_changes_nothing_as_known_before(words, more, day, cut):
    late = [replace_published(one, cut) for one in more]
    days = pd.Series(pd.to_datetime([day]))
    before, after = ground(*words), ground(*words, *late)
    for known in (cut, cut - dt.timedelta(days=30)):
        assert age_codes(before, days, known_on=known) == age_codes(after, days, known_on=known)
        seen = (last_seen(table, days, known_on=known).tolist() for table in (before, after))
        assert next(seen) == next(seen)


def replace_published(one, cut):
    shown = max(one.published or cut, cut) + dt.timedelta(days=1)
    return one._replace(published=shown)
