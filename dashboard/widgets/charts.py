"""Attacks over time: the strip under the map, and the charts of the timeline."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dashboard.services.labels import method_words
from geo.verdicts.rules_targets import windows_end
from layers.style import Theme, group_style

# With a unit of time a bar is as wide as its month, at any width of the page.
_MONTH = alt.X(
    "month:T",
    timeUnit="yearmonth",
    title=None,
    axis=alt.Axis(format="%b %Y", labelAngle=0, grid=False),
)
METHOD_COLOURS = {
    "rocket": ("#4E79A7", "#6FA0D6"),
    "mortar": ("#7A5C45", "#B98E6E"),
    "ballistic_missile": ("#1B2A49", "#C9D6F2"),
    "cruise_missile": ("#3D8C84", "#8FD0C8"),
    "drone_fixed_wing": ("#8A6FA8", "#B39AD3"),
    "drone_small": ("#B0679B", "#E3B5D8"),
    "drone_quadcopter": ("#5F8035", "#95BD5C"),
    "drone_unspecified": ("#A8751F", "#D9A047"),
    "roadside_bomb": ("#2F5D50", "#3FA088"),
    "small_arms": ("#9C8412", "#F1D86B"),
    "other": ("#6F757C", "#8B9198"),
    "": ("#8C9197", "#D3D6D9"),
}
"""A colour of its own for each method, on a light and on a dark ground, without red, which is kept
for what does not fit."""

_STATEMENT = ("#5B5B73", "#A9A9C9")
# As many columns as the plot has room for: the server does not know how wide the page is.
_LEGEND_COLUMNS = alt.ExprRef(expr="width > 1050 ? 10 : max(1, floor(width / 140))")
_WINDOW_COLOURS = {"ceasefire": "#B8860B", "pause": "#B8860B", "order": "#6b757d"}


def method_colour(method: str, theme: Theme) -> str:
    """Colour of a method on the chart."""
    return METHOD_COLOURS[method][theme == "dark"]


def by_month(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Dated rows by `month` and the words of a column, counted as `attacks`."""
    dated = rows[rows["date"].notna()]
    month = dated["date"].dt.to_period("M").dt.to_timestamp()
    counted = dated.assign(month=month).groupby(["month", column]).size()
    return counted.rename("attacks").reset_index()


def _windows(windows: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    shaded = windows[windows["kind"].isin(_WINDOW_COLOURS)]
    until = windows_end(shaded)
    return pd.DataFrame(
        {
            "begin": shaded["start"],
            # One without an end stops where it goes stale, so that it does not shade for ever.
            "end": until.where(until < end, end).where(until.notna(), shaded["start"]),
            "title": shaded["title"],
            "kind": shaded["kind"],
        }
    )


def _shading(windows: pd.DataFrame, end: pd.Timestamp) -> Any:
    kinds = list(_WINDOW_COLOURS)
    return (
        alt.Chart(_windows(windows, end))
        .mark_rect(opacity=0.16)
        .encode(
            x="begin:T",
            x2="end:T",
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=list(_WINDOW_COLOURS.values())),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("title:N"),
                alt.Tooltip("begin:T", format="%d %b %Y"),
                alt.Tooltip("end:T", format="%d %b %Y"),
            ],
        )
    )


def _month_end(day: pd.Timestamp) -> pd.Timestamp:
    """First moment of the next month, where the bar of this one ends."""
    return (day.to_period("M") + 1).to_timestamp()


def strip(
    counted: pd.DataFrame,
    *,
    windows: pd.DataFrame,
    names: dict[str, str],
    span: tuple[pd.Timestamp, pd.Timestamp],
    theme: Theme,
    height_px: int = 110,
    brush: str = "",
) -> Any:
    """Attacks by month in the colours of the groups, truces shaded behind them.

    Parameters
    ----------
    counted
        `month, asserted_group, attacks`.
    windows
        Registry of windows.
    names
        Readable names of groups.
    span
        First and last day of the record; open windows stop at its end, and the axis keeps it
        whatever is filtered.
    height_px
        Height of the whole, CSS pixels.
    brush
        Name of the selection that a reader draws over the bars; none when empty.
    """
    groups = [names.get(one, one) or "not asserted" for one in counted["asserted_group"]]
    counted = counted.assign(group=groups)
    present = counted.drop_duplicates("asserted_group")
    scale = alt.Scale(
        domain=list(present["group"]),
        range=[group_style(one).colour(theme) for one in present["asserted_group"]],
    )
    bars = (
        alt.Chart(counted)
        .mark_bar(binSpacing=0, width=alt.RelativeBandSize(band=0.86))
        .encode(
            x=_MONTH.scale(domain=[span[0].isoformat(), _month_end(span[1]).isoformat()]),
            y=alt.Y("attacks:Q", title=None, axis=alt.Axis(tickMinStep=1, grid=False, tickCount=3)),
            color=alt.Color("group:N", scale=scale, legend=None),
            tooltip=["group:N", alt.Tooltip("month:T", format="%B %Y"), "attacks:Q"],
        )
    )
    if brush:
        bars = bars.add_params(alt.selection_interval(name=brush, encodings=["x"]))
    drawn = (
        alt.layer(_shading(windows, span[1]), bars)
        .resolve_scale(color="independent")
        .properties(height=height_px)
    )
    # On a canvas no part of the brush is a picture of its own that owes a screen reader words.
    return drawn.properties(usermeta={"embedOptions": {"renderer": "canvas"}}) if brush else drawn


def by_method(
    rows: pd.DataFrame,
    *,
    windows: pd.DataFrame,
    statements: pd.DataFrame,
    end: pd.Timestamp,
    theme: Theme,
) -> Any:
    """Attacks by month and method, with truces shaded and statements of the Tansiqiya as ticks."""
    counted = by_month(rows, "method")
    shown = [one for one in METHOD_COLOURS if one in set(counted["method"])]
    counted["method"] = counted["method"].map(method_words)
    bars = (
        alt.Chart(counted)
        .mark_bar(binSpacing=0, width=alt.RelativeBandSize(band=0.86))
        .encode(
            x=_MONTH,
            y=alt.Y("attacks:Q", title="Attacks in the month", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "method:N",
                title="Method",
                scale=alt.Scale(
                    domain=[method_words(one) for one in shown],
                    range=[method_colour(one, theme) for one in shown],
                ),
                legend=alt.Legend(orient="bottom", columns=_LEGEND_COLUMNS, symbolLimit=0),
            ),
            tooltip=["method:N", alt.Tooltip("month:T", format="%B %Y"), "attacks:Q"],
        )
    )
    ticks = (
        alt.Chart(statements.assign(day=pd.to_datetime(statements["date"])))
        .mark_point(shape="triangle-down", filled=True, size=70, color=_STATEMENT[theme == "dark"])
        .encode(
            x="day:T",
            y=alt.value(6),
            tooltip=[
                alt.Tooltip("day:T", format="%d %B %Y", title="Tansiqiya statement"),
                alt.Tooltip("title:N"),
            ],
        )
    )
    return (
        alt.layer(_shading(windows, end), bars, ticks)
        .resolve_scale(color="independent")
        .properties(height=340)
    )


def series_bars(series: pd.DataFrame, *, unit: str) -> Any:
    """One published series as bars over its periods, as printed."""
    frame = series.assign(
        begin=pd.to_datetime(series["period_start"]),
        end=pd.to_datetime(series["period_end"]),
    )
    return (
        alt.Chart(frame)
        .mark_bar(color="#8a9199", stroke="white")
        .encode(
            x=alt.X(
                "begin:T",
                title=None,
                axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount="month"),
            ),
            x2="end:T",
            y=alt.Y("value:Q", title=unit),
            y2=alt.datum(0),
            tooltip=["title:N", "value:Q", "unit:N", "evidence:N", "as_printed:N"],
        )
        .properties(height=170)
    )
