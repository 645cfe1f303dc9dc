"""Sound files with bytes changed, cut out or put in end in one clear error or a right sum."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.readers.formats import as_table, read_content
from tests.corpus.cells import rows
from tests.corpus.writing import WRITE

SOUND = {suffix: write(rows({})) for suffix, write in WRITE.items()}
EDIT = st.tuples(
    st.floats(0, 1),
    st.integers(0, 12),
    st.binary(max_size=12) | st.sampled_from([b"<", b'"', b"\n"]),
)


def ends_well(path):
    """Tell whether a file is refused in words, or every row of it is in one of two places."""
    try:
        raw = as_table(read_content(path))
    except ConformError as error:
        return bool(error.faults)
    return set(raw.cells.index).isdisjoint(raw.shapeless) and raw.rows_read >= len(raw.cells)


@pytest.mark.parametrize("suffix", WRITE)
@settings(max_examples=60)
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
def test_a_damaged_file_never_crashes(suffix, edits, tmp_path_factory):
    content = SOUND[suffix]
    for share, dropped, put in edits:
        at = int(share * len(content))
        content = content[:at] + put + content[at + dropped :]
    path = tmp_path_factory.mktemp("fuzz") / f"mine{suffix}"
    path.write_bytes(content)
    assert ends_well(path)


@pytest.mark.parametrize("suffix", WRITE)
@settings(max_examples=20)
@given(content=st.binary(max_size=300))
def test_noise_never_crashes(suffix, content, tmp_path_factory):
    path = tmp_path_factory.mktemp("noise") / f"mine{suffix}"
    path.write_bytes(SOUND[suffix][:16] + content)
    assert ends_well(path)
