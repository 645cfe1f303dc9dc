"""The quarantined rows of a file as a table to correct in a spreadsheet and read again."""

from __future__ import annotations

from geo.ingest.quarantine import IngestResult
from geo.io.spreadsheet_escape import csv_bytes
from geo.io.xlsx_writer import holdable, workbook_bytes


def fix_list_bytes(ingested: IngestResult, *, suffix: str) -> bytes:
    """Give the fix list as a `.csv` or an `.xlsx` file.

    CSV holds everything. What XLSX cannot hold is shown by `geo.io.xlsx_writer.holdable`; such a
    cell, left as it is, is taken from the file when the list is read again.
    """
    table = ingested.fix_list()
    if suffix == ".csv":
        return csv_bytes(table)
    return workbook_bytes(table.map(holdable).rename(columns=holdable))
