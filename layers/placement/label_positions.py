"""Positions of a label around its mark, and which mark is its own, on screen and on paper."""

from __future__ import annotations

from typing import Final

ANCHOR_SHARE: Final[dict[str, float]] = {"left": 0.0, "right": 1.0, "center": 0.5}
"""Share of its width by which a label lies left of its anchor."""

LABEL_POSITIONS: Final = (
    ("left", 1.0, 0.0),
    ("right", -1.0, 0.0),
    ("center", 0.0, 1.0),
    ("center", 0.0, -1.0),
    ("left", 0.75, 0.75),
    ("right", -0.75, 0.75),
    ("left", 0.75, -0.75),
    ("right", -0.75, -0.75),
)
"""Positions around a mark, best first: (anchor, to the right, up), ways in shares of the gap."""

GAPS_PX: Final = (4.0, 7.0, 10.0)
"""Gaps between a mark and a label without a leader, best first."""

OF_THE_MARK: Final = 0.6
"""A place further from the middle of its mark, in radii, is not what the mark stands for."""

SAME_PX: Final = 10.0
"""Nearer than this, two places are one."""

ALONG_PX: Final = 4.0
"""Step of the boxes along a leader that no word may cover, and their side."""

NEAR_ZOOM: Final = 9.0
"""From this zoom on, labels have their second line."""
