"""Diagrams of a scorecard: right points, the same bytes each time, no red."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text
from PIL import Image

from geo.evaluation.scorecard import Scorecard
from layers import style
from layers.static.diagrams import (
    FIGURES,
    HEIGHT_PX,
    WIDTH_PX,
    png_bytes,
    precision_recall,
    reliability,
)


@pytest.fixture(scope="module")
def card():
    """Three bins, of which the middle one is twice as heavy; three thresholds, 1 in 10 swapped."""
    empty = pd.DataFrame()
    return Scorecard(
        mode="online",
        n_events=40,
        n_tests=40,
        groups=("A", "B"),
        scores={},
        windows=empty,
        by_group=empty,
        by_clarity=empty,
        reliability=pd.DataFrame(
            {"confidence": [0.5, 0.7, 0.9], "accuracy": [0.4, 0.7, 1.0], "weight": [10, 20, 10.0]}
        ),
        precision_recall=pd.DataFrame(
            {"threshold": [3.0, 2.0, 1.0], "precision": [1.0, 0.5, 0.1], "recall": [0.25, 0.5, 1.0]}
        ),
    )


def lines(figure):
    return [np.column_stack(one.get_data()).tolist() for one in figure.findobj(Line2D)]


def test_reliability_draws_each_bin_and_the_diagonal(card):
    drawn = lines(reliability(card))
    assert [[0.5, 0.4], [0.7, 0.7], [0.9, 1.0]] in drawn
    assert [[0, 0], [1, 1]] in drawn


def test_a_mark_is_as_large_as_its_bin_is_heavy(card):
    (axes,) = reliability(card).axes
    (marks,) = axes.collections
    sizes = marks.get_sizes()
    assert sizes[1] == pytest.approx(2 * sizes[0])
    assert sizes[0] == sizes[2]


def test_precision_recall_says_what_guessing_reaches(card):
    figure = precision_recall(card)
    assert [[0.25, 1.0], [0.5, 0.5], [1.0, 0.1]] in lines(figure)
    assert "guessing: 10 %" in [one.get_text() for one in figure.findobj(Text)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_the_same_card_gives_the_same_picture_of_the_size_promised(card, name, theme):
    made = png_bytes(name, card, theme=theme)
    assert made == png_bytes(name, card, theme=theme)
    picture = Image.open(io.BytesIO(made))
    assert picture.size == (WIDTH_PX, HEIGHT_PX)
    assert not {"Software", "Creation Time"} & set(picture.info)


@pytest.mark.parametrize("name", FIGURES)
def test_the_colour_of_a_mismatch_is_not_used(card, name):
    pixels = Image.open(io.BytesIO(png_bytes(name, card))).convert("RGB").getcolors(1 << 20)
    red = style.verdict_style("mismatch").colour()
    wanted = tuple(int(red[at : at + 2], 16) for at in (1, 3, 5))
    assert wanted not in {colour for _, colour in pixels}


def test_a_card_without_a_bin_gives_a_picture_all_the_same(card):
    bare = Scorecard(
        **{
            name: getattr(card, name)
            for name in ("mode", "n_events", "n_tests", "groups", "scores", "windows", "by_group")
        },
        by_clarity=card.by_clarity,
        reliability=card.reliability.iloc[:0],
        precision_recall=card.precision_recall.iloc[:0],
    )
    for name in FIGURES:
        assert png_bytes(name, bare)[:4] == b"\x89PNG"


def test_an_unknown_figure_names_the_known_ones(card):
    with pytest.raises(KeyError, match="reliability, precision_recall"):
        png_bytes("histogram", card)
