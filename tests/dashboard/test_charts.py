"""Charts whose colours can be read: one for each method, and none that means a mismatch."""

from __future__ import annotations

from dashboard.charts import METHOD_COLOURS
from geo.schema import METHODS
from layers.style import VERDICTS


def test_every_method_has_a_colour_of_its_own_and_none_is_that_of_a_mismatch():
    assert set(METHOD_COLOURS) == {*METHODS, ""}
    assert len(set(METHOD_COLOURS.values())) == len(METHOD_COLOURS)
    assert not set(METHOD_COLOURS.values()) & set(VERDICTS["mismatch"])
