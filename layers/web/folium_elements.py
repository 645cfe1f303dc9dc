"""The map's own folium elements: text that no template engine ever reads as code."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from branca.element import Element, Figure, MacroElement
from folium.template import Template

from layers.web.drawing import SCALE
from layers.web.payload import Payload, to_json
from layers.web.select_tool import LAYER, MOST_CORNERS

Verb = Literal["polygons", "lines", "discs", "points", "hexes", "about", "drawTool"]

_CLIENT: Final = Path(__file__).parent / "client"
_SCRIPTS: Final = (
    "core.js", "geodesy.js", "look.js", "placing.js", "marks.js", "labels.js", "ruler.js",
    "base.js",
)  # fmt: skip
_DRAW_TOOL: Final = "draw_tool.js"
_SELECT_TOOL: Final = "select_tool.js"
# A frame whose page gives it a height of its own: the map fills it.
_FILLS: Final = "#map_div { width: 100% !important; height: 100vh !important; }"


class _Raw(Element):
    """Text that is written as it stands: branca would compile it as a template once more."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_kwargs: Any) -> str:
        """Give the text."""
        return self._text


class _AsWritten(MacroElement):
    """An element whose rendered script and header are never read as templates again."""

    def render(self, **kwargs: Any) -> str:
        """Put header and script into the figure."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            message = "this element is not in a map; add it to one before rendering"
            raise TypeError(message)
        for name, part in (("header", figure.header), ("script", figure.script)):
            macro = getattr(self._template.module, name, None)
            if macro is not None:
                part.add_child(_Raw(macro(self, kwargs)), name=self.get_name())
        return ""


class Client(_AsWritten):
    """The map's own script and style, and the still base map that they draw."""

    _template = Template(
        "{% macro header(this, kwargs) %}<style>{{ this.css }}</style>{% endmacro %}"
        "{% macro script(this, kwargs) %}{{ this.code }}\n"
        "atlas.start({{ this._parent.get_name() }}, {{ this.payload }});"
        "{% if this.selects %}"
        "atlas.selectTool({{ this._parent.get_name() }}, {{ this.selects }});{% endif %}"
        "{% endmacro %}"
    )

    def __init__(
        self,
        payload: str,
        *,
        can_draw: bool = False,
        can_select: bool = False,
        fills: bool = False,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "AtlasClient"
        tools = (_DRAW_TOOL,) * can_draw + (_SELECT_TOOL,) * can_select
        self.code, self.css = _client_text((*_SCRIPTS, *tools))
        selects = {"layer": LAYER, "scale": SCALE, "most": MOST_CORNERS}
        self.selects = to_json(selects) if can_select else ""
        self.css += _FILLS if fills else ""
        self.payload = payload


class Draw(_AsWritten):
    """One call of the map's script with one packed layer."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "atlas.{{ this.verb }}({{ this._parent.get_name() }}, {{ this.payload }});"
        "{% endmacro %}"
    )

    def __init__(self, verb: Verb, payload: Payload | str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "AtlasDraw"
        self.verb = verb
        self.payload = payload if isinstance(payload, str) else to_json(payload)


@lru_cache(maxsize=4)
def _client_text(scripts: tuple[str, ...]) -> tuple[str, str]:
    code = "\n".join((_CLIENT / name).read_text(encoding="utf-8") for name in scripts)
    return code, (_CLIENT / "atlas.css").read_text(encoding="utf-8")
