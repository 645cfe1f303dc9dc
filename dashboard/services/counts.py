"""What a view holds, counted: its attacks by verdict, group, place and month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.services.facets import NONE, Facets, Rows


@dataclass(frozen=True)
class Breakdown:
    """Figures of a view, from codes: they cost the same look-up for ten attacks and a million.

    Parameters
    ----------
    attacks
        How many attacks it holds.
    verdicts, groups, places
        How many by verdict, by asserted group and by name of the target, most first. Without
        those of whom none is known.
    nobody
        Attacks with no asserted group.
    launches
        Attacks whose launch is known, see `geo.records.counter.launch_known`.
    by_month
        `month` (first day), `asserted_group` (empty where none is), `attacks`; undated ones are
        left out.
    """

    attacks: int
    verdicts: pd.Series
    groups: pd.Series
    places: pd.Series
    nobody: int
    launches: int
    by_month: pd.DataFrame

    @classmethod
    def of(cls, facets: Facets, rows: Rows) -> Breakdown:
        """Count the attacks among some rows.

        Parameters
        ----------
        facets
            Those of the whole table.
        rows
            (n,) True where a row is an attack of the view.
        """
        counted = {
            name: facets.columns[name].counts(rows)
            for name in ("verdict", "group", "place", "launch")
        }
        groups, places = counted["group"], counted["place"]
        return cls(
            attacks=int(rows.sum()),
            verdicts=counted["verdict"],
            groups=groups.drop(NONE, errors="ignore"),
            places=places.drop(NONE, errors="ignore"),
            nobody=int(groups.get(NONE, 0)),
            launches=int(counted["launch"].get("known", 0)),
            by_month=_by_month(facets, rows),
        )


def _by_month(facets: Facets, rows: Rows) -> pd.DataFrame:
    group = facets.columns["group"]
    dated = rows & ~np.isnat(facets.month)
    month = facets.month[dated].astype(np.int64)
    first, many = (int(month.min()), len(group.cells)) if month.size else (0, 1)
    both = (month - first) * many + group.codes[dated]
    number = np.bincount(both)
    held = np.flatnonzero(number)
    names = [cell[0].replace(NONE, "", 1) if cell == (NONE,) else cell[0] for cell in group.cells]
    return pd.DataFrame(
        {
            "month": (held // many + first).astype("datetime64[M]").astype("datetime64[ns]"),
            "asserted_group": pd.Series(names, dtype=object).reindex(held % many).tolist(),
            "attacks": number[held],
        }
    )
