"""Where a view of the map looks: one with a name, or a place of the gazetteer."""

from __future__ import annotations

from dashboard.services.selection import Selection
from geo.atlas import Atlas
from geo.records.named_ground import NamedGround
from geo.records.near import Circle
from geo.records.within import Outline
from geo.reference.gazetteer import Gazetteer
from layers import catalog
from layers.spec import Bounds

PLACE_ZOOM = 11.0
"""Leaflet zoom at which a place is looked at, and the nearest that a map goes by itself."""


def circle_of(selection: Selection, places: Gazetteer) -> Circle | None:
    """Area of interest of a selection, or None.

    Raises
    ------
    PlaceNotFoundError
        When it asks for one that there is not.
    """
    return Circle.read(selection.near, places) if selection.near else None


def named_ground(atlas: Atlas) -> NamedGround:
    """What an area of interest can be named by."""
    return NamedGround(atlas.gazetteer, atlas.units, atlas.areas)


def outline_of(selection: Selection, ground: NamedGround) -> Outline | None:
    """Outline that a selection asks for, or None.

    Raises
    ------
    PlaceNotFoundError, GeometryError
        When it asks for one that there is not.
    """
    return ground.outline(selection.within) if selection.within else None


def bounds_of(selection: Selection, ground: NamedGround) -> Bounds | None:
    """Box about the areas of interest of a selection, degrees, or None; of two, where both are."""
    circle, outline = circle_of(selection, ground.places), outline_of(selection, ground)
    boxes = [one.bounds for one in (circle, outline) if one is not None]
    if not boxes:
        return None
    west, south = (max(box[at] for box in boxes) for at in (0, 1))
    east, north = (min(box[at] for box in boxes) for at in (2, 3))
    return (west, south, east, north) if west < east and south < north else boxes[-1]


def place_of(view: str, places: Gazetteer) -> str:
    """Id of the place that a view is of; empty where it is of none that is known."""
    ident = view.removeprefix(catalog.PLACE)
    return ident if view.startswith(catalog.PLACE) and ident in places.table.index else ""


def camera_of(view: str, places: Gazetteer) -> tuple[float, float, float] | None:
    """Latitude and longitude in degrees and the zoom of a view; None where there is no such."""
    for one in catalog.VIEWS:
        if one.id == view:
            return one.lat, one.lon, one.zoom
    ident = place_of(view, places)
    if not ident:
        return None
    place = places.place(ident)
    return place.lat, place.lon, PLACE_ZOOM
