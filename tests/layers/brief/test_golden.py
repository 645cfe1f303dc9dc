"""One golden image for every kind, at half the size of a slide."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers import style
from layers.brief.layout import lay_out
from layers.brief.pack import KINDS
from layers.brief.picture import png
from layers.brief.sizes import SIZES
from layers.spec import PointLayer
from tests.worlds import briefs as views
from tests.worlds import squares as worlds

FOLDER = Path(__file__).parent / "golden"
TOLERANCE = 2.0
TILES = 12
# The whole picture hardly changes with one mark; the tile around it does.
TILE_TOLERANCE = 6.0
PAGES = {kind: (kind, 0) for kind in KINDS if kind != "pack"} | {
    "pack": ("pack", 0),
    "method": ("pack", -1),
    "ages": ("overview", 0),
    "pointing": ("overview", 0),
}
SEEN = {
    "ages": {"ground": lambda _: worlds.aged_areas()},
    "pointing": {"rows": views.pointing_rows()},
    "mismatches": {
        "rows": views.rows().assign(
            points_to="AAH|KH", points_strength="weak", points_mixed=["yes", "no"] * 3
        )
    },
}
"""What a page shows of a world other than the plain one."""


def drawn(name):
    kind, at = PAGES[name]
    made = views.made(kind, seen=views.view(**SEEN.get(name, {})))
    return lay_out(made.pages[at], made.imprint, SIZES["hd"], number=1, of=len(made.pages))


def picture(sheet):
    full = Image.open(io.BytesIO(png(sheet)))
    return full.resize((full.width // 2, full.height // 2), Image.Resampling.BOX)


def distances(one, other):
    """RMS of the whole picture and of its worst tile, of 255."""
    gap = (np.asarray(one, dtype=float) - np.asarray(other, dtype=float)) ** 2
    tiles = [
        tile.mean() for row in np.array_split(gap, TILES) for tile in np.array_split(row, TILES, 1)
    ]
    return float(np.sqrt(gap.mean())), float(np.sqrt(max(tiles)))


def like(name, sheet):
    whole, tile = distances(picture(sheet), Image.open(FOLDER / f"{name}.png").convert("RGB"))
    return whole <= TOLERANCE and tile <= TILE_TOLERANCE


@pytest.mark.parametrize("name", PAGES)
def test_each_kind_looks_as_it_was_approved(name):
    sheet = drawn(name)
    if os.environ.get("ATLAS_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        picture(sheet).save(FOLDER / f"{name}.png", optimize=True)
    assert like(name, sheet)


def test_a_small_change_is_seen(monkeypatch):
    sheet = drawn("overview")
    without = tuple(item for item in sheet.items if item.name != "as_of")
    assert not like("overview", replace(sheet, items=without))
    ((panel, box),) = sheet.maps
    layers = tuple(
        replace(one, features=one.features.assign(mismatches=0, explained=0))
        if isinstance(one, PointLayer)
        else one
        for one in panel.spec.layers
    )
    bare = replace(panel, spec=replace(panel.spec, layers=layers))
    assert not like("overview", replace(sheet, maps=((bare, box),)))
    grey = replace(style.GROUPS["KH"], light="#888888")
    monkeypatch.setitem(style.GROUPS, "KH", grey)
    assert not like("overview", sheet)
