"""What is wrong with a cell and what to do about it, in words for the person who typed it."""

from __future__ import annotations

from itertools import zip_longest

from rapidfuzz import fuzz, process

from geo.parsing.dates import ORDERS, counted_days, impossible, iso_date, other_calendar
from geo.parsing.names import bare
from geo.parsing.plain import begin
from geo.schemas.vocabulary import METHOD_WORDS, without_calibre

NEAR, SURE = 75, 88
"""Scores from which a word is named as the nearest, and from which it is offered as the fix."""

_METHODS = {bare(word): token for token, words in METHOD_WORDS.items() for word in (token, *words)}

_CENTURIES, _LONGEST_SERIAL = ("19", "20"), 9

Hint = tuple[str, str, tuple[tuple[str, str], ...]]
"""Problem, remedy, and the likely correction as pairs of column and cell."""


def hint(column: str, given: str, expected: str) -> Hint:
    """Problem, remedy and likely correction of a cell that is not what was expected.

    Parameters
    ----------
    column
        Column of ours.
    given
        What stands there.
    expected
        What should stand there, in words.
    """
    problem = f"expected {expected}"
    if column in {"date", "date_latest"}:
        return _date_hint(column, given, problem)
    if column == "method":
        return _method_hint(given, problem)
    return problem, "Correct the value.", ()


def _date_hint(column: str, given: str, problem: str) -> Hint:
    other = other_calendar(given)
    if other:
        return (
            f"a year of another calendar ({other})",
            "Look the day up in the source, and write it as YYYY-MM-DD of the Gregorian calendar.",
            (),
        )
    why = impossible(given)
    if why:
        return f"no such date: {why}", "Look the date up in the source.", ()
    counted = counted_days(given)
    if counted:
        return _counted_hint(column, given, counted)
    by_order = {order: iso_date(given, date_order=order) for order in ORDERS}
    days = list(dict.fromkeys(day for day in by_order.values() if day not in {"", given}))
    days = [day for day in days if day[:2] in _CENTURIES]
    if len(days) == 1:
        orders = [order for order, day in by_order.items() if day == days[0]]
        choose = f", or choose “{orders[0]}” as the order of dates" if len(orders) == 1 else ""
        return problem, f"It can only be {days[0]}: write that{choose}.", ((column, days[0]),)
    if days:
        remedy = f"It may be {days[0]} or {days[1]}: write the one that is meant."
        return problem, remedy, ()
    return problem, "Correct the value.", ()


def _counted_hint(column: str, given: str, days: list[str]) -> Hint:
    """Say what a number that counts days or seconds may be; a person decides."""
    if len(days) > 1:
        problem = f"a count of seconds: {days[0]} in UTC, {days[1]} in Baghdad"
        return problem, "Write the day that is meant.", ()
    what = "a date without its hyphens" if given.startswith(days[0][:4]) else "a count of days"
    what = "a count of seconds" if len(given) > _LONGEST_SERIAL else what
    remedy = f"It may be {days[0]}: write that if it is."
    if what == "a count of days":
        remedy = f"In a spreadsheet it is {days[0]}, unless it counts from 1904: write the day."
    return f"a number that looks like {what}", remedy, ((column, days[0]),)


def _method_hint(given: str, problem: str) -> Hint:
    plain = without_calibre(begin(given))
    near = process.extract(plain, list(_METHODS), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
    scores = {_METHODS[spelling]: _by_word(plain, spelling) for spelling, _, _ in reversed(near)}
    token = max(scores, key=lambda one: scores[one], default="")
    if not token or scores[token] < NEAR:
        remedy = "Write one of the eleven methods of docs/cli.md, or leave it empty."
        return problem, remedy, ()
    fix = (("method", token),) if scores[token] >= SURE else ()
    return problem, f"Nearest: {token}.", fix


def _by_word(one: str, other: str) -> float:
    """Score of the least alike words: one word that differs makes a large drone of a small one."""
    words = list(zip_longest(one.split(), other.split(), fillvalue=""))
    return min((fuzz.ratio(a, b) for a, b in words), default=0.0)
