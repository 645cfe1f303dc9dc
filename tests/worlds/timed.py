"""The valley with times of day, so that hours, light and minutes to claim can be told by hand.

All days are Saturdays. Clocks go three hours before UTC. Of twelve attacks eight have a clock time
of one day or two, two a part of the day and the others none:

| attack            | day        | time  | known  | claims, Iraq's clock                          |
| ----------------- | ---------- | ----- | ------ | --------------------------------------------- |
| 2021-05-01-port   | 2021-05-01 | 21:30 | minute | Grey Dawn 22:10: 40 minutes                   |
| 2021-05-08-port   | 2021-05-08 | 05:00 | hour   |                                               |
| 2021-05-15-fort   | 2021-05-15 | night | part   |                                               |
| 2021-05-22-fort   | 2021-05-22 | 12:00 | hour   |                                               |
| 2021-06-05-port   | 2021-06-05 | 12:15 | minute |                                               |
| 2021-06-12-city   | 2021-06-12 | dawn  | part   |                                               |
| 2021-06-19-tower  | 19 or 20   | 20:00 | minute |                                               |
| 2021-07-03-city   | 2021-07-03 | none  |        | Red Kite that day; known by its claim alone   |
| 2021-07-17-city   | 2021-07-17 | 23:50 | minute | Blue Heron the next day: 10 to 1,450 minutes  |
| 2021-07-24-port   | 2021-07-24 | 18:00 | hour   | Grey Dawn that day: 0 to 420; Red Kite the    |
|                   |            |       |        | next day: 300 to 1,860                        |
"""

from __future__ import annotations

import shutil

import pandas as pd

from tests.worlds.valley import FOLDER

TIMES = {
    "2021-05-01-port": ("21:30", "minute"),
    "2021-05-08-port": ("05:00", "hour"),
    "2021-05-15-fort": ("night", "part_of_day"),
    "2021-05-22-fort": ("12:00", "hour"),
    "2021-06-05-port": ("12:15", "minute"),
    "2021-06-12-city": ("dawn", "part_of_day"),
    "2021-06-19-tower": ("20:00", "minute"),
    "2021-07-17-city": ("23:50", "minute"),
    "2021-07-24-port": ("18:00", "hour"),
}


def timed_folder(folder):
    """Copy the valley to an empty folder, with these times, and give the folder.

    Parameters
    ----------
    folder
        A path that is there.
    """
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    attacks, claims = (_table(folder / f"{name}.csv") for name in ("attacks", "claims"))
    for name in ("time_local", "time_precision", "time_source"):
        attacks[name] = ""
    for ident, (time, precision) in TIMES.items():
        row = attacks["attack_id"] == ident
        attacks.loc[row, ["time_local", "time_precision", "time_source"]] = [
            time, precision, "courier",
        ]  # fmt: skip
    attacks.loc[attacks["attack_id"] == "2021-06-19-tower", "date_latest"] = "2021-06-20"
    claims["claimed_time"] = ""
    claims.loc[claims["attack_id"] == "2021-05-01-port", "claimed_time"] = "22:10"
    attacks.to_csv(folder / "attacks.csv", index=False)
    claims.to_csv(folder / "claims.csv", index=False)
    return folder


def _table(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)
