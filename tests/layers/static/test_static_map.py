"""The printed map has the size asked for, repeats to the byte, and prints what it must."""

import io
from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from geo import crs
from layers import style
from layers.spec import LineLayer, MapSpec, PointLayer, points
from layers.static.figure import figure, png_bytes
from tests.support.digests import digest
from tests.worlds import squares as worlds


def picture(spec, **options):
    return Image.open(io.BytesIO(png_bytes(spec, **options))).convert("RGB")


def words(spec, **options):
    drawn = figure(spec, **options)
    return [one.get_text() for one in drawn.findobj(Text) if one.get_text()]


def rgb(colour):
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


@pytest.fixture(scope="module")
def plain():
    return worlds.spec("plain", base=worlds.base())


@pytest.mark.parametrize(("width", "height", "dpi"), [(480, 320, 72), (700, 900, 144)])
def test_the_picture_has_the_pixels_asked_for(plain, width, height, dpi):
    assert picture(plain, width_px=width, height_px=height, dpi=dpi).size == (width, height)


def test_the_same_spec_gives_the_same_bytes(plain):
    assert digest(png_bytes(plain)) == digest(png_bytes(plain))


def test_dark_is_dark(plain):
    ground = rgb(style.palette("dark").land)
    assert picture(plain, theme="dark").getpixel((2, 2)) == ground


def test_a_mark_lies_where_its_place_is():
    frame = points([44.0], [33.0], tone=["KH"], count=[1])
    layer = PointLayer(id="targets", title="T", features=frame)
    spec = MapSpec((layer,), bounds=(40, 30, 48, 36))
    drawn = figure(spec, width_px=600, height_px=600, dpi=96)
    x, y = crs.project([44.0], [33.0])
    (px,), (py,) = drawn.axes[0].transData.transform(np.column_stack([x, y])).T
    seen = picture(spec, width_px=600, height_px=600, dpi=96)
    # Beside the letter in the middle, still inside the mark.
    assert seen.getpixel((round(px) - 5, 600 - round(py))) == rgb("#0072B2")
    assert abs(px - 300) < 15


def test_title_note_and_every_attribution_are_printed(plain):
    written = " ".join(words(plain, width_px=900, height_px=700)).replace("\n", " ")
    assert plain.title in written
    assert plain.note in written
    assert len(plain.attributions) > 4
    assert all(text in written for text in plain.attributions)


def test_the_scale_bar_is_as_long_as_it_says(plain):
    drawn = figure(plain, width_px=900, height_px=700)
    (label,) = [text for text in words(plain, width_px=900, height_px=700) if text.endswith(" km")]
    bars = [line for line in drawn.axes[0].lines if len(line.get_xdata()) == 4]
    assert np.ptp(bars[0].get_xdata()) == pytest.approx(float(label.removesuffix(" km")) * 1000)


def test_labels_cover_neither_each_other_nor_the_caption():
    towns = points(
        np.linspace(43.0, 45.0, 12),
        np.full(12, 33.0),
        label=[f"Longtown {at}" for at in range(12)],
        shape="dot",
        tone="base.town",
    )
    layer = PointLayer(id="towns", title="Towns", features=towns, attribution="Us", base=True)
    drawn = figure(MapSpec((layer,), bounds=(42, 31, 46, 35)), width_px=600, height_px=500)
    shown = [one for one in drawn.findobj(Text) if one.get_text()]
    boxes = [one.get_window_extent() for one in shown]
    assert len(boxes) > 4
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_a_launch_on_its_target_steps_aside():
    here = points([44.0], [33.0], count=[9])
    target = PointLayer(id="targets", title="T", features=here.assign(shape="circle", tone="KH"))
    launch = PointLayer(id="launches", title="L", features=here.assign(shape="diamond", tone="AAH"))
    seen = picture(MapSpec((target, launch), bounds=(42, 31, 46, 35)), width_px=500, height_px=500)
    colours = {colour for _, colour in seen.getcolors(1_000_000)}
    assert {rgb("#0072B2"), rgb("#D55E00")} <= colours
    blue = sum(n for n, colour in seen.getcolors(1_000_000) if colour == rgb("#0072B2"))
    assert blue > 100, "the target is not covered"


def test_hostile_text_emoji_and_arabic_are_drawn_as_they_stand():
    hostile = worlds.spec("hostile", base=worlds.base(name=worlds.ALL_HOSTILE))
    assert len(png_bytes(hostile)) > 10_000
    spec = MapSpec((), title="$x^2$ 🚀 بغداد")
    assert words(spec)[0] == "$x^2$ □ بغداد"


def test_an_empty_map_is_ground_and_a_scale():
    assert [text for text in words(MapSpec(())) if not text.endswith("km")] == []


def test_dashes_and_arrows_are_drawn_for_lines_that_ask(plain):
    supply = next(layer for layer in plain.layers if layer.id == "supply")
    assert isinstance(supply, LineLayer)
    drawn = figure(MapSpec((supply,), bounds=(40, 33, 42, 35)))
    axes = drawn.axes[0]
    assert axes.collections[0].get_linestyle()[0][1] is not None
    assert [type(one).__name__ for one in axes.collections] == ["LineCollection", "PolyCollection"]
    (head,) = axes.collections[1].get_paths()
    tip, end = head.vertices[0], crs.to_metric(supply.features.geometry)[0].coords[-1]
    assert np.hypot(*(tip - end)) < 40_000, "the head stands before the end of the line"
