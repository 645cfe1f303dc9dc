"""Constants that the scripts of the map share with Python: they stand there and are handed over."""

from __future__ import annotations

from typing import Any, Final

from layers import age_style, style
from layers.builders.attacks import KIND_WORDS, LISTED, NOBODY_WORDS, SENTENCES
from layers.hatching import ANGLES_DEG, DOTS, RINGS
from layers.mark_shapes import CORNERS, CROSS, LOWER, STEPS
from layers.mark_tones import KINDS
from layers.placement import label_positions
from layers.placement.clusters import STEP_ZOOM
from layers.placement.spread import AROUND, IN_VIEW_ONLY, RULES

# A ten-thousandth of a degree is about ten metres, finer than any place here is known.
SCALE: Final = 10_000
"""Units a degree in which coordinates travel."""


def constants() -> dict[str, Any]:
    """Give what no layer and no theme changes; scripts read it as ``atlas.shared``."""
    return {
        "scale": SCALE,
        "step": STEP_ZOOM,
        "rules": RULES,
        "many": IN_VIEW_ONLY,
        "around": AROUND,
        "corners": CORNERS,
        "lower": LOWER,
        "cross": CROSS,
        "turns": STEPS,
        "px": style.MARK_PX,
        "radius": [style.MARK_RADIUS_PX, style.MARK_GROWTH_PX, style.MARK_RADIUS_MAX_PX],
        "rims": [style.RIM_PX, style.RING_RIM_PX],
        "least": style.LEAST_ARC,
        "core": style.CORE,
        "letters": style.CORE_LETTERS,
        "digits": [style.LONG_NUMBER, style.CORE_DIGITS],
        "badge": [style.BADGE_PX, style.BADGE_WIDER],
        "leader": [style.LEADER_PX, style.LEADER_DOT_PX, style.LEADER_END],
        "hatches": {"angles": ANGLES_DEG, "rings": RINGS, "dots": DOTS},
        "bands": [
            age_style.BAND_DEG,
            age_style.BAND_PX,
            age_style.BAND_LEAST_PX,
            age_style.BANDS_EACH,
        ],
        "dashes": [age_style.SHARED_EDGE_PX, age_style.SHARED_DASH_PX],
        "verdicts": [
            (style.VERDICTS[one].one, style.VERDICTS[one].several) for one in style.RINGED
        ],
        "nobody": NOBODY_WORDS,
        "kinds": [KIND_WORDS[kind] for kind in KINDS],
        "sentences": SENTENCES,
        "listed": LISTED,
        "positions": [
            (label_positions.ANCHOR_SHARE[way], right, up)
            for way, right, up in label_positions.LABEL_POSITIONS
        ],
        "gaps": label_positions.GAPS_PX,
        "ofTheMark": label_positions.OF_THE_MARK,
        "same": label_positions.SAME_PX,
        "along": label_positions.ALONG_PX,
        "near": label_positions.NEAR_ZOOM,
    }
