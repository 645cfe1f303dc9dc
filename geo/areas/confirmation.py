"""Which sightings bear on which ground, when that confirms it, and how sure that makes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.areas.age import SEEN, DatedStatement, published_by, words_of
from geo.areas.sightings import CONFIRM, HELD, LEFT, WEAK, published_days
from geo.areas.table import OWN_GROUND, PERSON, Areas
from geo.reference.boundaries import Units
from geo.reference.gazetteer import Gazetteer
from geo.reference.registry import Registry

MOST = 2 / 3
"""Share of a place that lies in ground, from which a post there is said to lie in the ground."""

HALF = 0.5
"""Share of ground that lies in a place, from which what is said of the place is about it."""

VAGUE = 4.0
"""A place may be so many times as large as ground that lies in it, and still be about it."""

SMALL = 4.0
"""Ground is at least so many times as large as a place that only touches it."""

WIDE_KM2 = 12_000.0
"""Larger ground is confirmed only by what is said of half of it: no one post holds it all."""

COUNTED_MONTHS = 24
"""Publishers count towards confidence that spoke so long before the newest confirmation."""

GOOD, FAIR = ("A", "B"), ("A", "B", "C")
"""Letters of publishers that count alone, and of those that count beside another."""

COLUMNS = (
    "area_id", "sighting_id", "group_id", "kind", "effect", "how", "share", "of_area", "date_first",
    "date_last", "strength", "hedge", "source_id", "pointer", "also", "contradicts", "note",
)  # fmt: skip

SPANS = ("begins_first", "begins_last", "ends_first", "ends_last")
"""Days between which the first and the last cited date of a sighting lie."""

_NO_PLACE = shapely.Polygon()


def sighted_outlines(
    sightings: pd.DataFrame, *, gazetteer: Gazetteer, units: Units
) -> NDArray[np.object_]:
    """(n,) outline of each sighting's place, EPSG:4326: its disc, else its governorates."""
    table = gazetteer.table
    out = np.full(len(sightings), _NO_PLACE, dtype=object)
    place = sightings["place_id"].to_numpy(dtype=object)
    spots = table.reindex(place)
    disc = spots[["lon", "lat", "radius_km"]].notna().all(axis=1).to_numpy()
    if disc.any():
        lon, lat, radius = spots.loc[disc, ["lon", "lat", "radius_km"]].to_numpy(float).T
        out[disc] = crs.discs(lon, lat, radius)
    for row in np.flatnonzero(~disc).tolist():
        named = tuple(one for one in sightings["unit"].iloc[row].split("|") if one)
        if not named and place[row] in gazetteer.without_point:
            named = gazetteer.place(place[row]).units
        known = [outline for one in named if (outline := units.outline(one)) is not None]
        out[row] = shapely.union_all(known) if known else _NO_PLACE
    return out


def bearing(
    areas: Areas, sightings: pd.DataFrame, *, gazetteer: Gazetteer, units: Units
) -> pd.DataFrame:
    """Pair sightings with the ground of their group that they lie in or touch.

    Parameters
    ----------
    areas
        As loaded.
    sightings
        As `geo.areas.sightings.typed` gives them.
    gazetteer, units
        Where places and governorates are.

    Returns
    -------
    One row a sighting and area, with `COLUMNS` and `SPANS`, by area and date. `how` is *inside* (at
    least two thirds of the place lie in the area), *touches* (less does, the middle of the place
    lies in the area or within its `border_km`, and the area is at least four times as large),
    *covers* (at least half of the area lies in a place at most four times as large), else *vague*.
    `effect` is `confirms`, `supports`, `leaves`, or `leaves_part` where what was left is less than
    half of the area.
    """
    ground = areas.table[areas.table["kind"].isin(OWN_GROUND)]
    outlines = sighted_outlines(sightings, gazetteer=gazetteer, units=units)
    held = ground["holder"].to_numpy(object)
    row, column = np.nonzero(
        (sightings["group_id"].to_numpy(object)[:, None] == held[None, :])
        & (sightings["group_id"] != "").to_numpy()[:, None]
    )
    places = np.asarray(crs.to_equal_area(outlines))
    drawn = np.asarray(crs.to_equal_area(ground.geometry.to_numpy()))
    place_km2, area_km2 = shapely.area(places)[row] / 1e6, shapely.area(drawn)[column] / 1e6
    common_km2 = shapely.area(shapely.intersection(places[row], drawn[column])) / 1e6
    met = common_km2 > 0
    row, column, common_km2 = row[met], column[met], common_km2[met]
    place_km2, area_km2 = place_km2[met], area_km2[met]
    share, of_area = common_km2 / place_km2, common_km2 / area_km2
    near = _middles_near(sightings.iloc[row], ground.iloc[column], gazetteer)
    near &= SMALL * place_km2 <= area_km2
    how = np.select(
        [share >= MOST, near, (of_area >= HALF) & (place_km2 <= VAGUE * area_km2)],
        ["inside", "touches", "covers"],
        default="vague",
    )
    of_pairs = sightings.iloc[row].reset_index()
    paired = of_pairs.assign(
        area_id=ground.index.to_numpy()[column],
        how=how,
        share=share,
        of_area=of_area,
        effect=_effects(of_pairs, how=how, of_area=of_area, wide=area_km2 > WIDE_KM2),
    )
    ordered = paired.sort_values(["area_id", "date_last", "sighting_id"], kind="stable")
    return ordered[[*COLUMNS, *SPANS]].reset_index(drop=True)


def _middles_near(
    sightings: pd.DataFrame, ground: gpd.GeoDataFrame, gazetteer: Gazetteer
) -> NDArray[np.bool_]:
    """Tell, row for row, whether the middle of a place lies in ground or within its unsure edge."""
    spots = gazetteer.table.reindex(sightings["place_id"].to_numpy(dtype=object))[["lon", "lat"]]
    near = spots.notna().all(axis=1).to_numpy().copy()  # what is known by an outline has no middle
    x, y = crs.project(*spots[near].to_numpy(float).T)
    drawn = crs.to_metric(ground.geometry.to_numpy()[near])
    border_m = ground["border_km"].to_numpy(float)[near] * 1000.0
    near[near] = shapely.distance(shapely.points(x, y), drawn) <= border_m
    return np.asarray(near)


def _effects(
    sightings: pd.DataFrame,
    *,
    how: NDArray[np.str_],
    of_area: NDArray[np.float64],
    wide: NDArray[np.bool_],
) -> NDArray[np.str_]:
    """What each sighting does to its area."""
    weak = sightings["strength"].isin(WEAK).to_numpy()
    left = (sightings["kind"] == LEFT).to_numpy()
    about = (how != "vague") & ~(wide & (of_area < HALF))
    # A post is one spot somewhere in its place; only ground held is all of it.
    held = (sightings["kind"] == HELD).to_numpy()
    confirms = (
        sightings["kind"].isin(CONFIRM).to_numpy() & about & ~weak & (held | (how != "covers"))
    )
    return np.select(
        [left & ~weak & (of_area >= HALF), left, confirms],
        ["leaves", "leaves_part", "confirms"],
        default="supports",
    )


def confirmed_by(areas: Areas, bears: pd.DataFrame, *, registry: Registry) -> Areas:
    """Areas with what confirmed them: `seen`, `published`, and confidence where it is counted.

    Parameters
    ----------
    areas
        As loaded.
    bears
        As `bearing` gives it.
    registry
        Sources with their days and letters.
    """
    out, letter = published_days(registry), registry.sources["reliability"]
    publisher = registry.sources["publisher"]
    words: dict[str, list[DatedStatement]] = {}
    decisive = bears[bears["effect"].isin(["confirms", "leaves"])]
    for one in decisive.to_dict("records"):
        for source in dict.fromkeys([one["source_id"], *filter(None, one["also"].split("|"))]):
            ends = {
                (one["begins_first"], one["begins_last"]),
                (one["ends_first"], one["ends_last"]),
            }
            # Whoever leaves is gone from the last day that is cited.
            if one["effect"] == "leaves":
                ends = {(one["ends_first"], one["ends_last"])}
            words.setdefault(one["area_id"], []).extend(
                DatedStatement(
                    first,
                    last,
                    max(out[source], last) if source in out else None,
                    one["effect"],
                    one["sighting_id"],
                    str(publisher.get(source, source)),
                    str(letter.get(source, "")),
                )
                for first, last in sorted(ends)
            )
    table = areas.table
    seen = [tuple(sorted(set(words.get(str(ident), ())), key=_order)) for ident in table.index]
    own = [pd.Timestamp(out[one]) if one in out else pd.NaT for one in table["source_id"]]
    published = table.assign(
        published=pd.Series(own, index=table.index, dtype="datetime64[ns]"),
        publisher=table["source_id"].map(publisher).astype(object).fillna(""),
        reliability=table["source_id"].map(letter).astype(object).fillna(""),
    )
    published[SEEN] = pd.Series(seen, index=table.index, dtype=object)
    return replace(areas, table=_recounted(published), bears=bears)


def _order(word: DatedStatement) -> tuple[object, ...]:
    """By everything that a word says, so that no two have the same place."""
    said = word.first, word.last, word.effect, word.sighting_id, word.publisher, word.grade
    return *said, word.published is None, word.published or dt.date.max


def known_on(areas: Areas, day: dt.date | None) -> Areas:
    """Areas as they were known on a day: what was published later is taken away.

    Ages, days and counted confidence follow from what is left; `last_confirmed` is taken from
    areas whose own source was not out yet, so that nothing speaks of them but sightings.

    Parameters
    ----------
    areas
        As `confirmed_by` gives them.
    day
        Nothing published after it is used; None takes nothing away.
    """
    if day is None:
        return areas
    table = areas.table
    kept = [published_by(words, day) for words in words_of(table)]
    own = [max((one.last for one in some if not one.sighting_id), default=None) for some in kept]
    cut = table.assign(last_confirmed=pd.Series(own, table.index, dtype="datetime64[ns]"))
    seen = [tuple(one for one in some if one.sighting_id) for some in kept]
    cut[SEEN] = pd.Series(seen, index=table.index, dtype=object)
    bears = areas.bears[areas.bears["sighting_id"].isin({w.sighting_id for s in seen for w in s})]
    return replace(areas, table=_recounted(cut), bears=bears)


def counted_confidence(words: Sequence[DatedStatement]) -> str:
    """Confidence by a count of publishers in the 24 months up to the newest confirmation.

    *High*: two or more publishers graded B or better. *Moderate*: one of them, or two or more
    graded C or better. Else *low*.

    Parameters
    ----------
    words
        What was said of the ground, its own source among it; only what confirms it counts.
    """
    confirms = [one for one in words if one.effect == "confirms"]
    if not confirms:
        return "low"
    newest = max(one.last for one in confirms)
    since = (pd.Timestamp(newest) - pd.DateOffset(months=COUNTED_MONTHS)).date()
    recent = [one for one in confirms if one.last >= since]
    good = len({one.publisher for one in recent if one.grade in GOOD})
    fair = len({one.publisher for one in recent if one.grade in FAIR})
    return "high" if good > 1 else "moderate" if good or fair > 1 else "low"


def _recounted(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Areas with their counted confidence, and with it in place where no person states one."""
    counted = pd.Series(
        [counted_confidence(words) for words in words_of(table)], index=table.index, dtype=object
    )
    stated = table["confidence_from"] == PERSON
    return table.assign(
        counted_confidence=counted, confidence=table["confidence"].where(stated, counted)
    )
