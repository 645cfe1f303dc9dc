"""A data folder in which every text that people read tries to run, to load or to change the page.

Ids, tokens, dates and numbers stay as they are, so that the folder loads like the bundled one;
whatever else stands in a cell is replaced, so that a new column of text is covered by itself.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import shutil
from pathlib import Path

PAYLOADS = (
    "{{ 7*7*191 }}",
    "{% for x in range(3) %}pwn{% endfor %}",
    "</script><script>window.pwned=1</script>",
    '"><img src=x onerror=window.pwned=1>',
    "`${window.pwned=1}`",
    "' onmouseover='window.pwned=1",
    "javascript:alert(1)",
    "[x](javascript:window.pwned=1)",
    "![x](http://evil.example/x.png)",
    ":material/bug: and $x^2$ and &lt;b&gt; :red[x]",
    "=cmd()",
    "see www.evil.example/y, write to me@evil.example",
    "https://evil.example/z?a=b and mailto:me@evil.example",
    "www\u200b.evil.example \u2060https://evil.example/\u200b",
)
ADDRESSES = (
    "https://evil.example/\u200bx",
    "\u2060https://evil.example/",
    "https://evil.example/a\u2060b",
    "https://someone@evil.example/",
    "javascript:window.pwned=1//https://evil.example",
    "www.evil.example",
    "mailto:me@evil.example",
)
"""Stand where a source has its address; none of them may be opened."""

EVALUATED = str(7 * 7 * 191)
LOOPED = "pwn" * 3
ALL = " ".join(PAYLOADS)
TEXTS = (*PAYLOADS, ALL)

# The ids by which rows find each other, the tokens that rules read, dates and numbers.
_KEPT = re.compile(
    r"(group|facade|channel|committee|place|rule|window|arrangement|source|context|statement"
    r"|series|cell|standing|subject)_id|state|(target|launch)_place|with_group|ground_holder|lead|predominant"
    r"|participants|explains|across_lines|us_site|exclusive|counted_by_source|strength"
    r"|methods?|targets|named_attacks|status|kind|country|confidence|assessed_(group|confidence)"
    r"|permitted_by|supported_by|used_precision|date(_precision|_latest)?|valid_(from|to)"
    r"|last_confirmed|start|end|used_(from|to)|period_(start|end)|since|claimed_at|claim_order"
    r"|units|lat|lon|.*radius_km|reach_km_(low|high)|says_much|attacks_in_row|count|killed|wounded"
    r"|value|population|time_(local|precision)|author_open|seen_on|members(_scope)?|under|blurs"
    r"|named_holder|unit|also|contradicts|date_(first|last)(_precision)?"
)
# Short names stand on every page and in widgets, titles of windows in the tooltips of charts.
_ALL_AT_ONCE = {("groups.csv", "short_name"), ("windows.csv", "title")}
HOSTILE_ID = " </script>{{ 7*7*191 }}'\"><b>"
"""Stands behind each attack's id, which is free text too."""


def title(at):
    """Title of an attack, ``at`` others of which are later: the payloads in turn, then all."""
    return f"{TEXTS[at % len(TEXTS)]} {at}"


def titles(idents, days):
    """Titles in the order of the rows given: the table, latest first, begins with each payload."""
    later = sorted(range(len(days)), key=lambda at: days[at], reverse=True)
    place = {row: at for at, row in enumerate(later)}
    return {ident: title(place[row]) for row, ident in enumerate(idents)}


def ident(attack_id):
    """Id that an attack of the bundled record bears in the hostile folder."""
    return attack_id + HOSTILE_ID


def _poison_csv(path):
    with path.open(encoding="utf-8", newline="") as source:
        header, *rows = csv.reader(source)
    number = itertools.count()
    titles_by_id = {}
    if path.name == "attacks.csv":
        assert header[0] == "attack_id"
        days = [row[header.index("date")] for row in rows]
        titles_by_id = titles([row[0] for row in rows], days)
    for at, row in enumerate(rows):
        ours = titles_by_id.get(row[0], "")
        for column, name in enumerate(header):
            if ours and name == "title":
                row[column] = ours
            elif name == "attack_id":
                row[column] = ident(row[column]) if row[column] else ""
            elif name == "url":
                row[column] = ADDRESSES[at % len(ADDRESSES)]
            elif not _KEPT.fullmatch(name):
                turn = next(number)
                text = ALL if (path.name, name) in _ALL_AT_ONCE else TEXTS[turn % len(TEXTS)]
                row[column] = f"{text} {turn}"
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([header, *rows])


def _poison_toml(path):
    number = itertools.count()

    def swap(found):
        turn = next(number)
        return f"{found[1]} = {json.dumps(f'{PAYLOADS[turn % len(PAYLOADS)]} {turn}')}"

    keys = "title|assumption|pointer|author"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf'^({keys}) = ".*"$', swap, text, flags=re.MULTILINE), encoding="utf-8")


def _poison_geojson(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    for at, feature in enumerate(document["features"]):
        for name in ("name", "name_ar"):
            if name in feature["properties"]:
                feature["properties"][name] = f"{PAYLOADS[at % len(PAYLOADS)]} {name} {at}"
    path.write_text(json.dumps(document), encoding="utf-8")


def _poison_package(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    for at, resource in enumerate(document["resources"]):
        for turn, name in enumerate(("title", "description", "derived")):
            resource[name] = f"{PAYLOADS[(at + turn) % len(PAYLOADS)]} {at}"
        for one in (*resource["licenses"], *resource["sources"]):
            one |= {"name": PAYLOADS[at % len(PAYLOADS)], "title": PAYLOADS[at % len(PAYLOADS)]}
    path.write_text(json.dumps(document), encoding="utf-8")


def write(folder, *, bundled):
    """Copy the bundled data to ``folder`` and poison every text in it; give the folder."""
    folder = Path(folder)
    shutil.copytree(bundled, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in sorted(folder.rglob("*.csv")):
        _poison_csv(path)
    _poison_toml(folder / "areas.toml")
    for name in ("units", "neighbours", "water"):
        _poison_geojson(folder / "base" / f"{name}.geojson")
    _poison_package(folder / "datapackage.json")
    return folder


def payloads(folder):
    """How many cells of the tables of a hostile folder try something."""
    found = 0
    for path in sorted(Path(folder).rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as source:
            found += sum(any(one in cell for one in _SIGNS) for row in csv.reader(source)
                         for cell in row)  # fmt: skip
    return found


_SIGNS = (*PAYLOADS, *ADDRESSES, HOSTILE_ID)
