"""Attacks in, findings out: each with its verdict, flags, terms and ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.atlas import Atlas
from geo.records.record import Record
from geo.verdicts.cases import Cases, prepare
from geo.verdicts.rules import apply_rules
from geo.verdicts.verdict import decide, unexplained


@dataclass(frozen=True)
class Findings:
    """What the check says of a record.

    Parameters
    ----------
    cases
        Attacks with assertion, and their places joined against the ground.
    terms
        One row a term, see `geo.verdicts.terms`.
    table
        Attacks with `verdict`, `flags`, `distance_km` (launch to the asserted group's own ground,
        0 inside it, NaN where unknown) and `breaks` (unexplained terms that do not fit).
    """

    cases: Cases
    terms: pd.DataFrame
    table: pd.DataFrame


def check(record: Record, *, atlas: Atlas) -> Findings:
    """Check every attack of a record against the rules.

    Parameters
    ----------
    record
        Attacks and claims in canonical form.
    atlas
        Registries and areas to judge by.

    Returns
    -------
    Findings
        On the record's index, in its order.
    """
    cases = prepare(record, registry=atlas.registry, areas=atlas.areas)
    terms = apply_rules(cases)
    decided = decide(cases, terms)
    kept = terms[~((terms["term_id"] == "seconded_cells") & ~_flagged(terms, decided))]
    breaks = unexplained(kept)
    open_ = breaks.loc[~breaks["explained"]].groupby("attack_id").size()
    table = cases.attacks.join(decided).assign(
        distance_km=cases.own["distance_km"],
        breaks=open_.reindex(cases.attacks.index).fillna(0).astype(int),
    )
    return Findings(cases, kept.reset_index(drop=True), table)


def _flagged(terms: pd.DataFrame, decided: pd.DataFrame) -> NDArray[np.bool_]:
    flags = decided["flags"].reindex(terms["attack_id"]).to_numpy()
    raised = [term in held for term, held in zip(terms["term_id"], flags, strict=True)]
    return np.array(raised, dtype=bool)
