"""`fasail-atlas times` tells hours and minutes to claim with how many there are of each."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.worlds.timed import TIMES, timed_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return timed_folder(tmp_path_factory.mktemp("timed"))


def test_a_person_reads_the_hours_what_has_none_and_the_limits(run, folder):
    done = run("times", "--data", folder)
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "n = 6 of 12 attacks (3 to the minute, 3 about the hour)" in said
    assert "3 without any time" in said
    assert "no forecast may be read off it" in said
    (noon,) = (line for line in done.out.splitlines() if line.split()[:1] == ["12"])
    assert noon.split() == ["12", *["·"] * 6, "2", "2"]
    assert "40 min" in said
    assert "%" not in said, "a rate of less than five"


def test_json_has_every_number_and_every_attack(run, folder):
    made = json.loads(run("times", "--data", folder, "--format", "json").out)
    assert made["chosen"] == {"year": None, "country": None, "facade": None}
    hours = made["hours"]
    assert hours["with_hour"] + hours["without_hour"] == hours["attacks"] == 12
    assert {one["attack_id"] for one in made["attacks"]} == set(TIMES)
    first = next(one for one in made["attacks"] if one["attack_id"] == "2021-05-01-port")
    assert (first["weekday"], first["light"]) == ("Saturday", "night")
    assert first["earliest_utc"] == first["latest_utc"] == "2021-05-01T18:30Z"
    claim = next(one for one in made["claims"] if one["attack_id"] == "2021-05-01-port")
    assert (claim["least_min"], claim["most_min"], claim["known"]) == (40, 40, True)
    dawn = next(one for one in made["brands"] if one["facade_id"] == "grey_dawn")
    assert (dawn["brand"], dawn["timed"], dawn["median_min"]) == ("Grey Dawn", 1, None)


def test_csv_has_the_attacks_and_a_file_is_written_whole(run, folder, tmp_path):
    target = tmp_path / "times.csv"
    done = run("times", "--data", folder, "--format", "csv", "-o", target)
    assert done.code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert {one["attack_id"] for one in rows} == set(TIMES)
    assert {one["weekday"] for one in rows if one["attack_id"] != "2021-06-19-tower"} == {
        "Saturday"
    }
    assert run("times", "--data", folder, "-o", target).code == 2, "it is there already"


def test_a_brand_by_its_name_keeps_what_it_claims(run, folder):
    done = run("times", "--data", folder, "--facade", "red_kite", "--format", "json")
    made = json.loads(done.out)
    assert made["chosen"]["facade"] == "red_kite"
    assert made["hours"]["attacks"] == 2
    assert [one["facade_id"] for one in made["brands"]] == ["red_kite"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--year", "1999"), "2021"),
        (("--country", "fr"), "There are: IQ"),
        (("--facade", "grey_down"), "grey_dawn"),
        (("--format", "xml"), "json"),
    ],
)
def test_what_the_record_does_not_have_is_refused_with_what_it_has(run, folder, given, said):
    done = run("times", "--data", folder, *given)
    assert done.code == 2
    assert said in " ".join(done.message.split())
