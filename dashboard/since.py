"""What changed since an earlier state, as pages and briefings tell it."""

from __future__ import annotations

from dashboard import decisions, queries
from geo.changes import Change, compare
from geo.snapshot import Snapshot, take


def now() -> Snapshot:
    """Snapshot of the data, the findings and the decisions that the dashboard shows."""
    return take(queries.atlas(), queries.findings(), decisions.usable()[0])


def changes(earlier: Snapshot) -> tuple[Change, ...]:
    """What changed from an earlier state to the one shown."""
    return compare(earlier, now())


def sentence(change: Change) -> str:
    """One line about a change, which names what it is about."""
    if change.kind in {"new attack", "attack gone", "new area", "area gone", "rules", "casebook"}:
        return f"{change.kind.capitalize()}: {change.text}"
    number = f"entry {change.subject}, " if change.kind == "decision" else ""
    return f"{change.kind.capitalize()}: {number}{change.title}. {change.text}"


def lines(earlier: Snapshot, *, name: str) -> tuple[str, ...]:
    """Lines of a pack: first since when, then each change."""
    found = changes(earlier)
    many = "1 change" if len(found) == 1 else f"{len(found)} changes"
    return (f"{many} from {name} to the data of this briefing", *map(sentence, found))
