"""Names in sentences are found by their longest spelling, and short ones in capitals alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.parsing.mentions import LONGEST_QUOTE, MOST_READ, Vocabulary, mentions, quote, read_part
from geo.parsing.names import Names, bare, key

PLACES = Names.build(
    "place",
    {
        "fort": ["Fort", "القلعة"], "old_fort": ["Old Fort", "القلعة القديمة"], "kb": ["KB"],
        "asad": ["Al-Asad", "عين الأسد"], "forts_end": ["Fort’s End"],
    },
    {},
)  # fmt: skip
MEANS = Vocabulary(
    "method", {bare(word): frozenset(["drone"]) for word in ("مسيرة", "drones")}, bare
)


def found(text):
    vocabularies = (Vocabulary("place", PLACES.by_key), MEANS)
    return [(one.kind, *one.idents, one.words) for one in mentions(read_part(text), vocabularies)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The FORT was struck.", [("place", "fort", "FORT")]),
        ("near the Old Fort, by drones", [("place", "old_fort", "Old Fort"),
                                           ("method", "drone", "drones")]),
        ("at Al-Asad", [("place", "asad", "Al-Asad")]),
        ("at al Asad", [("place", "asad", "Asad")]),
        ("a comfort to forty forts", []),
        ("kb of data", []),
        ("the KB gate", [("place", "kb", "KB")]),
        ("at Fort's End", [("place", "forts_end", "Fort's End")]),
        ("استهداف القلعة", [("place", "fort", "القلعة")]),
        ("استهداف القلعة القديمة اليوم", [("place", "old_fort", "القلعة القديمة")]),
        ("بمسيرة على عين الأسد", [("method", "drone", "بمسيرة"), ("place", "asad", "عين الأسد")]),
        ("وبالمسيرة للقلعة", [("method", "drone", "وبالمسيرة"), ("place", "fort", "للقلعة")]),
        ("مُسَيَّرَة", [("method", "drone", "مُسَيَّرَة")]),
        ("", []),
    ],
)  # fmt: skip
def test_names_are_found_in_sentences(text, expected):
    assert found(text) == expected


def test_two_things_of_one_spelling_are_both_given():
    names = Names.build("place", {"a": ["Khalis"], "b": ["Khalis"]}, {})
    (one,) = mentions("in Khalis", [Vocabulary("place", names.by_key)])
    assert one.idents == ("a", "b")


def test_of_two_vocabularies_the_longer_name_counts_and_of_equal_ones_both():
    words = [Vocabulary("place", {"grey": frozenset("p")}),
             Vocabulary("facade", {"grey dawn": frozenset("f")})]  # fmt: skip
    assert [one.kind for one in mentions("by Grey Dawn", words)] == ["facade"]
    words = [
        Vocabulary("place", {"grey": frozenset("p")}),
        Vocabulary("x", {"grey": frozenset("q")}),
    ]
    assert [one.kind for one in mentions("by Grey", words)] == ["place", "x"]


def test_the_words_before_a_name_end_with_its_sentence():
    (one,) = mentions("It was fired. From the Fort", [Vocabulary("place", PLACES.by_key)])
    assert one.before == ("from", "the")


def test_what_cannot_be_seen_is_not_read_and_not_quoted():
    (one,) = mentions(read_part("Old\u202e\u200b For\u200dt"), [Vocabulary("place", PLACES.by_key)])
    assert (one.idents, one.words) == (("old_fort",), "Old Fort")


def test_a_long_quote_is_cut():
    text = "x" * 500
    assert quote(text, 0, 500) == "x" * LONGEST_QUOTE + "…"


def test_only_the_beginning_of_a_very_long_text_is_read():
    assert len(read_part("a" * 1_000_000)) == MOST_READ
    assert found(" " * MOST_READ + "Fort") == []


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_name_stands_in_it(text):
    read = read_part(text)
    for one in mentions(read, (Vocabulary("place", PLACES.by_key), MEANS)):
        assert one.words == quote(read, one.begin, one.end)
        if one.kind == "place":
            assert any(spelling in key(one.words) for spelling in PLACES.by_key)


@pytest.mark.parametrize(
    "text", ["Al-" * 400_000, "fort " * 200_000, "و" * 1_000_000, "'" * 1_000_000, "a'" * 500_000]
)
def test_of_a_megabyte_of_anything_no_more_is_read_than_of_its_beginning(text):
    assert found(text) == found(text[:MOST_READ])
