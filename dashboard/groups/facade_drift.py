"""Whether a group’s façades still fit it: a flag beside the link, and the claims behind it."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.widgets import data_table as tables
from geo.attribution.facade_drift import CAMPAIGN_DAYS, CHANCE, facade_runs

_BY = {"ground": "ground of", "weapon": "weapon of"}
_DRAWN = 12


@st.cache_resource(show_spinner=False)
def _runs() -> pd.DataFrame:
    return facade_runs(queries.findings())


def _name(ident: str) -> str:
    return queries.names().get(ident, ident)


def marks(facades: pd.Series, group: str) -> pd.Series:
    """Words beside each link of a group: where the façade’s claims moved to, or nothing."""
    runs = _runs()
    away = runs[(runs["owner"] == group) & runs["drifted"].astype(bool)]
    said = {
        str(row["facade_id"]): f"to the {_BY[row['evidence']]} {_name(row['points_to'])}"
        for row in away.to_dict("records")
    }
    words = [said.get(ident, "") for ident in facades.astype(str)]
    return pd.Series(words, index=facades.index, dtype=object)


def show(group: str, facades: Collection[str]) -> None:
    """Say which links drifted, and list the runs of claims of all of a group’s façades."""
    runs = _runs()
    mine = runs[(runs["owner"] == group) & runs["facade_id"].isin(list(facades))]
    for row in mine[mine["drifted"].astype(bool)].to_dict("records"):
        st.warning(
            f"**{escape(_name(row['facade_id']))}** drifts from {escape(_name(group))}: its last "
            f"{row['campaigns']} campaigns of claims point to the {_BY[row['evidence']]} "
            f"**{escape(_name(row['points_to']))}**. If the link held, that would come about in "
            f"{row['chance']:.1%} of such runs.",
            icon=":material/swap_horiz:",
        )
    if mine.empty:
        st.caption(
            "No claim of these brands tells by ground or weapon whose it is, so that drift cannot "
            "be told."
        )
        return
    with st.expander(ui.WHERE_THE_CLAIMS_POINT):
        tables.listed(rows(mine))
        st.caption(
            f"Claims within {CAMPAIGN_DAYS} days of the first of a campaign count once. A link is "
            f"flagged when its last run points to one other group and would come about in under "
            f"{CHANCE:.0%} though the link holds as often as its strength says. It changes no "
            "verdict."
        )


def rows(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs of claims as a table, the latest first."""
    titles = queries.table()["title"].to_dict()
    shown = runs.sort_values("last", ascending=False, kind="stable")
    claims = [
        "; ".join(str(titles.get(one, one)) for one in ids[:_DRAWN])
        + (f" and {len(ids) - _DRAWN} more" if len(ids) > _DRAWN else "")
        for ids in shown["attacks"]
    ]
    return pd.DataFrame(
        {
            "Brand": shown["facade_id"].map(_name),
            "By": shown["evidence"].str.capitalize(),
            "Points to": shown["points_to"].map(_name),
            "First": shown["first"].dt.date,
            "Last": shown["last"].dt.date,
            "Campaigns": shown["campaigns"].astype(int),
            "Claims": claims,
        }
    )
