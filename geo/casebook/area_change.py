"""A change of one area's recipe: checked by compiling it, and shown as a unified diff."""

from __future__ import annotations

import difflib
import tempfile
from pathlib import Path

from geo.areas.table import load_areas
from geo.atlas import Atlas, recipe_context
from geo.casebook.entry import STORE, Details
from geo.errors import ConformError, Fault
from geo.parsing.csv_rows import read_text
from geo.parsing.toml import toml_blocks
from geo.settings import find

FILE = "areas.toml"


def blocks(text: str) -> dict[str, str]:
    """Text of each area's table in an `areas.toml`, by area id, without what follows it."""
    areas = (block for block in toml_blocks(text) if block.name == "area")
    return {str(area.table.get("id", "")): area.text for area in areas}


def area_block(atlas: Atlas, area_id: str) -> str:
    """Block of an area as the data folder has it; empty where it is not there."""
    return blocks(read_text(find(FILE, atlas.folder))).get(area_id, "")


def proposal(atlas: Atlas, area_id: str, after: str) -> Details:
    """Details of a decision that an area is out of date.

    Parameters
    ----------
    atlas
        Where the recipe stands now.
    area_id
        The area.
    after
        Its block as it should be; two blocks where the old ground ends and new ground begins.

    Raises
    ------
    ConformError
        When there is no such area, nothing changes, or the new recipe does not compile.
    """
    text = read_text(find(FILE, atlas.folder))
    before = blocks(text).get(area_id)
    after = after.replace("\r\n", "\n").strip() + "\n"
    if before is None:
        raise _area_error(area_id, "no such area", "Give the id of an area of areas.toml.")
    if after == before:
        raise _area_error(area_id, "the recipe is as it was", "Change what is out of date.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_text(text.replace(before, after), encoding="utf-8")
        load_areas(path, context=recipe_context(atlas))
    return tuple(sorted({"area_id": area_id, "before": before, "after": after}.items()))


def _area_error(given: str, problem: str, remedy: str) -> ConformError:
    return ConformError(STORE, [Fault(0, "area_id", given, problem, remedy)])


def unified(atlas: Atlas, details: Details) -> str:
    """Unified diff of `areas.toml` that carries a proposal out; empty when it no longer applies."""
    texts = dict(details)
    text = read_text(find(FILE, atlas.folder))
    before, after = texts.get("before", ""), texts.get("after", "")
    if not before or text.count(before) != 1:
        return ""
    old, new = (one.splitlines(keepends=True) for one in (text, text.replace(before, after)))
    return "".join(difflib.unified_diff(old, new, f"a/data/{FILE}", f"b/data/{FILE}"))
