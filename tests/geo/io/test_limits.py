"""The most bytes of a file are a setting, and what is above is refused before it is read."""

from __future__ import annotations

import pytest

from geo.atlas import Atlas
from geo.errors import ConformError
from geo.io.formats import READERS, read_content
from geo.settings import DEFAULT_BYTES, SETTING, most_bytes, size_words
from tests.corpus.cells import rows
from tests.corpus.writing import WRITE


@pytest.mark.parametrize("suffix", [suffix for suffix in READERS if suffix in WRITE])
def test_a_file_above_the_setting_is_refused_with_both_sizes(suffix, monkeypatch, tmp_path):
    path = tmp_path / f"mine{suffix}"
    path.write_bytes(WRITE[suffix](rows({})))
    size = path.stat().st_size
    monkeypatch.setenv(SETTING, "100000000")
    assert len(read_content(path).file)
    monkeypatch.setenv(SETTING, str(size - 1))
    with pytest.raises(ConformError) as caught:
        read_content(path)
    (fault,) = caught.value.faults
    assert size_words(size - 1) in fault.problem
    assert (fault.given, SETTING in fault.remedy) == (f"{size:,} bytes", True)


def test_a_data_folder_has_the_same_limit(monkeypatch, tmp_path, atlas):
    whole = (atlas.folder / "attacks.csv").read_bytes()
    (tmp_path / "attacks.csv").write_bytes(whole * 2)
    monkeypatch.setenv(SETTING, str(len(whole) * 2 - 1))
    with pytest.raises(ConformError, match=r"attacks\.csv: the file is larger than"):
        Atlas.load(folder=tmp_path).record  # noqa: B018


def test_a_sparse_file_of_more_than_two_gigabytes_is_refused_unread(monkeypatch, tmp_path):
    monkeypatch.delenv(SETTING, raising=False)
    path = tmp_path / "attacks.csv"
    with path.open("wb") as stream:
        stream.write(b"date\n")
        stream.truncate(DEFAULT_BYTES + 1)
    for read in (read_content, lambda _: Atlas.load(folder=tmp_path).record):
        with pytest.raises(ConformError, match="larger than 2 GB"):
            read(path)


@pytest.mark.parametrize("given", ["0", "-5", "2 GB", "1e9", "٥", "x"])
def test_a_setting_that_is_no_size_is_said_to_be_none(given, monkeypatch):
    monkeypatch.setenv(SETTING, given)
    with pytest.raises(ConformError, match=f"{SETTING}: not a whole number of bytes"):
        most_bytes()


def test_without_a_setting_two_gigabytes_are_read(monkeypatch):
    monkeypatch.setenv(SETTING, " ")
    assert most_bytes() == DEFAULT_BYTES


@pytest.mark.parametrize(
    ("size", "words"),
    [(2_000_000_000, "2 GB"), (1_500_000, "1.5 MB"), (2_000, "2 kB"), (12, "12 bytes")],
)
def test_sizes_are_said_in_the_largest_unit_they_fill(size, words):
    assert size_words(size) == words
