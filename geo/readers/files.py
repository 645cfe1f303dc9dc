"""The text of a user's file, or one clear reason why it is not read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NoReturn

from geo.errors import ConformError, DataNotFoundError, Fault
from geo.tables import read_text

LARGEST_BYTES = 2_000_000_000
"""Files above this are refused: a table is held in memory whole."""

_HEAD_BYTES = 4096
_MAGIC = {
    b"SQLite format 3\x00": "a GeoPackage or another SQLite file",
    b"PK\x03\x04": "a zip archive (a workbook or a zipped shapefile)",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
}
_VRT = re.compile(rb"<\s*(OGRVRT|VRTDataset|GDALTileIndex)", re.IGNORECASE)


def refused(file: str, problem: str, remedy: str, *, given: str = "") -> ConformError:
    """Give the error with the one fault of a file that cannot be read at all."""
    return ConformError(file, [Fault(0, "", given, problem, remedy)])


def read_user_text(path: Path) -> str:
    """Text of a CSV, GeoJSON or TOML file that anybody may have written.

    Parameters
    ----------
    path
        The file. It is never handed to GDAL, so that a virtual dataset in disguise reads nothing.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is larger than 2 GB, empty, not UTF-8, or of another format than text: an OGR
        virtual dataset, XML, a GeoPackage, an archive.
    """
    if not path.is_file():
        raise DataNotFoundError(f"{path}: no such file. Check the path.")
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise refused(
                path.name,
                "the file is larger than 2 GB, the most that is read at once",
                "Split it.",
                given=f"{size:,} bytes",
            )
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        _refuse_other_formats(path.name, head)
        return read_text(path)
    except OSError as error:
        raise refused(
            path.name,
            f"the file cannot be read: {error.strerror}",
            "Check its permissions.",
        ) from error


def _refuse_other_formats(file: str, head: bytes) -> None:
    if _VRT.search(head):
        raise refused(
            file,
            "this is a GDAL virtual dataset (VRT), which points at other files or servers",
            "Export the data itself as CSV or GeoJSON.",
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise refused(file, "this is XML or HTML", "Export the data as CSV or GeoJSON.")
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            raise refused(file, f"this is {name}", "Export the data as CSV or GeoJSON.")


def parse_json(text: str, *, file: str) -> Any:
    """Parse JSON strictly: no NaN, no infinity, no nesting that exhausts the stack.

    Raises
    ------
    ConformError
        Naming the line, or the value.
    """

    def constant(word: str) -> NoReturn:
        raise refused(file, "JSON knows no such number", "Give numbers only, or null.", given=word)

    try:
        return json.loads(text, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise refused(file, f"not JSON: {error}", "Export it as GeoJSON (RFC 7946).") from error
    except RecursionError as error:
        raise refused(file, "the JSON is nested too deep", "Export it as plain GeoJSON.") from error
    except ValueError as error:
        if isinstance(error, ConformError):
            raise
        raise refused(
            file,
            "a number has too many digits",
            "Give coordinates in decimal degrees.",
        ) from error
