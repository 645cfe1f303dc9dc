"""Sound files with bytes changed, cut out or put in end in one clear error or a right sum."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.cases import LOADS, QUARANTINED, REFUSED
from tests.corpus.cells import rows
from tests.corpus.ending import ending
from tests.corpus.outlines import SOUND as SHAPES
from tests.corpus.outlines import WRITE_OUTLINES
from tests.corpus.writing import WRITE

SOUND = {suffix: write(rows({})) for suffix, write in WRITE.items()}
AREAS = {
    suffix: write([SHAPES["two parts"](), SHAPES["hole"]()])
    for suffix, write in WRITE_OUTLINES.items()
}
ENDS = {LOADS, QUARANTINED, REFUSED}
EDIT = st.tuples(
    st.floats(0, 1),
    st.integers(0, 12),
    st.binary(max_size=12) | st.sampled_from([b"<", b'"', b"\n"]),
)


def content_after(content, edits):
    for share, dropped, put in edits:
        at = int(share * len(content))
        content = content[:at] + put + content[at + dropped :]
    return content


@pytest.mark.parametrize("suffix", WRITE)
@settings(max_examples=40)
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
def test_a_damaged_file_never_crashes(suffix, edits, atlas, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / f"mine{suffix}"
    path.write_bytes(content_after(SOUND[suffix], edits))
    assert ending(path, atlas) in ENDS


@pytest.mark.parametrize("suffix", WRITE_OUTLINES)
@settings(max_examples=40)
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
def test_a_damaged_file_of_outlines_never_crashes(suffix, edits, atlas, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / f"mine{suffix}"
    path.write_bytes(content_after(AREAS[suffix], edits))
    assert ending(path, atlas) in ENDS


@pytest.mark.parametrize("suffix", WRITE)
@settings(max_examples=20)
@given(content=st.binary(max_size=300))
def test_noise_never_crashes(suffix, content, atlas, tmp_path_factory):
    path = tmp_path_factory.mktemp("noise") / f"mine{suffix}"
    path.write_bytes(SOUND[suffix][:16] + content)
    assert ending(path, atlas) in ENDS
