"""Attacks whose group is confirmed and whose place is known: what is learnt from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.attribution.place_anomaly import SHARP_KM


def located(attacks: pd.DataFrame) -> pd.DataFrame:
    """Place that speaks for each attack: its launch where known, else its target.

    Parameters
    ----------
    attacks
        Columns `{launch,target}_{lon,lat,radius_km}`; degrees, EPSG:4326, km.

    Returns
    -------
    Frame on the same index: `lon, lat, radius_km` (NaN where nothing is known) and `role`.
    """
    launch = attacks["launch_lon"].notna() & attacks["launch_lat"].notna()
    out = pd.DataFrame(index=attacks.index)
    for name in ("lon", "lat", "radius_km"):
        out[name] = attacks[f"launch_{name}"].where(launch, attacks[f"target_{name}"])
    out["role"] = np.where(launch, "launch", np.where(out["lon"].notna(), "target", ""))
    return out


def confirmed(attacks: pd.DataFrame) -> pd.DataFrame:
    """Attacks that usual ground may be learned from, as `Events.of` takes them.

    A person names the group (not at low confidence), the day is known, and so is the place to
    15 km. Attacks that are no attacks are left out where `counts` tells.

    Returns
    -------
    Frame: `id, date, lon, lat, groups, role`. Groups joined by `|` share the vote.
    """
    place = located(attacks)
    date = pd.to_datetime(attacks["date"], errors="coerce")
    keep = (attacks["assessed_group"] != "") & date.notna()
    keep &= attacks["date_precision"] == "day"
    keep &= place["lon"].notna() & ~(place["radius_km"] > SHARP_KM)
    if "assessed_confidence" in attacks:
        keep &= attacks["assessed_confidence"] != "low"
    if "counts" in attacks:
        keep &= attacks["counts"].astype(bool)
    if "by_permission" in attacks:
        keep &= ~attacks["by_permission"].astype(bool)
    if "permitted_by" in attacks:
        keep &= attacks["permitted_by"] == ""
    ids = attacks["attack_id"] if "attack_id" in attacks else attacks.index.to_series()
    groups = attacks["assessed_group"].str.split("|").map(lambda n: tuple(sorted(set(n) - {""})))
    table = place.assign(id=ids, date=date, groups=groups)
    return table.loc[keep, ["id", "date", "lon", "lat", "groups", "role"]]
