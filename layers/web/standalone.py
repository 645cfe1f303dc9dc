"""A map as one HTML page that needs no network and no other file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import folium
from branca.element import Element, Figure

from layers import style
from layers.spec import MapSpec
from layers.web.assets import leaflet_inline
from layers.web.escape import escape
from layers.web.folium_map import base_map, feature_groups
from layers.web.payload import to_json

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


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Layers that show together and never with those of another choice.

    Parameters
    ----------
    label
        What a reader picks it by.
    layers
        Ids of its layers.
    note
        What is said while it shows.
    """

    label: str
    layers: tuple[str, ...]
    note: str = ""


_CHOOSER_STYLE = (
    "<style>.atlas-choices{position:fixed;z-index:1600;right:10px;top:44px;max-height:70vh;"
    "overflow:auto;background:rgba(255,255,255,.94);color:#111;font:12px/1.5 sans-serif;"
    "border:1px solid #999;padding:4px 10px 8px;max-width:18em}"
    ".atlas-choices label{display:block;cursor:pointer}"
    ".atlas-choices input:focus-visible{outline:2px solid #0072B2;outline-offset:1px}"
    ".atlas-choices p{margin:6px 0 0}</style>"
)
_CHOOSER_SCRIPT = (
    "(function(){var map=%(map)s,choices=%(choices)s,notes=%(notes)s;"
    "function show(at){choices.forEach(function(groups,i){groups.forEach(function(group){"
    "if(i===at){map.addLayer(group)}else{map.removeLayer(group)}})});"
    "document.getElementById('atlas-choice-note').textContent=notes[at]}"
    "document.querySelectorAll('input[name=atlas-choice]').forEach(function(one){"
    "one.addEventListener('change',function(){show(Number(one.value))})});show(0)})();"
)


def _chooser(choices: Sequence[Choice], groups: Mapping[str, str], map_name: str) -> str:
    """Write the control that shows one choice at a time: radio buttons, which keys move too."""
    radios = "".join(
        f'<label><input type="radio" name="atlas-choice" value="{at}"{" checked" * (at == 0)}> '
        f"{escape(one.label)}</label>"
        for at, one in enumerate(choices)
    )
    listed = ",".join(
        "[" + ",".join(groups[layer] for layer in one.layers if layer in groups) + "]"
        for one in choices
    )
    notes = to_json({str(at): one.note for at, one in enumerate(choices)})
    script = _CHOOSER_SCRIPT % {"map": map_name, "choices": f"[{listed}]", "notes": notes}
    return (
        f'{_CHOOSER_STYLE}<fieldset class="atlas-choices"><legend>Period shown</legend>{radios}'
        '<p id="atlas-choice-note" aria-live="polite"></p></fieldset>'
        f"<script>{script}</script>"
    )


def standalone_html(
    spec: MapSpec,
    *,
    theme: style.Theme = "light",
    lang: str = "en",
    choices: Sequence[Choice] = (),
) -> str:
    """Draw a spec as a self-contained HTML page with its layers to switch on and off.

    Parameters
    ----------
    spec
        The map; its title becomes the page's and stands on the map together with its note.
    choices
        Sets of layers of which one shows at a time; layers of no set always show.
    theme
        ``"light"`` or ``"dark"``.
    lang
        Language of the page, for screen readers.
    """
    drawn = base_map(spec, theme=theme)
    names = {}
    above = [layer for layer in spec.shown if not layer.base]
    for layer, group in zip(above, feature_groups(spec, theme=theme), strict=True):
        group.add_to(drawn)
        names[layer.id] = group.get_name()
    if not choices:
        folium.LayerControl(collapsed=False).add_to(drawn)
    figure = drawn.get_root()
    if not isinstance(figure, Figure):
        message = "the map has no figure to be written into; draw it with base_map"
        raise TypeError(message)
    page = figure.render()
    if choices:
        page = page.replace("</html>", _chooser(choices, names, drawn.get_name()) + "</html>", 1)
    page = _numbered(page, figure)
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
