"""A raw attack table to attacks and claims in canonical form, or every fault it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo.columns import Mask, distinct, looked_up, rows_of, translated
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
    precision_given,
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
    code, words = distinct(table["date"])
    padded = [word + "-01" * (2 - word.count("-")) if word else "" for word in words]
    date = _days(padded, code, table.index)
    precision, read_off = table["date_precision"], precision_given(table["date"])
    if not precision.equals(read_off):
        precision = precision.where(precision != "", read_off)
    latest_code, latest_words = distinct(table["date_latest"])
    latest = _days(latest_words, latest_code, table.index)
    ends = {"month": pd.offsets.MonthEnd(0), "year": pd.offsets.YearEnd(0)}
    missing = latest.isna()
    for word, end in ends.items():
        rows = missing & (precision == word)
        if rows.any():
            latest = latest.where(~rows, date + end)
    latest = latest.where(~(missing & ~precision.isin(ends)), date)
    return pd.DataFrame(
        {
            "date": date,
            "date_precision": precision,
            "date_latest": latest,
            "judged_on": date.fillna(latest),
        }
    )


def _days(words: list[str], code: np.ndarray, index: pd.Index) -> pd.Series:
    days = pd.to_datetime(pd.Series(words, dtype="str"), format="%Y-%m-%d", errors="coerce")
    return pd.Series(days.to_numpy()[code], index=index)


def _identities(table: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    ids = table["attack_id"]
    unnamed = ids == ""
    if unnamed.any():
        ids = ids.where(~unnamed, "row-" + table.index.to_series().astype(str))
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
    dates
        `date`, `date_precision`, `date_latest` and `judged_on` of each row.
    places
        Places of target and launch, see `geo.placing.placed`.
    faults
        Every fault of every row.
    """

    file: str
    table: pd.DataFrame
    ids: pd.Series
    dates: pd.DataFrame
    places: tuple[pd.DataFrame, ...]
    faults: tuple[Fault, ...]

    def sketch(self, rows: Mask) -> pd.DataFrame:
        """What tells attacks apart, of some rows: id, day, method, status, places and radii."""
        told = self.table[["method", "status"]].assign(attack_id=self.ids)
        return rows_of(pd.concat([told, self.dates, *self.places], axis=1), rows)

    def assembled(self, rows: Mask, *, registry: Registry) -> Record:
        """Record of some rows, which have no fault."""
        read = [name for name in self.table.columns if name in COLUMNS]
        table, ids = rows_of(self.table[read], rows), self.ids[rows]
        known = [rows_of(frame, rows) for frame in (self.dates, *self.places)]
        attacks = _assemble(table, ids, known, registry)
        reports = pd.DataFrame(
            {
                "attack_id": ids.to_numpy(),
                "source_id": self.file,
                "pointer": table["source"].to_numpy(),
            }
        )
        unused = [str(name) for name in self.table.columns if name not in COLUMNS]
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
    return Examined(file, table, ids, _dates(table), tuple(places), tuple(sorted(faults)))


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
    return examined.assembled(np.ones(len(raw), dtype=bool), registry=registry)


def _assemble(
    table: pd.DataFrame, ids: pd.Series, known: list[pd.DataFrame], registry: Registry
) -> pd.DataFrame:
    def groups(column: str) -> pd.Series:
        names = registry.group_names
        return translated(table[column], lambda text: names.resolve(text) if text else "")

    text = table[["weapon", "target_note", "launch_note", "assessed_by", "assessed_confidence",
                  "assessed_wording", "note"]]  # fmt: skip
    attacks = pd.concat(
        [
            known[0],
            table[["method"]],
            table["status"].where(table["status"] != "", "reported").rename("status"),
            whole_numbers(table, ("count", "attacks_in_row", "killed", "wounded")),
            *known[1:],
            text,
            groups("assessed_group").rename("assessed_group"),
            groups("permitted_by").rename("permitted_by"),
            groups("supported_by").rename("supported_by"),
        ],
        axis=1,
    )
    attacks["counts"] = attacks["status"].isin(COUNTED)
    attacks.insert(0, "title", _titles(table["title"], attacks))
    attacks.index = pd.Index(ids.to_numpy(), name="attack_id")
    return attacks


def _titles(given: pd.Series, attacks: pd.DataFrame) -> pd.Series:
    untitled = given == ""
    if not untitled.any():
        return given
    what = looked_up(attacks["method"], METHODS, otherwise="Attack")
    where = attacks["target_place"].where(attacks["target_place"] != "", "a place not named")
    return given.where(~untitled, what + " on " + where)


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
