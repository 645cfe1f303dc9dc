"""Text of any encoding that is read, and the line where one that is not breaks off."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.io.encoding import decode

ARABIC = "التاريخ,المكان\n2021-05-01,مطار أربيل الدولي\n"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\x00"), max_size=40)


@given(TEXTS, st.booleans())
def test_utf_8_comes_back_with_and_without_a_mark(text, marked):
    raw = (codecs.BOM_UTF8 if marked else b"") + f"id,{text}".encode()
    assert decode(raw, file="a.csv") == (f"id,{text}", "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_utf_16_is_known_by_its_mark_or_by_its_zeros(encoding, marked):
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    text, note = decode((mark if marked else b"") + ARABIC.encode(encoding), file="a.csv")
    assert text == ARABIC
    assert note == f"a.csv: read as {'UTF-16' if marked else encoding.upper()}."


def test_windows_1256_is_read_where_it_gives_arabic_and_told():
    text, note = decode(ARABIC.encode("cp1256"), file="a.csv")
    assert text == ARABIC
    assert note == "a.csv: not UTF-8; read as Windows-1256. Check the Arabic text."


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("ok\nCafé Müller\n".encode("latin-1"), 2),  # letters, and no Arabic
        ("Дата,место\n".encode("cp1251"), 1),
        (ARABIC.encode()[:-2], 2),  # UTF-8 cut short within a letter is damaged, not Windows-1256
    ],
    ids=["latin", "cyrillic", "cut"],
)
def test_what_fits_no_encoding_names_its_line_and_a_remedy(raw, line):
    with pytest.raises(ConformError, match=f"line {line} is not UTF-8 text") as raised:
        decode(raw, file="a.csv")
    assert "Save the table as CSV in UTF-8." in str(raised.value)


def test_utf_16_that_breaks_off_is_refused():
    with pytest.raises(ConformError, match="begins like UTF-16 text and breaks off"):
        decode(codecs.BOM_UTF16_LE + "id\ud800".encode("utf-16-le", "surrogatepass"), file="a.csv")
