"""No candidate: groups out of the weapon's reach, taken from what an attack points to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import crs
from geo.attribution.confirmed import confirmed
from geo.attribution.indications import NONE, WEAK, join, make
from geo.attribution.out_of_reach import beyond_reach
from geo.attribution.reach import reach_km
from geo.records.record import Record
from geo.reference.known import published_by
from geo.verdicts.cases import Cases, assert_groups
from geo.verdicts.whose_ground import named

WEAKENED_CLAIM = (
    " All its recorded ground lies beyond the weapon’s reach, so the claim is heard weakly."
)
"""A claim is the one thing that reach does not rule out: the record may not know all ground."""


def far_km(cases: Cases) -> pd.Series:
    """How far from each target a launch may lie, km; NaN where reach says little."""
    attacks = cases.attacks[["method", "target_radius_km"]]
    return reach_km(
        attacks.rename(columns={"target_radius_km": "radius_km"}), cases.registry.reaches
    )


def out_of_reach(
    cases: Cases, record: Record, *, groups: tuple[str, ...], known_on: pd.Timestamp | None
) -> pd.DataFrame:
    """(n, G) True where a group is no candidate; see `geo.attribution.out_of_reach.beyond_reach`.

    An earlier launch of the group within reach keeps it a candidate.

    Parameters
    ----------
    cases
        Attacks, their assessments hidden.
    record
        Attacks whose confirmed launches are known; an attack's own assessment is never read.
    groups
        Groups to ask about.
    known_on
        Launches that were reported later do not count; None for all.
    """
    far = far_km(cases)
    out = beyond_reach(cases, groups=groups, far_km=far)
    asked = out.index[out.any(axis=1)]
    if asked.empty:
        return out
    past = _launches(record, cases, known_on)
    rows = cases.attacks.loc[asked]
    x, y = (rows[f"target_{one}"].to_numpy(float) for one in ("lon", "lat"))
    away = crs.distance_km(
        x[:, None], y[:, None], past["lon"].to_numpy(float), past["lat"].to_numpy(float)
    )
    near = away <= far.loc[asked].to_numpy(float)[:, None]
    # Only earlier days: the launch of the attack itself would tell what is hidden.
    near &= past["date"].to_numpy()[None, :] < rows["judged_on"].to_numpy()[:, None]
    kept = out.loc[asked]
    for group in groups:
        his = past["groups"].map(lambda stated, one=group: one in stated).to_numpy(bool)
        kept[group] = kept[group].to_numpy(bool) & ~near[:, his].any(axis=1)
    out.loc[asked] = kept
    return out


def _launches(record: Record, cases: Cases, known_on: pd.Timestamp | None) -> pd.DataFrame:
    """Confirmed launches, those alone that were reported by a day."""
    past = confirmed(assert_groups(record, cases.registry))
    past = past[past["role"] == "launch"]
    if known_on is None:
        return past
    out = record.reports["source_id"].map(published_by(cases.registry.sources["date"]))
    first = out.groupby(record.reports["attack_id"]).min()
    published = first.reindex(past["id"]).to_numpy("datetime64[ns]") <= np.datetime64(known_on)
    return past[published]


def without(found: pd.DataFrame, out: pd.DataFrame, cases: Cases) -> pd.DataFrame:
    """Indications without groups that are no candidates, and one that names these.

    The owner of a brand stays, weakly. What points to nobody else is kept and takes no part.

    Parameters
    ----------
    found
        Indications, see `geo.attribution.indications.COLUMNS`.
    out
        As `out_of_reach` gives it.
    cases
        The attacks.
    """
    some = out[out.any(axis=1)]
    gone = {
        str(ident): frozenset(some.columns[row])
        for ident, row in zip(some.index.tolist(), some.to_numpy(bool), strict=True)
    }
    if not gone or found.empty:
        return found
    found = found.copy()
    left = [
        tuple(one for one in groups if one not in gone.get(ident, ()))
        for ident, groups in zip(found["attack_id"], found["groups"], strict=True)
    ]
    lost = np.array([len(a) < len(b) for a, b in zip(left, found["groups"], strict=True)])
    brand = (found["kind"] == "brand").to_numpy()
    nobody = lost & ~brand & np.array([not one for one in left])
    found.loc[lost & brand, "rank"] = WEAK
    found["text"] = found["text"] + np.where(lost & brand, WEAKENED_CLAIM, "")
    found.loc[nobody, "rank"] = NONE
    keep = lost & ~brand & ~nobody
    found["groups"] = pd.Series(
        [
            new if taken else old
            for new, old, taken in zip(left, found["groups"], keep, strict=True)
        ],
        index=found.index,
        dtype=object,
    )
    stated = sorted(set(found.loc[lost, "attack_id"]))
    far = far_km(cases)
    who = {ident: named(tuple(sorted(gone[ident])), cases) for ident in stated}
    return join(
        [
            found,
            make(
                stated,
                indication_id="beyond_reach",
                groups=[()] * len(stated),
                rank=NONE,
                text=[
                    f"No candidates, all their recorded ground lying over {far[ident]:.0f} km from "
                    f"the target, beyond the weapon’s reach: {who[ident]}."
                    for ident in stated
                ],
                source="reaches.csv; areas.toml",
            ),
        ]
    )
