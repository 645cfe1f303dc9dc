"""A briefing as one interactive map page that opens with no network."""

from __future__ import annotations

from dataclasses import replace

from layers.brief import text as words
from layers.brief.content import Brief, MapPage
from layers.brief.geodata import about
from layers.brief.marking import BACKGROUND
from layers.measure import plain
from layers.spec import Layer, MapSpec
from layers.web.escape import escape
from layers.web.legend_svg import legend_svg
from layers.web.standalone import Choice, standalone_html

_LEGEND_PX = 420
_STYLE = (
    "<style>.leaflet-top{margin-top:26px}.leaflet-bottom{margin-bottom:30px}"
    ".atlas-caption{margin-top:26px}"
    ".brief-bar{position:fixed;z-index:2100;right:0;font:bold 16px sans-serif;padding:4px 12px}"
    ".brief-exercise{position:fixed;z-index:2000;left:0;right:0;bottom:0;background:#FFD60A;"
    "color:#111;text-align:center;font:bold 14px sans-serif;padding:5px}"
    ".brief-about{position:fixed;z-index:1500;left:10px;bottom:64px;max-width:44em;"
    "max-height:60vh;overflow:auto;background:rgba(255,255,255,.94);color:#111;"
    "font:12px/1.45 sans-serif;padding:6px 10px}.brief-about p{margin:2px 0}"
    ".brief-about summary{cursor:pointer;font-weight:bold}</style>"
)


def one_map(page: MapPage) -> MapSpec:
    """Join the maps of a page to one, whose layers are named after their map."""
    first = page.panels[0].spec
    title = page.title
    seen = page.seen()
    ground = page.ground
    note = " · ".join(one for one in (page.subtitle, seen.headline, ground, words.CAVEAT) if one)
    if len(page.panels) == 1:
        return replace(first, title=title, note=note)
    layers: list[Layer] = []
    for at, (panel, heading) in enumerate(zip(page.panels, seen.headings, strict=True), start=1):
        for layer in panel.spec.shown:
            if not layer.base:
                named = f"{heading}: {layer.title}"
                layers.append(replace(layer, id=f"{layer.id}_{at}", title=named))
    below = [layer for layer in first.layers if layer.base]
    return replace(first, layers=(*below, *layers), title=title, note=note)


def _choices(page: MapPage) -> tuple[Choice, ...]:
    """Give the periods of a page, of which its web page shows one at a time."""
    if len(page.panels) == 1:
        return ()
    pairs = zip(page.panels, page.seen().headings, strict=True)
    return tuple(
        Choice(
            label=plain(heading),
            layers=tuple(f"{layer.id}_{at}" for layer in panel.spec.shown if not layer.base),
            note=plain(panel.ground),
        )
        for at, (panel, heading) in enumerate(pairs, start=1)
    )


def html(brief: Brief, page: MapPage) -> bytes:
    """Draw a page's map as self-contained HTML with the briefing's marking and its own account.

    Parameters
    ----------
    brief
        The briefing, for what all its pages carry.
    page
        The page.
    """
    drawn = standalone_html(one_map(page), choices=_choices(page))
    imprint = brief.imprint
    parts = [_STYLE]
    if imprint.marking is not None:
        look = f"background:{BACKGROUND};color:{imprint.marking.colour}"
        text = escape(imprint.marking.text)
        parts += [
            f'<div class="brief-bar" style="{edge}:0;{look}">{text}</div>'
            for edge in ("top", "bottom")
        ]
    if imprint.exercise:
        parts.append(f'<div class="brief-exercise">{escape(words.EXERCISE)}</div>')
    said = {key: value for key, value in about(brief).items() if key not in {"title", "filter"}}
    lines = "".join(f"<p><b>{escape(key)}</b> {escape(value)}</p>" for key, value in said.items())
    signs = page.seen().legend
    legend = f"<details><summary>Legend</summary>{legend_svg(signs, width_px=_LEGEND_PX)}</details>"
    account = f"<details><summary>About this map</summary>{lines}</details>"
    parts.append(f'<div class="brief-about">{legend if signs else ""}{account}</div>')
    return drawn.replace("</body>", "".join(parts) + "</body>", 1).encode("utf-8")
