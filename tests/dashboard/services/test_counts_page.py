"""Every number on the page Map is what somebody would count by hand, row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.map import panels as components
from dashboard.services import ui_words as ui
from dashboard.services.facets import NONE
from dashboard.services.selection import Selection, to_query
from dashboard.session import queries
from dashboard.session import user_data as overlay
from dashboard.widgets import map_view as mapview
from geo.schemas.attacks import ROLES, STATUSES
from tests.support.apps import assert_sound, run, words
from tests.support.markup import read

WINDOWS = {
    None: None,
    "al_asad": (42.0, 33.5, 42.9, 34.1),
    "north": (42.0, 35.5, 45.0, 37.5),
    "country": (38.0, 28.8, 49.0, 37.6),
    "sea": (50.0, 20.0, 51.0, 21.0),
}
ONE = {
    "facade": "facades", "target": "target_place_id", "committee": "committees",
    "method": "method", "verdict": "verdict", "status": "status", "group": "asserted_group",
}  # fmt: skip
FIELDS = ("days", *ONE, "grade", "launch")


def rows():
    return queries.table().reset_index().to_dict("records")


def has_point(row, role):
    return not (pd.isna(row[f"{role}_lon"]) or pd.isna(row[f"{role}_lat"]))


def cells(row, name):
    cell = row[ONE[name]]
    return [one or NONE for one in (cell if isinstance(cell, tuple) else (cell,))] or [NONE]


def passes(row, name, selection):
    """Whether a row passes the filter of one field."""
    if name == "days":
        if selection.date_from is None and selection.date_to is None:
            return True
        if pd.isna(row["date"]):
            return False
        late = selection.date_from is None or row["date_latest"].date() >= selection.date_from
        return late and (selection.date_to is None or row["date"].date() <= selection.date_to)
    if name == "grade":
        letter = row["reliability"]
        return not selection.grade or bool(letter and letter <= selection.grade)
    if name == "launch":
        known = "known" if has_point(row, "launch") else "unknown"
        return selection.launch in {"", known}
    chosen = getattr(selection, name)
    return not chosen or any(one in chosen for one in cells(row, name))


def kept(selection, *, besides=""):
    """Rows that pass every filter, or every one but that of one field."""
    fields = [name for name in FIELDS if name != besides]
    return [row for row in rows() if all(passes(row, name, selection) for name in fields)]


def lies_in(row, window):
    west, south, east, north = window
    return any(
        has_point(row, role)
        and west <= row[f"{role}_lon"] <= east
        and south <= row[f"{role}_lat"] <= north
        for role in ROLES
    )


def some(column):
    table = queries.table()
    found = sorted(
        {one for row in table[ONE[column]] for one in (row if isinstance(row, tuple) else (row,))}
    )
    return st.lists(st.sampled_from([one or NONE for one in found]), max_size=2, unique=True).map(
        tuple
    )


@st.composite
def selections(draw):
    days = st.none() | st.dates(dt.date(2019, 1, 1), dt.date(2024, 9, 1))
    first, last = sorted([draw(days), draw(days)], key=lambda one: one or dt.date.min)
    fields = draw(st.lists(st.sampled_from(sorted(ONE)), max_size=2, unique=True))
    return Selection(
        date_from=first,
        date_to=last,
        grade=draw(st.sampled_from(["", "", "B", "D"])),
        launch=draw(st.sampled_from(["", "", "known", "unknown"])),
        **{name: draw(some(name)) for name in fields},
    )


def numbers(text):
    return [int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", text)]


def options(app):
    """Choices of each filter with the number that its label ends in."""
    found = {}
    for group in app.get("button_group"):
        labels = [read(one.content) for one in group.proto.options]
        found[group.proto.label] = [label for label in labels if re.search(r" [\d,]+$", label)]
    found |= {one.label: [read(label) for label in one.options] for one in app.multiselect}
    return {
        name: {label.rsplit(" ", 1)[0]: numbers(label.rsplit(" ", 1)[1])[0] for label in labels}
        for name, labels in found.items()
        if labels
    }


@settings(
    max_examples=12,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(selection=selections(), window=st.sampled_from(sorted(WINDOWS, key=str)))
def test_every_number_on_the_page_is_what_one_would_count(monkeypatch, selection, window):
    bounds = WINDOWS[window]
    monkeypatch.setattr(mapview, "window_seen", lambda: bounds)
    monkeypatch.setattr(components, "window_seen", lambda: bounds)
    app = run(**to_query(selection))
    assert_sound(app)
    text = words(app)
    shown = kept(selection)
    attacks = [row for row in shown if row["counts"]]
    every = sum(row["counts"] for row in rows())

    # Headline, strip and downloads.
    assert text.count(f"**{len(attacks):,} of {every:,} attacks**") == 2
    reports = Counter(row["status"] for row in shown if not row["counts"])
    left_out = ", ".join(f"{reports[one]} {STATUSES[one]}" for one in STATUSES if reports[one])
    assert ("Not counted:" in text) == bool(reports)
    assert not reports or f"Not counted: {left_out}" in text
    assert f"CSV ({len(shown)} row{'' if len(shown) == 1 else 's'})" in downloads(app)
    if reports:
        assert f"{len(shown)} rows: " in text or f"{len(shown)} row: " in text
        assert f"{sum(reports.values())} not counted as attacks ({left_out})" in text
    assert len(app.dataframe[0].value) == len(shown)

    # Facets: each counts beside the filters of the other fields.
    labels = {
        "Group": "group", "Verdict": "verdict", "Method": "method", "Target": "target",
        "Façade": "facade", "Committee of the target": "committee", "Status": "status",
    }  # fmt: skip
    drawn = options(app)
    for label, name in labels.items():
        beside = kept(selection, besides=name)
        expected = Counter(
            one for row in beside if row["counts"] or name == "status" for one in cells(row, name)
        )
        assert sorted(n for n in drawn[label].values() if n) == sorted(expected.values()), label

    # The panel: of the window where the map shows less, else of all.
    if not attacks:
        return
    inside = [row for row in attacks if bounds is None or lies_in(row, bounds)]
    pointed = [row for row in attacks if any(has_point(row, role) for role in ROLES)]
    outside = len([row for row in pointed if row not in inside]) if bounds else 0
    zoomed = bool(outside)
    title = "### In this map window" if zoomed else "### All attacks shown"
    assert title in text
    held = (
        [row for row in inside if any(has_point(row, role) for role in ROLES)]
        if zoomed
        else attacks
    )
    plural = "attack" if len(attacks) == 1 else "attacks"
    number = (
        f"{len(held):,} of {len(attacks):,} {plural}" if zoomed else f"{len(attacks):,} {plural}"
    )
    assert f"**{number}**" in text
    assert (f"{outside:,} off this map" in text) == bool(outside)
    without = len(attacks) - len(pointed)
    assert (f"{without:,} without a point" in text) == bool(without)
    if not held:
        return
    named = sum(row["asserted_group"] != "" for row in held)
    assert f"{named:,} of {len(held):,} are attributed" in text
    assert f"The launch is known for **{sum(has_point(row, 'launch') for row in held):,}**" in text
    verdicts = Counter(row["verdict"] for row in held)
    assert f"**{verdicts['mismatch']:,}** do not fit" in text
    assert f"**{verdicts['explained']:,}** are explained" in text
    assert f"**{verdicts['consistent']:,}** fit what is known" in text
    assert f"**{verdicts['insufficient']:,}** cannot be judged" in text
    places = Counter(row["target_place"] for row in held if row["target_place"]).most_common(1)
    if places and places[0][1] > 1:
        assert f"({places[0][1]:,})" in text


def downloads(app):
    return " ".join(one.proto.label for one in app.get("download_button"))


def test_a_map_on_al_asad_speaks_of_al_asad(monkeypatch):
    window = WINDOWS["al_asad"]
    monkeypatch.setattr(components, "window_seen", lambda: window)
    text = words(run())
    here = sum(row["counts"] and lies_in(row, window) for row in rows())
    assert 0 < here < sum(row["counts"] for row in rows()) / 2
    assert "### In this map window" in text
    assert f"**{here} of " in text


def test_the_counts_of_one_filter_follow_the_others():
    app = run(verdict="mismatch")
    groups = options(app)["Group"]
    mismatches = [row for row in rows() if row["verdict"] == "mismatch" and row["counts"]]
    assert sum(groups.values()) == len(mismatches)
    # Its own choice does not narrow what a filter offers.
    assert options(app)["Verdict"] == options(run())["Verdict"]


def test_a_choice_in_a_list_outlives_the_new_counts_of_its_label():
    app = run(method="rocket")
    next(one for one in app.multiselect if one.label == ui.METHOD).set_value(["rocket", "mortar"])
    app.run()
    group = next(one for one in app.get("button_group") if one.proto.label == ui.GROUP)
    group.set_value(["KH"])
    app.run()
    assert_sound(app)
    assert app.query_params["method"] == "rocket~mortar"
    assert app.query_params["group"] == "KH"


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [("group", "KH", {"group": "AAH"}), ("group", "AAH", {"group": "KH"})],
)
def test_a_chip_takes_one_filter_away(name, value, left):
    app = run(group="KH~AAH", launch="known")
    chip = next(one for one in app.button if one.label.startswith(f"{value} :material/close"))
    chip.click()
    app.run()
    assert_sound(app)
    assert dict(app.query_params) == {**left, "launch": "known"}
    assert not [one for one in app.button if one.label.startswith(f"{value} :material/close")]
    selection = Selection(group=(left[name],), launch="known")
    assert f"**{sum(row['counts'] for row in kept(selection))} of " in words(app)


def test_the_view_counts_what_the_page_counts():
    view = overlay.public()
    selection = replace(Selection(), group=("KH",))
    assert view.counts(selection).attacks == int(view.breakdown(selection).attacks)
