"""What changed from an earlier state to another, in sentences, as pages and briefings report it."""

from __future__ import annotations

from geo.casebook.diff import Change, compare
from geo.casebook.snapshot import Snapshot


def sentence(change: Change) -> str:
    """One line about a change, which names what it is about."""
    if change.kind in {"new attack", "attack gone", "new area", "area gone", "rules", "casebook"}:
        return f"{change.kind.capitalize()}: {change.text}"
    number = f"entry {change.subject}, " if change.kind == "decision" else ""
    return f"{change.kind.capitalize()}: {number}{change.title}. {change.text}"


def lines(earlier: Snapshot, later: Snapshot, *, name: str) -> tuple[str, ...]:
    """Lines of a pack: the name of the earlier state, then each change from it to the later."""
    return (name, *map(sentence, compare(earlier, later)))
