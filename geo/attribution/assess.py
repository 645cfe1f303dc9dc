"""Groups ranked by place and evidence, the unknown one kept in, beside the verdict not over it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution import place_anomaly as mismatch
from geo.attribution import ranking_text as ranking_words
from geo.attribution.area_density import Holdings, Spread, levels_on
from geo.attribution.as_of import by_ground, some
from geo.attribution.confirmed import located
from geo.attribution.days import PLACE, Asked, combined, on_a_day, place_terms
from geo.attribution.events import EPOCH, UNKNOWN, Events, to_day
from geo.attribution.evidence import CLAIM_RULES, COLUMNS, shared_site_terms, weigh
from geo.attribution.out_of_reach import beyond_reach, beyond_terms, owners_of_claims
from geo.attribution.place_anomaly import TrueLifts
from geo.attribution.ranking import Ranking, rank
from geo.attribution.reach import reach_km
from geo.attribution.reconcile import reconciles
from geo.attribution.stated import Stated
from geo.attribution.usual_ground import Ground
from geo.attribution.vote import History
from geo.parsing.tables import as_text
from geo.verdicts.cases import Cases
from geo.verdicts.check import Findings
from geo.verdicts.terms import join_terms

Floats = NDArray[np.float64]

FLAGS = {
    "unusual_place": "The place is unusual for the group that is named: unusual, not false.",
    "shared_place": "No group holds half of the share here: even a good score is near chance.",
    "thin_baseline": "The group's usual ground rests on few campaigns.",
    "too_few_attacks": "Too few of the group's attacks are known to say what is usual for it.",
}


@dataclass(frozen=True, eq=False)
class Event:
    """What event evidence says beside a verdict.

    Parameters
    ----------
    ranking
        The ranked groups with every term.
    without_claim
        The same without claims: a claim is no evidence for itself.
    table
        On the attacks' index: `flags` (ids of `FLAGS`), `lift`, `p`, `abstained`, `events`,
        `campaigns`, `says` (a sentence on likelihood), `without_claim` (the same without the
        claim, empty where there is none), `reconciles` (a sentence where verdict and ranking
        differ), `confidence` (one of its own), `firm` (whether the ranking is more than drawn
        ground, and may be stated as likelihoods), `firm_without` (the same without the claim) and
        `small_sample` (whether too few launches teach for percentages).
    """

    ranking: Ranking
    without_claim: Ranking
    table: pd.DataFrame


def rank_attacks(
    findings: Findings,
    *,
    learned: Events,
    areas: gpd.GeoDataFrame | None = None,
    reaches: pd.DataFrame | None = None,
    named: Collection[str] | None = None,
) -> Event:
    """Rank the groups for every attack and flag unusual places; verdicts stay as they are.

    Each attack is judged by the ground as it was known on its own day; one without a day, by the
    last day of the others.

    Parameters
    ----------
    findings
        As `geo.verdicts.check.check` gives them; not changed.
    learned
        Attacks with confirmed groups to learn from; their groups are the candidates, but see
        `named`.
    areas
        As `Areas.table`, EPSG:4326.
    reaches
        Reaches by weapon; see `geo.attribution.reach`. Without them an unknown launch says nothing.
    named
        Groups that are candidates on every day. Any other is one only for attacks of days on which
        its ground is known and not old, as if it were unknown else. All of them when None.
    """
    spread: Spread = {}
    if named is None or areas is None:
        stated = Stated.of(findings.cases)
        return _rank_attacks(
            findings, stated, spread, learned=learned, areas=areas, reaches=reaches
        )
    attacks, groups = findings.cases.attacks, learned.groups
    days = attacks["judged_on"].fillna(attacks["judged_on"].max()).fillna(EPOCH)
    # Filled before they are split: the last day of a part is not that of all.
    cases = replace(findings.cases, attacks=attacks.assign(judged_on=days))
    findings, stated = replace(findings, cases=cases), Stated.of(cases)
    held = by_ground(areas, days, groups=groups) | np.isin(groups, list(named))
    held |= learned.share.any(axis=0)
    kinds, which = np.unique(held, axis=0, return_inverse=True)
    parts = [
        _rank_attacks(
            some(findings, which.reshape(-1) == number),
            stated.some(attacks.index[which.reshape(-1) == number]),
            spread,
            learned=learned.among(tuple(np.array(groups, dtype=object)[kind])),
            areas=areas,
            reaches=reaches,
            unnamed=frozenset(groups) - set(named),
        )
        for number, kind in enumerate(kinds)
    ]
    return _joined(parts, attacks.index, candidates=[*groups, UNKNOWN])


def _joined(parts: list[Event], index: pd.Index, *, candidates: list[str]) -> Event:
    """Rankings of several sets of attacks as one, whoever is no candidate with a share of 0."""

    def ranking(some: list[Ranking]) -> Ranking:
        shares = pd.concat([one.posterior for one in some]).reindex(index=index, columns=candidates)
        return Ranking(shares.fillna(0.0), join_terms([one.terms for one in some]))

    return Event(
        ranking([one.ranking for one in parts]),
        ranking([one.without_claim for one in parts]),
        pd.concat([one.table for one in parts]).reindex(index),
    )


def _rank_attacks(
    findings: Findings,
    stated: Stated,
    spread: Spread,
    *,
    learned: Events,
    areas: gpd.GeoDataFrame | None,
    reaches: pd.DataFrame | None,
    unnamed: frozenset[str] = frozenset(),
) -> Event:
    attacks = findings.cases.attacks
    far = _far(attacks, reaches)
    lifts = TrueLifts.from_history(History.of(learned))
    judged_on = attacks["judged_on"].fillna(attacks["judged_on"].max()).fillna(EPOCH)
    known: dict[bytes, Holdings] = {}
    parts = []
    # What hangs on no day is worked out once.
    spots = located(attacks)
    asked = Asked.of(attacks, spots, groups=learned.groups, reaches=reaches, far=far)
    each, which = np.unique(judged_on.to_numpy(), return_inverse=True)
    days = [to_day(pd.Timestamp(day)) for day in each]
    # Few days differ in the areas that hold on them.
    holding = [] if areas is None else [one.tobytes() for one in levels_on(areas, days=days)]
    for number, day in enumerate(days):
        held = None
        if areas is not None:
            mask = holding[number]
            held = known.get(mask) or Holdings.of(
                areas, groups=learned.groups, day=day, spread=spread
            )
            known[mask] = held
        ground = Ground.fit(
            learned,
            held,
            as_of=EPOCH + pd.Timedelta(days=day),
            least_events=mismatch.LEAST_EVENTS,
            least_record=mismatch.FEW,
        )
        parts.append(on_a_day(asked, np.flatnonzero(which == number), ground, lifts))
    rule_terms = weigh(stated.terms, groups=learned.groups, strength=stated.strength)
    candidates = [*learned.groups, UNKNOWN]
    start, table, near = combined(parts, attacks.index, candidates=candidates)
    informative = table["informative"].to_numpy(dtype=bool)
    sites = shared_site_terms(stated.sites, place=start[informative], groups=learned.groups)
    placed = place_terms(parts, attacks.index, asked.weapons, candidates=candidates)
    terms = join_terms([placed, sites, rule_terms]).reindex(columns=list(COLUMNS))
    left_out, left_out_unclaimed = _beyond(
        findings.cases, stated, near, far, groups=learned.groups, unnamed=unnamed
    )
    claims = terms["term_id"].isin(CLAIM_RULES)
    with_claim = _ranked(start, join_terms([terms, left_out]))
    without = _ranked(start, join_terms([terms[~claims], left_out_unclaimed]))
    claimed = _claimed(terms[claims], attacks.index)
    names_it = with_claim.posterior.idxmax(axis=1) == _owner(terms[claims], attacks.index)
    unclaimed = _state(without, start, rule_terms[~rule_terms["term_id"].isin(CLAIM_RULES)], table)
    rest = ranking_words.leaders(without, unclaimed)
    by_claim = names_it.to_numpy(dtype=bool) & claimed
    state = replace(
        _state(with_claim, start, rule_terms, table),
        weakly=np.where(by_claim, _weakly(stated.owners, leads=rest), ""),
    )
    leads = ranking_words.leaders(with_claim, state)
    unsaid = ranking_words.says(without, unclaimed)
    return Event(
        with_claim,
        without,
        table.drop(columns="informative").assign(
            says=ranking_words.says(with_claim, state),
            without_claim=unsaid.where(claimed, ""),
            reconciles=reconciles(
                findings.table["verdict"].reindex(attacks.index),
                attacks["asserted_group"],
                leads=leads,
                without=rest,
            ),
            firm=state.firm & state.moved & (state.weakly == ""),
            firm_without=unclaimed.firm & unclaimed.moved,
        ),
    )


def _state(
    ranking: Ranking, start: pd.DataFrame, rule_terms: pd.DataFrame, table: pd.DataFrame
) -> ranking_words.RankingState:
    """How far a ranking may be stated, where nothing is held against its claims."""
    informative, small_sample = (
        table[name].to_numpy(dtype=bool) for name in ("informative", "small_sample")
    )
    moved = ~np.isclose(ranking.posterior.to_numpy(), start.to_numpy()).all(axis=1)
    return ranking_words.RankingState(
        moved | informative,
        ranking_words.is_firm(ranking, terms=rule_terms, small_sample=small_sample),
        small_sample,
        np.full(len(moved), "", dtype=object),
    )


def _weakly(link: pd.DataFrame, *, leads: pd.Series) -> NDArray[np.object_]:
    """(n,) why whom a claim names would come first weakly; empty where nothing is against it.

    A brand that sources give to different groups carries nobody to the lead by itself; where
    everything else lets the same group lead, the claim only agrees.
    """
    alone = link["disputed"] & (leads.reindex(link.index) != link["owner"])
    return np.select(
        [link["convoy"].to_numpy(dtype=bool), alone.to_numpy(dtype=bool)],
        [ranking_words.CONVOY, ranking_words.DISPUTED],
        default="",
    ).astype(object)


def _ranked(start: pd.DataFrame, terms: pd.DataFrame) -> Ranking:
    """Rank by the start shares, in which the place is already counted, and by every other term."""
    weighed = terms[terms["term_id"] != PLACE].reindex(columns=list(COLUMNS))
    return Ranking(rank(start, weighed).posterior, terms.reindex(columns=list(COLUMNS)))


def _claimed(terms: pd.DataFrame, index: pd.Index) -> NDArray[np.bool_]:
    """(n,) True where a claim moves the ranking."""
    moving = terms.loc[terms["log_likelihood"] != 0, "attack_id"]
    return np.asarray(index.isin(moving), dtype=bool)


def _owner(terms: pd.DataFrame, index: pd.Index) -> pd.Series:
    """Group for which the claim speaks most, by attack; empty where none does."""
    moving = terms[terms["log_likelihood"] != 0].sort_values("log_likelihood", kind="stable")
    best = moving.drop_duplicates("attack_id", keep="last").set_index("attack_id")["group"]
    return as_text(best.reindex(index))


def _far(attacks: pd.DataFrame, reaches: pd.DataFrame | None) -> pd.Series:
    """How far from each target a launch may lie, km; NaN where the weapon's reach says little."""
    if reaches is None:
        return pd.Series(np.nan, index=attacks.index)
    return reach_km(attacks.rename(columns={"target_radius_km": "radius_km"}), reaches)


def _beyond(
    cases: Cases,
    stated: Stated,
    near: pd.DataFrame,
    far: pd.Series,
    *,
    groups: tuple[str, ...],
    unnamed: frozenset[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Terms that leave groups out by reach: with the claim, which reach keeps, and without."""
    out = beyond_reach(
        cases, groups=groups, far_km=far, by_ground=unnamed, placed=stated.placed
    ) & ~near.astype(bool)
    unless_claimed = out & ~owners_of_claims(stated.owners["owner"], groups)
    return beyond_terms(unless_claimed, cases, far_km=far), beyond_terms(out, cases, far_km=far)
