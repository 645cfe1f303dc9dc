"""The journal keeps every decision that it acknowledged, whoever else writes, dies or hinders."""

from __future__ import annotations

import concurrent.futures

import pytest

from geo.errors import ConformError
from geo.workspace.journal import FILE, load_journal
from tests.support.unprivileged import unprivileged


def keep(folder, key):
    """Decide, again where another was quicker, and give the number that was acknowledged."""
    while True:
        try:
            return load_journal(folder).record("attack", key, "{}", by="Ann").entries[-1].number
        except ConformError as error:
            if "meanwhile" not in str(error):
                raise


def test_decisions_of_many_at_once_are_all_kept_and_numbered(tmp_path):
    keys = [f"k{number}" for number in range(60)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda key: keep(tmp_path, key), keys))
    kept = {entry.key: entry.number for entry in load_journal(tmp_path).entries}
    assert kept == dict(zip(keys, numbers, strict=True))
    assert sorted(numbers) == list(range(1, 61))


@pytest.mark.parametrize(("cut", "kept"), [(0, "abc"), (1, "abc"), (2, "ac"), (60, "ac")])
def test_half_a_line_of_a_writer_that_died_is_no_decision_and_no_fault(tmp_path, cut, kept):
    for key in ("a", "b"):
        keep(tmp_path, key)
    path = tmp_path / FILE
    text = path.read_bytes()
    path.write_bytes(text[: len(text) - cut])
    assert "".join(one.key for one in load_journal(tmp_path).entries) == kept[:-1]
    assert keep(tmp_path, "c") == len(kept)
    assert "".join(one.key for one in load_journal(tmp_path).entries) == kept
    assert not load_journal(tmp_path).notes


def test_a_text_with_any_line_end_in_it_stays_one_line(tmp_path):
    keep(tmp_path, "a\u2028b\x85c")
    assert keep(tmp_path, "d") == 2
    assert [one.key for one in load_journal(tmp_path).entries] == ["a\u2028b\x85c", "d"]


def test_a_folder_that_may_not_be_written_is_reported(tmp_path):
    keep(tmp_path, "a")
    before = (tmp_path / FILE).read_bytes()
    tmp_path.chmod(0o555)
    output = unprivileged(
        "from pathlib import Path; from geo.workspace.journal import load_journal",
        "load_journal(Path(sys.argv[1])).record('attack', 'b', '{}', by='Ann')",
        tmp_path,
    )
    tmp_path.chmod(0o755)
    assert "cannot be written" in output
    assert "nothing was kept" in output
    assert (tmp_path / FILE).read_bytes() == before
