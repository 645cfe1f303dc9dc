"""A table to an XLSX workbook: numbers as numbers, texts that no spreadsheet runs."""

from __future__ import annotations

import io
import re

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from geo.io.spreadsheet_escape import defused
from geo.io.xlsx_reader import CARRIAGE_RETURN, SHEET

LONGEST_CELL = 32_766
"""Characters of an XLSX cell, less the one that an apostrophe takes."""

CANNOT_HOLD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|x005F_")
"""Control characters, and texts that look like the escapes XLSX writes for them."""

PLACEHOLDER = "\N{REPLACEMENT CHARACTER}"
CUT = " […] (cut here: the .csv fix list holds the whole cell)"

_WIDEST, _NARROWEST = 60, 10


def holdable(text: str) -> str:
    """Text as a cell of XLSX can show it: control characters replaced, a long end cut off."""
    shown = CANNOT_HOLD.sub(PLACEHOLDER, text)
    return shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - len(CUT)] + CUT


def workbook_bytes(frame: pd.DataFrame) -> bytes:
    """Give an `.xlsx` file of a frame without its index; every text is a text cell."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    safe = defused(frame)
    for number, name in enumerate(safe.columns, start=1):
        longest = max([len(str(name)), *safe[name].astype(str).str.len().head(200)], default=0)
        letter = openpyxl.utils.get_column_letter(number)
        sheet.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)
    header = []
    for name in defused(pd.DataFrame({"name": [str(n) for n in safe.columns]}))["name"]:
        cell = WriteOnlyCell(sheet, value=str(name))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top")
        header.append(cell)
    sheet.append(header)
    plain = safe.astype(object).where(safe.notna(), None)
    for row in plain.itertuples(index=False):
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: object) -> object:
    if not isinstance(value, str):
        return value
    if value == "":
        return None
    cell = WriteOnlyCell(sheet, value="")
    # Set past the guess of types: no text becomes a formula, an error or a date.
    cell.data_type = "s"
    cell._value = value.replace("\r", CARRIAGE_RETURN)  # noqa: SLF001  # openpyxl offers no other way
    return cell
