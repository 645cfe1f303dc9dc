"""``fasail-atlas points``: one truth in every form, and what it refuses."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.worlds.valley import FOLDER

DATA = ("--data", str(FOLDER))
FORT = "2021-05-22-fort"


def test_one_attack_is_told_with_every_indication(run):
    stated = run("points", "--id", FORT, *DATA).out
    assert "Points to Oak (moderate), by target and weapon." in stated
    assert "Target under control" in stated
    assert "Oak alone strikes the fort." in " ".join(stated.split())


def test_forms_agree(run, tmp_path):
    objects = json.loads(run("points", "--format", "json", *DATA).out)
    path = tmp_path / "points.csv"
    run("points", "--format", "csv", "-o", str(path), *DATA)
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, index_col="attack_id")
    assert list(rows.index) == [one["attack_id"] for one in objects]
    assert list(rows["points_to"]) == ["|".join(one["groups"]) for one in objects]
    checked = json.loads(run("check", "--format", "json", *DATA).out)
    assert [{"attack_id": one["attack_id"], **one["points_to"]} for one in checked] == objects
    assert f"{len(objects)} attacks: " in run("points", *DATA).out


def test_the_table_of_a_check_has_a_column_for_it(run):
    assert "Points to" in run("check", *DATA).out


def test_a_day_takes_away_what_was_published_later(run):
    objects = json.loads(run("points", "--known-on", "2021-07-30", "--format", "json", *DATA).out)
    assert not any(one["groups"] for one in objects)


def test_assessed_attacks_and_shares_are_told(run):
    stated = json.loads(run("points", "assessed", "--format", "json", *DATA).out)
    assert {one["attack_id"] for one in stated["attacks"]} >= {FORT}
    assert "Answers that leave out who was assessed" in run("points", "assessed", *DATA).out
    shares = json.loads(run("points", "shares", "--format", "json", *DATA).out)
    assert shares["counts"]["All"]["attacks"] == 12
    assert len(shares["neither"]) == shares["counts"]["All"]["neither"]
    assert "Why neither" in run("points", "shares", *DATA).out


def test_answers_are_frozen_and_scored(run, tmp_path):
    path = tmp_path / "today.json"
    run("points", "freeze", "-o", str(path), *DATA)
    stated = json.loads(run("points", "score", str(path), "--format", "json", *DATA).out)
    assert stated["changed"] == []
    assert {one["state"] for one in stated["answers"]} == {"assessed before", "not assessed"}
    assert "Changed since: nothing." in run("points", "score", str(path), *DATA).out
    again = run("points", "freeze", "-o", str(path), *DATA)
    assert again.code == 2
    assert "--force" in again.message


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("points", "--known-on", "soon"), "is no day"),
        (("points", "--id", FORT, "assessed"), "stand after the subcommand"),
        (("points", "--id", "nothing-of-the-kind"), "nothing-of-the-kind"),
        (("points", "score", "no-such-file.json"), "cannot be read"),
        (("points", "shares", "--since", "2021-13-01"), "is no day"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(run, words, why):
    ended = run(*words)
    assert ended.code == 2
    assert why in ended.message
