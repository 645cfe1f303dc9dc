"""Sources that were read in a copy: where, since a copy does not carry its original's grade."""

from __future__ import annotations

import re

import pandas as pd

from geo.tables import as_text

_COPY = re.compile(
    r"^(?:[\w’'-]+ ){0,4}?(?:copy|digest|statement|quoted|retold) (?:on|in|by) "
    r"(?P<where>.{1,80}?)(?:;|\.(?:\s|$))",
    re.IGNORECASE,
)


def read_at(sources: pd.DataFrame) -> pd.Series:
    """Name the page on which each source was read in a copy, by `source_id`; empty for originals.

    Parameters
    ----------
    sources
        With `limits`, whose first sentence says it: “Copy on CTV News.”, “Retold by enmnews.”
    """
    if "limits" not in sources:
        return pd.Series("", index=sources.index, dtype=object)
    return as_text(sources["limits"].str.extract(_COPY)["where"])


def own_letters(sources: pd.DataFrame, publishers: pd.DataFrame) -> pd.Series:
    """Reliability of each source by `source_id`: of its publisher, or of where the copy stands.

    A copy on a page whose publisher has no letter is an F, cannot be judged: nobody knows whether
    it copies well.
    """
    where = read_at(sources)
    letters = publishers["reliability"]
    folded = letters.set_axis(_folded(letters.index.to_series()))
    copied = _folded(where).map(folded[~folded.index.duplicated()]).fillna("F")
    return as_text(sources["publisher"].map(letters).where(where == "", copied))


def _folded(names: pd.Series) -> pd.Series:
    """Names as they are compared: “The Hindu” and “the hindu” are one publisher."""
    return names.str.casefold().str.removeprefix("the ")
