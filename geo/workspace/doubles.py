"""New attacks that the record may tell already: the same day, places that touch, like methods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import crs
from geo.errors import Fault
from geo.records.record import Record

_KINDS = {"rocket": "fired", "mortar": "fired", "ballistic_missile": "fired",
          "cruise_missile": "fired", "drone_fixed_wing": "drone", "drone_small": "drone",
          "drone_quadcopter": "drone", "drone_unspecified": "drone"}  # fmt: skip
"""Methods that one report may give for another."""

_COLUMNS = ["target_lon", "target_lat", "target_radius_km", "method", "date"]


def double_faults(new: pd.DataFrame, record: Record, *, remedy: str = "") -> list[Fault]:
    """Doubts of new attacks that may be one of the record.

    Parameters
    ----------
    new
        Attacks as of `geo.records.record.Record`, indexed by the row of the file.
    record
        What is on record. Attacks known to the day are compared with those known to the day.
    remedy
        What else can be done with such a row.

    Returns
    -------
    One a row, which names every attack that it may be; a person may confirm it. Targets
    are compared as discs (EPSG:4326, geodesic distances); one without a point is not compared.
    """
    pairs = _of_a_day(new).merge(_of_a_day(record.attacks), on="date", suffixes=("", "_known"))
    if pairs.empty:
        return []
    apart = crs.distance_km(
        pairs["target_lon"], pairs["target_lat"],
        pairs["target_lon_known"], pairs["target_lat_known"],
    )  # fmt: skip
    pairs["km"] = np.asarray(apart, dtype=float)
    kinds = [pairs[name].replace(_KINDS) for name in ("method", "method_known")]
    alike = (kinds[0] == kinds[1]) | (kinds[0] == "") | (kinds[1] == "")
    near = pairs["km"] <= pairs["target_radius_km"] + pairs["target_radius_km_known"]
    found = pairs[alike & near].sort_values(["ident", "km"], kind="stable")
    return [_fault(int(str(row)), group, remedy) for row, group in found.groupby("ident")]


def _of_a_day(attacks: pd.DataFrame) -> pd.DataFrame:
    """Attacks known to the day and with a target that has a point; `ident` is their index."""
    dated = attacks[attacks["date_precision"].eq("day") & attacks["target_lon"].notna()]
    dated = dated[dated["status"] != "duplicate"]
    return dated[_COLUMNS].assign(ident=dated.index).dropna(subset=["date", "target_radius_km"])


def _fault(row: int, group: pd.DataFrame, remedy: str) -> Fault:
    pairs = group[["ident_known", "km"]].to_numpy()
    near = "; ".join(f"{ident}, {km:,.0f} km apart" for ident, km in pairs)
    problem = f"may be an attack of the record: {near}; the same day, places that touch"
    what = "Let it wait, or write yes under “confirmed” where both happened."
    return Fault(row, "", "", problem, f"{what}{' ' if remedy else ''}{remedy}", confirmable=True)
