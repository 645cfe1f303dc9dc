"""The bundled record as everything here reads it, its briefings, and rows recounted one by one."""

from __future__ import annotations

from functools import cache
from typing import Any

from dashboard.services.brief_request import Request, made_at
from dashboard.services.briefing import Briefer
from dashboard.services.dataset import Dataset
from dashboard.services.selection import Selection
from geo.atlas import Atlas
from geo.schemas.tokens import COUNTED
from layers.brief.content import Brief
from layers.brief.view import Options, Period

PERIODS: tuple[Period, ...] = tuple(
    (made_at(f"{first}T00:00:00").date(), made_at(f"{last}T00:00:00").date())
    for first, last in (("2019-01-01", "2020-12-31"), ("2021-01-01", "2021-12-31"))
)
ROLES = ("target", "launch")


@cache
def dataset() -> Dataset:
    """Load and check the record once."""
    return Dataset.of(Atlas.load())


@cache
def briefer() -> Briefer:
    """Who makes its briefings."""
    return Briefer(dataset())


def composed(kind: str, *, title: str = "", **filters: Any) -> Brief:
    """Compose a briefing, nothing drawn yet.

    Parameters
    ----------
    kind
        A kind of briefing.
    title
        Instead of its own.
    **filters
        Fields of a selection.
    """
    request = Request(
        kind=kind,
        selection=Selection(**filters),
        options=Options(title=title, group="AAH", periods=PERIODS),
        formats=("png",),
        sizes=("hd",),
        made=made_at("2026-01-01T00:00:00"),
    )
    return briefer().compose(request)


@cache
def rows() -> list[dict[str, Any]]:
    """Every row of the record as a plain dictionary, to be counted without the engine."""
    return dataset().analysis.table().reset_index().to_dict("records")


def attacks() -> list[dict[str, Any]]:
    """Those that count as attacks."""
    return [row for row in rows() if row["status"] in COUNTED]


def has_point(row: dict[str, Any], role: str) -> bool:
    """Whether both coordinates of a role are known: NaN alone differs from itself."""
    return row[f"{role}_lon"] == row[f"{role}_lon"] and row[f"{role}_lat"] == row[f"{role}_lat"]


def within(row: dict[str, Any], window: tuple[float, float, float, float]) -> bool:
    """Whether target or launch lies in a window of west, south, east and north."""
    west, south, east, north = window
    return any(
        has_point(row, role)
        and west <= row[f"{role}_lon"] <= east
        and south <= row[f"{role}_lat"] <= north
        for role in ROLES
    )
