"""What cards say of a few attacks, and what a series hands on of its links and ground."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pyogrio

from bench.surface import world
from bench.surface.row import Row
from geo.attribution.events import UNKNOWN, to_day
from geo.attribution.weighing import ranking_object
from geo.verdicts.rules_old_ground import last_seen
from layers.brief.content import Brief
from layers.brief.geodata import geojson, gpkg
from layers.brief.kml import kml

APRIL, ERBIL = "2022-04-30-al-asad", "2021-02-15-erbil"
LEAST_LAUNCHES = 3
KML = "{http://www.opengis.net/kml/2.2}"


def rows() -> list[Row]:
    """Read findings of the record, and map files of its series."""
    return [_april(), _few(), _old_ground(), _erbil(), *_series()]


def _april() -> Row:
    """A group with one launch by permission is told of no ground there, and is no likelier for it.

    It may still be next in the ranking, where its ground elsewhere is too old to leave it out.
    """
    analysis = world.dataset().analysis
    event = analysis.event(APRIL, None)
    ranking = ranking_object(event, APRIL)
    reach = event.ranking.terms.query("attack_id == @APRIL and term_id == 'reach'")
    likely = reach.set_index("group")["log_likelihood"]
    ground = " ".join({*reach["text"], ranking["reconciles"]})
    text = f"{ground} {ranking['says']} {ranking['without_claim']['says']}"
    permitted = analysis.findings.cases.attacks["by_permission"]
    certainties = text.count("100 %") + text.count("100%")
    likelier = bool(likely["KSS"] > likely[UNKNOWN])
    return Row(
        "card 2022-04-30: words “100 %”, ground or launches of KSS within reach",
        "“100 % of KSS ground”, one launch by permission",
        f"{certainties} and {ground.count('KSS')}; {int(permitted.sum())} launches by permission "
        f"teach nothing; “{ranking['reconciles'].rpartition(': ')[2]}”",
        certainties == 0
        and "KSS" not in ground
        and not likelier
        and bool(permitted.sum())
        and bool(ranking["reconciles"]),
    )


def _few() -> Row:
    """Past launches are told of no group that had fewer than three by then."""
    analysis = world.dataset().analysis
    learned, days = analysis.past_launches(), analysis.findings.cases.attacks["judged_on"]
    terms = analysis.weigh(analysis.findings, known_on=None).ranking.terms
    reach = terms[terms["term_id"] == "reach"].drop_duplicates("attack_id")
    cited = few = 0
    for ident, text in zip(reach["attack_id"], reach["text"], strict=True):
        by_then = learned.share[learned.day < to_day(days[ident])] > 0
        for group in re.findall(r"(\w+) \(", text.partition("past launches of ")[2]):
            cited += 1
            few += int(by_then[:, learned.groups.index(group)].sum()) < LEAST_LAUNCHES
    return Row(
        "past launches told as ground within reach of a group that had under three by then",
        "one launch told as 100 %",
        f"{few} of {cited} in {len(reach)} cards",
        few == 0 and cited > 0,
    )


def _old_ground() -> Row:
    """Ground too old to decide is one line of a card, however many old areas there are."""
    cases = world.dataset().analysis.findings.cases
    lines, refused = 0, 0
    for joined in (cases.launch, cases.target):
        seen = last_seen(joined, cases)
        lines = max(lines, int(seen.groupby(level=0).size().max()), *seen.str.count("\n").add(1))
        refused = max(refused, int(joined.stale.sum(axis=1).max()))
    return Row(
        "lines on ground too old to decide, for the place that meets most of it",
        "forty-two refusals",
        f"{lines}, where {refused} areas are too old at once",
        lines == 1,
    )


def _erbil() -> Row:
    analysis = world.dataset().analysis
    terms = analysis.findings.terms
    mine = terms[terms["attack_id"] == ERBIL]
    breaks = int((mine["effect"] == "breaks").sum())
    verdict = analysis.table().loc[ERBIL, "verdict"]
    return Row(
        "2021-02-15: what is evidence against anybody by a network not said to be launch places",
        "a mismatch",
        f"{breaks} terms; the verdict is “{verdict}”",
        breaks == 0 and verdict != "mismatch",
    )


def _series() -> list[Row]:
    brief = world.composed("series")
    written = {"GPKG": (_gpkg, gpkg(brief)), "KML": (_kml, kml(brief))}
    written["GeoJSON"] = (_geojson, geojson(brief))
    rows = []
    for layer, was in (("links", "17 of 53"), ("ground", "one month’s")):
        drawn = _drawn(brief, layer)
        found = {name: read(content, layer) for name, (read, content) in written.items()}
        listed = ", ".join(f"{name} {sum(one.values()):,}" for name, one in found.items())
        rows.append(
            Row(
                f"{layer} of the series of the record ({sum(drawn.values()):,} drawn) in map files",
                was,
                f"{listed}; {len(drawn)} periods",
                all(one == drawn for one in found.values()) and bool(drawn),
            )
        )
    return rows


def _drawn(brief: Brief, name: str) -> Counter[str]:
    """How many features each period draws."""
    found: Counter[str] = Counter()
    for page in brief.maps:
        for panel in page.panels:
            for layer in panel.spec.shown:
                if layer.id == name and len(layer.features):
                    found[panel.period] += len(layer.features)
    return found


def _geojson(content: bytes, name: str) -> Counter[str]:
    properties = (one["properties"] for one in json.loads(content)["features"])
    return Counter(one["period"] for one in properties if one["layer"] == name)


def _gpkg(content: bytes, name: str) -> Counter[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "series.gpkg"
        path.write_bytes(content)
        return Counter(pyogrio.read_dataframe(path, layer=name, read_geometry=False)["period"])


def _kml(content: bytes, name: str) -> Counter[str]:
    root = ET.fromstring(content)
    (folder,) = [one for one in root.iter(f"{KML}Folder") if one.findtext(f"{KML}name") == name]
    return Counter(
        data.findtext(f"{KML}value") or ""
        for data in folder.iter(f"{KML}Data")
        if data.get("name") == "period"
    )
