"""In a real browser, with its own letters, no text of a legend runs over its edge."""

from __future__ import annotations

import pytest

from layers import style
from layers.legend import LegendEntry, legend
from layers.web.legend_svg import legend_svg
from tests.worlds import squares as worlds

BOXES = """() => [...document.querySelectorAll('svg text')].map(one => {
    const svg = one.ownerSVGElement.getBoundingClientRect(), box = one.getBoundingClientRect();
    return {text: one.textContent, left: box.left - svg.left, right: svg.right - box.right,
        below: svg.bottom - box.bottom};
})"""
LABELS = (
    "explained: does not fit, but explained",
    "Part of a ring: the share it holds for; its number beside",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "كتائب حزب الله في العراق والمقاومة الإسلامية في كل مكان",
    "地図地図地図地図地図地図地図地図地図地図地図地図 🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀",
)


@pytest.mark.parametrize("width_px", [180, 260, 420])
def test_no_text_is_cut(page, width_px):
    entries = [LegendEntry("A heading " + text, text, "mark", tone="KH") for text in LABELS]
    ticks = tuple(f"{n * 1234567:,}–{n * 7654321:,}" for n in range(1, 6))
    entries.append(LegendEntry("Density", LABELS[1], "ramp", ramp=style.HEX_RAMP, ticks=ticks))
    entries += legend(worlds.spec("hostile"), names={worlds.ALL_HOSTILE: worlds.ALL_HOSTILE})
    page.set_content(legend_svg(entries, width_px=width_px))
    boxes = page.evaluate(BOXES)
    assert len(boxes) > len(entries)
    for one in boxes:
        assert min(one["left"], one["right"], one["below"]) >= 0, one
