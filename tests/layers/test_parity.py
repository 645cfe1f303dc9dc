"""What Python and the scripts of the web map both work out, kept as one file of cases.

`parity.json` holds what is given and what must come of it. Here Python must come to it;
`tests/layers/web/test_scripts.py` asks the same of the scripts. ATLAS_GOLDEN=1 writes a new one.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import geopandas as gpd
import numpy as np

from geo import crs
from layers import mark_tones, style
from layers.anchors import Anchors
from layers.builders.attacks import counts_line
from layers.hatching import bands
from layers.mark_shapes import CORNERS, edge, ring_spans
from layers.mark_tones import MIXED, SEVERAL, pointing
from layers.placement.clusters import level_of
from layers.placement.layout import reach
from layers.placement.marks import marks_of
from layers.placement.spread import place
from layers.spec import PointLayer
from layers.static.frame import MapFrame
from layers.static.label_placement import LabelPosition, LabelSpace, gap_between, mark_of
from layers.web.payload import mark_payload
from tests.support.nearly import near

CASES = Path(__file__).with_name("parity.json")
PLACES = [
    # lon, lat, label, tone, count, mismatches, explained, contested, shares
    (44.36, 33.31, "Green Zone", "neutral", 9, 2, 0, 1, "KH\t5\nAAH\t3\n\t1"),
    (44.23, 33.26, "Victoria", "KH", 12, 0, 3, 0, ""),
    (44.25, 33.52, "Taji", "AAH", 4, 4, 0, 0, ""),
    (44.27, 33.54, "Taji", "", 1, 0, 0, 0, ""),
    (44.36, 33.94, "Balad", "neutral", 5, 1, 1, 1, "KH\t2\n\t3"),
    (42.44, 33.79, "Al Asad", "KSS", 27, 3, 0, 0, ""),
    (42.40, 33.81, "", "KSS", 2, 0, 0, 0, ""),
    (43.96, 36.24, "Erbil airport", "neutral", 7, 1, 0, 0, "KSS\t3\nKH\t3\n\t1"),
    (43.97, 36.23, "Erbil airport", "", 3, 0, 0, 0, ""),
    (43.9601, 36.2401, "Erbil airport", "AAH", 1, 0, 1, 0, ""),
    (43.9602, 36.2402, "Erbil airport", pointing("KH"), 2, 0, 0, 1, ""),
    (43.9603, 36.2403, "Erbil airport", SEVERAL, 1, 0, 0, 0, ""),
    (43.9604, 36.2404, "Erbil airport", "neutral", 5, 0, 0, 0,
     f"KH\t1\n{pointing('KH')}\t2\n{MIXED}\t1\n\t1"),
    (42.41, 33.82, "", MIXED, 3, 0, 0, 0, ""),
]  # fmt: skip
ANCHORS = Anchors(
    ("Baghdad", "Erbil", "Taji", "Al Baghdadi"),
    np.array([(44.4, 33.34), (44.01, 36.19), (44.26, 33.52), (42.55, 33.86)]),
    roots=2,
)
ZOOMS = (5.0, 6.3, 7.5, 9.0, 10.75, 13.0)
# x, y, reach and side of each mark; marks may not cross x = edge away from their place.
SCENES = {
    "far apart": (1e9, [(0, 0, 10, 40), (50, 0, 10, 220)]),
    "two on one place": (1e9, [(0, 0, 18, 40), (0, 0, 12, 220)]),
    "many on one place": (
        1e9, [(0, 0, 20, 40), (0, 0, 16, 220), (0, 0, 9, 310), (0, 0, 9, 130), (0, 0, 9, 85)],
    ),
    "across an edge": (5, [(0, 0, 12, 40), (9, 1, 12, 220), (4, 14, 8, 85), (20, -3, 16, 265)]),
}  # fmt: skip
# A place, marks as x, y, radius and the place that each gathers around, and other places.
HOMES = [
    ((50, 50), [], []),
    ((50, 50), [(120, 50, 20, 120, 50)], []),
    ((50, 50), [(54, 50, 20, 80, 90)], []),
    ((50, 50), [(63, 50, 20, 80, 90)], []),
    ((50, 50), [(69, 50, 20, 80, 90)], []),
    ((50, 50), [(69, 50, 20, 51, 50)], []),
    ((50, 50), [(58, 50, 20, 80, 90)], [(57, 50)]),
    ((50, 50), [(58, 50, 20, 80, 90), (50, 57, 9, 80, 90)], [(90, 50)]),
]
# The box of a label, marks, which of them is its own, labels that stand, and places that wait.
LABELS = [
    ((70, 45, 110, 57), [(50, 50, 15)], [], []),
    ((70, 45, 110, 57), [(50, 50, 15), (118, 50, 6)], [], []),
    ((70, 45, 110, 57), [(50, 50, 15), (130, 50, 6)], [], []),
    ((70, 45, 110, 57), [(50, 50, 15), (150, 80, 6)], [(1, (159, 75, 199, 87))], []),
    ((70, 45, 110, 57), [(50, 50, 15), (90, 70, 6)], [(1, (99, 65, 139, 77))], []),
    ((70, 45, 110, 57), [(50, 50, 15), (20, 90, 6)], [(1, (18, 66, 58, 78))], []),
    ((70, 45, 110, 57), [(50, 50, 15)], [(0, (-10, 45, 30, 57))], []),
    ((70, 45, 110, 57), [(50, 50, 15)], [], [(112, 60, 0)]),
    ((70, 45, 110, 57), [(50, 50, 15)], [], [(140, 60, 0)]),
]
# The box of shared ground, northings upwards, and how many hold it: fine, broad and tiny.
BANDS = [((0, 0, 60, 40), 2), ((-300, 20, 500, 330), 3), ((10, -14, 18, -7), 4)]
# How many of each kind, of each verdict, in all, and whether it is told what they point to.
WORDS = [
    ((0, 0, 0, 0, 0), (0, 0, 0), 0, True),
    ((3, 0, 0, 0, 0), (1, 0, 0), 3, True),
    ((3, 0, 0, 0, 2), (0, 0, 0), 5, False),
    ((1, 2, 1, 1, 2), (1, 0, 2), 7, True),
    ((4, 1, 3, 2, 1), (0, 1, 0), 11, True),
    ((0, 0, 0, 0, 1), (0, 0, 0), 1, True),
]
COUNTS = [(0, 0, 0, 5), (2, 0, 0, 2), (1, 0, 0, 40), (3, 1, 0, 9), (1, 1, 1, 3), (20, 1, 1, 23)]


def layer():
    lon, lat, label, tone, count, bad, good, both, shares = zip(*PLACES, strict=True)
    frame = gpd.GeoDataFrame(
        {"label": label, "tone": tone, "count": count, "mismatches": bad, "explained": good,
         "contested": both, "shares": shares},
        geometry=gpd.points_from_xy(lon, lat), crs=4326,
    ).assign(shape="triangle")  # fmt: skip
    return PointLayer(id="targets", title="Targets", features=frame, anchors=ANCHORS)


def given_marks():
    """What the script reads of a layer, without its words and colours."""
    packed = mark_payload(layer(), theme="light")
    names = ("noun", "lat", "lon", "n", "v", "t", "shares", "sel", "label", "up", "apart",
             "ranks", "pointed", "wider", "rings", "tones")  # fmt: skip
    return {name: packed[name] for name in names}


def tone_numbers():
    return {row[3]: tone for row, tone in zip(PLACES, given_marks()["t"], strict=True)}


def clustered(zoom):
    """The marks of a zoom, each with the rows that it stands for."""
    made, number = layer(), tone_numbers()
    lon, lat = np.transpose([row[:2] for row in PLACES])
    spots = np.column_stack(crs.project(lon, lat))
    found = []
    for mark in marks_of(made, level=level_of(zoom)):
        apart = np.abs(spots[:, None] - mark.members[None]).max(axis=2)
        rows = np.flatnonzero(apart.min(axis=1) == 0).tolist()
        named = {PLACES[row][2] for row in rows}
        kinds = mark_tones.by_kind(mark.shares)
        says = counts_line("attacks", *named, many=mark.count, verdicts=mark.verdicts, kinds=kinds,
                     pointed=True) \
            if len(named) == 1 and named != {""} else None  # fmt: skip
        found.append({
            "rows": rows, "n": mark.count, "v": list(mark.verdicts.values()),
            "shares": sorted([number[tone], many] for tone, many in mark.shares),
            "around": mark.name, "reach": round(reach(mark), 6), "says": says,
        })  # fmt: skip
    return sorted(found, key=lambda one: one["rows"])


def rims():
    """Tones of a mark in the order of its rim, whether it has a core, for some shares."""
    number = tone_numbers()
    for shares in (
        {"KH": 2}, {"KH": 1, "AAH": 3}, {MIXED: 1}, {MIXED: 2}, {pointing("KH"): 4},
        {"": 9, pointing("KH"): 5, "AAH": 1, MIXED: 2, SEVERAL: 3, "KH": 4},
    ):  # fmt: skip
        answered, many = mark_tones.ordered(shares), sum(shares.values())
        yield {
            "shares": [[number[tone], n] for tone, n in shares.items()], "n": many,
            "tones": [number[tone] for tone, _ in answered],
            "cored": mark_tones.is_cored(answered, many),
        }  # fmt: skip


def said(kinds, v, n, pointed):
    return counts_line(
        "attacks", "Midtown", many=n, verdicts=dict(zip(style.RINGED, v, strict=True)),
        kinds=dict(zip(mark_tones.KINDS, kinds, strict=True)), pointed=pointed,
    )  # fmt: skip


def scenes():
    rng, crowd = random.Random(5), []
    for at in range(30):
        spot = crowd[0][:2] if at % 3 == 1 else [round(rng.random() * 130, 1) for _ in "xy"]
        crowd.append([*spot, round(6 + rng.random() * 16, 1), (40, 220, 85, 265)[at % 4]])
    return SCENES | {"a crowd": (60, crowd)}


def spread(edge_x, marks):
    x, y, far, sides = np.transpose(marks).astype(float)

    def own_side(spots, which):
        return (spots[:, 0] < edge_x) == (x[which] < edge_x)

    made = place(np.column_stack([x, y]), far, sides=sides, honest=own_side)
    return made.spots.round(4).tolist(), made.tied.astype(int).tolist()


def frame():
    return MapFrame(theme="light", extent=(0, 1, 0, 1), metres_a_px=1.0, dpi=96, zoom=6.0)


def home(at, discs, others):
    """Which mark a place is seen by: its number, -1 for its own dot, None for none."""
    seen, marks = frame(), [tuple(map(float, one[:3])) for one in discs]
    seen.anchors.update(zip(marks, (one[3:] for one in discs), strict=True))
    found = mark_of(at, marks, seen, others=[at, *others])
    if found is None:
        return None
    return marks.index(found) if found in marks else -1


def own(box, discs, placed, waiting):
    space = LabelSpace(discs, [], least_px=5.0)
    for of, there in placed:
        space.take(discs[of], LabelPosition(*there[:2], "left", there, far=False))
    position = LabelPosition(*box[:2], "left", box, far=False)
    return bool(space.is_own(discs[0], position, waiting=waiting))


def cases():
    """Everything that is given with everything that comes of it, as plain lists and numbers."""
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    made = {
        "marks": given_marks(),
        "clustered": [{"zoom": zoom, "marks": clustered(zoom)} for zoom in ZOOMS],
        "spread": [
            {"case": name, "edge": edge_x, "marks": marks,
             **dict(zip(("spots", "tied"), spread(edge_x, marks), strict=True))}
            for name, (edge_x, marks) in scenes().items()
        ],
        "words": [
            {"kinds": kinds, "v": v, "n": n, "pointed": pointed, "says": said(kinds, v, n, pointed)}
            for kinds, v, n, pointed in WORDS
        ],
        "rims": list(rims()),
        "outlines": [
            {"shape": shape, "far": edge(shape, turns).round(6).tolist()}
            for shape in (*CORNERS, "circle")
        ],
        "spans": [
            {"v": v, "n": n, "spans": [
                [style.RINGED.index(one), round(a, 6), round(b, 6)]
                for one, a, b in ring_spans(dict(zip(style.RINGED, v, strict=True)), n)
            ]}
            for *v, n in COUNTS
        ],
        "bands": [
            {"box": box, "many": many, "ends": [[round(a, 6), round(b, 6)]
                                                for a, b in bands(box, many, px=1.0)]}
            for box, many in BANDS
        ],
        "homes": [
            {"at": at, "discs": discs, "others": others, "home": home(at, discs, others)}
            for at, discs, others in HOMES
        ],
        "labels": [
            {"box": box, "discs": discs, "placed": placed, "waiting": waiting,
             "gaps": [round(gap_between(box, one), 6) for one in discs],
             "own": own(box, discs, placed, waiting)}
            for box, discs, placed, waiting in LABELS
        ],
    }  # fmt: skip
    return json.loads(json.dumps(made))


def written(made):
    """One case a line, so that a reader sees what changed."""

    def lines(section):
        if isinstance(section, dict):
            rows = [f"{json.dumps(name)}: {json.dumps(one)}" for name, one in section.items()]
        else:
            rows = [json.dumps(one) for one in section]
        opening, closing = "{}" if isinstance(section, dict) else "[]"
        inside = ",\n    ".join(rows)
        return f"{opening}\n    {inside}\n  {closing}"

    parts = ",\n".join(f"  {json.dumps(name)}: {lines(one)}" for name, one in made.items())
    return f"{{\n{parts}\n}}\n"


def test_python_comes_to_what_is_written():
    made = cases()
    if os.environ.get("ATLAS_GOLDEN"):
        CASES.write_text(written(made), encoding="utf-8")
    near(made, json.loads(CASES.read_text(encoding="utf-8")))


def test_the_cases_hold_what_matters():
    """Both outcomes of each question, marks of one place and of many, and leaders."""
    made = json.loads(CASES.read_text(encoding="utf-8"))
    sizes = {len(mark["rows"]) for one in made["clustered"] for mark in one["marks"]}
    assert {1, 2} < sizes
    assert any(mark["says"] and len(mark["rows"]) > 1 for one in made["clustered"]
               for mark in one["marks"])  # fmt: skip
    assert {1, 0} == {tied for one in made["spread"] for tied in one["tied"]}
    assert {None, -1, 0} <= {one["home"] for one in made["homes"]}
    assert {True, False} == {one["own"] for one in made["labels"]}
