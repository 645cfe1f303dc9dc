"""The manifest of a briefing: what went in, what came out, and where each thing lies on a page."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from geo.errors import AtlasError
from geo.settings import find
from layers.brief.content import Brief, MapPage, ground_of
from layers.brief.files import File
from layers.brief.items import Sheet
from layers.brief.layout import sheets
from layers.brief.sizes import SIZES
from layers.measure import lacking
from layers.spec import PointLayer

SCHEMA: Final = 1
NAME: Final = "manifest"
# What the bytes of a file depend on beside the data.
_PACKAGES: Final = (
    "fasail-atlas", "folium", "geopandas", "h3", "matplotlib", "numpy", "pandas", "pillow",
    "pyogrio", "pyproj", "python-pptx", "scipy", "shapely",
)  # fmt: skip
_SUFFIXES: Final = {".csv", ".toml", ".geojson"}


class ManifestError(AtlasError, ValueError):
    """A manifest cannot be read, or is none of ours."""


def inputs(folder: Path, bundled: Path) -> dict[str, str]:
    """Give the sha256 of every data file that a briefing rests on, by name.

    Parameters
    ----------
    folder
        Data folder; its files take the place of the bundled ones.
    bundled
        The bundled data.
    """
    names = {
        path.relative_to(place).as_posix()
        for place in (bundled, folder)
        for sub in ("", "base")
        for path in (place / sub).glob("*")
        if path.is_file() and path.suffix in _SUFFIXES
    }
    return {
        name: hashlib.sha256(find(name, folder).read_bytes()).hexdigest() for name in sorted(names)
    }


def data_sha256(hashes: Mapping[str, str]) -> str:
    """Give one hash of all input files."""
    listed = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes.items()))
    return hashlib.sha256(listed.encode()).hexdigest()


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Give the versions that the bytes of a briefing depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}


def _texts(page_sheets: Iterable[Sheet]) -> list[str]:
    texts = []
    for sheet in page_sheets:
        texts += [item.text for item in sheet.items]
        if isinstance(sheet.page, MapPage):
            texts += [entry.label for entry in (sheet.seen.legend if sheet.seen else ())]
            texts += [
                text
                for panel in sheet.page.panels
                for layer in panel.spec.shown
                if isinstance(layer, PointLayer)
                for text in layer.features["label"][
                    layer.features["shape"].isin(["dot", "label"])
                ].astype(str)
            ]
    return texts


def notes(page_sheets: Iterable[Sheet]) -> list[str]:
    """Say what a reader of the files must know of how they were made."""
    missing = lacking(_texts(page_sheets))
    if not missing:
        return []
    codes = ", ".join(f"U+{ord(ch):04X}" for ch in missing)
    one = len(missing) == 1
    return [f"The font lacks {len(missing)} character{'' if one else 's'}, drawn as □: {codes}."]


def _layout(page_sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """Give every item of every page, for whoever checks the pictures."""
    return [
        {
            "page": sheet.number,
            "kind": sheet.page.kind,
            "width_in": round(sheet.size.width_in, 4),
            "height_in": round(sheet.size.height_in, 4),
            "items": [
                {
                    "name": item.name,
                    "text": item.text,
                    "lines": list(item.lines),
                    "size_pt": round(item.size_pt, 3),
                    "weight": item.weight,
                    "align": item.align,
                    "box_in": [
                        round(value, 4)
                        for value in (item.box.left, item.box.top, item.box.width, item.box.height)
                    ],
                }
                for item in sheet.items
            ],
        }
        for sheet in page_sheets
    ]


def _page_counts(page: MapPage) -> dict[str, Any]:
    """Give what a page is about in numbers, whatever its window."""
    return {
        "about": page.summary,
        "maps": [
            {"title": panel.title, "period": panel.period, "ground": panel.ground}
            | {"counts": panel.counts().as_dict()}
            for panel in page.panels
        ],
    }


def manifest(
    brief: Brief,
    files: Sequence[File],
    *,
    request: Mapping[str, Any],
    hashes: Mapping[str, str],
    sizes: Sequence[str],
    casebook: tuple[int, str] | None = None,
) -> bytes:
    """Write the manifest of a briefing as JSON.

    Parameters
    ----------
    brief
        The briefing.
    files
        Its files.
    request
        Everything that was asked for, enough to make the files again.
    hashes
        Of the input files, as :func:`inputs` gives them.
    sizes
        Sizes of the pages.
    casebook
        Number of entries of the casebook behind it, and the hash of the last.
    """
    imprint = brief.imprint
    laid = {size: sheets(brief, SIZES[size]) for size in sizes}
    document = {
        "schema": SCHEMA,
        "product": "fasail-atlas brief",
        "kind": brief.kind,
        "request": dict(request),
        "made": imprint.made.isoformat(),
        "author": imprint.author,
        "marking": imprint.marking.text if imprint.marking else None,
        "exercise": imprint.exercise,
        "data": {
            "as_of": imprint.as_of.isoformat(),
            "sha256": imprint.data_sha256,
            "files": dict(hashes),
        },
        **({"casebook": {"entries": casebook[0], "head": casebook[1]}} if casebook else {}),
        "pages": [
            {"number": at, "kind": page.kind, "title": page.title, "subtitle": page.subtitle}
            | (_page_counts(page) if isinstance(page, MapPage) else {})
            for at, page in enumerate(brief.pages, start=1)
        ],
        "ground": ground_of(brief.maps),
        "record": {"sample": imprint.sample, "attribution": list(imprint.credits)},
        "notes": notes(laid[sizes[0]]),
        "versions": versions(),
        "files": [
            {
                "name": file.name,
                "format": file.format,
                "pages": list(file.pages),
                "bytes": len(file.content),
                "sha256": hashlib.sha256(file.content).hexdigest(),
            }
            for file in files
        ],
        "layout": {size: _layout(one) for size, one in laid.items()},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read(path: Path) -> dict[str, Any]:
    """Read a manifest.

    Raises
    ------
    ManifestError
        When it cannot be read or is none of ours.
    """
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ManifestError(
            f"{path} cannot be read as a manifest: {error}. Give the JSON file that the command "
            "brief wrote beside its files."
        ) from error
    wanted = {"schema", "request", "made", "files", "data", "versions"}
    ours = isinstance(found, dict) and found.get("schema") == SCHEMA and wanted <= found.keys()
    if not ours or not all(
        isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and isinstance(one.get("sha256"), str)
        for one in found["files"]
    ):
        raise ManifestError(
            f"{path} is no manifest of a briefing (schema {SCHEMA}). Give the JSON file that the "
            "command brief wrote beside its files."
        )
    document: dict[str, Any] = found
    return document
