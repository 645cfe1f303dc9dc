"""What a ranking says: with and without the claim, no percentage of little, no far-off name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.attribution import place_anomaly as mismatch
from geo.attribution.as_of import candidates, launches, only
from geo.attribution.assess import beside
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
    silent = replace(atlas.record, claims=atlas.record.claims.iloc[:0])
    claimed = bundled.cases.attacks["first_facade"] != ""
    chosen = list(claimed.index[claimed])[::3]
    # What is learned is the record as it is: who was assessed does not hang on claims.
    alone = weigh(check(silent, atlas=atlas), atlas=atlas, chosen=chosen)
    assert len(chosen) > 20
    pd.testing.assert_frame_equal(
        event.without_claim.posterior.loc[chosen], alone.ranking.posterior, atol=1e-9
    )
    assert (event.table["without_claim"] != "").sum() > 30
    assert not (event.table["without_claim"] != "")[~claimed].any()


def test_a_thin_record_tells_no_percentage(event):
    assert event.table["thin"].all()
    for column in ("says", "without_claim", "reconciles"):
        assert not event.table[column].str.contains("%").any()
    reach = event.ranking.terms.query("term_id == 'reach'")["text"]
    assert len(reach)
    assert not reach.str.contains("%").any()
    assert not reach.str.contains("100").any()
    assert all(
        group["share"] is None
        for ident in event.table.index[:40]
        for group in ranking_object(event, ident)["groups"]
    )


def test_a_record_of_thirty_launches_tells_percentages(bundled, atlas):
    groups = candidates(bundled, areas=atlas.areas, registry=atlas.registry)
    table = pd.DataFrame(
        {
            "id": [f"p{n}" for n in range(FEW)],
            "date": pd.Timestamp("2021-01-01") + pd.to_timedelta(np.arange(FEW), unit="D"),
            "lon": 44.4,
            "lat": 33.3,
            "groups": [("KH",)] * FEW,
        }
    )
    ids = ("2020-11-17-embassy", "2021-07-05-al-asad", "2021-05-02-biap")
    early, asad, baghdad = (
        beside(
            only(bundled, atlas.record, ident=ident, areas=atlas.areas),
            learned=Events.of(table, groups=groups),
            areas=atlas.areas.table,
            reaches=atlas.registry.reaches,
        )
        for ident in ids
    )
    assert "%" not in early.table["says"].iloc[0]
    assert "%" in asad.table["says"].iloc[0]
    reach = asad.ranking.terms.query("term_id == 'reach'")["text"].iloc[0]
    assert reach.endswith("lies recorded ground of KH (part).")
    reach = baghdad.ranking.terms.query("term_id == 'reach'")["text"].iloc[0]
    assert reach.endswith("past launches of KH (100%).")


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
    assert two.speaks_from == "areas"
    assert two.share(44.4, 33.3)[0].tolist() == pytest.approx([0.49, 0.49, 0.02], abs=0.02)
    assert three.speaks_from == "attacks and areas"
    assert three.share(44.4, 33.3)[0, 0] > two.share(44.4, 33.3)[0, 0]


def test_a_launch_by_permission_teaches_nothing(bundled, atlas):
    groups = candidates(bundled, areas=atlas.areas, registry=atlas.registry)
    learned = launches(bundled.cases.attacks, groups=groups)
    assert bundled.cases.attacks["by_permission"]["2021-07-07-al-asad"]
    assert "2021-07-07-al-asad" not in set(learned.ids)
    bare = bundled.cases.attacks.assign(by_permission=False)
    assert "2021-07-07-al-asad" in set(launches(bare, groups=groups).ids)


def test_the_card_of_april_2022_tells_no_launch_of_kss_as_ground(event):
    text = event.ranking.terms.query("attack_id == '2022-04-30-al-asad' and term_id == 'reach'")
    assert "KSS" not in text["text"].iloc[0]
    told = ranking_object(event, "2022-04-30-al-asad")
    assert told["says"].startswith("HAN leads (")
    assert told["without_claim"]["says"].startswith("KH leads (")
    assert "without it KH leads" in told["reconciles"]
    assert 1 <= told["reconciles"].count(".") <= 2


def test_who_is_beyond_the_weapon_s_reach_is_no_candidate(event, bundled):
    attacks = bundled.cases.attacks
    baghdad = attacks["target_place_id"].isin(
        ["international_zone", "us_embassy_baghdad", "biap", "bdsc"]
    )
    rockets = attacks.index[(attacks["method"] == "rocket") & baghdad]
    rockets = rockets[(attacks.loc[rockets, "judged_on"] >= "2020-01-03").to_numpy()]
    rockets = rockets[(attacks.loc[rockets, "judged_on"] < "2022-10-01").to_numpy()]
    assert len(rockets) > 25
    shares = event.ranking.posterior.loc[rockets]
    assert (shares["PMF30"] < NO_CANDIDATE).all()
    assert (shares[["KH", "AAH", "HAN"]] > NO_CANDIDATE).all(axis=None)
    assert not event.table.loc[rockets, "says"].str.contains("PMF30").any()
    listed = {group["group"] for one in rockets for group in ranking_object(event, one)["groups"]}
    assert "PMF30" not in listed


def test_reach_leaves_out_nobody_whom_a_rule_a_committee_or_a_claim_places_there(event):
    erbil = event.ranking.posterior.loc["2021-02-15-erbil"]
    # AAH by its usual target, KH and KSS by the committee of the north; Badr is too far.
    assert (erbil[["AAH", "KH", "KSS"]] > NO_CANDIDATE).all()
    assert erbil["BADR"] < NO_CANDIDATE


def test_reach_leaves_out_nobody_where_it_would_leave_out_everybody(bundled, atlas):
    areas = replace(atlas.areas, table=atlas.areas.table[atlas.areas.table["holder"] == "BADR"])
    far = replace(atlas, areas=areas)
    found = check(atlas.record, atlas=far)
    event = weigh(found, atlas=far, chosen=["2021-05-02-biap", "2021-06-06-balad"])
    assert "beyond_reach" not in set(event.ranking.terms["term_id"])


def test_the_weapon_outranks_a_usual_target_made_of_another_weapon(event, bundled):
    attacks = bundled.cases.attacks
    drones = attacks["method"].isin(["drone_unspecified", "drone_small", "drone_fixed_wing"])
    there = attacks["target_place_id"].isin(["erbil_ab", "bdsc", "us_embassy_baghdad"])
    campaign = attacks["date"].between("2021-03-04", "2021-10-18")
    chosen = attacks.index[drones & there & campaign]
    assert len(chosen) >= 6
    assert set(event.ranking.posterior.loc[chosen].idxmax(axis=1)) == {"KH"}


def test_a_convoy_claim_is_weak_at_most(event, bundled):
    convoys = [i for i, told in bundled.table["flags"].items() if "convoy_claim" in told]
    owned = event.table.loc[convoys].query("without_claim != ''")
    assert len(owned) > 20
    assert not owned["says"].str.contains(" leads (", regex=False).any()
    weak = owned["says"].str.contains("comes first, weakly")
    assert weak.sum() > 20
    # Elsewhere the place puts another group first, and that is no finding.
    assert owned["says"][~weak].str.startswith("No finding: ").all()
    assert not owned["firm"].any()


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


def test_no_attack_of_the_record_lacks_the_sentence_where_they_differ(event, bundled):
    leads = event.table["says"].str.extract(r"^(\w+) leads \(")[0].fillna("")
    said, verdict = bundled.table["asserted_group"], bundled.table["verdict"]
    differ = (leads != "") & (said != "") & (leads != said) & (verdict != "mismatch")
    differ |= (verdict == "insufficient") & (leads != "")
    differ |= verdict.isin(["mismatch"]) & (leads == said)
    assert differ.sum() > 5
    assert (event.table.loc[differ, "reconciles"] != "").all()
