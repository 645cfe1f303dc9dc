"""Days, hours and coordinates in sentences: read where clear, with both readings if not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.parsing.mentions import read_part
from geo.parsing.text_days import coordinates_in, days_in, times_in


def values(found):
    return [(*one.values, one.words) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 8 July 2021 the base", [("2021-07-08", "8 July 2021")]),
        ("on July 8, 2021.", [("2021-07-08", "July 8, 2021")]),
        ("the 8th of July 2021", [("2021-07-08", "8th of July 2021")]),
        ("Thursday, 8 July 2021", [("2021-07-08", "Thursday, 8 July 2021")]),
        ("يوم ٨ تموز ٢٠٢١", [("2021-07-08", "يوم 8 تموز 2021")]),
        ("في 8 تموز/يوليو 2021", [("2021-07-08", "8 تموز/يوليو 2021")]),
        ("3 كانون الثاني 2021", [("2021-01-03", "3 كانون الثاني 2021")]),
        ("in July 2021 rockets", [("2021-07", "July 2021")]),
        ("In July 2021 8 rockets", [("2021-07", "July 2021")]),
        ("2021-07-08T21:30", [("2021-07-08", "2021-07-08")]),
        ("published 2021/7/8.", [("2021-07-08", "2021/7/8")]),
        ("on 25/07/2021", [("2021-07-25", "25/07/2021")]),
        ("on 03/04/2021", [("2021-04-03", "2021-03-04", "03/04/2021")]),
        ("8 July 2021 and 9 July 2021", [("2021-07-08", "8 July 2021"),
                                         ("2021-07-09", "9 July 2021")]),
        ("2 rockets 8 July 2021", [("2021-07-08", "8 July 2021")]),
        ("They may strike in 2021", []),
        ("version 3.4.2021.7, 192.168.10.2021", []),
        ("rockets 107 mm", []),
    ],
)  # fmt: skip
def test_a_day_is_read_with_its_words(text, expected):
    assert values(days_in(read_part(text))) == expected


@pytest.mark.parametrize(
    ("text", "words", "note"),
    [
        ("struck on 8 July at dawn", "8 July", "it has no year"),
        ("struck on July 8 at dawn", "July 8", "it has no year"),
        ("٨ تموز", "8 تموز", "it has no year"),
        ("on Friday 8 July 2021", "Friday 8 July 2021", "8 July 2021 is a Thursday, not a Friday"),
        ("on 31 June 2021", "31 June 2021", "June has 30 days"),
        ("on 31/06/2021", "31/06/2021", "June has 30 days"),
        ("27 ذو القعدة 1442", "27 ذو القعدة 1442", "another calendar"),
        ("1442/11/27", "1442/11/27", "another calendar"),
        ("17 تیر 1400", "17 تیر 1400", "another calendar"),
        ("yesterday the base", "yesterday", "does not say when it was written"),
        ("فجر أمس", "أمس", "does not say when it was written"),
    ],
)
def test_what_cannot_be_used_has_no_value_and_says_why(text, words, note):
    (one,) = days_in(read_part(text))
    assert (one.values, one.words) == ((), words)
    assert note in one.note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 21:30 local", [("21:30", "21:30")]),
        ("at 09:30", [("09:30", "09:30")]),
        ("at 9:30 pm", [("21:30", "9:30 pm")]),
        ("at 12:15 a.m.", [("00:15", "12:15 a.m.")]),
        ("at 9 pm", [("21:00", "at 9 pm")]),
        ("at 9:30 the base", [("09:30", "21:30", "9:30")]),
        ("الساعة 9 مساءً", [("21:00", "الساعة 9 مساء")]),
        ("الساعة 4:30 فجرا", [("04:30", "4:30 فجرا")]),
        ("الساعة 2 ليلا", [("02:00", "الساعة 2 ليلا")]),
        ("الساعة 11 ليلا", [("23:00", "الساعة 11 ليلا")]),
        ("الساعة 12 ظهرا", [("12:00", "الساعة 12 ظهرا")]),
        ("الساعة 1 ظهرا", [("13:00", "الساعة 1 ظهرا")]),
        ("الساعة 9 قصف", [("09:00", "21:00", "الساعة 9")]),
        ("at 0430 hours", [("04:30", "0430 hours")]),
        ("in 2021 local factions", []),
        ("at dawn", [("dawn", "dawn")]),
        ("فجر اليوم", [("dawn", "فجر")]),
        ("at dawn, at 04:30", [("04:30", "04:30")]),
        ("82 mm mortars, 107 am", []),
        ("the ratio 3:4", []),
    ],
)
def test_an_hour_is_read_with_its_words(text, expected):
    assert values(times_in(read_part(text))) == expected


@pytest.mark.parametrize(
    ("text", "note"),
    [("at 18:30 UTC", "in UTC"), ("at 18:30Z", "in UTC"), ("at 25:30", "no such time"),
     ("at 0:30 pm", "no such time")],
)  # fmt: skip
def test_an_hour_that_cannot_be_used_says_why(text, note):
    (one,) = times_in(read_part(text))
    assert one.values == ()
    assert note in one.note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 33.5000, 44.2500 tonight", ["33.50000,44.25000"]),
        ("(33.5000 44.2500)", ["33.50000,44.25000"]),
        ("٣٣٫٥٠٠، ٤٤٫٢٥٠", []),
        ("grid 38S MB 4412 8534.", ["38S MB 4412 8534"]),
        ("grid 38SMB44128534", ["38SMB44128534"]),
        ("33°18'45\"N 44°22'00\"E", ["33.31250,44.36667"]),
        ("33°N 44°E", ["33.00000,44.00000"]),
        ("12.5, 13", []),
        ("version 1.23.45", []),
    ],
)
def test_coordinates_are_read_as_the_gazetteer_takes_them(text, expected):
    assert [one.values[0] for one in coordinates_in(read_part(text))] == expected


@pytest.mark.parametrize("read", [days_in, times_in, coordinates_in])
@given(text=st.text(max_size=200) | st.text("0123456789:./- مصpamT°'\"NE", max_size=200))
def test_any_text_is_read_and_what_is_found_stands_in_it(read, text):
    for one in read(read_part(text)):
        assert one.words
        assert one.values or one.note


@pytest.mark.parametrize("read", [days_in, times_in, coordinates_in])
@pytest.mark.parametrize(
    "text",
    ["1" * 1_000_000, "1:" * 500_000, "1.11 " * 200_000, "12 July " * 100_000, "الساعة " * 150_000,
     "33° " * 250_000, "38S " * 250_000, "01/01/2021" * 100_000],
)  # fmt: skip
def test_of_a_megabyte_only_the_beginning_is_read(read, text):
    assert len(read(read_part(text))) <= 20_000
