"""Tables of a data folder that rows are added to: their texts, and the same with rows more."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from geo.areas.sightings import sightings_path
from geo.io.spreadsheet_escape import defused
from geo.parsing.csv_rows import read_text
from geo.parsing.tables import as_text, parse_csv
from geo.schemas.attacks import CLAIM_COLUMNS, CONFLICT_COLUMNS, REPORT_COLUMNS
from geo.schemas.folder_tables import OF_GROUND
from geo.settings import find

BESIDE: Mapping[str, tuple[str, ...]] = {
    "claims": (*CLAIM_COLUMNS, "claimed_time"),
    "reports": REPORT_COLUMNS,
    "conflicts": CONFLICT_COLUMNS,
}
"""Tables that are read beside an `attacks.csv` alone, with the header of an empty one."""

ORDER = ("sources", "attacks", "claims", "reports", "conflicts", "sightings")
"""Tables in the order in which they are put in place: none refers to one that comes later."""

_KEYS = {"attacks": "attack_id", "sources": "source_id", "sightings": "sighting_id"}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True)
class Tables:
    """Texts of the tables of a data folder, by name without the suffix.

    Parameters
    ----------
    texts
        Text of each CSV file as it is, or as it is to be.
    """

    texts: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> Tables:
        """Tables that a folder is read by: its own, and the bundled ones that it lacks.

        Parameters
        ----------
        folder
            A data folder that was loaded without a fault.
        """
        attacks = find("attacks.csv", folder)
        paths = {name: attacks.parent / f"{name}.csv" for name in BESIDE}
        paths |= {"attacks": attacks, "sources": find("sources.csv", folder)}
        seen = sightings_path(folder)
        paths |= {"sightings": folder / "sightings.csv" if seen is None else seen}
        headers = {**BESIDE, "sightings": tuple(OF_GROUND["sightings"].columns)}
        return cls(
            {
                name: read_text(path) if path.is_file() else ",".join(headers[name]) + "\n"
                for name, path in paths.items()
            }
        )

    @cached_property
    def _parsed(self) -> dict[str, pd.DataFrame]:
        return {
            name: parse_csv(text, file=f"{name}.csv").reset_index(drop=True)
            for name, text in self.texts.items()
        }

    def cells(self, name: str) -> pd.DataFrame:
        """Text cells of a table."""
        return self._parsed[name]

    def with_rows(self, name: str, rows: pd.DataFrame) -> Tables:
        """Give the same with rows more; what is there stays letter for letter where it can.

        A row with the id of one that is there takes its place. Texts that a spreadsheet would run
        get an apostrophe.

        Parameters
        ----------
        name
            Of the table.
        rows
            Text cells. A column that no row fills is not added to the table.
        """
        if rows.empty:
            return self
        old, text = self.cells(name), self.texts[name]
        filled = [one for one in rows.columns if one in old or (rows[one] != "").any()]
        new = shown(rows[filled].reindex(columns=[*old, *(o for o in filled if o not in old)]))
        key = _KEYS.get(name, "")
        is_there = old[key].isin(new[key]) if key else pd.Series(data=False, index=old.index)
        if list(new.columns) == list(old.columns) and not is_there.any():
            end = "\r\n" if "\r\n" in text.partition("\n")[0] + "\n" else "\n"
            text += "" if text.endswith("\n") else end
            return self._put(name, text + _csv(new, header=False, end=end))
        kept = old.reindex(columns=new.columns, fill_value="")
        if is_there.any():
            by_id = new.drop_duplicates(key).set_index(key)
            again = by_id.loc[kept[key][is_there]].reset_index()[list(new.columns)]
            kept.loc[is_there] = again.to_numpy(dtype=object)
            new = new[~new[key].isin(old[key])]
        return self._put(name, _csv(pd.concat([kept, new]), header=True, end="\n"))

    def _put(self, name: str, text: str) -> Tables:
        return replace(self, texts={**self.texts, name: text})

    def changed(self, before: Tables) -> list[str]:
        """Names of the tables that differ from an earlier state, in the order of `ORDER`."""
        return [name for name in ORDER if self.texts[name] != before.texts[name]]

    def needed(self, before: Tables) -> list[str]:
        """Names of the tables that a folder has to have of its own, where it differs from before.

        Those about attacks are read together, from the folder of the attacks.
        """
        moved = self.changed(before)
        whole = {"attacks", *BESIDE}
        return [n for n in ORDER if n in moved or (n in whole and not whole.isdisjoint(moved))]


def one_line(text: str) -> str:
    """Text on one line, without letters that no file holds or that steer what shows it."""
    joined = " ".join(text.split())
    return "".join(one for one in joined if unicodedata.category(one) not in {"Cc", "Cs"})


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one line a cell, whose texts no spreadsheet runs; numbers stay as they are."""
    text = as_text(rows).map(one_line)
    return defused(text).where(~text.map(lambda cell: bool(_NUMBER.fullmatch(cell))), text)


def _csv(rows: pd.DataFrame, *, header: bool, end: str) -> str:
    stream = io.StringIO()
    rows.to_csv(stream, index=False, header=header, lineterminator=end)
    return stream.getvalue()
