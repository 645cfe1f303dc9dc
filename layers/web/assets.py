"""Leaflet and leaflet-heat as installed packages carry them, so that no map asks the network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import folium
from xstatic.pkg import leaflet as xstatic_leaflet

from geo.errors import DataNotFoundError

LEAFLET_JS = "leaflet.js"
LEAFLET_CSS = "leaflet.css"
HEAT_JS = "leaflet_heat.min.js"


@dataclass(frozen=True)
class Assets:
    """Where a map's page finds its scripts and styles, as addresses it may load.

    Parameters
    ----------
    js, css
        Addresses in the order in which they must load.
    """

    js: tuple[str, ...]
    css: tuple[str, ...]


def leaflet_dir() -> Path:
    """Give the folder of Leaflet's files, read-only, inside the installed package.

    Raises
    ------
    DataNotFoundError
        When the package holds no Leaflet.
    """
    return _checked(Path(xstatic_leaflet.BASE_DIR), LEAFLET_JS, "XStatic-Leaflet")


def heat_dir() -> Path:
    """Give the folder of leaflet-heat's script, read-only, inside the installed folium.

    Raises
    ------
    DataNotFoundError
        When folium holds no leaflet-heat.
    """
    return _checked(Path(folium.__file__).parent / "templates", HEAT_JS, "folium")


def _checked(folder: Path, name: str, package: str) -> Path:
    if not (folder / name).is_file():
        raise DataNotFoundError(
            f"{folder} holds no {name}; expected it from the package {package}. "
            f"Reinstall with: pip install --force-reinstall {package}"
        )
    return folder


def assets_at(leaflet_url: str, heat_url: str) -> Assets:
    """Give the addresses of a map's files from the addresses at which the two folders are served.

    Parameters
    ----------
    leaflet_url
        Address of the folder that :func:`leaflet_dir` names, e.g. ``/component/app.leaflet``.
    heat_url
        Address of the folder that :func:`heat_dir` names.
    """
    leaflet, heat = leaflet_url.rstrip("/"), heat_url.rstrip("/")
    return Assets(
        js=(f"{leaflet}/{LEAFLET_JS}", f"{heat}/{HEAT_JS}"), css=(f"{leaflet}/{LEAFLET_CSS}",)
    )


NO_ASSETS = Assets(js=(), css=())


@lru_cache(maxsize=1)
def leaflet_inline() -> tuple[str, str]:
    """Give all scripts and all styles as text, for a page that stands alone.

    Pictures of the style sheet are left out: nothing here uses them and they would be requests.
    """
    js = [leaflet_dir() / LEAFLET_JS, heat_dir() / HEAT_JS]
    script = "\n".join(path.read_text(encoding="utf-8") for path in js)
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)
    css = (leaflet_dir() / LEAFLET_CSS).read_text(encoding="utf-8")
    return script, re.sub(r"url\([^)]*\)", "none", css)
