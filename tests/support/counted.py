"""Counts of the bundled record, read once, for tests of what shows it."""

from __future__ import annotations

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


def said_to_be(group):
    """Every row that is asserted to be a group's, reports that are no attacks among them."""
    return rows()[rows()["asserted_group"] == group]
