"""How what attacks point to fares on those that somebody assessed, in a table of its own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.widgets.data_table import listed
from geo.evaluation.points_score import LIMITS, PointsScore
from geo.schemas.tokens import POINTS_STRENGTHS


def record() -> None:
    """Show hits, misses and silences by strength, and each miss."""
    st.subheader(ui.WHAT_ATTACKS_POINT_TO)
    scored = queries.points_score()
    if scored.cases.empty:
        st.info("Nobody has assessed an attack of this record.", icon=":material/hourglass_empty:")
        return
    st.markdown(
        f"{len(scored.cases)} attacks of this record were assessed by somebody. With the "
        "assessment hidden, what each points to names the group that was assessed, leaves it out, "
        "stands between several sides, or is silent."
    )
    listed(by_strength(scored))
    for ident, row in scored.misses().to_dict("index").items():
        st.caption(escape(_missed(str(ident), row)))
    st.markdown("\n".join(f"- {escape(one)}" for one in LIMITS))


def by_strength(scored: PointsScore) -> pd.DataFrame:
    """Outcomes by strength as a reader reads them, with the claim heard and without."""
    parts = []
    for title, without in (("with the claim", False), ("without the claim", True)):
        table = scored.by_strength(without_claim=without)
        parts.append(
            pd.DataFrame(
                {
                    "Claim": title,
                    "Strength": table.index,
                    "Rests on": [POINTS_STRENGTHS[word] for word in table.index],
                    "Attacks": table["n"].to_numpy(),
                    **{
                        str(name).capitalize(): table[name].to_numpy()
                        for name in table.columns[1:-2]
                    },
                    "Right": table["right"].map("{:.0%}".format, na_action="ignore").to_numpy(),
                    "Groups in a hit": table["groups"].round(1).to_numpy(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _missed(ident: str, row: Mapping[Hashable, Any]) -> str:
    names = queries.names()

    def listed_names(groups: tuple[str, ...]) -> str:
        return " and ".join(names.get(one, one) for one in groups)

    why = " It was by leave on record, which is part of the assessment." * bool(
        row["by_permission"]
    )
    return (
        f"Missed: {row['title']} ({ident}) points to {listed_names(row['groups'])} "
        f"({row['strength']}), assessed is {listed_names(row['assessed'])}.{why}"
    )
