"""The bytes of a user's file, or one clear reason why it is not read."""

from __future__ import annotations

import re
from pathlib import Path

from geo.errors import ConformError, DataNotFoundError
from geo.io.encoding import decode
from geo.settings import refuse_larger

_HEAD_BYTES = 4096
SQLITE_MAGIC, ZIP_MAGIC, PARQUET_MAGIC = b"SQLite format 3\x00", b"PK\x03\x04", b"PAR1"
_MAGIC = {
    SQLITE_MAGIC: "a GeoPackage or another SQLite file",
    ZIP_MAGIC: "a zip archive (a workbook, a KMZ or a zipped shapefile)",
    PARQUET_MAGIC: "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
}
_VRT = re.compile(rb"<\s*(OGRVRT|VRTDataset|GDALTileIndex)", re.IGNORECASE)
_REMEDY = "Give the file the suffix of what it is, or export the data as CSV or GeoJSON."


def read_user_bytes(path: Path, *, magic: bytes = b"", what: str = "") -> bytes:
    """Bytes of a file that anybody may have written.

    Parameters
    ----------
    path
        The file. It is never handed to GDAL, so that a virtual dataset in disguise reads nothing.
    magic
        First bytes that such a file has, or nothing for text.
    what
        What the suffix promises, for the message.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is no regular file, larger than `geo.settings.most_bytes`, empty, or of
        another format than promised: an OGR virtual dataset, XML, a GeoPackage, an archive.
    """
    refuse_no_file(path)
    try:
        refuse_larger(path)
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
            _refuse_other_formats(path.name, head, magic=magic, what=what)
            stream.seek(0)
            return stream.read()
    except OSError as error:
        raise ConformError.for_file(
            path.name,
            f"the file cannot be read: {error.strerror}",
            "Check its permissions.",
        ) from error


def refuse_no_file(path: Path) -> None:
    """Refuse a path that names no file.

    Raises
    ------
    DataNotFoundError
        When nothing is there.
    ConformError
        When it is a folder, or anything else that is no regular file.
    """
    if path.is_dir():
        raise ConformError.for_file(
            path.name or str(path), "this is a folder", "Give a file in it."
        )
    if path.is_file():
        return
    if path.exists():
        raise ConformError.for_file(
            path.name, "this is a pipe or a device, not a file", "Save it as a file."
        )
    raise DataNotFoundError(f"{path}: no such file. Check the path.")


def read_user_text(path: Path) -> tuple[str, str]:
    """Text of a CSV, GeoJSON or TOML file, and a note where its encoding was guessed.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is too large, empty, of another format than text, or in an unknown encoding.
    """
    return decode(read_user_bytes(path), file=path.name)


def _refuse_other_formats(file: str, head: bytes, *, magic: bytes, what: str) -> None:
    # UTF-16 would hide the tag from the search.
    if _VRT.search(head.replace(b"\x00", b"")):
        raise ConformError.for_file(
            file,
            "this is a GDAL virtual dataset (VRT), which points at other files or servers",
            "Export the data itself as CSV or GeoJSON.",
        )
    if not head.strip():
        raise ConformError.for_file(file, "the file is empty", "Give a table.")
    if magic and head.startswith(magic):
        return
    known = next((name for start, name in _MAGIC.items() if head.startswith(start)), "")
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    is_xml = text.startswith(b"<")
    if magic == b"<":
        if is_xml:
            return
    elif is_xml and not known:
        raise ConformError.for_file(file, "this is XML or HTML", _REMEDY)
    if known:
        raise ConformError.for_file(file, f"this is {known}", _REMEDY)
    if magic:
        raise ConformError.for_file(file, f"this is not {what}", _REMEDY)
