"""Files of a data folder put in place together: a folder is as it was, or as it is to be."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from geo.errors import AtlasError, ConformError
from geo.settings import is_bundled
from geo.workspace.folder_tables import BESIDE, Tables

_LOCK, _PATIENCE_S = ".record.lock", 30.0
_SUFFIXES = (".csv", ".toml")


def is_started(folder: Path) -> bool:
    """Tell whether a folder is there and holds anything."""
    return folder.is_dir() and any(folder.iterdir())


def refuse_loose_tables(folder: Path) -> None:
    """Refuse a folder with claims or reports and no attacks, which nothing reads.

    Raises
    ------
    ConformError
        Naming the table.
    """
    if (folder / "attacks.csv").is_file():
        return
    loose = [f"{name}.csv" for name in BESIDE if os.path.lexists(folder / f"{name}.csv")]
    if loose:
        problem = f"it stands in {folder.name} without an attacks.csv, so that nothing reads it"
        raise ConformError.for_file(
            loose[0], problem, "Put the attacks.csv there, or take it away."
        )


@contextlib.contextmanager
def staged(base: Path, tables: Tables) -> Iterator[Path]:
    """A folder that lasts as long as the block: the files of another, with other tables.

    Parameters
    ----------
    base
        Data folder, or the bundled data, whose files are then not copied.
    tables
        In the place of those in it.
    """
    with tempfile.TemporaryDirectory(prefix="atlas-record-") as name:
        folder = Path(name)
        _copy(base, folder)
        for table, text in tables.texts.items():
            (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
        yield folder


def put(folder: Path, after: Tables, *, before: Tables, base: Path) -> list[str]:
    """Write the tables of a folder: all of them or, where that fails, none.

    Parameters
    ----------
    folder
        To write to; made where it is missing, as a copy of the base.
    after, before
        Tables as they are to be, and as they were read.
    base
        Folder that they were read from.

    Returns
    -------
    Names of the files that were written.

    Raises
    ------
    AtlasError
        When it cannot be written, or somebody changed it meanwhile; nothing is written then.
    """
    try:
        if is_started(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / _LOCK, timeout=_PATIENCE_S):
                return _replaced(folder, after, before=before)
        return _made(folder, after, before=before, base=base)
    except Timeout:
        problem = "another program is writing it"
    except OSError as error:
        if isinstance(error, AtlasError):
            raise
        problem = error.strerror or type(error).__name__
    raise AtlasError(f"{folder} cannot be written: {problem}. Nothing was added. Then repeat.")


def _copy(base: Path, folder: Path) -> None:
    if is_bundled(base / "attacks.csv"):
        return
    for path in base.iterdir():
        if path.is_file() and path.suffix in _SUFFIXES:
            shutil.copyfile(path, folder / path.name)
    if (base / "base").is_dir():
        shutil.copytree(base / "base", folder / "base")


def _made(folder: Path, after: Tables, *, before: Tables, base: Path) -> list[str]:
    """Make a whole folder beside its place, then give it its name."""
    parent = folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=parent, prefix=f".{folder.name}."))
    try:
        _copy(base, beside)
        names = after.needed(before)
        for name in names:
            _write(beside / f"{name}.csv", after.texts[name])
        beside.chmod(0o777 & ~_mask())
        # An empty folder of that name may be there; anything else makes this fail.
        if folder.is_dir():
            folder.rmdir()
        beside.rename(folder)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return [f"{name}.csv" for name in names]


def _replaced(folder: Path, after: Tables, *, before: Tables) -> list[str]:
    moved = after.changed(before)
    names = [
        name
        for name in after.needed(before)
        if name in moved or not (folder / f"{name}.csv").is_file()
    ]
    if Tables.of(folder).texts != before.texts:
        raise AtlasError(f"{folder} was changed meanwhile. Nothing was added. Repeat the command.")
    fresh: dict[Path, Path] = {}
    try:
        for name in names:
            path = folder / f"{name}.csv"
            handle, made = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
            os.close(handle)
            fresh[path] = Path(made)
            _write(Path(made), after.texts[name])
            Path(made).chmod(path.stat().st_mode if path.is_file() else 0o666 & ~_mask())
        # Sources first, then attacks: whoever reads between two of these finds no loose reference.
        for path, made_path in fresh.items():
            made_path.replace(path)
    finally:
        for left in fresh.values():
            left.unlink(missing_ok=True)
    return [path.name for path in fresh]


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
