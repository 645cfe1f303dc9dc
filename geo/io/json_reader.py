"""JSON of other programs: answers of event data servers, Telegram exports, and else GeoJSON."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import ConformError, Fault
from geo.io.files import read_user_text
from geo.io.geojson import Collection, read_geojson
from geo.io.json_records import LISTS, answer_notes, cells_of, failed
from geo.io.raw import RawTable, refuse_too_many
from geo.io.strict_json import is_whole, oddities, parse_json, plain_text
from geo.io.telegram_export import chat_notes, columns_of, messages_in, of_telegram

MOST_PARTS = 5_000_000
"""Objects, and lists, of a file at most."""

MOST_SCALARS = 60_000_000
"""Commas of a file at most: there are hardly more values than these."""

_OTHERS = ("messages", "chats", "success", "error")

_REMEDY = "Export it again, as the whole answer of the server, or give it as CSV."


def read_json(path: Path) -> RawTable | Collection:
    """Read a `.json` file by what is in it.

    Parameters
    ----------
    path
        An answer of the ACLED API (rows under `data`) or of the UCDP API (under `Result`), a
        channel that Telegram Desktop exported (`result.json`), or GeoJSON (WGS84 lon/lat).

    Returns
    -------
    Rows as text cells, the first is 1, or the features of GeoJSON, unchecked.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is none of these, says that the server failed, or is an export of Telegram that is
        no channel.
    """
    text, note = read_user_text(path)
    # Within a text this would be written with a backslash before each quote.
    if '"Feature"' in text or not _may_be_other(text):
        return read_geojson(path)
    for what, mark, most in (("objects", "{", MOST_PARTS), ("lists", "[", MOST_PARTS),
                             ("values", ",", MOST_SCALARS)):  # fmt: skip
        if text.count(mark) > most:
            raise ConformError.for_file(path.name, f"more than {most:,} {what}", "Split it.")
    parsed = parse_json(text, file=path.name)
    document = parsed.document
    notes = (note,) if note else ()
    try:
        return _table(path, document, is_strict=parsed.is_strict, notes=notes)
    except RecursionError as error:
        raise ConformError.for_file(path.name, "the JSON is nested too deep", _REMEDY) from error


def _may_be_other(text: str) -> bool:
    """Tell whether a text has the keys of anything but GeoJSON."""
    return any(f'"{name}"' in text for name in (*LISTS, *_OTHERS))


def _table(
    path: Path, document: Any, *, is_strict: bool, notes: tuple[str, ...]
) -> RawTable | Collection:
    if not isinstance(document, dict):
        return read_geojson(path)
    if of_telegram(document):
        chat, entries = messages_in(document, file=path.name)
        read = partial(columns_of, chat=chat)
        made = _rows(path.name, entries, is_strict=is_strict, read=read)
        remarks = chat_notes(chat)
        return _with_notes(made, (*notes, *(f"{path.name}: {text}" for text in remarks)))
    key = next((name for name in LISTS if isinstance(document.get(name), list)), None)
    if key is None or document.get("type"):
        why = failed(document)
        if why:
            problem = "the server that answered says that it failed"
            raise ConformError.for_file(
                path.name, problem, "Ask it again, and save what it gives.", given=why
            )
        return read_geojson(path)
    entries = list(enumerate(document[key], start=1))
    if not entries:
        raise ConformError.for_file(path.name, f"there are no rows under {key!r}", _REMEDY)
    made = _rows(path.name, entries, is_strict=is_strict, read=cells_of)
    remarks = answer_notes(document, key)
    return _with_notes(made, (*notes, *(f"{path.name}: {text}" for text in remarks)))


def _with_notes(table: RawTable, notes: tuple[str, ...]) -> RawTable:
    return RawTable(table.file, table.cells, table.malformed_rows, table.faults, notes=notes)


def _rows(file: str, entries: list[tuple[int, Any]], *, is_strict: bool, read: Any) -> RawTable:
    """Text cells of entries, each under its number; those that have not the form stay as text."""
    made: dict[int, dict[str, str]] = {}
    malformed_rows: dict[int, str] = {}
    faults: list[Fault] = []
    names: dict[str, None] = {}
    for number, entry in entries:
        row = _fault_of(entry, number, is_strict=is_strict) or read(entry)
        if isinstance(row, tuple):
            column, problem, remedy = row
            row = Fault(number, column, "", problem, remedy)
        if isinstance(row, Fault):
            faults.append(row)
            malformed_rows[number] = plain_text(entry)
            continue
        names.update(dict.fromkeys(row))
        refuse_too_many(len(names), file=file)
        made[number] = row
    index = pd.Index(list(made), dtype=int, name="row")
    columns = {name: [row.get(name, "") for row in made.values()] for name in names}
    cells = pd.DataFrame(columns, index=index, dtype=object)
    return RawTable(file, cells, malformed_rows, tuple(faults))


def _fault_of(entry: Any, number: int, *, is_strict: bool) -> Fault | None:
    odd = None if is_strict else next(oddities(entry), None)
    if odd is not None:
        return Fault(number, *odd)
    if not isinstance(entry, dict):
        return Fault(number, "", plain_text(entry)[:40], "not an object", "Give an object a row.")
    if not is_whole(entry):
        problem, remedy = "text contains an unpaired surrogate", "Re-export it, or type it again."
        return Fault(number, "", "", problem, remedy)
    return None
