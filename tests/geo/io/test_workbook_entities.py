"""A workbook whose XML declares entities is refused as what it is, whichever part does it."""

from __future__ import annotations

import io
import zipfile

import pytest

from geo.errors import ConformError
from geo.io.xlsx_reader import read_workbook
from tests.corpus.cells import rows
from tests.corpus.writing import as_xlsx, zipped

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DTD = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'.encode()


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_in_a_part_are_named(part, tmp_path):
    with zipfile.ZipFile(io.BytesIO(as_xlsx(rows({})))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    head, _, body = members[part].rpartition(b"?>")
    end = body.rindex(b"</")
    members[part] = head + (b"?>" if head else b"") + DTD + body[:end] + b"&l9;" + body[end:]
    path = tmp_path / "mine.xlsx"
    path.write_bytes(zipped(members))
    with pytest.raises(ConformError, match=r"mine\.xlsx: its XML declares entities"):
        read_workbook(path)
