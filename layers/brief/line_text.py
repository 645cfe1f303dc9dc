"""Lines of text that a picture draws in one piece and keeps, since most pages share them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Text
from numpy.typing import NDArray

from layers import style
from layers.measure import FONT_LOCK


@lru_cache(maxsize=4_096)
def _bitmap(
    text: str, weight: str, size_pt: float, dpi: float, hinting: LoadFlags
) -> tuple[NDArray[np.uint8], float, float, float]:
    """Give a line's pixels, its offset to the right, how far it hangs, and its width, pixels."""
    face = font_manager.FontProperties(family=style.STATIC_FONT, weight=weight)
    with FONT_LOCK:
        font = font_manager.get_font(font_manager.findfont(face))
        font.set_size(size_pt, dpi)
        font.set_text(text, 0.0, flags=hinting)
        font.draw_glyphs_to_bitmap(antialiased=True)
        right, down = font.get_bitmap_offset()
        hangs = (down + font.get_descent()) / 64
        wide = font.get_width_height()[0] / 64
        return np.array(font.get_image()), right / 64, hangs, wide


class LineText(Text):
    """One line without rotation; matplotlib draws it glyph by glyph, which takes half a picture."""

    def draw(self, renderer: RendererBase, *args: Any, **kwargs: Any) -> None:
        """Draw the line, in one piece where the renderer draws pixels."""
        if not isinstance(renderer, RendererAgg) or not self.get_visible():
            super().draw(renderer, *args, **kwargs)
            return
        pixels, right, hangs, wide = _bitmap(
            self.get_text(),
            str(self.get_fontweight()),
            float(self.get_fontsize()),
            float(renderer.dpi),
            get_hinting_flag(),  # type: ignore[no-untyped-call]
        )
        x, y = self.get_transform().transform(self.get_position())
        shift = {"left": 0.0, "center": wide / 2, "right": wide}[self.get_horizontalalignment()]
        ink = renderer.new_gc()
        ink.set_foreground(self.get_color())
        renderer._renderer.draw_text_image(  # noqa: SLF001 - as matplotlib's own Agg text does
            pixels, round(x - shift + right), round(renderer.height - y + hangs) + 1, 0.0, ink
        )
        ink.restore()
