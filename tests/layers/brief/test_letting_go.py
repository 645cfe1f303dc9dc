"""A briefing holds the drawing of one page at a time, of however many and with no collector."""

from __future__ import annotations

import gc

import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patches import Patch

from layers.brief import picture
from layers.brief.files import files
from tests.worlds import briefs as views

pytestmark = pytest.mark.slow


def bitmaps():
    return sum(isinstance(one, RendererAgg) for one in gc.get_objects())


@pytest.fixture
def uncollected():
    """No garbage is collected, as while the command makes its files."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "pptx"])
def test_a_page_is_let_go_once_it_is_written(ending, uncollected, monkeypatch):
    made = views.made("pack")
    before, draw, figures = bitmaps(), picture.draw, []

    def watched(sheet, **more):
        held = [one for one in figures if one.axes or one.findobj(Patch)[1:]]
        assert not held, "an earlier page is still drawn"
        assert bitmaps() == before, "the bitmap of an earlier page is held"
        figures.append(draw(sheet, **more))
        return figures[-1]

    monkeypatch.setattr(picture, "draw", watched)
    for _ in files(made, formats=(ending,), sizes=("hd",)):
        pass
    assert len(figures) == len(made.pages) > 3
    assert bitmaps() == before
