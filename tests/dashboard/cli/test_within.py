"""Ground on the command line: a file or a name keeps the attacks that may lie in it."""

from __future__ import annotations

import json

import pytest
from shapely.geometry import MultiPoint, Polygon, box, mapping

from dashboard.cli._typed import known_ground
from geo.records.drawn_ground import MOST_KEPT
from geo.records.near import Circle, may_be_near, near
from geo.records.within import Outline, may_be_within, surely_within, within
from tests.worlds.valley import FOLDER

SQUARE = box(43.0, 33.0, 44.0, 34.0)


def written(path, *shapes):
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(one)} for one in shapes]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text(text, encoding="utf-8")
    return path


def checked(run, *given):
    done = run("check", "--data", FOLDER, "--format", "json", *given)
    assert done.code == 0, done.err
    return [one["attack_id"] for one in json.loads(done.out)], done.message


def test_a_file_keeps_what_may_lie_in_its_polygons(run, tmp_path, valley):
    attacks = valley.record.attacks
    states = within(attacks, Outline(SQUARE, "x"), extents=valley.areas.extents)
    there = may_be_within(states)
    halves = (box(43.0, 33.0, 43.6, 34.0), box(43.6, 33.0, 44.0, 34.0))
    ids, message = checked(run, "--within", written(tmp_path / "middle.geojson", *halves))
    assert sorted(ids) == sorted(attacks.index[there])
    assert 0 < there.sum() < len(attacks)
    surely = surely_within(states).sum()
    many = f"{there.sum()} of {len(attacks)} rows may lie in middle.geojson, {surely} surely."
    assert f"--within: {many}" in message


def test_ground_is_named_too_and_with_a_circle_both_hold(run, valley):
    attacks = valley.record.attacks
    ids, _ = checked(run, "--within", "box:43,33,44,34")
    inside = may_be_within(within(attacks, Outline(SQUARE, "x"), extents=valley.areas.extents))
    assert sorted(ids) == sorted(attacks.index[inside])
    by_area, message = checked(run, "--within", "area:ASH_MIDDLE")
    assert set(ids) <= set(by_area)
    assert "in the area “Ash: the middle” (border known to ±1 km)" in message
    both, message = checked(run, "--within", "box:43,33,44,34", "--near", "mill:30")
    close = may_be_near(near(attacks, Circle.read("mill:30", valley.gazetteer)))
    assert sorted(both) == sorted(attacks.index[inside & close])
    assert f"--near: {close.sum()} of {len(attacks)} rows" in message
    assert f"--within: {len(both)} of {close.sum()} rows" in message
    _, message = checked(run, "--within", "governorate:Al-Anbar")
    assert "in Anbar governorate" in message


def test_what_is_no_ground_is_refused_with_file_row_and_remedy(run, tmp_path):
    def refused(*given):
        done = run("check", "--data", FOLDER, *given)
        assert done.code == 2
        assert done.out == ""
        return done.message

    assert "no such file" in refused("--within", tmp_path / "none.geojson")
    assert "is no box" in refused("--within", "box:43,33,44")
    points = written(tmp_path / "points.geojson", MultiPoint([(44, 33), (45, 33)]))
    assert "points.geojson" in (said := refused("--within", points))
    assert "no polygons" in said
    bow_tie = Polygon([(43, 32), (44, 33), (44, 32), (43, 33)])
    said = refused("--within", written(tmp_path / "bow.geojson", SQUARE, bow_tie))
    assert "bow.geojson, row 2" in said
    assert "make_valid" in said
    said = refused(
        "--target", "port", "--method", "rocket", "--date", "2021-05-01", "--within", points
    )
    assert "--within names others" in said


def briefed(run, tmp_path, *given):
    out = tmp_path / "out"
    done = run(
        "brief", "--data", FOLDER, "--format", "geojson", "--made", "2026-01-01", "--out", out,
        *given,
    )  # fmt: skip
    return done, out


def test_a_briefing_carries_the_ground_of_a_file_and_is_drawn_again(run, tmp_path, valley):
    done, out = briefed(run, tmp_path, "--within", written(tmp_path / "middle.geojson", SQUARE))
    assert done.code == 0, done.err
    (manifest,) = out.glob("*.json")
    selection = json.loads(manifest.read_text(encoding="utf-8"))["request"]["selection"]
    assert selection["within"].startswith("file:middle.geojson:")
    (drawn,) = out.glob("*.geojson")
    layers = json.loads(drawn.read_text(encoding="utf-8"))["features"]
    ids = {one["properties"].get("attack_id") for one in layers} - {None}
    attacks = valley.record.attacks
    assert ids == set(attacks.index[may_be_within(within(attacks, Outline(SQUARE, "x")))])
    (tmp_path / "middle.geojson").unlink()
    assert run("brief", "verify", manifest, "--data", FOLDER).code == 0


def test_an_outline_too_fine_for_a_manifest_is_refused(run, tmp_path):
    side = [44 + 0.0001 * at for at in range(MOST_KEPT)]
    fine = Polygon([*((lon, 33 + 0.00001 * (at % 2)) for at, lon in enumerate(side)), (44.2, 34)])
    done, out = briefed(run, tmp_path, "--within", written(tmp_path / "fine.geojson", fine))
    assert done.code == 2
    assert "has more than 5,000 corners" in done.message
    assert not out.exists()


def test_a_file_comes_before_a_name_and_what_is_neither_is_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "box").write_text("{}", encoding="utf-8")
    assert known_ground("box", data=None) == "box"
    assert known_ground("", data=None) == ""
    assert known_ground("governorate:Salaheddin", data=None) == "governorate:salah_al_din"
    with pytest.raises(FileNotFoundError, match="governorate:ID"):
        known_ground("baghdad", data=None)
