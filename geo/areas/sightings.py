"""Dated statements of sources on where a group held, used or left ground, as a table."""

from __future__ import annotations

import calendar
import datetime as dt
from pathlib import Path

import pandas as pd

from geo.reference.registry import Registry
from geo.schemas.attacks import is_date
from geo.schemas.folder_tables import OF_GROUND
from geo.settings import find, refuse_no_file

FILE = "sightings.csv"

CONFIRM = (
    "base", "headquarters", "depot", "training", "checkpoint", "ground_held",
    "strike_on_position", "launch_area",
)  # fmt: skip
"""Kinds that confirm ground of the group that they name."""

SUPPORT = ("presence", "influence")
"""Kinds that are shown beside ground and confirm none."""

HELD, LEFT = "ground_held", "left"

WEAK = ("alleges", "infers")
"""Strengths that confirm nothing and end nothing."""


def sightings_path(folder: Path) -> Path | None:
    """Path of the sightings that belong to the ground of a data folder, or None.

    A folder with an `areas.toml` of its own has its own sightings or none: the bundled ones are of
    the bundled ground.

    Raises
    ------
    ConformError
        When a folder, or a link to nothing, has the name of the file.
    """
    refuse_no_file(folder / FILE)
    if (folder / FILE).is_file():
        return folder / FILE
    return None if (folder / "areas.toml").exists() else find(FILE, folder)


def no_sightings() -> pd.DataFrame:
    """Give an empty table of sightings."""
    cells = pd.DataFrame(columns=list(OF_GROUND["sightings"].columns), dtype=object)
    return typed(cells)


def typed(cells: pd.DataFrame) -> pd.DataFrame:
    """Sightings by `sighting_id`, with `begins` and `ends` as spans of days.

    Parameters
    ----------
    cells
        Text cells, checked by `geo.schemas.folder_tables.OF_GROUND`.

    Returns
    -------
    The cells, and `begins_first, begins_last, ends_first, ends_last`: the days between which the
    first and the last cited date lie, as `datetime.date`.
    """
    table = cells.reset_index(drop=True).set_index("sighting_id")
    for column, name in (("date_first", "begins"), ("date_last", "ends")):
        precision = table[f"{column}_precision"]
        spans = [day_span(text, held) for text, held in zip(table[column], precision, strict=True)]
        table[f"{name}_first"] = pd.Series([a for a, _ in spans], table.index, dtype=object)
        table[f"{name}_last"] = pd.Series([b for _, b in spans], table.index, dtype=object)
    return table


def day_span(text: str, precision: str = "") -> tuple[dt.date, dt.date]:
    """First and last day that a date can be of: `2021-07-07`, `2021-07` or `2021`.

    Parameters
    ----------
    text
        The date.
    precision
        `month` or `year` where a date is written finer than it is known.

    Raises
    ------
    ValueError
        When it is no date.
    """
    letters = {"month": 7, "year": 4}.get(precision, len(text))
    parts = [int(part) for part in text[:letters].split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 0
    if len(parts) > 2:  # noqa: PLR2004
        day = dt.date(year, month, parts[2])
        return day, day
    last = calendar.monthrange(year, month)[1] if month else 31
    return dt.date(year, month or 1, 1), dt.date(year, month or 12, last)


def published_days(registry: Registry) -> dict[str, dt.date]:
    """Day by which each dated source was out: the last one that its date can mean."""
    dated = registry.sources["date"]
    return {
        str(ident): day_span(text)[1] for ident, text in dated.items() if text and is_date(text)
    }
