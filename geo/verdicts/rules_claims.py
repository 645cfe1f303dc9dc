"""What the claim says: whose façade it is, and whether the brand fits the method."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geo.parsing.tables import tuples
from geo.schemas.attacks import METHODS
from geo.schemas.tokens import UMBRELLA
from geo.verdicts.cases import Cases
from geo.verdicts.terms import empty, make

_COLUMNS = (
    "facade_name", "owner", "umbrella", "exclusive", "strength", "fresh", "disputed",
    "asserted_from", "assessed_group",
)  # fmt: skip
"""What the wording of a claim reads."""


def _rows(cases: Cases) -> pd.DataFrame:
    claimed = (cases.attacks["first_facade"] != "").to_numpy()
    attacks, owners = cases.attacks[claimed], cases.first_owners[claimed]
    facade = attacks["first_facade"]
    table = cases.registry.facades.loc[facade.to_numpy(), ["name", "methods"]]
    table.index = attacks.index
    return attacks.join(owners).join(table.rename(columns={"name": "facade_name"}))


def _effect(row: Mapping[Hashable, Any]) -> str:
    if not row["owner"]:
        return "silent"
    if row["asserted_from"] == "claim":
        return "asserts"
    if row["owner"] in row["assessed_group"].split("|"):
        return "supports"
    if row["exclusive"] and row["fresh"]:
        return "breaks"
    return "silent" if not row["fresh"] else "flag"


def _text(row: Mapping[Hashable, Any], effect: str, cases: Cases) -> str:
    brand, owner = row["facade_name"], cases.registry.short_name(str(row["owner"]))
    kind = "exclusive brand" if row["exclusive"] else "brand"
    if effect == "silent" and row["umbrella"]:
        return (
            f"First claimed by {brand}, an umbrella of several groups: it points to no single one."
        )
    if effect == "silent" and not row["owner"]:
        return f"First claimed by {brand}, for which no owner is recorded."
    if effect == "silent":
        return f"First claimed by {brand}; its link to {owner} has not been confirmed for a year."
    dispute = "; disputed" if row["disputed"] else ""
    link = (
        f"First claimed by {brand}, {kind} of {owner} "
        f"(strength of the link: {row['strength']}{dispute})"
    )
    if effect in {"breaks", "flag"}:
        assessed = cases.registry.short_name(str(row["assessed_group"]))
        return f"{link}, but {assessed} is assessed."
    return f"{link}."


def facade_owner(cases: Cases) -> pd.DataFrame:
    """First claim's façade against the assessed group; alone, it is the assertion itself."""
    rows = _rows(cases)
    # Many claims are worded alike: each wording is put together once.
    kind = rows.groupby(list(_COLUMNS), sort=False, dropna=False).ngroup().to_numpy()
    records = rows.loc[~pd.Series(kind).duplicated().to_numpy(), list(_COLUMNS)].to_dict("records")
    effects = np.array([_effect(row) for row in records], dtype=object)
    texts = [_text(row, e, cases) for row, e in zip(records, effects.tolist(), strict=True)]
    effect = pd.Series(effects[kind], index=rows.index, dtype=object)
    return make(
        rows.index,
        term_id="facade_owner",
        effect=effect,
        favours=rows["owner"].where(effect != "silent", ""),
        against=rows["assessed_group"].where(effect == "breaks", ""),
        text=pd.Series(np.array(texts, dtype=object)[kind], dtype=object),
        source=cases.registry.cite(rows["source_id"], rows["pointer"]),
    )


def facade_method(cases: Cases) -> pd.DataFrame:
    """Flag a brand that claims a method it is not known for."""
    rows = _rows(cases)
    odd = [
        bool(methods) and bool(method) and method not in methods.split("|")
        for methods, method in zip(rows["methods"], rows["method"], strict=True)
    ]
    rows = rows[pd.Series(odd, index=rows.index, dtype=bool)]
    text = [
        f"{brand} is known for {' and '.join(METHODS[m].lower() for m in methods.split('|'))}, "
        f"not for this method ({METHODS[method].lower()})."
        for brand, methods, method in zip(
            rows["facade_name"], rows["methods"], rows["method"], strict=True
        )
    ]
    return make(
        rows.index,
        term_id="facade_method",
        effect="flag",
        text=pd.Series(text, dtype=object),
        source=cases.registry.cite(rows["source_id"], rows["pointer"]),
    )


def disputed_link(cases: Cases) -> pd.DataFrame:
    """Flag a first claim whose brand different sources give to different groups."""
    rows = _rows(cases)
    rows = rows[rows["disputed"]]
    names = cases.registry.short_name
    texts = [
        f"Whose brand {brand} is, is disputed: used here is {names(owner)}, the strongest link; "
        f"others name {' and '.join(_owner_words(one, cases) for one in others)}."
        for brand, owner, others in zip(
            rows["facade_name"], rows["owner"], rows["other_owners"], strict=True
        )
    ]
    return make(
        rows.index,
        term_id="disputed_link",
        effect="flag",
        text=pd.Series(texts, dtype=object),
        source=cases.registry.cite(rows["source_id"], rows["pointer"]),
    )


def _owner_words(ident: str, cases: Cases) -> str:
    return "several groups at once" if ident == UMBRELLA else cases.registry.short_name(ident)


def conflicting_claims(cases: Cases) -> pd.DataFrame:
    """Flag an attack that several brands claim."""
    branded = cases.claims[cases.claims["facade_id"] != ""]
    brands = branded.drop_duplicates(["attack_id", "facade_id"])
    brands_of = tuples(brands["facade_id"], by=brands["attack_id"], index=cases.attacks.index)
    brands_of = brands_of[brands_of.map(len) > 1]
    names = cases.registry.facades["name"]
    return make(
        brands_of.index,
        term_id="rival_claims",
        effect="flag",
        text=brands_of.map(
            lambda ids: "Rival claims, in order: " + ", ".join(names[list(ids)]) + "."
        ),
        source="",
    )


def low_confidence(cases: Cases) -> pd.DataFrame:
    """Flag a case that rests on a low-confidence assessment."""
    rows = cases.attacks[cases.attacks["assessed_confidence"] == "low"]
    who = rows["assessed_by"].where(rows["assessed_by"] != "", "the source")
    return make(
        rows.index,
        term_id="low_confidence",
        effect="flag",
        text="The case rests on a low-confidence assessment by " + who + ".",
        source="",
    )


def conflicting_assessments(cases: Cases) -> pd.DataFrame:
    """Flag an assessed attack of which other sources name another group."""
    conflicts = cases.conflicts
    assessed = cases.attacks.index[cases.attacks["assessed_group"] != ""]
    others = conflicts[
        (conflicts["field"] == "assessed_group")
        & (conflicts["used"] == "no")
        & (conflicts["value"] != "")
        & conflicts["attack_id"].isin(assessed)
    ]
    cited = cases.registry.cite(others["source_id"], pd.Series("", index=others.index))
    with_text = others.assign(
        cited=cited,
        text=[
            cases.registry.short_name(value) + (f" ({why})" if why else "")
            for value, why in zip(others["value"], others["why"], strict=True)
        ],
    )
    each = [(ident, part) for ident, part in with_text.groupby("attack_id", sort=False)]
    return make(
        [str(ident) for ident, _ in each],
        term_id="rival_assessments",
        effect="flag",
        text=pd.Series(
            [f"Others name others: {'; '.join(part['text'])}." for _, part in each], dtype=object
        ),
        source=pd.Series(
            ["; ".join(dict.fromkeys(part["cited"])) for _, part in each], dtype=object
        ),
    )


def author_open(cases: Cases) -> pd.DataFrame:
    """Flag an attack of which no source says whose it was while another party fired there too."""
    attacks = cases.attacks
    if "author_open" not in attacks:
        return empty()
    return make(
        attacks.index[(attacks["author_open"] == "yes") & attacks["counts"]],
        term_id="author_open",
        effect="flag",
        text="No source says whose it was, and another party struck there on the same days.",
        source="attacks.csv: author_open",
    )
