"""Data of a case file held against the tables that are published with this installation."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from geo.areas.sightings import FILE as SIGHTINGS
from geo.casebook.case_data import BY_ATTACK, table_names
from geo.errors import AtlasError
from geo.parsing.tables import parse_csv, read_rows
from geo.settings import bundled_dir

_CELL = 60
"""Letters of a cell that a sentence shows."""


def differences(
    name: str, content: bytes | None, *, attacks: Collection[str]
) -> tuple[str, ...] | None:
    """Say in what a file of data is not as published, cell by cell.

    Parameters
    ----------
    name
        Of the file in a data folder.
    content
        Its bytes, None where the case file lacks it.
    attacks
        Ids of the attacks: of tables of attacks and of their reports those rows are compared,
        no more and no less; of every other table all rows.

    Returns
    -------
    One phrase a cell or row that differs, none where nothing does; None where nothing of this name
    is published.
    """
    path = bundled_dir() / name
    # A name from a file of others leads nowhere but to what is published.
    if name not in {*table_names(), *BY_ATTACK, SIGHTINGS} or not path.is_file():
        return None
    if name not in BY_ATTACK and content == path.read_bytes():
        return ()  # most tables are carried along as they are: nothing has to be read of them
    if path.suffix != ".csv":
        return ("its bytes are others",)
    theirs = read_rows(path)
    if name in BY_ATTACK:
        theirs = theirs[theirs["attack_id"].isin(list(attacks))]
    try:
        mine = theirs.iloc[:0] if content is None else parse_csv(content.decode("utf-8"), file=name)
    except (AtlasError, ValueError):
        return ("it is no table",)
    if list(mine.columns) != list(theirs.columns):
        return ("its columns are others",)
    return _compared(mine, theirs)


def _compared(mine: pd.DataFrame, theirs: pd.DataFrame) -> tuple[str, ...]:
    """Rows in their order under the id in the first column; equal ones are passed over."""
    here, there = _by_id(mine), _by_id(theirs)
    found: list[str] = []
    for ident in dict.fromkeys([*there, *here]):
        ours, known = here.get(ident, []), there.get(ident, [])
        if ours == known:
            continue
        if len(ours) == len(known):
            for one, other in zip(ours, known, strict=True):
                found += [
                    f"{ident}, {column}: {_shown(a)}, published as {_shown(b)}"
                    for column, a, b in zip(mine.columns, one, other, strict=True)
                    if a != b
                ]
            continue
        differing = [f"{ident}: a row more, {_row(one)}" for one in ours if one not in known]
        differing += [
            f"{ident}: a row is left out, {_row(one)}" for one in known if one not in ours
        ]
        found += differing or [f"{ident}: a row stands there another number of times"]
    return tuple(found)


def _by_id(table: pd.DataFrame) -> dict[str, list[list[str]]]:
    rows: dict[str, list[list[str]]] = {}
    for cells in table.to_numpy().tolist():
        rows.setdefault(str(cells[0]), []).append(cells)
    return rows


def _shown(cell: str) -> str:
    text = cell if len(cell) <= _CELL else f"{cell[:_CELL]}…"
    return f"“{text}”" if text else "empty"


def _row(cells: Sequence[str]) -> str:
    return _shown("; ".join(cell for cell in cells[1:] if cell))


def sha256_of(name: str) -> str:
    """Hash of a published file."""
    return hashlib.sha256((bundled_dir() / name).read_bytes()).hexdigest()


def origins(files: Mapping[str, bytes], *, attacks: Collection[str]) -> dict[str, str]:
    """Hash of the published file, of each file of data that is as published, by name.

    Parameters
    ----------
    files
        Content by name in a data folder.
    attacks
        Ids of the attacks.
    """
    return {
        name: sha256_of(name)
        for name, content in sorted(files.items())
        if differences(name, content, attacks=attacks) == ()
    }
