"""One function finds the data, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import os
from pathlib import Path

from geo.database import is_database
from geo.errors import DataNotFoundError

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
        if not any((folder / name).is_file() for name in _OWN):
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
    bundled = (_PACKAGE / "_data", _PACKAGE.parent / "data")
    for folder in bundled:
        if (folder / _MARKER).is_file():
            return folder
    looked = " and ".join(str(folder) for folder in bundled)
    raise DataNotFoundError(
        f"The bundled data is missing: no {_MARKER} in {looked}. Reinstall fasail-atlas, or point "
        f"{DATA_VARIABLE} at a folder laid out like data/ of the source tree."
    )


def find(name: str, folder: Path) -> Path:
    """Path of a data file: in ``folder`` if it is there, else in the bundled data.

    Raises
    ------
    DataNotFoundError
        When neither holds the file.
    """
    for place in (folder, _PACKAGE / "_data", _PACKAGE.parent / "data"):
        if (place / name).is_file():
            return place / name
    raise DataNotFoundError(f"{name} is neither in {folder} nor in the bundled data. Reinstall.")
