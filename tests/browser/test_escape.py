"""Texts of the data stand on a page as they are: no link, no icon, not another character."""

from __future__ import annotations

import json
import random

import pytest
from playwright.sync_api import expect

from tests.support.browsing import WAIT_MS, opened
from tests.support.markup import ODD, shown
from tests.support.server import ROOT, script

PIECES = (
    "www.", "http://", "https:", "//", "a.b", "@", "x@y.z", ":", "material/", "bug", "smile",
    "streamlit", "-", "->", "<", ">", "=", "~", " ", " ", "[x]", "(y)", "\\", "`", "*", "_", "$",
    "{a=b}", "red", "&amp;", "!", "#", "1.", "|", "ق", "\u00a0",
)  # fmt: skip


def mixed(number):
    """Texts put together from what Streamlit looks for, the same ones in every run."""
    chance = random.Random(20211130)
    made = ("".join(chance.choices(PIECES, k=chance.randint(2, 9))) for _ in range(4 * number))
    return [text for text in made if shown(text)][:number]


SHOWN_TIMES = 5
TEXTS = [*ODD, *mixed(110)]


@pytest.fixture(scope="module")
def texts_url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("escape")
    (folder / "texts.json").write_text(json.dumps(TEXTS), encoding="utf-8")
    page = ROOT / "tests" / "support" / "escape_app.py"
    with script(folder, page, ESCAPE_TEXTS=folder / "texts.json") as url:
        yield url


def test_every_text_is_shown_as_it_is_and_becomes_no_element(page, texts_url):
    opened(page, texts_url)
    expect(page.locator(f".st-key-text_{len(TEXTS) - 1}")).to_be_visible(timeout=WAIT_MS)
    page.wait_for_function(
        """([boxes, times]) => boxes === [...document.querySelectorAll("[class*='st-key-text_']")]
            .filter(box => box.querySelectorAll("[data-testid='stMarkdownContainer'],"
                + "[data-testid='stCaptionContainer']").length === times).length""",
        arg=[len(TEXTS), SHOWN_TIMES],
        timeout=WAIT_MS,
    )
    drawn = page.evaluate(
        """() => [...document.querySelectorAll("[class*='st-key-text_']")].map(box => ({
            at: Number(/st-key-text_(\\d+)/.exec(box.className)[1]),
            texts: [...box.querySelectorAll("[data-testid='stMarkdownContainer'],"
                + "[data-testid='stCaptionContainer']")].map(one => one.textContent),
            live: box.querySelectorAll("a, img, [role='img'], code, pre, h1, h2, h3, h4, h5, h6,"
                + " ul, ol, table, hr, blockquote, em, del, sup, .katex, .stMarkdownColoredText,"
                + " .stMarkdownColoredBackground, .stMarkdownShimmer").length,
        }))"""
    )
    assert len(drawn) == len(TEXTS)
    for box in drawn:
        text = shown(TEXTS[box["at"]])
        assert set(box["texts"]) == {text, f"before {text} after"}
        assert not box["live"], text
    assert page.locator("[data-testid='stException']").count() == 0


def test_the_texts_would_be_live_where_they_are_let(page, tmp_path):
    """The test above would see a link: here the page writes the same texts without the escape."""
    page_file = tmp_path / "bare.py"
    page_file.write_text(
        "import streamlit as st\nst.markdown('www.example.com a@b.example :smile: x -- y')\n",
        encoding="utf-8",
    )
    with script(tmp_path, page_file) as url:
        opened(page, url)
        expect(page.locator("[data-testid='stMarkdownContainer'] a")).to_have_count(2)
        text = page.locator("[data-testid='stMarkdownContainer']").inner_text()
    assert ":smile:" not in text
    assert "--" not in text
