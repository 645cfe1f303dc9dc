"""A table in the form of the Global Terrorism Database to attack rows, its claims as claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.atlas import Atlas
from geo.ingest.coarse_places import placed, whole_code

NEEDED = (
    "eventid", "iyear", "imonth", "iday", "city", "latitude", "longitude", "specificity",
    "attacktype1_txt", "weaptype1_txt", "weapsubtype1_txt", "gname", "claimed", "nkill", "nwound",
    "summary",
)  # fmt: skip
ATTRIBUTION = (
    "Data: Global Terrorism Database (GTD), National Consortium for the Study of Terrorism and "
    "Responses to Terrorism (START), University of Maryland."
)
RADII_KM = {"1": "5"}
"""Radius of a place of specificity 1, the city or village itself."""

_UNITS = ("2", "3", "4")
_METHODS = {
    "projectile (rockets, mortars, rpgs, etc.)": "",
    "projectile (rockets, mortars, rpgs, missiles, etc.)": "",
    "landmine": "roadside_bomb",
    "remote trigger": "roadside_bomb",
    "unknown gun type": "small_arms",
    "automatic or semi-automatic rifle": "small_arms",
    "handgun": "small_arms",
    "rifle/shotgun (non-automatic)": "small_arms",
}
_YES = "1"


def attack_rows(
    cells: pd.DataFrame, *, atlas: Atlas, date_order: str = ""
) -> tuple[pd.DataFrame, list[str]]:
    """Rows of a GTD-like table as rows of attacks.

    Parameters
    ----------
    cells
        Text cells with the columns of `NEEDED`.
    atlas
        Façades, and outlines of the units that coarse places stand for.
    date_order
        Not needed: year, month and day stand in columns of their own.

    Returns
    -------
    Text cells under our columns, on the same index, and what a person should know.
    """
    del date_order
    whole = {name: whole_code(cells[name]) for name in cells}
    places = placed(cells, "specificity", radii=RADII_KM, units=_UNITS, atlas=atlas)
    claimed = (whole["claimed"] == _YES) & ~cells["gname"].str.casefold().isin(["unknown", ""])
    names = {name: atlas.registry.facade_names.get(name) or "" for name in cells["gname"].unique()}
    facade = cells["gname"].map(names).where(claimed, "")
    called = cells["gname"].where(cells["gname"] == "", "GTD names: " + cells["gname"] + ". ")
    rows = pd.DataFrame(
        {
            "attack_id": "gtd-" + whole["eventid"],
            "date": _dates(whole),
            "status": "reported",
            "method": cells["weapsubtype1_txt"].str.casefold().map(_METHODS).fillna(""),
            "weapon": cells["weapsubtype1_txt"].where(
                cells["weapsubtype1_txt"] != "", cells["weaptype1_txt"]
            ),
            "target_place": cells["city"].mask(places.nowhere, ""),
            **places.cells,
            "facade": facade,
            "killed": whole["nkill"],
            "wounded": whole["nwound"],
            "note": called + cells["summary"],
            "source": "GTD " + whole["eventid"],
            "attribution": ATTRIBUTION,
        },
        index=cells.index,
    )
    notes = [
        f"{int((facade != '').sum())} rows are claimed by a known brand; gname else is a note.",
        places.note,
        f"{int(places.nowhere.sum())} rows of unknown specificity have no place.",
        ATTRIBUTION,
    ]
    return rows, notes


def _dates(cells: Mapping[Any, pd.Series]) -> pd.Series:
    """Date as fine as it is known: GTD writes 0 for a day or a month that is not."""
    year, month, day = (cells[name] for name in ("iyear", "imonth", "iday"))
    known_month, known_day = ~month.isin(["0", ""]), ~day.isin(["0", ""])
    to_month = year + "-" + month.str.zfill(2)
    to_day = to_month + "-" + day.str.zfill(2)
    return to_day.where(known_day & known_month, to_month.where(known_month, year))
