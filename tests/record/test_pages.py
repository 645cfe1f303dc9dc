"""What pages say of the bundled record as a whole: how little it teaches."""

from __future__ import annotations

from tests.support.apps import assert_sound, run, words


def test_the_record_draws_the_recipe_area_and_says_why():
    app = run("groups", group="KH")
    assert_sound(app)
    told = words(app)
    assert "Under 5 campaigns no usual ground is drawn" in told
    assert "the map shows the area of the recipe instead" in told
    assert "too few to compare one half-year with the next" in told


def test_the_method_page_says_when_there_is_too_little():
    app = run("method")
    assert_sound(app)
    told = words(app)
    assert "Too little to score" in told
    assert "have a confirmed group, a day and a place known to 15 km" in told
    assert "Groups that share ground cannot be told apart by place" in told
