"""Terms: single observations that speak for or against groups, each with its source."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

EFFECTS = {
    "supports": "fits what is asserted",
    "breaks": "does not fit what is asserted",
    "explains": "a record that explains what does not fit",
    "flag": "worth knowing, decides nothing",
    "says": "speaks where nothing is asserted",
    "asserts": "is what is asserted",
    "silent": "cannot speak",
}
"""What a term can do. Only `supports` and `breaks` count as speaking."""

COLUMNS = ("attack_id", "term_id", "effect", "favours", "against", "text", "source", "covers")


def empty() -> pd.DataFrame:
    """No terms."""
    return pd.DataFrame(columns=list(COLUMNS), dtype=object)


def make(
    attack_ids: Iterable[str],
    *,
    term_id: str | pd.Series,
    effect: str | pd.Series,
    text: str | pd.Series,
    source: str | pd.Series,
    favours: pd.Series | None = None,
    against: pd.Series | None = None,
    covers: pd.Series | None = None,
) -> pd.DataFrame:
    """Terms as a frame, one row each; text cells may be shared or given row by row.

    Parameters
    ----------
    attack_ids
        Attack of each term.
    term_id, effect, text, source
        One value for all, or a Series aligned by position.
    favours, against
        Tuples of group ids, or single ids; empty where None.
    covers
        For explanations: ids of the rules that it explains, joined by `|`.
    """
    ids = list(attack_ids)
    if not ids:
        return empty()

    def cells(value: object) -> list[object]:
        return value.tolist() if isinstance(value, pd.Series) else [value] * len(ids)

    return pd.DataFrame(
        {
            "attack_id": ids,
            "term_id": cells(term_id),
            "effect": cells(effect),
            "favours": [_groups(v) for v in cells(favours)],
            "against": [_groups(v) for v in cells(against)],
            "text": cells(text),
            "source": cells(source),
            "covers": cells("" if covers is None else covers),
        },
        dtype=object,
    )


def _groups(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def join_terms(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All terms of several rules in one frame."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else empty()
