"""One card, two screens: the terminal and the page say all that it holds."""

import re

import pytest
import streamlit as st
from rich.console import Console

from dashboard.cli._card import answer_blocks, card_blocks
from dashboard.services.card import EFFECT_LABELS, card_of
from geo.schemas.tokens import VERDICTS
from geo.verdicts.check import check
from geo.verdicts.serialize import findings_objects
from geo.verdicts.table import names_of
from geo.verdicts.terms import EFFECTS
from tests.support.apps import assert_sound, run, words
from tests.support.findings import pointed

WIDE = 4_000


@pytest.fixture(scope="module")
def found(atlas):
    return check(atlas.record, atlas=atlas)


@pytest.fixture(scope="module")
def cards(atlas, found):
    """Every card of the record, by attack id."""
    names = names_of(atlas)
    points = pointed(found, atlas)
    items = findings_objects(found, reports=atlas.record.reports, points=points)
    return {item["attack_id"]: card_of(item, found, atlas=atlas, names=names) for item in items}


def said(card):
    """Every text of a card that both screens owe the reader."""
    for place in card.places:
        yield from (place.name, place.precision, place.degrees, place.mgrs, place.note)
        yield from (*place.inside, *place.undecided, *place.committees, place.old)
    for claim in card.claims:
        yield from (claim.who, claim.owner, claim.claimed_at, claim.wording)
    if card.assessment is not None:
        line = card.assessment
        yield from (line.who, line.by, line.wording, line.confidence)
    for line in (*card.terms, *card.flags, *card.points.indications):
        yield from (line.text, line.source)
    yield from (card.points.says, card.points.without)
    yield from (line.label for line in card.flags)
    yield from (card.title, card.day, card.time, card.method, card.note, card.several, card.verdict)


def plain(text):
    return re.sub(r"\s+", " ", text).casefold()


def terminal(card, found):
    console = Console(width=WIDE, markup=False, highlight=False)
    with console.capture() as captured:
        for block in (*answer_blocks(card, ()), *card_blocks(card, found)):
            console.print(block)
    return plain(captured.get())


def test_the_terminal_says_all_of_every_card(cards, found):
    for card in cards.values():
        shown = terminal(card, found)
        missing = [text for text in said(card) if plain(text) not in shown]
        assert not missing, card.attack_id


@pytest.fixture
def bundled_outlines(monkeypatch):
    """Pages by the bundled outlines, as the cards are; others give other shares."""
    monkeypatch.delenv("ATLAS_BOUNDARIES", raising=False)
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.mark.usefixtures("bundled_outlines")
@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_page_says_all_of_a_card(cards, verdict):
    of_it = [card for card in cards.values() if card.verdict == verdict and card.counts]
    # The one with most to say.
    card = max(of_it, key=lambda one: sum(map(len, said(one))))
    app = run("map", attack=card.attack_id)
    assert_sound(app)
    shown = plain("\n".join([words(app), *(one.value for one in app.code)]))
    missing = [text for text in said(card) if plain(text) not in shown]
    assert not missing, card.attack_id


def test_no_square_is_finer_than_its_place_is_known(cards):
    for card in cards.values():
        for place in card.places:
            radius_km = float(re.search(r"±([\d.]+) km", place.precision)[1]) if place.mgrs else 0
            digits = len(place.mgrs.replace(" ", "")) - 5
            assert digits <= (4 if radius_km >= 2 else 8), card.attack_id


def test_every_effect_has_a_label():
    assert set(EFFECT_LABELS) == set(EFFECTS)
