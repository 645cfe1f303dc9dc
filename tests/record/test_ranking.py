"""What the ranking says of the documented attacks: their record is thin, and it says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.attribution.as_of import candidates, findings_for, launches
from geo.attribution.assess import PLACE, rank_attacks
from geo.attribution.events import Events
from geo.attribution.facade_drift import facade_runs
from geo.attribution.ranking_text import FEW, NO_CANDIDATE
from geo.attribution.weighing import ranking_object, weigh
from geo.verdicts.check import check


@pytest.fixture(scope="module")
def event(weighed):
    return weighed


def test_the_documented_record_is_too_thin_and_the_finding_says_so(bundled, event):
    assert event.table.index.equals(bundled.table.index)
    assert event.table["confidence"].str.startswith("Confidence is low: ").all()
    assert event.table["confidence"].str.contains("too few for event evidence").all()
    assert not event.table["flags"].map(lambda f: "unusual_place" in f).any()


def test_where_nothing_speaks_nobody_is_named(event):
    statement = event.table.loc["2019-10-tv-station", "says"]
    assert statement == "Nothing known of this attack speaks for one group more than for another."


def test_a_claim_under_an_exclusive_brand_leads(event):
    assert event.table.loc["2020-03-11-taji", "says"].startswith("KH leads (")


def test_nobody_is_said_to_lead_by_drawn_ground_or_reach_alone(event):
    """Every attack of the record: claims and rules alone make the leader the likeliest."""
    leads = event.table.index[event.table["says"].str.contains(" leads (", regex=False)]
    terms = event.ranking.terms
    ruled = terms[~terms["term_id"].isin([PLACE, "reach", "arrangement"])]
    logs = ruled.pivot_table(
        index="attack_id", columns="group", values="log_likelihood", aggfunc="sum"
    )
    leader = event.ranking.posterior.idxmax(axis=1)
    assert set(leads) <= set(logs.index)
    assert [logs.loc[one].idxmax() for one in leads] == leader[leads].tolist()
    assert 0 < len(leads) < len(leader) / 4


def test_nobody_without_ground_or_rule_comes_first_anywhere(event):
    """A group of which no ground is known is not likelier where nobody's ground is drawn."""
    for ident in ("2022-06-08-erbil", "2020-04-06-burjesia"):
        assert event.ranking.posterior.loc[ident].idxmax() != "HAN", ident


@pytest.mark.parametrize("ident", ["2022-01-02-zilkan", "2022-06-24-khor-mor", "2021-04-23-bdsc"])
def test_an_outline_alone_is_no_finding(event, ident):
    assert event.table.loc[ident, "says"].startswith("No finding: ")
    assert not event.table.loc[ident, "firm"]


def test_a_recorded_permission_is_named_where_the_ranking_leaves_it_out(event):
    assert "A record explains" in event.table.loc["2021-07-07-al-asad", "reconciles"]
    assert "A record explains" not in event.table.loc["2020-03-11-taji", "reconciles"]


def test_who_may_use_a_holders_sites_is_as_likely_there(event):
    place = event.ranking.posterior.loc["undated-balad-from-ashraf"]
    assert place["AAH"] >= place["BADR"] * 0.99


def test_a_launch_in_anothers_ground_ranks_its_holder_first(event):
    terms = event.ranking.terms
    here = terms[(terms["attack_id"] == "undated-balad-from-ashraf") & (terms["term_id"] == PLACE)]
    assert here.set_index("group")["log_likelihood"].idxmax() == "BADR"
    flags = event.table.loc["undated-balad-from-ashraf", "flags"]
    assert {"too_few_attacks", "thin_baseline"}.intersection(flags)


def test_a_thin_record_tells_no_percentage(event):
    assert event.table["small_sample"].all()
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
        rank_attacks(
            findings_for(bundled, atlas.record, ident=ident, areas=atlas.areas),
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
    ranking = ranking_object(event, "2022-04-30-al-asad")
    assert ranking["says"].startswith("HAN leads (")
    assert ranking["without_claim"]["says"].startswith("KH leads (")
    assert "without it KH leads" in ranking["reconciles"]
    assert 1 <= ranking["reconciles"].count(".") <= 2


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
    convoys = [i for i, flags in bundled.table["flags"].items() if "convoy_claim" in flags]
    owned = event.table.loc[convoys].query("without_claim != ''")
    assert len(owned) > 20
    assert not owned["says"].str.contains(" leads (", regex=False).any()
    weak = owned["says"].str.contains("comes first, weakly")
    assert weak.sum() > 20
    # Elsewhere the place puts another group first, and that is no finding.
    assert owned["says"][~weak].str.startswith("No finding: ").all()
    assert not owned["firm"].any()


def test_no_attack_of_the_record_lacks_the_sentence_where_they_differ(event, bundled):
    leads = event.table["says"].str.extract(r"^(\w+) leads \(")[0].fillna("")
    said, verdict = bundled.table["asserted_group"], bundled.table["verdict"]
    differ = (leads != "") & (said != "") & (leads != said) & (verdict != "mismatch")
    differ |= (verdict == "insufficient") & (leads != "")
    differ |= verdict.isin(["mismatch"]) & (leads == said)
    assert differ.sum() > 5
    assert (event.table.loc[differ, "reconciles"] != "").all()


def test_the_bundled_record_says_too_little_to_flag_a_link(atlas):
    made = facade_runs(check(atlas.record, atlas=atlas))
    assert not made["drifted"].any()
