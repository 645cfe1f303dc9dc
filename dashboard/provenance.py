"""Where the data came from: every file with licence, hash and limits, and whether it is intact."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import queries
from geo.paths import find


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
    """Publications that rows cite."""
    table = queries.atlas().registry.sources
    return table[["title", "authors", "publisher", "reliability", "date", "url", "kind", "limits"]]


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
