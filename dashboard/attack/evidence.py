"""What past attacks and the registry say of one attack, beside its verdict and never over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from dashboard.attack import usual_place
from dashboard.attack.usual_place import row_of, small_table, who
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.session.selection import current
from geo.attribution import icd203 as wording
from geo.attribution.as_of import as_of
from geo.attribution.assess import FLAGS, Event
from geo.attribution.days import PLACE
from geo.attribution.events import UNKNOWN
from geo.attribution.place_anomaly import LEAST_CAMPAIGNS
from geo.attribution.ranking_text import NO_CANDIDATE, named
from geo.attribution.term_odds import EVEN, odds_by_term, odds_words, strength_words
from geo.parsing.days import in_words
from geo.verdicts.check import Findings
from geo.verdicts.rules import RULES

SHOWN = 4
"""Groups listed one by one; the others share a row, the unknown one has its own."""

FOR_COLOUR, AGAINST_COLOUR = "#1f5f8b", "#b07d2b"
"""Neither is red, which is kept for what does not fit."""

_WIDEST = float(np.log(50))

TERM_WORDS = {
    PLACE: "Place of the launch",
    "reach": "Reach of the weapon",
    "beyond_reach": "Out of the weapon’s reach",
} | {rule.rule_id: rule.label for rule in RULES}
"""What is weighed besides the rules, and the rules by their own labels."""


def term_words(term_id: str) -> str:
    """A term as an analyst reads it."""
    return TERM_WORDS.get(term_id, term_id.replace("_", " ").capitalize())


def show(found: Findings, ident: str) -> list[str]:
    """Draw whom past attacks and the registry speak for; give what would change that, in words."""
    of_record = found is queries.findings()
    known_on, grade = current().known_on, current().grade
    event = (
        queries.event(ident, known_on, grade)
        if of_record
        else queries.weigh(found, known_on=None, grade=grade)
    )
    attacks = as_of(found, latest=queries.latest(known_on if of_record else None))
    day = row_of(attacks.cases.attacks, ident)["judged_on"]
    row = row_of(event.table, ident)
    st.markdown(f"**{ui.GROUPS_RANKED}**")
    says = str(row["says"])
    st.markdown(escape(with_names(says, event)))
    if row["without_claim"]:
        st.markdown(f"Without the claim: {escape(with_names(str(row['without_claim']), event))}")
    if row["reconciles"]:
        st.markdown(escape(with_names(str(row["reconciles"]), event)))
    st.markdown(escape(str(row["confidence"])))
    informative = not says.startswith("Nothing")
    if informative:
        _ranking(event, ident)
        _terms(event, ident, named=str(found.table.at[ident, "asserted_group"]))
    st.markdown(f"**{ui.HOW_USUAL_THE_PLACE_IS}**")
    usual_place.show(found, ident, event=event, day=day)
    _flags(row["flags"])
    lines = changes(event, found, ident, informative=informative)
    if lines:
        st.markdown(f"**{ui.WHAT_WOULD_CHANGE_THIS}**")
        st.markdown("\n".join(f"- {escape(one)}" for one in lines))
    st.caption(
        f"By what was known on {in_words(day)}. Assessments are hidden from the ranking; it "
        "stands beside the verdict and never changes it. Weights are our stated judgement."
    )
    return lines


def with_names(text: str, event: Event) -> str:
    """A sentence of the ranking with readable names for the ids of groups."""
    return named(text, event.ranking, name=who)


def ranking_rows(posterior: pd.Series) -> list[tuple[str, str, str]]:
    """Name, per cent and ICD 203 words: the likeliest groups, the other ones, the unknown one."""
    groups = posterior.drop(UNKNOWN).sort_values(ascending=False, kind="stable")
    groups = groups[groups >= NO_CANDIDATE]
    first = groups.head(SHOWN)
    rows = [(who(str(one)), float(p)) for one, p in first.items()]
    if len(groups) > SHOWN:
        rows.append((f"{len(groups) - SHOWN} other groups together", float(groups[SHOWN:].sum())))
    rows.append((who(UNKNOWN), float(posterior[UNKNOWN])))
    words = wording.likelihood([p for _, p in rows])
    return [
        (name, wording.percent(p), str(likelihood))
        for (name, p), likelihood in zip(rows, words, strict=True)
    ]


def _ranking(event: Event, ident: str) -> None:
    rows = ranking_rows(event.ranking.posterior.T[ident])
    firm, small_sample = (bool(event.table.at[ident, name]) for name in ("firm", "small_sample"))
    if firm and not small_sample:
        small_table(("Group", "Chance", "In words"), list(rows))
    elif firm:
        small_table(("Group", "In words"), [(name, words) for name, _, words in rows])
    elif small_sample:
        small_table(("Order, no finding",), [(name,) for name, _, _ in rows])
    else:
        small_table(("Group", "Share, no finding"), [row[:2] for row in rows])


def _subject(event: Event, ident: str, named: str) -> str:
    """Group that the bars speak of: the one named, else the one that leads."""
    posterior = event.ranking.posterior
    return named if named in posterior.columns else str(posterior.loc[ident].idxmax())


def _terms(event: Event, ident: str, *, named: str) -> None:
    subject = _subject(event, ident, named)
    rows = odds_by_term(event.ranking, ident, subject=subject)
    moving = rows[[len(one) > 0 for one in rows["favours"]]]
    still = rows.drop(moving.index)
    # Without a finding and a name there is nobody to speak for or against.
    open_ = subject != named and not bool(event.table.at[ident, "firm"])
    title = "What was weighed" if open_ else f"What speaks for and against {escape(who(subject))}"
    st.markdown(f"**{title}**")
    if moving.empty:
        st.caption("Nothing observed moves any group.")
    elif open_:
        for term in moving.to_dict("records"):
            _weighed(term)
    else:
        st.altair_chart(bars(moving), width="stretch")
        for term in moving.to_dict("records"):
            _term(term, subject)
    if len(still):
        with st.expander(f"Shown, moves nothing ({len(still)})"):
            for term in still.to_dict("records"):
                st.caption(f"{escape(term['text'])} {escape(term['basis'])}")


def bars(moving: pd.DataFrame) -> Any:
    """Terms as bars: to the right what speaks for the group, to the left what speaks against."""
    logs = np.log(moving["odds"])
    frame = pd.DataFrame(
        {
            "term": moving["term_id"].map(term_words),
            "log_odds": logs.clip(-_WIDEST, _WIDEST),
            "way": np.where(logs >= 0, "for", "against"),
            "odds": moving["odds"].map(odds_words),
        }
    )
    ticks = [float(np.log(x)) for x in (1 / 20, 1 / 5, 1, 5, 20)]
    axis = alt.Axis(
        values=ticks,
        grid=True,
        labelExpr="datum.value == 0 ? 'even' : format(exp(abs(datum.value)), '.0f') + ' to 1'",
    )
    return (
        alt.Chart(frame)
        .mark_bar(height=13, cornerRadius=2)
        .encode(
            x=alt.X(
                "log_odds:Q",
                title="← against · for →",
                axis=axis,
                scale=alt.Scale(domain=[-_WIDEST, _WIDEST]),
            ),
            y=alt.Y("term:N", title=None, sort=None, axis=alt.Axis(labelLimit=150)),
            color=alt.Color(
                "way:N",
                legend=None,
                scale=alt.Scale(domain=["for", "against"], range=[FOR_COLOUR, AGAINST_COLOUR]),
            ),
            tooltip=["term:N", "way:N", "odds:N"],
        )
        .properties(height=64 + 30 * len(frame))
    )


def _term(term: Mapping[Any, Any], subject: str) -> None:
    odds = float(term["odds"])
    favours = [who(str(one)) for one in term["favours"]]
    if max(odds, 1 / odds) < EVEN:
        effect = f"Says nothing of {who(subject)}"
    else:
        way = "For" if odds > 1 else "Against"
        effect = f"{way} {who(subject)}, {strength_words(odds)} ({odds_words(odds)})"
    if 0 < len(favours) <= 3 and favours != [who(subject)]:  # noqa: PLR2004
        effect += f"; likeliest for {', '.join(favours)}"
    st.markdown(f"**{escape(term_words(str(term['term_id'])))}** {escape(effect)}.")
    _basis(term)


def _weighed(term: Mapping[Any, Any]) -> None:
    """Tell a term that led to no finding: for whom it is likeliest, and how weakly."""
    favours = [who(str(one)) for one in term["favours"]]
    likeliest = f", likeliest for {', '.join(favours)}" if len(favours) <= SHOWN else ""
    st.markdown(f"**{escape(term_words(str(term['term_id'])))}**{escape(likeliest)}.")
    _basis(term)


def _basis(term: Mapping[Any, Any]) -> None:
    source = str(term["source"]).replace("geo.territory", "past attacks and drawn ground")
    first, _, rest = source.partition(" ")
    labels = queries.atlas().registry.sources["label"]
    source = f"{labels[first]} {rest}".strip() if first in labels.index else source
    st.caption(f"{escape(term['text'])} {escape(term['basis'])} Source: {escape(source)}.")


def _flags(raised: tuple[str, ...]) -> None:
    for flag in raised:
        st.markdown(f":gray-badge[{escape(flag.replace('_', ' '))}]")
        st.caption(escape(FLAGS[flag]))


def changes(event: Event, found: Findings, ident: str, *, informative: bool) -> list[str]:
    """What would change the ranking: what is missing, and terms without which another leads."""
    row, attack = row_of(event.table, ident), row_of(found.table, ident)
    out = []
    if not attack["launch_place"]:
        out.append("A launch place: with it the ground could speak.")
    elif not attack["launch_radius_km"] <= 15:  # noqa: PLR2004
        out.append("A launch place known to better than 15 km.")
    named = str(attack["asserted_group"])
    if named and int(row["campaigns"]) < LEAST_CAMPAIGNS:
        out.append(
            f"More confirmed launches of {who(named)}: {int(row['events'])} are known, and "
            f"{LEAST_CAMPAIGNS} separate campaigns make a baseline."
        )
    if informative:
        leader = str(event.ranking.posterior.loc[ident].idxmax())
        rows = odds_by_term(event.ranking, ident, subject=leader)
        rows = rows[[len(one) > 0 for one in rows["favours"]]]
        for term in rows[rows["leads_without"] != leader].to_dict("records"):
            other = str(term["leads_without"])
            name = term_words(str(term["term_id"])).lower()
            then = "no listed group" if other == UNKNOWN else who(other)
            out.append(f"Were the {name} wrong, {then} would come first.")
    if not attack["first_facade"]:
        out.append("A first claim under a brand with a known owner.")
    return out
