"""Ranking by place and evidence: by hand, beside the verdict, honest where little is known."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pandas as pd
import pytest

from geo.areas.age import age_on
from geo.areas.table import LAUNCHED_FROM
from geo.attribution import evidence
from geo.attribution.area_density import in_force, levels_on
from geo.attribution.as_of import candidates, launches, named
from geo.attribution.assess import FLAGS, PLACE, rank_attacks
from geo.attribution.confirmed import confirmed
from geo.attribution.events import EPOCH, UNKNOWN, Events, to_day
from geo.attribution.evidence import facade_log_likelihood, registry_terms, weigh
from geo.attribution.ranking import rank
from geo.attribution.reach import reach_terms
from geo.attribution.usual_ground import Ground
from geo.verdicts.check import check
from geo.verdicts.rules import RULES

GROUPS = ("A", "B", "C")


def rule_terms(*rows):
    return pd.DataFrame(
        [
            {
                "attack_id": "x",
                "term_id": rule,
                "rule_id": rule,
                "favours": favours,
                "text": "T",
                "source": "S",
                "effect": "says",
            }
            for rule, favours in rows
        ]
    )


def start(*shares):
    return pd.DataFrame([shares], index=["x"], columns=[*GROUPS, UNKNOWN])


def test_every_rule_has_a_stated_weight_with_a_reason():
    assert all(rule.odds >= 1 and rule.basis.endswith(".") and rule.label for rule in RULES)


def test_a_term_of_no_rule_is_refused():
    with pytest.raises(KeyError, match="target_usual"):
        weigh(rule_terms(("target_usual", ("A",))), groups=GROUPS, rules=())


def test_odds_multiply_by_hand():
    terms = weigh(rule_terms(("target_usual", ("A",)), ("weapon_user", ("B",))), groups=GROUPS)
    posterior = rank(start(0.25, 0.25, 0.25, 0.25), terms).posterior.loc["x"]
    # 3 for A, 2 for B, 1 for each of the others.
    assert posterior.tolist() == pytest.approx([3 / 7, 2 / 7, 1 / 7, 1 / 7])


def test_a_facade_is_strong_never_certain():
    logs = facade_log_likelihood(np.array([[True, False, False, False]]), holds=0.85)
    assert np.exp(logs[0]).tolist() == pytest.approx([0.85, 0.05, 0.05, 0.05])
    place = start(0.001, 0.997, 0.001, 0.001)
    terms = weigh(
        rule_terms(("facade_owner", ("A",))), groups=GROUPS, strength=pd.Series({"x": "high"})
    )
    ranking = rank(place, terms)
    # 0.001·0.85 against 0.997·0.05: place wins over the claim.
    assert ranking.top(1)["group"].tolist() == ["B"]
    assert ranking.posterior.loc["x", "A"] == pytest.approx(0.00085 / (0.00085 + 0.999 * 0.05))


def test_a_weaker_link_weighs_less():
    terms = rule_terms(("facade_owner", ("A",)))
    shares = [
        rank(
            start(0.25, 0.25, 0.25, 0.25),
            weigh(terms, groups=GROUPS, strength=pd.Series({"x": strength})),
        ).posterior.loc["x", "A"]
        for strength in ("high", "medium", "low")
    ]
    assert shares == pytest.approx([0.85, 0.75, 0.60])


def test_flags_are_shown_and_move_nothing():
    terms = rule_terms(("target_lead", ("A",))).assign(effect="flag")
    weights = weigh(terms, groups=GROUPS)
    assert len(weights) == 4
    assert (weights["log_likelihood"] == 0).all()


def test_a_stale_link_weighs_like_a_weak_one(judge):
    # Usbat al-Thaireen was last confirmed as KH's in October 2021.
    cases = judge(
        {"date": "2021-09-01", "method": "rocket", "facade": "Usbat al-Thaireen"},
        {"date": "2023-09-01", "method": "rocket", "facade": "Usbat al-Thaireen"},
    ).cases
    terms = registry_terms(cases, groups=("KH", "AAH"))
    own = terms[(terms["term_id"] == "facade_owner") & (terms["group"] == "KH")]
    assert np.exp(own["log_likelihood"]).tolist() == pytest.approx([0.85, 0.60])


def test_a_facade_of_nobody_on_the_list_moves_nothing():
    assert facade_log_likelihood(np.zeros((1, 4), bool), holds=0.85).tolist() == [[0.0] * 4]
    terms = weigh(rule_terms(("facade_owner", ("Z",))), groups=GROUPS)
    assert (terms["log_likelihood"] == 0).all()


def test_the_unknown_group_stays_in():
    ranking = rank(start(0.0, 0.0, 0.0, 1.0), _none())
    assert ranking.top(1)["group"].tolist() == [UNKNOWN]
    assert ranking.posterior.sum(axis=1).tolist() == [1.0]


def _none():
    return pd.DataFrame(columns=list(evidence.COLUMNS))


REACHES = pd.DataFrame(
    [
        ["mortar", 0.1, 10.0, "yes", "Mortars reach a few km.", "ours", "", "ours"],
        ["drone_fixed_wing", 1.0, 1500.0, "no", "It flies far.", "ours", "", "ours"],
    ],
    columns=[
        "method",
        "reach_km_low",
        "reach_km_high",
        "says_much",
        "text",
        "source_id",
        "pointer",
        "ours",
    ],
)


@pytest.fixture
def two_towns():
    """A strikes at Baghdad, B at Mosul, C nowhere yet; each from the middle of a cell."""
    lat_a, lon_a = h3.cell_to_latlng(h3.latlng_to_cell(33.3, 44.4, 5))
    lat_b, lon_b = h3.cell_to_latlng(h3.latlng_to_cell(36.3, 43.1, 5))
    table = pd.DataFrame(
        {
            "id": ["a", "b"],
            "date": pd.Timestamp("2021-01-01"),
            "lon": [lon_a, lon_b],
            "lat": [lat_a, lat_b],
            "groups": [("A",), ("B",)],
        }
    )
    ground = Ground.fit(Events.of(table, groups=GROUPS), as_of="2021-02-01")
    return ground, (lon_a, lat_a)


def targets(place, *methods):
    return pd.DataFrame(
        {"method": list(methods), "lon": place[0], "lat": place[1], "radius_km": 1.0},
        index=[f"t{n}" for n in range(len(methods))],
    )


def test_ground_within_reach_of_the_target_is_the_evidence(two_towns):
    ground, town = two_towns
    terms = reach_terms(targets(town, "mortar"), ground=ground, reaches=REACHES)
    logs = terms.set_index("group")["log_likelihood"]
    # All of A's ground is within reach and none of B's; 5 % may lie anywhere. Of C nothing is
    # known: it gets the mean.
    assert np.exp(logs[["A", "B", "C", UNKNOWN]]).tolist() == pytest.approx([1, 0.05, 0.525, 0.525])
    # Two launches teach no percentage, and past launches are called so: they are not ground.
    assert terms["text"].iloc[0].endswith("of the target lies past launches of A (all).")


def test_a_fixed_wing_drone_says_little(two_towns):
    ground, town = two_towns
    terms = reach_terms(targets(town, "drone_fixed_wing"), ground=ground, reaches=REACHES)
    assert (terms["log_likelihood"] == 0).all()
    assert "says little" in terms["text"].iloc[0]


def test_a_method_without_a_row_gives_no_term(two_towns):
    ground, town = two_towns
    assert reach_terms(targets(town, "rocket", ""), ground=ground, reaches=REACHES).empty


WORLDS = {
    "bundled": ("atlas", "bundled", "weighed"),
    "valley": ("valley", "valley_found", "valley_weighed"),
}
"""Fixtures of a record, its findings and its ranking: laws hold of what is true and invented."""


@pytest.fixture(scope="module", params=WORLDS)
def world(request):
    return [request.getfixturevalue(name) for name in WORLDS[request.param]]


def test_the_verdicts_are_not_touched(world):
    atlas, found, event = world
    pd.testing.assert_series_equal(
        found.table["verdict"], check(atlas.record, atlas=atlas).table["verdict"]
    )
    assert "verdict" not in event.table
    assert event.table.index.equals(found.table.index)


def test_a_thin_record_says_so_of_every_attack(valley_weighed):
    confidences = valley_weighed.table["confidence"]
    assert confidences.str.startswith("Confidence is low: ").all()
    assert confidences.str.contains("too few for event evidence").all()
    assert not valley_weighed.table["flags"].map(lambda f: "unusual_place" in f).any()


def test_where_nothing_speaks_nobody_is_named(valley_weighed):
    statement = valley_weighed.table.loc["2021-08-road", "says"]
    assert statement == "Nothing known of this attack speaks for one group more than for another."


def test_a_claim_under_an_exclusive_brand_leads(valley_weighed):
    assert valley_weighed.table.loc["2021-07-24-port", "says"].startswith("ASH leads (")


def test_nobody_is_said_to_lead_by_drawn_ground_or_reach_alone(world):
    """Every attack of the record: claims and rules alone make the leader the likeliest."""
    _, _, event = world
    leads = event.table.index[event.table["says"].str.contains(" leads (", regex=False)]
    terms = event.ranking.terms
    ruled = terms[~terms["term_id"].isin([PLACE, "reach", "arrangement"])]
    logs = ruled.pivot_table(
        index="attack_id", columns="group", values="log_likelihood", aggfunc="sum"
    )
    leader = event.ranking.posterior.idxmax(axis=1)
    assert set(leads) <= set(logs.index)
    assert [logs.loc[one].idxmax() for one in leads] == leader[leads].tolist()
    assert 0 < len(leads) < len(leader)


@pytest.mark.parametrize("ident", ["2021-05-08-port", "2021-06-12-city"])
def test_an_outline_alone_is_no_finding(valley_weighed, ident):
    assert valley_weighed.table.loc[ident, "says"].startswith("No finding: ")
    assert not valley_weighed.table.loc[ident, "firm"]


def test_a_recorded_permission_is_named_where_the_ranking_leaves_it_out(valley_weighed):
    sentences = valley_weighed.table["reconciles"]
    named = sentences.index[sentences.str.contains("A record explains")]
    assert named.tolist() == ["2021-05-15-fort"]


def test_a_launch_in_anothers_ground_ranks_its_holder_first(valley_weighed):
    terms = valley_weighed.ranking.terms
    here = terms[(terms["attack_id"] == "2021-05-08-port") & (terms["term_id"] == PLACE)]
    assert here.set_index("group")["log_likelihood"].idxmax() == "OAK"
    assert "too_few_attacks" in valley_weighed.table.loc["2021-05-08-port", "flags"]


def test_the_evidence_does_not_hear_the_assessment(world):
    atlas, found, _ = world
    groups = tuple(atlas.registry.groups.index)
    terms = registry_terms(found.cases, groups=groups)
    other = found.cases.attacks.assign(assessed_group=groups[2], asserted_group=groups[2])
    swapped = type(found.cases)(
        other,
        found.cases.claims,
        found.cases.launch,
        found.cases.target,
        found.cases.own,
        found.cases.registry,
    )
    pd.testing.assert_frame_equal(terms, registry_terms(swapped, groups=groups))


def test_every_term_shows_text_source_and_basis(world):
    _, _, event = world
    terms = event.ranking.terms
    assert PLACE in set(terms["term_id"])
    assert (terms["text"] != "").all()
    assert (terms["basis"] != "").all()
    assert np.isfinite(terms["log_likelihood"].to_numpy(dtype=float)).all()
    assert event.ranking.posterior.sum(axis=1).tolist() == pytest.approx([1.0] * len(event.table))


def test_areas_are_heard_from_their_first_day_by_their_age(atlas):
    areas = atlas.areas.table
    columns = ("kind", "valid_from", "valid_to")
    aged = [areas["last_confirmed"] + pd.DateOffset(months=months) for months in (12, 36)]
    turns = pd.concat([areas["valid_from"], areas["valid_to"], *aged]).dropna().unique()
    days = sorted({to_day(turn) + more for turn in turns for more in (-1, 0, 1)})
    found = levels_on(areas, days=days)
    for day, levels in zip(days, found.tolist(), strict=True):
        when = EPOCH + pd.Timedelta(days=day)
        expected = [
            {"fresh": 2, "ageing": 1}.get(age_on(areas, ident, when.date()), 0)
            * (
                kind in LAUNCHED_FROM
                and (pd.isna(begin) or begin <= when)
                and (pd.isna(end) or when < end)
            )
            for ident, kind, begin, end in zip(
                areas.index, *(areas[n] for n in columns), strict=True
            )
        ]
        assert levels == expected, when
    assert in_force(areas, day=days[3]).tolist() == [one > 0 for one in found[3]]
    assert in_force(areas[["geometry"]], day=0).all()
    assert set(np.unique(found)) == {0, 1, 2}


def test_later_attacks_change_no_earlier_ranking(world):
    """A record that grows leaves what was said of the past as it was."""
    atlas, found, event = world
    groups = candidates(found, areas=atlas.areas, registry=atlas.registry)
    learned = launches(found.cases.attacks, groups=groups)
    late = pd.DataFrame(
        {
            "id": [f"late{n}" for n in range(50)],
            "date": found.cases.attacks["judged_on"].max() + pd.Timedelta(days=1),
            "lon": 44.4,
            "lat": 33.3,
            "groups": [(groups[0],)] * 50,
        }
    )
    table = confirmed(found.cases.attacks)
    more = pd.concat([table[table["role"] == "launch"].drop(columns="role"), late])
    grown = Events.of(more, groups=learned.groups, centre=learned.centre)
    reaches = atlas.registry.reaches
    again = rank_attacks(
        found,
        learned=grown,
        areas=atlas.areas.table,
        reaches=reaches,
        named=named(found, registry=atlas.registry),
    )
    pd.testing.assert_frame_equal(again.ranking.posterior, event.ranking.posterior)
    pd.testing.assert_frame_equal(again.table, event.table)


def test_flags_are_told_in_words():
    assert all(text.endswith(".") for text in FLAGS.values())
