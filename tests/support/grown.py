"""A copy of the checkout whose record has grown: three hundred invented attacks more, and ground.

``python -m tests.support.grown FOLDER`` writes it; ``make grown`` runs the tests of code there. A
test that fails only there asserts a fact of the record, and belongs into ``tests/record``. What is
added is nonsense that fits the tables: attacks that are there already, on other days of 2023 to
2026, by other means, at invented places, of groups new and old, before and after the rows that are
there, so that no test can lean on the first or the last of them either.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

import pandas as pd

from geo.schemas.tokens import METHODS

ROOT = Path(__file__).resolve().parents[2]
MORE = 300
FIRST, DAYS = dt.date(2023, 1, 1), 1400
LEFT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "build", "dist", "out", "_data"
)
GROUPS = {
    "QMR": ("Liwa al-Qamar al-Mukhtara", "لواء القمر المخترع", "LQM"),
    "ZHL": ("Saraya Zuhal al-Mukhtara", "سرايا زحل المخترعة", "SZM"),
}
BRANDS = {
    "mushtari_brigade": ("Fawj al-Mushtari", "فوج المشتري", "QMR"),
    "utarid_wing": ("Janah Utarid", "جناح عطارد", ""),
}
STEMS = ("Wahmiya", "Khayaliya", "Mithaliya", "Tajribiya", "Iftiradiya")
LAUNCHES = ("jurf_al_sakhar", "baqubah", "amarah", "al_baghdadi")
KINDS = ("Tell", "Umm", "Qaryat", "Hor", "Jisr", "Khirbat")


def spaced(count, low, high):
    """So many numbers within the bounds, the same at each run and without a pattern."""
    return [low + (high - low) * ((at * 0.618034) % 1) for at in range(1, count + 1)]


def places(table):
    """Thirty towns from Rutbah to Basra, none of them real."""
    names = [(kind, stem) for stem in STEMS for kind in KINDS]
    count = len(names)
    across, along = spaced(count, 0, 1), spaced(count * 3, 0, 1)[::3]
    return pd.DataFrame(
        {
            "place_id": [f"{kind}_{stem}".casefold() for kind, stem in names],
            "name": [f"{kind} {stem}" for kind, stem in names],
            "kind": "town",
            "country": "IQ",
            "lat": [f"{31.2 + 4.6 * one:.4f}" for one in along],
            "lon": [f"{43.0 + 3.2 * one:.4f}" for one in across],
            "radius_km": [str(2 + at % 5) for at in range(count)],
            "precision": "town",
            "confidence": "moderate",
            "coordinate_source": "invented",
        }
    )


def groups(table):
    """Two groups that nobody has heard of."""
    return pd.DataFrame(
        [
            {
                "group_id": ident,
                "name": name,
                "name_ar": arabic,
                "aliases": f"{short}|{name.removesuffix(' al-Mukhtara')}",
                "short_name": short,
                "summary": "Invented.",
                "source_id": "ctc-2021",
                "pointer": "none",
            }
            for ident, (name, arabic, short) in GROUPS.items()
        ]
    )


def brands(table):
    """A brand of one of these groups, and one of nobody."""
    return pd.DataFrame(
        [
            {"facade_id": ident, "name": name, "name_ar": arabic, "note": "Invented."}
            for ident, (name, arabic, _) in BRANDS.items()
        ]
    )


def links(table):
    """What is known of these brands."""
    return pd.DataFrame(
        [
            {
                "facade_id": ident,
                "group_id": group,
                "exclusive": "yes" if group else "no",
                "strength": "high" if group else "",
                "valid_from": "2023-01-01",
                "last_confirmed": "2026-06-01",
                "source_id": "ctc-2021",
                "pointer": "none",
                "note": "Invented.",
            }
            for ident, (_, _, group) in BRANDS.items()
        ]
    )


def sources(table):
    """Forty pages more, of publishers that are graded."""
    some = pd.concat([table] * 2).iloc[1:41]
    return some.assign(
        source_id=[f"grown-{at}" for at in range(len(some))],
        title=[f"Invented page {at}" for at in range(len(some))],
        url=[f"https://example.org/{at}" for at in range(len(some))],
        date=[str(FIRST + dt.timedelta(35 * at)) for at in range(len(some))],
        date_note="",
    )


def attacks(table, towns):
    """Rows that are there, on other days, by other means, at other places and of other groups."""
    table = table[table["date"] != ""]
    rows = table.loc[list(islice(cycle(table.index), MORE))].reset_index(drop=True)
    methods, towns, new = list(METHODS), list(towns), list(GROUPS)
    old = sorted({*table["assessed_group"]} - {""} - set(GROUPS))
    old = [one for one in old if "|" not in one]
    for at, row in rows.iterrows():
        day = str(FIRST + dt.timedelta(at * 607 % DAYS))
        cells = {
            "attack_id": f"{day}-grown-{at}",
            "title": f"{row['title']}, once more",
            "date": day[: len(row["date"])],
            "date_latest": "",
            "permitted_by": "",
            "note": "Invented.",
        }
        if at % 4 == 0:
            cells["method"] = methods[at // 4 % len(methods)]
        if at % 6 == 1:
            cells |= {"target_place": towns[at % len(towns)], "target_radius_km": ""}
        if at % 3 == 0:
            group = (new if at % 2 else old)[at // 6 % len(new if at % 2 else old)]
            cells |= {
                "assessed_group": group,
                "assessed_by": "nobody",
                "assessed_confidence": ("low", "moderate", "high")[at // 3 % 3],
                "assessed_wording": "appears",
                "launch_place": (towns[at % 7], *LAUNCHES)[at // 3 % 5],
                "launch_radius_km": "",
                "launch_note": "",
            }
        for column, cell in cells.items():
            rows.loc[at, column] = cell
    return rows


def beside(table, of, *, pages=()):
    """Rows of claims, reports or conflicts for the attacks more, as those of their models."""
    copies = of.merge(table, left_on="model", right_on="attack_id", how="inner")
    copies = copies.drop(columns=["model", "attack_id"]).rename(columns={"new": "attack_id"})
    if pages and "says" in table:
        other = copies.index % 3 == 0
        copies.loc[other, "source_id"] = list(islice(cycle(pages), int(other.sum())))
    if "facade_id" in table:
        other = (copies.index % 4 == 0) & (copies["facade_id"] != "")
        copies.loc[other, "facade_id"] = list(islice(cycle(BRANDS), int(other.sum())))
    return copies[list(table.columns)]


AREAS = """
[[area]]
id = "grown_qmr"
holder = "QMR"
kind = "ground"
title = "LQM: about Baqubah, invented"
pointer = "none"
confidence = "high"
border_km = 2
valid_from = 2022-01-01
last_confirmed = 2026-06-01
assumption = "Invented."
recipe = { around = { place = "baqubah", km = 15 } }

[[area]]
id = "grown_zhl"
holder = "ZHL"
kind = "launch_ground"
title = "SZM: about Kut, invented"
pointer = "none"
confidence = "moderate"
border_km = 5
valid_from = 2020-01-03
last_confirmed = 2021-06-01
assumption = "Invented."
recipe = { around = { place = "kut", km = 20 } }

[[area]]
id = "grown_aah"
holder = "AAH"
kind = "ground"
title = "AAH: about Amarah, invented"
pointer = "none"
confidence = "low"
border_km = 5
valid_from = 2023-01-01
last_confirmed = 2026-01-01
assumption = "Invented."
recipe = { around = { place = "amarah", km = 25 } }
"""


class Tables:
    """The tables of a data folder as text, read and written as they stand."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def read(self, name):
        return pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False)

    def add(self, name, more, *, around=False):
        """Put rows at the end; with ``around``, every other one in front."""
        table = self.read(name)
        more = more.reindex(columns=table.columns, fill_value="").fillna("")
        parts = [more.iloc[::2], table, more.iloc[1::2]] if around else [table, more]
        pd.concat(parts).to_csv(self.folder / f"{name}.csv", index=False, lineterminator="\n")


def grow(folder):
    """Let the record of this data folder grow."""
    tables = Tables(folder)
    more = places(tables.read("gazetteer"))
    tables.add("gazetteer", more)
    for name, make in (
        ("groups", groups),
        ("facades", brands),
        ("facade_links", links),
        ("sources", sources),
    ):
        tables.add(name, make(tables.read(name)))
    table = tables.read("attacks")
    dated = table[table["date"] != ""]["attack_id"]
    rows = attacks(table, more["place_id"])
    of = pd.DataFrame({"model": list(islice(cycle(dated), MORE)), "new": rows["attack_id"]})
    pages = [f"grown-{at}" for at in range(40)]
    for name in ("claims", "reports", "conflicts"):
        tables.add(name, beside(tables.read(name), of, pages=pages), around=True)
    tables.add("attacks", rows, around=True)
    with (tables.folder / "areas.toml").open("a", encoding="utf-8") as file:
        file.write(AREAS)


def main():
    """Write the copy and declare its data."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    shutil.copytree(ROOT, folder, ignore=LEFT, dirs_exist_ok=True)
    grow(folder / "data")
    subprocess.run([sys.executable, folder / "data" / "build.py", "package"], check=True)


if __name__ == "__main__":
    main()
