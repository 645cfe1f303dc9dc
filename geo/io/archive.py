"""Zip archives opened only when they can be no bomb and name no place outside themselves."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from geo.errors import ConformError

MOST_MEMBERS = 1000
MOST_BYTES = 1_000_000_000
MOST_RATIO = 100
"""Bounds of an archive: entries, bytes unpacked, bytes unpacked for a byte packed."""

_SYMLINK, _ENCRYPTED = 0o120000, 0x1
_SUPPORTED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def open_archive(raw: bytes, *, file: str) -> zipfile.ZipFile:
    """Open an archive after its table of contents has been checked; nothing is unpacked.

    `zipfile` never reads more of a member than the table of contents says, so a false entry
    there breaks off with an error and not with a full memory.

    Raises
    ------
    ConformError
        For a damaged archive, too many members, too many bytes, more than a hundredfold
        compression, encryption, or a member that points out of the archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ConformError.for_file(
            file, f"the archive is damaged: {error}", "Re-export it."
        ) from error
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS:
        raise _bomb(file, f"the archive has more than {MOST_MEMBERS} members", len(members))
    if total > MOST_BYTES:
        raise _bomb(file, "the archive unpacks to more than 1 GB", total)
    # Members that share bytes would each be counted as packed: the file itself is the bound.
    if total > MOST_RATIO * min(packed, len(raw)) or any(
        member.file_size > MOST_RATIO * member.compress_size for member in members
    ):
        raise _bomb(file, f"the archive is compressed more than {MOST_RATIO} times", total)
    for member in members:
        _check_member(member, file=file)
    return archive


def read_member(archive: zipfile.ZipFile, name: str, *, file: str) -> bytes:
    """Bytes of one member.

    Raises
    ------
    ConformError
        When it is damaged.
    """
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, KeyError, EOFError, RuntimeError, ValueError, OSError) as error:
        raise ConformError.for_file(
            file, f"{name} in the archive is damaged", "Re-export it."
        ) from error
    except Exception as error:  # zlib.error is a bare Exception
        raise ConformError.for_file(
            file, f"{name} in the archive is damaged", "Re-export it."
        ) from error


def _bomb(file: str, problem: str, given: int) -> Exception:
    return ConformError.for_file(file, problem, "Export the table as CSV.", given=f"{given:,}")


def _check_member(member: zipfile.ZipInfo, *, file: str) -> None:
    parts = PurePosixPath(member.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in member.filename.split("/")[0]:
        raise ConformError.for_file(
            file,
            "a member of the archive points outside it",
            "Re-export it.",
            given=member.filename[:80],
        )
    if (member.external_attr >> 16) & 0o170000 == _SYMLINK:
        raise ConformError.for_file(
            file, "the archive holds a link", "Re-export it.", given=member.filename
        )
    if member.flag_bits & _ENCRYPTED:
        raise ConformError.for_file(
            file, "the archive is locked with a password", "Save it without one."
        )
    if member.compress_type not in _SUPPORTED:
        raise ConformError.for_file(
            file, "the archive is packed in an unusual way", "Re-export it."
        )
