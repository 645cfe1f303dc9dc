"""The past judged by what was known then: findings no later than a day, and who can be ranked."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.age import AGEING, age_codes
from geo.areas.table import Areas
from geo.attribution.confirmed import confirmed
from geo.attribution.events import Events
from geo.records.record import Record
from geo.reference.registry import Registry
from geo.schemas.tokens import UMBRELLA
from geo.verdicts.cases import prepare
from geo.verdicts.check import Findings
from geo.verdicts.terms import empty

_RULES = ("target_rules", "weapon_rules")
_SPAN = ("valid_from", "valid_to")


def as_of(findings: Findings, *, latest: pd.Timestamp) -> Findings:
    """Findings whose attacks are ranked by their own day, and by a given one at the latest.

    Parameters
    ----------
    findings
        As `geo.verdicts.check.check` gives them; not changed. Verdicts stay as they are.
    latest
        Nothing learned after this day is used. Attacks without a day are ranked by it.
    """
    attacks = findings.cases.attacks
    day = attacks["judged_on"].fillna(latest)
    day = day.where(day <= latest, latest)
    cases = replace(findings.cases, attacks=attacks.assign(judged_on=day))
    return replace(findings, cases=cases)


def findings_for(findings: Findings, record: Record, *, ident: str, areas: Areas) -> Findings:
    """Findings of one attack as far as a ranking needs them: without the terms of its verdict.

    Parameters
    ----------
    findings
        Of the whole record.
    record
        The record they were found in.
    ident
        The attack.
    areas
        Areas that the record was checked against.
    """
    reports = record.reports
    one = replace(
        record,
        attacks=record.attacks.loc[[ident]],
        claims=record.claims[record.claims["attack_id"] == ident],
        reports=reports[reports["attack_id"] == ident],
    )
    cases = prepare(one, registry=findings.cases.registry, areas=areas)
    return Findings(cases, empty(), findings.table.loc[[ident]])


def some(findings: Findings, keep: NDArray[np.bool_]) -> Findings:
    """Findings of some attacks, as far as a ranking needs them.

    Parameters
    ----------
    findings
        Of all of them.
    keep
        (n,) True where an attack is kept.
    """
    cases = findings.cases
    kept = cases.attacks.index[keep]
    few = replace(
        cases,
        attacks=cases.attacks[keep],
        claims=cases.claims[cases.claims["attack_id"].isin(kept)],
        launch=cases.launch.rows(keep),
        target=cases.target.rows(keep),
        own=cases.own[keep],
        conflicts=cases.conflicts[cases.conflicts["attack_id"].isin(kept)],
    )
    return Findings(few, findings.terms, findings.table.reindex(kept))


def candidates(findings: Findings, *, areas: Areas, registry: Registry) -> tuple[str, ...]:
    """Groups that can be ranked: with ground, named by a rule, or said to have struck."""
    table = areas.table
    held = {str(one) for one in table.loc[table["kind"] != "committee", "holder"]}
    return tuple(sorted(held | named(findings, registry=registry)))


def named(
    findings: Findings, *, registry: Registry, known_on: pd.Timestamp | None = None
) -> frozenset[str]:
    """Groups that are candidates on every day: named by a rule, or said to have struck.

    Parameters
    ----------
    findings
        Of all attacks that are known.
    registry
        Rules of targets and weapons.
    known_on
        Only attacks of this day or before count; all of them when None.
    """
    attacks = findings.cases.attacks
    if known_on is not None:
        attacks = attacks[attacks["date_latest"].fillna(attacks["judged_on"]) <= known_on]
    names = {str(one) for rules in _RULES for one in getattr(registry, rules)["group_id"]}
    names |= set(attacks["asserted_group"])
    names |= {part for cell in attacks["assessed_group"].unique() for part in cell.split("|")}
    return frozenset(names - {"", UMBRELLA})


def by_ground(
    areas: gpd.GeoDataFrame, days: pd.Series, *, groups: tuple[str, ...]
) -> NDArray[np.bool_]:
    """(n, G) True where a group has ground of its own on a day that is known and not old.

    Ground that a group is only said to hold on other days makes it no candidate on this one.

    Parameters
    ----------
    areas
        As `Areas.table`.
    days
        (n,) Timestamps.
    groups
        Names of the G groups.
    """
    own = areas[areas["kind"] != "committee"]
    day = days.to_numpy("datetime64[ns]")[:, None]
    begin, end = (own[name].to_numpy("datetime64[ns]")[None, :] for name in _SPAN)
    known = (begin <= day) & (np.isnat(end) | (day < end)) & (age_codes(own, days) <= AGEING)
    holder = own["holder"].to_numpy()
    columns = [known[:, holder == group].any(axis=1) for group in groups]
    return np.column_stack(columns) if columns else np.zeros((len(days), 0), dtype=bool)


def launches(attacks: pd.DataFrame, *, groups: tuple[str, ...]) -> Events:
    """Attacks to learn usual ground from: a confirmed group, a day and a known launch.

    A target says where somebody struck, not from where: it teaches nothing of ground.
    """
    table = confirmed(attacks)
    return Events.of(table[table["role"] == "launch"], groups=groups)
