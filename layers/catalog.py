"""Names, order and first visibility of every layer that the atlas can draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class LayerEntry:
    """One layer of the catalogue.

    Parameters
    ----------
    id
        The layer's id, stable across versions: it stands in saved links.
    title
        What people read.
    shown
        Whether it shows before anybody chose.
    base
        Whether it belongs to the unchanging base map.
    note
        One sentence on what the layer does and does not say.
    """

    id: str
    title: str
    shown: bool
    base: bool
    note: str


# Bottom of the map first.
ENTRIES: Final[tuple[LayerEntry, ...]] = (
    LayerEntry("around", "Land and sea around", True, True, "Coarse, beyond the base map."),
    LayerEntry("neighbours", "Neighbouring countries", True, True, "Outlines for orientation."),
    LayerEntry("borders", "Borders", True, True, "Borders of the neighbouring countries."),
    LayerEntry("units", "Governorates", True, True, "Outlines for orientation, never joined on."),
    LayerEntry("water", "Lakes and sea", True, True, "Open water."),
    LayerEntry("country", "Iraq", True, True, "The country's outline."),
    LayerEntry("rivers", "Tigris and Euphrates", True, True, "Rivers that bound some ground."),
    LayerEntry("heat", "Heat", False, False, "Smoothed density of the attacks shown."),
    LayerEntry("hexagons", "Hexagons", False, False, "Attacks counted in H3 cells."),
    LayerEntry("committees", "Committees", False, False, "Regions of the military committees."),
    LayerEntry(
        "ground", "Ground of groups", True, False, "Reported ground; edges are assessments."
    ),
    LayerEntry("usual", "Usual ground", False, False, "Cells of past launches; never a hard edge."),
    LayerEntry("supply", "Supply lines", False, False, "Schematic: real routes are not drawn."),
    LayerEntry("context", "Context events", False, False, "Strikes, arrests; never counted."),
    LayerEntry("discs", "Location uncertainty", False, False, "Radius of each place."),
    LayerEntry("links", "Launch to target", True, False, "Straight lines, not flight paths."),
    LayerEntry("targets", "Targets", True, False, "One mark a place; the number counts attacks."),
    LayerEntry("launches", "Launches", True, False, "One mark a place; the number counts attacks."),
    LayerEntry(
        "excluded", "Foiled, fabricated and found", False, False, "Fabricated, duplicate, found."
    ),
    LayerEntry("towns", "Towns", True, True, "Labels by zoom and population."),
    LayerEntry("bases", "Bases", True, True, "Places that attacks were aimed at."),
)
IDS: Final = tuple(entry.id for entry in ENTRIES)
_BY_ID: Final = {entry.id: entry for entry in ENTRIES}
_ORDER: Final = {entry.id: place for place, entry in enumerate(ENTRIES)}

# Layers of the map that a reader may switch; the base map stays as it is.
CHOICES: Final = tuple(entry for entry in ENTRIES if not entry.base)
DEFAULT_SHOWN: Final = frozenset(entry.id for entry in CHOICES if entry.shown)


@dataclass(frozen=True)
class MapView:
    """One named view of the map: its centre (degrees, EPSG:4326) and a Leaflet zoom."""

    id: str
    title: str
    lat: float
    lon: float
    zoom: float


VIEWS: Final[tuple[MapView, ...]] = (
    MapView("all", "All", 33.35, 43.7, 6.25),
    MapView("baghdad", "Baghdad", 33.33, 44.38, 10.5),
    MapView("al_asad", "Al-Asad", 33.79, 42.45, 10.5),
    MapView("balad", "Balad", 33.94, 44.36, 10.5),
    MapView("north", "Erbil–Mosul", 36.3, 43.6, 9.0),
)

PLACE: Final = "place:"
"""Before the id of a gazetteer place, in the id of a view."""


def entry(layer_id: str) -> LayerEntry:
    """Give the catalogue's entry of a layer id.

    Raises
    ------
    KeyError
        When the catalogue does not know the id.
    """
    if layer_id not in _BY_ID:
        message = f"no layer is called {layer_id!r}; expected one of {', '.join(IDS)}"
        raise KeyError(message)
    return _BY_ID[layer_id]


def order(layer_id: str) -> int:
    """Give a layer's place from the bottom; unknown layers lie above all known ones."""
    return _ORDER.get(layer_id, len(ENTRIES))
