"""An ACLED export to attack rows: places as wide as they are known, nobody named as attacker."""

from __future__ import annotations

import pandas as pd

from geo.atlas import Atlas
from geo.ingest.coarse_places import placed, whole_code
from geo.ingest.export_dates import coarser, read_dates

NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "sub_event_type", "latitude", "longitude",
    "geo_precision",
)  # fmt: skip
"""Columns by which an export is known: without them places and dates would seem too sharp."""

MARKS = ("event_id_cnty", "time_precision", "geo_precision", "sub_event_type", "actor1", "inter1")
"""Columns that hardly anybody else has."""

OTHERS = ("actor1", "location", "source", "notes", "fatalities")
"""Columns that are used where they are there."""

ATTRIBUTION = (
    "Data: Armed Conflict Location & Event Data Project (ACLED), https://acleddata.com, accessed "
    "(date to be added by whoever exported it); changed here: places known to a unit only are as "
    "wide as the governorate, dates known to a week or month are given as the month, and methods "
    "are put in other words. Under ACLED’s terms these rows must not be passed on to others."
)
TOWN_KM = "5"
"""Radius of a place of geo_precision 1, which ACLED places on the town or village."""

_METHODS = {
    "remote explosive/landmine/ied": "roadside_bomb",
    "armed clash": "small_arms",
}
_DAY, _TOWN = "1", "1"


def attack_rows(
    cells: pd.DataFrame, *, atlas: Atlas, date_order: str = ""
) -> tuple[pd.DataFrame, list[str]]:
    """Rows of an ACLED export as rows of attacks.

    Parameters
    ----------
    cells
        Text cells with the columns of `NEEDED`, in small letters; those of `OTHERS` may lack.
    atlas
        Outlines of the units that coarse places stand for.
    date_order
        `day first` or `month first`, for dates such as 03/04/2021.

    Returns
    -------
    Text cells under our columns, on the same index, and what a person should know.
    """
    lacking = [name for name in OTHERS if name not in cells]
    cells = cells.assign(**dict.fromkeys(lacking, ""))
    day = read_dates(cells["event_date"], date_order=date_order)
    month = whole_code(cells["time_precision"]) != _DAY
    places = placed(cells, "geo_precision", radii={_TOWN: TOWN_KM}, atlas=atlas)
    actors = cells["actor1"].where(cells["actor1"] == "", "ACLED actor1: " + cells["actor1"] + ". ")
    rows = pd.DataFrame(
        {
            "attack_id": cells["event_id_cnty"],
            # A week may reach into the next month; the month is the finest that surely holds.
            "date": day.where(~month, coarser(day, "month")),
            "method": cells["sub_event_type"].str.casefold().map(_METHODS).fillna(""),
            "weapon": cells["sub_event_type"],
            "target_place": cells["location"],
            **places.cells,
            "killed": cells["fatalities"],
            "note": actors + cells["notes"],
            "source": ("ACLED; " + cells["source"]).str.removesuffix("; "),
            "attribution": ATTRIBUTION,
        },
        index=cells.index,
    )
    notes = [
        "actor1 is the first actor of the event, not the attacker: it stands in the note alone.",
        places.note,
        f"{int(month.sum())} rows known to the week or the month only: dated to the month.",
        *([f"the export lacks {', '.join(lacking)}."] if lacking else []),
        ATTRIBUTION,
    ]
    return rows, notes
