"""What is kept is made once, however a call is written and however many threads ask."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.memo import Memo, kept
from tests.support import pace


class Counted:
    """Notes what it was made to work out."""

    def __init__(self):
        self.made = []

    @kept(2)
    def twice(self, number, sign=""):
        self.made.append((number, sign))
        if number < 0:
            raise ValueError(number)
        return [number, number]

    @kept()
    def answer(self):
        return object()


def test_the_same_object_is_given_however_a_call_is_written():
    one = Counted()
    first = one.twice(3)
    assert first == [3, 3]
    assert all(again is first for again in (one.twice(3, ""), one.twice(number=3), one.twice(3)))
    assert one.made == [(3, "")]
    assert one.twice(3, "x") is not first


def test_the_one_longest_not_asked_for_goes_first():
    one = Counted()
    for number in (1, 2, 1, 3):
        one.twice(number)
    one.twice(1)
    assert one.made == [(1, ""), (2, ""), (3, "")]
    one.twice(2)
    assert one.made[-1] == (2, "")


def test_an_error_is_reported_and_not_kept():
    one = Counted()
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            one.twice(-1)
    assert one.made == [(-1, ""), (-1, "")]


def test_each_object_has_its_own_and_takes_it_along():
    one, other = Counted(), Counted()
    assert one.answer() is one.answer()
    assert one.answer() is not other.answer()
    gone = weakref.ref(one)
    del one
    gc.collect()
    assert gone() is None


def test_threads_that_ask_at_once_wait_for_one_of_them():
    memo, asked, made = Memo(4), threading.Barrier(8), []

    def make():
        made.append(threading.get_ident())
        return object()

    def ask(_):
        asked.wait()
        return memo.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))
    assert len(found) == len(made) == 1


def test_a_slow_answer_holds_up_nobody_who_asks_something_else():
    memo, begun, may_end = Memo(4), threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert may_end.wait(pace.seconds(60))
        return "slow"

    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(memo.get, "slow", slow)
        assert begun.wait(pace.seconds(60))
        assert memo.get("quick", lambda: "quick") == "quick"
        assert not pending.done()
        may_end.set()
        assert pending.result() == "slow"
