"""What attacks of the valley point to: one row a case, each worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from geo.attribution.indications import COLUMNS, INDICATIONS, MODERATE, RANKS, STRONG, WEAK
from geo.attribution.points_text import NOBODY, points_objects, says, says_without
from geo.attribution.points_to import points_to
from geo.attribution.voices import combine
from geo.schemas.tokens import POINTS_STRENGTHS
from geo.verdicts.check import check
from tests.worlds.valley import with_rows, with_tables

KITE = {"facade_id": "red_kite", "group_id": "umbrella", "strength": "high"}


@pytest.fixture
def pointed(valley, valley_judge):
    """What one attack of the valley, given as cells, points to, where reach says nothing."""

    def pointed(row, by=None):
        by = by or valley
        by = with_tables(by, reaches=by.registry.reaches.assign(says_much="no"))
        found = valley_judge({"attack_id": "x", "date": "2021-06-01", **row}, by=by)
        return points_to(found, atlas=by)

    return pointed


def answer(points):
    row = points.table.loc["x"]
    return row["groups"], row["strength"], bool(row["mixed"])


def ids(points):
    return points.indications["indication_id"].tolist()


NOTHING = ((), "none", False)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"target_place": "fort", "method": "rocket"}, (("OAK",), "moderate", False)),
        # The weapon's rule is moderate by its source, and agrees with the target's.
        ({"target_place": "fort", "method": "drone_fixed_wing"}, (("OAK",), "moderate", False)),
        ({"target_place": "city", "method": "drone_fixed_wing"}, (("OAK",), "moderate", False)),
        ({"target_place": "port", "method": "rocket"}, (("ASH",), "weak", False)),
        # Made for rockets and mortars: it says nothing of a drone.
        ({"target_place": "port", "method": "drone_fixed_wing"}, (("OAK",), "moderate", False)),
        ({"target_place": "city", "method": "drone_small"}, NOTHING),
        # An assessment is hidden, whoever makes it.
        ({"target_place": "city", "method": "drone_small", "assessed_group": "ELM"}, NOTHING),
        ({"target_place": "fort", "method": "rocket", "assessed_group": "ASH"},
         (("OAK",), "moderate", False)),
        # Nothing stands on a day so late that the rules are old.
        ({"target_place": "fort", "method": "rocket", "date": "2022-07-02"}, NOTHING),
        ({"target_place": "fort", "method": "rocket", "status": "fabricated"}, NOTHING),
    ],
)  # fmt: skip
def test_rules_point_by_strength(pointed, row, expected):
    assert answer(pointed(row)) == expected


@pytest.mark.parametrize(
    ("row", "expected", "without"),
    [
        # Ash's own brand for its own means: strong.
        ({"facade": "Grey Dawn", "method": "rocket"}, (("ASH",), "strong", False), NOTHING),
        # Not known for such a means, or the means is not known: moderate.
        ({"facade": "Grey Dawn", "method": "mortar"}, (("ASH",), "moderate", False), NOTHING),
        ({"facade": "Grey Dawn", "method": ""}, (("ASH",), "moderate", False), NOTHING),
        # Two sources differ on the brand: weak.
        ({"facade": "Blue Heron", "method": "rocket"}, (("OAK",), "weak", False), NOTHING),
        ({"facade": "Red Kite", "method": "rocket"}, NOTHING, NOTHING),
        # A year later nobody has spoken of the brand: weak, and after three years nothing.
        ({"facade": "Grey Dawn", "method": "rocket", "date": "2022-07-02"},
         (("ASH",), "weak", False), NOTHING),
        ({"facade": "Grey Dawn", "method": "rocket", "date": "2024-07-01"}, NOTHING, NOTHING),
        ({"facade": "Grey Dawn", "method": "roadside_bomb", "title": "A convoy"},
         (("ASH",), "weak", False), NOTHING),
        # Brand and weapon differ: both are named, at what the weaker side carries.
        ({"facade": "Grey Dawn", "method": "drone_fixed_wing"},
         (("ASH", "OAK"), "moderate", True), (("OAK",), "moderate", False)),
        ({"facade": "Grey Dawn", "method": "rocket", "target_place": "fort"},
         (("ASH", "OAK"), "moderate", True), (("OAK",), "moderate", False)),
        # A doubtful brand and a habit are both weak: neither outranks the other.
        ({"facade": "Blue Heron", "method": "rocket", "target_place": "port"},
         (("ASH", "OAK"), "weak", True), (("ASH",), "weak", False)),
    ],
)  # fmt: skip
def test_a_brand_points_as_firmly_as_its_link_is_known(pointed, row, expected, without):
    points = pointed({"target_place": "city", **row})
    assert answer(points) == expected
    left = points.table.loc["x", ["without_groups", "without_strength", "without_mixed"]]
    assert tuple(left) == without


def umbrella(valley, *rows):
    """The valley with Red Kite an umbrella, as the sources of some rows name its members."""
    links = valley.registry.facade_links
    first = links[links["facade_id"] == "red_kite"].assign(members="", members_scope="", under="")
    rest = links[links["facade_id"] != "red_kite"].assign(members="", members_scope="", under="")
    stated = [first.assign(**{**KITE, **row}) for row in rows]
    return with_tables(valley, facade_links=pd.concat([rest, *stated], ignore_index=True))


BOTH = {"members": "OAK|ASH", "members_scope": "named"}


def test_an_umbrella_points_to_its_members_together(valley, pointed):
    by = umbrella(valley, BOTH)
    points = pointed({"facade": "Red Kite", "method": "rocket", "target_place": "city"}, by=by)
    assert answer(points) == (("ASH", "OAK"), "weak", False)
    assert ids(points) == ["umbrella"]
    assert not points.table.at["x", "without_groups"]


def test_a_member_is_named_by_two_publishers(valley, pointed):
    courier = {**BOTH, "members": "OAK|ELM", "source_id": "courier"}
    by = umbrella(valley, {**BOTH, "members": "OAK|ASH|ELM"}, courier)
    points = pointed({"facade": "Red Kite", "method": "rocket", "target_place": "city"}, by=by)
    assert answer(points)[0] == ("ELM", "OAK")
    assert "by one publisher alone also Ash" in points.indications["text"][0]


def test_a_weapon_narrows_an_umbrella(valley, pointed):
    by = umbrella(valley, BOTH)
    row = {"facade": "Red Kite", "method": "drone_fixed_wing", "target_place": "city"}
    assert answer(pointed(row, by=by)) == (("OAK",), "moderate", False)


def test_most_attacks_narrow_an_umbrella_no_later_than_they_were_spoken_of(valley, pointed):
    most = {"members": "ASH", "members_scope": "most_attacks"}
    by = umbrella(valley, BOTH, most)
    row = {"facade": "Red Kite", "method": "drone_small", "target_place": "city"}
    assert answer(pointed(row, by=by)) == (("ASH",), "weak", False)
    later = {**row, "date": "2021-07-01"}
    assert answer(pointed(later, by=by)) == (("ASH", "OAK"), "weak", False)


def test_a_brand_under_an_umbrella_has_its_members(valley, pointed):
    kite = umbrella(valley, BOTH).registry.facade_links
    heron = kite[kite["facade_id"] == "blue_heron"].head(1)
    under = heron.assign(group_id="umbrella", under="red_kite")
    links = pd.concat([kite[kite["facade_id"] != "blue_heron"], under], ignore_index=True)
    by = with_tables(valley, facade_links=links)
    points = pointed({"facade": "Blue Heron", "method": "drone_small"}, by=by)
    assert answer(points) == (("ASH", "OAK"), "weak", False)


def test_an_official_names_the_holder_of_a_launch_place(valley, pointed):
    row = {"kind": "named_holder", "attack_id": "x", "group_id": "ELM", "strength": "moderate"}
    by = with_rows(valley, "arrangements", row)
    attack = {"target_place": "city", "method": "rocket"}
    assert answer(pointed(attack, by=by)) == (("ELM",), "moderate", False)
    low = with_rows(valley, "arrangements", {**row, "strength": "low"})
    assert answer(pointed(attack, by=low)) == (("ELM",), "weak", False)


def test_an_attack_of_an_open_author_points_weakly_at_most(pointed):
    points = pointed({"target_place": "fort", "method": "rocket", "author_open": "yes"})
    assert answer(points) == (("OAK",), "weak", False)
    assert points.indications["text"][0].endswith("open, so no more than weak.")


def test_two_groups_with_the_same_exclusive_target_have_it_weakly(valley, pointed):
    by = with_rows(valley, "target_rules", {"group_id": "ELM"})
    points = pointed({"target_place": "fort", "method": "rocket"}, by=by)
    assert answer(points) == (("ELM", "OAK"), "weak", False)


def test_a_rule_says_no_more_than_its_source(valley, pointed):
    rules = valley.registry.target_rules
    by = with_tables(valley, target_rules=rules.assign(strength="low"))
    assert answer(pointed({"target_place": "fort", "method": "rocket"}, by=by))[1] == "weak"


@pytest.mark.parametrize(
    ("row", "stated", "left"),
    [
        ({"target_place": "fort", "method": "rocket"}, "Points to Oak (moderate), by target.", ""),
        ({"target_place": "city", "method": "drone_small"}, NOBODY, ""),
        (
            {"target_place": "fort", "method": "rocket", "facade": "Grey Dawn"},
            "Mixed (moderate): brand: Ash; target: Oak.",
            "Without the claim it points to Oak (moderate).",
        ),
        (
            {"target_place": "city", "method": "rocket", "facade": "Grey Dawn"},
            "Points to Ash (strong), by brand.",
            "Without the claim it points to nobody.",
        ),
    ],
)
def test_what_it_points_to_is_said_in_a_sentence(valley, pointed, row, stated, left):
    one = points_objects(pointed(row))["x"]
    name = valley.registry.short_name
    assert (says(one, name=name), says_without(one, name=name)) == (stated, left)


def test_json_has_the_keys_of_the_contract(pointed):
    row = {"target_place": "fort", "method": "rocket", "facade": "Grey Dawn"}
    one = points_objects(pointed(row))["x"]
    assert list(one) == ["groups", "strength", "mixed", "indications", "without_claim"]
    assert list(one["indications"][0]) == ["id", "groups", "strength", "text", "source"]
    assert one["without_claim"] == {"groups": ["OAK"], "strength": "moderate", "mixed": False}


def test_every_word_of_strength_has_a_rank_and_a_meaning():
    assert set(RANKS) == set(POINTS_STRENGTHS)
    assert all(a > b for a, b in pairwise(RANKS[one] for one in POINTS_STRENGTHS))
    assert {one.most for one in INDICATIONS.values()} <= set(POINTS_STRENGTHS)


def voices(*stated):
    """Combine indications of one attack, given as kind, groups and rank."""
    rows = [("x", "", kind, groups, rank, False, "", "") for kind, groups, rank in stated]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    return tuple(combine(found, pd.Index(["x"])).iloc[0][["groups", "strength", "mixed"]])


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([("brand", ("A",), WEAK), ("target", ("A", "B"), WEAK)], (("A",), "weak", False)),
        ([("brand", ("A",), WEAK), ("target", ("B",), WEAK)], (("A", "B"), "weak", True)),
        # One voice a kind: two habits at one target are an alternative, no contradiction.
        ([("target", ("A",), WEAK), ("target", ("B",), WEAK)], (("A", "B"), "weak", False)),
        # A weak voice neither contradicts nor narrows a stronger one.
        ([("brand", ("A",), MODERATE), ("target", ("B",), WEAK)], (("A",), "moderate", False)),
        ([("ground", ("A", "B"), MODERATE), ("target", ("B",), WEAK)],
         (("B", "A"), "moderate", False)),
        # But a claim is always held against the rest.
        ([("ground", ("B",), MODERATE), ("brand", ("A",), WEAK)], (("B", "A"), "weak", True)),
        ([("ground", ("A", "B"), MODERATE), ("brand", ("A",), WEAK)],
         (("A", "B"), "moderate", False)),
        # A moderate voice contradicts a strong one, and what is said is moderate.
        ([("brand", ("A",), MODERATE), ("ground", ("B",), STRONG)],
         (("B", "A"), "moderate", True)),
        ([("brand", ("A",), MODERATE), ("ground", ("A", "B"), STRONG)],
         (("A", "B"), "strong", False)),
        # Two against one are mixed all the same, those with more behind them first.
        ([("brand", ("A",), STRONG), ("ground", ("B",), STRONG), ("target", ("B",), STRONG)],
         (("B", "A"), "strong", True)),
        ([], ((), "none", False)),
    ],
)  # fmt: skip
def test_voices_agree_narrow_or_stand_apart(stated, expected):
    assert voices(*stated) == expected


def test_the_order_of_rows_changes_nothing(valley, valley_found):
    turned = replace(valley.record, attacks=valley.record.attacks.iloc[::-1])
    points = points_to(check(turned, atlas=valley), atlas=valley)
    straight = points_to(valley_found, atlas=valley)
    pd.testing.assert_frame_equal(points.table.iloc[::-1], straight.table)
    assert points_objects(points) == points_objects(straight)
