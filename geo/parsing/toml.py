"""Tables of recipes as TOML that a person reads and edits: what he wrote beside them stays."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError


def toml_value(value: Any) -> str:
    """One value as TOML in one line.

    Raises
    ------
    TypeError
        For a value that TOML has no word for.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, str):
        return toml_text(value)
    # tomlkit lays out a list in the square of its length: minutes for the corners of one outline.
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_key(str(k))} = {toml_value(v)}" for k, v in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    raise TypeError(f"TOML holds no {type(value).__name__}; give text, numbers, days or lists")


def toml_text(text: str) -> str:
    """A TOML string in one line."""
    return tomlkit.string(text).as_string()


def toml_key(name: str) -> str:
    """A key, in quotes where it is more than letters, digits, dashes and underscores."""
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else toml_text(name)


def toml_table(header: str, table: Mapping[str, Any]) -> str:
    """A table under its header, one key a line."""
    lines = [f"{toml_key(str(name))} = {toml_value(value)}" for name, value in table.items()]
    return "\n".join([header, *lines]) + "\n"


@dataclass(frozen=True)
class Block:
    """A table of a file, as it stands there.

    Parameters
    ----------
    name
        Its name; empty for what stands above the first table, or below the last.
    above
        Blank lines and comments before its header.
    text
        Its lines, from the header on.
    table
        What it says.
    """

    name: str
    above: str
    text: str
    table: Mapping[str, Any]


def toml_blocks(text: str) -> list[Block]:
    """Cut a file at its tables; joined they are the file.

    A header in a text or a list of several lines is none; `[area.recipe]` is of the area before it.

    Raises
    ------
    tomllib.TOMLDecodeError
        When the file is not TOML.
    """
    tomllib.loads(text)
    lines = io.StringIO(text).readlines()  # of \n alone, as TOML has it
    starts = [*_starts(lines), len(lines)]
    blocks, above = [], ""
    for start, end in zip([0, *starts], starts, strict=False):
        own = end
        # Comments at the end belong to what follows.
        while own > start and not lines[own - 1].partition("#")[0].strip():
            own -= 1
        # They may also be the end of a text of several lines.
        while _loads("".join(lines[start:own])) is None:
            own += 1
        body = "".join(lines[start:own])
        if body:
            name, table = _read(body, headed=start in starts)
            blocks.append(Block(name, above, body, table))
            above = ""
        above += "".join(lines[own:end])
    return [*blocks, Block("", above, "", {})] if above else blocks


def toml_joined(blocks: Sequence[Block]) -> str:
    """File of tables; each begins on a line of its own."""
    out = ""
    for block in blocks:
        out += "\n" if out and not out.endswith("\n") else ""
        out += block.above + block.text
    return out


def _starts(lines: list[str]) -> Iterator[int]:
    """Numbers of the lines on which a table begins."""
    begin, name = 0, ""
    for number, line in enumerate(lines):
        header = _header(line)
        if header is None or (header[1] and header[0] == name):
            continue
        # Cut within a text or a list, what is before it is not TOML.
        if _loads("".join(lines[begin:number])) is not None:
            yield number
            begin, name = number, header[0]


def _header(line: str) -> tuple[str, bool] | None:
    """First name of a header, and whether more names follow it; None for another line."""
    said = _loads(line) if line.lstrip(" \t").startswith("[") else None
    if not said:
        return None
    ((name, inner),) = said.items()
    return name, inner not in ({}, [{}])


def _loads(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _read(text: str, *, headed: bool) -> tuple[str, Mapping[str, Any]]:
    table: Any = tomllib.loads(text)
    if not headed:
        return "", table
    ((name, table),) = table.items()
    return name, table[0] if isinstance(table, list) else table


def edited(block: Block, table: Mapping[str, Any]) -> Block:
    """Let a table say something else; comments, order and what is not changed stay as they stand.

    Parameters
    ----------
    block
        A table of a file; not what stands above the first.
    table
        What it is to say.
    """
    try:
        text = _rewritten(block, table)
        kept = _read(text, headed=True)[1] == table
    except (TOMLKitError, tomllib.TOMLDecodeError):
        kept = False
    # What the editor cannot keep is written again: a table must never say what nobody gave.
    text = text if kept else toml_table(block.text.partition("\n")[0], table)
    return replace(block, text=text, table=table)


def _rewritten(block: Block, table: Mapping[str, Any]) -> str:
    document: Any = tomlkit.parse(block.text)
    inner = document[block.name]
    inner = inner[0] if isinstance(inner, list) else inner
    for name in [name for name in block.table if name not in table]:
        del inner[name]
    for name, value in table.items():
        if name not in block.table or block.table[name] != value:
            inner[name] = tomlkit.value(toml_value(value))
    return tomlkit.dumps(document)
