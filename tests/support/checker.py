"""Read a finished product and tell what is missing, off the page, or covered by something else.

The boxes come from the manifest's layout; what stands in them is read from the file itself: letters
from the pixels of a PNG (compared with letters drawn by another library), text from a PDF and from
the ``desc`` of an SVG, shapes from a PPTX.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pypdfium2
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation

from layers.measure import printable

EVERYWHERE = ("title", "author", "made", "as_of", "hash", "source", "caveat", "boundaries")
ON_A_MAP = (
    "subtitle", "count", "legend_title", "legend", "scale", "north", "locator", "attribution",
    "datum", "map_1",
)  # fmt: skip
NATIVE = ("title", "subtitle", "legend_title", "source", "marking_header", "marking_footer",
          "exercise")  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"
# Right text reaches 0.53 and more, other text 0.42 at the most: measured on the page of the tests.
ALIKE = 0.48
TOUCH = 0.011
MIRRORED = str.maketrans("([{<", ")]}>")


def required(page, *, marked=True, exercise=False):
    names = [*EVERYWHERE, *(ON_A_MAP if page["kind"] not in {"cover", "method"} else ())]
    if any(item["name"].startswith("graticule") for item in page["items"]) or "map_2" not in {
        item["name"] for item in page["items"]
    }:
        names += ["graticule_lat_1", "graticule_lon_1"] if "map_1" in names else []
    # On a page of several maps the locator gives way to a legend that needs its room.
    if "map_2" in {item["name"] for item in page["items"]}:
        names = [name for name in names if name != "locator"]
    names += ["marking_header", "marking_footer"] if marked else []
    return [*names, *(["exercise"] if exercise else [])]


def places(page):
    """What is wrong with where things lie."""
    faults = []
    for item in page["items"]:
        left, top, width, height = item["box_in"]
        inside = left >= -TOUCH and top >= -TOUCH
        inside &= left + width <= page["width_in"] + TOUCH
        inside &= top + height <= page["height_in"] + TOUCH
        if not inside:
            faults.append(f"{item['name']} lies off the page")
    for one, other in combinations(page["items"], 2):
        a, b = one["box_in"], other["box_in"]
        apart = [
            a[at] >= b[at] + b[at + 2] - TOUCH or b[at] >= a[at] + a[at + 2] - TOUCH
            for at in (0, 1)
        ]
        if not any(apart):
            faults.append(f"{one['name']} overlaps {other['name']}")
    return faults


def missing(page, **options):
    there = {item["name"] for item in page["items"]}
    return [f"{name} is missing" for name in required(page, **options) if name not in there]


def words(text):
    """Words; where Arabic is among them, letters in no order: a PDF has them as they are drawn."""
    plain = unicodedata.normalize("NFKC", printable(text.replace("\r", " ")))
    if re.search(r"[\u0600-\u06ff]", plain):
        return Counter(plain.translate(MIRRORED).replace(" ", "").replace("\n", ""))
    return Counter(plain.split())


def check_pdf(content, pages, **options):
    faults = []
    document = pypdfium2.PdfDocument(content)
    for sheet, page in zip(document, pages, strict=True):
        faults += [*missing(page, **options), *places(page)]
        high = sheet.get_height()
        assert abs(high - page["height_in"] * 72) < 1
        text = sheet.get_textpage()
        for item in page["items"]:
            if not item["lines"]:
                continue
            left, top, width, height = (value * 72 for value in item["box_in"])
            read = text.get_text_bounded(
                left - 1, high - top - height, left + width + 1, high - top
            )
            if words(read) != words(" ".join(item["lines"])):
                faults.append(f"{item['name']} reads {read!r}")
    return faults


def check_svg(content, page, **options):
    faults = [*missing(page, **options), *places(page)]
    root = ET.fromstring(content)
    groups = {group.get("id"): group for group in root.iter(f"{SVG}g")}
    for item in page["items"]:
        left, top, width, height = (value * 72 for value in item["box_in"])
        for at, line in enumerate(item["lines"]):
            group = groups.get(f"{item['name']}-{at}")
            said = None if group is None else group.find(f"{SVG}desc")
            if said is None or said.text != printable(line):
                faults.append(f"{item['name']} is not described")
                continue
            placed = next((g.get("transform") for g in group.iter() if g.get("transform")), "")
            found = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", placed)
            if not found or not group.findall(f".//{SVG}use"):
                faults.append(f"{item['name']} has no letters")
                continue
            x, y = float(found[1]), float(found[2])
            if not (left - 1 <= x <= left + width + 1 and top - 1 <= y <= top + height + 1):
                faults.append(f"{item['name']} stands elsewhere")
    return faults


def _letters(line, *, px, weight):
    """Ink of a line of text as another library draws it, 0 to 1."""
    face = font_manager.FontProperties(family="DejaVu Sans", weight=weight)
    font = ImageFont.truetype(font_manager.findfont(face), px)
    left, top, right, bottom = font.getbbox(line)
    drawn = Image.new("L", (right - left + 2, bottom - top + 2))
    ImageDraw.Draw(drawn).text((1 - left, 1 - top), line, fill=255, font=font)
    return np.asarray(drawn, dtype=float) / 255


def _likeness(crop, ink):
    """Best correlation of some ink with a piece of the picture, over small shifts."""
    high, wide = ink.shape
    best = 0.0
    for dy in range(crop.shape[0] - high + 1):
        for dx in range(crop.shape[1] - wide + 1):
            part = crop[dy : dy + high, dx : dx + wide]
            if part.std() > 1e-6:
                best = max(best, abs(float(np.corrcoef(part.ravel(), ink.ravel())[0, 1])))
    return best


def _line(picture, item, at, dpi):
    """Tell whether a line's first letters can be read where the item lies."""
    left, top, width, _ = (value * dpi for value in item["box_in"])
    line = printable(item["lines"][at])[:14].rstrip()
    if re.search(r"[\u0590-\u06ff]", line):
        return True  # the other library does not shape Arabic; the PDF is read for it
    px = item["size_pt"] * dpi / 72
    ink = _letters(line, px=px, weight=item["weight"])
    step = px * 1.26
    whole = _letters(printable(item["lines"][at]), px=px, weight=item["weight"]).shape[1]
    start = left + {"left": 0, "center": (width - whole) / 2, "right": width - whole}[item["align"]]
    x, y = max(round(start) - 4, 0), max(round(top + at * step) - 4, 0)
    crop = picture[y : y + max(round(step) + 10, ink.shape[0]), x : x + ink.shape[1] + 8]
    return crop.shape[0] >= ink.shape[0] and _likeness(crop, ink) >= ALIKE


def check_png(content, page, *, without=(), **options):
    picture = Image.open(io.BytesIO(content))
    dpi = picture.width / page["width_in"]
    faults = [*missing(page, **options), *places(page)]
    if abs(picture.height - page["height_in"] * dpi) > 1:
        faults.append("the picture has another shape than the page")
    grey = np.asarray(picture.convert("L"), dtype=float) / 255
    for item in page["items"]:
        if item["name"] in without:
            continue
        left, top, width, height = (round(value * dpi) for value in item["box_in"])
        part = grey[top : top + height, left : left + width]
        drawn = not item["lines"] and bool(item["text"])
        if drawn and item["name"] != "legend" and (part.size == 0 or part.std() < 0.01):
            faults.append(f"{item['name']} is blank")
        unread = [at for at in range(len(item["lines"])) if not _line(grey, item, at, dpi)]
        if unread:
            faults.append(f"{item['name']} cannot be read")
    return faults


def check_pptx(content, pages, **options):
    faults = []
    deck = Presentation(io.BytesIO(content))
    for slide, page in zip(deck.slides, pages, strict=True):
        shapes = {shape.name: shape for shape in slide.shapes}
        size = (deck.slide_width, deck.slide_height)
        for item in page["items"]:
            if item["name"] not in NATIVE:
                continue
            shape = shapes.get(item["name"])
            if shape is None or shape.text_frame.text.split("\n") != item["lines"]:
                faults.append(f"{item['name']} is no text of the slide")
                continue
            right, bottom = shape.left + shape.width, shape.top + shape.height
            if shape.left < 0 or shape.top < 0 or right > size[0] + 999 or bottom > size[1] + 999:
                faults.append(f"{item['name']} lies off the slide")
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
        faults += check_png(pictures[0].image.blob, page, without=NATIVE, **options)
    return faults
