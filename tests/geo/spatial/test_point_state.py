"""Where a point lies of an area that holds its own edge, by how far from the edge it is known."""

from __future__ import annotations

import numpy as np

from geo.spatial.point_state import PointState, three_states

EDGE_KM = np.array([[0.0, 2.0, 3.0, 4.0]])
SLACK_KM = np.array([[0.0, 3.0, 3.0, 3.0]])


def test_inside_is_told_unless_a_part_of_what_is_meant_may_lie_beyond_the_edge():
    found = three_states(np.ones((1, 4), dtype=bool), EDGE_KM, SLACK_KM)
    inside, cannot_tell = PointState.INSIDE, PointState.CANNOT_TELL
    assert found.tolist() == [[inside, cannot_tell, inside, inside]]


def test_outside_is_told_unless_a_part_of_what_is_meant_may_reach_the_edge():
    found = three_states(np.zeros((1, 4), dtype=bool), EDGE_KM, SLACK_KM)
    outside, cannot_tell = PointState.OUTSIDE, PointState.CANNOT_TELL
    assert found.tolist() == [[cannot_tell, cannot_tell, cannot_tell, outside]]
