"""One PDF looks the same in PDFium, Poppler and MuPDF: hatches are lines, not patterns of tiles."""

from __future__ import annotations

import io
import shutil
import subprocess
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pypdfium2
import pytest
import shapely
from PIL import Image

from layers.brief.layout import sheets
from layers.brief.picture import pdf, png
from layers.brief.sizes import SIZES
from tests.support import pace
from tests.worlds import briefs as views
from tests.worlds import squares as worlds

DPI = 144
WAIT_S = pace.seconds(300)
# Over hatched ground renderers that smooth edges in their own ways differ by 3 at the most, and a
# pattern of tiles, which one of them draws opaque, by 41.
TOLERANCE = 8.0
GROUND = (42.2, 32.4, 43.4, 33.2)


def hatched():
    """Ground of six groups side by side, each with its own hatch."""
    west, south, east, north = GROUND
    edges = np.linspace(west, east, 7)
    areas = worlds.areas().iloc[[0] * 6].reset_index(drop=True)
    areas.index = pd.Index([f"area{at}" for at in range(6)], name="area_id")
    holders = ["KH", "AAH", "KSS", "BADR", "PMF13", "PMF16"]
    boxes = [shapely.box(a, south, b, north) for a, b in pairwise(edges)]
    return areas.assign(holder=holders, confidence="high", confirmed=True).set_geometry(
        gpd.GeoSeries(boxes, index=areas.index, crs=4326)
    )


@pytest.fixture(scope="module")
def page():
    seen = views.view(views.rows().iloc[:0], bounds=GROUND, ground=lambda _: hatched())
    return sheets(views.made(seen=seen), SIZES["hd"])[0]


@pytest.fixture(scope="module")
def content(page):
    return pdf([page], made=views.MADE, title="T", author="A")


def pdfium(content, _folder):
    return pypdfium2.PdfDocument(content)[0].render(scale=DPI / 72).to_pil().convert("L")


def poppler(content, folder):
    (folder / "page.pdf").write_bytes(content)
    command = ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=WAIT_S)
    return Image.open(folder / "page.png").convert("L")


def mupdf(content, folder):
    (folder / "page.pdf").write_bytes(content)
    command = ["mutool", "draw", "-r", str(DPI), "-o", "page.png", "page.pdf", "1"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=WAIT_S)
    return Image.open(folder / "page.png").convert("L")


OTHERS = {
    "pdftoppm": pytest.param(
        poppler, id="poppler",
        marks=pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler-utils is missing"),
    ),
    "mutool": pytest.param(
        mupdf, id="mupdf",
        marks=pytest.mark.skipif(not shutil.which("mutool"), reason="mupdf-tools is missing"),
    ),
}  # fmt: skip


def cut(picture, sheet):
    """The part of a page where its map lies."""
    box = sheet.item("map_1").box
    edges = [round(value * DPI) for value in (box.left, box.top, box.right, box.bottom)]
    return np.asarray(picture.crop(edges), dtype=float)


def distance(one, other, sheet, *, blur=1):
    size = (one.width // blur, one.height // blur)
    pair = [picture.resize(size, Image.Resampling.BOX) for picture in (one, other)]
    pair = [picture.resize(one.size, Image.Resampling.BOX) for picture in pair]
    gap = cut(pair[0], sheet) - cut(pair[1], sheet)
    return float(np.sqrt((gap**2).mean()))


@pytest.mark.parametrize("render", OTHERS.values())
def test_the_map_looks_as_in_pdfium(render, page, content, tmp_path):
    assert distance(pdfium(content, tmp_path), render(content, tmp_path), page) <= TOLERANCE


def test_no_pattern_of_tiles_is_in_the_file(content):
    assert b"/PatternType" not in content


def test_pdfium_draws_what_the_picture_shows(page, content, tmp_path):
    drawn = Image.open(io.BytesIO(png(page))).convert("L")
    # A PNG's lines snap to whole pixels.
    assert distance(drawn, pdfium(content, tmp_path), page, blur=4) <= TOLERANCE


def test_another_hatch_is_seen(page, content, tmp_path, monkeypatch):
    """Without its hatch the same page is further away than any renderer may be."""
    monkeypatch.setattr("layers.static.shapes.draw_hatch", lambda *_, **__: None)
    bare = pdf([page], made=views.MADE, title="T", author="A")
    assert distance(pdfium(content, tmp_path), pdfium(bare, tmp_path), page) > TOLERANCE
