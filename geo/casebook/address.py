"""Where a casebook is: as given, as the environment says, or beside the user's journal."""

from __future__ import annotations

import os
from pathlib import Path

from geo import settings
from geo.errors import CasebookError

FILE = "casebook.sqlite"
VARIABLE = "ATLAS_CASEBOOK"
"""Names the casebook of a process; the option of the commands sets it."""


def default_address() -> str:
    """Address of this user's casebook: `ATLAS_CASEBOOK`, else a file beside the journal."""
    return os.environ.get(VARIABLE) or str(settings.home() / FILE)


def is_there(address: str) -> bool:
    """Tell whether there may be a book to read; a server is asked when it is read."""
    return "://" in address or Path(address).expanduser().exists()


def require(address: str) -> str:
    """Give the address of a book that somebody named, when there is one.

    Raises
    ------
    CasebookError
        When there is no such file: a misspelt path must not look like a book without decisions.
    """
    if not is_there(address):
        raise CasebookError(f"there is no casebook at {address}. Check the path.")
    return address
