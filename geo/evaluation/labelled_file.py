"""What an adapter gives back: events with groups, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from geo.attribution.events import Events


@dataclass(frozen=True, eq=False)
class Reading:
    """Events of a file.

    Parameters
    ----------
    events
        Events with their candidate groups.
    notes
        What a person should know about the reading.
    """

    events: Events
    notes: tuple[str, ...]
