"""What a ranking says: with and without the claim, no percentage of little, no far-off name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.attribution import place_anomaly as mismatch
from geo.attribution.as_of import candidates, findings_for, launches
from geo.attribution.assess import rank_attacks
from geo.attribution.events import UNKNOWN, Events
from geo.attribution.ranking_text import FEW, NO_CANDIDATE
from geo.attribution.reconcile import reconciles
from geo.attribution.usual_ground import Ground
from geo.attribution.weighing import ranking_object, weigh
from geo.verdicts.check import check


@pytest.fixture(scope="module")
def event(weighed):
    return weighed


def test_without_the_claim_the_ranking_is_that_of_a_record_in_which_nobody_claims(
    event, bundled, atlas
):
    unclaimed = replace(atlas.record, claims=atlas.record.claims.iloc[:0])
    claimed = bundled.cases.attacks["first_facade"] != ""
    chosen = list(claimed.index[claimed])[::3]
    # What is learned is the record as it is: who was assessed does not hang on claims.
    alone = weigh(check(unclaimed, atlas=atlas), atlas=atlas, chosen=chosen)
    assert len(chosen) > 20
    pd.testing.assert_frame_equal(
        event.without_claim.posterior.loc[chosen], alone.ranking.posterior, atol=1e-9
    )
    assert (event.table["without_claim"] != "").sum() > 30
    assert not (event.table["without_claim"] != "")[~claimed].any()


def test_a_thin_record_tells_no_percentage(valley_weighed):
    event = valley_weighed
    assert event.table["small_sample"].all()
    for column in ("says", "without_claim", "reconciles"):
        assert not event.table[column].str.contains("%").any()
    reach = event.ranking.terms.query("term_id == 'reach'")["text"]
    assert len(reach)
    assert not reach.str.contains("%").any()
    assert not reach.str.contains("100").any()
    assert all(
        group["share"] is None
        for ident in event.table.index
        for group in ranking_object(event, ident)["groups"]
    )


def test_a_record_of_thirty_launches_tells_percentages(valley_found, valley):
    groups = candidates(valley_found, areas=valley.areas, registry=valley.registry)
    table = pd.DataFrame(
        {
            "id": [f"p{n}" for n in range(FEW)],
            "date": pd.Timestamp("2021-01-01") + pd.to_timedelta(np.arange(FEW), unit="D"),
            "lon": 41.5,
            "lat": 33.5,
            "groups": [("OAK",)] * FEW,
        }
    )
    texts = []
    for launches_known in (FEW - 1, FEW):
        event = rank_attacks(
            findings_for(valley_found, valley.record, ident="2021-06-19-tower", areas=valley.areas),
            learned=Events.of(table.iloc[:launches_known], groups=groups),
            areas=valley.areas.table,
            reaches=valley.registry.reaches,
        )
        reach = event.ranking.terms.query("term_id == 'reach'")["text"].iloc[0]
        texts.append((event.table["says"].iloc[0], reach))
    assert ["%" in says for says, _ in texts] == [False, True]
    # 291 km from the mill to the tower, of the 300 km that rockets fly.
    assert texts[0][1].endswith("past launches of OAK (all).")
    assert texts[1][1].endswith("past launches of OAK (100%).")


def test_a_launch_by_permission_teaches_nothing(valley_found, valley):
    groups = candidates(valley_found, areas=valley.areas, registry=valley.registry)
    attacks = valley_found.cases.attacks
    by_leave = attacks.index[attacks["by_permission"]]
    assert by_leave.tolist() == ["2021-05-15-fort"]
    assert "2021-05-15-fort" not in set(launches(attacks, groups=groups).ids)
    bare = attacks.assign(by_permission=False)
    assert "2021-05-15-fort" in set(launches(bare, groups=groups).ids)


@pytest.fixture(scope="module")
def mortars(valley, valley_judge):
    """Mortars, which reach 100 km: Ash's ground is 46 km from the port, Oak's 120 km."""
    row = {"date": "2021-07-01", "method": "mortar"}
    found = valley_judge(
        *({**row, "attack_id": place, "target_place": place} for place in ("port", "tower"))
    )
    return weigh(found, atlas=valley)


def test_who_is_beyond_the_weapon_s_reach_is_no_candidate(mortars):
    shares = mortars.ranking.posterior.loc["port"]
    assert shares["OAK"] < NO_CANDIDATE
    assert (shares[["ASH", "ELM"]] > NO_CANDIDATE).all()
    assert "OAK" not in {group["group"] for group in ranking_object(mortars, "port")["groups"]}


def test_reach_leaves_out_nobody_where_it_would_leave_out_everybody(mortars):
    # Nobody's ground is within 100 km of the tower: Ash's, the nearest, is 167 km to the south.
    terms = mortars.ranking.terms.query("attack_id == 'tower'")
    assert "beyond_reach" not in set(terms["term_id"])
    assert (mortars.ranking.posterior.loc["tower"] > NO_CANDIDATE).all()


def test_under_three_launches_of_a_group_say_nothing(areas_of):
    rows = [
        {
            "id": f"e{n}",
            "date": pd.Timestamp("2021-01-01"),
            "lon": 44.4,
            "lat": 33.3,
            "groups": ("A",),
        }
        for n in range(3)
    ]
    two, three = (
        Ground.fit(
            Events.of(pd.DataFrame(rows[:n]), groups=("A", "B")),
            areas_of({"holder": "A"}, {"holder": "B"}),
            as_of="2021-02-01",
            least_events=mismatch.LEAST_EVENTS,
        )
        for n in (2, 3)
    )
    assert two.known_from == "areas"
    assert two.share(44.4, 33.3)[0].tolist() == pytest.approx([0.49, 0.49, 0.02], abs=0.02)
    assert three.known_from == "attacks and areas"
    assert three.share(44.4, 33.3)[0, 0] > two.share(44.4, 33.3)[0, 0]


def test_one_attack_weighed_alone_is_as_among_all(event, bundled, atlas):
    ident = "2022-04-30-al-asad"
    alone = weigh(bundled, atlas=atlas, chosen=[ident])
    assert ranking_object(alone, ident) == ranking_object(event, ident)


def test_shares_sum_to_one_with_and_without_the_claim(event):
    for ranking in (event.ranking, event.without_claim):
        assert ranking.posterior.sum(axis=1).tolist() == pytest.approx([1.0] * len(event.table))
        assert UNKNOWN in ranking.posterior


CASES = [
    ("mismatch", "HAN", "HAN", "KH", "without it KH leads"),
    ("mismatch", "HAN", "KH", "KH", ""),
    ("mismatch", "HAN", "", "", "too little to name another"),
    ("explained", "KSS", "KH", "KH", "there KH leads"),
    ("explained", "KSS", "KSS", "KH", ""),
    ("consistent", "KH", "KH", "KH", ""),
    ("consistent", "AAH", "KSS", "", "finds more for KSS"),
    ("consistent", "AAH", "", "", "too little to name anybody"),
    ("insufficient", "AAH", "AAH", "", "without it nobody leads"),
    ("insufficient", "AAH", "KH", "KH", "finds more for KH"),
    ("insufficient", "", "KH", "KH", "nobody is said to have done it"),
    ("insufficient", "", "", "", ""),
    ("insufficient", "AAH", "", "", ""),
    ("contested", "", "KH", "KH", "there KH leads"),
    ("contested", "", "", "", ""),
]


@pytest.mark.parametrize(("verdict", "said", "leads", "without", "expected"), CASES)
def test_one_sentence_reconciles_wherever_verdict_and_ranking_differ(
    verdict, said, leads, without, expected
):
    one = pd.Series([verdict], index=["x"])
    (text,) = reconciles(
        one,
        pd.Series([said], index=["x"]),
        leads=pd.Series([leads], index=["x"]),
        without=pd.Series([without], index=["x"]),
    )
    assert expected in text
    assert bool(text) == bool(expected)
