"""Words never break inside: dates, numbers and ids stand whole on every page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.brief.layout import sheets
from layers.brief.pack import KINDS
from layers.brief.sizes import SIZES
from layers.measure import fit, plain, width_in, wrap
from tests.worlds import briefs as views

WORDS = st.sampled_from(
    ["2021-07-07", "1,234", "33.524", "2021-02-15-erbil", "attacks", "of", "±5", "km", "a/b/c",
     "2020-01-01/2020-06-30", "us_embassy_baghdad"]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=25), st.floats(0.3, 4.0), st.floats(6, 20))
def test_wrapping_keeps_each_word_that_fits_whole(words, most_in, size_pt):
    text = " ".join(words)
    lines = wrap(text, size_pt=size_pt, most_in=most_in)
    # Nothing is lost, and nothing is added but breaks.
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    pieces = [piece for line in lines for piece in line.split(" ")]
    for word in words:
        if width_in(word, size_pt=size_pt) <= most_in:
            assert pieces.count(word) >= sum(one == word for one in words)


@pytest.mark.parametrize("word", ["2021-07-07", "1,234,567", "33.3152"])
def test_a_title_takes_smaller_letters_before_a_word_breaks(word):
    text = f"On {word}"
    most_in = width_in(word, size_pt=12.0) * 1.01
    size_pt, lines = fit(text, sizes_pt=((20.0, 3), (12.0, 3), (6.0, 3)), most_in=most_in)
    assert (size_pt, lines) == (12.0, ("On", word))


def test_a_long_id_breaks_after_a_separator_and_a_date_in_it_does_not():
    text = "import/2021-07-07/row"
    most_in = width_in("2021-07-07/", size_pt=10.0) * 1.02
    assert wrap(text, size_pt=10.0, most_in=most_in) == ("import/", "2021-07-07/", "row")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_any_page_is_broken(kind, size):
    rows = views.rows()
    rows.loc[rows.index[0], "first_claim"] = "Fasa’il al-Muqawama al-Duwaliya"
    made = views.made(kind, seen=views.view(rows), options=replace(views.OPTIONS, title=""))
    for sheet in sheets(made, SIZES[size]):
        for item in sheet.items:
            if not item.lines or item.lines[-1].endswith("…"):
                continue
            whole = plain(item.text).split(" ")
            assert [word for line in item.lines for word in line.split(" ")] == whole, item.name
        for placed in sheet.legend.placed if sheet.legend else ():
            if placed.row:
                said = [word for line in placed.lines for word in line.split(" ")]
                assert said == placed.row.label.split(" ")
