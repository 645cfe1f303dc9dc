"""The groups page on usual ground: drawn where enough is known, else said why not."""

from __future__ import annotations

import pytest
import streamlit as st

from tests.support.apps import assert_sound, run, words
from tests.support.server import ROOT

EXERCISE = ROOT / "data" / "exercise"


@pytest.fixture
def exercise(monkeypatch):
    """The invented conflict in place of the record, for one test."""
    monkeypatch.setenv("ATLAS_DATA", str(EXERCISE))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


def test_a_thin_record_draws_the_recipe_area_and_says_why(shown_valley):
    app = run("groups", group="OAK")
    assert_sound(app)
    text = words(app)
    assert "Under 5 campaigns no usual ground is drawn" in text
    assert "the map shows the area of the recipe instead" in text
    assert "too few to compare one half-year with the next" in text


def test_the_method_page_says_when_there_is_too_little(shown_valley):
    app = run("method")
    assert_sound(app)
    text = words(app)
    assert "Too little to score" in text
    assert "have a confirmed group, a day and a place known to 15 km" in text
    assert "Groups that share ground cannot be told apart by place" in text


def test_an_exercise_draws_usual_ground_with_its_counts(exercise):
    app = run("groups", group="Alder")
    assert not app.exception
    assert [one.value for one in app.error] == [
        "EXERCISE: invented attacks are shown. Nothing of it happened."
    ]
    text = words(app)
    assert "hold half and all cells 95 % of its votes, from 107 confirmed launches" in text
    assert "in 39 campaigns, worth 5.2 votes" in text
    assert "Moved since the half-year before: Jul 2002 103 km" in text
    shared = next(one.value for one in app.dataframe if "Likeness" in one.value)
    assert set(shared["With"]) == {"Birch", "Cedar", "Dogwood"}
    assert shared["Likeness"].between(0, 1).all()


def test_an_earlier_day_knows_less(exercise):
    text = words(run("groups", group="Alder", known_on="2001-06-01"))
    assert "By what was known on 1 June 2001" in text
    assert "from 107 confirmed launches" not in text


def test_the_method_page_scores_a_record_that_is_large_enough(exercise):
    app = run("method")
    assert not app.exception
    figures = next(one.value for one in app.dataframe if "The vote" in one.value)
    assert len(figures) == 8
    groups = next(one.value for one in app.dataframe if "What that means" in one.value)
    assert list(groups["Group"]) == ["Alder", "Birch", "Cedar", "Dogwood"]


def test_what_is_learned_may_be_limited_to_a_grade():
    from dashboard.session import queries
    from geo.records.grades import best_letter

    letters = best_letter(queries.atlas().record.reports, queries.atlas().registry)
    every = queries.past_launches()
    for worst in ("A", "B"):
        kept = {ident for ident in every.ids if "" < letters.get(ident, "") <= worst}
        assert set(queries.past_launches(worst).ids) == kept
    assert len(queries.past_launches("A").ids) < len(queries.past_launches("B").ids)
    assert queries.scored_on("A") < queries.scored_on()


def test_the_page_says_to_which_grade_it_is_limited(monkeypatch):
    from dashboard.groups import usual_ground as usual
    from dashboard.services.selection import Selection

    monkeypatch.setattr(usual, "current", lambda: Selection(grade="B"))
    assert "from publishers graded B or better" in usual.summary("KH")
