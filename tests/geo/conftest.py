"""Small worlds for the tests of geo."""

from __future__ import annotations

import contextlib

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Polygon, box

from geo.casebook.log import Casebook
from tests.support.ingested import partitioner
from tests.worlds.books import filled

# The square world, lon/lat degrees. At 33° N a degree of longitude is 93.5 km, one of latitude
# 110.9 km, so from the middle it is 46.7 km to the east edge and 55.4 km to the north edge.
#
#        43.5     44.0     44.5              45.5
#  33.5   +-----------------+
#         |                 |   x 44.6: 9.3 km outside the east edge
#  33.0   |        o        +
#         |           44.4 x|   9.3 km inside it
#  32.5   +-----------------+
SQUARE = box(43.5, 32.5, 44.5, 33.5)
KM_PER_LON_AT_33 = 93.45


def area_rows(*rows):
    """Areas from dicts; what is left out is ground of A, of known border, fresh for 2021."""
    frame = pd.DataFrame(
        [
            {
                "area_id": f"area_{number}",
                "holder": "A",
                "kind": "ground",
                "confidence": "high",
                "border_km": 0.0,
                "valid_from": "2020-01-01",
                "valid_to": None,
                "last_confirmed": "2021-10-18",
                "source_id": "ours",
                "pointer": "",
                "geometry": SQUARE,
                **row,
            }
            for number, row in enumerate(rows)
        ]
    ).set_index("area_id")
    for column in ("valid_from", "valid_to", "last_confirmed"):
        frame[column] = pd.to_datetime(frame[column])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=4326)


@pytest.fixture(scope="session")
def areas_of():
    """A function from dicts to a frame of areas."""
    return area_rows


@pytest.fixture(scope="session")
def square():
    """The square of the drawing above."""
    return SQUARE


@pytest.fixture(scope="session")
def km_per_lon():
    """Length of a degree of longitude at 33° N."""
    return KM_PER_LON_AT_33


@pytest.fixture(scope="session")
def ring():
    """A square with a square hole, for points that lie inside and yet outside."""
    return Polygon(SQUARE.exterior, [box(43.8, 32.8, 44.2, 33.2).exterior])


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A book of `N` entries, put away; tests work on copies."""
    path = tmp_path_factory.mktemp("template") / "book.sqlite"
    book = filled(Casebook.open(path))
    book.close()
    assert not path.with_name("book.sqlite-wal").exists()
    return path


@pytest.fixture
def at():
    """Open books and close them at the end."""
    with contextlib.ExitStack() as stack:

        def opened(address):
            book = Casebook.open(address)
            stack.callback(book.close)
            return book

        yield opened


@pytest.fixture
def ingested(atlas, tmp_path):
    """A function from lines of CSV to what became of them."""
    return partitioner(atlas, tmp_path)
