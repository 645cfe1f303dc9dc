"""The decision table: the first verdict that holds, and the flags that stand beside it."""

from __future__ import annotations

import pandas as pd

from geo.parsing.tables import tuples
from geo.schemas.tokens import Verdict
from geo.verdicts.cases import Cases

CAUTIONS = ("seconded_cells",)
"""Flags that are only worth reading where something does not fit."""


def unexplained(terms: pd.DataFrame) -> pd.DataFrame:
    """Terms that break, each with `explained` telling whether a record covers its rule."""
    breaks = terms[terms["effect"] == "breaks"]
    records = terms.loc[terms["effect"] == "explains", ["attack_id", "covers"]]
    covered = records.assign(rule_id=records["covers"].str.split("|")).explode("rule_id")
    keys = set(zip(covered["attack_id"], covered["rule_id"], strict=True))
    explained = [key in keys for key in zip(breaks["attack_id"], breaks["rule_id"], strict=True)]
    return breaks.assign(explained=pd.Series(explained, index=breaks.index, dtype=bool))


def decide(cases: Cases, terms: pd.DataFrame) -> pd.DataFrame:
    """Verdict and flags of every attack.

    Parameters
    ----------
    cases
        Attacks with assertion and ground.
    terms
        As `geo.verdicts.rules.apply_rules` gives them.

    Returns
    -------
    Frame on the attacks' index: `verdict` and `flags` (a tuple of term ids, in order).
    """
    attacks = cases.attacks
    index = attacks.index
    asserted = attacks["asserted_group"] != ""
    speaking = set(terms.loc[terms["effect"].isin(["supports", "breaks"]), "attack_id"])
    breaks = unexplained(terms)
    broken = set(breaks["attack_id"])
    open_ = set(breaks.loc[~breaks["explained"], "attack_id"])
    shared = cases.inside_holders().map(len) > 1
    # The later line has the last word.
    verdict = pd.Series(Verdict.CONSISTENT.value, index=index, dtype=object)
    verdict[index.isin(broken)] = Verdict.EXPLAINED.value
    verdict[index.isin(open_)] = Verdict.MISMATCH.value
    verdict[~asserted & shared] = Verdict.CONTESTED.value
    unheard = asserted & ~index.isin(speaking)
    verdict[(~asserted & ~shared) | unheard] = Verdict.INSUFFICIENT.value
    raised = terms[
        (terms["effect"] == "flag")
        & (~terms["term_id"].isin(CAUTIONS) | terms["attack_id"].isin(broken))
    ]
    once = raised.drop_duplicates(["attack_id", "term_id"])
    listed = tuples(once["term_id"], by=once["attack_id"], index=index)
    return pd.DataFrame({"verdict": verdict, "flags": listed})
