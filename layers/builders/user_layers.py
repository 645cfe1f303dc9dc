"""A reader's own attacks on the map: marks of another shape, named as theirs, never counted in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from layers.builders.attacks import disc_layer, link_layer, mark_layer
from layers.spec import LineLayer, PointLayer

YOURS: Final = "yours"
"""Word in the column ``whose`` that splits a reader's attacks from those of the public record."""

CREDIT: Final = "Attacks: yours, no part of the public record"
SHAPES: Final = {"targets": "triangle", "launches": "wedge"}
_TITLES: Final = {
    "discs": "How well your places are known",
    "links": "Your launch to target",
    "targets": "Your targets",
    "launches": "Your launches",
}


def split_user_attacks(attacks: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split the attacks of the public record from the reader's own, by the column ``whose``."""
    if "whose" not in attacks:
        return attacks, attacks.iloc[:0]
    own = attacks["whose"].eq(YOURS)
    return (attacks[~own], attacks[own]) if own.any() else (attacks, attacks[own])


def own_layers(
    attacks: pd.DataFrame,
    *,
    wanted: Collection[str],
    names: Mapping[str, str] | None = None,
    selected: Collection[str] = (),
) -> list[PointLayer | LineLayer]:
    """Make the layers of a reader's own attacks, bottom first; none where there are none.

    Parameters
    ----------
    attacks
        The reader's, columns as of :func:`layers.build.build_map`.
    wanted
        Ids of the layers of attacks to show: each has its twin here, under ``yours_…``.
    names
        Readable names of groups by id.
    selected
        Attack ids to be drawn as selected.
    """
    if attacks.empty:
        return []
    makers: Mapping[str, Callable[[], PointLayer | LineLayer]] = {
        "discs": lambda: disc_layer(attacks, visible=True),
        "links": lambda: link_layer(attacks, names=names),
        "targets": lambda: mark_layer(attacks, role="target", names=names, selected=selected),
        "launches": lambda: mark_layer(attacks, role="launch", names=names, selected=selected),
    }
    return [_as_own(layer_id, make()) for layer_id, make in makers.items() if layer_id in wanted]


def _as_own(layer_id: str, layer: PointLayer | LineLayer) -> PointLayer | LineLayer:
    features = layer.features
    features = features.assign(tooltip="yours · " + features["tooltip"].astype(str))
    if layer_id in SHAPES:
        features = features.assign(shape=SHAPES[layer_id])
    return replace(
        layer,
        id=f"{YOURS}_{layer_id}",
        title=_TITLES[layer_id],
        features=features,
        attribution=CREDIT,
    )
