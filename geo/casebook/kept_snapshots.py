"""Snapshots kept by themselves, so that it can be asked what changed since a day."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import logging
import os
import zlib
from pathlib import Path
from typing import NamedTuple

from geo.casebook.snapshot import LARGEST_BYTES, Snapshot, read, to_bytes
from geo.errors import ConformError, Fault
from geo.settings import home

LOG = logging.getLogger(__name__)
MOST = 200
"""Snapshots kept of one data folder; the oldest go first."""

_FOLDER, _SUFFIX = "snapshots", ".json.gz"
_KEY_LETTERS = 12
_BROKEN = (OSError, EOFError, zlib.error)


class Kept(NamedTuple):
    """A snapshot that was kept: when, UTC, and where."""

    at: dt.datetime
    path: Path


def folder_of(data: Path | str) -> Path:
    """Folder of the user's with the snapshots of a data folder or a database's address."""
    key = hashlib.sha256(str(data).encode("utf-8", "backslashreplace")).hexdigest()
    return home() / _FOLDER / key[:_KEY_LETTERS]


def kept(folder: Path) -> list[Kept]:
    """List the snapshots that were kept in a folder, the latest first."""
    found = []
    for path in folder.glob(f"*{_SUFFIX}") if folder.is_dir() else ():
        try:
            at = dt.datetime.strptime(path.name.removesuffix(_SUFFIX), "%Y-%m-%dT%H%M%S%f%z")
        except ValueError:
            continue  # somebody else's file
        found.append(Kept(at, path))
    return sorted(found, reverse=True)


def keep(snapshot: Snapshot, folder: Path, *, at: dt.datetime) -> Path | None:
    """Keep a snapshot, unless the latest one in the folder is the same state.

    Parameters
    ----------
    snapshot
        What stands now.
    folder
        As `folder_of` gives it; made where it is missing.
    at
        When it was taken, with a time zone.

    Returns
    -------
    Its file, or None where nothing changed or nothing can be written: the atlas works without.
    """
    content = to_bytes(snapshot)
    earlier = kept(folder)
    try:
        if earlier and _holds(earlier[0].path, content):
            return None
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{at.astimezone(dt.UTC):%Y-%m-%dT%H%M%S%f%z}{_SUFFIX}"
        half = path.with_suffix(f".{os.getpid()}.half")
        half.write_bytes(gzip.compress(content, mtime=0))
        half.replace(path)
        for one in earlier[MOST - 1 :]:
            one.path.unlink(missing_ok=True)
    except OSError as error:
        LOG.warning("no snapshot is kept in %s: %s", folder, error)
        return None
    return path


def read_kept(one: Kept) -> Snapshot:
    """Read a snapshot that was kept.

    Raises
    ------
    ConformError
        When the file is gone, cut short, or no snapshot.
    """
    try:
        content = _content(one.path)
    except _BROKEN as error:
        fault = Fault(0, "", "", f"cannot be read: {error}", "Choose another day, or delete it.")
        raise ConformError(str(one.path), [fault]) from error
    return read(content, file=str(one.path))


def before(folder: Path, day: dt.date) -> Kept | None:
    """Give the state that stood as a day began, UTC: the last one kept before it, else the first.

    None where none was ever kept. The first kept comes where the day is before all of them, so
    that a reader is told of the time since then; its moment says so.
    """
    every = kept(folder)
    begin = dt.datetime.combine(day, dt.time(), dt.UTC)
    return next((one for one in every if one.at < begin), every[-1] if every else None)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return _content(path) == content
    except _BROKEN:
        return False


def _content(path: Path) -> bytes:
    with gzip.open(path) as stream:
        return stream.read(LARGEST_BYTES + 1)
