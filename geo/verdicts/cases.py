"""What the rules look at: attacks with their assertion, their place and their ground."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.age import FRESH
from geo.areas.table import LAUNCHED_FROM, OWN_GROUND, Areas
from geo.parsing.tables import as_text
from geo.records.record import Record, no_conflicts
from geo.reference.facade_links import owners_on
from geo.reference.registry import Registry
from geo.verdicts.ground_join import ABSENT, CANNOT_TELL, INSIDE, OUTSIDE, Joined, join


@dataclass(frozen=True)
class Cases:
    """Attacks ready for the rules.

    Parameters
    ----------
    attacks
        Canonical attacks with `asserted_group`, `asserted_from` (`assessment`, `claim` or empty),
        `first_facade` and `by_permission`, indexed by `attack_id`.
    claims
        Claims of these attacks.
    launch, target
        Both places joined against all areas in force on the day.
    own
        For each attack the state of the launch against the asserted group's own ground:
        `state` (inside, outside, cannot_tell, none or empty where there is nothing to judge),
        `reason`, `distance_km`, `area_id`, `border_km`, `share`. Inside with the reason `ageing` is
        inside ageing ground alone. Outside with the reason `weak` is outside all fresh ground that
        is recorded of the group where that is no firm launch ground: only networks, or ground of
        low confidence.
    registry
        The registries.
    conflicts
        Where sources differ on these attacks; see `geo.records.record.Record`.
    """

    attacks: pd.DataFrame
    claims: pd.DataFrame
    launch: Joined
    target: Joined
    own: pd.DataFrame
    registry: Registry
    conflicts: pd.DataFrame = field(default_factory=no_conflicts)

    @cached_property
    def first_owners(self) -> pd.DataFrame:
        """Who owns the brand of each first claim, as `owners_on` says. Read-only."""
        attacks = self.attacks
        return owners_on(attacks["first_facade"], attacks["judged_on"], self.registry)

    def inside_holders(self) -> pd.Series:
        """Groups in whose fresh own ground each launch surely lies, as a tuple, sorted."""
        return holders(self.launch.fresh(), kinds=OWN_GROUND, states=(INSIDE,))


def holders(joined: Joined, *, kinds: tuple[str, ...], states: tuple[int, ...]) -> pd.Series:
    """Holders of areas of some kinds that answer with some states, a sorted tuple for each row."""
    columns = np.flatnonzero(joined.areas["kind"].isin(kinds).to_numpy())
    hit = np.isin(joined.state[:, columns], states)
    # A few areas a holder and a few holders: marking them takes less than any table of hits.
    names, whose = np.unique(joined.areas["holder"].to_numpy(object)[columns], return_inverse=True)
    held = np.zeros((len(joined.index), len(names)), dtype=bool)
    for area, name in enumerate(whose.tolist()):
        held[:, name] |= hit[:, area]
    found = names[np.nonzero(held)[1]].tolist()
    many = held.sum(axis=1)
    ends = np.cumsum(many)
    spans = zip((ends - many).tolist(), ends.tolist(), strict=True)
    groups = [tuple(found[begin:end]) for begin, end in spans]
    return pd.Series(groups, index=joined.index, dtype=object)


def may_hold(joined: Joined, *, kinds: tuple[str, ...] = OWN_GROUND) -> pd.Series:
    """Holders of fresh ground in which each place may lie, too near its edge to tell."""
    return holders(joined.fresh(), kinds=kinds, states=(CANNOT_TELL,))


def assert_groups(record: Record, registry: Registry) -> pd.DataFrame:
    """Who is said to have done it: the assessed group, else the owner of the first façade.

    An assessment that names several groups together asserts no single one, so no group’s ground
    or rule is held against it, and the owner of a brand does not step in.

    Returns
    -------
    The attacks with `asserted_group`, `asserted_from`, `first_facade` and `by_permission` (whether
    a permission for this very attack is on record).
    """
    return _asserted(record, registry)[0]


def _asserted(record: Record, registry: Registry) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Attacks as `assert_groups` gives them, and the owners of their first façades."""
    attacks = record.attacks.copy()
    branded = record.claims[record.claims["facade_id"] != ""]
    first = branded.sort_values("claim_order", kind="stable").drop_duplicates("attack_id")
    facade = as_text(first.set_index("attack_id")["facade_id"].reindex(attacks.index))
    owners = owners_on(facade, attacks["judged_on"], registry)
    owner = owners["owner"]
    assessed = attacks["assessed_group"]
    attacks["first_facade"] = facade
    attacks["by_permission"] = _by_permission(attacks, registry)
    joint = assessed.str.contains("|", regex=False)
    attacks["asserted_group"] = assessed.where(assessed != "", owner).where(~joint, "")
    attacks["asserted_from"] = np.select(
        [joint, assessed != "", owner != ""], ["", "assessment", "claim"], default=""
    )
    return attacks, owners


def _by_permission(attacks: pd.DataFrame, registry: Registry) -> pd.Series:
    records = registry.arrangements
    single = records.loc[(records["kind"] == "permission"), "attack_id"]
    recorded = attacks["permitted_by"] != "" if "permitted_by" in attacks else False
    return pd.Series(attacks.index.isin(single), index=attacks.index) | recorded


def _roles(attacks: pd.DataFrame, role: str) -> pd.DataFrame:
    columns = {f"{role}_{name}": name for name in ("lon", "lat", "radius_km", "place_id")}
    return attacks[list(columns)].rename(columns=columns)


def firm_ground(areas: pd.DataFrame) -> NDArray[np.bool_]:
    """(m,) True for areas that may speak against a group whose launch lies outside them.

    A network is not said to be a launch place, and ground of low confidence is an inference.
    """
    low = areas["confidence"] == "low" if "confidence" in areas else False
    return np.asarray(areas["kind"].isin(LAUNCHED_FROM) & ~low, dtype=bool)


def _own_rows(launch: Joined, rows: NDArray[np.intp], group: str) -> pd.DataFrame:
    areas = launch.areas
    mine = (areas["holder"] == group).to_numpy()
    ground = np.flatnonzero(mine & areas["kind"].isin(OWN_GROUND).to_numpy())
    gaps = np.flatnonzero(mine & (areas["kind"] == "gap").to_numpy())
    some = np.ix_(rows, ground)
    state, stale, fresh = launch.state[some], launch.stale[some], launch.age[some] == FRESH
    any_ground = (state != ABSENT).any(axis=1)
    any_fresh = ((state != ABSENT) & fresh).any(axis=1)
    firm = firm_ground(areas.iloc[ground]) & (state != ABSENT) & fresh
    in_gap = (launch.state[np.ix_(rows, gaps)] > OUTSIDE).any(axis=1)
    inside = (state == INSIDE).any(axis=1)
    surely = ((state == INSIDE) & fresh).any(axis=1)
    met = (state == CANNOT_TELL) & ~stale
    unsure = met.any(axis=1)
    # Ground that is not fresh says of no place that it lies outside; nor may a launch be held
    # against a group that was last seen there.
    old = ~any_fresh | (stale & (launch.drawn[some] > OUTSIDE)).any(axis=1)
    too_old = (stale | (state == ABSENT)).all(axis=1)
    # Ageing ground is near only where a place lies, or may lie, in it.
    near = fresh | (state == INSIDE) | (met & ~inside[:, None])
    distance = np.where(near, launch.distance_km()[some], np.nan)
    # A network is no place to be far from where the group has ground that it launches from.
    elsewhere = ~firm & (state == OUTSIDE) & firm.any(axis=1, keepdims=True)
    distance = np.where(elsewhere, np.nan, distance)
    filled = np.where(np.isnan(distance), np.inf, distance)
    nearest = filled.argmin(axis=1) if ground.size else np.zeros(len(rows), dtype=int)
    out = pd.DataFrame(index=launch.index[rows])
    out["state"] = np.select(
        [inside, unsure | (old & any_ground) | (in_gap & any_ground), any_ground, in_gap],
        ["inside", "cannot_tell", "outside", "cannot_tell"],
        default="none",
    )
    out["reason"] = np.select(
        [
            surely,
            inside,
            unsure,
            too_old & any_ground,
            old & any_ground,
            in_gap,
            firm.any(axis=1),
            any_ground,
        ],
        ["", "ageing", "edge", "stale", "not fresh", "gap", "", "weak"],
        default="no ground",
    )
    if ground.size:
        pick = (np.arange(len(rows)), nearest)
        best = filled[pick]
        share = launch.share[np.ix_(rows, ground)]
        out["distance_km"] = np.where(np.isfinite(best), best, np.nan)
        out["area_id"] = np.where(np.isfinite(best), areas.index.to_numpy()[ground[nearest]], "")
        out["border_km"] = areas["border_km"].to_numpy(float)[ground[nearest]]
        out["share"] = share[pick]
    return out


def own_ground(attacks: pd.DataFrame, launch: Joined) -> pd.DataFrame:
    """State of each launch against the asserted group's own ground; see `Cases.own`."""
    own = pd.DataFrame(
        {
            "state": "",
            "reason": "",
            "distance_km": np.nan,
            "area_id": "",
            "border_km": np.nan,
            "share": np.nan,
        },
        index=attacks.index,
    )
    known = (attacks["launch_place"] != "").to_numpy()
    group = attacks["asserted_group"].to_numpy()
    for name in np.unique(group[known]):
        if name:
            rows = np.flatnonzero(known & (group == name))
            part = _own_rows(launch, rows, str(name))
            own.loc[part.index, part.columns] = part
    return own


def prepare(record: Record, *, registry: Registry, areas: Areas) -> Cases:
    """Join a record's launches and targets against the ground in force on each day."""
    attacks, owners = _asserted(record, registry)
    launch, target = _joined(attacks, areas)
    own = own_ground(attacks, launch)
    cases = Cases(attacks, record.claims, launch, target, own, registry, record.conflicts)
    # Already known for these very attacks; cases made of others by `replace` ask again.
    object.__setattr__(cases, "first_owners", owners)
    return cases


def rejoined(cases: Cases, *, areas: Areas) -> Cases:
    """The same attacks against other ground, such as that which was known on a day."""
    launch, target = _joined(cases.attacks, areas)
    own = own_ground(cases.attacks, launch)
    return replace(cases, launch=launch, target=target, own=own)


def _joined(attacks: pd.DataFrame, areas: Areas) -> tuple[Joined, Joined]:
    """Launches and targets against ground."""
    day = attacks["judged_on"]
    span = attacks["date"], attacks["date_latest"].fillna(day)
    launch, target = (
        join(_roles(attacks, role), areas.table, on=day, span=span, extents=areas.extents)
        for role in ("launch", "target")
    )
    return launch, target
