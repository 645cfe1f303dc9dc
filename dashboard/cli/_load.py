"""The atlas that a command works on, from the options that all commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geo.atlas import Atlas

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Data folder; files it lacks come from the bundled data.",
        show_default=False,
    ),
]
BoundariesOption = Annotated[
    Path | None,
    typer.Option(
        "--boundaries",
        metavar="PATH",
        help="Governorate outlines: a GeoJSON file, or a folder of OCHA COD-AB files. "
        "Without it ATLAS_BOUNDARIES, then the bundled outlines.",
        show_default=False,
    ),
]


def load_atlas(data: Path | None, *, boundaries: Path | None) -> Atlas:
    """Load the data that a command works on.

    Raises
    ------
    DataNotFoundError
        When the folder is none, or holds no file that the atlas reads.
    """
    from geo.atlas import Atlas
    from geo.errors import DataNotFoundError
    from geo.paths import data_dir

    if data is not None:
        folder = data.expanduser().resolve()
        if not folder.is_dir():
            raise DataNotFoundError(f"--data names {data}, which is not a folder. Check the path.")
        names = {path.name for path in data_dir().iterdir() if path.suffix in {".csv", ".toml"}}
        if not names & {path.name for path in folder.iterdir()}:
            raise DataNotFoundError(
                f"--data names {data}, which holds no file of the atlas. Expected at least one of "
                f"{', '.join(sorted(names))}."
            )
        data = folder
    return Atlas.load(data, boundaries=boundaries.expanduser() if boundaries else None)
