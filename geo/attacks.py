"""A raw attack table to attacks and claims in canonical form, or every fault it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo.errors import ConformError, Fault
from geo.gazetteer import Gazetteer
from geo.names import Names
from geo.placing import placed
from geo.registry import Registry
from geo.schema import (
    CLAIM_COLUMNS,
    COLUMNS,
    CONFLICT_COLUMNS,
    COUNTED,
    METHODS,
    REQUIRED,
    cell_faults,
    date_faults,
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
    missing = [name for name in COLUMNS if name not in table]
    full = table.assign(**dict.fromkeys(missing, ""))
    if "attacks_in_row" in missing:
        full["attacks_in_row"] = "1"
    return full[[*COLUMNS, *[name for name in table.columns if name not in COLUMNS]]]


def _name_faults(cells: pd.Series, names: Names, *, remedy: str) -> list[Fault]:
    faults: list[Fault] = []
    column = str(cells.name)
    for text in cells[cells != ""].unique():
        if names.get(text) is None:
            near = names.suggest(text)
            hint = f"Nearest known: {', '.join(near)}." if near else remedy
            fix = ((column, near[0].split(" (")[0]),) if near else ()
            problem = f"the {names.what} is not known"
            faults += [
                Fault(int(row), column, text, problem, hint, fix)
                for row in cells.index[cells == text]
            ]
    return faults


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


@dataclass(frozen=True, eq=False)
class Examined:
    """A raw table looked through.

    Parameters
    ----------
    file
        Name used in messages.
    table
        Text cells of every column of `geo.schema.COLUMNS`, and of those that are not used.
    ids
        Id of each row.
    places
        Places of target and launch, see `geo.placing.placed`.
    faults
        Every fault of every row.
    """

    file: str
    table: pd.DataFrame
    ids: pd.Series
    places: tuple[pd.DataFrame, ...]
    faults: tuple[Fault, ...]

    def assembled(self, rows: pd.Index, *, registry: Registry) -> Record:
        """Record of some rows, which have no fault."""
        table, ids = self.table.loc[rows], self.ids.loc[rows]
        attacks = _assemble(table, ids, [place.loc[rows] for place in self.places], registry)
        reports = pd.DataFrame(
            {
                "attack_id": ids.to_numpy(),
                "source_id": self.file,
                "pointer": table["source"].to_numpy(),
            }
        )
        unused = [str(name) for name in table.columns if name not in COLUMNS]
        notes = (f"{self.file}: columns not used: {', '.join(unused)}.",) if unused else ()
        return Record(attacks, _claims(table, ids, registry), reports, notes)


def examine_attacks(
    raw: pd.DataFrame, *, file: str, registry: Registry, gazetteer: Gazetteer
) -> Examined:
    """Look every row of a raw table through; parameters as of `conform_attacks`.

    Raises
    ------
    ConformError
        When a required column is missing.
    """
    faults = _header_faults(raw)
    if faults:
        raise ConformError(file, faults)
    table = _filled(raw)
    ids, faults = _identities(table)
    faults += cell_faults(table[[name for name in raw.columns if name in COLUMNS]]) + date_faults(
        table
    )
    places = []
    for role in ROLES:
        resolved, place_faults = placed(table, role, gazetteer)
        places.append(resolved)
        faults += place_faults
    for column in ("assessed_group", "permitted_by", "supported_by"):
        faults += _name_faults(
            table[column], registry.group_names, remedy="Leave it empty, or add it to groups.csv."
        )
    faults += _name_faults(
        table["facade"], registry.facade_names, remedy="Leave it empty, or add it to facades.csv."
    )
    return Examined(file, table, ids, tuple(places), tuple(sorted(faults)))


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
    examined = examine_attacks(raw, file=file, registry=registry, gazetteer=gazetteer)
    if examined.faults:
        raise ConformError(file, examined.faults)
    return examined.assembled(raw.index, registry=registry)


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
