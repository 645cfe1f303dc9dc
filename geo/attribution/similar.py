"""The most similar earlier attacks of an attack, and in words what they share with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import crs
from geo.atlas import Atlas
from geo.attribution.similar_text import Pair, texts
from geo.attribution.traits import UNSTATED, Discs, Floats, Texts, Traits
from geo.errors import NameNotFoundError
from geo.verdicts.check import Findings

WEIGHTS: Final[Mapping[str, float]] = {
    "target": 0.35, "site": 0.05, "method": 0.20, "claim": 0.20, "launch": 0.10, "time": 0.10,
}  # fmt: skip
"""How much each part counts, together 1: our stated judgement."""

HALVES: Final[Mapping[str, float]] = {"target": 20.0, "launch": 10.0, "time": 365.0}
"""Distance in km, or days, at which a likeness has halved: our stated judgement."""

OF_A_FAMILY = 0.5
"""Likeness of two types of one thing, such as drones, and of types that are not stated."""

OF_AN_OWNER = 0.6
"""Likeness of two brands of one owner."""

LEAST = 0.4
"""Likeness under which an attack is not worth a line: the same method in the same month is."""

SHOWN = 5
"""How many are given where nobody says how many."""

COLUMNS = (
    "similarity", "compared", *WEIGHTS, "target_km", "launch_km", "days", "reasons", "differs",
)  # fmt: skip


def similar(
    findings: Findings,
    ident: str,
    *,
    atlas: Atlas,
    known_on: dt.date | None = None,
    limit: int = SHOWN,
) -> pd.DataFrame:
    """Find the attacks of the atlas's record that came before an attack and are most like it.

    Attacks are compared by what was reported of them: where they struck, what kind of site that
    is, with what, under which brand, from where, and when. No assessment and no verdict is read,
    so that what is likely of the one is no echo of what was said of the other.

    Each part is a likeness from 0 to 1, times its weight in `WEIGHTS`, which are our judgement:

    * target and launch: halves every 20 and every 10 km. The distance is the root mean square of
      that between two points, each anywhere in its disc: ``sqrt(d² + (r₁² + r₂²) / 2)`` with the
      geodesic ``d`` between the middles, so that places known roughly are never close.
    * site: 1 for two bases, airports or embassies, else 0.
    * method: 1 for the same, half for two types of drone and for types that are not stated.
    * claim: 1 for the same brand first, 0.6 for two brands of one undisputed owner, 0 for brands
      of two owners; the owner on each attack's own day.
    * time: halves every 365 days between the middles of when each can have been.

    What is not known of one of the two adds nothing: no likeness, and no distance of zero. The
    measure is symmetric. An attack came before another where its last possible day lies before
    the first of the other; of attacks of one day it is rarely known which came first, so they are
    left out.

    Parameters
    ----------
    findings
        Hold the attack: of the atlas's record, or of one typed by hand or read from a file.
    ident
        Its id.
    atlas
        Its record is searched: attacks that count, without fabrications, finds and duplicates.
    known_on
        Nothing published after this day is used; None for everything.
    limit
        How many are given at most.

    Returns
    -------
    pandas.DataFrame
        By `attack_id`, most alike first, then the later ones: `similarity` (0 to 1), `compared`
        (the weight of what is known of both), the likeness of each part under its name in
        `WEIGHTS` (NaN where it is not known of both), `target_km` and `launch_km` (between the
        middles), `days` between, `reasons` and `differs` (tuples of short texts). Attacks under
        `LEAST` are left out.

    Raises
    ------
    NameNotFoundError
        For an id that the findings do not have.
    """
    return similar_to_each(findings, [ident], atlas=atlas, known_on=known_on, limit=limit)[ident]


def similar_to_each(
    findings: Findings,
    idents: Sequence[str],
    *,
    atlas: Atlas,
    known_on: dt.date | None = None,
    limit: int = SHOWN,
) -> dict[str, pd.DataFrame]:
    """Find the most similar earlier attacks of each of some attacks; see `similar`.

    Parameters
    ----------
    findings, atlas, known_on, limit
        As of `similar`.
    idents
        Ids of the attacks.

    Raises
    ------
    NameNotFoundError
        For an id that the findings do not have.
    """
    known = findings.cases.attacks.index
    missing = [ident for ident in idents if ident not in known]
    if missing:
        raise NameNotFoundError(
            f"there are no findings of an attack {missing[0]!r}. Give the id of one of the "
            f"{len(known):,} attacks that were checked."
        )
    own, names = atlas.record, brand_names(atlas)
    past = Traits.of(own, atlas=atlas, reports=own.reports, known_on=known_on)
    one = Traits.of(findings.cases, atlas=atlas, known_on=known_on)
    return {ident: most_similar(one, ident, past, names=names, limit=limit) for ident in idents}


def brand_names(atlas: Atlas) -> dict[str, str]:
    """Readable names of brands and groups by id, for the reasons."""
    registry = atlas.registry
    columns = (registry.facades["name"], registry.groups["short_name"])
    return {str(ident): str(name) for column in columns for ident, name in column.items()}


def most_similar(
    one: Traits, ident: str, past: Traits, *, names: Mapping[str, str], limit: int = SHOWN
) -> pd.DataFrame:
    """Find the most similar earlier attacks among traits that were read before; see `similar`.

    Parameters
    ----------
    one
        Holds the attack.
    ident
        Its id.
    past
        Attacks to search.
    names
        Readable names of brands and groups.
    limit
        How many are given at most.
    """
    row = int(one.ids.get_indexer(pd.Index([ident]))[0])
    rows = np.flatnonzero(past.usable & (past.last < one.first[row]))
    parts = likeness(one, row, past, rows)
    score, known = score_of(parts)
    order = np.lexsort((past.rank[rows], -past.middle()[rows], -score))
    best = order[score[order] >= LEAST][: max(limit, 0)]
    found = pd.DataFrame(
        {"similarity": score[best], "compared": known[best]},
        index=pd.Index(past.ids[rows[best]], name="attack_id"),
    )
    for name in (*WEIGHTS, "target_km", "launch_km", "days"):
        found[name] = parts[name][best]
    said = [
        texts(Pair(one, row, past, int(there), _row(parts, int(at)), names))
        for at, there in zip(best, rows[best], strict=True)
    ]
    for place, name in enumerate(("reasons", "differs")):
        found[name] = pd.Series([each[place] for each in said], index=found.index, dtype=object)
    return found[list(COLUMNS)]


def score_of(parts: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Similarity, and the weight of what could be compared, (k,) each; parts as of `likeness`."""
    each = np.column_stack([parts[name] for name in WEIGHTS])
    weight = np.array(list(WEIGHTS.values()))
    return np.nan_to_num(each) @ weight, ~np.isnan(each) @ weight


def likeness(one: Traits, row: int, past: Traits, rows: NDArray[np.intp]) -> dict[str, Floats]:
    """Compare an attack with others, part by part.

    Parameters
    ----------
    one, row
        The attack.
    past, rows
        Positions (k,) of those that it is compared with.

    Returns
    -------
    By the names of `WEIGHTS` (k,) likenesses from 0 to 1, NaN where the part is not known of both;
    and `target_km`, `launch_km` and `days` between.
    """
    parts: dict[str, Floats] = {}
    for name in ("target", "launch"):
        mine, theirs = getattr(one, name), getattr(past, name)
        middles, typical = apart_km(mine, row, theirs, rows)
        parts[f"{name}_km"] = middles
        parts[name] = _halved(typical, HALVES[name])
    site = past.site[rows]
    parts["site"] = _known(site == one.site[row], (site != "") & (one.site[row] != ""))
    parts["method"] = _methods(one, row, past, rows)
    parts["claim"] = _claims(one, row, past, rows)
    parts["days"] = np.abs(past.middle()[rows] - one.middle()[row])
    parts["time"] = _halved(parts["days"], HALVES["time"])
    return parts


def apart_km(one: Discs, row: int, past: Discs, rows: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """How far a place is from others: between the middles, and as is typical within the discs.

    Returns
    -------
    (k,) geodesic km between the middles, and the root mean square distance of two points, each
    anywhere in its disc; NaN where either is unknown.
    """
    middles = np.full(len(rows), np.nan)
    there = ~(np.isnan(past.lon[rows]) | np.isnan(past.lat[rows]))
    if not (np.isnan(one.lon[row]) or np.isnan(one.lat[row])) and there.any():
        known = rows[there]
        middles[there] = crs.distance_km(
            one.lon[row], one.lat[row], past.lon[known], past.lat[known]
        )
    spread = (one.radius_km[row] ** 2 + past.radius_km[rows] ** 2) / 2
    return middles, np.sqrt(middles**2 + spread)


def _halved(apart: Floats, at: float) -> Floats:
    return np.asarray(0.5 ** (apart / at), dtype=float)


def _known(value: Any, known: Any) -> Floats:
    return np.where(known, np.asarray(value, dtype=float), np.nan)


def _methods(one: Traits, row: int, past: Traits, rows: NDArray[np.intp]) -> Floats:
    method, family = past.method[rows], past.family[rows]
    mine = one.method[row]
    same = (method == mine) & (mine not in UNSTATED)
    related = (family == one.family[row]) & (family != "other")
    known = (method != "") & (method != "other") & (mine not in {"", "other"})
    value = np.where(same, 1.0, np.where(related, OF_A_FAMILY, 0.0))
    return _known(value, known)


def _claims(one: Traits, row: int, past: Traits, rows: NDArray[np.intp]) -> Floats:
    brand, owner = past.brand[rows], past.owner[rows]
    same = brand == one.brand[row]
    owners: Texts = (owner != "") & (one.owner[row] != "")
    value = np.where(same, 1.0, np.where(owner == one.owner[row], OF_AN_OWNER, 0.0))
    # Brands of whom nobody knows the owner may be of one group or of two.
    return _known(value, (brand != "") & (one.brand[row] != "") & (same | owners))


def _row(parts: Mapping[str, Floats], at: int) -> dict[str, float]:
    return {name: float(values[at]) for name, values in parts.items()}
