"""The past judged by what was known then, one attack as well as all, and who can be ranked."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.attribution.as_of import as_of, candidates, findings_for, launches
from geo.attribution.as_of import named as always
from geo.attribution.assess import rank_attacks

WORLDS = {
    "bundled": ("atlas", "bundled", "weighed", "2021-01-01"),
    "valley": ("valley", "valley_found", "valley_weighed", "2021-06-01"),
}


@pytest.fixture(scope="module", params=WORLDS)
def named(request):
    return WORLDS[request.param]


@pytest.fixture(scope="module")
def world(request, named):
    atlas, found = (request.getfixturevalue(name) for name in named[:2])
    return atlas, found, candidates(found, areas=atlas.areas, registry=atlas.registry)


@pytest.fixture(scope="module")
def every(request, named):
    return request.getfixturevalue(named[2])


def test_no_attack_is_judged_later_than_the_day_asked_for(world, named):
    _, found, _ = world
    latest = pd.Timestamp(named[3])
    day = as_of(found, latest=latest).cases.attacks["judged_on"]
    before = found.cases.attacks["judged_on"]
    assert day.max() == latest
    assert (day[before < latest] == before[before < latest]).all()
    assert day.notna().all()
    assert before.max() > latest


def test_candidates_have_ground_a_rule_or_an_attack_and_committees_are_none(world):
    atlas, found, groups = world
    assert list(groups) == sorted(groups)
    assert set(found.cases.attacks["asserted_group"]) - {""} <= set(groups)
    assert not set(groups) & set(atlas.registry.committees.index)
    assert "" not in groups


def test_targets_teach_nothing(world):
    _, found, groups = world
    learned = launches(found.cases.attacks, groups=groups)
    placed = found.cases.attacks.loc[list(learned.ids)]
    assert len(learned) > 0
    assert placed["launch_lon"].notna().all()


def test_one_attack_alone_is_ranked_as_among_all(world, every):
    atlas, found, groups = world
    learned = launches(found.cases.attacks, groups=groups)
    given = {"learned": learned, "areas": atlas.areas.table, "reaches": atlas.registry.reaches}
    given["named"] = always(found, registry=atlas.registry)
    permitted = found.cases.attacks["by_permission"]
    ident = permitted.index[permitted][0]
    alone = findings_for(found, atlas.record, ident=ident, areas=atlas.areas)
    one = rank_attacks(alone, **given)
    assert one.ranking.posterior.index.tolist() == [ident]
    pd.testing.assert_series_equal(
        one.ranking.posterior.loc[ident], every.ranking.posterior.loc[ident]
    )
    assert one.table.loc[ident].equals(every.table.loc[ident])


def test_an_attack_without_a_day_is_ranked_by_the_last_day_of_the_others(world):
    atlas, found, groups = world
    given = {"learned": launches(found.cases.attacks, groups=groups), "areas": atlas.areas.table}
    given["named"] = always(found, registry=atlas.registry)
    cases, attacks = found.cases, found.cases.attacks
    days = attacks["judged_on"].copy()
    last = days.max()
    dayless = days.index[(days < last) & (attacks["asserted_group"] == "")][:3]
    days[dayless] = pd.NaT
    without, filled = (
        rank_attacks(
            replace(found, cases=replace(cases, attacks=attacks.assign(judged_on=day))), **given
        )
        for day in (days, days.fillna(last))
    )
    assert len(dayless) == 3
    pd.testing.assert_frame_equal(without.ranking.posterior, filled.ranking.posterior)
    pd.testing.assert_frame_equal(without.table, filled.table)
