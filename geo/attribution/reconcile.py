"""One sentence that reconciles a verdict and a ranking where the two differ."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

HIDDEN = "the ranking, from which the assessment is hidden,"


def _leads(group: str) -> str:
    return f"{group} leads" if group else "nobody leads"


def _mismatch(said: str, first: str, without: str) -> str:
    if first == said:
        return (
            f"The verdict is about what does not fit {said}; the ranking puts it first because it "
            f"hears the claim, which is no proof of itself: without it {_leads(without)}."
        )
    if first:
        return ""
    return f"The verdict is about what does not fit {said}; that is too little to name another."


def _explained(said: str, first: str, without: str) -> str:
    del without
    if first == said:
        return ""
    return (
        "A record explains what does not fit here. It is part of the assessment, so the ranking "
        f"does not hear it: there {_leads(first)}."
    )


def _consistent(said: str, first: str, without: str) -> str:
    del without
    if first == said:
        return ""
    if first:
        return (
            f"The verdict asks whether anything known speaks against {said}, and nothing does; "
            f"{HIDDEN} finds more for {first}."
        )
    return (
        f"The verdict asks whether what is known fits {said}, and it does; {HIDDEN} finds too "
        "little to name anybody."
    )


def _insufficient(said: str, first: str, without: str) -> str:
    if first and first == said:
        return (
            "The verdict stays open because a claim is no evidence for itself; the ranking hears "
            f"it, and without it {_leads(without)}."
        )
    if first and said:
        return (
            f"The verdict stays open because nothing known fits or breaks {said}; the ranking "
            f"finds more for {first}."
        )
    if first:
        return (
            "The verdict stays open because nobody is said to have done it; the ranking says to "
            "whom the rest points."
        )
    return ""


def _contested(said: str, first: str, without: str) -> str:
    del said, without
    if not first:
        return ""
    return (
        "The verdict stays open because several groups hold the launch place; the ranking weighs "
        f"what else is known: there {_leads(first)}."
    )


_SENTENCES: dict[str, Callable[[str, str, str], str]] = {
    "mismatch": _mismatch,
    "explained": _explained,
    "consistent": _consistent,
    "insufficient": _insufficient,
    "contested": _contested,
}


def reconciles(
    verdicts: pd.Series, asserted: pd.Series, *, leads: pd.Series, without: pd.Series
) -> pd.Series:
    """Say why verdict and ranking differ, in one sentence an attack; empty where they agree.

    Parameters
    ----------
    verdicts, asserted
        Verdict and asserted group of each attack; no group is an empty text.
    leads, without
        Group that leads the ranking, with the claim and without it, on the same index;
        empty where none does.
    """
    return pd.Series(
        [
            _SENTENCES[verdict](said, first, rest)
            for verdict, said, first, rest in zip(
                verdicts,
                asserted,
                leads.reindex(verdicts.index),
                without.reindex(verdicts.index),
                strict=True,
            )
        ],
        index=verdicts.index,
        dtype=object,
    )
