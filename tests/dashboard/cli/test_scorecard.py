"""``scorecard`` and ``exercise`` as a user runs them."""

from __future__ import annotations

import json
import tomllib

import pandas as pd
import pytest

KEYS = {"macro_auc", "pooled_auc", "top1", "top3", "macro_f1", "log_loss", "ece", "far_burst"}


@pytest.fixture
def exercise(run, tmp_path):
    folder = tmp_path / "exercise"
    assert run("exercise", "-n", 1500, "--seed", 2, "-o", folder).code == 0
    return folder


def test_an_exercise_is_written_whole_and_marked(exercise):
    names = {path.name for path in exercise.iterdir()}
    assert {"attacks.csv", "claims.csv", "groups.csv", "truth.csv", "areas.toml"} <= names
    for path in exercise.glob("*.csv"):
        rows = path.read_text(encoding="utf-8").splitlines()[1:]
        assert all("EXERCISE" in row for row in rows), path.name
    ground = tomllib.loads((exercise / "areas.toml").read_text(encoding="utf-8"))["area"]
    assert all("EXERCISE" in area["title"] for area in ground)
    assert len(pd.read_csv(exercise / "attacks.csv")) == 1500


def test_an_exercise_is_a_data_folder_of_its_own(run, exercise):
    ended = run("check", "--data", exercise, "--format", "json")
    assert ended.code == 0
    document = json.loads(ended.out)
    assert len(document) == 1500
    names = {row["asserted_group"] for row in document}
    assert names == {"Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"}
    # Of real groups nothing is left: neither ground nor rule.
    holders = {
        area["holder"] for row in document if row["launch"] for area in row["launch"]["areas"]
    }
    assert holders <= names
    claimed = [row for row in document if row["claims"]]
    assert all(len(row["claims"]) == 1 for row in claimed)
    assert 0.7 < len(claimed) / len(document) < 0.9


def test_an_exercise_never_joins_a_record(run, tmp_path):
    (tmp_path / "attacks.csv").write_text("attack_id\nreal\n", encoding="utf-8")
    ended = run("exercise", "-o", tmp_path)
    assert ended.code == 2
    assert "no exercise" in ended.message
    assert not (tmp_path / "truth.csv").exists()


def test_an_exercise_may_be_written_anew(run, exercise):
    assert run("exercise", "-n", 1000, "--force", "-o", exercise).code == 0
    assert len(pd.read_csv(exercise / "attacks.csv")) == 1000


def test_a_size_out_of_range_is_one_sentence(run, tmp_path):
    ended = run("exercise", "-n", 5, "-o", tmp_path / "x")
    assert ended.code == 2
    assert "give 100 to 1000000 attacks" in ended.message


def test_json_holds_the_figures_of_all_three(run, exercise):
    ended = run("scorecard", exercise / "attacks.csv", "--format", "json")
    assert ended.code == 0
    document = json.loads(ended.out)
    for name in ("method", "nearest_previous", "activity_only"):
        assert set(document[name]) == KEYS
        assert all(value >= 0 for value in document[name].values())
    assert document["method"]["macro_auc"] > 0.8
    assert "today’s Iraqi groups" in ended.err


def test_frozen_has_no_false_alarms_to_tell(run, exercise):
    ended = run("scorecard", exercise / "attacks.csv", "--mode", "frozen", "--format", "json")
    document = json.loads(ended.out)
    assert document["mode"] == "frozen"
    assert [document[name]["far_burst"] for name in ("method", "activity_only")] == [None, None]


def test_the_table_names_figures_groups_and_limits(run, exercise, tmp_path):
    ended = run("scorecard", exercise / "attacks.csv", "--figures", tmp_path / "points")
    assert ended.code == 0
    for words in ("Log loss", "Alder", "By clarity of place", "Nearest"):
        assert words in ended.out
    assert "A flag means “unusual”, not “false”." in ended.err
    reliability = pd.read_csv(tmp_path / "points" / "reliability.csv")
    assert list(reliability.columns) == ["confidence", "accuracy", "weight"]
    assert len(pd.read_csv(tmp_path / "points" / "precision_recall.csv")) > 10
    for name in ("reliability.png", "precision_recall.png"):
        assert (tmp_path / "points" / name).read_bytes().startswith(b"\x89PNG")


def test_too_little_is_refused_with_a_reason(run, exercise):
    ended = run("scorecard", exercise / "attacks.csv", "--from", "2004-12-20")
    assert ended.code == 2
    assert "Too little to score" in ended.message
    assert ended.out == ""


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--from", "yesterday"], "is no day"),
        (["--country", "X"], "only a ucdp file has countries"),
        (["--adapter", "ucdp"], "the column is missing"),
    ],
)
def test_a_wrong_option_says_what_to_do(run, exercise, options, reason):
    ended = run("scorecard", exercise / "attacks.csv", *options)
    assert ended.code == 2
    assert reason in ended.message


def test_a_ged_file_is_scored_without_any_other_option(run, atlas_ged):
    ended = run("scorecard", atlas_ged, "--adapter", "ucdp", "--mode", "frozen", "--format", "json")
    document = json.loads(ended.out)
    assert ended.code == 0
    assert document["method"]["log_loss"] < 0.56
    assert len(document["windows"]) == 22
