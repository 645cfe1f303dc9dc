"""Counts of the bundled record, read once, for tests of what shows it."""

from __future__ import annotations

import math
from functools import cache

from geo.atlas import Atlas
from geo.verdicts.check import check


@cache
def rows():
    """Findings of the bundled record, one row an attack or report."""
    atlas = Atlas.load()
    return check(atlas.record, atlas=atlas).table


def chosen(**cells):
    """Counted attacks whose cells are these."""
    table = rows()[rows()["counts"]]
    for column, value in cells.items():
        table = table[table[column] == value]
    return table


EVERY = len(rows())
ATTACKS = len(chosen())
AAH = chosen(asserted_group="AAH")
KH = chosen(asserted_group="KH")


def placed(table, role="target"):
    """How many of these attacks have such a place."""
    return int(table[f"{role}_lon"].notna().sum())


def apart(*, shared=False):
    """Attack whose launch, nobody else's, lies farthest from every other place of an attack.

    Its mark is a mark of its own on the map of the whole country. With ``shared``, others struck
    its target too.
    """
    table = chosen()
    near = math.cos(math.radians(33))
    places = {
        (row[f"{role}_lon"] * near, row[f"{role}_lat"])
        for role in ("target", "launch")
        for row in table.to_dict("records")
        if row[f"{role}_lon"] == row[f"{role}_lon"]
    }
    launched = table[table["launch_lon"].notna()]
    if shared:
        launched = launched[
            launched["target_place_id"].map(table["target_place_id"].value_counts()) > 1
        ]
    alone = launched[~launched.duplicated(["launch_lon", "launch_lat"], keep=False)]

    def clear(ident):
        here = (alone.at[ident, "launch_lon"] * near, alone.at[ident, "launch_lat"])
        return min(math.dist(here, other) for other in places - {here})

    return max(alone.index, key=clear)


def said_to_be(group):
    """Every row that is asserted to be a group's, reports that are no attacks among them."""
    return rows()[rows()["asserted_group"] == group]
