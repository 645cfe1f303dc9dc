"""Whether it was day, twilight or night where an attack struck, by the sun over the place."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geo.records.moments import by_clock
from geo.spatial.sun import LIGHTS, elevation_deg, light

UNSETTLED: Final = "cannot tell"
"""What is known of time and place reaches over a sunrise, a sunset or an end of twilight."""

NO_PLACE: Final = "no point or zone"
NO_CLOCK: Final = "no clock time"

ANSWERS: Final = (*LIGHTS, UNSETTLED, NO_PLACE, NO_CLOCK)

_MIN_A_KM: Final = 0.06
"""How much earlier or later the sun can stand as high a kilometre away, minutes, in the region."""

_LOOKS: Final = 9


def daylight(attacks: pd.DataFrame, moments: pd.DataFrame) -> pd.Series:
    """Tell the light at the target of each attack.

    Parameters
    ----------
    attacks
        With `time_precision`, `target_lon`, `target_lat` (degrees, EPSG:4326) and
        `target_radius_km`.
    moments
        `earliest` and `latest` of each, see `geo.records.moments.of_attacks`.

    Returns
    -------
    pandas.Series
        One of `ANSWERS` on the attacks' index. Day, twilight or night is said only where the sun
        gives the same for every moment and every place that what is known allows; of a part of the
        day nothing is computed.
    """
    found = pd.Series(NO_CLOCK, index=attacks.index, dtype=object)
    clock = by_clock(attacks)
    placed = attacks["target_lon"].notna() & attacks["target_lat"].notna()
    known = clock & placed & moments["earliest"].notna()
    found[clock & ~known] = NO_PLACE
    if not known.any():
        return found
    rows, when = attacks[known], moments[known]
    slack = pd.to_timedelta(rows["target_radius_km"].fillna(0) * _MIN_A_KM, unit="min")
    begin = (when["earliest"] - slack).to_numpy("datetime64[us]")[:, None]
    end = (when["latest"] + slack).to_numpy("datetime64[us]")[:, None]
    share = np.linspace(0.0, 1.0, _LOOKS)[None, :]
    spread = ((end - begin).astype(np.int64) * share).astype("timedelta64[us]")
    lon, lat = (rows[f"target_{axis}"].to_numpy(dtype=float)[:, None] for axis in ("lon", "lat"))
    seen = light(elevation_deg(begin + spread, lon, lat))
    same = (seen == seen[:, :1]).all(axis=1)
    # A span longer than the looks are apart could step over a whole twilight.
    short = ((end - begin)[:, 0] <= np.timedelta64(_LOOKS * 20, "m")).astype(bool)
    found[known] = np.where(same & short, seen[:, 0], UNSETTLED)
    return found


def light_counts(answers: pd.Series) -> dict[str, int]:
    """How many attacks there are of each of `ANSWERS`."""
    found = answers.value_counts()
    return {one: int(found.get(one, 0)) for one in ANSWERS}
