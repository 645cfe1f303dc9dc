"""The wheel and the bar of light: every cell where it belongs, readable, and said in words."""

from __future__ import annotations

import json
import math
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import dashboard
from dashboard.widgets.hour_wheel import (
    INNER_PX,
    LIGHT_COLOURS,
    RAMP,
    RING_PX,
    SIZE_PX,
    STEPS,
    cells,
    light_bar,
    wheel,
)
from geo.records.daylight import ANSWERS, NO_CLOCK
from geo.records.hours import HOURS_A_DAY, WEEKDAYS, Hours
from layers.style import contrast

THEMES = ("light", "dark")


@pytest.fixture
def hours():
    table = np.zeros((len(WEEKDAYS), HOURS_A_DAY), dtype=np.int64)
    table[0, 0], table[4, 21], table[6, 23] = 1, 4, 9
    day = pd.Timestamp("2021-05-01")
    parts = {"night": 2}
    return Hours(20, table, 10, 4, parts, no_time=4, no_day=0, first=day, before=0)


def ground(theme):
    file = Path(dashboard.__file__).parent / ".streamlit" / "config.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))["theme"][theme]["backgroundColor"]


def test_each_cell_stands_in_the_ring_of_its_day_at_the_angle_of_its_hour(hours):
    drawn = cells(hours).set_index(["weekday", "hour"])
    assert len(drawn) == len(WEEKDAYS) * HOURS_A_DAY
    thursday = drawn.loc["Thursday", 21]
    assert thursday["inner"] == INNER_PX + 4 * RING_PX
    assert thursday["step"] == "4 and more"
    assert thursday["span"] == "21:00 to 21:59"
    noon = drawn.loc["Monday", 12]
    assert noon["begin"] == pytest.approx(math.pi), "noon begins straight down"
    around = drawn.loc["Sunday"]
    assert around["begin"].tolist()[1:] == pytest.approx(around["end"].tolist()[:-1])
    assert around["begin"].iloc[0] > 0
    assert around["end"].iloc[-1] < 2 * math.pi
    assert 2 * drawn["outer"].max() < SIZE_PX


def test_nothing_is_drawn_that_is_not_counted(hours):
    drawn = cells(hours)
    assert drawn["attacks"].sum() == hours.n == 14
    assert set(drawn.loc[drawn["attacks"] == 0, "step"]) == {"0"}
    assert drawn["step"].isin(STEPS).all()


@pytest.mark.parametrize("theme", THEMES)
def test_more_attacks_stand_out_more_from_the_ground(theme):
    ratios = [contrast(colour, ground(theme)) for colour in RAMP[theme]]
    assert ratios == sorted(ratios)
    assert ratios[-1] >= 7
    steps = [contrast(a, b) for a, b in zip(RAMP[theme], RAMP[theme][1:], strict=False)]
    assert min(steps) >= 1.3, "a step that nobody sees"


@pytest.mark.parametrize("theme", THEMES)
def test_the_wheel_is_said_in_words_and_each_cell_has_its_own(hours, theme):
    spec = wheel(hours, theme=theme, description="Most at nine in the evening.").to_dict()
    assert spec["description"] == "Most at nine in the evening."
    arcs = spec["layer"][0]
    assert {one["title"] for one in arcs["encoding"]["tooltip"]} == {
        "Weekday", "Local time", "Attacks",
    }  # fmt: skip
    assert arcs["encoding"]["color"]["scale"]["range"] == list(RAMP[theme])
    assert json.dumps(spec)


@pytest.mark.parametrize("theme", THEMES)
def test_the_bar_has_a_segment_an_answer_and_leaves_out_what_has_no_clock(theme):
    light = dict.fromkeys(ANSWERS, 0) | {"day": 3, "night": 5, NO_CLOCK: 90}
    spec = light_bar(light, theme=theme, description="by night").to_dict()
    (rows,) = spec["datasets"].values()
    ends = [(one["light"], one["begin"], one["end"]) for one in rows]
    assert ends == [("day", 0, 3), ("night", 3, 8)]
    bar = spec["layer"][0]["encoding"]
    assert bar["color"]["scale"]["range"] == [
        LIGHT_COLOURS[one][theme == "dark"] for one in ("day", "night")
    ]
    assert set(LIGHT_COLOURS) == set(ANSWERS) - {NO_CLOCK}
