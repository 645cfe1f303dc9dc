"""A chain of entries is whole, or the first entry that does not hold is named, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.casebook.chain import check_chain
from geo.casebook.entry import GENESIS, Entry
from geo.casebook.rows import row_of

N = 5


def chain(n=N):
    """Rows of `n` sealed entries, each after the one before."""
    made, last = [], GENESIS
    for number in range(1, n + 1):
        entry = Entry(by="Zaynab", kind="review", attack_id=f"a{number}", key=f"k{number}").sealed(
            number=number, at=f"2021-05-{number:02d}T00:00:00Z", before=last
        )
        made.append(row_of(entry))
        last = entry.sha256
    return made


def end_of(rows):
    return (len(rows), rows[-1]["sha256"]) if rows else (0, GENESIS)


def test_an_empty_book_is_whole_and_its_head_is_the_beginning():
    kept, found = check_chain([], end=(0, GENESIS))
    assert kept == ()
    assert (found.whole, found.entries, found.head) == (True, 0, GENESIS)


def test_a_whole_chain_gives_all_its_entries_and_its_head():
    rows = chain()
    kept, found = check_chain(rows, end=end_of(rows))
    assert [entry.attack_id for entry in kept] == ["a1", "a2", "a3", "a4", "a5"]
    assert (found.whole, found.entries, found.head) == (True, N, rows[-1]["sha256"])
    assert found.sentence() == f"5 entries hold; the head is {rows[-1]['sha256']}."


@pytest.mark.parametrize("since", range(N + 1))
def test_a_head_of_before_is_found_with_how_many_came_after_it(since):
    rows = chain()
    head = rows[N - since - 1]["sha256"] if since < N else GENESIS
    found = check_chain(rows, end=end_of(rows), head=f" {head.upper()}\n")[1]
    assert (found.whole, found.since) == (True, since)
    assert f", {since} of them after the head given;" in found.sentence()


@given(at=st.integers(0, N - 1), cell=st.sampled_from(["note", "by", "verdict", "at", "attack_id"]))
def test_a_cell_that_was_changed_ends_what_holds_before_it(at, cell):
    rows = chain()
    end = end_of(rows)
    rows[at] = {**rows[at], cell: f"{rows[at][cell]}!"}
    kept, found = check_chain(rows, end=end)
    assert len(kept) == at
    assert found.broken.number == at + 1
    assert found.sentence().endswith("was changed: its hash does not fit what it says.")


@given(at=st.integers(0, N - 1))
def test_an_entry_taken_out_is_missing_where_it_stood(at):
    rows = chain()
    end = end_of(rows)
    del rows[at]
    found = check_chain(rows, end=end)[1]
    assert (found.broken.number, found.broken.problem) == (at + 1, "is missing")
    assert found.entries == at


def test_an_entry_that_stands_twice_was_put_in():
    rows = chain()
    found = check_chain([*rows[:3], rows[2], *rows[3:]], end=end_of(rows))[1]
    assert (found.broken.number, found.broken.problem) == (3, "was put in")


def test_an_end_rewritten_with_right_hashes_is_found_by_the_head_that_was_kept():
    rows = chain()
    head = rows[-1]["sha256"]
    forged = Entry(by="Zaynab", kind="review", attack_id="forged").sealed(
        number=N, at="2021-05-05T00:00:00Z", before=rows[-2]["sha256"]
    )
    rows[-1] = row_of(forged)
    assert check_chain(rows, end=end_of(rows))[1].whole
    found = check_chain(rows, end=end_of(rows), head=head)[1]
    assert found.broken.number == N + 1
    assert head in found.broken.problem


def test_an_entry_sealed_after_another_does_not_follow():
    rows = chain()
    stray = Entry(by="Zaynab", kind="review", attack_id="a3").sealed(
        number=3, at="2021-05-03T00:00:00Z", before=rows[0]["sha256"]
    )
    rows[2] = row_of(stray)
    found = check_chain(rows, end=end_of(rows))[1]
    assert (found.broken.number, found.broken.problem) == (3, "does not follow the entry before it")


@pytest.mark.parametrize(
    ("end", "number", "problem"),
    [
        (None, N + 1, "cannot be looked for: the book has lost its end"),
        ((N + 1, "f" * 64), N + 1, "is missing"),
        ((N, "f" * 64), N, "is not the end that was kept"),
        (("five", ""), N, "is not the end that was kept"),
    ],
)
def test_the_end_that_the_book_keeps_is_compared(end, number, problem):
    found = check_chain(chain(), end=end)[1]
    assert (found.broken.number, found.broken.problem) == (number, problem)


@pytest.mark.parametrize(("cell", "value"), [("details", "{"), ("details", None), ("form", "one")])
def test_a_cell_of_another_type_is_told_and_not_raised(cell, value):
    rows = chain()
    end = end_of(rows)
    rows[1] = {**rows[1], cell: value}
    found = check_chain(rows, end=end)[1]
    assert found.broken.number == 2
    assert found.broken.problem.startswith("was changed")
