"""Each page honours the filters that the table says, and names those that it does not."""

from __future__ import annotations

import pytest

from dashboard.services.filter_text import chips
from dashboard.services.selection import FILTERS, from_query
from dashboard.session import queries
from dashboard.widgets.reach import HONOURED
from tests.support.apps import TITLES, assert_sound, run, words
from tests.support.markup import read
from tests.support.server import ROOT

# A value of each filter that changes what a page shows where it honours the filter.
VALUES = {
    "date_from": "2021-06-01", "date_to": "2021-06-01", "group": "AAH", "facade": "ashab_al_kahf",
    "method": "rocket", "target": "balad_ab", "committee": "western", "verdict": "mismatch",
    "status": "confirmed", "favoured": "1", "grade": "A", "launch": "known", "points": "KH",
    "points_strength": "moderate", "whose": "yours", "near": "camp_taji:20",
    "within": "governorate:anbar",
}  # fmt: skip
IGNORED = "Filters that do not reach this page"


def shown(app):
    """Everything that a page says and draws, without its notice about filters."""
    said = [line for line in words(app).splitlines() if IGNORED not in line]
    frames = [one.value.to_csv() for one in app.dataframe]
    charts = [one.proto.SerializeToString() for one in app.get("vega_lite_chart")]
    return said, frames, charts


def test_the_table_names_every_page_and_only_filters():
    assert set(HONOURED) == set(TITLES)
    assert all(fields <= set(FILTERS) for fields in HONOURED.values())
    assert set(VALUES) == set(FILTERS)


@pytest.fixture(scope="module")
def plain():
    """What a page shows without any filter, looked at once."""
    seen = {}

    def of(page):
        if page not in seen:
            seen[page] = shown(run(page))
        return seen[page]

    return of


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(HONOURED))
def test_a_page_names_the_filters_that_do_not_reach_it_and_no_other(page):
    query = {name: value for name, value in VALUES.items() if name != "whose"}
    if page == "groups":
        query.pop("group")  # in the address of this page it names the group that is shown
    app = run(page, **query)
    assert_sound(app)
    notice = [read(one.value) for one in app.caption if IGNORED in one.value]
    left = [
        one for one in chips(from_query(query), queries.names()) if one.name not in HONOURED[page]
    ]
    assert len(notice) == bool(left)
    for one in chips(from_query(query), queries.names()):
        assert (one.words in "".join(notice)) == (one.name not in HONOURED[page]), one


# Pages that show attacks: on the others a filter has nothing to change, and the notice above says
# that it does not reach them.
SHOWING = ("map", "mismatches", "groups", "casebook", "timeline", "sources", "method")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "name"),
    [(page, name) for page in SHOWING for name in FILTERS if name in HONOURED[page]],
)
def test_a_filter_changes_a_page_as_the_table_says(page, name, plain):
    query = {name: VALUES[name]}
    if name == "favoured":
        query |= {"group": "KH"}
        before = shown(run(page, group="KH"))
    else:
        before = plain(page)
    app = run(page, **query)
    assert_sound(app)
    if name == "grade" and page == "groups":
        assert "from publishers graded A or better" in words(app)
        return
    assert shown(app) != before


@pytest.mark.parametrize("page", [page for page in SHOWING if set(FILTERS) - HONOURED[page]])
def test_all_other_filters_together_change_nothing(page, plain):
    others = {name: VALUES[name] for name in FILTERS if name not in HONOURED[page]}
    given = {} if "group" in others else {"group": "KH"}  # that others may be favoured
    before = shown(run(page, **given)) if given else plain(page)
    app = run(page, **given, **others)
    assert_sound(app)
    if shown(app) != before:
        changing = [
            name
            for name, value in others.items()
            if shown(run(page, **given, **{name: value})) != before
        ]
        raise AssertionError(f"{page} is changed by {changing or 'several of them together'}")


def test_the_docs_name_what_each_page_honours():
    text = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    documented = {page: words for pages, words in rows[2:] for page in pages.split(", ")}
    titles = {page: title or "Map" for page, title in TITLES.items()}
    assert set(documented) == set(titles.values())
    for page, title in titles.items():
        honoured = HONOURED[page]
        if not honoured or honoured == set(FILTERS):
            assert documented[title] == ("all" if honoured else "none")
        else:
            assert ("Best source at least" in documented[title]) == (
                len(honoured) < len(FILTERS) - 1
            )
            assert ("*Group*" in documented[title]) == (honoured == {"grade", "group"})
