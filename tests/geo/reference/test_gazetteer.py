"""A place answers to its names, a pair of degrees and an MGRS square; the traps stay apart."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo import crs
from geo.errors import AtlasError, PlaceNotFoundError
from geo.reference.gazetteer import TYPED_RADIUS_KM, Gazetteer, from_mgrs, to_mgrs

SPELLINGS = {
    "al_asad_ab": [
        "Al-Asad",
        "Al-Assad",
        "Ain al-Asad",
        "al asad air base",
        "al_asad_ab",
        "قاعدة عين الأسد",
        "عين الاسد",
        "قاعدة عين الأسد الجوية",
    ],
    "tuz_khurmatu": ["Tuz", "Tuz Khurmatu", "Tooz Khurmato", "طوزخورماتو"],
    "mosul": ["Mosul", "الموصل", "المُوصِل", "MOSUL"],
    "baghdad": ["Baghdad", "بغداد", "بَغْداد"],
    "k1_kirkuk": ["K-1", "K1", "K-1 Air Base"],
    "bdsc": ["BDSC", "Baghdad Diplomatic Security Center"],
    "international_zone": ["International Zone", "Green Zone", "المنطقة الخضراء"],
    "jurf_al_sakhar": ["Jurf as-Sakr", "Jurf al-Sakhar", "جُرف الصخر"],
    "martyrs_camp_amerli": ["Martyr's Camp", "Martyrs' Camp", "Martyrs’ Camp"],
    "doura": ["Doura", "al-Doura", "Dora"],
    "harir_ab": ["قاعدة حرير", "قاعدة حرير الجوية"],
    "balad_ab": ["قاعدة بلد", "قاعدة بلد الجوية"],
    "balad": ["بلد"],
    "erbil_ab": ["مطار اربيل", "مطار أربيل الدولي", "قاعده اربيل"],
    "erbil": ["اربيل"],
    "biap": ["مطار بغداد", "مطار بغداد الدولي"],
    "camp_taji": ["قاعدة التاجي", "معسكر التاجي"],
    "zilkan_base": ["قاعدة زيلكان", "معسكر زليكان"],
}


@pytest.mark.parametrize(
    ("place_id", "spelling"), [(p, name) for p, names in SPELLINGS.items() for name in names]
)
def test_a_place_answers_to_its_spellings(atlas, place_id, spelling):
    assert atlas.gazetteer.lookup(spelling).place_id == place_id


# Pairs that are easily taken for one another, and the least distance between their points.
@pytest.mark.parametrize(
    ("one", "other", "least_km"),
    [
        ("k1_kirkuk", "kirkuk_ab", 6),
        ("balad", "balad_ab", 15),
        ("qayyarah", "qayyarah_west", 10),
        ("us_embassy_baghdad", "bdsc", 10),
        ("baghdad", "al_baghdadi", 100),
        ("kermanshah", "ahvaz", 300),
    ],
)
def test_places_that_are_easily_confused_stay_apart(atlas, one, other, least_km):
    a, b = atlas.gazetteer.place(one), atlas.gazetteer.place(other)
    assert float(crs.distance_km(a.lon, a.lat, b.lon, b.lat)) > least_km


def test_k_1_is_not_kirkuk_air_base(atlas):
    assert atlas.gazetteer.lookup("K-1").place_id == "k1_kirkuk"
    assert atlas.gazetteer.lookup("Kirkuk Air Base").place_id == "kirkuk_ab"


def test_albu_aitha_is_the_one_in_south_baghdad_not_the_one_by_ramadi(atlas):
    place = atlas.gazetteer.lookup("Albu Aitha")
    ramadi = atlas.gazetteer.place("ramadi")
    assert float(crs.distance_km(place.lon, place.lat, 44.44, 33.24)) < 2
    assert float(crs.distance_km(place.lon, place.lat, ramadi.lon, ramadi.lat)) > 90


def test_the_embassy_lies_in_the_zone_and_is_not_it(atlas):
    zone, embassy = (atlas.gazetteer.place(p) for p in ("international_zone", "us_embassy_baghdad"))
    apart = float(crs.distance_km(zone.lon, zone.lat, embassy.lon, embassy.lat))
    assert apart + embassy.radius_km <= zone.radius_km
    assert zone.place_id != embassy.place_id


# The documented pairs of launch and target.
@pytest.mark.parametrize(
    ("launch", "target", "km"), [("al_baghdadi", "al_asad_ab", 12), ("camp_ashraf", "balad_ab", 24)]
)
def test_documented_ranges_are_about_as_far_as_reported(atlas, launch, target, km):
    a, b = atlas.gazetteer.place(launch), atlas.gazetteer.place(target)
    assert float(crs.distance_km(a.lon, a.lat, b.lon, b.lat)) == pytest.approx(km, abs=1)


def test_every_place_has_a_radius_and_every_name_means_one_place(atlas):
    outlines = atlas.gazetteer.without_point
    assert (atlas.gazetteer.table["radius_km"].drop(outlines) > 0).all()
    assert set(outlines) == set(atlas.areas.extents.index)
    names = atlas.gazetteer.names.by_key
    assert not {spelling: ids for spelling, ids in names.items() if len(ids) > 1}


@pytest.mark.parametrize("text", ["33.3, 44.4", "33.3,44.4", " 33.30 ; 44.40 ", "33.3 44.4"])
def test_a_pair_is_latitude_first(atlas, text):
    place = atlas.gazetteer.lookup(text)
    assert (place.lat, place.lon) == (33.3, 44.4)
    assert place.radius_km == TYPED_RADIUS_KM
    assert place.place_id == ""


@pytest.mark.parametrize("text", ["133.3, 44.4", "33.3, 190"])
def test_a_pair_off_the_globe_is_refused(atlas, text):
    with pytest.raises(PlaceNotFoundError, match="latitude comes first"):
        atlas.gazetteer.lookup(text)


def test_a_radius_given_wins_over_the_one_found(atlas):
    assert atlas.gazetteer.lookup("Mosul", radius_km=40).radius_km == 40
    assert atlas.gazetteer.lookup("33.3, 44.4", radius_km=7).radius_km == 7


@settings(max_examples=60, deadline=None)
@given(lon=st.floats(38, 49), lat=st.floats(28, 38), digits=st.integers(0, 5))
def test_mgrs_round_trips_within_its_radius(lon, lat, digits):
    text = to_mgrs(lon, lat, digits=digits)
    back_lon, back_lat, radius_km = from_mgrs(text)
    assert float(crs.distance_km(lon, lat, back_lon, back_lat)) <= radius_km


def test_mgrs_reads_with_and_without_spaces(atlas):
    spaced, tight = (atlas.gazetteer.lookup(t) for t in ("38S MB 4427 8913", "38smb44278913"))
    assert (spaced.lon, spaced.lat) == (tight.lon, tight.lat)
    assert spaced.lat == pytest.approx(33.34, abs=0.001)
    assert spaced.lon == pytest.approx(44.4012, abs=0.001)


@pytest.mark.parametrize(
    ("text", "east_m", "north_m", "radius_km"),
    [
        ("38RKA", 250_000, 3_550_000, 75),  # its middle lies north of band R
        ("38SMB", 450_000, 3_650_000, 75),
        ("38SMB44", 445_000, 3_645_000, 7.5),
        ("38SMB4489", 444_500, 3_689_500, 0.75),
        ("38SMB4427389134", 444_273.5, 3_689_134.5, 0.01),
    ],
)
def test_a_square_means_its_middle(text, east_m, north_m, radius_km):
    lon, lat, radius = from_mgrs(text)
    utm = Transformer.from_crs(4326, 32638, always_xy=True)
    assert utm.transform(lon, lat) == pytest.approx((east_m, north_m), abs=1)
    assert radius == radius_km


def test_a_square_that_does_not_exist_is_refused(atlas):
    with pytest.raises(PlaceNotFoundError, match=r"no valid square|not known"):
        atlas.gazetteer.lookup("38S ZZ 1234 5678")


@pytest.mark.parametrize("text", ["Mosul", "38SMB123", "99.9", ""])
def test_what_is_no_mgrs_is_none(text):
    assert from_mgrs(text) is None


def test_an_unknown_place_is_reported_with_the_nearest_and_the_other_ways(atlas):
    with pytest.raises(PlaceNotFoundError, match=r"(?s)Kirkuk AB.*kirkuk_ab.*MGRS"):
        atlas.gazetteer.lookup("Kirkuk AB")
    with pytest.raises(PlaceNotFoundError, match=r"'al_asad' is not in the gazetteer.*al_asad_ab"):
        atlas.gazetteer.place("al_asad")


# Two airports of one town, a base of which a town bears the short name, and that town.
#   north, south: “مطار س الدولي”, “مطار س الجوية”;  fort: “قاعدة ص الجوية”;  town: “قاعدة ص”
def test_a_short_name_of_two_places_is_reported_with_both_and_a_name_of_its_own_goes_first():
    rows = {
        "north": ("مطار س الدولي", "airport"), "south": ("مطار س الجوية", "base"),
        "fort": ("قاعدة ص الجوية", "base"), "town": ("قاعدة ص", "town"),
    }  # fmt: skip
    table = pd.DataFrame(
        [
            (ident, ident, arabic, "", kind, 33.0, 44.0, 5.0, "")
            for ident, (arabic, kind) in rows.items()
        ],
        columns=[
            "place_id",
            "name",
            "name_ar",
            "aliases",
            "kind",
            "lat",
            "lon",
            "radius_km",
            "units",
        ],
    ).set_index("place_id")
    gazetteer = Gazetteer(table)
    with pytest.raises(PlaceNotFoundError, match=r"may mean north \(north\), south \(south\)"):
        gazetteer.lookup("مطار س")
    assert gazetteer.lookup("قاعدة ص").place_id == "town"
    assert gazetteer.lookup("قاعدة ص الجوية").place_id == "fort"


@pytest.mark.parametrize("text", ["قاعدة بغداد", "قاعدة الموصل", "مطار كركوك", "قاعدة", "مطار"])
def test_a_word_for_a_base_makes_none_of_a_town(atlas, text):
    assert atlas.gazetteer.names.get(text) is None
    assert atlas.gazetteer.names.likely(text) is None


def test_a_place_error_is_what_a_caller_expects():
    assert issubclass(PlaceNotFoundError, AtlasError)
    assert issubclass(PlaceNotFoundError, LookupError)
