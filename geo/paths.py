"""One function finds the data, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import os
from pathlib import Path

from geo.errors import DataNotFoundError

DATA_VARIABLE = "ATLAS_DATA"
# Every data folder carries the gazetteer, and few folders named "data" that are not ours do.
_MARKER = "gazetteer.csv"
_PACKAGE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """Find the folder that holds the gazetteer, the registries, the recipes and the attacks.

    The environment variable ``ATLAS_DATA`` comes first, then the copy inside an installed
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
    if given:
        folder = Path(given).expanduser().resolve()
        if not (folder / _MARKER).is_file():
            fault = f"has no {_MARKER}" if folder.is_dir() else "is not a folder"
            raise DataNotFoundError(
                f"{DATA_VARIABLE} names {folder}, which {fault}. Expected a folder laid out like "
                f"the bundled data: copy that one and change the copy, or unset {DATA_VARIABLE}."
            )
        return folder
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
