"""The page Method tells how what attacks point to fares, in a table of its own."""

from __future__ import annotations

import pytest

from dashboard.method.pointing import by_strength
from dashboard.services import ui_words as ui
from geo.attribution.points_to import points_to
from geo.evaluation.points_score import LIMITS, score
from geo.schemas.tokens import POINTS_STRENGTHS
from tests.support.apps import assert_sound, run, words


@pytest.fixture(scope="module")
def scored(valley, valley_found):
    return score(valley_found, points_to(valley_found, atlas=valley))


def test_each_strength_has_a_row_with_the_claim_and_one_without(scored):
    table = by_strength(scored)
    assert list(table["Strength"]) == [*POINTS_STRENGTHS] * 2
    assert table.groupby("Claim")["Attacks"].sum().to_list() == [len(scored.cases)] * 2
    assert set(table["Hit"] + table["Miss"] + table["Silent"]) <= set(range(len(scored.cases) + 1))


def test_the_page_says_how_many_what_was_missed_and_the_limits():
    app = run("method")
    assert_sound(app)
    stated = words(app)
    assert ui.WHAT_ATTACKS_POINT_TO in stated
    assert all(limit in stated for limit in LIMITS)
    assert any("Rests on" in frame.value.columns for frame in app.dataframe)
