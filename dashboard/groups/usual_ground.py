"""A group's usual ground: where it struck from, with whom it shares that, and how it moved."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.session.selection import current
from dashboard.widgets import data_table as tables
from geo.attribution.place_anomaly import LEAST_CAMPAIGNS
from geo.parsing.days import in_words
from layers.style import Theme, group_style

_CELL_PX = 62
_FIGURES = {
    "Likeness": (
        ".2f",
        (
            "How alike the ground of two groups is (Bhattacharyya coefficient): 0 apart, 1 alike. "
            "Attacks and drawn areas together; where few attacks are known, mostly the areas."
        ),
    ),
    "Drawn ground, km²": (",.0f", "Drawn areas of both groups that lie over each other, km²."),
    "Usual ground, km²": (
        ",.0f",
        (
            "Cells in the usual ground of both groups, km²; on the diagonal each group’s own. "
            "Groups under five campaigns have none."
        ),
    ),
}
"""Figures of the matrix: how they are written, and what they mean."""


def day() -> pd.Timestamp:
    """Day whose knowledge the page shows."""
    return queries.latest(current().known_on)


def graded_words() -> str:
    """Say to which grade of publisher the reader has limited what is learned from."""
    grade = current().grade
    return f", from publishers graded {grade} or better" if grade else ""


def cells(group: str) -> pd.DataFrame:
    """Cells of one group's usual ground; none under five campaigns."""
    every = queries.usual_cells(day(), current().grade)
    return every[every["group"] == group]


def summary(group: str) -> str:
    """Say what a group's usual ground rests on, or why none is drawn."""
    ground = queries.usual_ground(day(), current().grade)
    when = f"By what was known on {in_words(day())}{graded_words()}"
    if group not in ground.groups:
        return f"{when}: nothing is known of where it strikes from."
    row = ground.baseline.loc[[group]].to_dict("records")[0]
    events, campaigns = int(row["events"]), int(row["campaigns"])
    known = f"{events} confirmed launch{'' if events == 1 else 'es'}"
    runs = f"{campaigns} campaign{'' if campaigns == 1 else 's'}"
    if campaigns < LEAST_CAMPAIGNS:
        return (
            f"{when}: {known} in {runs}. Under {LEAST_CAMPAIGNS} campaigns no usual ground is "
            "drawn; the map shows the area of the recipe instead."
        )
    return (
        f"{when}: the darker cells hold half and all cells 95 % of its votes, from {known} in "
        f"{runs}, worth {row['n_effective']:.1f} votes today. It is no border."
    )


def shared(group: str) -> None:
    """Say with whom the group shares drawn and usual ground, and draw the matrix of all."""
    st.subheader(ui.SHARED_GROUND)
    rows = shared_rows(group)
    if rows.empty:
        st.caption("Its ground meets no other group’s, as far as any is known.")
    else:
        tables.listed(
            rows,
            columns={
                "Likeness": st.column_config.ProgressColumn(
                    format="%.2f",
                    min_value=0.0,
                    max_value=1.0,
                    color="blue",
                    help="Bhattacharyya coefficient of both groups’ ground as density: 0 apart, "
                    "1 alike. Where it is high, place cannot tell the two apart.",
                ),
            },
        )
    if len(queries.likeness(day(), current().grade)) > 1:
        with st.expander(ui.ALL_GROUPS):
            figure = st.segmented_control(
                ui.FIGURE, list(_FIGURES), default="Likeness", key="overlap_figure", required=True
            )
            written, meaning = _FIGURES[str(figure)]
            st.altair_chart(matrix(every_pair(str(figure)), written=written), width="content")
            st.caption(meaning)


def every_pair(figure: str) -> pd.DataFrame:
    """Groups by groups: one of the matrix's figures, NaN where it is not known."""
    likeness = queries.likeness(day(), current().grade)
    if figure == "Likeness":
        return likeness
    if figure.startswith("Usual"):
        usual = queries.usual_km2(day(), current().grade)
        return usual.reindex(index=likeness.index, columns=likeness.index)
    pairs = queries.ground_overlaps(day())
    drawn = pairs.pivot_table(index="group", columns="other", values="shared_km2")
    return drawn if len(drawn) else likeness * np.nan


def shared_rows(group: str) -> pd.DataFrame:
    """Groups that share ground with one: km² of drawn and usual ground, and the likeness."""
    pairs = queries.ground_overlaps(day())
    drawn = pairs[pairs["group"] == group].set_index("other")
    usual, likeness = (
        queries.usual_km2(day(), current().grade),
        queries.likeness(day(), current().grade),
    )
    alike = likeness[group].drop(group) if group in likeness else pd.Series(dtype=float)
    cells_km2 = usual[group].drop(group) if group in usual else pd.Series(dtype=float)
    # What every density shares anywhere at all is no sharing.
    others = drawn.index.union(alike.index[alike >= 0.05]).union(cells_km2.index[cells_km2 > 0])  # noqa: PLR2004
    table = pd.DataFrame(
        {
            "With": [queries.names().get(str(one), str(one)) for one in others],
            "Drawn, km²": drawn["shared_km2"].reindex(others).round(0).to_numpy(),
            "Of its ground": drawn["share"]
            .reindex(others)
            .map("{:.0%}".format, "ignore")
            .to_numpy(),
            "Usual, km²": cells_km2.reindex(others).round(0).to_numpy(),
            "Likeness": alike.reindex(others).to_numpy(),
        }
    )
    table = table.sort_values("Likeness", ascending=False, na_position="last", kind="stable")
    return table.dropna(axis="columns", how="all")


def matrix(pairs: pd.DataFrame, *, written: str = ".2f") -> Any:
    """A figure of every pair of groups as tinted squares with the figure in each."""
    names = [queries.names().get(str(one), str(one)) for one in pairs.index]
    most = float(np.nanmax(pairs.to_numpy(), initial=1.0))
    wide = pairs.set_axis(names, axis=0).set_axis(names, axis=1)
    long = wide.rename_axis("group").reset_index().melt("group", var_name="other")
    squares = alt.Chart(long).encode(
        x=alt.X(
            "other:N", title=None, sort=names, axis=alt.Axis(labelAngle=-40, labelOverlap=False)
        ),
        y=alt.Y("group:N", title=None, sort=names, axis=alt.Axis(labelOverlap=False)),
    )
    tints = squares.mark_rect(stroke="#8a9199", strokeWidth=0.3).encode(
        color=alt.Color(
            "value:Q",
            legend=None,
            scale=alt.Scale(domain=[0, most], range=["#f2f3f4", "#1f5f8b"]),
        ),
        tooltip=["group:N", "other:N", alt.Tooltip("value:Q", format=written)],
    )
    known = squares.transform_filter("isValid(datum.value)")
    figures = known.mark_text(fontSize=11).encode(
        text=alt.Text("value:Q", format=written),
        color=alt.condition(f"datum.value > {most / 2}", alt.value("white"), alt.value("#23292e")),
    )
    side = _CELL_PX * len(names)
    return alt.layer(tints, figures).properties(width=side, height=side)


def drift(group: str, *, theme: Theme) -> None:
    """Draw how the group's launches moved from half-year to half-year."""
    rows = queries.drifted(group, day(), current().grade)
    st.subheader(ui.HOW_ITS_LAUNCHES_MOVED)
    if rows["moved_km"].notna().sum() == 0:
        held = int(rows["launches"].sum())
        st.caption(
            f"{held} confirmed launch{'' if held == 1 else 'es'} known: too few to compare one "
            "half-year with the next (three in each are needed)."
        )
        return
    left, right = st.columns(2)
    colour = group_style(group).colour(theme)
    frame = rows.reset_index()
    left.altair_chart(
        steps(frame, "moved_km", title="How far its middle moved, km", colour=colour),
        width="stretch",
    )
    right.altair_chart(
        steps(
            frame, "shared", title="How like the half-year before, 0 to 1", colour=colour, most=1.0
        ),
        width="stretch",
    )
    moves = ", ".join(
        f"{begin:%b %Y} {row['moved_km']:.0f} km"
        for begin, row in rows[rows["moved_km"].notna()].to_dict("index").items()
    )
    st.caption(
        escape(f"Moved since the half-year before: {moves}.")
        + " Likeness compares cells of some 26 km: 0 elsewhere, 1 as before. Gaps hold under "
        "three launches."
    )


def steps(
    frame: pd.DataFrame, column: str, *, title: str, colour: str, most: float | None = None
) -> Any:
    """One figure a half-year as a line with points; a gap where there is none."""
    scale = alt.Scale(domain=[0, most]) if most else alt.Scale(zero=True)
    base = alt.Chart(frame).encode(
        x=alt.X("half_year:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0)),
        y=alt.Y(f"{column}:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4)),
        tooltip=[
            alt.Tooltip("half_year:T", format="%B %Y", title="half-year from"),
            alt.Tooltip("launches:Q"),
            alt.Tooltip(f"{column}:Q", format=".2f", title=title),
        ],
    )
    return alt.layer(
        base.mark_line(color=colour, strokeWidth=1.5),
        base.mark_point(color=colour, filled=True, size=55, opacity=1),
    ).properties(height=170, title=alt.Title(title, anchor="start", fontSize=12))
