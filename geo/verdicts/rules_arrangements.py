"""What on record explains a violation: permissions, teaming, reported use of another's ground."""

from __future__ import annotations

import pandas as pd

from geo.areas.table import OWN_GROUND
from geo.verdicts.cases import Cases, holders
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE
from geo.verdicts.terms import join_terms, make

EXPLAINING = ("permission", "teaming", "reported_use")
PERMISSION_COVERS = "launch_ground|target_exclusive|weapon_monopoly"


def _matches(cases: Cases, table: pd.DataFrame, *, whoever: bool = False) -> pd.DataFrame:
    """Pair attacks with the arrangements that cover them; an empty cell of a rule covers all.

    With `whoever` an arrangement covers an attack whomever it is asserted of.
    """
    # As it was drawn: ground too old to decide is not about every place for that.
    drawn = cases.launch.as_drawn()
    attacks = cases.attacks.assign(
        near=holders(drawn, kinds=OWN_GROUND, states=(INSIDE, CANNOT_TELL)),
        road=holders(drawn, kinds=("corridor",), states=(INSIDE, CANNOT_TELL)),
    ).reset_index()
    candidates = attacks[
        ["attack_id", "asserted_group", "target_place_id", "method", "judged_on", "near", "road"]
    ]
    rules, both = table.reset_index(), ("", "_rule")
    if whoever:
        hits = candidates.merge(rules, how="cross", suffixes=both)
    else:
        hits = candidates.merge(rules, left_on="asserted_group", right_on="group_id", suffixes=both)
    on_ground = [
        not holder or holder in near or holder in road
        for holder, near, road in zip(
            hits["ground_holder"], hits["near"], hits["road"], strict=True
        )
    ]
    by_method = [
        not methods or method in methods.split("|")
        for methods, method in zip(hits["methods"], hits["method"], strict=True)
    ]
    fits = (
        pd.Series(on_ground, index=hits.index, dtype=bool)
        & pd.Series(by_method, index=hits.index, dtype=bool)
        & ((hits["attack_id_rule"] == "") | (hits["attack_id_rule"] == hits["attack_id"]))
        & ((hits["target_place"] == "") | (hits["target_place"] == hits["target_place_id"]))
        & (hits["valid_from"].isna() | (hits["valid_from"] <= hits["judged_on"]))
        & (hits["valid_to"].isna() | (hits["judged_on"] < hits["valid_to"]))
    )
    return hits[fits]


def arrangements(cases: Cases) -> pd.DataFrame:
    """Records that explain a launch from another's ground or a strike on another's target."""
    table = cases.registry.arrangements
    hits = _matches(cases, table[table["kind"].isin(EXPLAINING) & (table["explains"] != "")])
    registered = make(
        hits["attack_id"],
        term_id=hits["kind"],
        effect="explains",
        favours=hits["group_id"],
        text=hits["text"],
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
        covers=hits["explains"],
    )
    permitted = cases.attacks[
        (cases.attacks["permitted_by"] != "") & (cases.attacks["asserted_group"] != "")
    ]
    recorded = make(
        permitted.index,
        term_id="permission",
        effect="explains",
        favours=permitted["asserted_group"],
        text="Permission by "
        + permitted["permitted_by"].map(cases.registry.short_name)
        + " is recorded with the attack.",
        source="",
        covers=pd.Series(PERMISSION_COVERS, index=permitted.index),
    )
    return join_terms([registered, recorded])


def shared_sites(cases: Cases) -> pd.DataFrame:
    """Whose sites another group is reported to launch from, for each attack that it may be.

    A permission for one attack is left out: it is part of what was assessed of that attack.

    Returns
    -------
    `attack_id`, `user`, `holder`, `text`, `source`; one row an attack and arrangement.
    """
    table = cases.registry.arrangements
    general = table[
        table["kind"].isin(EXPLAINING)
        & (table["attack_id"] == "")
        & (table["ground_holder"] != "")
        & table["explains"].str.split("|").map(lambda rules: "launch_ground" in rules)
    ]
    hits = _matches(cases, general, whoever=True)
    cited = cases.registry.cite(hits["source_id"], hits["pointer"])
    return pd.DataFrame(
        {
            "attack_id": hits["attack_id"],
            "user": hits["group_id"],
            "holder": hits["ground_holder"],
            "text": hits["text"],
            "source": cited,
        }
    )


def possible_support(cases: Cases) -> pd.DataFrame:
    """Flag support of another group, from the registry or recorded with the attack."""
    table = cases.registry.arrangements
    hits = _matches(cases, table[table["kind"] == "support"])
    registered = make(
        hits["attack_id"],
        term_id="possible_support",
        effect="flag",
        favours=hits["with_group"],
        text=hits["text"],
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
    )
    supported = cases.attacks[cases.attacks["supported_by"] != ""]
    recorded = make(
        supported.index,
        term_id="possible_support",
        effect="flag",
        favours=supported["supported_by"],
        text="Support by "
        + supported["supported_by"].map(cases.registry.short_name)
        + " is recorded.",
        source="",
    )
    return join_terms([registered, recorded])


def authorship_doubted(cases: Cases) -> pd.DataFrame:
    """Flag an attack of which it is on record that the asserted group denies or may not own it."""
    table = cases.registry.arrangements
    hits = _matches(cases, table[table["kind"] == "doubt"])
    return make(
        hits["attack_id"],
        term_id="authorship_doubted",
        effect="flag",
        text=hits["text"],
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
    )
