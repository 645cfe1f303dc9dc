"""A recipe put together from parts: a disc, a governorate, a corridor, or corners typed in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.session import queries
from dashboard.session.mishap import guarded
from geo.areas.recipes import recipe_in_order
from geo.errors import AtlasError, RecipeError
from geo.parsing.coordinates import pair
from geo.parsing.toml import toml_value

SHAPES = {
    "around": "around a place",
    "unit": "a governorate",
    "corridor": "along places",
    "outline": "corners, drawn on the map or typed",
}
FROM_PARTS, AS_TEXT = "From parts", "As text"
_MOST_PARTS = 8


def from_parts() -> dict[str, Any]:
    """Draw the parts and give the recipe that they make, added and cut out in their order.

    Raises
    ------
    RecipeError
        When a part is not whole yet, or nothing is added.
    """
    many = int(st.session_state.setdefault("area_parts", 1))
    rows: list[tuple[bool, dict[str, Any]]] = []
    open_: list[str] = []
    for number in range(many):
        try:
            rows.append(_part(number))
        except RecipeError as error:
            open_.append(str(error))
    more, fewer = st.columns(2)
    more.button(
        ui.ADD_A_PART,
        width="stretch",
        on_click=guarded(_change),
        args=(1,),
        disabled=many >= _MOST_PARTS,
    )
    fewer.button(
        ui.REMOVE_LAST_PART,
        width="stretch",
        on_click=guarded(_change),
        args=(-1,),
        disabled=many == 1,
    )
    if open_:
        raise RecipeError(" ".join(open_))
    return recipe_in_order(rows)


def _change(by: int) -> None:
    st.session_state["area_parts"] += by


def _part(number: int) -> tuple[bool, dict[str, Any]]:
    what, how = st.columns([2, 3], vertical_alignment="bottom")
    where = st.container()
    label = f"Part {number + 1}"
    cut = what.selectbox(label, ["add", "cut out"], key=f"part_{number}_does", disabled=number == 0)
    shape = how.selectbox(
        f"Shape of part {number + 1}",
        list(SHAPES),
        format_func=lambda one: SHAPES[one],
        key=f"part_{number}_shape",
    )
    return cut == "cut out" and number > 0, _PARTS[shape](number, where)


def _around(number: int, where: Any) -> dict[str, Any]:
    place, km = where.columns([3, 1])
    chosen = place.selectbox(
        f"Place of part {number + 1}",
        _places(),
        index=None,
        format_func=_name,
        key=f"part_{number}_place",
        placeholder="a place of the gazetteer",
    )
    radius = km.number_input(ui.KM, 0.5, 500.0, 15.0, key=f"part_{number}_km")
    if chosen is None:
        raise RecipeError(f"Part {number + 1} needs a place.")
    return {"around": {"place": chosen, "km": float(radius)}}


def _unit(number: int, where: Any) -> dict[str, Any]:
    units = sorted(queries.atlas().units.outlines)
    chosen = where.selectbox(
        f"Governorate of part {number + 1}",
        units,
        index=None,
        format_func=lambda one: one.replace("_", " ").title(),
        key=f"part_{number}_unit",
    )
    if chosen is None:
        raise RecipeError(f"Part {number + 1} needs a governorate.")
    return {"unit": chosen}


def _corridor(number: int, where: Any) -> dict[str, Any]:
    places, km = where.columns([3, 1])
    through = places.multiselect(
        f"Places of part {number + 1}, in order",
        _places(),
        format_func=_name,
        key=f"part_{number}_through",
    )
    wide = km.number_input(ui.KM_EACH_SIDE, 0.5, 100.0, 8.0, key=f"part_{number}_wide")
    if len(through) < 2:  # noqa: PLR2004
        raise RecipeError(f"Part {number + 1} needs at least two places.")
    return {"corridor": {"through": list(through), "km": float(wide)}}


def _outline(number: int, where: Any) -> dict[str, Any]:
    text = where.text_area(
        f"Corners of part {number + 1}, one a line",
        key=f"part_{number}_corners",
        placeholder="33.85, 42.55\n38S KC 7332 4822\n33°48'N 42°40'E",
        help="Set them on the map, or type them: latitude first, as decimals or degrees and "
        "minutes, or MGRS; at least three, in "
        "the order in which one walks round.",
    )
    return {"outline": corners(text)}


_PARTS = {"around": _around, "unit": _unit, "corridor": _corridor, "outline": _outline}


def outline_part() -> int | None:
    """Number of the last part whose shape is corners, or None."""
    many = int(st.session_state.get("area_parts", 1))
    shapes = [st.session_state.get(f"part_{number}_shape") for number in range(many)]
    return max((at for at, shape in enumerate(shapes) if shape == "outline"), default=None)


def corner_lines(corners: Iterable[tuple[float, float]]) -> str:
    """Text of corners given by longitude and latitude, one a line, latitude first."""
    return "\n".join(f"{lat:.5f}, {lon:.5f}" for lon, lat in corners)


def corners(text: str) -> list[list[float]]:
    """Longitude and latitude of each line of a text.

    Raises
    ------
    RecipeError
        Naming the line that is no coordinate, or when there are fewer than three.
    """
    out = spots(text)
    if len(out) < 3:  # noqa: PLR2004
        raise RecipeError("An outline needs at least three corners: set them on the map, or type.")
    return out


def spots(text: str) -> list[list[float]]:
    """Longitude and latitude of each line of a text, however few.

    Raises
    ------
    RecipeError
        Naming the line that is no coordinate.
    """
    gazetteer, out = queries.atlas().gazetteer, []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines, start=1):
        both = pair(line)
        if both is None:
            try:
                place = gazetteer.lookup(line)
            except AtlasError as error:
                raise RecipeError(f"Corner {number}, {line!r}, is no coordinate.") from error
            if place.place_id:
                raise RecipeError(f"Corner {number}, {line!r}, is a place; give its coordinate.")
            both = place.lat, place.lon
        out.append([round(both[1], 5), round(both[0], 5)])
    return out


def from_text(text: str) -> dict[str, Any]:
    """Recipe of a text such as `around = { place = "balad_ab", km = 10 }`.

    Raises
    ------
    RecipeError
        When it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RecipeError(f"The recipe is not TOML: {error}.") from error


def as_text(recipe: dict[str, Any]) -> str:
    """A recipe as text, one operation a line."""
    return "\n".join(f"{name} = {toml_value(value)}" for name, value in recipe.items())


def _places() -> list[str]:
    places = queries.atlas().gazetteer.table
    return list(places.index[places["lat"].notna()])


def _name(ident: str) -> str:
    return queries.names().get(ident, ident)
