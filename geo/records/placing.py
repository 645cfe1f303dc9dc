"""Where a row's launch or target is: names looked up, coordinates checked, radius demanded."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.crs import REGION
from geo.errors import AtlasError, Fault
from geo.parsing.columns import distinct, looked_up, numbers, pair_texts, spread
from geo.parsing.coordinates import run_together
from geo.parsing.mgrs import square_fault
from geo.parsing.notations import notation_fault
from geo.parsing.plain import plain
from geo.records.metres import in_metres, utm_text
from geo.reference.gazetteer import Gazetteer, Place
from geo.schemas.attacks import region_fault

_RADIUS_REMEDY = "Say in km how well the place is known (1 exact site, 5 town, 25 district)."
Fix = tuple[tuple[str, str], ...]
Problem = tuple[str, str, Fix]
"""What is wrong, what to do, and the likely correction."""


def placed(
    table: pd.DataFrame, role: str, gazetteer: Gazetteer
) -> tuple[pd.DataFrame, list[Fault]]:
    """Resolve names and coordinates of a role; unique texts are looked up once.

    Parameters
    ----------
    table
        Text cells of `{role}_place`, `{role}_lat`, `{role}_lon` and `{role}_radius_km`.
    role
        `target` or `launch`.
    gazetteer
        To look names up in.

    Returns
    -------
    Frame on the table's index, `{role}_place_id`, `{role}_place` (text), `{role}_lat`,
    `{role}_lon` (degrees, EPSG:4326, NaN where unknown) and `{role}_radius_km`; and the faults.
    """
    text = table[f"{role}_place"]
    given = {name: numbers(table[f"{role}_{name}"]) for name in ("lat", "lon", "radius_km")}
    known, faults = _looked_up(table, role, gazetteer)
    code, words = distinct(text)

    def of(attribute: str) -> np.ndarray:
        values = [getattr(known[word], attribute) if word in known else np.nan for word in words]
        return spread(values, code)

    out = pd.DataFrame(index=table.index)
    out[f"{role}_place_id"] = looked_up(text, {word: one.place_id for word, one in known.items()})
    out[f"{role}_place"] = _names(text, known, given["lat"], given["lon"])
    for name, values in given.items():
        out[f"{role}_{name}"] = values.fillna(pd.Series(of(name), index=out.index))
    # A place known by its outline alone has no middle, and so no radius either.
    out[f"{role}_radius_km"] = out[f"{role}_radius_km"].where(out[f"{role}_lat"].notna())
    vague = out[f"{role}_lat"].notna() & out[f"{role}_radius_km"].isna()
    vague &= table[f"{role}_radius_km"] == ""
    faults += [
        Fault(int(row), f"{role}_radius_km", "", "the coordinate has no radius", _RADIUS_REMEDY)
        for row in table.index[vague]
    ]
    return out, faults + coordinate_faults(table, given["lat"], given["lon"], role=role)


def _names(
    text: pd.Series, known: Mapping[str, Place], lat: pd.Series, lon: pd.Series
) -> pd.Series:
    """Name of each place: the gazetteer's, else the text beside a coordinate, else its numbers."""
    named = looked_up(text, {word: place.name for word, place in known.items()})
    has_lat, unnamed = lat.notna().to_numpy(), (named == "").to_numpy()
    bare = has_lat & (text == "").to_numpy()
    # Where every row has its own numbers, or none has, nothing has to be put in between.
    beside = unnamed & has_lat & ~bare
    if beside.any():
        named = named.where(~beside, text)
    if not bare.any():
        return named
    points = pair_texts(lat[bare].to_numpy(), lon[bare].to_numpy())
    if bare.all():
        return points.set_axis(named.index)
    made = named.to_numpy(object, copy=True)
    made[bare] = points.to_numpy(object)
    return pd.Series(made, index=named.index, dtype="str")


def _looked_up(
    table: pd.DataFrame, role: str, gazetteer: Gazetteer
) -> tuple[dict[str, Place], list[Fault]]:
    """Places of the texts of a role, each looked up once, and faults of rows that have no other.

    Beside a coordinate the text is only a name, and need not be in the gazetteer: what it may be
    near to is not looked for.
    """
    column = f"{role}_place"
    code, words = distinct(table[column])
    alone = ((table[f"{role}_lat"] == "") | (table[f"{role}_lon"] == "")).to_numpy()
    needed = np.zeros(len(words), dtype=bool)
    needed[code[alone]] = True
    known: dict[str, Place] = {}
    wrong: dict[int, Problem] = {}
    for number, value in enumerate(words):
        if not value:
            continue
        place = gazetteer.find(value)
        if place is not None:
            known[value] = place
        problem = _problem(value, place, column, gazetteer) if needed[number] else None
        if problem is not None:
            wrong[number] = problem
    rows = np.flatnonzero(alone & np.isin(code, list(wrong)))
    faults = [
        Fault(int(row), column, words[number], *wrong[number])
        for row, number in zip(table.index[rows], code[rows].tolist(), strict=True)
    ]
    return known, faults


def _problem(value: str, place: Place | None, column: str, gazetteer: Gazetteer) -> Problem | None:
    """Say what is wrong with the text of a place, what to do, and its likely correction."""
    if place is not None:
        # A typed coordinate has no id; the places of the gazetteer were checked when it was read.
        found = None if place.place_id else region_fault(place.lat, place.lon)
        if found is None:
            return None
        problem, remedy = found
        likely = f"{place.lon:g},{place.lat:g}" if "swapped" in problem else ""
    else:
        try:
            gazetteer.lookup(value)
        except AtlasError as error:
            problem, remedy = "not a place", str(error)
        likely = gazetteer.names.likely(value) or ""
        notation = notation_fault(plain(value))
        if notation is not None:
            problem, remedy, likely = *notation, ""
        metres = utm_text(value)
        if metres is not None:
            problem, remedy, likely = _utm(*metres)
    square = square_fault(value)
    if square is not None:
        problem, remedy, likely = square.problem, square.remedy, square.likely
    return problem, remedy, ((column, likely),) if likely else ()


def _utm(zone: str, found: tuple[str, float, float]) -> tuple[str, str, str]:
    name, lat, lon = found
    point = f"{lat:.5f},{lon:.5f}"
    problem = f"these are metres, not degrees ({name} would be {lat:.4f} N, {lon:.4f} E)"
    if not zone:
        return problem, "Look its zone up, and convert it to degrees or MGRS.", ""
    return problem, f"Write {point} if that is the place.", point


def coordinate_faults(
    table: pd.DataFrame, lat: pd.Series, lon: pd.Series, *, role: str
) -> list[Fault]:
    """Faults of a launch's or target's coordinates: half a pair, outside the region, swapped."""
    names = (f"{role}_lat", f"{role}_lon")
    half = (table[names[0]] == "") != (table[names[1]] == "")
    faults = [
        Fault(int(row), names[0], "", f"half a coordinate for the {role}", "Give lat and lon both.")
        for row in table.index[half]
    ]
    inside = lat.between(*REGION["lat"]) & lon.between(*REGION["lon"])
    far = lat.notna() & lon.notna() & ~inside
    for row, north, east in zip(
        table.index[far], lat[far].tolist(), lon[far].tolist(), strict=True
    ):
        fault = region_fault(north, east)
        if fault is None:
            continue
        texts = (str(table.at[row, names[0]]), str(table.at[row, names[1]]))
        problem, remedy, fix = _likely(texts, (north, east), names, fault)
        given = f"{north:.12g}, {east:.12g}"
        faults.append(Fault(int(row), names[0], given, problem, remedy, fix))
    return faults


def _likely(
    texts: tuple[str, str],
    point: tuple[float, float],
    names: tuple[str, str],
    fault: tuple[str, str],
) -> tuple[str, str, Fix]:
    """Problem, remedy and fix of a coordinate outside the region: the slip that explains it."""
    lat, lon = point
    metres = in_metres(lon, lat)
    if metres is not None:
        name, north, east = metres
        return (
            f"these are metres, not degrees ({name} would be {north:.4f} N, {east:.4f} E)",
            "Convert the columns to degrees (WGS84); for UTM look up which zone they are in.",
            (),
        )
    if "swapped" in fault[0]:
        return (*fault, ((names[0], f"{lon:g}"), (names[1], f"{lat:g}")))
    if region_fault(abs(lat), abs(lon)) is None:
        return (
            "a minus sign puts it outside the region",
            f"Read as {abs(lat):g} N, {abs(lon):g} E it lies in the region: drop the sign.",
            ((names[0], f"{abs(lat):g}"), (names[1], f"{abs(lon):g}")),
        )
    angles = [run_together(text) for text in texts]
    if angles[0] is not None and angles[1] is not None and region_fault(*angles) is None:  # type: ignore[arg-type]
        return (
            "degrees, minutes and seconds look typed as one number",
            f"Read as such it is {angles[0]:.5f} N, {angles[1]:.5f} E, in the region.",
            ((names[0], f"{angles[0]:.5f}"), (names[1], f"{angles[1]:.5f}")),
        )
    return (*fault, ())
