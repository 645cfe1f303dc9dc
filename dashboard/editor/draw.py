"""Add & edit: corners set on the map go into the recipe that is being written, and back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.editor import recipe_form as hand_parts
from dashboard.session.selection import changed
from geo.errors import RecipeError
from layers.web.draw_tool import MOST_CORNERS, DrawnOutline, drawn_outline
from layers.web.drawing import LonLat

MAP_KEY = "area_map"
HELP = (
    "**On the map:** with the pencil on, each click sets a corner and a double click ends. Drag a "
    "corner to move it, a small dot to set one between; Backspace takes the last off, a right "
    "click or Delete the one under it."
)
_CHANGE = "drawn_change"


def take(chosen: str) -> None:
    """Put corners that the map returned since the run before where the form holds them.

    Call it before the form is drawn.
    """
    drawn = drawn_outline(st.session_state.get(MAP_KEY))
    if not changed("draw_tool", drawn) or drawn is None:
        return
    st.session_state[_CHANGE] = drawn.change
    part, text = hand_parts.outline_part(), f"area_recipe_{chosen}"
    if _from_parts(chosen) and part is not None:
        st.session_state[f"part_{part}_corners"] = hand_parts.corner_lines(drawn.corners)
    elif _outline_in(text) is not None:
        recipe = hand_parts.from_text(st.session_state[text])
        outline = [list(corner) for corner in drawn.corners]
        st.session_state[text] = hand_parts.as_text({**recipe, "outline": outline})


def form_outline(chosen: str) -> DrawnOutline | None:
    """Corners of the form for the map; None where it holds no outline, or one it cannot read."""
    part = hand_parts.outline_part()
    if not _from_parts(chosen):
        held = _outline_in(f"area_recipe_{chosen}")
    elif part is None:
        held = None
    else:
        held = _readable(str(st.session_state.get(f"part_{part}_corners") or ""))
    if held is None or len(held) > MOST_CORNERS:
        return None
    return replace(DrawnOutline(held), change=int(st.session_state.get(_CHANGE, 0)))


def _from_parts(chosen: str) -> bool:
    return bool(st.session_state.get(f"area_way_{chosen}") == hand_parts.FROM_PARTS)


def _readable(text: str) -> tuple[LonLat, ...] | None:
    try:
        return tuple((lon, lat) for lon, lat in hand_parts.spots(text))
    except RecipeError:
        return None


def _outline_in(key: str) -> tuple[LonLat, ...] | None:
    """Corners of a recipe that is an outline, perhaps with something cut out."""
    try:
        held = hand_parts.from_text(str(st.session_state.get(key) or "")).get("outline")
        corners = tuple((float(lon), float(lat)) for lon, lat in held or ())
    except (RecipeError, TypeError, ValueError):
        return None
    closed = len(corners) > 1 and corners[0] == corners[-1]
    return (corners[:-1] if closed else corners) if held is not None else None
