"""The text of a claim fills the form with what is clear, offers the rest, guesses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.workspace.claim_text import FIELDS, MOST_OPTIONS, read_claim

ENGLISH = (
    "Grey Dawn says that its rockets struck the Port on 24 July 2021 at 21:30, fired from the Farm."
)
ARABIC = (
    "أعلن الفجر الرمادي استهداف الميناء بصواريخ كاتيوشا أُطلقت من المزرعة "
    "يوم ٢٤ تموز ٢٠٢١ الساعة ٩:٣٠ مساءً"
)


def clear(reading):
    return {name: one.value for name, one in reading.fields.items() if one.value}


EXPECTED = {
    "target": "port", "launch": "farm", "date": "2021-07-24", "time": "21:30", "method": "rocket",
    "facade": "grey_dawn",
}  # fmt: skip


@pytest.mark.parametrize("text", [ENGLISH, ARABIC], ids=["English", "Arabic"])
def test_what_is_clear_is_suggested_in_either_language(valley, text):
    reading = read_claim(text, atlas=valley)
    assert clear(reading) == EXPECTED
    assert tuple(reading.fields) == FIELDS
    assert reading.found
    assert not reading.cut


def test_each_suggestion_has_the_words_that_it_was_read_from(valley):
    fields = read_claim(ENGLISH, atlas=valley).fields
    said = {name: one.options[0].words for name, one in fields.items() if one.options}
    assert said == {
        "target": "Port", "launch": "Farm", "date": "24 July 2021", "time": "21:30",
        "method": "rockets", "facade": "Grey Dawn",
    }  # fmt: skip


def test_of_several_places_none_is_taken(valley):
    target = read_claim("Rockets on the Fort and the Port", atlas=valley).fields["target"]
    assert target.value == ""
    assert [one.value for one in target.options] == ["fort", "port"]
    assert "several" in target.note


def test_a_place_after_from_without_a_launch_is_offered_for_both_and_taken_for_neither(valley):
    fields = read_claim("A statement from the Farm.", atlas=valley).fields
    for name in ("target", "launch"):
        assert fields[name].value == ""
        assert [one.value for one in fields[name].options] == ["farm"]
        assert "not clear" in fields[name].note


def test_a_group_that_is_named_is_no_assessment(valley):
    group = read_claim("The Ash Company did it", atlas=valley).fields["group"]
    assert [(one.value, one.words) for one in group.options] == [("ASH", "Ash Company")]
    assert group.value == ""
    assert "no assessment" in group.note


def test_coordinates_are_places_too_and_those_elsewhere_are_not(valley):
    reading = read_claim("at 33.5000, 44.2500", atlas=valley)
    assert clear(reading)["target"] == "33.50000,44.25000"
    assert not read_claim("at 48.8500, 2.3500", atlas=valley).fields["target"].options


def test_a_day_of_two_readings_is_a_choice(valley):
    date = read_claim("on 03/04/2021", atlas=valley).fields["date"]
    assert date.value == ""
    assert [one.value for one in date.options] == ["2021-04-03", "2021-03-04"]
    assert "other way round" in date.note


def test_a_day_of_another_calendar_is_named_and_not_used(valley):
    date = read_claim("27 ذو القعدة 1442", atlas=valley).fields["date"]
    assert not date.options
    assert "another calendar" in date.note


def test_two_means_are_a_choice_and_a_word_for_any_is_none(valley):
    method = read_claim("rockets and drones", atlas=valley).fields["method"]
    assert [one.value for one in method.options] == ["rocket", "drone_unspecified"]
    assert method.value == ""
    assert not read_claim("with other means, أخرى", atlas=valley).fields["method"].options


@pytest.mark.parametrize("text", ["", "Nothing happened.", "😀 😀", "لا شيء"])
def test_where_nothing_is_found_that_is_said_and_nothing_is_suggested(valley, text):
    reading = read_claim(text, atlas=valley)
    assert not reading.found
    assert clear(reading) == {}


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("بطائرتين مسيّرتين", "drone_unspecified"), ("أطلقنا ١٤ صاروخاً", "rocket"),
        ("بصاروخين", "rocket"), ("وبعبوتين ناسفتين", "roadside_bomb"),
        ("a fixed-wing drone", "drone_fixed_wing"), ("107mm rockets", "rocket"),
    ],
)  # fmt: skip
def test_words_are_known_as_sentences_have_them(valley, text, method):
    assert read_claim(text, atlas=valley).fields["method"].value == method


def test_markup_and_characters_that_are_not_seen_change_nothing(valley):
    hidden = "\u202e\u2066\ufeff".join(ENGLISH)
    assert clear(read_claim(hidden, atlas=valley)) == EXPECTED
    marked = ENGLISH.replace("Port", "<b>Port</b>").replace("Farm", "[Farm](javascript:x)")
    assert clear(read_claim(marked, atlas=valley)) == EXPECTED


def test_of_a_very_long_text_the_beginning_is_read_and_that_is_said(valley):
    reading = read_claim(ENGLISH + " x" * 500_000, atlas=valley)
    assert clear(reading) == EXPECTED
    assert reading.cut
    assert not read_claim("x " * 500_000 + ENGLISH, atlas=valley).found


def test_a_text_that_names_everything_offers_a_few(valley):
    names = " ".join(valley.gazetteer.table["name"])
    many = read_claim(f"{names} {names}", atlas=valley).fields["target"]
    assert len(many.options) == MOST_OPTIONS


@given(st.text(max_size=200))
def test_any_text_is_read(valley, text):
    reading = read_claim(text, atlas=valley)
    for one in reading.fields.values():
        assert one.value == "" or one.clear
        assert all(option.words and option.value for option in one.options)
