"""What the method is in plain words, how well it does on the loaded record, and its limits."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.session.selection import current
from dashboard.widgets.map_view import theme
from geo.errors import AtlasError
from geo.evaluation.protocol import GROUP_EVENTS
from geo.evaluation.scorecard import LIMITS, METHODS, Scorecard
from geo.evaluation.scores import Score
from layers.static.diagrams import FIGURES, png_bytes

LABELS = {
    "macro_auc": ("Swapped claims told apart (AUC), mean over groups", "1 always, .5 by chance"),
    "pooled_auc": ("The same, all together", "flattered by a large group"),
    "top1": ("True group comes first", "share of attacks"),
    "top3": ("True group among the first three", "share of attacks"),
    "macro_f1": ("F1, mean over groups", "1 at best"),
    "log_loss": ("Log loss", "0 at best"),
    "ece": ("Calibration error", "stated share against truth, 0 at best"),
    "far_burst": ("False alarms where 5 % are promised", "by burst"),
}

STEPS = (
    (
        ":material/how_to_vote: Votes",
        (
            "Each past launch whose group a person has confirmed is one vote. It halves every 90 "
            "days, and ten of one burst weigh as five. The tool never learns from claims, nor from "
            "its own rankings."
        ),
    ),
    (
        ":material/grid_view: Places",
        (
            "From the whole country down to cells of some 7 km, votes nearby count more than votes "
            "far away. Drawn ground joins in as a soft density, never as a hard edge."
        ),
    ),
    (
        ":material/balance: Evidence",
        (
            "Brand, weapon, target and reach each multiply the chances by a stated weight, with a "
            "source. A group that nobody has named yet always keeps a share."
        ),
    ),
    (
        ":material/help: Honest doubt",
        (
            "A place is called unusual only against the group’s own past. Under three known "
            "launches the method abstains; under five campaigns it says that few attacks are known."
        ),
    ),
)


def in_words() -> None:
    """Say in four short pieces what the method does."""
    for column, (title, text) in zip(st.columns(4, border=True), STEPS, strict=True):
        column.markdown(f"**{title}**")
        column.markdown(text)


def record() -> None:
    """Show the scorecard of the loaded record, or say why it is too small for one."""
    st.subheader(ui.ON_THE_LOADED_RECORD)
    try:
        card = queries.scorecard(current().grade)
    except AtlasError as error:
        st.info(escape(str(error)), icon=":material/hourglass_empty:")
        scored = queries.scored_on(current().grade)
        st.caption(
            f"{scored} attacks of this record have a confirmed group, a day and a place known to "
            f"15 km; only groups with {GROUP_EVENTS} or more of them are scored. So on this record "
            "rankings rest on drawn ground and stated rules, and nothing here says how often they "
            "are right. Bring a record of your own, or invent one: "
            "`fasail-atlas exercise -o exercise`, then `fasail-atlas serve --data exercise`."
        )
        return
    shown(card)


def shown(card: Scorecard) -> None:
    """Draw a scorecard: figures beside both baselines, diagrams, and figures by group."""
    st.markdown(
        f"{card.n_tests} of {card.n_events} attacks were tested in {len(card.windows)} half-years, "
        "each by what was known a week before it. The two baselines are what anybody could do "
        "without a method."
    )
    st.dataframe(figures(card), hide_index=True, placeholder="–")
    for column, (name, how) in zip(st.columns(2), FIGURES.items(), strict=True):
        column.image(png_bytes(name, card, theme=theme()), width="stretch", alt=how)
        column.caption(how)
    st.subheader(ui.LIMITS_BY_GROUP)
    st.dataframe(by_group(card), hide_index=True, placeholder="–")


def figures(card: Scorecard) -> pd.DataFrame:
    """Every figure of the vote and both baselines, and its range over the half-years."""
    spread = card.spread()
    return pd.DataFrame(
        {
            "Figure": [title for title, _ in LABELS.values()],
            "How to read it": [how for _, how in LABELS.values()],
            **{
                title: [_figure(card.scores[name], key) for key in LABELS]
                for name, title in METHODS.items()
            },
            "By half-year": [
                f"{spread['min'][key]:.2f} to {spread['max'][key]:.2f}" for key in LABELS
            ],
        }
    )


def _figure(score: Score, key: str) -> str:
    value = getattr(score, key)
    return "–" if pd.isna(value) else f"{value:.3f}"


def by_group(card: Scorecard) -> pd.DataFrame:
    """For each group what was tested, how well it went, and a sentence on what that means."""
    table = card.by_group
    return pd.DataFrame(
        {
            "Group": [queries.names().get(str(one), str(one)) for one in table.index],
            "Attacks tested": table["events"],
            "Told apart (AUC)": table["auc"].round(2),
            "Comes first": table["top1"].map("{:.0%}".format, na_action="ignore"),
            "False alarms": table["far_burst"].map("{:.0%}".format, na_action="ignore"),
            "What that means": [
                meaning(int(n), float(auc), float(far))
                for n, auc, far in zip(
                    table["events"], table["auc"], table["far_burst"], strict=True
                )
            ],
        }
    )


_FEW, _POOR, _MANY = 30, 0.7, 0.10


def meaning(events: int, auc: float, far: float) -> str:
    """Say in a sentence what a group's figures allow."""
    if math.isnan(auc):
        return "Too few attacks to tell anything."
    parts = []
    if events < _FEW:
        parts.append("few attacks: read with care")
    if auc < _POOR:
        parts.append("place hardly tells it from others")
    if far > _MANY:
        parts.append("flags come too often")
    return ("; ".join(parts) or "place tells it from others, flags hold").capitalize() + "."


def limits() -> None:
    """State the known limits."""
    st.subheader(ui.KNOWN_LIMITS)
    st.markdown("\n".join(f"- {one}" for one in (*LIMITS, *_MORE)))


_MORE = (
    "Votes are only as good as the confirmed labels; a wrong label is learned like a right one.",
    "The weights of brand, weapon and target are stated judgement, not estimates.",
    (
        "“Outside the drawn ground” is never an alarm by itself: on real conflicts half of a "
        "group’s true later attacks fell outside well-drawn areas."
    ),
)


def published() -> None:
    """Say where the figures on real events stand and how to repeat them."""
    st.subheader(ui.ON_REAL_EVENTS)
    st.markdown(
        "Figures on two decades of events in Iraq stand in `docs/method.md`. They can be repeated "
        "with one command on the file that the Uppsala Conflict Data Program publishes:"
    )
    st.code("fasail-atlas scorecard ged_iraq.csv --adapter ucdp --from 2002-01-01", language="bash")
