"""Findings to the one table that pages, filters and maps read: a row an attack, latest first."""

from __future__ import annotations

import pandas as pd

from geo.atlas import Atlas
from geo.parsing.tables import tuples
from geo.records.grades import best_letter
from geo.schemas.attacks import ROLES
from geo.schemas.tokens import VERDICTS
from geo.spatial.h3_cells import index
from geo.verdicts.cases import holders
from geo.verdicts.check import Findings
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE
from geo.verdicts.serialize import day_texts, reasons

_URGENCY = {verdict: place for place, verdict in enumerate(VERDICTS)}


def assemble(found: Findings, *, atlas: Atlas) -> pd.DataFrame:
    """Put together everything that a page shows of an attack in one line.

    Parameters
    ----------
    found
        Findings of the record.
    atlas
        Where the record and its registries come from.

    Returns
    -------
    Findings' columns by `attack_id`, and: `when` (text), `counts_as_attack`, `committees` and
    `facades` (tuples), `why` (text), `reliability` (letter of the best publisher, or empty),
    `whose` (“record”), `urgency` (0 is the most severe verdict), `target_cell` and `launch_cell`
    (H3, resolution 8).
    Latest first, undated last: the order of the table, and of marks at one place.
    """
    out = found.table.copy()
    out["whose"] = "record"
    out["when"] = day_texts(out["date"], out["date_precision"])
    out["counts_as_attack"] = out["counts"]
    out["committees"] = holders(
        found.cases.target, kinds=("committee",), states=(CANNOT_TELL, INSIDE)
    )
    out["facades"] = _facades(found.cases.claims, out.index)
    out["why"] = reasons(found)
    letter = best_letter(atlas.record.reports, atlas.registry)
    out["reliability"] = letter.reindex(out.index).fillna("")
    out["urgency"] = out["verdict"].map(_URGENCY)
    for role in ROLES:
        out[f"{role}_cell"] = index(out[f"{role}_lon"], out[f"{role}_lat"])
    return out.sort_values(["date", "title"], ascending=[False, True], kind="stable")


def _facades(claims: pd.DataFrame, attacks: pd.Index) -> pd.Series:
    """Façades that claimed each attack, in order and each once, as a tuple."""
    branded = claims[claims["facade_id"] != ""].drop_duplicates(["attack_id", "facade_id"])
    return tuples(branded["facade_id"], by=branded["attack_id"], index=attacks)


def names_of(atlas: Atlas) -> dict[str, str]:
    """Readable names of groups, façades, committees and places by id."""
    registry = atlas.registry
    columns = (
        atlas.gazetteer.table["name"],
        registry.facades["name"],
        registry.committees["name"],
        registry.groups["short_name"],
    )
    return {str(ident): str(name) for column in columns for ident, name in column.items()}
