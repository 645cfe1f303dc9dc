"""The wheel of hours and weekdays, and the bar of day and night."""

from __future__ import annotations

import math
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from geo.records.daylight import NO_CLOCK
from geo.records.hours import HOURS_A_DAY, WEEKDAYS, Hours
from layers.style import Theme

SIZE_PX: Final = 392
INNER_PX: Final = 46.0
RING_PX: Final = 17.0
GAP_DEG: Final = 26.0
"""Opening at the top, between 23 and 0 o'clock, in which the rings are named."""

STEPS: Final = ("0", "1", "2", "3", "4 and more")
RAMP: Final[dict[str, tuple[str, ...]]] = {
    "light": ("#F0F2F4", "#A9CCE6", "#5FA2D2", "#2377B0", "#0B3E66"),
    "dark": ("#2A2F36", "#27567C", "#3681B8", "#6CB1E0", "#D3EAFB"),
}
"""Colours of `STEPS`, from the ground away, so that more attacks stand out more on both grounds."""

LIGHT_COLOURS: Final[dict[str, tuple[str, str]]] = {
    "day": ("#E0A526", "#F1C95B"),
    "twilight": ("#9A78B5", "#B79AD0"),
    "night": ("#2E4A7D", "#5B7FBF"),
    "cannot tell": ("#8C9197", "#9AA0A6"),
    "no point or zone": ("#C4C8CC", "#5F656C"),
}
_OUTER_PX: Final = INNER_PX + RING_PX * len(WEEKDAYS)
_LEGEND_PX: Final = 56
_TEXT: Final = {"light": "#2F2F33", "dark": "#E6E4DF"}


def _angle(hour: float) -> float:
    """Angle at which an hour begins, radians from the top, clockwise."""
    return math.radians(GAP_DEG / 2 + hour * (360 - GAP_DEG) / HOURS_A_DAY)


def cells(hours: Hours) -> pd.DataFrame:
    """Each cell of the wheel with where it is drawn: angles in radians, radii in pixels."""
    table = hours.frame()
    ring = np.repeat(np.arange(len(WEEKDAYS)), HOURS_A_DAY)
    return table.assign(
        begin=[_angle(hour) for hour in table["hour"]],
        end=[_angle(hour + 1) for hour in table["hour"]],
        inner=INNER_PX + ring * RING_PX,
        outer=INNER_PX + (ring + 1) * RING_PX,
        step=[STEPS[min(n, len(STEPS) - 1)] for n in table["attacks"]],
        span=[f"{hour:02}:00 to {hour:02}:59" for hour in table["hour"]],
    )


def _names() -> pd.DataFrame:
    """Names of the rings and of every third hour, at angles in radians and radii in pixels."""
    rings, every = np.arange(len(WEEKDAYS)), np.arange(0, HOURS_A_DAY, 3)
    return pd.DataFrame(
        {
            "angle": [0.0] * len(WEEKDAYS) + [_angle(hour + 0.5) for hour in every],
            "radius": [*(INNER_PX + (rings + 0.5) * RING_PX), *([_OUTER_PX + 13] * len(every))],
            "text": [*(day[:2] for day in WEEKDAYS), *(f"{hour:02}" for hour in every)],
        }
    )


def wheel(hours: Hours, *, theme: Theme, description: str) -> Any:
    """Draw attacks by hour, clockwise from the top, and weekday, Sunday inside.

    Parameters
    ----------
    hours
        What is counted.
    theme
        ``"light"`` or ``"dark"``.
    description
        The same in words, for who does not see it.
    """
    scale = alt.Scale(domain=list(STEPS), range=list(RAMP[theme]))
    arcs = (
        alt.Chart(cells(hours))
        .mark_arc(stroke=RAMP[theme][0], strokeWidth=1, tooltip=True)
        .encode(
            theta=alt.Theta("begin:Q", scale=None, stack=False),
            theta2="end:Q",
            radius=alt.Radius("inner:Q", scale=None, stack=False),
            radius2="outer:Q",
            color=alt.Color(
                "step:N",
                title="Attacks in the hour",
                scale=scale,
                legend=alt.Legend(orient="bottom", symbolType="square", symbolSize=160, columns=5),
            ),
            tooltip=[
                alt.Tooltip("weekday:N", title="Weekday"),
                alt.Tooltip("span:N", title="Local time"),
                alt.Tooltip("attacks:Q", title="Attacks"),
            ],
        )
    )
    names = (
        alt.Chart(_names())
        .mark_text(fontSize=11, color=_TEXT[theme], tooltip=False)
        .encode(
            theta=alt.Theta("angle:Q", scale=None, stack=False),
            radius=alt.Radius("radius:Q", scale=None, stack=False),
            text="text:N",
        )
    )
    return alt.layer(arcs, names).properties(
        width=SIZE_PX, height=SIZE_PX + _LEGEND_PX, description=description
    )


def light_bar(light: dict[str, int], *, theme: Theme, description: str) -> Any:
    """Draw attacks with a clock time by the light at their place, as one bar.

    Parameters
    ----------
    light
        Attacks by `geo.records.daylight.ANSWERS`.
    theme, description
        As of `wheel`.
    """
    shown = {name: n for name, n in light.items() if name != NO_CLOCK and n}
    ends = np.cumsum([0, *shown.values()])
    frame = pd.DataFrame(
        {
            "light": list(shown),
            "attacks": list(shown.values()),
            "begin": ends[:-1],
            "end": ends[1:],
            "middle": (ends[:-1] + ends[1:]) / 2,
        }
    )
    scale = alt.Scale(
        domain=list(shown), range=[LIGHT_COLOURS[one][theme == "dark"] for one in shown]
    )
    bar = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.value(22),
            y2=alt.value(50),
            x=alt.X(
                "begin:Q",
                title="Attacks",
                scale=alt.Scale(domain=[0, int(ends[-1])], nice=False),
                axis=alt.Axis(tickMinStep=1, grid=False),
            ),
            x2="end:Q",
            color=alt.Color(
                "light:N",
                title=None,
                scale=scale,
                legend=alt.Legend(orient="bottom", symbolType="square"),
            ),
            tooltip=[
                alt.Tooltip("light:N", title="Light"),
                alt.Tooltip("attacks:Q", title="Attacks"),
            ],
        )
    )
    numbers = (
        alt.Chart(frame)
        .mark_text(fontSize=12, color=_TEXT[theme])
        .encode(x="middle:Q", y=alt.value(10), text="attacks:Q")
    )
    return alt.layer(bar, numbers).properties(height=180, description=description)
