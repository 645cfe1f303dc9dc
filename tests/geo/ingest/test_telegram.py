"""Messages wait until a person made attacks of them; their minute is that of Baghdad."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest.quarantine import partition_rows
from geo.ingest.telegram import moment
from geo.io.formats import read_content
from tests.worlds.feeds import MESSAGES, channel, written

FILLED = {"date": "2021-08-02", "method": "rocket", "target_place": "Fort", "facade": "Grey Dawn"}


@pytest.fixture
def sorted_(valley, tmp_path):
    """A function from cells that a person filled in by row to what became of the messages."""

    def ingested(filled=None, *messages, confirmed=frozenset(), **beside):
        raw = read_content(written(tmp_path, channel(*messages, **beside)))
        for row, cells in (filled or {}).items():
            raw.cells.loc[row, list(cells)] = list(cells.values())
        return partition_rows(raw, atlas=valley, confirmed=confirmed)

    return ingested


def faults(found, row):
    return {fault.column: fault for fault in found.faults if fault.row == row}


def test_messages_wait_for_a_day_and_a_place(sorted_):
    found = sorted_()
    assert found.rows_kept == 0
    assert found.rows_read == found.rows_quarantined == 3
    assert set(faults(found, 2)) == {"date", "target_place"}
    listed = found.fix_list()
    assert list(listed["date"]) == ["", "", ""]
    assert listed["telegram_text"].str.contains("EXERCISE").all()


def test_what_a_person_filled_in_is_an_attack_that_was_claimed_alone(sorted_):
    found = sorted_({2: FILLED})
    attack = found.record.attacks.loc["telegram-ash-wire-2"]
    assert (attack["status"], attack["target_place_id"]) == ("claimed_only", "fort")
    assert list(found.record.claims["facade_id"]) == ["grey_dawn"]
    assert not any("not used" in note and "telegram" in note for note in found.notes)


def test_a_place_may_be_unknown_where_somebody_says_so(sorted_):
    cells = {**FILLED, "target_place": ""}
    assert sorted_({2: cells}).rows_kept == 0
    assert sorted_({2: cells}, confirmed=frozenset({2})).rows_kept == 1


@pytest.mark.parametrize("of", ["2021-07-03-city", "telegram-ash-wire-2"])
def test_a_message_may_be_a_claim_of_an_attack_that_another_row_tells(sorted_, of):
    found = sorted_({2: FILLED, 3: {"telegram_claim_of": of}})
    assert list(found.cells.index) == [2, 3]
    assert list(found.record.attacks["counts"]) == [True, False]


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"telegram_claim_of": "nowhere"}, "telegram_claim_of", "no such attack"),
        ({"telegram_claim_of": "telegram-ash-wire-3"}, "telegram_claim_of", "no such attack"),
        ({**FILLED, "telegram_posted": "yesterday"}, "telegram_posted", "not when"),
        ({**FILLED, "telegram_unix": "1"}, "telegram_posted", "not when"),
        ({**FILLED, "telegram_unix": "²"}, "telegram_posted", "not when"),
        ({**FILLED, "telegram_posted": "2999-01-01T00:00:00", "telegram_unix": ""},
         "telegram_posted", "after today"),
        ({**FILLED, "telegram_address": "javascript:alert(1)"}, "telegram_address", "not the addr"),
        ({**FILLED, "telegram_address": "https://t.me/a_name/2?x"}, "telegram_address", "not the"),
        ({**FILLED, "target_place": "Nowhere"}, "target_place", ""),
        ({**FILLED, "facade": "Black Swans"}, "facade", "not known"),
        ({**FILLED, "date": "2098-01-01"}, "date", "after today"),
    ],
)  # fmt: skip
def test_bad_cells_are_named(sorted_, cells, column, problem):
    found = sorted_({3: cells})
    assert problem in faults(found, 3)[column].problem
    assert 3 not in found.cells.index


def test_an_older_export_has_the_clock_of_its_machine_and_says_so(sorted_):
    found = sorted_({4: FILLED})
    assert 4 in found.cells.index
    assert any("1 messages have the clock" in note for note in found.notes)


BEGIN = dt.datetime.fromisoformat("1970-01-01")
SECONDS = st.integers(1_400_000_000, 1_800_000_000)
ZONES = st.integers(-12, 14)


@given(seconds=SECONDS, zone=ZONES)
def test_a_minute_is_that_of_baghdad_wherever_it_was_exported(seconds, zone):
    utc = BEGIN + dt.timedelta(seconds=seconds)
    written_ = (utc + dt.timedelta(hours=zone)).isoformat()
    when, sure = moment(written_, str(seconds))
    assert sure
    assert when == utc + dt.timedelta(hours=3)
    assert moment(written_, "") == (utc + dt.timedelta(hours=zone), False)


@given(seconds=SECONDS, hours=st.integers(16, 10_000), sign=st.sampled_from([-1, 1]))
def test_two_times_that_no_zone_parts_are_none(seconds, hours, sign):
    utc = BEGIN + dt.timedelta(seconds=seconds)
    assert moment((utc + sign * dt.timedelta(hours=hours)).isoformat(), str(seconds)) is None


@given(posted=st.text(max_size=24), unix=st.text(max_size=13))
def test_any_texts_are_a_time_or_none(posted, unix):
    found = moment(posted, unix)
    assert found is None or isinstance(found[0], dt.datetime)


def test_messages_of_the_same_number_in_one_file_wait(sorted_):
    found = sorted_({1: FILLED, 2: FILLED}, MESSAGES[1], MESSAGES[1])
    assert found.rows_kept == 0
    assert "more than once" in faults(found, 1)["attack_id"].problem
