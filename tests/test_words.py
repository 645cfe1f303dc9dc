"""Words that were replaced by the field's own stay out of code, screen and pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

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
    "Mend the": "Correct the",
    "half a letter": "unpaired surrogate",
    "these are no degrees": "coordinates out of range for EPSG:4326",
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
