"""Pages as PNG, SVG and PDF; the same page gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape as xml_escape
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from layers.brief.draw import draw
from layers.brief.items import Sheet
from layers.measure import plain

_SALT: Final = "fasail-atlas"
_COMPRESSION: Final = 3
# matplotlib reads these while it writes, from settings that all threads share.
_LOCK: Final = threading.Lock()
_SETTINGS: Final[Any] = {"svg.hashsalt": _SALT, "svg.fonttype": "path", "pdf.fonttype": 42}


@contextmanager
def _drawn(sheet: Sheet, *, without_native: bool = False) -> Iterator[Figure]:
    """Give a page's figure for as long as it is written, and let go of all that it drew.

    A figure and its parts refer to each other, so that only the collector of garbage would free
    them, with a bitmap of up to 280 MB each; a command that makes a briefing keeps it off.
    """
    figure = draw(sheet, without_native=without_native)
    try:
        yield figure
    finally:
        figure.clear()
        figure.canvas.renderer = None  # type: ignore[attr-defined]


def png(sheet: Sheet, *, enlarge: int = 1, without_native: bool = False) -> bytes:
    """Draw a page as PNG.

    Parameters
    ----------
    sheet
        The page.
    enlarge
        How many pixels stand for one in each direction.
    without_native
        Leave out the texts that a slide carries as text.
    """
    dpi = sheet.size.dpi * enlarge
    with _drawn(sheet, without_native=without_native) as figure:
        if enlarge > 1:
            figure.set_dpi(dpi)
        figure.canvas.draw()
        buffer = figure.canvas.buffer_rgba()  # type: ignore[attr-defined]
        picture = Image.fromarray(np.asarray(buffer)[:, :, :3])
        del buffer
    held = io.BytesIO()
    picture.save(held, format="png", compress_level=_COMPRESSION, dpi=(dpi, dpi))
    return held.getvalue()


def svg(sheet: Sheet, *, made: dt.datetime) -> bytes:
    """Draw a page as SVG: letters are paths, and each text stands in a ``desc`` beside them.

    Parameters
    ----------
    sheet
        The page.
    made
        When it was made, for the file's own data.
    """
    owed = "; ".join(plain(one) for one in sheet.imprint.credits)
    held = io.BytesIO()
    with _drawn(sheet) as figure:
        texts = _name_texts(figure)
        with _LOCK, mpl.rc_context(_SETTINGS):
            figure.savefig(
                held,
                format="svg",
                metadata={
                    "Date": made.isoformat(),
                    "Creator": _SALT,
                    "Title": plain(sheet.page.title),
                    "Source": plain(sheet.imprint.source),
                    **({"Rights": owed} if owed else {}),
                },
            )
    # The drawer also writes texts as comments, where nothing reads them.
    drawn = re.sub(r"\n\s*<!--.*?-->", "", held.getvalue().decode("utf-8"), flags=re.DOTALL)

    def described(found: re.Match[str]) -> str:
        text = texts.get(found[1])
        return found[0] + (f"<desc>{xml_escape(text)}</desc>" if text else "")

    return re.sub(r'<g id="([^"]+)">', described, drawn).encode("utf-8")


def _name_texts(figure: Figure) -> dict[str, str]:
    """Give every text of a figure an id of its own; give the texts by id."""
    texts = {}
    for at, text in enumerate(figure.findobj(Text)):
        assert isinstance(text, Text)
        if text.get_text() and text.get_visible():
            if text.get_gid() is None:
                text.set_gid(f"map-text-{at}")
            texts[str(text.get_gid())] = text.get_text().replace("\n", " ")
    return texts


def pdf(sheets: Sequence[Sheet], *, made: dt.datetime, title: str, author: str) -> bytes:
    """Draw pages as one PDF with fonts embedded, so that its text can be searched.

    Parameters
    ----------
    sheets
        The pages, in order.
    made
        When it was made, for the file's own data.
    title, author
        For the file's own data.
    """
    # It loads a library of fonts, which no other picture needs.
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415

    held = io.BytesIO()
    about = {
        "Title": title,
        "Author": author,
        "Creator": _SALT,
        "CreationDate": made.astimezone(dt.UTC),
    }
    file: Any = PdfPages(held, metadata=about)
    for sheet in sheets:
        with _drawn(sheet) as figure, _LOCK, mpl.rc_context(_SETTINGS):
            file.savefig(figure)
    with _LOCK, mpl.rc_context(_SETTINGS):
        file.close()
    return held.getvalue()
