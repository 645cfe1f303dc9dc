"""Sound rows to attacks and claims in canonical form: days, whole numbers, ids of groups."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.parsing.columns import distinct, looked_up, translated
from geo.parsing.tables import as_text, whole_numbers
from geo.reference.registry import Registry
from geo.schemas.attacks import (
    ATTRIBUTION,
    CLAIM_COLUMNS,
    COUNTED,
    METHODS,
    precision_given,
    time_precision_given,
)


def dates_of(table: pd.DataFrame) -> pd.DataFrame:
    """Days of each row: `date`, `date_precision`, `date_latest` and `judged_on`, NaT where unknown.

    The date is the first day that was written, the latest the last on which it can have happened.
    """
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


def canonical(
    table: pd.DataFrame, ids: pd.Series, known: list[pd.DataFrame], registry: Registry
) -> pd.DataFrame:
    """Attacks of sound rows under their ids; see `geo.records.record.Record` for the columns.

    Parameters
    ----------
    table
        Text cells of every column of `geo.schemas.attacks.COLUMNS`, and `ATTRIBUTION` where any
        row has one.
    ids
        Id of each row.
    known
        Days of `dates_of`, then the places of `geo.records.placing.placed`, on the same rows.
    registry
        Resolves groups.
    """

    def groups(column: str) -> pd.Series:
        names = registry.group_names
        return translated(table[column], lambda text: names.resolve_each(text) if text else "")

    text = table[
        [
            "weapon",
            "target_note",
            "launch_note",
            "assessed_by",
            "assessed_confidence",
            "assessed_wording",
            "author_open",
            "note",
        ]
    ]
    attacks = pd.concat(
        [
            known[0],
            _times_of(table),
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
    if ATTRIBUTION in table and (table[ATTRIBUTION] != "").any():
        attacks[ATTRIBUTION] = table[ATTRIBUTION]
    attacks.index = pd.Index(ids.to_numpy(), name="attack_id")
    return attacks


def _times_of(table: pd.DataFrame) -> pd.DataFrame:
    """Time of day of each row as it was reported, how finely, and where; empty where unknown."""
    time, precision = table["time_local"], table["time_precision"]
    if (time != "").any():
        precision = precision.where(precision != "", time_precision_given(time))
    times = {"time_local": time, "time_precision": precision, "time_source": table["time_source"]}
    return pd.DataFrame(times)


def _titles(given: pd.Series, attacks: pd.DataFrame) -> pd.Series:
    untitled = given == ""
    if not untitled.any():
        return given
    what = looked_up(attacks["method"], METHODS, otherwise="Attack")
    where = attacks["target_place"].where(attacks["target_place"] != "", "a place not named")
    return given.where(~untitled, what + " on " + where)


def claims_of(table: pd.DataFrame, ids: pd.Series, registry: Registry) -> pd.DataFrame:
    """First claims of sound rows, one a row that names a façade, with `CLAIM_COLUMNS`."""
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
