"""The card of one attack as a screen: the answer at its head, and a tab for each further question.

The tabs are drawn together and changed by the browser alone, so that none of them is waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.attack import case_file as case_download
from dashboard.attack import evidence, head, history, reasons, reviews
from dashboard.attack import sources as sourcing
from dashboard.attack import user_claims as own_claims
from dashboard.services import ui_words as ui
from dashboard.services.card import card_of
from dashboard.services.labels import badge, escape
from dashboard.services.points_line import PointsLine
from dashboard.session import decisions, queries
from dashboard.session.selection import current
from geo.verdicts.check import Findings

LIMITS = (
    "Rules of thumb, more often right than not: there are no hard and fast rules about who works "
    "with whom or where. Areas are assessments, and so is every finding."
)


def show(ident: str, order: Sequence[str]) -> None:
    """Draw the card of an attack of the record.

    Parameters
    ----------
    ident
        The attack.
    order
        Attacks of the view, in the order of the table.
    """
    found, item = queries.findings(), queries.objects()[ident]
    known_on = current().known_on
    if known_on is not None:
        item = {**item, "points_to": queries.pointed(known_on)[ident]}
    row = found.table.loc[[ident]].to_dict("records")[0]
    decided = decisions.by_attack().get(ident, [])
    head.steps(ident, order)
    head.title(row, [badge(row["verdict"]), reviews.badge(decided)])
    body(
        found,
        item,
        after=lambda: own_claims.card(ident),
        tabs={ui.REVIEWS: lambda: reviews.show(ident, key="card", heading=False, button=False)},
        opens=reviews.asked(ident, key="card"),
    )
    head.actions(
        partial(reviews.offer, ident, key="card"), partial(case_download.offer, [ident], key="card")
    )


def body(
    found: Findings,
    item: Mapping[str, Any],
    *,
    after: Callable[[], None] | None = None,
    tabs: Mapping[str, Callable[[], None]] | None = None,
    opens: tuple[str, int] = ("", 0),
    answered: bool = False,
) -> None:
    """Draw everything under the title of a card.

    Parameters
    ----------
    found
        Findings that hold the attack.
    item
        The finding as `geo.verdicts.serialize.findings_objects` gives it.
    after
        Draws what stands between the answer and the tabs.
    tabs
        Further tabs before the last, by their titles.
    opens
        Title of the tab that is to stand open, or an empty text for the one that does, and how
        often one was asked for so far.
    answered
        Whether the page has given the answer, and similar attacks, already.
    """
    card = card_of(item, found, atlas=queries.atlas(), names=queries.names())
    answer = st.container(gap="xsmall")
    if after is not None:
        after()
    further = dict(tabs or {})
    titles = [ui.REASONS, ui.WHO_ELSE, ui.SOURCES, *further, ui.HISTORY]
    title, times = opens
    drawn = dict(
        zip(titles, st.tabs(titles, default=title or None, key=f"card_tabs_{times}"), strict=True)
    )
    with drawn[ui.REASONS]:
        reasons.show(card)
    changes: list[str] = []
    with drawn[ui.WHO_ELSE]:
        _points(card.points)
        if card.counts:
            changes = evidence.show(found, card.attack_id)
        st.caption(LIMITS)
    if not answered:
        with answer:
            head.answer(card, change=changes[0] if changes else "")
    with drawn[ui.SOURCES]:
        sourcing.conflicts(card.attack_id)
        sourcing.sources(item)
    for name, draw in further.items():
        with drawn[name]:
            draw()
    with drawn[ui.HISTORY]:
        history.show(found, card, compared=answered)


def _points(line: PointsLine) -> None:
    """Say to whom it points, with the claim and without, and list every indication."""
    st.markdown(f"**{ui.POINTS_TO}**")
    st.markdown(" ".join(escape(text) for text in (line.says, line.without) if text))
    for one in line.indications:
        who = f" → {escape(', '.join(one.groups))}" if one.groups else ""
        st.markdown(
            f":gray-badge[{escape(one.strength)}] **{escape(one.label)}**{who}  \n"
            f"{escape(one.text)}"
        )
        if one.source:
            st.caption(escape(one.source))
