"""Reviews of one attack: what was decided, by whom, and the form for a decision of one's own."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import decisions, identity, queries, signin
from dashboard.session.mishap import guarded
from dashboard.widgets import download
from geo.casebook.area_change import area_block, proposal, unified
from geo.casebook.arrangements import COVERS
from geo.casebook.entry import DECISIONS, Details, Entry, person
from geo.casebook.review import answer, review, together, violations
from geo.casebook.state import STATES, ReviewState
from geo.errors import AtlasError
from geo.records.grades import DIGITS, LETTERS

STATE_BADGES = {
    "accepted": ":green-badge[:material/done_all: accepted]",
    "disputed": ":orange-badge[:material/forum: disputed]",
    "open": ":gray-badge[:material/schedule: waits for a second reviewer]",
    "withdrawn": ":gray-badge[:material/undo: withdrawn]",
}
_TOGETHER, _AREA = "teaming or permission", "area out of date"
_NOT_JUDGED = "not judged"
_ASKED = "review_asked"


def badge(found: list[ReviewState]) -> str:
    """Markdown of what was last decided of the decisions on an attack; empty where nothing was."""
    in_force = [one for one in found if one.state != "withdrawn"]
    if not in_force:
        return ""
    return f"Reviewed: **{in_force[-1].review.decision}** {STATE_BADGES[in_force[-1].state]}"


def show(ident: str, *, key: str, heading: bool = True, button: bool = True) -> None:
    """Draw the decisions on an attack, and the form for another.

    Parameters
    ----------
    ident
        The attack.
    key
        Distinguishes this place on the page.
    heading
        Say what this is; a tab says it itself.
    button
        End with the button that opens the form; without it `offer` stands elsewhere.
    """
    if heading:
        st.markdown(f"**{ui.REVIEWS}**")
    problem = decisions.usable()[1]
    if problem:
        st.error(escape(problem), icon=":material/gpp_bad:")
        return
    found = decisions.by_attack().get(ident, [])
    if not found:
        st.caption("Nobody has reviewed this attack yet.")
    opened = st.session_state.get("reviewing") == f"{key}_{ident}"
    name = identity.who(key=f"{key}_{ident}") if opened or found else ""
    for review_state in found:
        _decision(review_state, name, key=f"{key}_{review_state.review.number}")
    if opened:
        _form(ident, name, key=f"{key}_{ident}")
    elif button:
        offer(ident, key=key)


def offer(ident: str, *, key: str) -> None:
    """Draw the button that opens the form for a decision on an attack, for who may decide."""
    if not signin.may_decide() or decisions.usable()[1]:
        return
    name = f"{key}_{ident}"
    st.button(
        ui.REVIEW_THIS_ATTACK,
        key=f"review_{name}",
        icon=":material/rate_review:",
        on_click=guarded(_open),
        args=(name,),
    )


def _open(name: str) -> None:
    st.session_state["reviewing"] = name
    _, times = st.session_state.get(_ASKED, ("", 0))
    st.session_state[_ASKED] = (name, times + 1)


def asked(ident: str, *, key: str) -> tuple[str, int]:
    """Title of the tab with the form where it was asked for on this attack, and how often at all.

    The number tells the browser that it is asked for anew.
    """
    name, times = st.session_state.get(_ASKED, ("", 0))
    return (ui.REVIEWS if name == f"{key}_{ident}" else "", times)


def _decision(review_state: ReviewState, name: str, *, key: str) -> None:
    entry = review_state.review
    with st.container(border=True):
        st.markdown(f"**{entry.decision.capitalize()}** {STATE_BADGES[review_state.state]}")
        grade = f" · source {entry.grade()}" if entry.grade() else ""
        when = entry.at[:16].replace("T", " ")
        st.caption(f"Entry {entry.number} · {escape(entry.by)} · {when} UTC{grade}")
        if entry.note:
            st.markdown(escape(entry.note))
        if entry.source:
            st.caption(f"Source: {escape(entry.source)}")
        _details(review_state, key=key)
        for one in review_state.answers:
            verb = "agrees" if one.kind == "concur" else "does not agree"
            note = f": {escape(one.note)}" if one.note else "."
            st.caption(f"Entry {one.number} · {escape(one.by)} {verb}{note}")
        if review_state.state != "withdrawn" and signin.may_decide():
            _answers(review_state, name, key=key)


def _details(review_state: ReviewState, *, key: str) -> None:
    entry = review_state.review
    if entry.detail("arrangement"):
        other = queries.names().get(entry.detail("with_group"), entry.detail("with_group"))
        kind = {"permission": "Permission by", "teaming": "Teaming with"}
        words = kind.get(entry.detail("arrangement"), "Arrangement with")
        effect = {
            "accepted": "The check reads it as evidence.",
            "open": "Evidence once a second reviewer agrees.",
        }.get(review_state.state, "It is no evidence.")
        st.markdown(f"{words} **{escape(other)}**. {effect}")
    if entry.detail("area_id"):
        diff = unified(queries.atlas(), entry.details)
        if not diff:
            st.caption("The recipe has changed since; the proposal no longer applies as it is.")
            return
        what = "Change of the recipe" if review_state.state == "accepted" else "Proposed change"
        with st.expander(f"{what}: {escape(entry.detail('area_id'))}"):
            st.code(diff, language="diff")
            download.button(
                ui.DOWNLOAD_THE_DIFF,
                diff.encode(),
                file_name=f"casebook-entry-{entry.number}.diff",
                mime="text/x-diff",
                key=f"diff_{key}",
            )


def _answers(review_state: ReviewState, name: str, *, key: str) -> None:
    entry = review_state.review
    if name and person(name) == person(entry.by):
        if st.button(ui.WITHDRAW, key=f"withdraw_{key}", icon=":material/undo:"):
            _keep(lambda: answer(entry, "withdraw", by=name))
        return
    note = st.text_input(ui.WHY, key=f"why_{key}", placeholder="Optional")
    yes, no = st.columns(2)
    if yes.button(ui.AGREE, key=f"concur_{key}", disabled=not name, width="stretch"):
        _keep(lambda: answer(entry, "concur", by=name, note=note))
    if no.button(ui.DISSENT, key=f"dissent_{key}", disabled=not name, width="stretch"):
        _keep(lambda: answer(entry, "dissent", by=name, note=note))
    if not name:
        st.caption("Give your name to answer.")


def _form(ident: str, name: str, *, key: str) -> None:
    with st.container(border=True):
        decision = st.selectbox(
            ui.DECISION,
            list(DECISIONS),
            index=None,
            key=f"decision_{key}",
            placeholder="Choose one",
            format_func=str.capitalize,
        )
        if decision:
            st.caption(f"{DECISIONS[decision].capitalize()}.")
        details = _asked(ident, decision, key=key)
        note = st.text_area(ui.NOTE, key=f"note_{key}", height=90)
        source = st.text_input(ui.SOURCE_IT_RESTS_ON, key=f"source_{key}")
        left, right = st.columns(2)
        letter = left.selectbox(
            ui.RELIABILITY_OF_THE_SOURCE,
            [_NOT_JUDGED, *LETTERS],
            key=f"letter_{key}",
            format_func=lambda one: f"{one} · {LETTERS[one]}" if one in LETTERS else one,
        )
        digit = right.selectbox(
            ui.CREDIBILITY_OF_WHAT_IT_SAYS,
            [_NOT_JUDGED, *DIGITS],
            key=f"digit_{key}",
            format_func=lambda one: f"{one} · {DIGITS[one]}" if one in DIGITS else one,
        )
        keep, cancel = st.columns(2)
        if keep.button(
            ui.SAVE_REVIEW,
            key=f"keep_{key}",
            type="primary",
            disabled=not (decision and name),
            width="stretch",
        ):
            _keep(
                lambda: review(
                    queries.atlas(),
                    queries.findings(),
                    ident,
                    by=name,
                    decision=str(decision),
                    note=note,
                    source=source,
                    reliability=letter if letter in LETTERS else "",
                    credibility=digit if digit in DIGITS else "",
                    details=details(),
                )
            )
        if cancel.button(ui.CANCEL, key=f"cancel_{key}", width="stretch"):
            st.session_state.pop("reviewing", None)
            st.rerun()
        if not name:
            st.caption("Give your name to keep a review.")


def _asked(ident: str, decision: str | None, *, key: str) -> Callable[[], Details]:
    """Ask for what a decision needs beside, and give how to make its details."""
    if decision == _TOGETHER:
        kind = st.radio(
            ui.WHAT_IT_WAS,
            list(COVERS),
            key=f"kind_{key}",
            horizontal=True,
            format_func=str.capitalize,
        )
        group = str(queries.findings().table.at[ident, "asserted_group"])
        others = [one for one in queries.atlas().registry.groups.index if one != group]
        other = st.selectbox(
            ui.WITH_WHICH_GROUP,
            others,
            index=None,
            key=f"with_{key}",
            format_func=lambda one: queries.names().get(one, one),
        )
        able = [one for one in violations(queries.findings(), ident) if one in COVERS[str(kind)]]
        covers = st.multiselect(
            ui.WHAT_IT_EXPLAINS,
            able,
            default=able,
            key=f"covers_{key}_{kind}",
            format_func=lambda one: str(one).replace("_", " ").capitalize(),
        )
        return lambda: together(
            queries.findings(), ident, kind=str(kind), with_group=other or "", covers=covers
        )
    if decision == _AREA:
        table = queries.atlas().areas.table
        area = st.selectbox(
            ui.AREA,
            list(table.index),
            index=None,
            key=f"area_{key}",
            format_func=lambda one: str(table.at[one, "title"]),
        )
        if area:
            block = area_block(queries.atlas(), area)
            after = st.text_area(
                ui.RECIPE_AS_IT_SHOULD_BE,
                block,
                height=260,
                key=f"recipe_{key}_{area}",
                help="A block of areas.toml. Where ground ends and other ground begins, give the "
                "old block a valid_to and add a second block.",
            )
            return lambda: proposal(queries.atlas(), area, after)
        return lambda: proposal(queries.atlas(), "", "")
    return tuple


def _keep(make: Callable[[], Entry]) -> None:
    try:
        kept = decisions.book().append(make())
    except AtlasError as error:
        for line in str(error).splitlines():
            st.error(escape(line), icon=":material/edit:")
        return
    st.session_state.pop("reviewing", None)
    st.toast(f"Entry {kept.number} is kept.", icon=":material/done:")
    queries.refresh()
    st.rerun()


def legend() -> str:
    """Say what the words of the states mean."""
    return "; ".join(f"{word}: {meaning}" for word, meaning in STATES.items()) + "."
