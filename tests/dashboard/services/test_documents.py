"""Every document can be read in the dashboard, and its links lead on there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.services import documents as served
from dashboard.services.documents import Document, documents, text
from tests.support.apps import assert_sound, run, words

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_every_document_is_there_under_its_title():
    assert set(documents()) == {path.stem for path in DOCS.glob("*.md")}
    assert documents()["ledger"].title == "The ledger of ground"
    assert list(documents().values()) == sorted(
        documents().values(), key=lambda one: one.title.casefold()
    )


@pytest.mark.parametrize("ident", sorted(path.stem for path in DOCS.glob("*.md")))
def test_no_link_leads_out_of_the_dashboard_but_to_the_web(ident):
    prose = "".join(text(ident).split("```")[::2])
    links = re.findall(r"\]\(([^)]*)\)", prose)
    inner = [one for one in links if not one.startswith(("http://", "https://", "/?"))]
    known = {f"/method?doc={one}" for one in documents()}
    assert set(inner) <= known
    assert "![" not in prose


@pytest.fixture
def small(tmp_path, monkeypatch):
    def made(body):
        path = tmp_path / "one.md"
        path.write_text(f"# Title\n\n{body}\n", encoding="utf-8")
        known = {"one": Document("one", "Title", path)}
        monkeypatch.setattr(served, "documents", lambda: known)
        return text("one")

    return made


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("See [this](one.md#part) and [that](two.md).", "See [this](/method?doc=one) and that."),
        ("See [the code](../geo/crs.py).", "See the code."),
        ("See [these](?launch=known).", "See [these](/?launch=known)."),
        ("See [the web](https://example.org/a).", "See [the web](https://example.org/a)."),
        ("![A map](images/map.png)\nBelow.", "Below."),
        ("It is $5 and $6.", r"It is \$5 and \$6."),
        ("```sh\necho $HOME [x](y.md)\n```", "```sh\necho $HOME [x](y.md)\n```"),
    ],
)
def test_what_a_page_cannot_show_is_told_in_words(small, body, shown):
    assert small(body) == shown


@pytest.mark.usefixtures("in_valley")
def test_the_page_method_opens_a_document_by_its_address():
    app = run("method", doc="refused")
    assert_sound(app)
    assert "What fasail-atlas refuses" in words(app)
    assert text("refused").splitlines()[0] in words(app)


@pytest.mark.usefixtures("in_valley")
def test_an_address_of_no_document_opens_none():
    app = run("method", doc="../pyproject")
    assert_sound(app)
    (box,) = (one for one in app.selectbox if one.key.startswith("document_"))
    assert box.value is None
