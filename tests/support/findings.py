"""Fixtures of what is judged: the bundled data as it ships, and an invented country."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.atlas import Atlas
from geo.attribution.points_text import points_cells, points_objects
from geo.attribution.points_to import points_to
from geo.attribution.weighing import weigh
from geo.records.record import conform_attacks
from geo.verdicts.check import check
from tests.worlds.valley import FOLDER


def load(folder=None):
    """Load a data folder, or the bundled one, with the bundled outlines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ATLAS_BOUNDARIES", raising=False)
        patch.delenv("ATLAS_DATA", raising=False)
        return Atlas.load(folder)


def conformer(atlas):
    """A function from dicts of cells to a record; rows count from 2, as in a file."""

    def conform(*rows, file="mine.csv"):
        raw = pd.DataFrame(list(rows), dtype=object)
        for column in ("date", "method", "target_place"):
            if column not in raw:
                raw[column] = ""
        raw = raw.fillna("").astype(str)
        raw.index = pd.RangeIndex(2, 2 + len(raw))
        return conform_attacks(raw, file=file, registry=atlas.registry, gazetteer=atlas.gazetteer)

    return conform


def pointed(found, atlas):
    """What some findings point to, as JSON objects by attack id."""
    return points_objects(points_to(found, atlas=atlas))


def point_cells(found, atlas):
    """The same as cells of flat tables."""
    return points_cells(points_to(found, atlas=atlas))


@pytest.fixture(scope="session")
def atlas():
    """The bundled data with the bundled outlines, whatever the environment names."""
    return load()


@pytest.fixture(scope="session")
def bundled(atlas):
    """Findings of the bundled record."""
    return check(atlas.record, atlas=atlas)


@pytest.fixture(scope="session")
def weighed(bundled, atlas):
    """The bundled record with its groups ranked, as a card and the command line show it."""
    return weigh(bundled, atlas=atlas)


@pytest.fixture(scope="session")
def conform(atlas):
    """A function from dicts of cells to a record, by the names of the bundled data."""
    return conformer(atlas)


@pytest.fixture(scope="session")
def judge(atlas, conform):
    """A function from dicts of cells to findings, against the bundled data."""

    def judge(*rows, by=None):
        return check(conform(*rows), atlas=by or atlas)

    return judge


@pytest.fixture(scope="session")
def valley():
    """The atlas of `tests.worlds.valley`."""
    return load(FOLDER)


@pytest.fixture(scope="session")
def valley_found(valley):
    """Findings of the record of the valley."""
    return check(valley.record, atlas=valley)


@pytest.fixture(scope="session")
def valley_weighed(valley_found, valley):
    """The record of the valley with its groups ranked."""
    return weigh(valley_found, atlas=valley)


@pytest.fixture(scope="session")
def valley_judge(valley):
    """A function from dicts of cells to findings, against the rules of the valley."""
    conform = conformer(valley)

    def judge(*rows, by=None):
        return check(conform(*rows), atlas=by or valley)

    return judge
