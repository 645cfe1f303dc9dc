"""Editions: ground as of a half-year, and what became of it since, in the invented valley."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from shapely import box
from shapely.geometry import shape

from geo.areas.editions import (
    CHANGES,
    COLUMNS,
    EditionError,
    compare,
    edition,
    edition_collection,
    edition_objects,
    edition_rows,
    editions,
    half_years,
    spoken_of,
)
from tests.geo.areas.test_confirmation import sighted, with_sightings
from tests.worlds.valley import with_area

DAY = dt.date


def changes(atlas, before, after):
    return compare(edition(atlas.areas, before), edition(atlas.areas, after)).to_dict()


def test_half_years_end_in_june_and_december():
    found = half_years(DAY(2020, 6, 30), DAY(2021, 12, 30))
    assert [f"{one:%Y-%m-%d}" for one in found] == ["2020-06-30", "2020-12-31", "2021-06-30"]
    assert half_years(DAY(2020, 7, 1), DAY(2020, 12, 30)) == []


def test_the_first_and_the_last_half_year_are_those_that_are_spoken_of(valley):
    assert spoken_of(valley.areas) == (DAY(2018, 1, 1), DAY(2021, 6, 30))
    later = with_sightings(valley, sighted())
    assert spoken_of(later.areas) == (DAY(2018, 1, 1), DAY(2023, 6, 30))


def test_an_edition_has_ages_and_tells_with_whom_ground_is_shared(valley):
    ground = edition(valley.areas, DAY(2020, 12, 31)).ground
    assert ground["age"].to_dict() == {
        "oak_west": "fresh", "ash_middle": "fresh", "elm_east": "ageing", "oak_south": "fresh",
        "ash_south": "fresh",
    }  # fmt: skip
    shared = {ident: who for ident, who in ground["shared_with"].items() if who}
    assert shared == {"oak_south": ("ASH",), "ash_south": ("OAK",)}


def test_ground_is_gained_confirmed_ages_and_grows_old(valley):
    seen = with_sightings(valley, sighted())
    assert changes(seen, DAY(2019, 12, 31), DAY(2020, 6, 30)) == {
        "elm_east": "unchanged", "oak_west": "gained", "ash_middle": "gained",
        "oak_south": "gained", "ash_south": "gained",
    }  # fmt: skip
    assert changes(seen, DAY(2021, 6, 30), DAY(2022, 12, 31))["ash_middle"] == "aged"
    assert changes(seen, DAY(2022, 12, 31), DAY(2023, 6, 30))["oak_west"] == "confirmed"
    assert changes(seen, DAY(2020, 12, 31), DAY(2021, 6, 30))["elm_east"] == "gone_stale"
    assert set(changes(seen, DAY(2019, 12, 31), DAY(2020, 6, 30)).values()) <= set(CHANGES)


def test_ground_that_was_left_or_ended_is_said_to_be(valley):
    whole = sighted(kind="left", date_first="2021-03-01", date_last="2021-03-01", place_id="",
                    unit="anbar")  # fmt: skip
    # The west lies in Anbar by more than half.
    end = pd.Timestamp("2020-12-31")
    alone = with_area(valley, "oak_west", like="oak_west", last_confirmed=end)
    left = with_sightings(alone, whole)
    assert changes(left, DAY(2020, 12, 31), DAY(2021, 6, 30))["oak_west"] == "left"
    assert changes(alone, DAY(2020, 12, 31), DAY(2021, 6, 30))["oak_west"] == "unchanged"
    ended = with_area(valley, "oak_west", like="oak_west", valid_to=pd.Timestamp("2021-03-01"))
    assert changes(ended, DAY(2020, 12, 31), DAY(2021, 6, 30))["oak_west"] == "left"


def test_ground_that_ended_under_other_ground_of_its_holder_was_drawn_anew(valley):
    ended = with_area(valley, "oak_west", like="oak_west", valid_to=pd.Timestamp("2021-03-01"))
    west = valley.areas.table.geometry["oak_west"]
    turn = DAY(2020, 12, 31), DAY(2021, 6, 30)

    def after(share, **cells):
        """What became of the west, where other ground has a share of it, from its left edge."""
        left, low, right, high = west.bounds
        part = box(left, low, left + (right - left) * share, high)
        more = {"geometry": part, "valid_to": pd.NaT, **cells}
        return changes(with_area(ended, "wider", like="oak_west", **more), *turn)

    assert after(0.6)["oak_west"] == "redrawn"
    assert after(0.6)["wider"] == "confirmed"
    assert after(0.4)["oak_west"] == "left"
    assert after(0.6, holder="ASH")["oak_west"] == "left"
    old = pd.Timestamp("2017-01-01")
    assert after(0.6, valid_from=old, last_confirmed=old)["oak_west"] == "left"


def test_as_known_on_a_day_later_words_play_no_part(valley):
    seen = with_sightings(valley, sighted())
    now = edition(seen.areas, DAY(2023, 6, 30)).ground
    then = edition(seen.areas, DAY(2023, 6, 30), known_on=DAY(2023, 1, 9)).ground
    assert (now["age"]["oak_west"], then["age"]["oak_west"]) == ("fresh", "ageing")


def test_rows_objects_and_features_are_the_same_editions(valley):
    found = editions(valley.areas, [DAY(2020, 6, 30), DAY(2020, 12, 31), DAY(2021, 6, 30)])
    rows = edition_rows(found)
    assert list(rows) == list(COLUMNS)
    assert (rows.loc[rows["edition"] == "2020-06-30", "change"] == "").all()
    objects = edition_objects(found)
    assert [one["edition"] for one in objects] == ["2020-06-30", "2020-12-31", "2021-06-30"]
    assert sum(len(one["areas"]) for one in objects) == len(rows)
    (elm,) = [area for area in objects[2]["areas"] if area["area_id"] == "elm_east"]
    assert (elm["age"], elm["change"], elm["shared_with"]) == ("old", "gone_stale", [])
    features = edition_collection(found)["features"]
    held = rows[rows["age"].isin(["fresh", "ageing"])]
    assert [one["id"] for one in features] == [
        f"{day}/{ident}" for day, ident in zip(held["edition"], held["area_id"], strict=True)
    ]
    assert all(shape(one["geometry"]).is_valid for one in features)
    assert features[0]["properties"]["edition"] == "2020-06-30"


def test_ground_that_nobody_ever_confirmed_has_no_edition(valley):
    never = valley
    for ident in valley.areas.table.index:
        never = with_area(never, ident, like=ident, last_confirmed=pd.NaT)
    with pytest.raises(EditionError, match="no area was ever confirmed"):
        spoken_of(never.areas)
