"""Every exported product carries every item where it should be; the checker sees when not."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw
from pptx import Presentation

from layers.brief.files import files, names
from layers.brief.items import Box
from layers.brief.layout import lay_out, sheets
from layers.brief.manifest import _layout, manifest
from layers.brief.marking import tlp
from layers.brief.picture import pdf, png, svg
from layers.brief.sizes import SIZES
from layers.brief.slides import pptx
from layers.brief.tokens import FORMATS
from tests.support import checker
from tests.worlds import briefs as views

HOSTILE = "الهجمات على قاعدة عين الأسد {{ 7*7 }} </script><b>$x^2$</b> 🚀 `${a}` \u202eabc "
LONG = (HOSTILE * 6)[:300]
ABOUT = {"marking": "TLP:AMBER+STRICT", "author": "A. Briefer", "datum": "WGS 84"}


@pytest.fixture(scope="module")
def overview():
    return views.made()


@pytest.fixture(scope="module")
def sheet(overview):
    return sheets(overview, SIZES["hd"])[0]


@pytest.fixture(scope="module")
def page(sheet):
    return _layout([sheet])[0]


@pytest.fixture(scope="module")
def hostile():
    """Every kind of page at once, with a title that tries everything, on paper."""
    options = replace(views.OPTIONS, title=LONG, contents=("overview", "compare", "series"))
    return views.made("pack", options=options, exercise=True)


def pictured(sheet):
    return png(sheet), _layout([sheet])[0]


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_its_pixels_and_every_item(overview, size):
    content, page = pictured(sheets(overview, SIZES[size])[0])
    assert Image.open(io.BytesIO(content)).size == (SIZES[size].width_px, SIZES[size].height_px)
    if SIZES[size].dpi < 200:
        assert checker.check_png(content, page) == []
    else:
        # Letters are the same paths at every size; reading three times as many pixels is slow.
        assert checker.missing(page) + checker.places(page) == []


def test_svg_and_pdf_and_slide_have_every_item(sheet, page):
    assert checker.check_svg(svg(sheet, made=views.MADE), page) == []
    about = {"made": views.MADE, "title": "T", "author": "A"}
    assert checker.check_pdf(pdf([sheet], **about), [page]) == []
    assert checker.check_pptx(pptx([sheet], **about), [page]) == []


def test_a_hostile_title_wraps_on_every_kind_of_page(hostile):
    for size in ("hd", "a4"):
        laid = sheets(hostile, SIZES[size])
        pages = _layout(laid)
        assert [fault for page in pages for fault in checker.places(page)] == []
        assert [f for page in pages for f in checker.missing(page, exercise=True)] == []
    about = {"made": views.MADE, "title": LONG, "author": "A"}
    assert checker.check_pdf(pdf(laid[:2], **about), pages[:2], exercise=True) == []
    assert checker.check_svg(svg(laid[1], made=views.MADE), pages[1], exercise=True) == []


@pytest.mark.parametrize("name", [*checker.EVERYWHERE, "count", "marking_header", "datum"])
def test_the_checker_sees_a_missing_item(page, name):
    kept = [item for item in page["items"] if item["name"] != name]
    assert f"{name} is missing" in checker.missing({**page, "items": kept})


def moved(sheet, name, box):
    items = [replace(one, box=box) if one.name == name else one for one in sheet.items]
    return replace(sheet, items=tuple(items))


def test_the_checker_sees_an_item_off_the_page_and_one_on_another(sheet):
    box = sheet.item("title").box
    off = moved(sheet, "title", Box(-3.0, box.top, box.width, box.height))
    content, page = pictured(off)
    assert {"title lies off the page", "title cannot be read"} <= {
        *checker.check_png(content, page)
    }
    other = sheet.item("subtitle").box
    content, page = pictured(moved(sheet, "title", other))
    found = checker.check_png(content, page)
    assert {"title overlaps subtitle", "title cannot be read"} & {*found}
    assert "title overlaps subtitle" in found


def test_the_checker_reads_the_pixels(sheet, page):
    picture = Image.open(io.BytesIO(png(sheet)))
    left, top, width, height = (round(value * 144) for value in page["items"][0]["box_in"])
    named = {item["name"]: [round(v * 144) for v in item["box_in"]] for item in page["items"]}
    draw = ImageDraw.Draw(picture)
    for name in ("caveat", "marking_footer", "north", "scale"):
        left, top, width, height = named[name]
        draw.rectangle((left, top, left + width, top + height), fill="white")
    held = io.BytesIO()
    picture.save(held, format="png")
    found = {*checker.check_png(held.getvalue(), page)}
    assert found == {
        "caveat cannot be read",
        "marking_footer cannot be read",
        "north is blank",
        "scale is blank",
    }


def test_the_checker_reads_the_other_formats(sheet, page):
    drawn = svg(sheet, made=views.MADE).decode()
    without = re.sub(r'<g id="caveat-0">', '<g id="gone">', drawn)
    assert "caveat is not described" in checker.check_svg(without, page)
    about = {"made": views.MADE, "title": "T", "author": "A"}
    lacking = replace(sheet, items=tuple(one for one in sheet.items if one.name != "made"))
    assert any("made" in fault for fault in checker.check_pdf(pdf([lacking], **about), [page]))
    deck = Presentation(io.BytesIO(pptx([sheet], **about)))
    next(one for one in deck.slides[0].shapes if one.name == "source").text_frame.text = "?"
    held = io.BytesIO()
    deck.save(held)
    assert "source is no text of the slide" in checker.check_pptx(held.getvalue(), [page])


@pytest.mark.parametrize("label", ["RED", "AMBER", "AMBER+STRICT", "GREEN", "CLEAR"])
def test_a_marking_is_at_least_twelve_points_and_right_aligned(overview, label):
    laid = lay_out(overview.pages[0], replace(views.IMPRINT, marking=tlp(label)), SIZES["hd"])
    for name in ("marking_header", "marking_footer"):
        item = laid.item(name)
        assert item.lines == (f"TLP:{label}",)
        assert item.size_pt >= 12
        assert item.box.right == pytest.approx(SIZES["hd"].width_in - 0.38)
        assert (item.fill, item.colour) == ("#000000", tlp(label).colour)


def test_without_a_marking_there_is_none(overview):
    laid = lay_out(overview.pages[0], replace(views.IMPRINT, marking=None), SIZES["hd"])
    assert not laid.has("marking_header")
    assert not laid.has("marking_footer")


def test_every_format_repeats_to_the_byte_the_manifest_included():
    def product():
        made = views.made("mismatches")
        content = tuple(files(made, formats=tuple(FORMATS), sizes=("hd",)))
        stated = manifest(made, content, request={}, hashes={"a.csv": "0"}, sizes=("hd",))
        return {**{file.name: file.content for file in content}, "manifest": stated}

    first, second = product(), product()
    assert [name for name in first if first[name] != second[name]] == []
    assert {name.rsplit(".", 1)[-1] for name in first} == {*FORMATS, "manifest"}


def test_names_say_number_kind_size_and_day(overview):
    assert names(overview, formats=("png", "pdf"), sizes=("hd", "a4")) == (
        "01_overview_hd_20261121.png",
        "01_overview_hd_20261121.pdf",
        "01_overview_a4_20261121.png",
        "01_overview_a4_20261121.pdf",
    )


def test_a_character_that_the_font_lacks_is_a_box_with_one_note(hostile):
    document = json.loads(manifest(hostile, (), request={}, hashes={}, sizes=("hd",)))
    assert document["notes"] == ["The font lacks 1 character, drawn as □: U+1F680."]
    assert (
        json.loads(manifest(views.made(), (), request={}, hashes={}, sizes=("hd",)))["notes"] == []
    )
