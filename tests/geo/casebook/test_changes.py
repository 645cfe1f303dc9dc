"""Two states compared: each change told once, in words that can be checked by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo.casebook.diff import KINDS, compare
from geo.casebook.log import Casebook
from geo.casebook.snapshot import read, take, to_bytes
from geo.errors import ConformError
from tests.support.digests import digest
from tests.worlds.books import filled

MILL, OTHER = "2021-05-08-port", "2021-05-01-port"
"""Launched at the mill, and claimed by a brand."""


@pytest.fixture(scope="module")
def now(valley, valley_found):
    return take(valley, valley_found)


def edited(snapshot, ident, **cells):
    row = {**snapshot.attacks[ident], **cells}
    return replace(snapshot, attacks={**snapshot.attacks, ident: row})


def changes(before, after):
    return [(one.kind, one.subject, one.text) for one in compare(before, after)]


def test_a_state_is_equal_to_itself_and_survives_the_file(now):
    assert compare(now, now) == ()
    again = read(to_bytes(now), file="a")
    assert compare(now, again) == ()
    assert digest(to_bytes(again)) == digest(to_bytes(now))


def test_new_and_lost_attacks_and_areas(now):
    attacks = {ident: row for ident, row in now.attacks.items() if ident != MILL}
    areas = {ident: row for ident, row in now.areas.items() if ident != "oak_west"}
    less = replace(now, attacks=attacks, areas=areas)
    assert [(k, s) for k, s, _ in changes(less, now)] == [
        ("new attack", MILL), ("new area", "oak_west"),
    ]  # fmt: skip
    assert [k for k, _, _ in changes(now, less)] == ["attack gone", "area gone"]


def test_a_moved_launch_tells_how_far(now):
    row = now.attacks[MILL]
    # From 33.5° N to 32.5° N it is 110.90 km on WGS84.
    there = edited(now, MILL, launch_lat=row["launch_lat"] - 1.0, launch_radius_km=99.0)
    (change,) = compare(now, there)
    assert change.kind == "moved"
    assert "110.9 km away" in change.text
    assert "now ±99 km" in change.text


def test_a_place_that_is_not_known_any_more(now):
    row = {k: v for k, v in now.attacks[MILL].items() if not k.startswith("launch_")}
    gone = replace(now, attacks={**now.attacks, MILL: row})
    change, note = compare(now, gone)  # the note about the launch went too
    assert (change.kind, note.text) == ("moved", "Changed: launch note.")
    assert "now not known; known to" in change.text
    assert "km away" not in change.text


def test_attribution_verdict_and_other_cells_are_told_apart(now):
    found = {**now.attacks[MILL]["found"], "asserted_group": "OAK", "verdict": "consistent"}
    there = edited(now, MILL, found=found, assessed_group="OAK", note="x")
    assert changes(now, there) == [
        ("re-attributed", MILL, "Named was ASH, now OAK."),
        ("verdict", MILL, "Was mismatch, now consistent."),
        ("corrected", MILL, "Changed: note."),
    ]
    claims = edited(now, OTHER, claims=[])
    assert changes(now, claims) == [("re-attributed", OTHER, "Changed: claims.")]


def test_changed_ground_and_rules(now):
    area = {**now.areas["oak_west"], "border_km": 9.0}
    there = replace(now, areas={**now.areas, "oak_west": area}, method_sha256="0")
    area_change, rules = changes(now, there)
    assert area_change == ("area changed", "oak_west", "Changed: border km.")
    assert rules[0] == "rules"


def test_new_decisions_and_a_book_that_does_not_go_on(valley, valley_found, tmp_path):
    entries = filled(Casebook.open(tmp_path / "b.sqlite")).entries()
    some, all_ = (take(valley, valley_found, part) for part in (entries[:2], entries))
    assert [(s, t) for _, s, t in changes(some, all_)] == [
        ("3", "Ben: agrees with entry 1."),
        ("4", "Cleo: dissents from entry 1."),
        ("5", "Ben: takes back entry 3."),
        ("6", "Anna: area out of date."),
    ]
    assert changes(all_, some)[0][:2] == ("casebook", "3")
    assert all_.head == entries[-1].sha256


def test_every_kind_that_is_reported_is_known(now):
    assert {one.kind for one in compare(replace(now, attacks={}, areas={}), now)} <= set(KINDS)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b"\xff", b'{"form": 1}', b"[" * 100_000],
)
def test_what_is_no_snapshot_is_refused(content):
    with pytest.raises(ConformError, match="not a snapshot"):
        read(content, file="x.json")


@pytest.mark.parametrize(
    ("name", "value"),
    [("attacks", {"a": 1}), ("areas", []), ("entries", [1]), ("head", 1), ("attacks", {"a": {}})],
)
def test_a_snapshot_with_other_types_is_refused(now, name, value):
    document = {**json.loads(to_bytes(now)), name: value}
    with pytest.raises(ConformError, match="not a snapshot"):
        read(json.dumps(document).encode(), file="x.json")


def test_a_snapshot_of_a_later_form_is_refused(now):
    document = {**json.loads(to_bytes(now)), "form": 9}
    with pytest.raises(ConformError, match="newer"):
        read(json.dumps(document).encode(), file="x.json")
