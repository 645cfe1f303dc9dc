"""The registry of rules: one row a rule, with all that has to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from geo.progress import report_progress
from geo.verdicts import rules_arrangements as records
from geo.verdicts import rules_claims as claims
from geo.verdicts import rules_committees as committees
from geo.verdicts import rules_ground as ground
from geo.verdicts import rules_old_ground as old_ground
from geo.verdicts import rules_targets as targets
from geo.verdicts.cases import Cases
from geo.verdicts.terms import join_terms


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the check: all that has to be said of it, in one row.

    Parameters
    ----------
    rule_id
        Id that terms and flags carry, unless the rule's rows name their own.
    question
        What it asks.
    effect
        Strongest thing it can do: `breaks`, `explains`, `supports`, `says` or `flag`.
    registry
        Data file that holds its rows.
    apply
        From cases to terms.
    label
        What its terms are called where they are weighed.
    flag
        What it is called where it is raised as a flag; empty where its rows say, or it never is.
    odds
        Stated weight: how many times likelier the observation is for a group that it favours than
        for any other; 1 moves nothing.
    basis
        Why that much. All are this project's own judgement.
    """

    rule_id: str = field(kw_only=False)
    question: str
    effect: str
    registry: str
    apply: Callable[[Cases], pd.DataFrame]
    label: str
    basis: str
    flag: str = ""
    odds: float = 1.0


RULES: tuple[Rule, ...] = (
    Rule(
        "facade_owner",
        question="Does the first claim’s façade belong to the assessed group?",
        effect="breaks",
        registry="facade_links.csv",
        apply=claims.facade_owner,
        label="Brand of the first claim",
        flag="claim and assessment differ",
        basis=(
            "A brand holds for its owner at 85, 75 or 60 % by the strength of the link, and at 40 "
            "% where it claims a convoy attack; the rest is shared by all other groups, the "
            "unknown one included: claims are sometimes false."
        ),
    ),
    Rule(
        "launch_ground",
        question="Does the launch lie in the asserted group’s own ground?",
        effect="breaks",
        registry="areas.toml",
        apply=ground.launch_ground,
        label="Drawn ground",
        basis="Counted once, as place: the areas are part of usual ground.",
    ),
    Rule(
        "target_exclusive",
        question="Is the target under another’s exclusive control?",
        effect="breaks",
        registry="target_rules.csv",
        apply=targets.target_exclusive,
        label="Target under control",
        odds=6.0,
        basis="Others have struck with and without leave.",
    ),
    Rule(
        "weapon_monopoly",
        question="Does another group appear to hold this weapon alone?",
        effect="breaks",
        registry="weapon_rules.csv",
        apply=targets.weapon_monopoly,
        label="Weapon held alone",
        odds=8.0,
        basis="The source says “appears”.",
    ),
    Rule(
        "arrangement",
        question="Does a permission, teaming or reported use explain what does not fit?",
        effect="explains",
        registry="arrangements.csv",
        apply=records.arrangements,
        label="Arrangement",
        basis=(
            "Who is reported to use a holder’s sites is as likely there as the holder. A "
            "permission for one attack is part of its assessment and is not heard."
        ),
    ),
    Rule(
        "target_usual",
        question="Is it a target that the group is known to strike?",
        effect="supports",
        registry="target_rules.csv",
        apply=targets.target_usual,
        label="Target often struck",
        odds=3.0,
        basis="A habit, not a right.",
    ),
    Rule(
        "target_lead",
        question="Who leads or coordinates at this target?",
        effect="supports",
        registry="target_rules.csv",
        apply=targets.target_lead,
        label="Lead at the target",
        flag="another group leads here",
        odds=1.5,
        basis="Leads may be symbolic.",
    ),
    Rule(
        "target_portion",
        question="Which portion of the umbrella brand does the target fall to?",
        effect="says",
        registry="target_rules.csv",
        apply=targets.target_portion,
        label="Portion of the umbrella",
        basis="It names no group, so it moves none.",
    ),
    Rule(
        "committee_ground",
        question="In which committee’s ground does the target lie, where no single group is named?",
        effect="says",
        registry="committees.csv",
        apply=committees.committee_ground,
        label="Committee at the target",
        basis="A nominal lead is no authorship.",
    ),
    Rule(
        "weapon_user",
        question="Which group mainly uses this weapon?",
        effect="supports",
        registry="weapon_rules.csv",
        apply=targets.weapon_user,
        label="Weapon mainly used",
        odds=2.0,
        basis="Others use it too.",
    ),
    Rule(
        "across_committee_lines",
        question="Does the group strike where another leads the committee?",
        effect="flag",
        registry="committees.csv",
        apply=committees.committee_line,
        label="Across committee lines",
        flag="across committee lines",
        basis="A trend that is often ridden over.",
    ),
    Rule(
        "outside_all_ground",
        question="Does the launch lie outside all recorded ground?",
        effect="flag",
        registry="areas.toml",
        apply=ground.outside_all_ground,
        label="Outside all ground",
        flag="outside all ground",
        basis="It would fit no group, so it moves none.",
    ),
    Rule(
        "contested_ground",
        question="Do several groups hold the launch place?",
        effect="flag",
        registry="areas.toml",
        apply=ground.contested_ground,
        label="Contested ground",
        flag="shared ground",
        basis="Counted as place.",
    ),
    Rule(
        "ground_unconfirmed",
        question="Is the ground not fresh, so that it speaks weakly or not at all?",
        effect="flag",
        registry="areas.toml",
        apply=old_ground.ground_unconfirmed,
        label="Ground unconfirmed",
        flag="ground not confirmed for a year",
        basis="About the ground, not about a group.",
    ),
    Rule(
        "low_confidence_ground",
        question="Is the ground that fits of low confidence?",
        effect="flag",
        registry="areas.toml",
        apply=ground.low_confidence_ground,
        label="Low confidence ground",
        flag="ground of low confidence",
        basis="About the ground, not about a group.",
    ),
    Rule(
        "facade_method",
        question="Is the brand known for this method?",
        effect="flag",
        registry="facades.csv",
        apply=claims.facade_method,
        label="Facade method",
        flag="brand not known for this method",
        basis="Claims of few methods are known.",
    ),
    Rule(
        "disputed_link",
        question="Do sources name different owners of the brand?",
        effect="flag",
        registry="facade_links.csv",
        apply=claims.disputed_link,
        label="Disputed link",
        flag="brand’s owner disputed",
        basis="Counted in the brand’s own weight: a disputed link is a weak one.",
    ),
    Rule(
        "rival_claims",
        question="Do several brands claim it?",
        effect="flag",
        registry="claims.csv",
        apply=claims.conflicting_claims,
        label="Rival claims",
        flag="rival claims",
        basis="The first claim is weighed; the others are shown.",
    ),
    Rule(
        "low_confidence",
        question="Does the case rest on a low-confidence assessment?",
        effect="flag",
        registry="attacks.csv",
        apply=claims.low_confidence,
        label="Low confidence",
        flag="low-confidence assessment",
        basis="About the assessment, not about a group.",
    ),
    Rule(
        "rival_assessments",
        question="Do other sources name another group?",
        effect="flag",
        registry="conflicts.csv",
        apply=claims.conflicting_assessments,
        label="Rival assessments",
        flag="rival assessments",
        basis="About the assessments, which are hidden here.",
    ),
    Rule(
        "authorship_doubted",
        question="Is it denied or doubted that the group did it?",
        effect="flag",
        registry="arrangements.csv",
        apply=records.authorship_doubted,
        label="Authorship doubted",
        flag="authorship doubted",
        basis="A denial is shown, and believed of nobody.",
    ),
    Rule(
        "possible_support",
        question="Is support by another group on record?",
        effect="flag",
        registry="arrangements.csv",
        apply=records.possible_support,
        label="Possible support",
        flag="possible support",
        basis="Support is not authorship.",
    ),
    Rule(
        "author_open",
        question="Is it open whether a faction did it at all?",
        effect="flag",
        registry="attacks.csv",
        apply=claims.author_open,
        label="Author open",
        flag="author open",
        basis="About the record, not about a group.",
    ),
    Rule(
        "target_closed",
        question="Was the target still in use?",
        effect="flag",
        registry="targets.csv",
        apply=targets.target_closed,
        label="Target closed",
        flag="target no longer in use",
        basis="About the record, not about a group.",
    ),
    Rule(
        "window",
        question="Does it fall into a truce, after an order, or under a caution?",
        effect="flag",
        registry="windows.csv",
        apply=targets.windows,
        label="Window",
        basis="Truces bind nobody in particular, and are broken.",
    ),
)


def flag_labels(windows: pd.DataFrame) -> dict[str, str]:
    """Give what each flag is called, by its id.

    Parameters
    ----------
    windows
        Rows of `windows.csv`: a window names its own flag, and what it is called in `flag_label`.
    """
    labels = {rule.rule_id: rule.flag for rule in RULES if rule.flag}
    if "flag_label" in windows:
        labels |= {
            flag: label for flag, label in windows[["flag", "flag_label"]].to_numpy() if label
        }
    return labels


def apply_rules(cases: Cases, *, rules: tuple[Rule, ...] = RULES) -> pd.DataFrame:
    """All terms of all rules, in the registry's order within each attack.

    Returns
    -------
    Frame with the columns of `geo.verdicts.terms.COLUMNS` and `rule_id`, sorted by attack and rule.
    """
    parts = []
    for place, rule in enumerate(rules):
        report_progress(f"Rule {place + 1} of {len(rules)}: {rule.question}", place / len(rules))
        terms = rule.apply(cases)
        if len(terms):
            parts.append(terms.assign(rule_id=rule.rule_id, place=place))
    terms = join_terms(parts)
    if terms.empty:
        return terms.assign(rule_id="")
    order = pd.Series(range(len(cases.attacks)), index=cases.attacks.index)
    terms["order"] = terms["attack_id"].map(order)
    terms = terms.sort_values(
        ["order", "place", "term_id", "text"], kind="stable", ignore_index=True
    )
    return terms.drop(columns=["order", "place"])
