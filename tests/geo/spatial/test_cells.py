"""Cells folded to coarser levels, against h3 itself."""

from __future__ import annotations

from collections import Counter

import h3.api.basic_int as h3
import numpy as np

from geo.spatial.h3_cells import NOWHERE, cells_at, rolled_up


def test_a_roll_up_counts_what_h3_counts():
    rng = np.random.default_rng(2)
    lon, lat = rng.normal(44, 0.8, 400), rng.normal(33, 0.8, 400)
    lon[:5] = np.nan
    fine = np.concatenate([cells_at(lon, lat, resolution=8)] * 2)
    levels = rolled_up(fine, resolutions=(4, 8, 6))
    for level, counts in levels.items():
        known = [cell for cell in fine.tolist() if cell != NOWHERE]
        expected = Counter(h3.cell_to_parent(cell, level) for cell in known)
        assert counts.to_dict() == dict(sorted(expected.items()))
        assert counts.index.is_monotonic_increasing
    assert sorted(levels) == [4, 6, 8]


def test_nothing_rolls_up_to_nothing():
    levels = rolled_up(np.zeros(3, dtype=np.uint64), resolutions=(2, 5))
    assert [len(counts) for counts in levels.values()] == [0, 0]
