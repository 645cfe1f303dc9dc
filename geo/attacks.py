"""A raw attack table to attacks and claims in canonical form, or every fault it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo.errors import AtlasError, ConformError, Fault
from geo.gazetteer import Gazetteer, Place
from geo.names import Names
from geo.registry import Registry
from geo.schema import (
    CLAIM_COLUMNS,
    COLUMNS,
    CONFLICT_COLUMNS,
    COUNTED,
    METHODS,
    REQUIRED,
    cell_faults,
    coordinate_faults,
    date_faults,
    region_fault,
)
from geo.tables import as_text, whole_numbers

ROLES = ("target", "launch")


def _no_conflicts() -> pd.DataFrame:
    return pd.DataFrame(columns=list(CONFLICT_COLUMNS), dtype=object)


@dataclass(frozen=True)
class Record:
    """Attacks with their claims and reports.

    Parameters
    ----------
    attacks
        Indexed by `attack_id`. Text columns are empty where unknown; `date`, `date_latest` and
        `judged_on` are Timestamps or NaT; `{target,launch}_{lon,lat,radius_km}` are floats or NaN
        (EPSG:4326); `counts` tells attacks from fabrications, finds and duplicates.
    claims
        One row a claim, in `claim_order` within an attack.
    reports
        One row an attack and source, `REPORT_COLUMNS`; `credibility` is the Admiralty digit.
    conflicts
        Where sources differ, `CONFLICT_COLUMNS`: every value stands, `used` marks the one taken.
    notes
        What a person should know about the reading, such as columns not used.
    """

    attacks: pd.DataFrame
    claims: pd.DataFrame
    reports: pd.DataFrame
    notes: tuple[str, ...] = field(default=())
    conflicts: pd.DataFrame = field(default_factory=_no_conflicts)


def _header_faults(table: pd.DataFrame) -> list[Fault]:
    have = set(table.columns)
    faults = [
        Fault(1, name, "", "the column is missing", f"Add it: {COLUMNS[name]}.")
        for name in REQUIRED
        if name not in have
    ]
    if "target_place" not in have and not {"target_lat", "target_lon"} <= have:
        faults.append(
            Fault(
                1,
                "target_place",
                "",
                "the column is missing",
                "Add target_place, or target_lat and target_lon; cells may be empty.",
            )
        )
    return faults


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    full = table.reindex(columns=[*COLUMNS, *[c for c in table.columns if c not in COLUMNS]])
    if "attacks_in_row" not in table:
        full["attacks_in_row"] = "1"
    return as_text(full)


def _name_faults(cells: pd.Series, names: Names, *, remedy: str) -> list[Fault]:
    faults = []
    given = cells[cells != ""]
    for row, text in zip(given.index, given, strict=True):
        if names.get(text) is None:
            near = names.suggest(text)
            hint = f"Nearest known: {', '.join(near)}." if near else remedy
            faults.append(
                Fault(int(row), str(cells.name), text, f"the {names.what} is not known", hint)
            )
    return faults


def _places(
    table: pd.DataFrame, role: str, gazetteer: Gazetteer
) -> tuple[pd.DataFrame, list[Fault]]:
    """Resolve names and coordinates of a role; unique texts are looked up once."""
    faults: list[Fault] = []
    text = table[f"{role}_place"]
    known: dict[str, Place] = {}
    placed = (table[f"{role}_lat"] != "") & (table[f"{role}_lon"] != "")
    for value in text[text != ""].unique():
        fault: tuple[str, str] | None
        try:
            known[value] = place = gazetteer.lookup(value)
            # A typed coordinate has no id; the places of the gazetteer may lie anywhere.
            fault = None if place.place_id else region_fault(place.lat, place.lon)
        except AtlasError as error:
            fault = "not a place", str(error)
        if fault:
            # Beside a coordinate the text is only a name, and need not be in the gazetteer.
            rows = table.index[(text == value) & ~placed]
            faults += [Fault(int(row), f"{role}_place", value, *fault) for row in rows]
    given_lat = pd.to_numeric(table[f"{role}_lat"], errors="coerce")
    given_lon = pd.to_numeric(table[f"{role}_lon"], errors="coerce")
    given_radius = pd.to_numeric(table[f"{role}_radius_km"], errors="coerce")

    def of(attribute: str) -> pd.Series:
        return text.map({value: getattr(place, attribute) for value, place in known.items()})

    out = pd.DataFrame(index=table.index)
    out[f"{role}_place_id"] = as_text(of("place_id"))
    pairs = [f"{lat:.4f}, {lon:.4f}" for lat, lon in zip(given_lat, given_lon, strict=True)]
    own_name = pd.Series(pairs, index=table.index, dtype=object)
    named = as_text(of("name"))
    out[f"{role}_place"] = named.where(named != "", text.where(text != "", own_name)).where(
        (named != "") | given_lat.notna(), ""
    )
    out[f"{role}_lat"] = given_lat.fillna(of("lat").astype(float))
    out[f"{role}_lon"] = given_lon.fillna(of("lon").astype(float))
    radius = given_radius.fillna(of("radius_km").astype(float))  # an outline has none
    out[f"{role}_radius_km"] = radius.where(out[f"{role}_lat"].notna())
    bare = (
        out[f"{role}_lat"].notna()
        & out[f"{role}_radius_km"].isna()
        & (table[f"{role}_radius_km"] == "")
    )
    faults += [
        Fault(
            int(row),
            f"{role}_radius_km",
            "",
            "the coordinate has no radius",
            "Say in km how well the place is known (1 exact site, 5 town, 25 district).",
        )
        for row in table.index[bare]
    ]
    return out, faults


def _dates(table: pd.DataFrame) -> pd.DataFrame:
    text = table["date"]
    dashes = text.str.count("-")
    padded = text + dashes.map({0: "-01-01", 1: "-01", 2: ""})
    date = pd.to_datetime(padded.where(text != ""), format="%Y-%m-%d", errors="coerce")
    read_off = dashes.map({0: "year", 1: "month", 2: "day"}).where(text != "", "undated")
    precision = table["date_precision"].where(table["date_precision"] != "", read_off)
    given_latest = pd.to_datetime(table["date_latest"], format="%Y-%m-%d", errors="coerce")
    ends = {
        "month": date + pd.offsets.MonthEnd(0),
        "year": date + pd.offsets.YearEnd(0),
    }
    latest = given_latest.fillna(
        date.where(~precision.isin(ends), ends["month"].where(precision == "month", ends["year"]))
    )
    return pd.DataFrame(
        {
            "date": date,
            "date_precision": precision,
            "date_latest": latest,
            "judged_on": date.fillna(latest),
        }
    )


def _identities(table: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    ids = table["attack_id"].where(
        table["attack_id"] != "", "row-" + table.index.to_series().astype(str)
    )
    doubled = ids.duplicated(keep=False)
    faults = [
        Fault(
            int(row), "attack_id", ident, "the id stands more than once", "Give each row its own."
        )
        for row, ident in zip(ids.index[doubled], ids[doubled], strict=True)
    ]
    return ids, faults


def conform_attacks(
    raw: pd.DataFrame, *, file: str, registry: Registry, gazetteer: Gazetteer
) -> Record:
    """Bring a raw table into canonical form.

    Parameters
    ----------
    raw
        Text cells with the columns of `geo.schema.COLUMNS` (`date`, `method` and a target
        column are required), indexed by row number in the file.
    file
        Name used in messages.
    registry, gazetteer
        Resolve group, façade and place names.

    Returns
    -------
    Record
        As many attacks as rows given, in their order.

    Raises
    ------
    ConformError
        With every fault of every row; no row is dropped and none is guessed.
    """
    faults = _header_faults(raw)
    if faults:
        raise ConformError(file, faults)
    table = _filled(raw)
    ids, faults = _identities(table)
    faults += cell_faults(table) + date_faults(table)
    places = []
    for role in ROLES:
        faults += coordinate_faults(table, role=role)
        resolved, place_faults = _places(table, role, gazetteer)
        places.append(resolved)
        faults += place_faults
    for column in ("assessed_group", "permitted_by", "supported_by"):
        faults += _name_faults(
            table[column], registry.group_names, remedy="Leave it empty, or add it to groups.csv."
        )
    faults += _name_faults(
        table["facade"], registry.facade_names, remedy="Leave it empty, or add it to facades.csv."
    )
    if faults:
        raise ConformError(file, faults)
    attacks = _assemble(table, ids, places, registry)
    claims = _claims(table, ids, registry)
    reports = pd.DataFrame(
        {"attack_id": ids.to_numpy(), "source_id": file, "pointer": table["source"].to_numpy()}
    )
    unused = [str(name) for name in raw.columns if name not in COLUMNS]
    notes = (f"{file}: columns not used: {', '.join(unused)}.",) if unused else ()
    return Record(attacks, claims, reports, notes)


def _assemble(
    table: pd.DataFrame, ids: pd.Series, places: list[pd.DataFrame], registry: Registry
) -> pd.DataFrame:
    def groups(column: str) -> pd.Series:
        unique = {
            text: registry.group_names.resolve(text) for text in table[column].unique() if text
        }
        return as_text(table[column].map(unique))

    text = table[["weapon", "target_note", "launch_note", "assessed_by", "assessed_confidence",
                  "assessed_wording", "note"]]  # fmt: skip
    attacks = pd.concat(
        [
            _dates(table),
            table[["method"]],
            table["status"].where(table["status"] != "", "reported").rename("status"),
            whole_numbers(table, ("count", "attacks_in_row", "killed", "wounded")),
            *places,
            text,
            groups("assessed_group").rename("assessed_group"),
            groups("permitted_by").rename("permitted_by"),
            groups("supported_by").rename("supported_by"),
        ],
        axis=1,
    )
    attacks["counts"] = attacks["status"].isin(COUNTED)
    what = as_text(attacks["method"].map(METHODS)).replace("", "Attack")
    where = attacks["target_place"].where(attacks["target_place"] != "", "a place not named")
    attacks.insert(0, "title", table["title"].where(table["title"] != "", what + " on " + where))
    attacks.index = pd.Index(ids.to_numpy(), name="attack_id")
    return attacks


def _claims(table: pd.DataFrame, ids: pd.Series, registry: Registry) -> pd.DataFrame:
    made = table["facade"] != ""
    facades = {
        text: registry.facade_names.resolve(text) for text in table.loc[made, "facade"].unique()
    }
    rows: Mapping[str, object] = {
        "attack_id": ids[made].to_numpy(),
        "claim_order": np.ones(int(made.sum()), dtype=int),
        "facade_id": table.loc[made, "facade"].map(facades).to_numpy(),
    }
    claims = as_text(pd.DataFrame(rows, columns=list(CLAIM_COLUMNS)))
    return claims.assign(claim_order=claims["claim_order"].astype(int))
