"""UCDP GED rows to attack rows: the point says that both sides were there, not who struck whom."""

from __future__ import annotations

import pandas as pd

from geo.atlas import Atlas
from geo.ingest.coarse_places import placed
from geo.ingest.export_dates import coarser, read_dates

NEEDED = (
    "id", "date_start", "date_prec", "where_prec", "latitude", "longitude", "side_a", "side_b",
    "country",
)  # fmt: skip

__all__ = ["ATTRIBUTION", "NEEDED", "attack_rows"]

ATTRIBUTION = (
    "Data: UCDP Georeferenced Event Dataset (Sundberg and Melander 2013), Uppsala University, "
    "CC BY 4.0."
)
CANDIDATES = (
    "Data: UCDP Candidate Events Dataset (Hegre, Croicu, Eck and Högbladh 2020), Uppsala "
    "University, CC BY 4.0; preliminary."
)
"""Attribution of events that UCDP publishes each month before the yearly dataset."""

CLEAR = "clear"
"""What `code_status` says of an event that UCDP has finished with."""

RADII_KM = {"1": "5", "2": "25"}
"""Radius of a place by `where_prec`: the site or town, and a place some 25 km away."""

_UNITS = ("3", "4")
_MONTH_FROM, _YEAR_FROM = 2, 5


def attack_rows(
    cells: pd.DataFrame, *, atlas: Atlas, date_order: str = ""
) -> tuple[pd.DataFrame, list[str]]:
    """Rows of a GED file as rows of attacks without attacker, method or launch.

    Parameters
    ----------
    cells
        Text cells with the columns of `NEEDED`.
    atlas
        Outlines of the units that coarse places stand for.
    date_order
        `day first` or `month first`, for dates such as 03/04/2021.

    Returns
    -------
    Text cells under our columns, on the same index, and what a person should know.
    """
    places = placed(cells, "where_prec", radii=RADII_KM, units=_UNITS, atlas=atlas)
    blank = pd.Series("", index=cells.index)
    day = read_dates(cells["date_start"], date_order=date_order)
    end = read_dates(cells["date_end"], date_order=date_order) if "date_end" in cells else blank
    vague = pd.to_numeric(cells["date_prec"], errors="coerce").fillna(_YEAR_FROM)
    date = day.where(vague < _MONTH_FROM, coarser(day, "month"))
    sides = cells["side_a"] + " and " + cells["side_b"]
    status = cells.get("code_status", blank)
    open_ = ~status.str.casefold().isin([CLEAR, ""])
    checked = blank.where(~open_, " UCDP has not finished with it (" + status + ").")
    rows = pd.DataFrame(
        {
            "attack_id": "ged-" + cells["id"],
            "date": date.where(vague < _YEAR_FROM, coarser(day, "year")),
            # What began in one month or year may have happened in the next.
            "date_latest": end.where(end != day, ""),
            "method": "",
            "target_place": "",
            **places.cells,
            "note": "Both sides share the point: " + sides + "." + checked,
            "source": "UCDP GED",
            "attribution": blank.where(open_, ATTRIBUTION).where(~open_, CANDIDATES),
        },
        index=cells.index,
    )
    notes = [
        "both sides of a clash share the point: it says presence, and names no attacker.",
        places.note,
        f"{int(places.nowhere.sum())} rows known no better than a country or a line have no point.",
        f"{int((vague >= _MONTH_FROM).sum())} rows not known to the day: dated to month or year.",
        ATTRIBUTION,
    ]
    if open_.any():
        notes.append(f"{int(open_.sum())} candidate events are preliminary. {CANDIDATES}")
    return rows, notes
