"""What targets, weapons and windows say: exclusive, usual and led targets, monopolies, truces."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from geo.areas.table import STALE_AFTER
from geo.memo import kept
from geo.reference.registry import Registry
from geo.reference.standings import dispute_note, disputes
from geo.verdicts.cases import Cases
from geo.verdicts.terms import join_terms, make

STANDING = "standing_caution"
"""Kind of window that speaks of a kind of claim rather than of a time: it has no days."""

_CAUTIONS = ("caution", STANDING)
_CONVOY = r"\b(?:convoys?|رتل|أرتال|ارتال)\b"
_VEHICLE = r"\b(?:cars?|vehicles?|trucks?)\b"


def _on_the_day(hits: pd.DataFrame) -> pd.DataFrame:
    """Rows of a rule merged to attacks that are in force, with `fresh` telling stale rules.

    Like ground, a rule without an end is fresh for a year after it was last confirmed.
    """
    day = hits["judged_on"]
    valid = (hits["valid_from"].isna() | (hits["valid_from"] <= day)) & (
        hits["valid_to"].isna() | (day < hits["valid_to"])
    )
    hits = hits[valid].copy()
    last = hits["last_confirmed"]
    confirmed = last.notna() & ~(hits["judged_on"] > last + STALE_AFTER)
    hits["fresh"] = confirmed | (last.isna() & hits["valid_to"].notna())
    return hits


def _disputed(hits: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Add `dispute` to rules merged to attacks: what a later source says against the rule by then.

    Only a word that stands in `standings.csv`, and only from the first day that it is said of.
    """
    note, notes = pd.Series("", index=hits.index, dtype=object), _dispute_notes(registry)
    for ident in set(hits["rule_id"]) & set(notes):
        mine = hits["rule_id"] == ident
        for begins, text in notes[ident]:
            note = note.mask(mine & (hits["judged_on"] >= begins), note + " " + text)
    return hits.assign(dispute=note)


@kept()
def _dispute_notes(registry: Registry) -> dict[str, list[tuple[pd.Timestamp, str]]]:
    """When each dispute of a rule begins and what is said of it, by the rule's id."""
    return {
        ident: [(word.begins, dispute_note(word, registry)) for word in words]
        for ident, words in disputes(registry).items()
    }


def _for_method(hits: pd.DataFrame) -> pd.DataFrame:
    """Leave out rules made for other weapons; an attack by unknown means is left in."""
    if "methods" not in hits:
        return hits
    fits = [
        not methods or not method or method in methods.split("|")
        for methods, method in zip(hits["methods"], hits["method"], strict=True)
    ]
    return hits[pd.Series(fits, index=hits.index, dtype=bool)]


def _verdicts(hits: pd.DataFrame, *, breaks: str) -> pd.Series:
    """What each rule does: supports its group, breaks for another, says where none is asserted."""
    mine = hits["asserted_group"] == hits["group_id"]
    free = hits["asserted_group"] == ""
    other = pd.Series("", index=hits.index).mask(~mine & ~free & hits["fresh"], breaks)
    # What sources differ on is held against nobody.
    other = other.mask((other == "breaks") & (hits["dispute"] != ""), "silent")
    return other.mask(free, "says").mask(mine, "supports").mask(~hits["fresh"], "silent")


def _notes(hits: pd.DataFrame) -> pd.Series:
    """Texts of rules, with the days they are about, who disputes them, and if they are old."""
    old = " Not confirmed for over a year, so it decides nothing."
    begin, seen = (hits[name].dt.strftime("%Y-%m-%d") for name in ("valid_from", "last_confirmed"))
    days = (" Told of from " + begin + " to " + seen + ".").fillna("")
    texts: pd.Series = hits["text"] + days + hits["dispute"]
    return texts + hits["fresh"].map({True: "", False: old})


def target_hits(cases: Cases, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Rules of some kinds in force at each attack's target and made for its weapon."""
    rules = cases.registry.target_rules
    rules = rules[rules["kind"].isin(kinds)].reset_index()
    keyed = cases.attacks.reset_index()[
        ["attack_id", "asserted_group", "target_place_id", "method", "judged_on"]
    ]
    if "facade_id" not in rules:  # folders made before that column
        rules = rules.assign(facade_id="")
    hits = keyed.merge(rules, left_on="target_place_id", right_on="target_place")
    return _for_method(_disputed(_on_the_day(hits), cases.registry))


def _make(hits: pd.DataFrame, effect: pd.Series, cases: Cases, *, term_id: str) -> pd.DataFrame:
    keep = effect != ""
    hits, effect = hits[keep], effect[keep]
    return make(
        hits["attack_id"],
        term_id=term_id,
        effect=effect,
        favours=hits["group_id"],
        against=hits["asserted_group"].where(effect == "breaks", ""),
        text=_notes(hits),
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
    )


def target_exclusive(cases: Cases) -> pd.DataFrame:
    """Target under the exclusive control of one group or its committee."""
    hits = target_hits(cases, ("exclusive",))
    return _make(hits, _verdicts(hits, breaks="breaks"), cases, term_id="target_exclusive")


def target_usual(cases: Cases) -> pd.DataFrame:
    """Target that a group is known to strike; speaks for it, never against another."""
    hits = target_hits(cases, ("usual",))
    return _make(hits, _verdicts(hits, breaks=""), cases, term_id="target_usual")


def target_lead(cases: Cases) -> pd.DataFrame:
    """Lead or coordinating role at a target; a flag where another group is asserted."""
    hits = target_hits(cases, ("lead", "coordinating"))
    return _make(hits, _verdicts(hits, breaks="flag"), cases, term_id="target_lead")


def target_portion(cases: Cases) -> pd.DataFrame:
    """Portion of an umbrella brand that a target falls to; speaks of a brand, never of a group."""
    hits = target_hits(cases, ("portion",))
    claimed = cases.attacks["first_facade"].reindex(hits["attack_id"]).to_numpy()
    hits = hits[(hits["facade_id"] == claimed) & (hits["facade_id"] != "")]
    effect = _verdicts(hits, breaks="")
    return _make(hits.assign(group_id=""), effect, cases, term_id="target_portion")


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


def method_hits(cases: Cases) -> pd.DataFrame:
    """Rules in force for each attack's weapon."""
    rules = cases.registry.weapon_rules.reset_index()
    rules = rules.assign(method=rules["methods"].str.split("|")).explode("method")
    keyed = cases.attacks.reset_index()[["attack_id", "asserted_group", "method", "judged_on"]]
    hits = _on_the_day(keyed[keyed["method"] != ""].merge(rules, on="method"))
    return _disputed(hits, cases.registry)


def weapon_monopoly(cases: Cases) -> pd.DataFrame:
    """Weapon that one group appears to hold alone."""
    hits = method_hits(cases)
    hits = hits[hits["kind"] == "monopoly"]
    return _make(hits, _verdicts(hits, breaks="breaks"), cases, term_id="weapon_monopoly")


def weapon_user(cases: Cases) -> pd.DataFrame:
    """Weapon that one group mainly uses; speaks for it, never against another."""
    hits = method_hits(cases)
    hits = hits[hits["kind"] == "primary_user"]
    return _make(hits, _verdicts(hits, breaks=""), cases, term_id="weapon_user")


def convoy_claims(cases: Cases) -> pd.Series:
    """Tell which attacks are claimed ones on convoys, by the words of title, target and remark.

    A bomb on a single vehicle of the road is one of the same kind.
    """
    attacks = cases.attacks
    words = attacks["title"] + " " + attacks["target_note"] + " " + attacks["note"]
    claimed = attacks.index.isin(cases.claims["attack_id"])
    bombed = attacks["method"] == "roadside_bomb"
    bombed &= (attacks["title"] + " " + attacks["target_note"]).str.contains(_VEHICLE, case=False)
    return (words.str.contains(_CONVOY, case=False) | bombed) & claimed


def windows_end(windows: pd.DataFrame) -> pd.Series:
    """Day from which each window flags nothing; NaT where no end is given and nobody confirmed it.

    A window without an end is given none: it goes stale a year after it was last confirmed.
    """
    if "last_confirmed" not in windows:
        return windows["end"]
    return windows["end"].fillna(windows["last_confirmed"] + STALE_AFTER + pd.Timedelta(days=1))


def _in_window(row: Mapping[Hashable, Any], cases: Cases) -> pd.Series:
    """Attacks that a window covers."""
    attacks = cases.attacks
    # A standing caution is about the claim, and so about one that turned out to be false as well.
    hit: pd.Series = attacks["counts"] | (row["kind"] == STANDING)
    if row["kind"] != STANDING:
        hit &= attacks["date"].notna() & (attacks["date_precision"] == "day")
        hit &= (attacks["date"] >= row["start"]) & (attacks["date"] < row["until"])
    if row["methods"]:
        hit &= attacks["method"].isin(row["methods"].split("|"))
    if row["targets"] == "us_sites":
        targets = cases.registry.targets
        us_sites = targets.index[targets["us_site"] == "yes"]
        hit &= attacks["target_place_id"].isin(us_sites) | _named(row, cases)
    if row["targets"] == "convoys":
        hit &= convoy_claims(cases)
    if row["kind"] == "caution":
        hit &= attacks["asserted_group"] != ""
    return hit


def _named(row: Mapping[Hashable, Any], cases: Cases) -> pd.Series:
    attacks = cases.attacks
    return pd.Series(attacks.index.isin(row["named_attacks"].split("|")), index=attacks.index)


def windows(cases: Cases) -> pd.DataFrame:
    """Flag attacks inside truces, after orders, and in times when brands and ground blur."""
    parts = []
    table = cases.registry.windows
    against = _dispute_notes(cases.registry)
    cited = cases.registry.cite(table["source_id"], table["pointer"]).tolist()
    rows = table.assign(until=windows_end(table)).to_dict("records")
    for ident, row, source in zip(table.index, rows, cited, strict=True):
        hit = _in_window(row, cases)
        bases = [
            ""
            if row["kind"] in _CAUTIONS
            else " The source names this attack."
            if names_it
            else " Our rule applies it here."
            for names_it in _named(row, cases)[hit]
        ]
        says = pd.Series([row["text"] + basis for basis in bases], dtype=object)
        days = cases.attacks.loc[hit, "judged_on"].reset_index(drop=True)
        for begins, text in against.get(str(ident), ()):
            says = says.mask(days >= begins, says + " " + text)
        parts.append(
            make(
                cases.attacks.index[hit],
                term_id=row["flag"],
                effect="flag",
                text=says,
                source=source,
            )
        )
    return join_terms(parts)
