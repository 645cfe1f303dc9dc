"""Ground is named by a governorate, an area, a box or corners; what names none is refused."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from geo.areas.table import Areas
from geo.crs import GEOD
from geo.errors import GeometryError, PlaceNotFoundError
from geo.records.named_ground import KINDS, NamedGround, area_words, governorate_words
from geo.reference.boundaries import Units, unit_name
from geo.reference.gazetteer import Gazetteer
from geo.schemas.tokens import UNIT_SPELLINGS
from geo.spatial.point_state import PointState

# Two governorates side by side; places known by one of them, by the other, and by both.
UNITS = Units(
    {"anbar": box(41, 32, 43, 34), "salah_al_din": box(43, 32, 45, 34)},
    "by hand",
    {"anbar": {"salah_al_din": 30.0}},
)
PLACES = Gazetteer.of(
    pd.DataFrame(
        [
            ("ford", "Ford", "", "42", "33", "2", "town", "", ""),
            ("west", "West", "", "", "", "", "unit", "", "anbar"),
            ("east", "East", "", "", "", "", "unit", "", "salah_al_din"),
            ("road", "Road", "", "", "", "", "road", "", "anbar|salah_al_din"),
        ],
        columns=["place_id", "name", "name_ar", "lon", "lat", "radius_km", "kind", "aliases",
                 "units"],
    )
)  # fmt: skip
AREAS = Areas(
    gpd.GeoDataFrame(
        {"title": ["Oak: the west"], "border_km": [2.5]},
        index=["oak_west"], geometry=[box(41.5, 32.5, 42.5, 33.5)], crs=4326,
    ),
    gpd.GeoDataFrame(geometry=[], crs=4326),
    "by hand",
    gpd.GeoSeries({"west": UNITS.outlines["anbar"]}, crs=4326),
)  # fmt: skip
GROUND = NamedGround(PLACES, UNITS, AREAS)


def test_a_governorate_is_known_as_well_as_its_outline_and_holds_places_by_name():
    outline = GROUND.outline("governorate:anbar")
    assert outline.polygon == UNITS.outlines["anbar"]
    assert outline.words == "in Anbar governorate"
    # Of what is drawn as Anbar, what lies 30 km from the other or nearer may be that one's.
    assert outline.off_km == 30.0
    assert (
        outline.full_words == "in Anbar governorate (its outline is off by up to 30 km in places)"
    )
    _, _, east, _ = outline.surely.bounds
    assert GEOD.inv(43, 33, east, 33)[2] / 1000 == pytest.approx(30.0, rel=0.02)
    assert outline.maybe.symmetric_difference(outline.polygon).area < 1e-4
    assert outline.known == {
        "west": PointState.INSIDE,
        "east": PointState.OUTSIDE,
        "road": PointState.CANNOT_TELL,
    }
    other = GROUND.outline("governorate:salah_al_din")
    assert other.words == "in Salah al-Din governorate"
    west, _, _, _ = other.maybe.bounds
    assert GEOD.inv(43, 33, west, 33)[2] / 1000 == pytest.approx(30.0, rel=0.02)
    as_drawn = NamedGround(PLACES, Units(UNITS.outlines, "by hand"), AREAS)
    assert as_drawn.outline("governorate:anbar").precision == ""
    assert as_drawn.outline("governorate:anbar").surely is None


def test_an_area_is_known_as_well_as_its_border():
    outline = GROUND.outline("area:oak_west")
    assert outline.words == "in the area “Oak: the west”"
    assert outline.border_km == 2.5
    assert outline.full_words == "in the area “Oak: the west” (border known to ±2.5 km)"


@pytest.mark.parametrize(
    "text",
    ["governorate:anbar", "area:oak_west", "box:44,33,45,34", "drawn:44,33;45,33;45,34",
     "file:mine.gpkg:44,33;45,33;45,34"],
)  # fmt: skip
def test_the_text_of_an_outline_names_it_again(text):
    outline = GROUND.outline(text)
    assert outline.text == text
    assert GROUND.outline(outline.text) == outline
    assert text.partition(":")[0] in KINDS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no ground"),
        ("anbar", "names no ground"),
        ("place:ford", "names no ground"),
        ("governorate:", "is no governorate. There are anbar, salah_al_din"),
        ("governorate:basra", "is no governorate"),
        ("area:nope", "is no area"),
    ],
)
def test_what_names_no_ground_is_refused(text, said):
    with pytest.raises(PlaceNotFoundError, match=said):
        GROUND.outline(text)


def test_what_draws_no_ground_is_refused():
    for text in ("box:1,2,3", "drawn:44,33", "file:x:44,33"):
        with pytest.raises(GeometryError):
            GROUND.outline(text)


def test_names_of_governorates_are_among_their_spellings():
    from geo.parsing.names import key

    for unit, spellings in UNIT_SPELLINGS.items():
        assert key(unit_name(unit)) in {key(unit), *map(key, spellings)}
    assert governorate_words("dhi_qar") == "Dhi Qar governorate"
    assert area_words("x") == "the area “x”"
