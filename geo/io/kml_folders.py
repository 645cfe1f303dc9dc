"""Folders of KML: their names are a column, and may say that a point is a launch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.io.geojson import Feature
from geo.parsing.names import bare
from geo.schemas.vocabulary import ROLE_WORDS

FOLDER, OWN_FOLDER = "folder", "kml folder"
"""Column of the folders' names, and its name where the cells have a column of the first one."""

LAUNCH = ("launch_lon", "launch_lat")
_PLAINER = {"launches": "launch", "targets": "target", "origins": "origin"}
_ROLES = {bare(word): role for role, words in ROLE_WORDS.items() for word in words}


@dataclass
class Folder:
    """A folder, of which the name may come behind what it holds."""

    name: str = ""


def in_folders(
    features: Sequence[Feature], folders: Sequence[Sequence[Folder]]
) -> tuple[tuple[Feature, ...], list[str]]:
    """Features with the names of their folders, and points of launches in their own columns.

    Parameters
    ----------
    features
        As read.
    folders
        Those about each of them, the outermost first.

    Returns
    -------
    The features, and a sentence on the points that are launches by the name of their folder.
    """
    made, launches = [], list[str]()
    for feature, about in zip(features, folders, strict=True):
        names = [folder.name for folder in about if folder.name]
        if not names:
            made.append(feature)
            continue
        column = FOLDER if FOLDER not in feature.properties else OWN_FOLDER
        properties = {column: " / ".join(names), **feature.properties}
        said_otherwise = any(feature.properties.get(name) for name in LAUNCH)
        point = None if said_otherwise else _spot(feature.geometry)
        if point is not None and role_of(names) == "launch":
            launches.append(names[-1])
            said = dict(zip(LAUNCH, map(repr, point), strict=True))
            made.append(replace(feature, properties=said | properties, geometry=None))
        else:
            made.append(replace(feature, properties=properties))
    if not launches:
        return tuple(made), []
    words = f"points in folders of launches, such as {launches[0]!r}: {len(launches)}"
    return tuple(made), [f"{words}; each is read as the launch, not as the target."]


def role_of(names: Sequence[str]) -> str:
    """Tell whether folders say that their points are targets or launches; the innermost first.

    Returns
    -------
    `target`, `launch`, or nothing where no name says so, or one names both.
    """
    for name in reversed(names):
        words = [_PLAINER.get(word, word) for word in bare(name).split()]
        roles = {_ROLES[word] for word in words if word in _ROLES}
        if roles:
            return roles.pop() if len(roles) == 1 else ""
    return ""


def _spot(geometry: Mapping[str, Any] | None) -> list[float] | None:
    """Longitude and latitude of a sound point; anything else is left for the checks to name."""
    if geometry is None or geometry.get("type") != "Point":
        return None
    position = geometry.get("coordinates")
    sound = isinstance(position, list) and all(isinstance(one, float) for one in position)
    return position[:2] if sound and position and len(position) > 1 else None
