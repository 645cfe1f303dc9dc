"""Areas that a person draws as recipes: kept apart, and tried before they are believed."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.areas.recipes import compile_recipe
from geo.areas.table import Areas, areas_from
from geo.atlas import Atlas, recipe_context
from geo.errors import ConformError, Fault
from geo.parsing.csv_rows import read_text
from geo.parsing.toml import Block, edited, toml_blocks, toml_joined, toml_table
from geo.records.record import Record
from geo.settings import find
from geo.verdicts.check import check
from geo.workspace.journal import FILE, Journal

KIND = "area"
STORE = "areas by hand"
Entry = Mapping[str, Any]
"""One area as a table of `areas.toml`."""

MOST_TEXT = 1_000_000
"""Letters of one area's recipe: some forty thousand corners."""


def areas_of(journal: Journal) -> dict[str, dict[str, Any]]:
    """Entries of the areas as the decisions left them, by id.

    Raises
    ------
    ConformError
        When a decision holds no area.
    """
    made = {}
    for ident, text in journal.state(KIND).items():
        try:
            (entry,) = tomllib.loads(text)["area"]
        except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, RecursionError) as error:
            fault = Fault(0, ident, text[:60], "it holds no area", "Undo it.")
            raise ConformError(FILE, [fault]) from error
        made[ident] = entry
    return made


def published(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Entries of the atlas's own `areas.toml` by id, its defaults filled in."""
    return {str(entry["id"]): entry for entry in _filled(_document(atlas), "area")}


def _filled(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [{**document.get("defaults", {}), **entry} for entry in document.get(name, [])]


def _path(atlas: Atlas) -> Path:
    return find("areas.toml", atlas.folder)


def _document(atlas: Atlas) -> dict[str, Any]:
    return tomllib.loads(read_text(_path(atlas)))


def compiled(entries: Sequence[Entry], *, atlas: Atlas) -> gpd.GeoDataFrame:
    """Compile entries; rows as of `geo.areas.table.Areas.table`.

    Raises
    ------
    ConformError
        With every fault of every entry: keys, words, holders, recipes, doubled ids.
    """
    faults: list[Fault] = []
    made: gpd.GeoDataFrame | None = None
    try:
        made = areas_from({"area": list(entries)}, file=STORE, context=recipe_context(atlas)).table
    except ConformError as error:
        faults += error.faults
    for number, entry in enumerate(entries, start=1):
        faults += _holder_faults(entry, number, atlas=atlas)
        faults += _text_faults(entry, number)
    if faults or made is None:
        raise ConformError(STORE, sorted(set(faults)))
    return made


def sketched(entries: Sequence[Entry], *, atlas: Atlas) -> gpd.GeoDataFrame:
    """Ground of recipes alone, whatever else is missing; rows as of `geo.areas.table.Areas.table`.

    Raises
    ------
    RecipeError
        When a recipe cannot be compiled.
    """
    context = recipe_context(atlas)
    blank = {"holder": "", "kind": "ground", "title": "", "confidence": "low", "border_km": 0.0,
             "assumption": "", "last_confirmed": pd.NaT}  # fmt: skip
    rows = [
        {
            **blank,
            **{name: one[name] for name in blank if one.get(name)},
            "geometry": compile_recipe(one.get("recipe", {}), context=context),
        }
        for one in entries
    ]
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)


def _holder_faults(entry: Entry, number: int, *, atlas: Atlas) -> list[Fault]:
    committee = entry.get("kind") == "committee"
    known = atlas.registry.committees.index if committee else atlas.registry.groups.index
    holder = str(entry.get("holder", ""))
    if holder in known or "holder" not in entry:
        return []
    what = "committee" if committee else "group"
    return [Fault(number, "holder", holder, f"not a {what} that is known", "Choose one of them.")]


def _text_faults(entry: Entry, number: int) -> list[Fault]:
    ident = str(entry.get("id", "")).strip()
    faults = [] if ident else [Fault(number, "id", "", "there is no id", "Give one.")]
    faults += [
        Fault(number, name, "", "it is empty", "Say it in a few words.")
        for name in ("title", "source_id", "pointer", "assumption")
        if name in entry and not str(entry[name]).strip()
    ]
    first, last = entry.get("valid_from"), entry.get("valid_to")
    if isinstance(first, dt.date) and isinstance(last, dt.date) and last <= first:
        faults.append(
            Fault(number, "valid_to", str(last), "not after valid_from", "Correct either.")
        )
    return faults


def entry_text(entry: Entry) -> str:
    """TOML of one area, as it stands in an `areas.toml`."""
    return toml_table("[[area]]", _said(entry))


def _said(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value not in ("", None)}


def enter_areas(journal: Journal, entries: Sequence[Entry], *, by: str, atlas: Atlas) -> Journal:
    """Keep areas, new or corrected; one with the id of a published area stands in its place.

    Raises
    ------
    ConformError
        With every fault of every area, or when one is too long; nothing is kept then.
    """
    compiled(entries, atlas=atlas)
    texts = {str(entry["id"]): entry_text(entry) for entry in entries}
    long = [ident for ident, text in texts.items() if len(text) > MOST_TEXT]
    if long:
        problem, remedy = "the recipe is longer than a million letters", "Simplify the outline."
        raise ConformError(STORE, [Fault(0, "recipe", ident, problem, remedy) for ident in long])
    for ident, text in texts.items():
        journal = journal.record(KIND, ident, text, by=by)
    return journal


def delete_area(journal: Journal, ident: str, *, by: str) -> Journal:
    """Take an area out; undoing it brings it back.

    Raises
    ------
    ConformError
        When there is no such area.
    """
    if ident not in journal.state(KIND):
        problem = "there is no such area by hand"
        raise ConformError(STORE, [Fault(0, "id", ident, problem, "Choose one of them.")])
    return journal.record(KIND, ident, None, by=by)


def with_areas(atlas: Atlas, entries: Sequence[Entry]) -> Atlas:
    """Give an atlas in which some areas stand beside the published ones, or in their place.

    Raises
    ------
    ConformError
        With every fault of every entry.
    """
    mine = compiled(entries, atlas=atlas)
    table = atlas.areas.table
    rest = table[~table.index.isin(mine.index)]
    both = gpd.GeoDataFrame(pd.concat([rest, mine]), geometry="geometry", crs=4326)
    areas = Areas(both, atlas.areas.lines, atlas.areas.source, atlas.areas.extents)
    return replace(atlas, areas=areas)


def changed_verdicts(record: Record, *, before: Atlas, after: Atlas) -> pd.DataFrame:
    """Attacks whose verdict other ground would change.

    Returns
    -------
    `date`, `title`, `before` and `after` by `attack_id`, latest first.
    """
    old, new = (check(record, atlas=atlas).table["verdict"] for atlas in (before, after))
    return verdict_changes(record, before=old, after=new)


def verdict_changes(record: Record, *, before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """Attacks whose verdicts differ, given both; rows as of `changed_verdicts`.

    Parameters
    ----------
    record
        The attacks.
    before, after
        Verdicts of these attacks, on the record's index.
    """
    differs = before != after
    changes = record.attacks.loc[differs, ["date", "title"]]
    changes = changes.assign(before=before[differs], after=after[differs])
    return changes.sort_values(["date", "title"], ascending=[False, True], kind="stable")


def areas_toml(atlas: Atlas, entries: Mapping[str, Entry]) -> str:
    """Whole `areas.toml` of an atlas with some areas beside the published ones or in their place.

    In a data folder of its own it is the ground of `--data FOLDER`, for check, map and products.
    Comments, order and all other ground stay as the file has them.
    """
    text, document = read_text(_path(atlas)), _document(atlas)
    every, lines = {**published(atlas), **entries}, _filled(document, "line")
    made = toml_joined(_merged_tables(toml_blocks(text), entries))
    if _says(made) == ([_said(entry) for entry in every.values()], lines):
        return made
    # Areas as one list, or defaults that an entry leaves out: only a file without them can say it.
    parts = [f"schema = {int(document.get('schema', 1))}\n"]
    parts += [entry_text(entry) for entry in every.values()]
    parts += [toml_table("[[line]]", line) for line in lines]
    return "\n".join(parts)


def _merged_tables(blocks: Sequence[Block], entries: Mapping[str, Entry]) -> list[Block]:
    """Tables of a file with entries in the place of those of their ids, the others after them."""
    defaults = {k: v for one in blocks if one.name == "defaults" for k, v in one.table.items()}
    # Whoever is not named must not become the author of the defaults.
    unnamed = {"author": ""} if "author" in defaults else {}
    rest = {ident: _said(one) for ident, one in entries.items()}
    rest = {i: said if "author" in said else said | unnamed for i, said in rest.items()}
    at = [number for number, block in enumerate(blocks) if block.name == "area"]
    out = list(blocks)
    for number in at:
        had = out[number].table
        said = rest.pop(str(had.get("id", "")), None)
        if said is not None:
            empty = {name: "" for name, value in had.items() if value == ""}
            stated = {k: v for k, v in said.items() if k in had or v != defaults.get(k)}
            out[number] = edited(out[number], empty | stated)
    new = [Block("area", "\n", toml_table("[[area]]", said), said) for said in rest.values()]
    end = max(at, default=len(out) - 1) + 1
    return [*out[:end], *new, *out[end:]]


def _says(text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]] | None:
    """Areas and lines of a file, its defaults filled in; None where it is no TOML."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    return [_said(one) for one in _filled(document, "area")], _filled(document, "line")
