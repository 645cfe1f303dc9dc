"""TOML that is written reads as it was; what a person wrote beside it stays."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.parsing.toml import edited, toml_blocks, toml_joined, toml_key, toml_table, toml_text

SCALAR = (
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.floats(allow_nan=False)
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
TABLE = st.dictionaries(st.text(), VALUE, max_size=4)
FILE = """# Mine.
schema = 1

[defaults]
author = "Ann" # it is I

# --- Anbar

[[area]]
id = "a"   # the first
note = '''
[[area]]
# no comment'''
rows = [
  [1],
  ["[[area]]"],
]
[area.recipe]
unit = "anbar"

# --- roads
[[line]]
id = "r"

[[area]]
id = "b"
# the end"""


@given(table=TABLE)
def test_what_is_written_reads_as_it_was(table):
    assert tomllib.loads(toml_table("[[area]]", table))["area"] == [table]


@given(text=st.text())
@example('\\"\r\n\t\x00\x7f\x85\u2028\ufeff=[]{}#\'"""')
def test_any_text_is_a_value_and_a_key(text):
    assert tomllib.loads(f"{toml_key(text)} = {toml_text(text)}") == {text: text}
    assert "\n" not in toml_text(text)


def test_a_file_is_cut_at_its_tables_and_nowhere_else():
    blocks = toml_blocks(FILE)
    assert [block.name for block in blocks] == ["", "defaults", "area", "line", "area", ""]
    assert toml_joined(blocks) == FILE
    first, other = (block for block in blocks if block.name == "area")
    assert first.above == "\n# --- Anbar\n\n"
    assert first.text.startswith('[[area]]\nid = "a"')
    assert first.text.endswith('unit = "anbar"\n')
    assert [first.table, other.table] == tomllib.loads(FILE)["area"]
    assert blocks[-1].above == "# the end"


@pytest.mark.parametrize(
    ("text", "names"),
    [("", ""), ("\n", ""), ("# only\n", ""), ("a = 1", ""), ("[a]\n[a.b]\n[c.d]\n[c]\n", "acc")],
)
def test_small_files_are_cut_and_joined(text, names):
    blocks = toml_blocks(text)
    assert toml_joined(blocks) == text
    assert [block.name for block in blocks if block.name] == list(names)


def test_what_is_no_toml_is_reported():
    with pytest.raises(tomllib.TOMLDecodeError):
        toml_blocks("[[area]]\nid = \n")


@given(before=TABLE, after=TABLE)
def test_an_edited_table_says_what_it_is_to_say(before, after):
    (block,) = toml_blocks(toml_table("[[area]]", before))
    assert tomllib.loads(edited(block, after).text)["area"] == [after]


def test_editing_changes_the_lines_that_it_must():
    block = toml_blocks(FILE)[2]
    changed = {**block.table, "id": "z", "new": [1, "two"], "recipe": {"unit": "babil"}}
    del changed["rows"]
    made = edited(block, changed)
    assert tomllib.loads(made.text)["area"] == [changed]
    assert made.text.startswith("[[area]]\nid = \"z\"   # the first\nnote = '''\n[[area]]\n")
    assert made.above == block.above
    assert edited(block, block.table) == block
