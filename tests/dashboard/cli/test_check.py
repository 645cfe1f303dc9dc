"""``fasail-atlas check``: what it prints, where it prints it, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import jsonschema
import pytest

import geo
from dashboard.cli import check as command
from geo.schemas.tokens import VERDICTS
from geo.verdicts.serialize import KEYS
from tests.support.command import HEADER
from tests.support.counted import EVERY
from tests.support.server import ROOT, THIS_CHECKOUT
from tests.worlds.valley import FOLDER

# Al-Asad is under the western committee's exclusive control; the launch lies in Anbar, which is
# KH's; fixed-wing drones appear to be KH's alone. AAH and its own brand fit none of the three.
MISMATCH = (
    "--target", "al_asad_ab", "--launch", "33.90,42.90", "--radius-km", "5",
    "--method", "drone_fixed_wing", "--facade", "Ashab al-Kahf", "--group", "AAH",
    "--date", "2021-07-10",
)  # fmt: skip


def schema():
    text = (ROOT / "geo" / "verdicts" / "check.schema.json").read_text(encoding="utf-8")
    assert (ROOT / "geo").samefile(geo.__path__[0])
    return json.loads(text)


def test_the_process_prints_json_alone_on_stdout_whatever_the_console(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATLAS_")}
    mine = tmp_path / "mine.csv"
    mine.write_text(f"{HEADER},remark\na,2021-07-10,rocket,Balad,,,AAH,,تم\n", encoding="utf-8")
    done = subprocess.run(
        [*THIS_CHECKOUT, "check", str(mine), "--format", "json"],
        cwd=tmp_path,
        env={
            **kept,
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "ascii",
            "PYTHONWARNINGS": "error",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout.decode("utf-8"))
    assert [item["attack_id"] for item in found] == ["a"]
    assert b"column 'remark' read as note" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_every_finding_of_the_record_keeps_the_contract(run):
    done = run("check", "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)
    assert len(found) == EVERY
    assert all(tuple(item) == KEYS for item in found)
    jsonschema.Draft202012Validator(schema()).validate(found)


def test_the_schema_would_notice_a_missing_or_a_new_key(run):
    (item,) = json.loads(run("check", *MISMATCH, "--format", "json").out)
    validator = jsonschema.Draft202012Validator(schema())
    assert validator.is_valid([item])
    for key in KEYS:
        assert not validator.is_valid([{k: v for k, v in item.items() if k != key}]), key
    assert not validator.is_valid([{**item, "score": 1}])


VALLEY = ("check", "--data", FOLDER, "--id", "2021-05-15-fort")


def test_an_attack_by_permission_is_explained_with_its_terms_and_places(run):
    (item,) = json.loads(run(*VALLEY, "--format", "json").out)
    assert (item["date"], item["date_precision"]) == ("2021-05-15", "day")
    assert (item["asserted_group"], item["asserted_from"]) == ("ASH", "assessment")
    assert item["verdict"] == "explained"
    assert item["launch"]["place_id"] == "mill"
    assert item["target"]["place_id"] == "fort"
    states = {area["id"]: area["state"] for area in item["launch"]["areas"]}
    assert (states["oak_west"], states["ash_middle"]) == ("inside", "outside")
    assert item["distance_km"] == pytest.approx(139.4, abs=0.2)
    assert {"launch_ground", "target_exclusive", "permission"} == {t["id"] for t in item["terms"]}
    assert all(term["source"] for term in item["terms"])


def test_one_attack_gets_its_card(run):
    done = run(*VALLEY)
    flat = " ".join(done.out.split())
    assert max(map(len, done.out.splitlines())) <= 100
    for word in (
        "Rockets on the fort with leave",
        "by Gazette; confidence moderate",
        "MGRS 37S GT",
        "inside Oak: the west",
        "Ash asked Oak and was given leave",
    ):
        assert word in flat


def test_geojson_has_a_point_for_each_place_known(run):
    found = json.loads(run(*VALLEY, "--format", "geojson").out)
    assert found["type"] == "FeatureCollection"
    places = {f["properties"]["role"]: f["geometry"]["coordinates"] for f in found["features"]}
    assert places == {"target": [42.5, 34.5], "launch": [41.5, 33.5]}


def test_a_fixed_wing_drone_of_aah_from_anbar_breaks_three_rules(run):
    (item,) = json.loads(run("check", *MISMATCH, "--format", "json").out)
    assert item["verdict"] == "mismatch"
    broken = {term["id"] for term in item["terms"] if "AAH" in term["against"]}
    assert broken == {"launch_ground", "target_exclusive", "weapon_monopoly"}
    assert item["claims"][0]["owner"] == "AAH"


def test_the_table_fits_a_hundred_columns_and_tells_all(run):
    done = run("check")
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 100
    assert "2021-07-07-al-asad" in done.out
    flat = " ".join(done.out.split())
    assert "KSS" in flat
    assert "explained" in flat
    assert "Not counted:" in flat


def test_an_unknown_id_names_the_nearest(run):
    done = run("check", "--id", "2021-07-07-alasad")
    assert done.code == 2
    assert "2021-07-07-al-asad" in done.err
    assert done.out == ""


def test_ids_keep_the_order_of_the_record(run):
    ids = ("2021-07-07-al-asad", "2020-03-11-taji")
    done = run("check", "--id", ids[0], "--id", ids[1], "--format", "json")
    assert [item["attack_id"] for item in json.loads(done.out)] == [ids[1], ids[0]]


def test_csv_disarms_formulas_and_leaves_numbers(run, table):
    path = table(
        '=1+2,"=HYPERLINK(""x"")",2021-07-10,rocket,Balad,"33.9,42.9",5,AAH,',
        header="attack_id,title,date,method,target_place,launch_place,launch_radius_km,"
        "assessed_group,facade",
    )
    (row,) = csv.DictReader(io.StringIO(run("check", path, "--format", "csv").out))
    assert row["attack_id"] == "'=1+2"
    assert row["title"] == '\'=HYPERLINK("x")'
    assert (row["launch_lat"], row["launch_lon"]) == ("33.9", "42.9")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_start_of_a_formula_is_disarmed(start):
    import pandas as pd

    from geo.io.spreadsheet_escape import csv_text

    text = csv_text(pd.DataFrame({"said": [f"{start}1"], "km": [-1.5]}, index=["a"]))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row == {"index": "a", "said": f"'{start}1", "km": "-1.5"}


def test_points_of_a_geojson_file_are_targets(run, tmp_path):
    path = tmp_path / "mine.geojson"
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [42.4412, 33.7856]},
        "properties": {
            "attack_id": "p1", "date": "2021-07-07", "method": "rocket", "target_radius_km": 4,
            "launch_lat": 33.85, "launch_lon": 42.55, "launch_radius_km": 4,
            "assessed_group": "KSS",
        },
    }  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (item,) = json.loads(run("check", path, "--format", "json").out)
    assert item["attack_id"] == "p1"
    assert (item["target"]["lon"], item["launch"]["lat"]) == (42.4412, 33.85)
    assert item["verdict"] == "mismatch"


def test_fail_on_counts_only_what_counts(run, table):
    not_fitting = '2021-07-10,drone_fixed_wing,al_asad_ab,"33.9,42.9",5,AAH,'
    path = table(
        f"a,{not_fitting},reported", f"b,{not_fitting},fabricated", header=f"{HEADER},status"
    )
    both = run("check", path, "--fail-on", "mismatch")
    assert both.code == 1
    assert "1 of 2" in both.err
    assert run("check", path, "--id", "b", "--fail-on", "mismatch").code == 0
    assert run("check", path, "--fail-on", "explained", "--fail-on", "contested").code == 0


def test_output_is_written_whole_and_never_over_an_input(run, table, tmp_path):
    path = table("a,2021-07-10,rocket,Balad,,,AAH,")
    out = tmp_path / "out.json"
    done = run("check", path, "--format", "json", "-o", out)
    assert (done.code, done.out) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))[0]["attack_id"] == "a"
    before = path.read_bytes()
    refused = run("check", path, "-o", tmp_path / "." / path.name)
    assert refused.code == 2
    assert "is an input" in refused.message
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.csv", "out.json"]


def test_output_over_the_data_folder_is_refused(run):
    done = run("check", "--format", "csv", "-o", ROOT / "data" / "attacks.csv")
    assert done.code == 2
    assert "is an input" in done.message


def test_output_into_a_folder_that_is_not_there_is_refused(run, tmp_path):
    done = run("check", "-o", tmp_path / "nowhere" / "out.txt")
    assert done.code == 2
    assert "there is no folder" in done.message


def test_the_words_of_the_option_are_those_of_the_decision_table():
    assert [str(word) for word in command.Verdict] == list(VERDICTS)


def test_help_is_reported_without_loading_pandas():
    script = (
        "import sys; sys.argv = ['fasail-atlas', 'check', '--help']\n"
        "from dashboard.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert 'pandas' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Examples:" in done.stdout


def test_what_a_provider_wants_said_stands_in_every_form(run, table):
    words = "Data: somebody, https://example.org, not to be passed on"
    rows = ("a,2021-07-10,rocket,Balad,,,,", "b,2021-07-11,rocket,Taji,,,,")
    mine = table(f'{rows[0]},"{words}"', f"{rows[1]},", header=f"{HEADER},attribution")
    forms = {form: run("check", mine, "--format", form) for form in ("csv", "json", "geojson")}
    assert [row["attribution"] for row in csv.DictReader(io.StringIO(forms["csv"].out))] == [
        words,
        "",
    ]
    found = json.loads(forms["json"].out)
    jsonschema.validate(found, schema())
    assert [item["attribution"] for item in found] == [words, None]
    features = json.loads(forms["geojson"].out)["features"]
    assert [one["properties"]["attribution"] for one in features] == [words, None]
    for shown in (run("check", mine), run("check", mine, "--id", "a")):
        assert words in " ".join(shown.out.split())
    assert "somebody" not in run("check", mine, "--id", "b").out
