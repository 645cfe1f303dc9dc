"""What a case file says of its own data: findings, terms, ground and figures made from it alone."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from geo.areas.table import area_km2
from geo.atlas import Atlas
from geo.attribution.points_text import points_objects
from geo.attribution.points_to import points_to
from geo.casebook import case_file as casefile
from geo.casebook.arrangements import with_decisions
from geo.casebook.case_data import areas_geojson, load
from geo.casebook.entry import Entry
from geo.io.spreadsheet_escape import csv_text
from geo.settings import bundled_dir
from geo.verdicts.check import Findings, check
from geo.verdicts.serialize import findings_objects
from geo.verdicts.table import assemble, names_of
from layers.builders.base import base_layers
from layers.static.attack_map import attack_png

DATA, FIGURES = "data/", "figures/"
DECISIONS, CHAIN, FINDINGS, TERMS, AREAS, README = (
    "decisions.jsonl", "chain.jsonl", "findings.json", "terms.csv", "areas.geojson", "README.txt",
)  # fmt: skip
_BASE_MAP = ("base/neighbours.geojson", "base/towns.csv", "base/units.geojson",
             "base/water.geojson")  # fmt: skip
_README_TEXT = """A case file of fasail-atlas: what is known of {many}, and how it was judged.

data/            rows, claims and sources of these attacks; all registries, recipes and outlines
areas.geojson    ground in force on their days, compiled
findings.json    verdict, what it points to, flags, terms and sources of each attack
terms.csv        the terms alone
decisions.jsonl  what reviewers decided on them, one entry of the casebook a line
chain.jsonl      from the first of these on the hash of every entry of the casebook
figures/         a map of each attack whose place is known
manifest.json    versions, head of the casebook, sha256 of every file

Verify it on any machine, offline: fasail-atlas casefile verify FILE
Areas are assessments; a mismatch is a question, and consistent is no proof.
"""


def readme(many: int, *, form: int = casefile.FORM) -> bytes:
    """Text for whoever opens the zip; the same number of attacks gives the same text."""
    text = _README_TEXT.format(many="1 attack" if many == 1 else f"{many} attacks")
    if form == 1:
        text = "".join(
            line for line in text.splitlines(keepends=True) if not line.startswith(CHAIN)
        )
    return text.encode()


def base_map() -> dict[str, str]:
    """Hash of each file of the base map of this installation."""
    folder = bundled_dir()
    return {name: casefile.sha256((folder / name).read_bytes()) for name in _BASE_MAP}


def derived(
    held: Mapping[str, bytes], entries: Sequence[Entry], *, progress: Callable[[str], None]
) -> tuple[dict[str, bytes], Findings]:
    """Judge and draw from the data of a case file alone."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in held.items():
            if name.startswith(DATA):
                path = root / name.removeprefix(DATA)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        atlas = load(root)
        record = atlas.record
    found = check(record, atlas=with_decisions(atlas, entries, record=record))
    points = points_objects(points_to(found, atlas=atlas))
    objects = findings_objects(found, reports=record.reports, points=points)
    days = found.table["judged_on"].dropna().unique()
    text = json.dumps(objects, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    files = {
        FINDINGS: text.encode(),
        TERMS: csv_text(_terms(found.terms)).encode(),
        AREAS: areas_geojson(atlas.areas, list(days)),
        **_figures(atlas, found, progress=progress),
    }
    return files, found


def _terms(terms: pd.DataFrame) -> pd.DataFrame:
    joined = {name: terms[name].map("|".join) for name in ("favours", "against")}
    return terms.assign(**joined).set_index("attack_id")


def _figures(atlas: Atlas, found: Findings, *, progress: Callable[[str], None]) -> dict[str, bytes]:
    rows = assemble(found, atlas=atlas)
    # The base map is never read from a file of others: GDAL would open what it names.
    base, names = base_layers(bundled_dir(), places=atlas.gazetteer.table), names_of(atlas)
    # An attack of no day at all is drawn on the ground of the last day of the others.
    days = found.table["judged_on"].fillna(found.table["date_latest"].max()).dropna()
    drawn: dict[str, bytes] = {}
    for number, (ident, on) in enumerate(days.items(), start=1):
        progress(str(ident))
        ground = atlas.areas.in_force(on)
        png = attack_png(
            rows.loc[[ident]],
            ground=ground.assign(area_km2=area_km2(ground)),
            extents=atlas.areas.extents,
            base=base,
            names=names,
            theme="light",
        )
        if png is not None:
            drawn[f"{FIGURES}{number:03d}.png"] = png
    return drawn
