"""``fasail-atlas areas``: the list, one area, and the compiled ground."""

from __future__ import annotations

import json
import tomllib

import pytest
import shapely
from shapely.geometry import shape

from geo.areas.serialize import AREA_KEYS
from tests.support.server import ROOT
from tests.worlds.valley import FOLDER as VALLEY


def recipe_ids():
    document = tomllib.loads((ROOT / "data" / "areas.toml").read_text(encoding="utf-8"))
    return [area["id"] for area in document["area"]]


def test_areas_alone_lists_them_all(run):
    alone, listed = run("areas"), run("areas", "list")
    assert alone.out == listed.out
    assert alone.code == 0
    assert max(map(len, alone.out.splitlines())) <= 100
    for ident in recipe_ids():
        assert ident in alone.out
    assert "Natural Earth" in alone.out


def test_the_list_as_json_has_every_key(run):
    found = json.loads(run("areas", "--format", "json").out)
    assert [item["id"] for item in found] == recipe_ids()
    assert all(tuple(item) == AREA_KEYS for item in found)
    jurf = next(item for item in found if item["id"] == "kh_jurf")
    # A disc of 10 km: 314.16 km²; its polygon of chords is a little smaller.
    assert jurf["area_km2"] == pytest.approx(314.16, rel=0.01)


def test_show_tells_citation_assumption_recipe_and_shared_ground(run):
    flat = " ".join(run("areas", "show", "kh_jurf").out.split())
    assert "CTC Sentinel (2021) §3; [bc]" in flat
    assert "10 km about the town stands for the base" in flat
    assert '{ around = { place = "jurf_al_sakhar", km = 10 } }' in flat


def test_shared_ground_is_the_same_from_both_sides(run):
    def shared(one, other):
        found = json.loads(run("areas", "show", one, "--format", "json").out)
        return {area["id"]: area["shared_km2"] for area in found["overlaps"]}[other]

    assert shared("kss_mosul_nineveh", "aah_mosul") > 0
    assert shared("kss_mosul_nineveh", "aah_mosul") == pytest.approx(
        shared("aah_mosul", "kss_mosul_nineveh"), abs=0.2
    )


@pytest.mark.parametrize(
    ("day", "age", "said"),
    [
        ("2019-12-31", None, "not in force"),
        ("2020-06-30", "fresh", "in force and fresh, last confirmed on 2020-01-01, and confirmed"),
        ("2022-06-30", "fresh", "in force and fresh, last confirmed on 2021-06-30"),
        ("2022-07-01", "ageing", "in force and ageing, last confirmed on 2021-06-30: it supports"),
        ("2024-07-01", "old", "in force, last confirmed on 2021-06-30: too old to decide"),
    ],
)
def test_a_day_is_in_force_and_of_an_age_or_not(run, day, age, said):
    asked = ("areas", "show", "oak_west", "--date", day, "--data", VALLEY)
    found = json.loads(run(*asked, "--format", "json").out)["on"]
    assert (found["date"], found["in_force"], found["age"]) == (day, age is not None, age)
    assert found["confirmed"] == (age == "fresh")
    assert said in " ".join(run(*asked).out.split())


def test_show_lists_the_sightings_that_bear_on_an_area(run):
    found = json.loads(run("areas", "show", "kh_jurf", "--format", "json").out)
    assert found["confidence_from"] == "count"
    ids = [one["id"] for one in found["sightings"]]
    assert "2024-02-01-kh-jurf" in ids
    assert {one["effect"] for one in found["sightings"]} == {"confirms", "supports"}
    flat = " ".join(run("areas", "show", "kh_jurf").out.split())
    assert "high, by the count of publishers" in flat
    assert "KH had a base: Jurf al-Sakhar (2024-02-01-kh-jurf) confirms (inside)" in flat


def test_editions_tell_what_changed_from_half_year_to_half_year(run, tmp_path):
    asked = ("areas", "editions", "--from", "2020-06-30", "--to", "2021-06-30", "--data", VALLEY)
    flat = " ".join(run(*asked).out.split())
    assert "2020-06-30: 4 fresh, 1 ageing. 2020-12-31: 4 fresh, 1 ageing. 2021-06-30: 4" in flat
    assert "elm_east ELM old 2018-06-01 gone_stale" in flat
    listed = json.loads(run(*asked, "--format", "json").out)
    assert [one["edition"] for one in listed] == ["2020-06-30", "2020-12-31", "2021-06-30"]
    out = tmp_path / "editions.geojson"
    assert run(*asked, "--format", "geojson", "-o", out).code == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["features"]) == 14
    rows = run(*asked, "--format", "csv").out.splitlines()
    assert len(rows) == 1 + 15
    known = run(*asked, "--known-on", "2021-09-29", "--format", "csv")
    # The valley’s source was not out by then: nothing is known of its ground.
    assert known.code == 2
    assert "no area was ever confirmed" in known.message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "soon"), "Write YYYY-MM-DD"),
        (("--from", "2021-01-01", "--to", "2021-01-31"), "no half-year ends from 2021-01-01"),
    ],
)
def test_a_wrong_span_of_editions_is_one_message(run, arguments, said):
    done = run("areas", "editions", "--data", VALLEY, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "kh_anbarr"), "kh_anbar"),
        (("show", "kh_anbar", "--date", "tomorrow"), "Write YYYY-MM-DD"),
        (("--format", "json", "show", "kh_anbar"), "options stand after the subcommand"),
        (("list", "--boundaries", "nowhere"), "nowhere"),
    ],
)
def test_a_wrong_word_is_one_message(run, arguments, said):
    done = run("areas", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.message


def test_build_gives_valid_geojson_that_validate_takes(run, tmp_path):
    out = tmp_path / "areas.geojson"
    done = run("areas", "build", "-o", out)
    assert (done.code, done.out) == (0, "")
    built = json.loads(out.read_text(encoding="utf-8"))
    assert [f["properties"]["area_id"] for f in built["features"]] == recipe_ids()
    assert all(set(AREA_KEYS) <= set(f["properties"]) for f in built["features"])
    outlines = [shape(feature["geometry"]) for feature in built["features"]]
    assert shapely.is_valid(outlines).all()
    assert json.loads(run("areas", "build").out) == built
    checked = run("validate", out)
    assert checked.code == 0
    count = len(recipe_ids())
    assert f"{count} rows read = {count} kept + 0 quarantined" in checked.out


def test_other_outlines_change_the_ground_and_are_named(run, tmp_path):
    # Anbar alone is moved half a degree to the south-west; the recipes stay what they are.
    units = json.loads((ROOT / "data" / "base" / "units.geojson").read_text(encoding="utf-8"))
    for feature in units["features"]:
        if feature["properties"]["unit_id"] == "anbar":
            moved = shapely.transform(shape(feature["geometry"]), lambda xy: xy - 0.5)
            feature["geometry"] = json.loads(shapely.to_geojson(moved))
    mine = tmp_path / "my_units.geojson"
    mine.write_text(json.dumps(units), encoding="utf-8")
    ours = json.loads(run("areas", "show", "kh_anbar", "--format", "json").out)
    theirs = json.loads(
        run("areas", "show", "kh_anbar", "--format", "json", "--boundaries", mine).out
    )
    assert "my_units" in theirs["outlines"]
    assert theirs["area_km2"] > ours["area_km2"]  # nearer the equator a degree is longer


def test_cod_ab_compiles_the_same_recipes(run, atlas_boundaries):
    built = json.loads(run("areas", "build", "--boundaries", atlas_boundaries).out)
    assert [f["properties"]["id"] for f in built["features"]] == recipe_ids()
    assert "given by the user" in built["outlines"]


SAID = ("--kind", "ground", "--confidence", "low", "--border-km", "5", "--source-id", "my notes",
        "--pointer", "p. 3", "--assumption", "as drawn", "--valid-from", "2020-01-03",
        "--last-confirmed", "2021-10-18")  # fmt: skip


def layer(path, *rings, **properties):
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Box {n}", **properties},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for n, ring in enumerate(rings, start=1)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


BOX = [[42, 33], [43, 33], [43, 34], [42, 34], [42, 33]]
BOW = [[42, 33], [43, 34], [43, 33], [42, 34], [42, 33]]


def test_added_areas_are_judged_by_beside_the_published_ones(run, tmp_path):
    path = layer(tmp_path / "ground.geojson", BOX, BOX, holder="KSS")
    made = run("areas", "add", path, *SAID, "-o", tmp_path / "areas.toml")
    assert (made.code, "2 areas beside" in made.err) == (0, True), made.err
    found = json.loads(run("areas", "--format", "json", "--data", tmp_path).out)
    assert [item["id"] for item in found] == [*recipe_ids(), "box_1", "box_2"]
    assert found[-1]["holder"] == "KSS"
    assert "Author      not given" in run("areas", "show", "box_2", "--data", tmp_path).out


def test_a_layer_with_a_fault_adds_nothing(run, tmp_path):
    path = layer(tmp_path / "ground.geojson", BOX, BOW, holder="XX")
    output = tmp_path / "areas.toml"
    done = run("areas", "add", path, *SAID, "-o", output)
    assert done.code == 2
    assert "ground.geojson, row 2, column 'geometry': the outline crosses" in done.err
    done = run("areas", "add", path, *SAID, "--repair", "-o", output)
    assert "ground.geojson, row 1, column 'holder': not a group that is known" in done.err
    done = run("areas", "add", layer(path, BOX, area_id="kh_anbar"), "-o", output)
    assert "a published area has this id" in done.err
    done = run("areas", "add", layer(path, BOX), "-o", output)
    assert done.err.count("it is missing") == done.err.count("row 1")
    points = tmp_path / "points.csv"
    points.write_text("date,target_place\n2021-01-01,balad_ab\n")
    assert "it holds no polygons" in run("areas", "add", points, "-o", output).err
    assert not output.exists()
