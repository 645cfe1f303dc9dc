"""One line of the table: what was measured, what it was, what it is, and whether that will do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure.

    Parameters
    ----------
    what
        What was measured.
    was
        The figure as it was before this was fixed, as it was written down then.
    now
        The figure that this run measured.
    holds
        Whether it is as it should be; None where this repository cannot measure it, and `now`
        says why.
    """

    what: str
    was: str
    now: str
    holds: bool | None
