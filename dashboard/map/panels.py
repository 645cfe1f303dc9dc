"""Pieces that pages put together: the side panel, the table, downloads, the words of a view."""

from __future__ import annotations

import datetime as dt
import json

import pandas as pd
import streamlit as st

from dashboard.attack import card, head
from dashboard.attack import sources as sourcing
from dashboard.attack import user_card as own_card
from dashboard.ground import card as ground_card
from dashboard.map import brush
from dashboard.services import ui_words as ui
from dashboard.services.filter_text import filter_words, span_words
from dashboard.services.labels import escape
from dashboard.services.near_words import near_words
from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import open_card
from dashboard.session.user_data import OwnView
from dashboard.widgets import charts, download, ground_day, sample
from dashboard.widgets.map_view import clicked_point, drawn_roles, theme, window_seen
from geo.crs import distance_km
from geo.io.spreadsheet_escape import safe_csv
from geo.records.counts import Counts, many
from geo.verdicts.serialize import feature_collection
from layers.builders.user_layers import YOURS

STRIP_HEIGHT_PX = 82


def _people(counts: pd.Series) -> str:
    names = queries.names()
    return ", ".join(
        f"{escape(names.get(str(one), str(one)))} ({n:,})" for one, n in counts.items()
    )


def view_words(view: OwnView, selection: Selection, rows: pd.DataFrame) -> None:
    """Say in a few sentences what an analyst would say about what the map shows."""
    window, roles = window_seen(), drawn_roles(selection)
    counts = view.counts(selection, window=window, roles=roles)
    zoomed = bool(counts.window and counts.off_map)
    st.markdown("### In this map window" if zoomed else "### All attacks shown")
    if not counts.attacks and selection.whose == YOURS and view.own is None:
        st.info(
            "You have no attacks of your own here. A reload forgets imported rows: import the "
            "file again and keep its rows on this machine, or enter attacks by hand.",
            icon=":material/person:",
        )
        return
    if not counts.attacks:
        st.info(
            "No attack fits these filters. Reset them, or take one away, to see some again.",
            icon=":material/filter_alt_off:",
        )
        return
    held = counts.window if counts.window and zoomed else counts
    places = view.breakdown(selection, window=window if zoomed else None, roles=roles).places
    often = [f"{escape(place)} ({n:,})" for place, n in places.head(3).items() if n > 1]
    where = f", most often on {', '.join(often)}" if often else ""
    number = (
        f"{held.attacks:,} of {many(counts.attacks, 'attack')}"
        if zoomed
        else many(counts.attacks, "attack")
    )
    st.markdown(f"**{number}**{where}.")
    missing = counts.missing()
    firmness = "" if zoomed else sourcing.precision_note(rows)
    for words in (f"{missing}." if missing else "", *_verdict_words(held), firmness):
        if words:
            st.markdown(words)
    st.caption(sample.words())
    st.caption(f"Record to {queries.record_end():%B %Y}. {card.LIMITS}")
    st.caption(
        "Click a mark on the map or a row of the table to open an attack’s card, and ground to "
        "open that of an area."
    )


def _verdict_words(held: Counts) -> list[str]:
    """Who is named in a part of the record, how few launches are known, and what follows."""
    if not held.attacks:
        return []
    who = _people(pd.Series(held.groups))
    named = f"Attributed to {who}. " if who else ""
    few = ", so few can be checked against ground" if 2 * held.launches < held.attacks else ""
    contested = held.verdicts.get("contested", 0)
    verdicts = [
        f"**{held.mismatches:,}** do not fit the ground or the rules, unexplained by any record",
        f"**{held.explained:,}** are explained by a record",
        f"**{held.verdicts.get('consistent', 0):,}** fit what is known",
        *([f"**{contested:,}** on contested ground"] if contested else []),
        f"**{held.verdicts.get('insufficient', 0):,}** cannot be judged",
    ]
    return [
        f"{named}{held.attributed:,} of {held.attacks:,} are attributed.",
        *([f"{pointing}."] if (pointing := held.pointing_words()) else []),
        f"The launch is known for **{held.launches:,}**{few}.",
        f"{'; '.join(verdicts)}.",
    ]


def near_click(rows: pd.DataFrame) -> None:
    """List attacks within some km of the point that was clicked last."""
    point = clicked_point()
    if point is None:
        return
    with st.expander(ui.NEAR_THE_POINT_YOU_CLICKED):
        radius_km = st.slider("Within km", 5, 150, 25, step=5, key="near_km")
        parts = []
        for role in ("launch", "target"):
            there = rows[rows[f"{role}_lon"].notna()]
            far = distance_km(point[0], point[1], there[f"{role}_lon"], there[f"{role}_lat"])
            parts.append(there.assign(role=role, km=far))
        near = pd.concat(parts)
        near = near[near["km"] <= radius_km].sort_values("km", kind="stable")
        if near.empty:
            st.caption("No launch or target of this view lies that near. Widen the distance.")
        for ident, row in zip(near.index[:20], near.head(20).to_dict("records"), strict=True):
            st.button(
                f"{row['km']:.0f} km · {row['date_text'] or 'undated'} · {escape(row['title'])}"
                f" ({row['role']})",
                key=f"near_{ident}_{row['role']}",
                on_click=guarded(open_card),
                args=(ident,),
                type="tertiary",
            )


def side_panel(view: OwnView, selection: Selection, rows: pd.DataFrame) -> None:
    """Draw the card of the chosen attack, area or place, or the words of the view."""
    if selection.attack in view.table.index:
        if selection.attack not in rows.index:
            st.info(
                "This attack is not in the view: a filter hides it.",
                icon=":material/filter_alt:",
            )
        head.stack(view.table, selection)
        if view.is_own(selection.attack):
            own_card.show(view, selection.attack, list(rows.index))
        else:
            card.show(selection.attack, list(rows.index))
    elif ground := ground_card.of(selection, ground_day.of(view.table, selection).day):
        ground_card.show(ground)
    else:
        view_words(view, selection, rows)
    near_click(rows)


def downloads(view: OwnView, selection: Selection, rows: pd.DataFrame) -> None:
    """Offer the rows of the view as CSV and GeoJSON, and say what they hold."""
    left, right, words = st.columns([1, 1, 4], vertical_alignment="center")
    download.button(
        f"CSV ({many(len(rows), 'row')})",
        lambda: safe_csv(view.flat(rows, selection.known_on)),
        file_name="attacks.csv",
        mime="text/csv",
        width="stretch",
        place=left,
    )
    download.button(
        ui.GEOJSON,
        lambda: geojson(view, rows, selection.known_on),
        file_name="attacks.geojson",
        mime="application/geo+json",
        width="stretch",
        place=right,
    )
    words.caption(f"{view.counts(selection).row_words()}. The files hold all of them.")


def geojson(view: OwnView, rows: pd.DataFrame, known_on: dt.date | None = None) -> bytes:
    """Attacks of these rows as GeoJSON, UTF-8; each of the reader's own says so.

    What they point to is by what was known on a day, or by everything.
    """
    wanted = set(rows.index)
    document = feature_collection(
        queries.findings(), reports=queries.atlas().record.reports, points=queries.pointed(known_on)
    )
    if view.own is not None:
        found, record = view.own
        mine = view.own_pointed(known_on)
        own = feature_collection(found, reports=record.reports, points=mine)["features"]
        for one in own:
            one["properties"]["whose"] = YOURS
        document["features"] += own
    document["features"] = [
        one for one in document["features"] if one["properties"]["attack_id"] in wanted
    ]
    return json.dumps(document, ensure_ascii=False).encode()


def strip(view: OwnView, rows: pd.DataFrame, selection: Selection) -> None:
    """Say what is shown in one line, and draw its attacks over time."""
    held = view.breakdown(selection)
    near = near_words(rows, selection, queries.named_ground())
    words = [*summary_words(view, selection, rows), near, *window_words(view, selection)]
    st.caption(" · ".join(word for word in words if word))
    if not held.attacks:
        return
    st.altair_chart(
        charts.strip(
            held.by_month,
            windows=queries.atlas().registry.windows,
            names=queries.names(),
            span=queries.record_span(),
            theme=theme(),
            height_px=STRIP_HEIGHT_PX,
            brush=brush.NAME,
        ),
        width="stretch",
        key=brush.key(),
        on_select=guarded(brush.read),
        selection_mode=brush.NAME,
    )


def summary_words(view: OwnView, selection: Selection, rows: pd.DataFrame) -> list[str]:
    """How many of how many attacks, from when to when, and the filters, in words."""
    shown, every = view.counts(selection), int(view.counter.attack.sum())
    words = [
        span_words(rows),
        escape(filter_words(selection, queries.names())),
        f"{shown.undated:,} undated, not in the chart" if shown.undated else "",
    ]
    return [f"**{shown.attacks:,} of {many(every, 'attack')}**", *[word for word in words if word]]


def window_words(view: OwnView, selection: Selection) -> list[str]:
    """How many of them the map's window holds, where the others are, and of how many it is unknown.

    The words stand under the map, as the panel that says more may be folded away.
    """
    counts = view.counts(selection, window=window_seen(), roles=drawn_roles(selection))
    held = counts.window if counts.window and counts.off_map else counts
    unknown = held.verdicts.get("insufficient", 0)
    nowhere = counts.outline_only + counts.no_place
    words = [
        f"{held.attacks:,} in this map window" if held is not counts else "",
        f"{counts.off_map:,} off it" if held is not counts else "",
        f"{nowhere:,} without a point" if nowhere else "",
        f"{unknown:,} cannot be judged" if unknown else "",
    ]
    return [word for word in words if word]
