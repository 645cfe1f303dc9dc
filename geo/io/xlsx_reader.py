"""An XLSX workbook to text cells: dates as ISO, numbers as they were typed, formulas as results."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
from defusedxml.common import DefusedXmlException

from geo.errors import ConformError, Fault
from geo.io.archive import open_archive
from geo.io.csv_reader import checked_header
from geo.io.files import ZIP_MAGIC, read_user_bytes
from geo.io.header_row import MOST_ROWS, header_notes, header_of, title_notes, titles_above
from geo.io.raw import MOST_COLUMNS, RawTable
from geo.io.spreadsheet_escape import undefused
from geo.io.xlsx_merged import filled_down, merged_ranges
from geo.progress import counted

SHEET = "attacks"
"""A sheet of this name is read; else the first that holds anything. Hidden ones come last."""

CARRIAGE_RETURN = "_x000D_"
"""How XLSX writes a carriage return, which XML would turn into a line feed."""

MOST_CELLS = 50_000_000
MOST_SHEET_ROWS = 1_048_576
"""Rows that a sheet can have; the number of a row says nothing of how many there are."""

_STRICT, _HEAD_BYTES = b"purl.oclc.org/ooxml", 1 << 16
_NO_VALUE = "a formula whose result was not saved with it"
_ERROR = "a formula that failed"


def read_workbook(path: Path) -> RawTable:
    """Read one sheet of an `.xlsx` workbook; formulas give the result that was saved.

    Returns
    -------
    RawTable
        Indexed by sheet row.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is no workbook, is larger unpacked than it should be, or names a column twice.
    """
    raw = read_user_bytes(path, magic=ZIP_MAGIC, what="an XLSX workbook")
    archive = open_archive(raw, file=path.name)
    if "xl/workbook.xml" not in archive.namelist():
        raise ConformError.for_file(
            path.name, "this zip archive is no XLSX workbook", "Save it as .xlsx."
        )
    with archive.open("xl/workbook.xml") as part:
        if _STRICT in part.read(_HEAD_BYTES):
            problem = "the workbook was saved as Strict Open XML, which is not read"
            raise ConformError.for_file(path.name, problem, "Save it as Excel Workbook (.xlsx).")
    try:
        return _read(raw, file=path.name)
    except ConformError:
        raise
    except ParseError as error:
        raise ConformError.for_file(
            path.name,
            f"the workbook holds XML that is not read: {error}",
            "Save it again as .xlsx.",
        ) from error
    except Exception as error:  # openpyxl raises whatever the fault in a part leads to
        if _is_of_entities(error):
            problem = "its XML declares entities, which can read files or fill the memory"
            raise ConformError.for_file(
                path.name, problem, "Save it again as .xlsx, or as CSV."
            ) from error
        raise ConformError.for_file(
            path.name,
            f"the workbook is damaged ({type(error).__name__})",
            "Save it again as .xlsx, or as CSV.",
        ) from error


def _is_of_entities(error: BaseException | None) -> bool:
    """Tell whether entities are behind an error, which openpyxl wraps into one of its own."""
    while error is not None:
        if isinstance(error, DefusedXmlException) or "entity" in str(error).casefold():
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(raw: bytes, *, file: str) -> RawTable:
    results = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
    # What a sheet claims is good enough for a bar, and for nothing else.
    claimed = {sheet.title: sheet.max_row for sheet in results.worksheets}
    sheets = [sheet for sheet in results.worksheets if _holds_anything(sheet)]
    if not sheets:
        raise ConformError.for_file(file, "the workbook is empty", "Give a table.")
    # What a person sees comes first, then the name.
    sheet = min(sheets, key=lambda one: (_hidden(one) != "", one.title.strip().casefold() != SHEET))
    table = _table(sheet, formulas[sheet.title], file=file, claimed=claimed[sheet.title])
    with open_archive(raw, file=file).open(sheet._worksheet_path) as part:  # noqa: SLF001  # nothing else tells it
        cells, faults, filled = filled_down(table.cells, merged_ranges(part, file=file), file=file)
    others = [f"{other.title}{_hidden(other)}" for other in sheets if other.title != sheet.title]
    sheet_read = f"{file}: sheet {sheet.title!r}{_hidden(sheet)} was read"
    notes = (f"{sheet_read}; not read: {', '.join(others)}.",) if others else ()
    if _hidden(sheet) and not others:
        notes = (f"{sheet_read}.",)
    notes = (*notes, *table.notes, *filled)
    return replace(table, cells=cells, faults=(*table.faults, *faults), notes=notes)


def _hidden(sheet: Any) -> str:
    return "" if sheet.sheet_state == "visible" else " (hidden)"


def _holds_anything(sheet: Any) -> bool:
    # A sheet may claim any size: only the cells that stand in it count.
    sheet.reset_dimensions()
    # Of a sheet that is longer or wider than any, `_filled` says so.
    for count, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(row) > MOST_COLUMNS or count > MOST_SHEET_ROWS:
            return True
        if any(cell is not None for cell in row):
            return True
    return False


def _table(sheet: Any, formulas: Any, *, file: str, claimed: int | None) -> RawTable:
    formulas.reset_dimensions()
    both = zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
    rows = _filled(counted(both, "rows read", total=claimed), file=file)
    first = list(islice(rows, MOST_ROWS))
    texts = [[_text(cell.value) for cell in shown] for _, shown, _ in first]
    above = titles_above(texts)
    notes = title_notes(texts[:above], last=first[above][0] - 1, file=file)
    # A merged cell that ends the upper row of a header stands there as empty cells.
    found = header_of([texts[above], *map(_trimmed, texts[above + 1 :])])
    above += found.rows - 1
    line = first[above][0]
    header = checked_header(_trimmed(found.names), file=file)
    notes += header_notes(found, last=line, file=file)
    kept: dict[int, list[str]] = {}
    malformed_rows: dict[int, str] = {}
    faults: list[Fault] = []
    for number, shown, typed in chain(first[above + 1 :], rows):
        row = [_text(_value_or_formula(*pair)) for pair in zip(shown, typed, strict=False)]
        faults += _cell_faults(number, shown, typed, header)
        if len(_trimmed(row)) > len(header):
            faults.append(
                Fault(
                    number,
                    "",
                    f"{len(_trimmed(row))} cells",
                    f"the header has {len(header)} columns",
                    "Name the column in the header.",
                )
            )
            malformed_rows[number] = "\t".join(_trimmed(row))
        else:
            kept[number] = (row + [""] * len(header))[: len(header)]
    if not kept and not malformed_rows:
        faults.append(Fault(0, "", "", "the table has a header and no rows", "Give at least one."))
    cells = pd.DataFrame.from_dict(kept, orient="index", columns=header, dtype=object)
    cells.index = cells.index.astype(int).rename("row")
    return RawTable(file, undefused(cells), malformed_rows, tuple(faults), line + 1, notes)


def _filled(rows: Any, *, file: str) -> Iterator[tuple[int, tuple[Any, ...], tuple[Any, ...]]]:
    """Rows that hold anything, with their sheet numbers."""
    seen = 0
    for count, (shown, typed) in enumerate(rows, start=1):
        seen += len(shown)
        if count > MOST_SHEET_ROWS:
            problem = f"a row has a number above {MOST_SHEET_ROWS:,}, where every sheet ends"
            raise ConformError.for_file(file, problem, "Save it again as .xlsx, or as CSV.")
        if len(shown) > MOST_COLUMNS or seen > MOST_CELLS:
            raise ConformError.for_file(
                file,
                f"the sheet has more than {MOST_COLUMNS} columns or {MOST_CELLS:,} cells",
                "Keep the table alone, or save it as CSV.",
            )
        filled = [cell for cell in (*shown, *typed) if cell.value not in {None, ""}]
        if filled:
            yield getattr(filled[0], "row", count), shown, typed


def _value_or_formula(result: Any, formula: Any) -> Any:
    """Value of a cell; of a formula without one the formula itself, so that nothing is lost."""
    if result.value is None and formula.data_type == "f":
        return getattr(formula.value, "text", formula.value)
    return result.value


def _cell_faults(
    number: int, shown: tuple[Any, ...], typed: tuple[Any, ...], header: list[str]
) -> list[Fault]:
    faults = []
    for place, (result, formula) in enumerate(zip(shown, typed, strict=False)):
        column = header[place] if place < len(header) else ""
        if result.value is None and formula.value is not None and formula.data_type == "f":
            given = _text(_value_or_formula(result, formula))[:60]
            remedy = "Open it in a spreadsheet program and save it, or type the value."
            faults.append(Fault(number, column, given, _NO_VALUE, remedy))
        elif result.value is not None and result.data_type == "e":
            faults.append(Fault(number, column, str(result.value), _ERROR, "Type the value."))
    return faults


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004
        return str(int(value))
    return str(value).replace(CARRIAGE_RETURN, "\r").strip()


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts = texts[:-1]
    return texts
