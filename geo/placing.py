"""Where a row's launch or target is: names looked up, coordinates checked, radius demanded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.coordinates import run_together
from geo.errors import AtlasError, Fault
from geo.gazetteer import Gazetteer, Place
from geo.schema import REGION, region_fault
from geo.tables import as_text

_RADIUS_REMEDY = "Say in km how well the place is known (1 exact site, 5 town, 25 district)."
Fix = tuple[tuple[str, str], ...]


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
    given = {
        name: pd.to_numeric(table[f"{role}_{name}"], errors="coerce")
        for name in ("lat", "lon", "radius_km")
    }
    known, faults = _looked_up(table, role, gazetteer)

    def of(attribute: str) -> pd.Series:
        return text.map({value: getattr(place, attribute) for value, place in known.items()})

    out = pd.DataFrame(index=table.index)
    out[f"{role}_place_id"] = as_text(of("place_id"))
    named = as_text(of("name"))
    bare = (given["lat"].notna() & (text == "")).to_numpy()
    own_name = np.full(len(table), "", dtype=object)
    own_name[bare] = [
        f"{lat:.4f}, {lon:.4f}"
        for lat, lon in zip(given["lat"][bare], given["lon"][bare], strict=True)
    ]
    out[f"{role}_place"] = named.where(named != "", text.where(text != "", own_name)).where(
        (named != "") | given["lat"].notna(), ""
    )
    for name, values in given.items():
        out[f"{role}_{name}"] = values.fillna(of(name).astype(float))
    # A place known by its outline alone has no middle, and so no radius either.
    out[f"{role}_radius_km"] = out[f"{role}_radius_km"].where(out[f"{role}_lat"].notna())
    vague = out[f"{role}_lat"].notna() & out[f"{role}_radius_km"].isna()
    vague &= table[f"{role}_radius_km"] == ""
    faults += [
        Fault(int(row), f"{role}_radius_km", "", "the coordinate has no radius", _RADIUS_REMEDY)
        for row in table.index[vague]
    ]
    return out, faults + coordinate_faults(table, role=role)


def _looked_up(
    table: pd.DataFrame, role: str, gazetteer: Gazetteer
) -> tuple[dict[str, Place], list[Fault]]:
    column = f"{role}_place"
    text = table[column]
    alone = (table[f"{role}_lat"] == "") | (table[f"{role}_lon"] == "")
    known: dict[str, Place] = {}
    faults: list[Fault] = []
    for value in text[text != ""].unique():
        fix: Fix = ()
        try:
            known[value] = place = gazetteer.lookup(value)
        except AtlasError as error:
            problem, remedy = "not a place", str(error)
            near = gazetteer.names.suggest(value, limit=1)
            fix = ((column, near[0].split(" (")[0]),) if near else ()
        else:
            # A typed coordinate has no id; the places of the gazetteer may lie anywhere.
            found = None if place.place_id else region_fault(place.lat, place.lon)
            if found is None:
                continue
            problem, remedy = found
            if "swapped" in problem:
                fix = ((column, f"{place.lon:g},{place.lat:g}"),)
        # Beside a coordinate the text is only a name, and need not be in the gazetteer.
        rows = table.index[(text == value) & alone]
        faults += [Fault(int(row), column, value, problem, remedy, fix) for row in rows]
    return known, faults


def coordinate_faults(table: pd.DataFrame, *, role: str) -> list[Fault]:
    """Faults of a launch's or target's coordinates: half a pair, outside the region, swapped."""
    names = (f"{role}_lat", f"{role}_lon")
    half = (table[names[0]] == "") != (table[names[1]] == "")
    faults = [
        Fault(int(row), names[0], "", f"half a coordinate for the {role}", "Give lat and lon both.")
        for row in table.index[half]
    ]
    numbers = table[list(names)].apply(pd.to_numeric, errors="coerce").dropna()
    lat, lon = numbers[names[0]], numbers[names[1]]
    inside = lat.between(*REGION["lat"]) & lon.between(*REGION["lon"])
    for row, north, east in zip(
        numbers.index[~inside], lat[~inside].astype(float), lon[~inside].astype(float), strict=True
    ):
        fault = region_fault(north, east)
        if fault is None:
            continue
        texts = (str(table.at[row, names[0]]), str(table.at[row, names[1]]))
        problem, remedy, fix = _likely(texts, (north, east), names, fault)
        faults.append(Fault(int(row), names[0], f"{north:g}, {east:g}", problem, remedy, fix))
    return faults


def _likely(
    texts: tuple[str, str],
    point: tuple[float, float],
    names: tuple[str, str],
    fault: tuple[str, str],
) -> tuple[str, str, Fix]:
    """Problem, remedy and fix of a coordinate outside the region: the slip that explains it."""
    lat, lon = point
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
