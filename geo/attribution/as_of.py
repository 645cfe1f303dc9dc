"""The past judged by what was known then: findings no later than a day, and who can be ranked."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

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


def only(findings: Findings, record: Record, *, ident: str, areas: Areas) -> Findings:
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


def candidates(findings: Findings, *, areas: Areas, registry: Registry) -> tuple[str, ...]:
    """Groups that can be ranked: with ground, named by a rule, or said to have struck."""
    table = areas.table
    attacks = findings.cases.attacks
    named = {str(one) for one in table.loc[table["kind"] != "committee", "holder"]}
    named |= {str(one) for rules in _RULES for one in getattr(registry, rules)["group_id"]}
    named |= set(attacks["asserted_group"])
    named |= {part for cell in attacks["assessed_group"].unique() for part in cell.split("|")}
    return tuple(sorted(named - {"", UMBRELLA}))


def launches(attacks: pd.DataFrame, *, groups: tuple[str, ...]) -> Events:
    """Attacks to learn usual ground from: a confirmed group, a day and a known launch.

    A target says where somebody struck, not from where: it teaches nothing of ground.
    """
    table = confirmed(attacks)
    return Events.of(table[table["role"] == "launch"], groups=groups)
