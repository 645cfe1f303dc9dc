"""What one part of the soak found: what was done, what was lost, and whether that is well."""

from __future__ import annotations

from dataclasses import dataclass

from geo.casebook.log import Casebook


@dataclass(frozen=True)
class Outcome:
    """One row of the table.

    Parameters
    ----------
    part
        What was tried.
    done
        What was done, with its numbers.
    acknowledged, lost
        Decisions that the store said it keeps, and those of them that it has not.
    faults
        What should not have been, in words; none when all is well.
    """

    part: str
    done: str
    acknowledged: int
    lost: int
    faults: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether nothing was lost and nothing went wrong."""
        return not self.lost and not self.faults


def missing(address: str, acknowledged: dict[str, str]) -> tuple[int, tuple[str, ...]]:
    """Look for acknowledged entries in a casebook, and verify its chain.

    Parameters
    ----------
    address
        Of the casebook.
    acknowledged
        Hash of each entry by its key.

    Returns
    -------
    How many are not there as they were acknowledged, and what is wrong with the chain.
    """
    state = Casebook.open(address).read()
    there = {entry.key: entry.sha256 for entry in state.entries}
    lost = sum(there.get(key) != sha256 for key, sha256 in acknowledged.items())
    broken = state.verification.broken
    return lost, (state.verification.sentence(),) if broken else ()
