"""Slides open in LibreOffice, where it is installed, and their words stand in their boxes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile

import pypdfium2
import pytest
from pptx import Presentation

from layers.brief.layout import sheets
from layers.brief.manifest import _layout
from layers.brief.sizes import SIZES
from layers.brief.slides import ENLARGE, pptx
from tests.support import checker, pace
from tests.worlds import briefs as views

WAIT_S = pace.seconds(180)


@pytest.fixture(scope="module")
def laid():
    return sheets(views.made(exercise=True), SIZES["hd"])


@pytest.fixture(scope="module")
def deck(laid):
    return pptx(laid, made=views.MADE, title="A deck", author="A. Briefer")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_renders_each_word_in_its_box(laid, deck, tmp_path):
    (tmp_path / "deck.pptx").write_bytes(deck)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "deck.pptx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=WAIT_S,
    )
    sheet = pypdfium2.PdfDocument(tmp_path / "deck.pdf")[0]
    high, text = sheet.get_height(), sheet.get_textpage()
    (page,) = _layout(laid)
    for item in page["items"]:
        if item["name"] not in checker.NATIVE:
            continue
        left, top, width, height = (value * 72 for value in item["box_in"])
        read = text.get_text_bounded(
            left - 1, high - top - height - 2, left + width + 1, high - top
        )
        assert checker.words(read) == checker.words(" ".join(item["lines"])), item["name"]
    dark, light = sheet.render(scale=1).to_pil().convert("L").getextrema()
    assert dark < 40
    assert light > 250


def test_the_picture_has_twice_the_pixels_and_words_for_who_cannot_see_it(laid, deck):
    slide = Presentation(io.BytesIO(deck)).slides[0]
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert picture.image.size == (1920 * ENLARGE, 1080 * ENLARGE)
    described = picture._element.nvPicPr.cNvPr.get("descr")
    assert laid[0].item("caveat").text in described
    assert slide.shapes.title.text_frame.text == laid[0].item("title").text


def test_nothing_in_the_file_tells_when_it_was_written(deck):
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = Presentation(io.BytesIO(deck)).core_properties
    assert about.created == about.modified == views.MADE.replace(tzinfo=None)
    assert (about.title, about.author) == ("A deck", "A. Briefer")
