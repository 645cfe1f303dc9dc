"""Nothing on a page of the record lies on anything else, on any kind, size and title."""

from __future__ import annotations

import pytest

from layers.brief.layout import lay_out
from layers.brief.manifest import _layout
from layers.brief.sizes import SIZES
from tests.record.test_marks_record import KINDS, TITLES, pages
from tests.support.checker import places


@pytest.mark.slow
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_lies_on_anything_else(kind, title):
    made, maps = pages(kind, title=title)
    for size in SIZES:
        for page in maps[:2]:
            sheet = lay_out(page, made.imprint, SIZES[size])
            assert not places(_layout([sheet])[0]), (kind, size)


def test_a_legend_that_needs_the_room_takes_that_of_the_locator():
    made, (page,) = pages("compare")
    names = {item.name for item in lay_out(page, made.imprint, SIZES["hd"]).items}
    assert {"legend", "north", "scale"} <= names
    assert "locator" not in names
