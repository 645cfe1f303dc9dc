"""Pages as PowerPoint slides: the map as a picture, the words around it as text to be edited."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from layers.brief.content import MapPage
from layers.brief.items import Item, Sheet
from layers.brief.picture import png
from layers.measure import plain

ENLARGE: Final = 2
FONT: Final = "Arial"
"""Narrower than the font of the pictures and on every desk, so that words stay in their boxes."""

_TITLE_ONLY: Final = 5
_ALIGN: Final = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def pptx(sheets: Sequence[Sheet], *, made: dt.datetime, title: str, author: str) -> bytes:
    """Write pages as slides, one a page; the same pages give the same bytes.

    Parameters
    ----------
    sheets
        The pages, in order.
    made
        When it was made, for the file's own data.
    title, author
        For the file's own data.
    """
    deck = Presentation()
    size = sheets[0].size
    deck.slide_width, deck.slide_height = Inches(size.width_in), Inches(size.height_in)
    for sheet in sheets:
        _slide(deck, sheet)
    about = deck.core_properties
    moment = made.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.author, about.last_modified_by = title[:255], author[:255], author[:255]
    about.created = about.modified = moment
    about.revision = 1
    held = io.BytesIO()
    deck.save(held)
    return timeless(held.getvalue())


def _slide(deck: Any, sheet: Sheet) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    picture = slide.shapes.add_picture(
        io.BytesIO(png(sheet, enlarge=ENLARGE, without_native=True)),
        0,
        0,
        width=deck.slide_width,
        height=deck.slide_height,
    )
    picture.name = "Map" if isinstance(sheet.page, MapPage) else "Page"
    # Words for a reader who cannot see the picture; lxml escapes them.
    picture._element.nvPicPr.cNvPr.set("descr", _alt_text(sheet))  # noqa: SLF001 - python-pptx has no other way
    # The picture lies under the title's placeholder, which the layout put there first.
    slide.shapes._spTree.insert(2, picture._element)  # noqa: SLF001
    _notes(slide, sheet)
    for item in sheet.items:
        if not item.native:
            continue
        box = slide.shapes.title if item.name == "title" else _text_box(slide)
        _fill(box, item)


def _notes(slide: Any, sheet: Sheet) -> None:
    """Write under the slide what its picture says: whoever shows it reads it there."""
    imprint = sheet.imprint
    said = [item.text for item in sheet.items if item.text and not item.native]
    said += [f"Attribution of the data: {'; '.join(imprint.credits)}"] if imprint.credits else []
    slide.notes_slide.notes_text_frame.text = "\n".join(plain(one) for one in said)


def _alt_text(sheet: Sheet) -> str:
    texts = [item.text for item in sheet.items if item.text and not item.native]
    return " | ".join(texts)[:4000]


def _colour(hexadecimal: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(hexadecimal.removeprefix("#")))  # type: ignore[no-untyped-call]


def _text_box(slide: Any) -> Any:
    return slide.shapes.add_textbox(0, 0, 1, 1)


def _fill(shape: Any, item: Item) -> None:
    """Put an item's lines into a shape, broken as they are laid out."""
    shape.name = item.name
    box = item.box
    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)
    if item.fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(item.fill)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    # With no wrapping PowerPoint centres the text on the box, whatever its alignment.
    frame.word_wrap = True
    for at, line in enumerate(item.lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = _ALIGN[item.align]
        run = paragraph.add_run()
        run.text = line
        font = run.font
        font.name, font.size, font.bold = FONT, Pt(item.size_pt), item.weight == "bold"
        font.color.rgb = _colour(item.colour)


def timeless(archive: bytes) -> bytes:
    """Write a zip archive again with its parts in order and without the time of writing."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as given,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
    ):
        names = sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            part = zipfile.ZipInfo(name, date_time=_EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            made.writestr(part, given.read(name))
    return held.getvalue()
