"""What pages say of the bundled record as a whole: how little it teaches."""

from __future__ import annotations

from tests.support.apps import assert_sound, run, words
from tests.support.counted import ATTACKS, EVERY


def test_the_record_draws_the_recipe_area_and_says_why():
    app = run("groups", group="KH")
    assert_sound(app)
    text = words(app)
    assert "Under 5 campaigns no usual ground is drawn" in text
    assert "the map shows the area of the recipe instead" in text
    assert "too few to compare one half-year with the next" in text


def test_the_method_page_says_when_there_is_too_little():
    app = run("method")
    assert_sound(app)
    text = words(app)
    assert "Too little to score" in text
    assert "have a confirmed group, a day and a place known to 15 km" in text
    assert "Groups that share ground cannot be told apart by place" in text


def test_what_is_no_attack_is_never_counted(atlas):
    aside = atlas.record.attacks["status"].value_counts()
    app = run()
    text = words(app)
    assert f"{ATTACKS} of {ATTACKS} attacks" in text
    kinds = {"misreported": "misreported", "thwarted": "thwarted", "discovered": "found before use"}
    said = ", ".join(f"{aside[status]} {words_of}" for status, words_of in kinds.items())
    assert f"Not counted: {aside['fabricated']} fabricated, {said}" in text
    assert f"{EVERY} rows: {ATTACKS} attacks and {EVERY - ATTACKS} not counted as attacks" in text
    assert "rest on a claim or a partisan outlet alone" in text
    assert f"{ATTACKS} attacks" in text
    (table,) = app.dataframe
    assert len(table.value) == EVERY
    assert (table.value["Status"] == "fabricated").sum() >= 1


def test_the_attack_of_7_july_2021_is_in_the_queue_with_its_explanation():
    app = run("mismatches")
    text = words(app)
    assert "Rockets from a truck on Al-Asad Air Base" in text
    assert "7 July 2021" in text
    assert "a question, not an answer" in text


def test_the_timeline_says_what_is_left_out():
    text = words(run("timeline"))
    assert "undated" in text
    assert "all ten stand here, and later ones" in text
