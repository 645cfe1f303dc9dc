"""What attacks are compared by: target, method, brand, launch and day, as arrays; no assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.atlas import Atlas
from geo.attribution.events import id_rank
from geo.parsing.tables import as_text
from geo.records.record import Record
from geo.reference.facade_links import owners_on
from geo.reference.known import known_by, published_by
from geo.verdicts.cases import Cases

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]

SITES: Final = ("base", "airport", "embassy")
"""Kinds of places that say what was struck; that two towns are towns says nothing."""

FAMILY: Final[Mapping[str, str]] = {
    "drone_fixed_wing": "drone",
    "drone_small": "drone",
    "drone_quadcopter": "drone",
    "drone_unspecified": "drone",
}
"""Methods that one report may give for another: types of drone are often not stated."""

UNSTATED: Final = ("", "other", "drone_unspecified")
"""Methods that do not say which one it was, so that two of them need not be the same."""


@dataclass(frozen=True, eq=False)
class Discs:
    """Places as points with a radius: degrees (EPSG:4326) and km, NaN where unknown, shape (n,)."""

    lon: Floats
    lat: Floats
    radius_km: Floats

    @classmethod
    def of(cls, attacks: pd.DataFrame, role: str) -> Discs:
        """Launches or targets of attacks."""
        lon, lat, radius_km = (
            attacks[f"{role}_{name}"].to_numpy(dtype=float) for name in ("lon", "lat", "radius_km")
        )
        return cls(lon, lat, np.nan_to_num(radius_km))


@dataclass(frozen=True, eq=False)
class Traits:
    """What is compared of n attacks.

    Parameters
    ----------
    ids
        Ids of the attacks.
    target, launch
        Where they struck and where they were fired from.
    place_id, place, site
        (n,) gazetteer id and name of the target, and its kind where that is one of `SITES`; empty
        where unknown.
    method, family
        (n,) method as it stands, empty where unknown, and what it is a type of.
    brand, owner
        (n,) façade of the first claim, and its owner on the day where sources agree on one;
        empty where unknown.
    first, last
        (n,) first and last day on which each can have been, NaT where unknown.
    usable
        (n,) True for attacks that count and, where a day of knowledge is given, were reported by
        then.
    """

    ids: pd.Index
    target: Discs
    launch: Discs
    place_id: Texts
    place: Texts
    site: Texts
    method: Texts
    family: Texts
    brand: Texts
    owner: Texts
    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    usable: Mask

    @classmethod
    def of(
        cls,
        record: Record | Cases,
        *,
        atlas: Atlas,
        reports: pd.DataFrame | None = None,
        known_on: dt.date | None = None,
    ) -> Traits:
        """Read attacks and their claims; no assessment and no verdict is read.

        Parameters
        ----------
        record
            Attacks with their claims.
        atlas
            Registries and gazetteer.
        reports
            Reports of these attacks, where they are to be searched as of a day.
        known_on
            Nothing published after this day is used. An attack of which no report is dated counts
            as reported on its own last day, a claim without a date as made then; None for
            everything.
        """
        attacks = record.attacks
        day = None if known_on is None else pd.Timestamp(known_on)
        out = published_by(atlas.registry.sources["date"])
        last = attacks["date_latest"].fillna(attacks["date"])
        usable = attacks["counts"].to_numpy(dtype=bool)
        claims = record.claims[record.claims["facade_id"] != ""]
        if day is not None:
            stated = claims["source_id"].map(out)
            claims = claims[stated.isna() | (stated <= day)]
            usable = usable & _reported_by(reports, last, out, day)
        first = claims.sort_values("claim_order", kind="stable").drop_duplicates("attack_id")
        facade = as_text(first.set_index("attack_id")["facade_id"].reindex(attacks.index))
        owners = owners_on(facade, attacks["judged_on"], known_by(atlas.registry, day))
        kinds = atlas.gazetteer.table["kind"].reindex(attacks["target_place_id"])
        method = attacks["method"].to_numpy(object)
        return cls(
            ids=attacks.index,
            target=Discs.of(attacks, "target"),
            launch=Discs.of(attacks, "launch"),
            place_id=attacks["target_place_id"].to_numpy(object),
            place=attacks["target_place"].to_numpy(object),
            site=kinds.where(kinds.isin(SITES), "").to_numpy(object),
            method=method,
            family=attacks["method"].replace(FAMILY).to_numpy(object),
            brand=facade.to_numpy(object),
            owner=owners["owner"].where(~owners["disputed"], "").to_numpy(object),
            first=attacks["date"].to_numpy("datetime64[D]"),
            last=last.to_numpy("datetime64[D]"),
            usable=usable,
        )

    def __len__(self) -> int:
        """Number of attacks."""
        return len(self.ids)

    @cached_property
    def rank(self) -> NDArray[np.int64]:
        """(n,) place of each id in their order."""
        return id_rank(pd.Series(self.ids))

    def middle(self) -> Floats:
        """(n,) days since 1970 in the middle of when each can have been; NaN where unknown."""
        days = (self.first.astype("datetime64[D]") - np.datetime64(0, "D")).astype(float)
        ends = (self.last.astype("datetime64[D]") - np.datetime64(0, "D")).astype(float)
        unknown = np.isnat(self.first) | np.isnat(self.last)
        return np.where(unknown, np.nan, (days + ends) / 2)


def _reported_by(
    reports: pd.DataFrame | None, last: pd.Series, out: pd.Series, day: pd.Timestamp
) -> Mask:
    """(n,) True for attacks that a dated source, or without one their own day, puts by a day."""
    if reports is None:
        return (last <= day).to_numpy(dtype=bool)
    published = reports["source_id"].map(out).groupby(reports["attack_id"]).min()
    reported = pd.to_datetime(published.reindex(last.index)).fillna(last)
    return ((reported <= day) & (last <= day)).to_numpy(dtype=bool)
