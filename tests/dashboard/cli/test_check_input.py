"""What ``fasail-atlas check`` takes, and what it refuses in one message."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from tests.support.server import ROOT, THIS_CHECKOUT


def test_the_process_ends_bad_input_with_two_and_an_empty_stdout(tmp_path):
    (tmp_path / "mine.csv").write_text("date,method\n2021-07-10,rocket\n", encoding="utf-8")
    done = subprocess.run(
        [*THIS_CHECKOUT, "check", "mine.csv", "--format", "json", "-o", "out.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "target_place" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mine.csv", "--target", "Balad", "--method", "rocket", "--date", "2021"), "mine.csv"),
        (("--id", "x", "--target", "Balad", "--method", "rocket", "--date", "2021"), "--id"),
        (("--method", "rocket"), "--target and --date"),
        (
            ("--target", "Balad", "--method", "rocket", "--date", "2021", "--radius-km", "3"),
            "--launch",
        ),
        (("--target", "Balad", "--method", "sling", "--date", "2021"), "--method 'sling'"),
        (("--target", "Balad", "--method", "rocket", "--date", "soon"), "--date 'soon'"),
        (("--target", "Nowhere", "--method", "rocket", "--date", "2021"), "--target 'Nowhere'"),
        (("--target", "Balad", "--method", "rocket", "--date", "2021", "--group", "XX"), "--group"),
        (
            ("--target", "Balad", "--method", "rocket", "--date", "2021", "--launch", "-33.9,42.9"),
            "--launch '-33.9,42.9': outside the region",
        ),
        (
            ("--target", "Balad", "--method", "rocket", "--date", "2021", "--launch", "42.9,33.9"),
            "latitude and longitude look swapped",
        ),
        (
            ("--target", "Balad", "--method", "rocket", "--date", "2021", "--launch", "Taji",
             "--radius-km", "-5"),
            "--radius-km '-5'",
        ),
        (
            ("--target", "Balad", "--method", "rocket", "--date", "2021", "--launch", "Taji",
             "--radius-km", "nan"),
            "--radius-km 'nan'",
        ),
    ],
)  # fmt: skip
def test_a_typed_attack_that_cannot_be_is_one_message(run, arguments, said):
    done = run("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.message


@pytest.mark.parametrize(
    "name", ["Qasem al-Jabbarin", "Fasa’il al-Muqawama al-Duwaliya", "Rab'Allah"]
)
def test_names_with_apostrophes_and_articles_parse(run, name):
    typed = ("--target", "Ain al-Asad", "--launch", "38S KC 7332 4822", "--method", "rocket")
    done = run("check", *typed, "--date", "2021-07-07", "--facade", name, "--format", "json")
    assert done.code == 0, done.err
    (item,) = json.loads(done.out)
    assert item["claims"][0]["facade"]
    assert item["launch"]["lat"] == pytest.approx(33.85, abs=0.01)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (['a,2021-07-10,rocket,Balad,"42.9,33.9",,AAH,'], "look swapped"),
        (["a,2021-07-10,rocket,Balad,,,Hizb Nujabba,"], "Nearest known"),
        (["a,2021-07-10,rocket,Balad,,,AAH"], "the header has 8 columns"),
        (2 * ["a,2021-07-10,rocket,Balad,,,AAH,"], "more than once"),
        ([], "no rows"),
    ],
)  # fmt: skip
def test_a_faulty_table_ends_with_two_and_names_the_row(run, table, rows, said):
    done = run("check", table(*rows))
    assert (done.code, done.out) == (2, "")
    assert "mine.csv" in done.err
    assert said in done.message


def test_control_characters_of_a_file_never_reach_the_terminal(run, table):
    path = table("a\x1b[2J,2021-07-10,rocket,Balad,,,AAH,", "b,2021-07-10,rocket,Balad,,,AAH,")
    done = run("check", path)
    assert done.code == 0
    assert "\x1b" not in done.out


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_data_folder_without_data_is_refused(run, tmp_path, folder):
    (tmp_path / "empty").mkdir()
    done = run("check", "--data", tmp_path / folder)
    assert done.code == 2
    assert str(tmp_path / folder) in done.err
