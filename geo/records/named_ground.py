"""Ground that a text names: a governorate, an area of the ledger, a box, what was drawn, a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.areas.table import Areas
from geo.errors import PlaceNotFoundError
from geo.records.drawn_ground import BOX, DRAWN, FILE, outline_from
from geo.records.within import Outline
from geo.reference.boundaries import Units, unit_name
from geo.reference.gazetteer import Gazetteer
from geo.reference.unit_error import maybe_of, most_km, surely_of
from geo.spatial.point_state import PointState

GOVERNORATE, AREA = "governorate", "area"
KINDS = (GOVERNORATE, AREA, BOX, DRAWN, FILE)
"""What the text of an outline begins with, before a colon."""

_SHOWN = 60


def governorate_words(unit: str) -> str:
    """Name a governorate by its id, as it stands behind "in"."""
    return f"{unit_name(unit)} governorate"


def area_words(title: str) -> str:
    """Name an area by its title, as it stands behind "in"."""
    return f"the area “{title}”"


@dataclass(frozen=True)
class NamedGround:
    """What a text can name as ground.

    Parameters
    ----------
    places
        Places, of which some are known by governorates alone.
    units
        Outlines of the governorates.
    areas
        The ledger's areas, and the outlines of places without a point.
    """

    places: Gazetteer
    units: Units
    areas: Areas

    def outline(self, text: str) -> Outline:
        """Read an outline as a link, a manifest or a person writes it.

        Parameters
        ----------
        text
            ``governorate:ID``, ``area:ID``, ``box:WEST,SOUTH,EAST,NORTH``, ``drawn:LON,LAT;…`` or
            ``file:NAME:LON,LAT;…``, degrees WGS84. A ring that is cut out, or lies apart, follows
            behind ``|``.

        Raises
        ------
        PlaceNotFoundError
            When no governorate and no area has the id, or the text is none of these.
        GeometryError
            When what it draws is no ground of the region, or has too many corners.
        """
        kind, _, rest = text.partition(":")
        if kind == GOVERNORATE:
            return self._governorate(rest)
        if kind == AREA:
            return self._area(rest)
        if kind in {BOX, DRAWN, FILE}:
            return outline_from(kind, rest)
        raise PlaceNotFoundError(
            f"{text[:_SHOWN]!r} names no ground. Write {GOVERNORATE}:ID, {AREA}:ID or "
            f"{BOX}:WEST,SOUTH,EAST,NORTH in degrees."
        )

    def _governorate(self, ident: str) -> Outline:
        polygon = self.units.outlines.get(ident)
        if polygon is None:
            there = ", ".join(self.units.outlines)
            raise PlaceNotFoundError(f"{ident[:_SHOWN]!r} is no governorate. There are {there}.")
        outlines, error_km = self.units.outlines, self.units.error_km
        return Outline(
            polygon,
            governorate_words(ident),
            f"{GOVERNORATE}:{ident}",
            off_km=most_km(ident, error_km=error_km),
            surely=surely_of(outlines, ident, error_km=error_km) if error_km else None,
            maybe=maybe_of(outlines, ident, error_km=error_km) if error_km else None,
            known=dict(self._known_by_name(ident)),
        )

    def _known_by_name(self, unit: str) -> Iterator[tuple[str, PointState]]:
        """States of places that are governorates: how their outlines are drawn plays no part."""
        for ident in self.places.without_point:
            units = self.places.place(str(ident)).units
            if unit not in units:
                yield str(ident), PointState.OUTSIDE
            else:
                yield str(ident), (PointState.INSIDE if len(units) == 1 else PointState.CANNOT_TELL)

    def _area(self, ident: str) -> Outline:
        table = self.areas.table
        if ident not in table.index:
            raise PlaceNotFoundError(
                f"{ident[:_SHOWN]!r} is no area. `fasail-atlas areas` lists all."
            )
        row = table.loc[ident]
        name, border_km = area_words(str(row["title"])), float(row["border_km"])
        return Outline(row["geometry"], name, f"{AREA}:{ident}", border_km)
