"""ICD 203 words and sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.attribution.icd203 import confidence, grades, likelihood, percent


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "almost no chance"),
        (0.049, "almost no chance"),
        (0.05, "very unlikely"),
        (0.199, "very unlikely"),
        (0.20, "unlikely"),
        (0.45, "roughly even chance"),
        (0.549, "roughly even chance"),
        (0.55, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
        (np.nan, "not judged"),
    ],
)
def test_bands(p, words):
    assert likelihood([p]).tolist() == [words]


@pytest.mark.parametrize("p", [-0.1, 1.2])
def test_what_is_no_probability_is_refused(p):
    with pytest.raises(ValueError, match="is no probability"):
        likelihood([0.5, p])


@pytest.mark.parametrize(("p", "text"), [(0.0, "1 %"), (0.123, "12 %"), (0.9999, "99 %")])
def test_percent_is_never_sure(p, text):
    assert percent(p) == text


def test_confidence_is_a_sentence_of_its_own():
    sentence = confidence("low", because=["the launch is not known", "groups share this ground"])
    assert sentence == "Confidence is low: the launch is not known; groups share this ground."
    assert confidence("moderate", because=[]) == "Confidence is moderate."


def test_grades_stand_side_by_side():
    sources = pd.DataFrame({"label": ["One", "Two", "Three"], "grade": ["B2", "F6", ""]})
    assert grades(sources) == "One (B2); Two (F6); Three (not graded)"
