"""``fasail-atlas check``: the answer stands first, the hour in it, similar attacks at the end."""

from __future__ import annotations

import json

import jsonschema
import pytest

from tests.support.server import ROOT
from tests.worlds.valley import FOLDER

TYPED = (
    "check", "--data", FOLDER, "--target", "port", "--method", "rocket", "--date", "2021-09-01",
    "--facade", "Grey Dawn",
)  # fmt: skip
IN_THE_RECORD = ("check", "--data", FOLDER, "--id", "2021-07-24-port")


def flat(text):
    return " ".join(text.split())


def test_the_answer_stands_first_under_the_title(run):
    done = run(*TYPED, "--launch", "farm", "--time", "9:30 pm")
    assert done.code == 0
    said = flat(done.out)
    assert said.startswith(
        "Rockets on Port Consistent: what is known fits Ash, named by its first claim."
    )
    answer, _, rest = said.partition(" Id typed ")
    assert "Points to Ash" in answer
    assert "It would change with another launch place" in answer
    assert answer.endswith(
        "At 21:30 local time it was night at the target by the sun; no rule reads the hour."
    )
    assert "Time Local time: 21:30 (to the minute), told by the person who typed it" in rest
    assert max(map(len, done.out.splitlines())) <= 100


def test_similar_attacks_stand_at_the_end_with_their_reasons(run):
    said = flat(run(*TYPED).out)
    _, _, last = said.partition("Similar earlier attacks")
    assert last.index("2021-07-24-port") < last.index("2021-05-01-port")
    assert "same target; same method; same brand (Grey Dawn); 39 days before" in last
    assert "2021-08-07-rumour" not in last
    first = flat(run("check", "--data", FOLDER, "--id", "2021-05-01-port").out)
    assert "The record has no earlier attack that is much like it." in first


@pytest.mark.parametrize("arguments", [TYPED, IN_THE_RECORD, ("check", "--data", FOLDER)])
def test_json_has_them_where_they_are_asked_for(run, arguments):
    plain = json.loads(run(*arguments, "--format", "json").out)
    found = json.loads(run(*arguments, "--format", "json", "--similar").out)
    assert [{k: v for k, v in one.items() if k != "similar"} for one in found] == plain
    assert all("similar" in one for one in found)
    schema = json.loads((ROOT / "geo/verdicts/check.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)


def test_json_says_what_is_shared_and_leaves_null_what_is_not_known(run):
    (item,) = json.loads(run(*TYPED, "--format", "json", "--similar").out)
    first = item["similar"][0]
    assert first["attack_id"] == "2021-07-24-port"
    assert (first["target_km"], first["launch_km"], first["days"]) == (0.0, None, 39.0)
    assert first["reasons"][:3] == ["same target", "same method", "same brand (Grey Dawn)"]
    assert 0.4 < first["similarity"] <= first["compared"] <= 1


def test_similar_goes_with_json_and_the_hour_with_a_typed_attack(run):
    refused = run(*TYPED, "--similar")
    assert refused.code == 2
    assert "--similar goes with --format json" in flat(refused.err)
    alone = run("check", "--data", FOLDER, "--time", "21:30")
    assert alone.code == 2
    assert "--target" in alone.err


def test_a_time_that_is_none_is_named_by_its_option(run):
    done = run(*TYPED, "--time", "25:99")
    assert done.code == 2
    assert "--time '25:99'" in flat(done.err)
