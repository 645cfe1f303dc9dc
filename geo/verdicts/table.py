"""Findings to the one table that pages, filters and maps read: a row an attack, latest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from geo.atlas import Atlas
from geo.errors import ConformError
from geo.parsing.tables import tuples
from geo.records.grades import best_letter
from geo.records.named_ground import AREA, GOVERNORATE, area_words, governorate_words
from geo.schemas.attacks import ROLES
from geo.schemas.tokens import VERDICTS
from geo.spatial.h3_cells import index
from geo.verdicts.cases import holders
from geo.verdicts.check import Findings
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE
from geo.verdicts.serialize import day_texts, reasons

DRAWN: Mapping[str, str] = {
    "date": "time",
    "date_text": "text",
    "title": "text",
    "verdict": "text",
    "asserted_group": "text",
    "counts": "yes or no",
} | {
    f"{role}_{name}": kind
    for role in ROLES
    for name, kind in (
        ("place", "text"),
        ("lon", "number"),
        ("lat", "number"),
        ("radius_km", "number"),
    )
}
"""Columns of the table that every map reads, and what their cells are: degrees are EPSG:4326."""

_KINDS: Mapping[str, Callable[[pd.Series], bool]] = {
    "time": is_datetime64_any_dtype,
    "number": lambda cells: is_numeric_dtype(cells) and not is_bool_dtype(cells),
    "yes or no": is_bool_dtype,
    "text": lambda cells: not (is_numeric_dtype(cells) or is_datetime64_any_dtype(cells)),
}
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
    Findings' columns by `attack_id`, and: `date_text`, `committees` and
    `facades` (tuples), `why` (text), `reliability` (letter of the best publisher, or empty),
    `whose` (“record”), `urgency` (0 is the most severe verdict), `target_cell` and `launch_cell`
    (H3, resolution 8).
    Latest first, undated last: the order of the table, and of marks at one place.
    """
    out = found.table.copy()
    out["whose"] = "record"
    out["date_text"] = day_texts(out["date"], out["date_precision"])
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


def check_drawn(table: pd.DataFrame) -> None:
    """Check that a table can be drawn: that it has the columns of `DRAWN`, of those kinds.

    Kinds are those of whole columns, so that the check costs the same for a million attacks.

    Raises
    ------
    ConformError
        Naming each column that is missing or of another kind.
    """
    problems = [
        f"{name} is {'missing' if name not in table else str(table[name].dtype)}, expected {kind}"
        for name, kind in DRAWN.items()
        if name not in table or not _KINDS[kind](table[name])
    ]
    if problems:
        raise ConformError.for_file(
            "the attack table",
            "not as a map reads it",
            "Give it as geo.verdicts.table.assemble makes it.",
            given="; ".join(problems),
        )


def _facades(claims: pd.DataFrame, attacks: pd.Index) -> pd.Series:
    """Façades that claimed each attack, in order and each once, as a tuple."""
    branded = claims[claims["facade_id"] != ""].drop_duplicates(["attack_id", "facade_id"])
    return tuples(branded["facade_id"], by=branded["attack_id"], index=attacks)


def names_of(atlas: Atlas) -> dict[str, str]:
    """Readable names by id of groups, façades, committees and places.

    Governorates and areas are there too, as an area of interest names them: `governorate:ID` and
    `area:ID`, each with the words behind "in".
    """
    registry = atlas.registry
    columns = (
        atlas.gazetteer.table["name"],
        registry.facades["name"],
        registry.committees["name"],
        registry.groups["short_name"],
    )
    names = {str(ident): str(name) for column in columns for ident, name in column.items()}
    names |= {f"{GOVERNORATE}:{unit}": governorate_words(unit) for unit in atlas.units.outlines}
    titles = atlas.areas.table["title"].items()
    return names | {f"{AREA}:{ident}": area_words(str(title)) for ident, title in titles}
