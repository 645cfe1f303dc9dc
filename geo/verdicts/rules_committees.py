"""What committees say: who leads where a target lies, and who strikes across their lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.parsing.tables import as_text
from geo.reference.standings import standing_words
from geo.verdicts.cases import Cases, holders
from geo.verdicts.ground_join import ABSENT, CANNOT_TELL, INSIDE, OUTSIDE, Joined
from geo.verdicts.rules_targets import method_hits, target_hits
from geo.verdicts.terms import join_terms, make

HALF = 0.5
LEADS = ("lead", "coordinating")


def likely_committees(joined: Joined) -> pd.Series:
    """Committees in whose ground each place lies, surely or by more than half of its disc."""
    likely = (joined.state == INSIDE) | ((joined.state == CANNOT_TELL) & (joined.share > HALF))
    likely_only = replace(joined, state=np.where(likely, INSIDE, OUTSIDE).astype(np.int8))
    return holders(likely_only, kinds=("committee",), states=(INSIDE,))


def _standings(cases: Cases, pairs: pd.Series) -> list[str]:
    """How each committee stood on the day of each attack, as a sentence; empty without dates."""
    days = cases.attacks.loc[pairs.index, "judged_on"]
    sentences: dict[tuple[str, pd.Timestamp], str] = {}
    for one in zip(pairs, days, strict=True):
        if one not in sentences:
            words = standing_words(cases.registry, *one)
            sentences[one] = f" The committee: {words}." if words else ""
    return [sentences[one] for one in zip(pairs, days, strict=True)]


def _reported_across(cases: Cases) -> pd.DataFrame:
    """Rules that report a strike across committee lines, one row an attack they fit."""
    rules = cases.registry.target_rules
    reported = rules[rules["across_lines"] == "yes"].drop_duplicates(["group_id", "target_place"])
    keyed = cases.attacks.reset_index()[["attack_id", "asserted_group", "target_place_id"]]
    return keyed.merge(
        reported,
        left_on=["asserted_group", "target_place_id"],
        right_on=["group_id", "target_place"],
    ).set_index("attack_id")


def _leads(cases: Cases) -> pd.DataFrame:
    """Who leads at the target itself, or with the weapon used: `group_id, text`, by attack.

    That is said in place of a committee's nominal lead: a role at the airport is none at the
    embassy, and none on the roads.
    """
    by_weapon = method_hits(cases)
    by_weapon = by_weapon[by_weapon["kind"] == "lead"]
    hits = pd.concat([target_hits(cases, LEADS), by_weapon], ignore_index=True)
    hits = hits[hits["fresh"]].drop_duplicates("attack_id")
    return hits.set_index("attack_id")[["group_id", "text"]]


def committee_ground(cases: Cases) -> pd.DataFrame:
    """Say who leads the committee at a target, of attacks of which no group is asserted.

    Silent where a rule says more of the target itself: a lead there, or exclusive control.
    """
    registry, attacks = cases.registry, cases.attacks
    target = likely_committees(cases.target)
    of_target = target_hits(cases, (*LEADS, "exclusive"))
    free = attacks["counts"] & (attacks["asserted_group"] == "")
    free &= ~attacks.index.isin(of_target.loc[of_target["fresh"], "attack_id"])
    pairs = target[free & (target.map(len) > 0)].explode()
    table = registry.committees.loc[pairs.to_numpy(dtype=object)]
    table.index = pairs.index
    short = registry.short_name
    return make(
        pairs.index,
        term_id="committee_ground",
        effect="says",
        favours=pd.Series(
            [
                tuple(dict.fromkeys(one for one in both if one))
                for both in zip(table["lead"], table["predominant"], strict=True)
            ],
            index=pairs.index,
            dtype=object,
        ),
        text=pd.Series(
            [
                f"The target lies in the {name.lower()}’s ground, led by {short(lead)} ({strength})"
                + (
                    f"; {short(predominant)} is predominant in it."
                    if predominant not in ("", lead)
                    else "."
                )
                + standing
                for name, lead, strength, predominant, standing in zip(
                    table["name"],
                    table["lead"],
                    table["lead_strength"],
                    table["predominant"],
                    _standings(cases, pairs),
                    strict=True,
                )
            ],
            dtype=object,
        ),
        source=registry.cite(table["source_id"], table["pointer"]),
    )


def committee_line(cases: Cases) -> pd.DataFrame:
    """Flag an asserted group that strikes where another leads the committee."""
    registry, attacks = cases.registry, cases.attacks
    target = likely_committees(cases.target)
    pairs = target[(attacks["asserted_group"] != "") & (target.map(len) > 0)].explode()
    table = registry.committees.loc[pairs.to_numpy(dtype=object)]
    table.index = pairs.index
    me = attacks.loc[pairs.index, "asserted_group"]
    members = [
        group in participants.split("|") or group in (lead, predominant)
        for group, participants, lead, predominant in zip(
            me, table["participants"], table["lead"], table["predominant"], strict=True
        )
    ]
    away = ~np.asarray(members, dtype=bool)
    reported = _reported_across(cases)
    leads = as_text(_leads(cases).reindex(pairs.index))
    text = [
        f"Across committee lines: the target lies in the {name.lower()}’s ground"
        + (f". {lead_text}" if lead_text else f", led by {registry.short_name(lead)} ({strength}).")
        + (" Reported of this group." if across else "")
        + standing
        for name, lead, strength, lead_text, across, standing in zip(
            table["name"],
            table["lead"],
            table["lead_strength"],
            leads["text"],
            pairs.index.isin(reported.index),
            _standings(cases, pairs),
            strict=True,
        )
    ]
    frame = make(
        pairs.index,
        term_id="across_committee_lines",
        effect="flag",
        favours=table["lead"].mask(leads["group_id"] != "", leads["group_id"]),
        text=pd.Series(text, dtype=object),
        source=registry.cite(table["source_id"], table["pointer"]),
    )
    # Where no committee's ground is drawn the report alone tells, on days that have committees.
    committees = (cases.target.areas["kind"] == "committee").to_numpy()
    drawn = ((cases.target.state != ABSENT) & ~cases.target.stale)[:, committees].any(axis=1)
    elsewhere = attacks.index[drawn & (target.map(len) == 0).to_numpy()]
    extra = reported[reported.index.isin(elsewhere)]
    from_reports = make(
        extra.index,
        term_id="across_committee_lines",
        effect="flag",
        text="Across committee lines: the source reports this of the group at this target.",
        source=registry.cite(extra["source_id"], extra["pointer"]),
    )
    return join_terms([frame[away], from_reports])
