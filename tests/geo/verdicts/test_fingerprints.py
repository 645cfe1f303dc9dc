"""Hashes of attacks, ground and rules hold what they rest on, and change with nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.verdicts.fingerprints import (
    area_objects,
    areas_sha256,
    attack_objects,
    attack_sha256,
    filled,
    method_sha256,
    plain,
    sha256,
)
from geo.verdicts.rules import RULES
from tests.worlds.valley import with_area, with_rows, with_tables

PORT, ROAD = "2021-07-24-port", "2021-08-road"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", None),
        (None, None),
        (np.nan, None),
        (pd.NaT, None),
        (pd.NA, None),
        ("a", "a"),
        (True, True),
        (np.bool_(False), False),
        (3, 3),
        (np.int64(3), 3),
        (3.0, 3),
        (np.float64(33.12345678), 33.123457),
        (0.00000049, 0),
        (pd.Timestamp("2021-07-07 21:40"), "2021-07-07"),
        (("a", 2.0, ""), ["a", 2, None]),
        ([np.int64(1), [True]], [1, [True]]),
        ({1: np.nan, "b": {"c": (1.5,)}}, {"1": None, "b": {"c": [1.5]}}),
    ],
)
def test_a_cell_is_plain_json(cell, value):
    made = plain(cell)
    assert made == value
    assert type(made) is type(value)


def test_what_says_nothing_is_not_there():
    row = {1: "a", "none": None, "empty": "", "list": (), "row": {}, "zero": 0, "no": False}
    assert filled(row) == {"1": "a", "zero": 0, "no": False}


def test_a_hash_is_of_sorted_json_in_utf_8():
    text = '{"a":["Ö",1],"b":null}'
    assert sha256({"b": None, "a": ["Ö", 1]}) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    # Half a pair of surrogates is no letter, and is written as it would be escaped.
    assert sha256("\ud800") == hashlib.sha256(rb'"\ud800"').hexdigest()


def test_an_attack_is_its_row_and_its_claims_in_order(valley):
    claim = {"attack_id": PORT, "source_id": "courier", "pointer": "p. 3"}
    row = {
        "title": "Rockets claimed twice", "date": "2021-07-24", "date_precision": "day",
        "date_latest": "2021-07-24", "judged_on": "2021-07-24", "method": "rocket",
        "status": "reported", "count": 2, "attacks_in_row": 1, "target_place_id": "port",
        "target_place": "Port", "target_lat": 33.5, "target_lon": 44.5, "target_radius_km": 2,
        "launch_place_id": "farm", "launch_place": "Farm", "launch_lat": 33.5, "launch_lon": 43.5,
        "launch_radius_km": 2, "counts": True,
    }  # fmt: skip
    first = {
        "claim_order": 1, "facade_id": "grey_dawn", "channel_id": "ash_wire",
        "claimed_at": "2021-07-24", "wording": "claimed",
    }  # fmt: skip
    second = {
        "claim_order": 2, "facade_id": "red_kite", "claimed_at": "2021-07-25",
        "wording": "claimed too",
    }  # fmt: skip
    stated = {"attack_id": PORT, **row, "claims": [claim | first, claim | second]}
    backwards = replace(valley.record, claims=valley.record.claims.iloc[::-1])
    for record in (valley.record, backwards):
        both = attack_objects(record, [ROAD, PORT])
        assert list(both) == [ROAD, PORT]
        assert both[PORT] == stated
        assert both[ROAD]["claims"] == []
        assert attack_sha256(record, PORT) == sha256(stated)
    with pytest.raises(KeyError):
        attack_objects(valley.record, ["nobody"])


def test_an_area_is_its_definition_without_its_geometry(valley):
    stated = area_objects(valley.areas)
    assert list(stated) == valley.areas.table.index.tolist()
    west = stated["oak_west"]
    assert "geometry" not in west
    assert west["recipe"] == {"outline": [[41, 33], [42, 33], [42, 34], [41, 34]]}
    assert (west["holder"], west["valid_from"], west["border_km"]) == ("OAK", "2020-01-01", 1)
    assert "valid_to" not in west


def test_ground_is_the_same_while_its_areas_and_their_outlines_are(valley):
    areas = valley.areas
    expected = sha256({"outlines": areas.source, "areas": area_objects(areas)})
    assert areas_sha256(areas) == expected
    other = with_area(valley, "oak_west", like="oak_west", border_km=2.0).areas
    assert len({expected, areas_sha256(other), areas_sha256(replace(areas, source="drawn"))}) == 3


def test_a_method_is_its_rules_and_its_registries(valley):
    registry = valley.registry
    first = method_sha256(registry)
    assert first == method_sha256(registry, RULES)
    blank = registry.windows.assign(added_later="", counted=np.nan)
    assert method_sha256(with_tables(valley, windows=blank).registry) == first
    others = {
        method_sha256(registry, RULES[:-1]),
        method_sha256(with_rows(valley, "reaches", {"text": "Farther."}).registry),
        method_sha256(with_rows(valley, "windows", {}).registry),
        *(
            method_sha256(registry, (replace(RULES[0], **{name: "other"}), *RULES[1:]))
            for name in ("rule_id", "question", "effect", "registry")
        ),
    }
    assert len(others | {first}) == 8
    # What a rule weighs, and why, is no part of what it finds.
    assert method_sha256(registry, (replace(RULES[0], odds=9.0), *RULES[1:])) == first


def test_a_method_is_hashed_as_its_documents_say(valley):
    rule = RULES[0]
    empty = {
        name: frame.iloc[:0] for name, frame in vars(valley.registry).items()
        if isinstance(frame, pd.DataFrame)
    }  # fmt: skip
    named = {name: [] for name in empty}
    registry = with_tables(valley, **empty | {"channels": valley.registry.channels}).registry
    channel = {
        "channel_id": "ash_wire", "name": "Ash Wire", "group_id": "ASH", "relation": "own",
        "medium": "web", "since": "2020", "source_id": "gazette", "pointer": "p. 4",
    }  # fmt: skip
    row = [rule.rule_id, rule.question, rule.effect, rule.registry]
    assert method_sha256(registry, (rule,)) == sha256(
        {"rules": [row], "registries": {**named, "channels": [channel]}}
    )
