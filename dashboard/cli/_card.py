"""Findings as a person reads them in a terminal: a table of many, a card of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.cli._output import clean

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from geo.attribution.assess import Event
    from geo.verdicts.check import Findings

_STATES = {"inside": "inside", "cannot_tell": "cannot tell"}
NONE = "–"


def _grid(rows: Iterable[tuple[str, Any]]) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", min_width=11, no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(label, clean(value) if isinstance(value, str) else value)
    return grid


def _ruled() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.HORIZONTALS, show_lines=True, pad_edge=False, expand=True)


def _verdict(word: str) -> Text:
    from rich.text import Text

    from layers.style import verdict_style

    return Text(word, style=verdict_style(word).terminal)


def _why(terms: Sequence[Mapping[Any, Any]]) -> str:
    """The terms that made the verdict, else what speaks, else what cannot."""
    for effects in (("breaks", "explains"), ("supports",), ("says", "asserts"), ("silent",)):
        texts = [term["text"] for term in terms if term["effect"] in effects]
        if texts:
            return " ".join(texts if effects[0] == "breaks" else texts[:1])
    return NONE


def _asserted(row: Mapping[Any, Any], findings: Findings) -> str:
    group = row["asserted_group"]
    if not group:
        return NONE
    name = findings.cases.registry.short_name(group)
    return f"{name} (claim)" if row["asserted_from"] == "claim" else name


def findings_table(findings: Findings, ids: Sequence[str]) -> list[Any]:
    """Findings as a table, and one line of counts under it."""
    from geo.schemas.attacks import STATUSES
    from geo.verdicts.serialize import day_text

    terms = {str(i): part.to_dict("records") for i, part in findings.terms.groupby("attack_id")}
    table = _ruled()
    table.add_column("Date", no_wrap=True)
    table.add_column("What", ratio=3, min_width=29, overflow="fold")
    table.add_column("Asserted", max_width=10, overflow="fold")
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Why", ratio=5, overflow="fold")
    rows = findings.table.loc[list(ids)]
    for ident, row in zip(rows.index, rows.to_dict("records"), strict=True):
        aside = "" if row["counts"] else f" ({STATUSES.get(row['status'], row['status'])})"
        table.add_row(
            day_text(row["date"], row["date_precision"]) or "undated",
            clean(f"{row['title']}{aside}\n{ident}"),
            clean(_asserted(row, findings)),
            _verdict(row["verdict"]),
            clean(_why(terms.get(str(ident), []))),
        )
    return [table, summary(findings, ids), *owed_words(findings, ids)]


def owed_words(findings: Findings, ids: Sequence[str]) -> list[str]:
    """Words that the providers of some attacks want told with them, each once."""
    from geo.verdicts.serialize import attributions

    owed = attributions(findings)
    if owed is None:
        return []
    return [clean(text) for text in owed.loc[list(ids)].unique() if text]


def summary(findings: Findings, ids: Sequence[str]) -> str:
    """How many attacks, how many of each verdict, and what is not counted."""
    from geo.schemas.attacks import STATUSES
    from geo.schemas.tokens import VERDICTS

    table = findings.table.loc[list(ids)]
    counted = table[table["counts"]]
    by = counted["verdict"].value_counts()
    told = ", ".join(f"{by[word]} {word}" for word in VERDICTS if word in by.index)
    noun = "attack" if len(counted) == 1 else "attacks"
    line = f"{len(counted)} {noun}" + (f": {told}." if told else ".")
    aside = table.loc[~table["counts"], "status"].map(STATUSES).value_counts(sort=False)
    if len(aside):
        rest = ", ".join(f"{n} {word}" for word, n in aside.items())
        line += f" Not counted: {rest}."
    return line


def card(item: Mapping[str, Any], findings: Findings, event: Event | None = None) -> list[Any]:
    """One finding in full.

    Parameters
    ----------
    item
        The finding as `geo.verdicts.serialize.findings_objects` gives it.
    findings
        All findings, for what the object leaves out.
    event
        Its ranking, told beside the verdict.
    """
    from rich.text import Text

    from dashboard.services.labels import flag_words
    from geo.schemas.attacks import STATUSES
    from geo.schemas.tokens import VERDICTS
    from geo.verdicts.rules import flag_labels

    ident = item["attack_id"]
    row = findings.table.loc[ident].to_dict()
    called = flag_labels(findings.cases.registry.windows)
    verdict = _verdict(item["verdict"])
    verdict.append(f": {VERDICTS[item['verdict']]}", style="default")
    return [
        Text(clean(row["title"]), style="bold"),
        "",
        _grid(
            [
                ("Id", ident),
                ("Date", _when(item)),
                ("Status", STATUSES.get(row["status"], row["status"])),
                ("Method", _method(row)),
                ("Target", _place(item["target"], row["target_note"])),
                ("Launch", _place(item["launch"], row["launch_note"])),
                ("Claims", _claims(item["claims"])),
                ("Assessed", _assessment(row, findings)),
                ("Asserted", _asserted(row, findings)),
                ("Verdict", verdict),
                ("Flags", flag_words(item["flags"], called=called) or NONE),
                *_ranking(ident, event, findings),
                ("Ground", _ground(item, findings)),
                ("Committees", _committees(item["committees"])),
                ("Sources", _sources(item["sources"])),
            ]
        ),
        "",
        _terms(ident, findings),
        *owed_words(findings, [ident]),
    ]


def _when(item: Mapping[str, Any]) -> str:
    if item["date"] is None:
        return "undated"
    return str(item["date"]) + (
        "" if item["date_precision"] == "day" else f" ({item['date_precision']})"
    )


def _method(row: Mapping[Any, Any]) -> str:
    import pandas as pd

    from geo.schemas.attacks import METHODS

    parts = [METHODS.get(row["method"], "not stated")]
    if not pd.isna(row["count"]):
        parts.append(f"{int(row['count'])} of them")
    if row["weapon"]:
        parts.append(str(row["weapon"]))
    return ", ".join(parts)


def _place(place: Mapping[str, Any] | None, remark: str) -> str:
    from geo.areas.extents import precision_text
    from geo.reference.gazetteer import to_mgrs

    if place is None:
        return f"not known. {remark}" if remark else "not known"
    named = f"{place['name']}, " if place["place_id"] else ""
    told = f"{named}{precision_text(place['radius_km'])}"
    if place["lon"] is not None:
        square = to_mgrs(place["lon"], place["lat"])
        told += f"\n{place['lat']:.4f}, {place['lon']:.4f}; MGRS {square}"
    return f"{told}\n{remark}" if remark else told


def _claims(claims: Sequence[Mapping[str, Any]]) -> str:
    if not claims:
        return "none on record"
    return "\n".join(
        f"{claim['order']}. {claim['facade'] or 'no brand'}"
        + (f", brand of {claim['owner']}" if claim["owner"] else "")
        + (f", on {claim['channel']}" if claim["channel"] else "")
        + (f", {claim['claimed_at']}" if claim["claimed_at"] else "")
        + (f": {claim['wording']}" if claim["wording"] else "")
        for claim in claims
    )


def _assessment(row: Mapping[Any, Any], findings: Findings) -> str:
    group = row["assessed_group"]
    if not group:
        return "by nobody on record"
    told = findings.cases.registry.short_name(group)
    told += f", by {row['assessed_by']}" if row["assessed_by"] else ""
    told += f"; confidence {row['assessed_confidence']}" if row["assessed_confidence"] else ""
    return told + (f" (“{row['assessed_wording']}”)" if row["assessed_wording"] else "")


def _ranking(ident: str, event: Event | None, findings: Findings) -> list[tuple[str, str]]:
    """What everything but the assessment points to, with the claim heard and without it."""
    if event is None:
        return []
    from geo.attribution.ranking_text import named

    row = event.table.loc[ident].to_dict()
    told = [
        ("Points to", "says"),
        ("No claim", "without_claim"),
        ("Both", "reconciles"),
    ]
    name = findings.cases.registry.short_name
    return [(label, named(row[key], event.ranking, name=name)) for label, key in told if row[key]]


def _ground(item: Mapping[str, Any], findings: Findings) -> str:
    from geo.verdicts.rules_old_ground import last_seen

    ident = item["attack_id"]
    lines = [
        f"{role}: {_STATES[area['state']]} {area['id']} ({area['holder']})"
        + ("" if area["state"] == "inside" else f", {area['share']:.0%}")
        for role in ("launch", "target")
        if item[role] is not None
        for area in item[role]["areas"]
        if area["state"] in _STATES and area["share"] is not None
    ]
    # However many old areas there are, and however long ago they were seen, it is one line.
    for role, joined in (("launch", findings.cases.launch), ("target", findings.cases.target)):
        seen = last_seen(joined, findings.cases)
        if item[role] is not None and ident in seen.index:
            lines.append(f"{role}: {seen[ident]}; too old to decide")
    if item["distance_km"]:
        lines.append(f"launch to {item['asserted_group']} ground: {item['distance_km']:g} km")
    return "\n".join(lines) or "no ground on record holds either place"


def _committees(committees: Sequence[Mapping[str, Any]]) -> str:
    return (
        "\n".join(
            f"{committee['of']}: {_committee_state(committee)} the {committee['id']} committee’s "
            f"ground, led by {committee['lead']}"
            for committee in committees
        )
        or NONE
    )


def _committee_state(committee: Mapping[str, Any]) -> str:
    old = committee["state"] == "cannot_tell" and committee["share"] is None
    return "too old to decide whether in" if old else _STATES[committee["state"]]


def _sources(sources: Sequence[Mapping[str, Any]]) -> str:
    return (
        "\n".join(" ".join(str(s[k]) for k in ("title", "pointer", "url") if s[k]) for s in sources)
        or NONE
    )


def _terms(ident: str, findings: Findings) -> Table:
    from geo.verdicts.terms import EFFECTS

    table = _ruled()
    table.add_column("Term", max_width=20, overflow="fold")
    table.add_column("What was observed", ratio=5, overflow="fold")
    table.add_column("For", max_width=7, overflow="fold")
    table.add_column("Against", max_width=7, overflow="fold")
    table.add_column("Source", ratio=2, overflow="fold")
    terms = findings.terms[findings.terms["attack_id"] == ident]
    for term in terms.to_dict("records"):
        table.add_row(
            f"{term['term_id'].replace('_', ' ')}\n({EFFECTS[term['effect']]})",
            clean(term["text"]),
            clean(" ".join(term["favours"]) or NONE),
            clean(" ".join(term["against"]) or NONE),
            clean(term["source"]),
        )
    return table
