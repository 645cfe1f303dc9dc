"""Values gathered by key: every one, in its order, and nothing where there is nothing."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.parsing.tables import tuples


@given(st.lists(st.tuples(st.sampled_from("abcx"), st.integers(0, 9))))
def test_values_are_gathered_like_a_dictionary_would(pairs):
    keys, values = zip(*pairs, strict=True) if pairs else ((), ())
    index = pd.Index(list("cab"))
    found = tuples(pd.Series(values, dtype=object), by=pd.Series(keys, dtype=object), index=index)
    assert found.index.equals(index)
    assert found.tolist() == [tuple(v for k, v in pairs if k == key) for key in index]


def test_no_key_gives_nothing():
    nothing = pd.Series(dtype=object)
    assert tuples(nothing, by=nothing, index=pd.Index([])).empty
