"""One group's page: who it is, its ground, committees, façades, attacks, and shared ground."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import streamlit as st

from dashboard.groups import facade_drift
from dashboard.groups import usual_ground as usual
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.session import user_data as overlay
from dashboard.session.mishap import guarded
from dashboard.session.selection import current
from dashboard.widgets import charts, ground_day, sample
from dashboard.widgets import data_table as tables
from dashboard.widgets.map_view import Camera, centre, fit, theme
from dashboard.widgets.map_view import show as show_map
from geo.areas.seen_text import iso_days
from geo.areas.table import KINDS
from geo.reference.facade_links import links_in_force
from geo.reference.standings import standing_words
from layers.build import build_map
from layers.builders.usual_ground import outlines

FIRST_GROUP = "KH"
MAP_HEIGHT_PX = 460
MAP_ZOOM = 9.0


def choose() -> str:
    """Let the reader choose a group; the choice stands in the address."""
    groups = queries.atlas().registry.groups
    labels = (groups["name"] + " · " + groups["name_ar"]).str.strip(" ·").to_dict()
    ids = list(groups.index)
    # An address names the group; without it the one that the filters keep is opened.
    asked = st.query_params.get("group", "")
    wanted = [asked, *current().group, FIRST_GROUP]
    start = next((ids.index(one) for one in wanted if one in ids), 0)
    # A choice of its own for each address: it follows whoever goes back to another.
    key = f"profile_group_{asked if asked in ids else ''}"
    picked = st.selectbox(
        ui.GROUP,
        ids,
        index=start,
        key=key,
        format_func=lambda one: str(labels[one]),
        on_change=guarded(_choose),
        args=(key,),
    )
    return str(picked)


def _choose(key: str) -> None:
    st.query_params["group"] = str(st.session_state[key])


def head(ident: str) -> None:
    """Say who the group is."""
    row = queries.atlas().registry.groups.loc[[ident]].to_dict("records")[0]
    st.header(f"{escape(row['name'])}  {escape(row['name_ar'])}")
    st.markdown(escape(row["summary"]))
    facts = {
        "Leader": row["leader"],
        "PMF brigade": row["pmf_brigade"],
        "Tansiqiya": row["tansiqiya"],
        "Also written": row["aliases"].replace("|", ", "),
    }
    for title, value in facts.items():
        if value:
            st.markdown(f"**{title}** {escape(value)}")
    label = str(queries.atlas().registry.sources["label"][row["source_id"]])
    st.caption(escape(f"{label} {row['pointer']}"))


def _own(ident: str) -> gpd.GeoDataFrame:
    areas = queries.ground(usual.day())
    return areas[areas["holder"] == ident]


def _camera(own: gpd.GeoDataFrame, cells: pd.DataFrame) -> Camera:
    """Camera on the group's ground, drawn and usual; on the whole country where it has none."""
    boxes = [frame.total_bounds for frame in (own, outlines(cells)) if len(frame)]
    if not boxes:
        return centre(Selection())
    edges = np.array(boxes)
    west, south = edges[:, :2].min(axis=0).tolist()
    east, north = edges[:, 2:].max(axis=0).tolist()
    (lat, lon), zoom = fit((west, south, east, north), height_px=MAP_HEIGHT_PX)
    return (lat, lon), min(zoom - 0.25, MAP_ZOOM)


def ground_map(ident: str) -> None:
    """Draw the group's ground and the attacks attributed to it, or say that it has none."""
    own, rows = _own(ident), queries.table()
    note = queries.atlas().registry.groups.at[ident, "ground_note"]
    if own.empty:
        words = note or "The sources give this group no ground; none is drawn."
        st.info(escape(words), icon=":material/info:")
    cells = usual.cells(ident)
    # Marks lie on launches: they would hide the very ground that is learned from them.
    attacks = st.toggle(ui.SHOW_ITS_ATTACKS, value=cells.empty, key=f"group_attacks_{ident}")
    drawn = build_map(
        rows[rows["asserted_group"] == ident],
        areas=own,
        usual=cells,
        base=queries.base(),
        show=("ground", "usual", *(("links", "targets", "launches") if attacks else ())),
        names=queries.names(),
    )
    show_map(
        drawn,
        camera=centre(Selection()) if attacks else _camera(own, cells),
        key="group_map",
        height_px=MAP_HEIGHT_PX,
        note=ground_day.words(usual.day(), own),
    )
    st.caption(escape(usual.summary(ident)))
    if note and not own.empty:
        st.caption(escape(note))


def ground(ident: str) -> None:
    """Say on what each piece of the group's ground rests."""
    own, registry = _own(ident), queries.atlas().registry
    if own.empty:
        return
    st.subheader(ui.GROUND)
    tables.listed(
        pd.DataFrame(
            {
                "Area": own["title"],
                "Kind": own["kind"].map(KINDS),
                "Confidence": own["confidence"],
                "km²": own["area_km2"].round(0),
                "Border uncertainty (± km)": own["border_km"],
                "Last confirmed": iso_days(own, "last_confirmed"),
                "What is assumed": own["assumption"],
                "Source": registry.cite(own["source_id"], own["pointer"]),
            }
        ),
    )


def committees(ident: str) -> None:
    """Name the committees that the group leads or takes part in."""
    table = queries.atlas().registry.committees
    leads = table["lead"] == ident
    takes_part = table["participants"].str.split("|").map(lambda ids: ident in ids)
    mine = table[leads | takes_part]
    st.subheader(ui.COMMITTEES)
    if mine.empty:
        st.caption("Not named in any regional committee.")
        return
    role = leads[mine.index].map({True: "lead", False: "takes part"})
    tables.listed(
        pd.DataFrame(
            {
                "Committee": mine["name"],
                "Role": role,
                "How firmly": mine["lead_strength"].where(leads, ""),
                "Covers": mine["coverage"],
                "Standing": _standings(mine),
                "Note": mine["note"],
            }
        ),
    )


def _standings(rows: pd.DataFrame) -> list[str]:
    """How committees or rules stand at the end of the record."""
    registry, day = queries.atlas().registry, queries.record_end()
    return [standing_words(registry, str(ident), day) for ident in rows.index]


def brands(ident: str) -> None:
    """List the group's façades and channels, and rules that name it."""
    registry = queries.atlas().registry
    links = links_in_force(registry)
    links = links[links["group_id"] == ident].sort_values("rank", ascending=False, kind="stable")
    facades = links.join(registry.facades[["name", "name_ar", "methods"]], on="facade_id")
    st.subheader(ui.FACADES)
    if facades.empty:
        st.caption("No façade is linked to it.")
    else:
        tables.listed(
            pd.DataFrame(
                {
                    "Brand": facades["name"],
                    "Drift": facade_drift.marks(facades["facade_id"], ident),
                    "Arabic": facades["name_ar"],
                    "Strength": facades["strength"],
                    "Exclusive": facades["exclusive"],
                    "From": facades["valid_from"].dt.date,
                    "To": facades["valid_to"].dt.date,
                    "Last confirmed": facades["last_confirmed"].dt.date,
                    "Methods": facades["methods"],
                    "Note": facades["note"],
                    "Source": registry.cite(facades["source_id"], facades["pointer"]),
                }
            ),
            columns={"Drift": st.column_config.TextColumn(width="medium")},
        )
        st.caption("One row per source statement: sources that disagree stand side by side.")
        facade_drift.show(ident, set(facades["facade_id"]))
    rules = pd.concat([registry.target_rules, registry.weapon_rules, registry.arrangements])
    named = rules[(rules["group_id"] == ident) | (rules["with_group"] == ident)]
    st.subheader(ui.RULES_AND_ARRANGEMENTS)
    if named.empty:
        st.caption("No rule of targets or weapons and no arrangement names it.")
    else:
        tables.listed(
            pd.DataFrame(
                {
                    "Kind": named["kind"].str.replace("_", " "),
                    "What": named["text"],
                    "Strength": named["strength"],
                    "From": named["valid_from"].dt.date,
                    "To": named["valid_to"].dt.date,
                    "Last confirmed": named["last_confirmed"].dt.date,
                    "Standing": _standings(named),
                    "Ours": named["ours"].fillna(""),
                    "Source": registry.cite(named["source_id"], named["pointer"]),
                }
            ),
        )


def activity(ident: str) -> None:
    """Draw the attacks said to be the group's over time."""
    rows = queries.table()
    mine = rows[rows["counts"] & (rows["asserted_group"] == ident)]
    st.subheader(f"Attributed attacks: {len(mine)}")
    counts = overlay.public().counter.count()
    st.caption(f"{sample.share_words(counts, ident)}. {sample.words()}")
    if mine.empty:
        st.caption("The record attributes none to it. That is not evidence of absence.")
        return
    st.altair_chart(
        charts.strip(
            charts.by_month(mine, "asserted_group"),
            windows=queries.atlas().registry.windows,
            names=queries.names(),
            span=queries.record_span(),
            theme=theme(),
        ),
        width="stretch",
    )


def show() -> None:
    """Draw the whole page of the chosen group."""
    ident = choose()
    words, picture = st.columns([2, 3], gap="medium")
    with words:
        head(ident)
    with picture:
        ground_map(ident)
    ground(ident)
    usual.shared(ident)
    usual.drift(ident, theme=theme())
    committees(ident)
    brands(ident)
    activity(ident)
