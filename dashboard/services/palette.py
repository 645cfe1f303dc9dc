"""Everything that can be gone to by its name: pages, attacks, places, ground, groups, and deeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from dashboard.services.documents import documents
from dashboard.services.labels import day_words
from dashboard.services.spans import KnownSpan
from geo.atlas import Atlas

DEEDS: Mapping[str, str] = {
    "reset": "Reset filters",
    "mismatches": "Show on the map what does not fit",
    "close": "Close the card",
    "keys": "Show what keys do",
}
"""What can be done by name, by id."""


class Goal(NamedTuple):
    """One thing that can be gone to: of which kind, its id, and the words it is found by."""

    kind: str
    ident: str
    words: str

    @property
    def label(self) -> str:
        """Kind and words, as a list shows them."""
        return f"{self.kind.capitalize()}: {self.words}"


def goals(
    atlas: Atlas,
    attacks: pd.DataFrame,
    *,
    pages: Iterable[tuple[str, str]],
    spans: Iterable[KnownSpan],
) -> list[Goal]:
    """List everything that can be gone to by its name, the fewest of a kind first.

    Parameters
    ----------
    atlas
        Registries, places and ground.
    attacks
        With `date`, `date_precision`, `date_latest` and `title`, by id.
    pages
        Id and title of each page.
    spans
        Spans of days that the record knows.
    """
    groups, areas, places = atlas.registry.groups, atlas.areas.table, atlas.gazetteer.table
    found = [Goal("page", ident, title) for ident, title in pages]
    found += [Goal("document", one.ident, one.title) for one in documents().values()]
    found += [Goal("do", ident, words) for ident, words in DEEDS.items()]
    found += [Goal("days", one.ident, one.title) for one in spans]
    found += [
        Goal("group", str(ident), _joined(row["name"], row["name_ar"], str(ident)))
        for ident, row in groups.iterrows()
    ]
    found += [
        Goal("ground", str(ident), _joined(row["title"], row["holder"]))
        for ident, row in areas.iterrows()
    ]
    found += [
        Goal("place", str(ident), _joined(row["name"], row["name_ar"]))
        for ident, row in places.iterrows()
    ]
    found += [
        Goal("attack", str(ident), _joined(row["title"], day_words(row)))
        for ident, row in zip(attacks.index, attacks.to_dict("records"), strict=True)
    ]
    return found


def _joined(*parts: str) -> str:
    return " · ".join(str(part) for part in parts if part)
