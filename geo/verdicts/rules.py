"""The registry of rules: one row a rule, with id, title, source and the function that applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from geo.progress import tell
from geo.verdicts import rules_arrangements as records
from geo.verdicts import rules_claims as claims
from geo.verdicts import rules_committees as committees
from geo.verdicts import rules_ground as ground
from geo.verdicts import rules_old_ground as old_ground
from geo.verdicts import rules_targets as rules_of_use
from geo.verdicts.cases import Cases
from geo.verdicts.terms import join_terms


@dataclass(frozen=True)
class Rule:
    """One rule of the check.

    Parameters
    ----------
    rule_id
        Id that terms and flags carry, unless the rule's rows name their own.
    title
        What it asks.
    can
        Strongest thing it can do: `breaks`, `explains`, `supports` or `flag`.
    registry
        Data file that holds its rows.
    apply
        From cases to terms.
    """

    rule_id: str
    title: str
    can: str
    registry: str
    apply: Callable[[Cases], pd.DataFrame]


RULES: tuple[Rule, ...] = (
    Rule(
        "facade_owner",
        "Does the first claim’s façade belong to the assessed group?",
        "breaks",
        "facade_links.csv",
        claims.facade_owner,
    ),
    Rule(
        "launch_ground",
        "Does the launch lie in the asserted group’s own ground?",
        "breaks",
        "areas.toml",
        ground.launch_ground,
    ),
    Rule(
        "target_exclusive",
        "Is the target under another’s exclusive control?",
        "breaks",
        "target_rules.csv",
        rules_of_use.target_exclusive,
    ),
    Rule(
        "weapon_monopoly",
        "Does another group appear to hold this weapon alone?",
        "breaks",
        "weapon_rules.csv",
        rules_of_use.weapon_monopoly,
    ),
    Rule(
        "arrangement",
        "Does a permission, teaming or reported use explain a misfit?",
        "explains",
        "arrangements.csv",
        records.arrangements,
    ),
    Rule(
        "target_usual",
        "Is it a target that the group is known to strike?",
        "supports",
        "target_rules.csv",
        rules_of_use.target_usual,
    ),
    Rule(
        "target_lead",
        "Who leads or coordinates at this target?",
        "supports",
        "target_rules.csv",
        rules_of_use.target_lead,
    ),
    Rule(
        "weapon_user",
        "Which group mainly uses this weapon?",
        "supports",
        "weapon_rules.csv",
        rules_of_use.weapon_user,
    ),
    Rule(
        "across_committee_lines",
        "Does the group strike where another leads the committee?",
        "flag",
        "committees.csv",
        committees.committee_line,
    ),
    Rule(
        "outside_all_ground",
        "Does the launch lie outside all recorded ground?",
        "flag",
        "areas.toml",
        ground.outside_all_ground,
    ),
    Rule(
        "contested_ground",
        "Do several groups hold the launch place?",
        "flag",
        "areas.toml",
        ground.contested_ground,
    ),
    Rule(
        "ground_unconfirmed",
        "Has the ground not been confirmed for over a year?",
        "flag",
        "areas.toml",
        old_ground.ground_unconfirmed,
    ),
    Rule(
        "low_confidence_ground",
        "Is the ground that fits of low confidence?",
        "flag",
        "areas.toml",
        ground.low_confidence_ground,
    ),
    Rule(
        "facade_method",
        "Is the brand known for this method?",
        "flag",
        "facades.csv",
        claims.facade_method,
    ),
    Rule(
        "disputed_link",
        "Do sources name different owners of the brand?",
        "flag",
        "facade_links.csv",
        claims.disputed_link,
    ),
    Rule(
        "rival_claims",
        "Do several brands claim it?",
        "flag",
        "claims.csv",
        claims.rival_claims,
    ),
    Rule(
        "low_confidence",
        "Does the case rest on a low-confidence assessment?",
        "flag",
        "attacks.csv",
        claims.low_confidence,
    ),
    Rule(
        "rival_assessments",
        "Do other sources name another group?",
        "flag",
        "conflicts.csv",
        claims.rival_assessments,
    ),
    Rule(
        "authorship_doubted",
        "Is it denied or doubted that the group did it?",
        "flag",
        "arrangements.csv",
        records.authorship_doubted,
    ),
    Rule(
        "possible_support",
        "Is support by another group on record?",
        "flag",
        "arrangements.csv",
        records.possible_support,
    ),
    Rule(
        "target_closed",
        "Was the target still in use?",
        "flag",
        "targets.csv",
        rules_of_use.target_closed,
    ),
    Rule(
        "window",
        "Does it fall into a truce, after an order, or under a caution?",
        "flag",
        "windows.csv",
        rules_of_use.windows,
    ),
)


def apply_rules(cases: Cases, *, rules: tuple[Rule, ...] = RULES) -> pd.DataFrame:
    """All terms of all rules, in the registry's order within each attack.

    Returns
    -------
    Frame with the columns of `geo.verdicts.terms.COLUMNS` and `rule_id`, sorted by attack and rule.
    """
    parts = []
    for place, rule in enumerate(rules):
        tell(f"Rule {place + 1} of {len(rules)}: {rule.title}", place / len(rules))
        terms = rule.apply(cases)
        if len(terms):
            parts.append(terms.assign(rule_id=rule.rule_id, place=place))
    terms = join_terms(parts)
    if terms.empty:
        return terms.assign(rule_id="", place=0)
    order = pd.Series(range(len(cases.attacks)), index=cases.attacks.index)
    terms["order"] = terms["attack_id"].map(order)
    terms = terms.sort_values(
        ["order", "place", "term_id", "text"], kind="stable", ignore_index=True
    )
    return terms.drop(columns=["order", "place"])
