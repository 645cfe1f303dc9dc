"""Settings: where the data and the user’s folder are, and how much reading a file may take."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_data_path

from geo.errors import ConformError, DataNotFoundError

SETTING = "ATLAS_MOST_BYTES"
"""Environment variable with the most bytes of a file; see docs/cli.md."""

MEMORY_SETTING, SECONDS_SETTING = "ATLAS_MOST_MEMORY", "ATLAS_MOST_SECONDS"
"""Environment variables with the memory (bytes) and CPU time (s) of reading one file."""

DEFAULT_BYTES = 2_000_000_000

_MEMORY, _MEMORY_OF_BYTE = 1_500_000_000, 40

_SECONDS, _SECONDS_OF_MEGABYTE = 60, 20
"""What reading may take by itself, and beside for each byte or megabyte of the file."""

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")


HOME_VARIABLE = "ATLAS_HOME"
_NAME = "fasail-atlas"

DATA_VARIABLE = "ATLAS_DATA"
# The bundled data carries the gazetteer, and few folders named "data" that are not ours do.
_MARKER = "gazetteer.csv"
# A folder of the user's may hold any of these alone: what it lacks comes from the bundled data.
_OWN = ("attacks.csv", "areas.toml", _MARKER)
_PACKAGE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """Find the folder that holds the gazetteer, the registries, the recipes and the attacks.

    The environment variable ``ATLAS_DATA`` comes first (a folder of files that take the place of
    bundled ones of the same name, see :func:`find`), then the copy inside an installed
    wheel (``geo/_data``), then ``data/`` beside the package in a checkout.

    Returns
    -------
    Path
        Absolute path of an existing folder.

    Raises
    ------
    DataNotFoundError
        If ``ATLAS_DATA`` names no data folder, or if there is no bundled one.
    """
    given = os.environ.get(DATA_VARIABLE)
    if given and is_database(given):
        raise DataNotFoundError(
            f"{DATA_VARIABLE} names a database, and takes folders only. Give the address by --data."
        )
    if given:
        folder = Path(given).expanduser().resolve()
        if not any(os.path.lexists(folder / name) for name in _OWN):
            fault = f"has none of {', '.join(_OWN)}" if folder.is_dir() else "is not a folder"
            raise DataNotFoundError(
                f"{DATA_VARIABLE} names {folder}, which {fault}. Expected a folder with files "
                "named as in the bundled data, whose place they take: put an attacks.csv there, "
                f"or unset {DATA_VARIABLE}."
            )
        return folder
    return bundled_dir()


def bundled_dir() -> Path:
    """Folder of the bundled data, whatever the user has of his own.

    Raises
    ------
    DataNotFoundError
        When there is none.
    """
    bundled = _bundled()
    for folder in bundled:
        if (folder / _MARKER).is_file():
            return folder
    looked = " and ".join(str(folder) for folder in bundled)
    raise DataNotFoundError(
        f"The bundled data is missing: no {_MARKER} in {looked}. Reinstall fasail-atlas, or point "
        f"{DATA_VARIABLE} at a folder laid out like data/ of the source tree."
    )


def find(name: str, folder: Path) -> Path:
    """Path of a data file: in ``folder`` if the name is there, else in the bundled data.

    Raises
    ------
    DataNotFoundError
        When neither holds the file.
    ConformError
        When a folder, or a link to nothing, has its name in ``folder``.
    """
    # What has the name of a table is meant to be that table: the bundled one in its place would be
    # another answer than was asked for.
    refuse_no_file(folder / name)
    for place in (folder, *_bundled()):
        if (place / name).is_file():
            return place / name
    raise DataNotFoundError(f"{name} is neither in {folder} nor in the bundled data. Reinstall.")


def refuse_no_file(path: Path) -> None:
    """Refuse what has the name of a file and is none: a folder, or a link to nothing.

    Raises
    ------
    ConformError
        Naming it; never for a name that nothing has.
    """
    if os.path.lexists(path) and not path.is_file():
        what = "a folder" if path.is_dir() else "a link to nothing, or a device,"
        problem = f"{what} has this name where a file is expected"
        raise ConformError.for_file(
            path.name, problem, "Put the file there, or give this another name."
        )


def is_bundled(path: Path) -> bool:
    """Tell whether a file is one of the bundled data."""
    return any(path.is_relative_to(place) for place in _bundled())


def _bundled() -> tuple[Path, Path]:
    return _PACKAGE / "_data", _PACKAGE.parent / "data"


def home() -> Path:
    """Folder of the user's own decisions: `ATLAS_HOME`, else the one the system has for it.

    `~/.local/share/fasail-atlas` on Linux, `~/Library/Application Support/fasail-atlas` on macOS,
    `%LOCALAPPDATA%/fasail-atlas` on Windows; in `XDG_DATA_HOME` where that is set.
    """
    given = os.environ.get(HOME_VARIABLE)
    if given:
        return Path(given).expanduser()
    base = os.environ.get("XDG_DATA_HOME")
    kept = Path(base or "~/.local/share").expanduser() / _NAME
    # It stood there on every system once: decisions entered then must not seem lost.
    return kept if base or kept.is_dir() else user_data_path(_NAME, appauthor=False)


def is_database(text: str) -> bool:
    """Tell the address of a database from the path of a file."""
    return text.casefold().startswith(SCHEMES)


def most_bytes() -> int:
    """Bytes of a file at most, 2 GB unless `ATLAS_MOST_BYTES` says otherwise.

    A table is held in memory whole, so whoever runs the program says how much that may be.

    Raises
    ------
    ConformError
        When the setting is no whole number above 0.
    """
    return _setting(SETTING, "bytes", "Write 500000000 for 500 MB.") or DEFAULT_BYTES


def reading_limits(size: int) -> tuple[int, int]:
    """Bytes of memory and seconds of CPU time that reading a file may take at most.

    A large file may take more than a small one: what unpacks to a thousand times its size is no
    table of attacks.

    Parameters
    ----------
    size
        Of the file, in bytes.

    Raises
    ------
    ConformError
        When a setting is no whole number above 0.
    """
    memory = _setting(MEMORY_SETTING, "bytes", "Write 2000000000 for 2 GB.")
    seconds = _setting(SECONDS_SETTING, "seconds", "Write 300 for five minutes.")
    return (
        memory or _MEMORY + _MEMORY_OF_BYTE * size,
        seconds or _SECONDS + _SECONDS_OF_MEGABYTE * size // 1_000_000,
    )


@contextlib.contextmanager
def memory_limited(size: int) -> Iterator[None]:
    """Let this process take so much more memory at most, for as long as it lasts.

    What goes beyond it is a `MemoryError`. Only where the system knows such a limit and says how
    much is taken already, as Linux does.

    Parameters
    ----------
    size
        Bytes beyond those of now.
    """
    used = address_space()
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        used = 0
    if not used:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    # Only ever narrower than what the system allows.
    known = [one for one in (before, most, used + size) if one != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(known), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, most))


def address_space() -> int:
    """Bytes of address space that this process has taken, or 0; Linux alone says so."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _setting(name: str, unit: str, remedy: str) -> int | None:
    given = os.environ.get(name, "").strip()
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or int(given[:20]) == 0:
        problem = f"not a whole number of {unit} above 0"
        raise ConformError.for_file(name, problem, remedy, given=given[:60])
    return int(given[:20])


def size_words(size: int) -> str:
    """Bytes in the largest unit that they fill: `2 GB`, `1.5 MB`, `12 bytes`."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.4g} {name}"
    return f"{size} bytes"


def refuse_larger(path: Path) -> None:
    """Refuse a file above `most_bytes` by its size on the disk, before anything is read.

    Raises
    ------
    ConformError
        Naming the file, its size, the limit and how to change it.
    OSError
        When the size cannot be asked for.
    """
    size, most = path.stat().st_size, most_bytes()
    if size > most:
        raise ConformError.for_file(
            path.name,
            f"the file is larger than {size_words(most)}, the most that is read at once",
            f"Split it, or set {SETTING}.",
            given=f"{size:,} bytes",
        )
