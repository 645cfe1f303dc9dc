"""What targets, weapons and windows say: exclusive, usual and led targets, monopolies, truces."""

from __future__ import annotations

import pandas as pd

from geo.cases import Cases
from geo.terms import join_terms, make

_YEAR = pd.DateOffset(months=12)


def _on_the_day(hits: pd.DataFrame) -> pd.DataFrame:
    """Rows of a rule merged to attacks that are in force, with `fresh` telling stale rules."""
    day = hits["judged_on"]
    valid = (hits["valid_from"].isna() | (hits["valid_from"] <= day)) & (
        hits["valid_to"].isna() | (day < hits["valid_to"])
    )
    hits = hits[valid].copy()
    last = hits["last_confirmed"]
    hits["fresh"] = last.isna() | ~(hits["judged_on"] > last + _YEAR)
    return hits


def _verdicts(hits: pd.DataFrame, *, breaks: str) -> pd.Series:
    """What each rule does: supports its group, breaks for another, says where none is asserted."""
    mine = hits["asserted_group"] == hits["group_id"]
    free = hits["asserted_group"] == ""
    other = pd.Series("", index=hits.index).mask(~mine & ~free & hits["fresh"], breaks)
    return other.mask(free, "says").mask(mine, "supports").mask(~hits["fresh"], "silent")


def _stale_note(hits: pd.DataFrame) -> pd.Series:
    old = " Not confirmed for over a year, so it decides nothing."
    return hits["text"] + hits["fresh"].map({True: "", False: old})


def _target_hits(cases: Cases, kinds: tuple[str, ...]) -> pd.DataFrame:
    rules = cases.registry.target_rules
    rules = rules[rules["kind"].isin(kinds)].reset_index()
    keyed = cases.attacks.reset_index()[
        ["attack_id", "asserted_group", "target_place_id", "judged_on"]
    ]
    return _on_the_day(keyed.merge(rules, left_on="target_place_id", right_on="target_place"))


def _make(hits: pd.DataFrame, effect: pd.Series, cases: Cases, *, term_id: str) -> pd.DataFrame:
    keep = effect != ""
    hits, effect = hits[keep], effect[keep]
    return make(
        hits["attack_id"],
        term_id=term_id,
        effect=effect,
        favours=hits["group_id"],
        against=hits["asserted_group"].where(effect == "breaks", ""),
        text=_stale_note(hits),
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
    )


def target_exclusive(cases: Cases) -> pd.DataFrame:
    """Target under the exclusive control of one group or its committee."""
    hits = _target_hits(cases, ("exclusive",))
    return _make(hits, _verdicts(hits, breaks="breaks"), cases, term_id="target_exclusive")


def target_usual(cases: Cases) -> pd.DataFrame:
    """Target that a group is known to strike; speaks for it, never against another."""
    hits = _target_hits(cases, ("usual",))
    return _make(hits, _verdicts(hits, breaks=""), cases, term_id="target_usual")


def target_lead(cases: Cases) -> pd.DataFrame:
    """Lead or coordinating role at a target; a flag where another group is asserted."""
    hits = _target_hits(cases, ("lead", "coordinating"))
    return _make(hits, _verdicts(hits, breaks="flag"), cases, term_id="target_lead")


def target_closed(cases: Cases) -> pd.DataFrame:
    """Flag a target that was no longer in use on the day."""
    keyed = cases.attacks.reset_index()[["attack_id", "target_place_id", "judged_on"]]
    targets = cases.registry.targets.reset_index()
    hits = keyed.merge(targets, left_on="target_place_id", right_on="place_id")
    hits = hits[hits["used_to"].notna() & (hits["judged_on"] > hits["used_to"])]
    return make(
        hits["attack_id"],
        term_id="target_closed",
        effect="flag",
        text=hits["note"] + " The attack is dated later.",
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
    )


def _by_method(cases: Cases) -> pd.DataFrame:
    rules = cases.registry.weapon_rules.reset_index()
    rules = rules.assign(method=rules["methods"].str.split("|")).explode("method")
    keyed = cases.attacks.reset_index()[["attack_id", "asserted_group", "method", "judged_on"]]
    return _on_the_day(keyed[keyed["method"] != ""].merge(rules, on="method"))


def weapon_monopoly(cases: Cases) -> pd.DataFrame:
    """Weapon that one group appears to hold alone."""
    hits = _by_method(cases)
    hits = hits[hits["kind"] == "monopoly"]
    return _make(hits, _verdicts(hits, breaks="breaks"), cases, term_id="weapon_monopoly")


def weapon_user(cases: Cases) -> pd.DataFrame:
    """Weapon that one group mainly uses; speaks for it, never against another."""
    hits = _by_method(cases)
    hits = hits[hits["kind"] == "primary_user"]
    return _make(hits, _verdicts(hits, breaks=""), cases, term_id="weapon_user")


def windows(cases: Cases) -> pd.DataFrame:
    """Flag attacks inside truces, after orders, and in times when brands and ground blur."""
    attacks = cases.attacks
    us_sites = cases.registry.targets.index[cases.registry.targets["us_site"] == "yes"]
    at_us_site = attacks["target_place_id"].isin(us_sites)
    parts = []
    for row in cases.registry.windows.to_dict("records"):
        exact = attacks["date"].notna() & (attacks["date_precision"] == "day")
        hit = exact & attacks["counts"] & (attacks["date"] >= row["start"])
        if not pd.isna(row["end"]):
            hit &= attacks["date"] < row["end"]
        named = attacks.index.isin(row["named_attacks"].split("|"))
        if row["methods"]:
            hit &= attacks["method"].isin(row["methods"].split("|"))
        if row["targets"] == "us_sites":
            hit &= at_us_site | named
        if row["kind"] == "caution":
            hit &= attacks["asserted_group"] != ""
        whose = [
            ""
            if row["kind"] == "caution"
            else " The source names this attack."
            if told
            else " That it counts here is our rule."
            for told in named[hit]
        ]
        cite = cases.registry.cite(pd.Series([row["source_id"]]), pd.Series([row["pointer"]]))
        parts.append(
            make(
                attacks.index[hit],
                term_id=row["flag"],
                effect="flag",
                text=pd.Series([row["text"] + told for told in whose], dtype=object),
                source=cite.iloc[0],
            )
        )
    return join_terms(parts)
