"""Where the data came from: every file with licence, hash and limits, and whether it is intact."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.attack import citations as citing
from dashboard.services import links
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.widgets import data_table as tables
from geo.records.counts import many
from geo.settings import find


@st.cache_resource(show_spinner=False)
def files() -> pd.DataFrame:
    """Declared data files, each with whether its hash still fits."""
    folder = queries.atlas().folder
    declared = json.loads(find("datapackage.json", folder).read_text(encoding="utf-8"))
    rows = [
        {
            "File": resource["path"],
            "Title": resource["title"],
            "Licence": ", ".join(one["name"] for one in resource["licenses"]),
            "Source": ", ".join(one["title"] for one in resource["sources"]),
            "How derived": resource.get("derived", ""),
            "Limits": resource["description"],
            "Intact": _intact(find(resource["path"], folder), resource["hash"]),
            "sha256": resource["hash"].removeprefix("sha256:"),
        }
        for resource in declared["resources"]
    ]
    return pd.DataFrame(rows)


def _intact(path: Path, declared: str) -> str:
    same = hashlib.sha256(path.read_bytes()).hexdigest() == declared.removeprefix("sha256:")
    return "yes" if same else "changed"


def publications() -> pd.DataFrame:
    """Publications that rows cite, by id: graded as the pages that were read."""
    table = queries.atlas().registry.sources
    rows = table.to_dict("index")
    return pd.DataFrame(
        {
            "Title": table["title"],
            "Publisher": table["publisher"],
            "Grade": table["reliability"].replace("", None),
            "Date": table["date"].replace("", None),
            "Where it was read": [citing.read_words(row) or None for row in rows.values()],
            "Opens on": [links.address(row["url"]) or None for row in rows.values()],
            "Attacks": [len(citing.uses(str(ident))) for ident in rows],
            "Kind": table["kind"],
            "Limits": table["limits"],
        }
    )


def show_publications() -> None:
    """Draw the publications, and of the chosen one what it says and which attacks use it."""
    rows = publications()
    picked = tables.listed(
        rows,
        columns={"Opens on": st.column_config.LinkColumn(display_text=r"https?://([^/?#]+)")},
        height=480,
        key="publications",
        on_select="rerun",
        selection_mode="single-row",
    )
    at = list(picked["selection"]["rows"]) if picked else []
    asked = st.query_params.get("source", "")
    ident = str(rows.index[at[0]]) if at and at[0] < len(rows) else asked
    if ident in rows.index:
        publication(ident)
    elif asked:
        st.warning(
            f"{escape(f'source={asked[:60]}')} is not used: no source of the record has this id.",
            icon=":material/link_off:",
        )
    else:
        st.caption("Choose a row to see what it says and which attacks use it.")


def publication(ident: str) -> None:
    """Draw one publication: its link, grade, where it was read, and the attacks that use it."""
    source, used = citing.source_of(ident), citing.uses(ident)
    with st.container(border=True, key="publication"):
        st.subheader(escape(source["title"]))
        areas = queries.atlas().areas.table
        ground = int((areas["source_id"] == ident).sum())
        lines = [
            citing.dated_words(source["publisher"], source["date"])
            + (f" · {escape(source['authors'])}" if source["authors"] else ""),
            links.link(source["url"]) or "No address is on record.",
            f"Grade: {escape(citing.grade_words(source))}",
            escape(citing.read_words(source)),
            escape(source["limits"]),
            f"{many(ground, 'area')} of ground rest on it: see each area’s source below."
            if ground
            else "",
        ]
        st.markdown("  \n".join(line for line in lines if line))
        st.markdown(f"**Used for {many(len(used), 'attack')}**")
        citing.attacks(ident, key="publication")


def publishers() -> pd.DataFrame:
    """Publishers with their letter of reliability and the reason for it."""
    table = queries.atlas().registry.publishers
    return table.sort_values("reliability", kind="stable").reset_index()


def assumptions() -> pd.DataFrame:
    """Every area with what is assumed about its extent."""
    areas = queries.atlas().areas.table
    return pd.DataFrame(
        {
            "Area": areas["title"],
            "Confidence": areas["confidence"],
            "Author": areas["author"],
            "Valid from": areas["valid_from"].dt.date,
            "Valid to": areas["valid_to"].dt.date,
            "Last confirmed": areas["last_confirmed"].dt.date,
            "What is assumed": areas["assumption"],
            "Source": queries.atlas().registry.cite(areas["source_id"], areas["pointer"]),
        }
    )


def outlines() -> str:
    """Where the outlines of governorates came from."""
    return queries.atlas().units.source
