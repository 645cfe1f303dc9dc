"""Who is said to own a façade on a day: competing links are kept, and the strongest is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import ConformError, Fault
from geo.parsing.tables import as_text
from geo.schemas.tokens import STRENGTHS, UMBRELLA

if TYPE_CHECKING:
    from geo.reference.registry import Registry


COLUMNS = ("owner", "umbrella", "exclusive", "fresh", "disputed", "other_owners", "strength",
           "source_id", "pointer")  # fmt: skip
_NEEDED = ("facade_id", "group_id", "exclusive", "strength", "valid_from", "valid_to",
           "last_confirmed", "source_id", "pointer", "note")  # fmt: skip
_YEAR = pd.DateOffset(months=12)


def check_links(frames: Mapping[str, pd.DataFrame]) -> None:
    """Refuse links of unknown façades, groups or strengths, and links kept in the wrong file.

    Raises
    ------
    ConformError
        With every fault.
    """
    if "group_id" in frames["facades"]:
        remedy = "Move group, exclusive, strength and dates to facade_links.csv, one row a source."
        raise ConformError(
            "facades.csv", [Fault(1, "group_id", "", "links stand in a file of their own", remedy)]
        )
    links = frames["facade_links"]
    missing = [name for name in _NEEDED if name not in links]
    known: Mapping[str, set[str]] = {
        "facade_id": {*frames["facades"].index},
        "group_id": {*frames["groups"].index, UMBRELLA, ""},
        "strength": {*STRENGTHS},
    }
    faults = [Fault(1, name, "", "the column is missing", "Add it.") for name in missing]
    if not missing:
        faults = [
            Fault(row + 2, column, value, "not known", "Correct it, or register it first.")
            for column, values in known.items()
            for row, value in enumerate(links[column])
            if value not in values
        ]
    if faults:
        raise ConformError("facade_links.csv", faults)


def links_in_force(registry: Registry) -> pd.DataFrame:
    """All links with `rank` of their strength and `source_date` as text."""
    links = registry.facade_links
    return links.assign(
        rank=links["strength"].map(STRENGTHS),
        source_date=as_text(links["source_id"].map(registry.sources["date"])),
    )


def _valid(hits: pd.DataFrame) -> pd.DataFrame:
    """Links in force on each day, with `fresh`: confirmed within the year before it."""
    day = hits["day"]
    valid = (hits["valid_from"].isna() | (hits["valid_from"] <= day) | day.isna()) & (
        hits["valid_to"].isna() | (day < hits["valid_to"]) | day.isna()
    )
    hits = hits[valid]
    last = hits["last_confirmed"]
    # An undated link was confirmed for no day; an undated attack is judged as if confirmed.
    return hits.assign(fresh=last.notna() & ~(hits["day"] > last + _YEAR))


def owners_on(facade: pd.Series, day: pd.Series, registry: Registry) -> pd.DataFrame:
    """Owner of each row's façade on its day, and how firmly the sources say so.

    Parameters
    ----------
    facade
        Façade ids, empty where there is none.
    day
        Days on the same index, NaT where unknown.
    registry
        Its `facade_links` are competing statements; none overwrites another.

    Returns
    -------
    Frame on the caller's index. `owner` is the group of the strongest link in force (by strength,
    then by the later source), empty for an umbrella (`umbrella`) or where none is named. `fresh`
    says whether any link to that owner was confirmed within a year; `strength`, `exclusive`,
    `source_id` and `pointer` are those of the strongest fresh link to it. `disputed` says that
    `other_owners`, a tuple of groups (`umbrella` among them), are named by other links in force:
    such a link is never exclusive.
    """
    pairs = pd.DataFrame({"facade_id": facade.to_numpy(), "day": pd.to_datetime(day.to_numpy())})
    which = pairs.groupby(["facade_id", "day"], dropna=False, sort=False).ngroup()
    keys = pairs.loc[~which.duplicated()].assign(key=which)
    hits = _valid(keys.merge(links_in_force(registry), on="facade_id"))
    named = hits[hits["group_id"] != ""]
    order = ["rank", "source_date"]
    best = named.sort_values(order, ascending=False, kind="stable").drop_duplicates("key")
    owner = best.set_index("key")["group_id"]
    hits = hits.assign(owned=hits["group_id"] == hits["key"].map(owner))
    fresh = hits[hits["owned"]].groupby("key")["fresh"].any()
    # Without an owner the strongest statement is cited all the same.
    shown = hits.sort_values(["owned", "fresh", *order], ascending=False, kind="stable")
    shown = shown.drop_duplicates("key").set_index("key")
    others = hits[~hits["owned"] & (hits["group_id"] != "")].drop_duplicates(["key", "group_id"])
    other_owners = others.sort_values(["key", "group_id"]).groupby("key")["group_id"].agg(tuple)
    out = pd.DataFrame(index=pd.RangeIndex(len(keys)))
    held = as_text(owner.reindex(out.index))
    out["owner"] = held.replace(UMBRELLA, "")
    out["umbrella"] = held == UMBRELLA
    out["fresh"] = fresh.reindex(out.index, fill_value=False).astype(bool)
    out["other_owners"] = [other_owners.get(key, ()) for key in out.index]
    out["disputed"] = (out["owner"] != "") & (out["other_owners"].map(len) > 0)
    for name in ("strength", "source_id", "pointer"):
        out[name] = as_text(shown[name].reindex(out.index))
    out["strength"] = out["strength"].where(out["owner"] != "", "")
    exclusive = (shown["exclusive"] == "yes").reindex(out.index, fill_value=False)
    out["exclusive"] = exclusive.astype(bool) & ~out["disputed"] & (out["owner"] != "")
    found = out.loc[which.to_numpy(), list(COLUMNS)]
    found.index = facade.index
    return found
