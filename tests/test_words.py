"""Words that were replaced by the field's own stay out of code, screen and pages."""

from __future__ import annotations

import ast
import re
import tokenize
from pathlib import Path
from token import NAME

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(path.parent.name for path in (ROOT / "dashboard").glob("*/page.py"))
RETIRED = {
    "Said to be by": "Attributed to",
    "Reports that are no attacks": "Foiled, fabricated and found",
    "Events around them": "Context events",
    "How well places are known": "Location uncertainty",
    "In this view": "In this map window",
    "Is it whole": "Integrity check",
    "Keep the review": "Save review",
    "Take back": "Withdraw",
    "Do not agree": "Dissent",
    "Take the last off": "Remove last part",
    "Edge known to": "Border uncertainty",
    "convicts nobody": "is not used as evidence against a group",
    "said to be its own": "attributed to it",
    "Which column is which": "Column mapping",
    "No row waits": "No rows in quarantine",
    "Choose the nearest": "Accept suggested columns",
    "As known on": "Knowledge cut-off",
    "Fold in": "Merge with",
    "What the ground says": "Verdicts",
    "Mend ": "Correct",
    "xport it anew": "Re-export it",
    "half a letter": "unpaired surrogate",
    "commonest answer": "most are insufficient",
    "told in the words": "expressed in … terms",
    "are no degrees": "coordinates out of range for EPSG:4326",
    "another reference system": "another CRS",
    "whole or not at all": "all or nothing",
    "points without number": "very large point sets",
    "Give yourself the right": "Check the write permission",
    "By hand": "Add & edit",
    "stands twice in": "is duplicated, duplicate column",
}
PLACES = ("geo", "layers", "dashboard", "docs")
FILES = sorted(
    path
    for place in PLACES
    for path in (ROOT / place).rglob("*")
    if path.suffix in {".py", ".md", ".js"} and "decisions" not in path.parts
)


@pytest.mark.parametrize("word", RETIRED)
def test_a_retired_word_is_said_nowhere(word):
    found = [
        str(path.relative_to(ROOT))
        for path in [*FILES, ROOT / "README.md"]
        if word in path.read_text(encoding="utf-8")
    ]
    assert not found, f"say {RETIRED[word]!r}"


def test_the_glossary_is_in_order_and_says_each_term_once():
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    terms = [line.split("|")[1].strip() for line in lines if line.startswith("| ")][2:]
    assert len(terms) >= 60
    assert terms == sorted(set(terms), key=str.casefold)


LABELLED = {
    "button", "form_submit_button", "download_button", "header", "subheader", "title", "selectbox",
    "text_input", "text_area", "number_input", "date_input", "toggle", "checkbox", "radio",
    "multiselect", "expander", "popover", "pills", "segmented_control", "file_uploader", "metric",
}  # fmt: skip
"""What Streamlit writes a label on."""


def labels(path):
    """Labels that a module writes where it draws, and not in `dashboard.services.ui_words`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in LABELLED:
            given = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "label")]
            for one in given:
                if isinstance(one, ast.Constant) and re.search("[A-Za-z]{2}", str(one.value)):
                    yield one.value


@pytest.mark.parametrize("room", ["attack", "widgets", "session", *PAGES])
def test_what_can_be_pressed_has_its_words_in_one_place(room):
    files = sorted((ROOT / "dashboard" / room).glob("*.py"))
    assert files
    assert not {path.name: found for path in files if (found := list(labels(path)))}


PRIVATE = {
    "told": "reported, stated, or what the value is", "speaks": "informative",
    "silent": "no_evidence", "thin": "small_sample", "misfit": "mismatch, violation",
    "misfits": "mismatches, violations", "parted": "split", "rival": "other, conflicting",
    "rivals": "others, conflicting_values", "tally": "counts", "judging": "findings",
    "sift": "partition_rows", "sifted": "partitioned", "kitchen": "context", "cook": "compile",
    "cooked": "compiled", "leaning": "term_odds", "leanings": "term_odds",
    "convicts": "is_evidence_against", "loud": "severity", "loudest": "most_severe",
    "loudness": "severity", "seat": "position", "seats": "positions", "seated": "placed",
    "stacks": "marks_by_place", "gathered": "clustered", "pencil": "draw_tool",
    "pencilled": "drawn_outline", "furniture": "marginalia", "headfoot": "header_footer",
    "mended": "corrected", "desk": "the page or builder it is", "narrowed": "filtered",
    "rivalled": "contested", "heard": "counted, published, current", "tells": "says, shows",
    "spelled": "names, written", "doubt": "check, unsure", "doubts": "checks, to_confirm",
    "shapeless": "malformed", "sifting": "partitioning",
}  # fmt: skip
"""Parts of names that were a language of our own, and what such a thing is called."""


def private_names(path):
    """Names in a file, and its own, with a part that is retired; a test's name is a sentence."""
    with path.open("rb") as stream:
        names = {one.string for one in tokenize.tokenize(stream.readline) if one.type == NAME}
    for name in {path.stem, *names}:
        parts = re.findall("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
        if not name.startswith("test_") and not {part.lower() for part in parts}.isdisjoint(
            PRIVATE
        ):
            yield name


def python_files(*places):
    for place in places:
        path = ROOT / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


@pytest.mark.parametrize("place", ["geo", "layers", "dashboard", "tests", "bench", "soak", "docs"])
def test_no_name_is_of_a_private_language(place):
    found = {
        str(path.relative_to(ROOT)): names
        for path in python_files(place)
        if (names := sorted(private_names(path)))
    }
    assert not found, {part: PRIVATE[part] for part in PRIVATE if part in str(found).lower()}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("told = columns_told(MOST_TOLD)", ["MOST_TOLD", "columns_told", "told"]),
        ("def free_seats(): return WithRivals().misfit", ["WithRivals", "free_seats", "misfit"]),
        ("thinner, toldo, silently = untold, 'told', tallying  # told", []),
        ("def test_what_is_told(): pass", []),
    ],
)
def test_private_names_are_found_by_their_parts(tmp_path, code, expected):
    path = tmp_path / "code.py"
    path.write_text(code, encoding="utf-8")
    assert sorted(private_names(path)) == expected
