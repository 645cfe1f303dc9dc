"""The words of a pack, cover, changes and method, say which day's ground the maps draw."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
from pptx import Presentation

from layers.brief.content import TextPage
from layers.brief.layout import sheets
from layers.brief.pack import MAPS
from layers.brief.picture import pdf
from layers.brief.sizes import SIZES
from layers.brief.slides import pptx
from tests.worlds import briefs as views
from tests.worlds import squares as worlds

START = "Ground as of"
LAST = "Ground as of 31 December 2021"
SAID = {
    **dict.fromkeys(MAPS, LAST),
    "compare": "Ground as of 30 June 2021 and 31 December 2021",
    "series": "Ground as of 31 March 2021 to 31 August 2021, a day for each map",
}
"""What the words of a pack say of the ground, by the one kind of map that it holds."""

TEXTS = ("cover", "changes", "changes", "method")
SINCE = ("1 March 2021", *(f"attack a{number} moved" for number in range(13)))


def laid(*contents, size="hd", **over):
    options = replace(views.OPTIONS, contents=contents, since=SINCE)
    return sheets(views.made("pack", seen=views.view(**over), options=options), SIZES[size])


def words_of(sheet):
    return [one for one in sheet if isinstance(one.page, TextPage)]


def read(content, sheet, *, box=None):
    """Words of a page, or of a box in it, as PDFium reads them."""
    page = pypdfium2.PdfDocument(content)[sheet.number - 1]
    text, high = page.get_textpage(), page.get_height()
    if box is None:
        return plain(text.get_text_range())
    left, top, right, bottom = (72 * one for one in (box.left, box.top, box.right, box.bottom))
    return plain(text.get_text_bounded(left - 1, high - bottom - 2, right + 1, high - top))


def plain(text):
    return " ".join(text.split())


def test_every_kind_of_map_is_looked_at():
    assert set(SAID) == set(MAPS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SAID)
def test_a_pdf_prints_it_on_every_page_of_words(kind):
    pages = laid(kind)
    content = pdf(pages, made=views.MADE, title="T", author="A")
    text_sheets = words_of(pages)
    assert [sheet.page.kind for sheet in text_sheets] == list(TEXTS)
    for sheet in text_sheets:
        box = sheet.item("ground").box
        assert read(content, sheet, box=box) == SAID[kind]
        assert read(content, sheet).count(START) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", SAID)
def test_slides_say_it_in_the_notes_and_the_words_for_who_cannot_see(kind):
    pages = laid(kind)
    deck = Presentation(io.BytesIO(pptx(pages, made=views.MADE, title="T", author="A")))
    text_sheets = words_of(pages)
    assert [sheet.page.kind for sheet in text_sheets] == list(TEXTS)
    for sheet in text_sheets:
        slide = deck.slides[sheet.number - 1]
        notes = slide.notes_slide.notes_text_frame.text.split("\n")
        assert [line for line in notes if START in line] == [SAID[kind]]
        (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
        alt_text = picture._element.nvPicPr.cNvPr.get("descr").split(" | ")
        assert [part for part in alt_text if START in part] == [SAID[kind]]


@pytest.mark.parametrize("size", SIZES)
def test_on_every_size_it_is_laid_out_whole(size):
    for sheet in words_of(laid(*MAPS, size=size)):
        item = sheet.item("ground")
        assert " ".join(item.lines) == (
            "Ground as of 31 March 2021 to 31 December 2021, a day for each map"
        )


def test_maps_without_ground_leave_it_out():
    pages = laid("overview", ground=lambda _: worlds.areas().iloc[:0])
    content = pdf(pages, made=views.MADE, title="T", author="A")
    text_sheets = words_of(pages)
    assert len(text_sheets) == len(TEXTS)
    for sheet in text_sheets:
        assert START not in read(content, sheet)
    deck = Presentation(io.BytesIO(pptx(pages, made=views.MADE, title="T", author="A")))
    assert [
        slide for slide in deck.slides if START in slide.notes_slide.notes_text_frame.text
    ] == []
