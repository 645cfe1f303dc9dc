"""What a claim indicates: the owner of its brand, or the members of an umbrella as a set."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geo.attribution.indications import MODERATE, NONE, STRONG, WEAK, join, make
from geo.reference.umbrella_members import members_on
from geo.schemas.attacks import METHODS
from geo.verdicts.cases import Cases
from geo.verdicts.rules_targets import convoy_claims, target_hits
from geo.verdicts.whose_ground import named

AGEING_MONTHS = 36
"""A brand of which nobody spoke for a year points weakly until this long after; then not at all."""

CONVOY = " Most convoy claims are false, doubled or extortion in disguise: no more than weak."
_HIGH, _KNOWN = ("high",), ("high", "moderate", "medium")


def _last_confirmed(rows: pd.DataFrame, cases: Cases) -> pd.Series:
    """Last day on which any source in force gave each brand to its owner; NaT where none did."""
    links = cases.registry.facade_links
    keyed = rows[["first_facade", "owner", "judged_on"]].rename_axis("attack_id").reset_index()
    hits = keyed.merge(links, left_on=["first_facade", "owner"], right_on=["facade_id", "group_id"])
    day = hits["judged_on"]
    begun = hits["valid_from"].isna() | (hits["valid_from"] <= day) | day.isna()
    hits = hits[begun & (hits["valid_to"].isna() | (day < hits["valid_to"]) | day.isna())]
    return hits.groupby("attack_id")["last_confirmed"].max().reindex(rows.index)


def _branded(cases: Cases) -> pd.DataFrame:
    """Attacks whose first claim is under a brand, with what is known of the brand that day."""
    rows = cases.attacks[["first_facade", "judged_on", "method"]].join(cases.first_owners)
    rows = rows[rows["first_facade"] != ""]
    table = cases.registry.facades.loc[rows["first_facade"].to_numpy(), ["name", "methods"]]
    table.index = rows.index
    rows = rows.join(table.rename(columns={"name": "brand"}))
    rows["fits"] = [
        bool(methods) and method in methods.split("|")
        for methods, method in zip(rows["methods"], rows["method"], strict=True)
    ]
    rows["convoy"] = convoy_claims(cases).reindex(rows.index).to_numpy(bool)
    return rows


_READ = (
    "brand", "owner", "exclusive", "strength", "disputed", "other_owners", "fits", "methods",
    "fresh", "convoy", "confirmed", "decides",
)  # fmt: skip


def brand(cases: Cases) -> pd.DataFrame:
    """Point to the owner of the brand that claimed first, as firmly as the link is known."""
    rows = _branded(cases)
    rows = rows[rows["owner"] != ""]
    if rows.empty:
        return join(())
    rows = rows.assign(confirmed=_last_confirmed(rows, cases))
    known = rows["strength"].isin(_KNOWN) & rows["fresh"] & ~rows["disputed"]
    sole = known & rows["exclusive"] & rows["fits"] & rows["strength"].isin(_HIGH)
    rank = pd.Series(np.select([sole, known], [STRONG, MODERATE], default=WEAK), index=rows.index)
    rank = rank.mask(rows["convoy"], WEAK)
    since = rows["judged_on"] > rows["confirmed"] + pd.DateOffset(months=AGEING_MONTHS)
    rows["decides"] = ~(since | rows["confirmed"].isna())
    rank = rank.where(rows["decides"], NONE)
    stated = rows[list(_READ)].to_dict("records")
    return make(
        rows.index,
        indication_id="brand",
        groups=[(owner,) for owner in rows["owner"]],
        rank=rank,
        text=[_brand_text(row, cases) for row in stated],
        source=cases.registry.cite(rows["source_id"], rows["pointer"]),
    )


def _brand_text(row: Mapping[Hashable, Any], cases: Cases) -> str:
    name = cases.registry.short_name
    sole = "exclusive brand" if row["exclusive"] else "brand"
    link = f"First claimed by {row['brand']}, {sole} of {name(row['owner'])}"
    link += f" (strength of the link: {row['strength'] or 'not told'})"
    if row["disputed"]:
        owners = tuple(one for one in row["other_owners"] if one in cases.registry.groups.index)
        others = f"name {named(owners, cases)}" if owners else "give it to all"
        link += f"; disputed, others {others}"
    if not row["fresh"]:
        when = row["confirmed"]
        link += "; never confirmed" if pd.isna(when) else f"; last confirmed in {when:%B %Y}"
        link += "" if row["decides"] else ", too long ago to decide"
    if row["methods"] and not row["fits"]:
        known = " and ".join(METHODS[one].lower() for one in row["methods"].split("|"))
        link += f"; it is known for {known}"
    return link + "." + (CONVOY if row["convoy"] else "")


def umbrella(cases: Cases) -> pd.DataFrame:
    """Point to the members of an umbrella brand as a set, never to one of them."""
    rows = _branded(cases)
    rows = rows[rows["umbrella"] & rows["judged_on"].notna()]
    if rows.empty:
        return join(())
    rows = rows.join(members_on(rows["first_facade"], rows["judged_on"], cases.registry))
    return join([_members(rows, cases), _most(rows, cases), _portions(rows, cases)])


def _members(rows: pd.DataFrame, cases: Cases) -> pd.DataFrame:
    rows = rows[rows["named"].map(len) > 0]
    text = [
        f"First claimed by {brand}, an umbrella: it points to its members together, never to one. "
        f"Named are {named(members, cases)}"
        + (f"; by one publisher alone also {named(once, cases)}" if once else "")
        + "."
        + (CONVOY if convoy else "")
        for brand, members, once, convoy in zip(
            rows["brand"], rows["named"], rows["once"], rows["convoy"], strict=True
        )
    ]
    return make(
        rows.index,
        indication_id="umbrella",
        groups=rows["named"],
        rank=WEAK,
        text=text,
        source=rows["named_sources"],
    )


def _most(rows: pd.DataFrame, cases: Cases) -> pd.DataFrame:
    rows = rows[rows["most"].map(len) > 0]
    text = [
        f"{named(members, cases)} are said to be behind most attacks under {brand} up to then: "
        "of many attacks together, not of this one."
        for brand, members in zip(rows["brand"], rows["most"], strict=True)
    ]
    return make(
        rows.index,
        indication_id="umbrella_most",
        groups=rows["most"],
        rank=WEAK,
        text=text,
        source=rows["most_sources"],
    )


def _portions(rows: pd.DataFrame, cases: Cases) -> pd.DataFrame:
    hits = target_hits(cases, ("portion",))
    claimed = cases.attacks["first_facade"].reindex(hits["attack_id"]).to_numpy()
    hits = hits[(hits["facade_id"] == claimed) & (hits["facade_id"] != "") & hits["fresh"]]
    hits = hits[hits["attack_id"].isin(rows.index[rows["named"].map(len) > 0])]
    return make(
        hits["attack_id"],
        indication_id="portion",
        groups=rows["named"].reindex(hits["attack_id"]),
        rank=WEAK,
        text=hits["text"],
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
    )
