"""One file of the corpus, and the collection that makers add their files to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

REFUSED, QUARANTINED, LOADS = "refused", "quarantined", "loads"


@dataclass(frozen=True)
class Case:
    """A file and what must become of it.

    Parameters
    ----------
    suffix
        What the file calls itself.
    kind
        Class of fault, or `twin` for a sound file.
    name
        Which of them.
    source
        Its bytes, or what makes them.
    outcome
        `refused`: one clear error. `quarantined`: read, with at least one row held back and the
        sum of rows right. `loads`: every row kept.
    """

    suffix: str
    kind: str
    name: str
    source: bytes | Callable[[], bytes]
    outcome: str

    @property
    def content(self):
        return self.source() if callable(self.source) else self.source

    @property
    def label(self):
        return f"{self.suffix[1:]}-{self.kind}-{self.name}"


Maker = Callable[[], Iterable[Case]]


def numbered(suffix, kind, outcome, contents):
    """Cases of one kind from pairs of name and bytes."""
    return [Case(suffix, kind, name, content, outcome) for name, content in contents.items()]
