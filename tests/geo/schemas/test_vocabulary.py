"""Words of other people's tables: what they stand for, and what they are not taken for."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.ingest.normalise import normalised
from geo.parsing.names import bare, key
from geo.schemas.attacks import METHODS, STATUSES
from geo.schemas.hints import hint
from geo.schemas.vocabulary import NAMED, NOBODY_WORDS, UNKNOWN_WORDS, WORDS


def read(column, text):
    cells, notes = normalised(pd.DataFrame({column: [text]}, index=[2]))
    return cells.at[2, column], notes


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("صواريخ غراد", "rocket"), ("صواريخ 107 ملم", "rocket"), ("صواريخ ١٠٧ ملم", "rocket"),
        ("صواريخ عيار 122 ملم", "rocket"), ("صاروخ كاتيوشا", "rocket"), ("كاتيوشا", "rocket"),
        ("Grad rockets", "rocket"), ("107mm rockets", "rocket"), ("107 mm rockets", "rocket"),
        ("هاون", "mortar"), ("هاون 120 ملم", "mortar"), ("طائرة مسيرة", "drone_unspecified"),
        ("طائرة مسيّرة مفخخة", "drone_unspecified"), ("المسيرات", "drone_unspecified"),
        ("drone", "drone_unspecified"), ("UAV", "drone_unspecified"), ("IED", "roadside_bomb"),
        ("عبوة ناسفة", "roadside_bomb"), ("عبوة لاصقة", "other"), ("sticky bomb", "other"),
        ("غير معروف", ""), ("unknown", ""),
    ],
)  # fmt: skip
def test_a_common_word_stands_for_a_method(text, method):
    assert read("method", text)[0] == method


@pytest.mark.parametrize("text", ["107mm", "قذائف 120 ملم", "air/drone strike", "C-RAM", "-"])
def test_what_does_not_say_how_is_no_method(text):
    assert read("method", text) == (text, [])


@pytest.mark.parametrize(
    ("text", "nearest", "fix"),
    [
        ("rokets", "rocket", True),
        ("quadcoptr", "drone_quadcopter", True),
        ("طائرة مسيرة كبيرة", "", False),  # large, where we know a small one
        ("sling", "", False),
    ],
)
def test_the_nearest_method_is_named_where_one_is_near(text, nearest, fix):
    problem, remedy, suggested = hint("method", text, "a method that is known, or empty")
    assert problem == "expected a method that is known, or empty"
    assert remedy.startswith(f"Nearest: {nearest}." if nearest else "Write one of the eleven")
    assert suggested == ((("method", nearest),) if fix else ())
    assert len(remedy) < 80


@pytest.mark.parametrize(("token", "words"), METHODS.items())
def test_a_method_may_be_written_in_the_words_that_we_show(token, words):
    assert read("method", words)[0] == read("method", words.lower())[0] == token


def test_there_are_as_many_methods_as_the_remedy_says():
    assert len(METHODS) == 11
    assert set(WORDS["method"]) == {*METHODS, ""}
    assert set(WORDS["status"]) <= set(STATUSES)


@pytest.mark.parametrize("column", NAMED)
@pytest.mark.parametrize(
    "text", ["لم تتبن", "لم يتبن أحد", "unclaimed", "None", "غير معروف", "مجهول", "لم تتبن أي جهة"]
)
def test_words_for_nobody_are_read_as_empty_and_reported(column, text):
    assert read(column, text) == ("", [f"{column}: 1 cell read as empty, such as {text!r}."])


def test_no_word_for_nobody_is_the_name_of_somebody(atlas):
    registry = atlas.registry
    for word in (*NOBODY_WORDS, *UNKNOWN_WORDS):
        assert not registry.group_names.by_key.get(key(word))
        assert not registry.facade_names.by_key.get(key(word))


def test_rewritten_cells_and_emptied_ones_are_counted_apart():
    cells = pd.DataFrame({"method": ["rockets", "unknown", "rockets", "rocket"]})
    assert normalised(cells)[1] == [
        "method: 2 cells rewritten, such as 'rockets' to 'rocket'.",
        "method: 1 cell read as empty, such as 'unknown'.",
    ]


@pytest.mark.parametrize("column", WORDS)
def test_a_word_stands_for_one_thing(column):
    meant = {}
    for token, words in WORDS[column].items():
        for word in (token, *words):
            meant.setdefault(bare(word), set()).add(token)
    assert not {word: tokens for word, tokens in meant.items() if len(tokens) > 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [("الملاحظات", "ملاحظات"), ("والتاريخ", "تاريخ"), ("للهدف", "هدف"), ("Notes", "notes")],
)
def test_the_article_does_not_count(one, other):
    assert bare(one) == bare(other)


@pytest.mark.parametrize(("one", "other"), [("الله", "له"), ("ألم", "م"), ("Alone", "one")])
def test_what_is_no_article_stays(one, other):
    assert bare(one) != bare(other)
