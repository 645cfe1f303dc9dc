"""Dated words on committees and rules of the valley, for tests of what follows from them."""

from __future__ import annotations

import pandas as pd

from geo.schemas.folder_tables import TABLES
from tests.worlds.valley import with_tables

COLUMNS = list(TABLES["standings"].columns)
COMMITTEE, FORT, WINGS = "northern", "fort_oak", "oak_wings"


def word(ident, state, first, last="", **cells):
    """A word of the courier's, 31 July 2021, on the northern committee unless told otherwise."""
    row = dict.fromkeys(COLUMNS, "") | {
        "standing_id": ident, "subject_id": COMMITTEE, "state": state, "date_first": first,
        "date_last": last or first, "strength": "states", "source_id": "courier",
    }  # fmt: skip
    return row | cells


def with_words(valley, *words):
    return with_tables(
        valley, standings=pd.DataFrame(words, columns=COLUMNS).set_index("standing_id")
    )
