"""Small invented worlds that can be checked by hand, and text that tries to run.

Two square governorates, West (40..44 E) and East (44..48 E), both 30..36 N, inside one large
neighbour. KH's ground is the square 41..42 E, 33..34 N. Attacks:

    a1  target (44, 33)  launch (41.5, 33.5)  KH   mismatch
    a2  target (44, 33)  launch (41.5, 33.5)  KH   consistent
    a3  target (44, 33)  no launch            AAH  insufficient
    a4  target (46, 35)  launch (45, 34)      AAH  explained
    a5  target (46, 35)  no launch            ""   insufficient, not an attack (fabricated)
    a6  no place at all                       KH   insufficient
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, box, mapping

from layers.build import build_map
from layers.builders.base import base_layers

HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in [1] %}owned{% endfor %}",
    "{# gone #}",
    "</script><script>window.owned=1</script>",
    "<img src=x onerror=window.owned=2>",
    "`${window.owned=3}`",
    '" onmouseover="window.owned=4',
    "Ka'ib & co \\u003cb\\u003e 100 %",
)
ALL_HOSTILE = " | ".join(HOSTILE)
NAN = float("nan")
USUAL_CELLS = ("852ca2b7fffffff", "852ca2b3fffffff")


def collection(frame):
    features = [
        {"type": "Feature", "properties": row, "geometry": mapping(shape)}
        for row, shape in zip(
            frame.drop(columns="geometry").to_dict("records"), frame.geometry, strict=True
        )
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def write_base(folder, *, name="East"):
    base = Path(folder) / "base"
    base.mkdir(parents=True, exist_ok=True)
    frames = {
        "units": gpd.GeoDataFrame(
            {"unit_id": ["west", "east"], "name": ["West", name], "name_ar": ["", ""]},
            geometry=[box(40, 30, 44, 36), box(44, 30, 48, 36)],
        ),
        "neighbours": gpd.GeoDataFrame(
            {"country": ["XX"], "name": ["Around"]}, geometry=[box(36, 27, 52, 40)]
        ),
        "rivers": gpd.GeoDataFrame(
            {"river": ["tigris", ""]},
            geometry=[LineString([(43, 36), (45, 30)]), LineString([(41, 35), (42, 34)])],
        ),
    }
    for stem, frame in frames.items():
        (base / f"{stem}.geojson").write_text(collection(frame), encoding="utf-8")
    towns = pd.DataFrame(
        {
            "name": [name, "Suburb"],
            "name_ar": ["بغداد", ""],
            "lat": [33.0, 33.1],
            "lon": [44.5, 44.5],
            "population": [2_000_000, 1_000_000],
        }
    )
    towns.to_csv(base / "towns.csv", index=False)
    return Path(folder)


PLACES = pd.DataFrame(
    {
        "place_id": ["al_asad_ab", "nowhere"],
        "name_ar": ["عين الأسد", ""],
        "lat": [33.8, 31.0],
        "lon": [42.4, 45.0],
    }
)


def base(*, name="East"):
    with tempfile.TemporaryDirectory() as folder:
        return base_layers(write_base(folder, name=name), places=PLACES)


def _attack(at, *, target=(NAN, NAN), launch=(NAN, NAN), group="", verdict="insufficient", **over):
    return {
        "attack_id": at,
        "date": pd.Timestamp("2021-06-06"),
        "date_text": "2021-06-06",
        "method": "rocket",
        "status": "reported",
        "verdict": verdict,
        "asserted_group": group,
        "title": f"Rockets, report {at}",
        "target_place": "Midtown" if target[0] == 44 else "Northeast",
        "target_lon": target[0],
        "target_lat": target[1],
        "target_radius_km": 4.0,
        "launch_place": "Farm" if launch[0] == launch[0] else "",
        "launch_lon": launch[0],
        "launch_lat": launch[1],
        "launch_radius_km": 10.0 if launch[0] == launch[0] else NAN,
        "counts": True,
        **over,
    }


def attacks():
    middle, farm = (44.0, 33.0), (41.5, 33.5)
    rows = [
        _attack("a1", target=middle, launch=farm, group="KH", verdict="mismatch"),
        _attack("a2", target=middle, launch=farm, group="KH", verdict="consistent"),
        _attack("a3", target=middle, group="AAH"),
        _attack("a4", target=(46.0, 35.0), launch=(45.0, 34.0), group="AAH", verdict="explained"),
        _attack("a5", target=(46.0, 35.0), counts=False, status="fabricated"),
        _attack("a6", group="KH"),
    ]
    return pd.DataFrame(rows).set_index("attack_id")


def areas(**over):
    columns = {
        "holder": ["KH", "western"],
        "kind": ["ground", "committee"],
        "title": ["KH square", "Western committee"],
        "confidence": ["high", "moderate"],
        "border_km": [10.0, 0.0],
        "assumption": ["a square", ""],
        "confirmed": [True, False],
        "last_confirmed": pd.to_datetime(["2021-10-18", "2021-10-18"]),
    }
    index = pd.Index(["kh_square", "west"], name="area_id")
    shapes = [box(41, 33, 42, 34), box(40, 30, 44, 36)]
    return gpd.GeoDataFrame({**columns, **over}, geometry=shapes, crs=4326, index=index)


def aged_areas():
    """Ground of every age: KH's square is fresh, AAH's beside it ageing, and they share the middle.

    KSS's square was confirmed long ago, HAN's never.
    """
    count = 4
    days = pd.to_datetime(["2021-10-18", "2020-06-01", "2017-01-01", None])
    return gpd.GeoDataFrame(
        {
            "holder": ["KH", "AAH", "KSS", "HAN"],
            "kind": ["ground"] * count,
            "title": ["KH square", "AAH square", "KSS square", "HAN square"],
            "confidence": ["high", "high", "moderate", "low"],
            "border_km": [10.0] * count,
            "assumption": [""] * count,
            "confirmed": [True, False, False, False],
            "last_confirmed": days,
            "seen_last": days,
            "age": ["fresh", "ageing", "old", "never"],
            "publishers": [2, 1, 3, 0],
            "seen_next": [pd.NaT] * count,
            "left_on": [pd.NaT] * count,
            "shared_with": [("AAH",), ("KH",), (), ()],
            "others": [()] * count,
        },
        geometry=[box(41, 33, 42, 34), box(41.5, 32.6, 42.5, 33.6), box(45, 33, 46, 34),
                  box(46.4, 33, 47.4, 34)],
        crs=4326,
        index=pd.Index(["kh_square", "aah_square", "kss_square", "han_square"], name="area_id"),
    )  # fmt: skip


def lines(**over):
    columns = {"title": ["Road"], "holder": ["KH"], "confidence": ["low"], **over}
    shapes = [LineString([(40.5, 34.5), (41.0, 34.2), (41.5, 33.5)])]
    index = pd.Index(["road"], name="line_id")
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326, index=index)


def context(text=None):
    return pd.DataFrame(
        {
            "title": [text or "An arrest", "A strike with no place"],
            "date": [text or "2021-01-02", "2021-01-03"],
            "place": [text or "Here", ""],
            "lon": [44.5, NAN],
            "lat": [33.5, NAN],
        },
        index=pd.Index(["c1", "c2"], name="context_id"),
    )


def many(count=10_000):
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "date": pd.Timestamp("2021-01-01"),
            "date_text": "2021-01-01",
            "method": "rocket",
            "status": "reported",
            "verdict": rng.choice(["mismatch", "consistent", "insufficient"], count),
            "asserted_group": np.where(np.arange(count) % 2, "KH", "AAH"),
            "title": [f"Rockets on place {at}" for at in range(count)],
            "target_place": [f"place {at}" for at in range(count)],
            "target_lon": rng.uniform(40, 47.5, count),
            "target_lat": rng.uniform(30, 36, count),
            "target_radius_km": 4.0,
            "launch_place": "",
            "launch_lon": NAN,
            "launch_lat": NAN,
            "launch_radius_km": NAN,
            "counts": True,
        },
        index=pd.Index([f"m{at:05d}" for at in range(count)], name="attack_id"),
    )


EVERYTHING = (
    "committees",
    "ground",
    "usual",
    "supply",
    "discs",
    "links",
    "targets",
    "launches",
    "excluded",
    "heat",
    "hexagons",
    "context",
)


def hostile_attacks():
    frame = attacks()
    text = ["title", "target_place", "launch_place", "verdict", "date_text", "asserted_group"]
    frame[text] = ALL_HOSTILE
    return frame.rename(index={"a1": ALL_HOSTILE})


def usual(group=None):
    """Two touching resolution-5 cells near Baghdad, the first of which holds half."""
    return pd.DataFrame(
        {"group": [group or "KH"] * 2, "cell": USUAL_CELLS, "votes": [2.0, 1.0], "set": [50, 95]}
    )


def spec(case, *, base=(), group="all", show=EVERYTHING, within=None):
    table = {"plain": attacks, "hostile": hostile_attacks, "many": many}[case]()
    if group != "all":
        table = table[table["asserted_group"] == group]
    text = ALL_HOSTILE if case == "hostile" else None
    over = {key: [text, text] for key in ("holder", "title", "confidence", "assumption") if text}
    names = {text: text} if text else {"KH": "Kata'ib Hezbollah"}
    if case == "many":
        show = ("targets",)
    return build_map(
        table,
        areas=areas(**over),
        lines=lines(**{key: value[:1] for key, value in over.items() if key != "assumption"}),
        context=context(text),
        usual=usual(text),
        base=base,
        show=show,
        names=names,
        within=within,
        title=text or "Six reports",
        note=text or "Invented for tests",
    )
