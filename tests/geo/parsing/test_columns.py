"""Whole columns at once give what cell by cell would: held against pandas and Python themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.parsing.columns import distinct, looked_up, numbers, pair_texts, rows_of, translated

NUMBER_LIKE = st.one_of(
    st.floats(allow_nan=True).map(repr),
    st.decimals(-1000, 1000, places=5).map(str),
    st.text(alphabet="0123456789.+-eExn٣ ,_'a", max_size=8),
    st.sampled_from(["", "nan", "inf", "-0", "1e400", "0x10", "1_0", "NULL", "True", ".5", "5."]),
)
WORDS = st.lists(st.text(max_size=4) | st.sampled_from(["KH", "AAH", ""]), max_size=12)


@pytest.mark.parametrize("dtype", ["str", "object"])
@given(texts=st.lists(NUMBER_LIKE, max_size=12))
def test_numbers_are_those_of_pandas(texts, dtype):
    index = pd.RangeIndex(2, 2 + len(texts))
    cells = pd.Series(texts, index=index, dtype=dtype)
    slow = pd.to_numeric(cells, errors="coerce").astype(float)
    pd.testing.assert_series_equal(numbers(cells), slow, check_exact=True)


@pytest.mark.parametrize("dtype", ["str", "object"])
@given(words=WORDS)
def test_each_word_is_changed_as_it_would_be_alone(words, dtype):
    words = [word.encode(errors="replace").decode() for word in words]
    cells = pd.Series(words, dtype=dtype)
    assert translated(cells, str.upper).tolist() == [word.upper() for word in words]
    assert translated(cells, lambda word: word) is cells
    assert looked_up(cells, {"KH": "1"}, otherwise="?").tolist() == [
        {"KH": "1"}.get(word, "?") for word in words
    ]
    code, known = distinct(cells)
    assert [known[at] for at in code] == words


@given(
    lat=st.lists(
        st.one_of(
            st.floats(-1e9, 1e9),
            st.floats(24, 39),
            # Halves of the last place, where doubles lie on either side of the middle.
            st.integers(240_000, 390_000).map(lambda whole: (whole + 0.5) / 10_000),
            st.sampled_from([float("nan"), float("inf"), -0.0]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_coordinates_are_written_as_python_writes_them(lat):
    values = np.array(lat)
    slow = [f"{a:.4f}, {b:.4f}" for a, b in zip(lat, lat[::-1], strict=True)]
    assert pair_texts(values, values[::-1]).tolist() == slow


@pytest.mark.parametrize(("few", "many"), [(100, 100), (0, 100), (0, 0)])
@given(kept=st.lists(st.booleans(), min_size=1, max_size=9))
def test_rows_are_cut_as_pandas_cuts_them(kept, few, many):
    mask = np.array(kept)
    index = pd.Index(range(5, 5 + len(kept)), name="row")
    frame = pd.DataFrame(
        {
            "text": pd.Series([f"t{at}" for at in index], index=index, dtype="str"),
            "any": pd.Series(["\ud800"] * len(kept), index=index, dtype=object),
            "day": pd.Series(pd.date_range("2021", periods=len(kept)), index=index),
            "n": pd.Series(range(len(kept)), index=index, dtype="Int64"),
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.parsing.columns._FEW", few)
        patch.setattr("geo.parsing.columns._MANY", many)
        pd.testing.assert_frame_equal(rows_of(frame, mask), frame[mask])
