"""An area recipe, as written in `areas.toml`, to a polygon."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.errors import PlaceNotFoundError, RecipeError
from geo.parsing.toml import toml_value
from geo.reference.boundaries import Units
from geo.reference.gazetteer import Gazetteer

REGION = (30.0, 22.0, 60.0, 44.0)
"""Lon/lat box (west, south, east, north) inside which sides of rivers are distinguished."""


_LEAST_CORNERS = 3
_LONGEST_VALUE = 120


@dataclass(frozen=True)
class RecipeContext:
    """What recipes are made of: places, governorates and rivers."""

    gazetteer: Gazetteer
    units: Units
    rivers: Mapping[str, BaseGeometry]


def _text(value: Any) -> str:
    """Give a value as the file has it, the begin of a long one."""
    try:
        text = toml_value(value)
    except TypeError:  # a recipe of a program, not of a file
        text = type(value).__name__
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _unit(value: Any, context: RecipeContext) -> BaseGeometry:
    outline = context.units.outline(str(value))
    if outline is None:
        known = ", ".join(sorted(context.units.outlines))
        raise RecipeError(f"unit {value!r} is not known. Known: {known}.")
    return outline


def place_point(place_id: str, context: RecipeContext) -> tuple[float, float]:
    """Lon/lat of a place of the gazetteer.

    Raises
    ------
    RecipeError
        When the place is not known.
    """
    try:
        place = context.gazetteer.place(place_id)
    except PlaceNotFoundError as error:
        raise RecipeError(str(error)) from error
    if place.units:
        raise RecipeError(f"place {place_id!r} is an outline without a point; name its unit.")
    return place.lon, place.lat


def _positive_km(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:  # noqa: PLR2004
        raise RecipeError(f"km must be a number above 0 and at most 1000; given {_text(value)}.")
    return float(value)


def _fields(value: Any, operation: str, *names: str) -> list[Any]:
    if not isinstance(value, Mapping) or set(value) != set(names):
        needed = ", ".join(names)
        raise RecipeError(f"{operation} needs exactly {{ {needed} }}; given {_text(value)}.")
    return [value[name] for name in names]


def _around(value: Any, context: RecipeContext) -> BaseGeometry:
    place_id, km = _fields(value, "around", "place", "km")
    lon, lat = place_point(str(place_id), context)
    return Polygon(crs.discs(lon, lat, _positive_km(km))[0])


def line_through(place_ids: list[str], context: RecipeContext) -> LineString:
    """Straight line along gazetteer places, EPSG:4326.

    Raises
    ------
    RecipeError
        For fewer than two places, or one that the gazetteer lacks.
    """
    if len(place_ids) < 2:  # noqa: PLR2004
        raise RecipeError(f"a line needs at least two places; given {_text(place_ids)}.")
    return LineString([place_point(str(place_id), context) for place_id in place_ids])


def _corridor(value: Any, context: RecipeContext) -> BaseGeometry:
    through, km = _fields(value, "corridor", "through", "km")
    line = crs.to_metric([line_through(list(through), context)])[0]
    return Polygon(crs.to_lonlat([line.buffer(_positive_km(km) * 1000.0)])[0])


def side_of_river(line: BaseGeometry, *, east: bool) -> BaseGeometry:
    """Land on one side of a river, inside `REGION`.

    The river is carried on due north from its upstream end and due south from its mouth to the
    edge of the region, so that every point of the region has a side.
    """
    west_edge, south_edge, east_edge, north_edge = REGION
    course = np.asarray(line.coords)[:, :2]
    if course[0, 1] < course[-1, 1]:
        course = course[::-1]
    edge = east_edge if east else west_edge
    ring = np.vstack(
        [
            [course[0, 0], north_edge],
            course,
            [course[-1, 0], south_edge],
            [edge, south_edge],
            [edge, north_edge],
        ]
    )
    polygon = Polygon(ring)
    return polygon if polygon.is_valid else shapely.make_valid(polygon)


def _side(value: Any, context: RecipeContext, *, east: bool) -> BaseGeometry:
    river = context.rivers.get(str(value).casefold())
    if river is None:
        known = ", ".join(sorted(context.rivers))
        raise RecipeError(f"river {value!r} is not known. Known: {known}.")
    return side_of_river(river, east=east)


def _east_of(value: Any, context: RecipeContext) -> BaseGeometry:
    return _side(value, context, east=True)


def _west_of(value: Any, context: RecipeContext) -> BaseGeometry:
    return _side(value, context, east=False)


def _outline(value: Any, context: RecipeContext) -> BaseGeometry:
    del context
    corners = value if isinstance(value, list) else []
    pairs = [list(one) for one in corners if isinstance(one, list | tuple)]
    sound = len(pairs) == len(corners) >= _LEAST_CORNERS and all(
        len(pair) == 2 and all(type(x) in {int, float} and math.isfinite(x) for x in pair)  # noqa: PLR2004
        for pair in pairs
    )
    if not sound:
        raise RecipeError(
            "outline needs at least three [lon, lat] pairs of numbers, as in "
            "[[44.1, 33.2], [44.3, 33.2], [44.2, 33.4]]."
        )
    polygon = Polygon(pairs)
    west, south, east, north = polygon.bounds
    (least_lat, most_lat), (least_lon, most_lon) = crs.REGION["lat"], crs.REGION["lon"]
    if west < least_lon or south < least_lat or east > most_lon or north > most_lat:
        raise RecipeError(
            f"outline reaches outside the region ({west:g} to {east:g} E, {south:g} to {north:g} "
            "N). Longitude comes first in a recipe."
        )
    if not polygon.is_valid:
        raise RecipeError(
            f"outline is not sound: {shapely.is_valid_reason(polygon)} (lon lat). Correct it there."
        )
    return polygon


def _union(value: Any, context: RecipeContext) -> BaseGeometry:
    if not isinstance(value, list) or not value:
        raise RecipeError(f"union needs a list of recipes; given {_text(value)}.")
    return shapely.union_all([compile_recipe(part, context=context) for part in value])


OPERATIONS: Mapping[str, Callable[[Any, RecipeContext], BaseGeometry]] = {
    "unit": _unit,
    "around": _around,
    "corridor": _corridor,
    "outline": _outline,
    "union": _union,
    "east_of": _east_of,
    "west_of": _west_of,
}


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type in {"Polygon", "MultiPolygon"}:
        return geometry
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(parts) if parts else Polygon()


def compile_recipe(recipe: object, *, context: RecipeContext) -> BaseGeometry:
    """Compile one recipe table.

    Parameters
    ----------
    recipe
        Operations as in `areas.toml`, a table; those of one table meet, `minus` is cut out last.
    context
        Places, governorates and rivers.

    Returns
    -------
    Polygon or MultiPolygon in EPSG:4326, valid and not empty.

    Raises
    ------
    RecipeError
        For what is no table, an unknown operation, place, unit or river, or when nothing is left.
    """
    if not isinstance(recipe, Mapping) or not (set(recipe) - {"minus"}):
        raise RecipeError(f"a recipe needs one of {', '.join(OPERATIONS)}; given {_text(recipe)}.")
    unknown = set(recipe) - set(OPERATIONS) - {"minus"}
    if unknown:
        raise RecipeError(
            f"operation {min(unknown)!r} is not known. Known: {', '.join(OPERATIONS)}, minus."
        )
    shapes = [OPERATIONS[name](value, context) for name, value in recipe.items() if name != "minus"]
    result = shapely.intersection_all(shapes) if len(shapes) > 1 else shapes[0]
    cut = recipe.get("minus", [])
    if cut:
        # At once: cutting out thousands of holes one by one takes each time as long as the whole.
        result = shapely.difference(result, _union(cut, context))
    result = _polygonal(result)
    if result.is_empty:
        raise RecipeError("nothing is left of the area: its parts do not meet.")
    return result if result.is_valid else shapely.make_valid(result)


def compile_outlines(recipe: Mapping[str, Any]) -> BaseGeometry:
    """Compile a recipe of outlines alone, which needs no places, governorates or rivers.

    Raises
    ------
    RecipeError
        As `compile_recipe`.
    """
    return compile_recipe(
        recipe, context=RecipeContext(Gazetteer(pd.DataFrame()), Units({}, ""), {})
    )


def outline_recipe(polygons: Iterable[Iterable[list[list[float]]]]) -> dict[str, Any]:
    """Recipe of polygons, one at a time: the holes of each are cut out of that one alone.

    Parameters
    ----------
    polygons
        Rings of each polygon as [lon, lat] corners, its shell first, as GeoJSON has them.
    """
    made: list[dict[str, Any]] = []
    for rings in polygons:
        shell, *holes = ({"outline": ring} for ring in rings)
        made.append({**shell, "minus": holes} if holes else shell)
    return made[0] if len(made) == 1 else {"union": made}


def recipe_in_order(parts: Iterable[tuple[bool, dict[str, Any]]]) -> dict[str, Any]:
    """Recipe of parts in the order in which somebody gave them.

    Parameters
    ----------
    parts
        Whether a part is cut out, and its recipe; a part that is added behind a cut stays whole.

    Raises
    ------
    RecipeError
        When nothing is there to cut from.
    """
    made: dict[str, Any] = {}
    for cut, part in parts:
        if cut and not made:
            raise RecipeError("The first part is cut out: add one before it.")
        if cut:
            made = {**made, "minus": [*made.get("minus", []), part]}
        elif not made:
            made = part
        elif set(made) == {"union"}:
            made = {"union": [*made["union"], part]}
        else:
            made = {"union": [made, part]}
    if not made:
        raise RecipeError("There is no part: add one.")
    return made
