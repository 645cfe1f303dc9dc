"""A map as one HTML page that needs no network and no other file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import folium
from branca.element import Element, Figure

from layers import style
from layers.assets import leaflet_inline
from layers.escape import escape
from layers.folium_map import base_map, feature_groups
from layers.spec import MapSpec

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


def _ids(element: Element) -> Iterator[str]:
    yield element._id  # noqa: SLF001 - branca names it in the page and nowhere else
    for child in element._children.values():  # noqa: SLF001 - and has no other way to its parts
        yield from _ids(child)


def _numbered(page: str, figure: Figure) -> str:
    """Replace branca's random ids by numbers, so that the same map gives the same page."""
    parts = (figure, figure.header, figure.html, figure.script)
    found = dict.fromkeys(ident for part in parts for ident in _ids(part))
    numbers = {ident: f"{at:04d}" for at, ident in enumerate(found)}
    pattern = re.compile("|".join(map(re.escape, numbers)))
    return pattern.sub(lambda match: numbers[match[0]], page)


def standalone_html(spec: MapSpec, *, theme: style.Theme = "light", lang: str = "en") -> str:
    """Draw a spec as a self-contained HTML page with its layers to switch on and off.

    Parameters
    ----------
    spec
        The map; its title becomes the page's and stands on the map together with its note.
    theme
        ``"light"`` or ``"dark"``.
    lang
        Language of the page, for screen readers.
    """
    drawn = base_map(spec, theme=theme)
    for group in feature_groups(spec, theme=theme):
        group.add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    figure = drawn.get_root()
    if not isinstance(figure, Figure):
        message = "the map has no figure to be written into; draw it with base_map"
        raise TypeError(message)
    page = _numbered(figure.render(), figure)
    script, css = leaflet_inline()
    # Put in after rendering: a library's source must not be read as a template.
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(spec.title)}</title><style>{css}</style><script>{script}</script>"
    )
    page = page.replace("<head>", "<head>" + head, 1)
    page = page.replace("<html>", f'<html lang="{escape(lang)}">', 1)
    words = "".join(f"<p>{escape(text)}</p>" for text in (spec.title, spec.note) if text)
    caption = f'<div class="atlas-caption">{words}</div>' if words else ""
    return page.replace("</body>", caption + "</body>", 1)
