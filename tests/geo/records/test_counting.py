"""Counts of attacks against the same counts made row by row."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import crs
from geo.records.counter import Counter, count, launch_known
from geo.schemas.attacks import COUNTED

PLACES = [
    ("", None, None),
    ("Babil", None, None),
    ("Balad", 44.36, 33.94),
    ("Erbil", 43.96, 36.24),
    ("edge", 44.0, 33.0),
]
ROLES = [(), ("target",), ("launch",), ("target", "launch")]
WINDOW = (44.0, 33.0, 45.0, 35.0)

ROW = st.fixed_dictionaries(
    {
        "date": st.sampled_from([None, "2021-01-01", "2021-02-01"]),
        "asserted_group": st.sampled_from(["", "KH", "AAH"]),
        "verdict": st.sampled_from(["mismatch", "explained", "consistent", "insufficient"]),
        "status": st.sampled_from(["confirmed", "claimed_only", "thwarted", "fabricated"]),
        "attacks_in_row": st.sampled_from([None, 0, 1, 2, 7]),
        "target": st.sampled_from(PLACES),
        "launch": st.sampled_from(PLACES),
    }
)


def table(rows):
    columns = ["date", "asserted_group", "verdict", "status", "attacks_in_row"]
    frame = pd.DataFrame([{name: row[name] for name in columns} for row in rows], columns=columns)
    frame["date"] = pd.to_datetime(frame["date"])
    frame["attacks_in_row"] = pd.array(frame["attacks_in_row"].tolist(), dtype="Int64")
    for role in ("target", "launch"):
        for at, name in enumerate((f"{role}_place", f"{role}_lon", f"{role}_lat")):
            values = [row[role][at] for row in rows]
            frame[name] = pd.Series(values, dtype=object if at == 0 else float)
    return frame


def slow(rows, window=None, roles=("target", "launch")):
    """Count one row after the other, with nothing of the engine."""
    counts = dict.fromkeys(
        (
            "attacks",
            "in_window",
            "off_map",
            "not_drawn",
            "outline_only",
            "no_place",
            "launches",
            "undated",
            "nobody",
            "rows_of_several",
            "several",
            "mismatches",
            "explained",
            "reports",
        ),
        0,
    )
    groups, verdicts, left_out = {}, {}, {}
    for row in rows:
        if row["status"] not in COUNTED:
            counts["reports"] += 1
            left_out[row["status"]] = left_out.get(row["status"], 0) + 1
            continue
        counts["attacks"] += 1
        points = {role: row[role][1:] for role in ("target", "launch") if row[role][1] is not None}
        seen = False
        for role, (lon, lat) in points.items():
            here = window is None or (
                window[0] <= lon <= window[2] and window[1] <= lat <= window[3]
            )
            seen = seen or (here and role in roles)
        counts["in_window"] += seen
        drawn = bool(set(points) & set(roles))
        counts["off_map"] += drawn and not seen
        counts["not_drawn"] += bool(points) and not drawn
        counts["outline_only"] += not points and bool(row["target"][0] or row["launch"][0])
        counts["no_place"] += not row["target"][0] and not row["launch"][0]
        counts["launches"] += "launch" in points
        counts["undated"] += row["date"] is None
        counts["nobody"] += row["asserted_group"] == ""
        if row["asserted_group"]:
            groups[row["asserted_group"]] = groups.get(row["asserted_group"], 0) + 1
        verdicts[row["verdict"]] = verdicts.get(row["verdict"], 0) + 1
        counts["mismatches"] += row["verdict"] == "mismatch"
        counts["explained"] += row["verdict"] == "explained"
        number = row["attacks_in_row"]
        if number is None or number > 1:
            counts["rows_of_several"] += 1
            counts["several"] += 2 if number is None else number
    return counts, groups, verdicts, left_out


def agrees(found, rows, **window):
    expected, groups, verdicts, left_out = slow(rows, **window)
    assert {name: getattr(found, name) for name in expected} == expected
    assert (dict(found.groups), dict(found.verdicts)) == (groups, verdicts)
    assert dict(found.left_out) == left_out
    assert found.rows == len(rows)
    assert found.attacks == found.in_window + found.off_map + found.not_drawn + found.without_point


@given(st.lists(ROW, max_size=25))
def test_counts_are_what_one_would_count_by_hand(rows):
    agrees(count(table(rows)), rows)


@given(st.lists(ROW, max_size=25), st.sampled_from(ROLES))
def test_a_window_parts_what_is_drawn_from_what_is_off_the_map(rows, roles):
    found = count(table(rows), bounds=WINDOW, roles=roles)
    agrees(found, rows, window=WINDOW, roles=roles)
    inside = [row for row in rows if slow([row], window=WINDOW, roles=roles)[0]["in_window"]]
    agrees(found.window, inside, window=WINDOW, roles=roles)


@given(st.lists(ROW, max_size=25), st.data())
def test_part_of_a_table_counts_like_a_table_of_that_part(rows, data):
    kept = np.array([data.draw(st.booleans()) for _ in rows], dtype=bool)
    part = [row for row, keep in zip(rows, kept, strict=True) if keep]
    whole = Counter(table(rows))
    assert whole.count(kept, bounds=WINDOW) == count(table(part), bounds=WINDOW)


@given(st.lists(ROW, max_size=15))
def test_a_window_in_metres_counts_what_lies_in_it(rows):
    frame = table(rows)
    x, y = crs.project(np.array([43.5, 45.0]), np.array([33.0, 34.5]))
    extent = (x[0], x[1], y[0], y[1])
    found = count(frame, extent_m=extent)
    seen = 0
    for row in rows:
        for role in ("target", "launch"):
            if row["status"] in COUNTED and row[role][1] is not None:
                px, py = crs.project(np.array([row[role][1]]), np.array([row[role][2]]))
                if extent[0] <= px[0] <= extent[1] and extent[2] <= py[0] <= extent[3]:
                    seen += 1
                    break
    assert found.in_window == seen


def test_a_launch_is_known_by_its_point_alone():
    frame = pd.DataFrame(
        {
            "launch_place": ["", "Babil", "Balad", "half"],
            "launch_lon": [math.nan, math.nan, 44.36, 44.0],
            "launch_lat": [math.nan, math.nan, 33.94, math.nan],
        }
    )
    assert launch_known(frame).tolist() == [False, False, True, False]


POINT, OUTLINE, NOWHERE = ("Balad", 44.4, 33.9), ("Babil", None, None), ("", None, None)


def row(**cells):
    usual = {
        "date": "2021-01-01", "asserted_group": "", "verdict": "insufficient",
        "status": "confirmed", "attacks_in_row": 1, "target": POINT, "launch": NOWHERE,
    }  # fmt: skip
    return usual | cells


@pytest.mark.parametrize(
    ("rows", "window", "headline", "missing"),
    [
        ([], None, "No attack fits these filters", ""),
        ([row()], None, "1 attack on this map", ""),
        ([row()] * 2, (38.0, 29.0, 40.0, 30.0), "None of 2 attacks on this map", "2 off this map"),
        (
            [row(), row(target=("Erbil", 43.96, 36.2)), row(target=OUTLINE), row(target=NOWHERE)],
            WINDOW,
            "1 of 4 attacks on this map",
            (
                "1 off this map; 2 without a point (1 known by a governorate’s outline, "
                "1 without any place)"
            ),
        ),
    ],
)
def test_words_of_the_headline(rows, window, headline, missing):
    found = count(table(rows), bounds=window)
    assert (found.headline(), found.missing()) == (headline, missing)


def test_words_for_marks_that_are_not_drawn():
    frame = table([row(), row(launch=POINT)])
    assert count(frame, roles=("launch",)).missing() == "1 without a known launch"
    assert count(frame, roles=()).missing() == "2 whose marks are switched off"


def test_words_of_shares_rows_and_attacks_that_do_not_fit():
    rows = [
        row(asserted_group="AAH", verdict="mismatch"),
        *[row(asserted_group="KH")] * 2,
        *[row(attacks_in_row=None)] * 2,
        row(attacks_in_row=7),
        row(status="thwarted"),
    ]
    found = count(table(rows))
    assert found.group_share("AAH") == "AAH 1 of 3 attributed, of 6 attacks"
    assert found.not_fitting_words() == "1 of 6 attacks does not fit"
    assert found.several_words() == "3 rows stand for at least 11 attacks"
    assert found.row_words() == "7 rows: 6 attacks and 1 not counted as attacks (1 thwarted)"
