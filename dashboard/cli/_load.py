"""The atlas that a command works on, from the options that all commands share."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geo.atlas import Atlas


def _folder(given: str) -> Path:
    """Give a data folder; of a server's tables one that lasts as long as the command."""
    from geo.settings import is_database

    if not is_database(given):
        return Path(given)
    from geo.errors import AtlasError
    from geo.io.team_database import fetch

    refuse_password(given, option="--data")
    folder = Path(tempfile.mkdtemp(prefix="atlas-store-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        fetch(given, folder)
    except AtlasError as error:
        raise typer.BadParameter(str(error), param_hint="--data") from None
    return folder


def refuse_password(address: str, *, option: str) -> None:
    """Refuse an address with a password: everybody on this machine sees a command's arguments."""
    from geo.database import database
    from geo.errors import AtlasError

    try:
        password = database(address).password
    except AtlasError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
    if password:
        raise typer.BadParameter(
            "the address holds a password, which everybody on this machine can read. Change that "
            "password, and give it by PGPASSWORD or ~/.pgpass.",
            param_hint=option,
        )


DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR|URL",
        parser=_folder,
        help="Data folder, or postgresql://…; what it lacks comes from the bundled data.",
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


AliasesOption = Annotated[
    Path | None,
    typer.Option(
        "--aliases",
        metavar="FILE",
        help="Accepted spellings: a journal.jsonl, or `own` for that of this machine. Without it "
        "none but the published ones are known.",
        show_default=False,
    ),
]
OWN = "own"


def with_aliases(atlas: Atlas, aliases: Path | None) -> Atlas:
    """Give an atlas that knows the spellings of an option too.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is no journal.
    """
    if aliases is None:
        return atlas
    from dashboard.cli import _output
    from geo.errors import DataNotFoundError
    from geo.settings import home
    from geo.workspace.aliases import accepted, adopted
    from geo.workspace.journal import FILE, read_journal

    own = str(aliases) == OWN
    path = home() / FILE if own else aliases.expanduser()
    if not path.is_file():
        raise DataNotFoundError(
            f"--aliases: {path}: no such file. Accept a spelling on the page Import first, or give "
            "the journal.jsonl of somebody who did."
        )
    journal = read_journal(path)
    count = accepted(journal)
    _output.note(f"{count} accepted spelling{'s' if count != 1 else ''} read from {path.name}.")
    return adopted(atlas, journal)


def check_data_folder(data: Path) -> Path:
    """Give the absolute path of a data folder.

    Raises
    ------
    DataNotFoundError
        When it is none, or holds no file that the atlas reads.
    """
    from geo.errors import DataNotFoundError
    from geo.settings import data_dir

    folder = data.expanduser().resolve()
    if not folder.is_dir():
        raise DataNotFoundError(f"--data names {data}, which is not a folder. Check the path.")
    names = {path.name for path in data_dir().iterdir() if path.suffix in {".csv", ".toml"}}
    if not names & {path.name for path in folder.iterdir()}:
        raise DataNotFoundError(
            f"--data names {data}, which holds no file of the atlas. Expected at least one of "
            f"{', '.join(sorted(names))}."
        )
    return folder


def load_atlas(data: Path | None, *, boundaries: Path | None) -> Atlas:
    """Load the data that a command works on.

    Raises
    ------
    DataNotFoundError
        When the folder is none, or holds no file that the atlas reads.
    """
    from geo.atlas import Atlas

    folder = check_data_folder(data) if data is not None else None
    return Atlas.load(folder, boundaries=boundaries.expanduser() if boundaries else None)
