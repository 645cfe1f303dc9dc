"""Escaped text shows what was written and holds nothing that a template or a browser would run."""

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.web.escape import escape, unescape
from tests.worlds.squares import HOSTILE

PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"))


def test_an_apostrophe_and_an_ampersand_become_entities_once():
    assert escape("Ka'ib & co") == "Ka&#39;ib &amp; co"


@given(PLAIN)
def test_unescaping_gives_the_text_back(text):
    assert unescape(escape(text)) == text


@given(PLAIN)
def test_no_character_of_any_template_language_is_left(text):
    assert not set(escape(text)) & set("<>\"'\\`${}%")


@pytest.mark.parametrize("text", HOSTILE)
def test_jinja_gives_escaped_text_back_unchanged(text):
    escaped = escape(text)
    assert jinja2.Environment(autoescape=False).from_string(escaped).render() == escaped


def test_a_number_is_written_as_text():
    assert escape(41) == "41"
