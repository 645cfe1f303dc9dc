"""The quarantined rows of a file as a table to mend in a spreadsheet and read again."""

from __future__ import annotations

from geo.intake.quarantine import Sifted
from geo.writers.spreadsheet import csv_bytes
from geo.writers.workbook import CANNOT_HOLD, LONGEST_CELL, workbook_bytes

_PLACEHOLDER = "\N{REPLACEMENT CHARACTER}"


def fix_list_bytes(sifted: Sifted, *, suffix: str) -> bytes:
    """Give the fix list as a `.csv` or an `.xlsx` file.

    What XLSX cannot hold is shown as a replacement character there: the row is quarantined and
    has to be typed anew in any case. CSV holds everything.
    """
    desk = sifted.fix_list()
    if suffix == ".csv":
        return csv_bytes(desk)
    return workbook_bytes(desk.map(_holdable))


def _holdable(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return CANNOT_HOLD.sub(_PLACEHOLDER, cell)[:LONGEST_CELL]
