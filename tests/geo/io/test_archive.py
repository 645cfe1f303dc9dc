"""An archive is opened only when it can be no bomb and names nothing outside itself."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from geo.errors import ConformError
from geo.io import archive
from geo.io.archive import open_archive, read_member


def zipped(*members, compression=zipfile.ZIP_DEFLATED):
    """Bytes of an archive of pairs: a name or its `ZipInfo`, and what it holds."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", compression) as made:
        for name, held in members:
            made.writestr(name, held)
    return raw.getvalue()


def test_a_plain_archive_opens_and_its_members_are_read():
    opened = open_archive(zipped(("a/b.csv", "id\n1\n"), ("c.txt", b"")), file="a.zip")
    assert opened.namelist() == ["a/b.csv", "c.txt"]
    assert read_member(opened, "a/b.csv", file="a.zip") == b"id\n1\n"


@pytest.mark.parametrize("name", ["/etc/passwd", "../a.csv", "a/../../b", "..\\a.csv", "C:/a.csv"])
def test_a_member_that_points_outside_is_refused(name):
    with pytest.raises(ConformError, match="points outside it"):
        open_archive(zipped((name, "x")), file="a.zip")


def test_a_link_is_refused():
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with pytest.raises(ConformError, match="holds a link"):
        open_archive(zipped((link, "/etc/passwd")), file="a.zip")


def test_a_password_is_told_with_its_remedy():
    raw = bytearray(zipped(("a.csv", "id")))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ConformError, match=r"locked with a password.*Save it without one"):
        open_archive(bytes(raw), file="a.zip")


def test_a_packing_that_is_not_supported_is_refused():
    with pytest.raises(ConformError, match="packed in an unusual way"):
        open_archive(zipped(("a.csv", "id"), compression=zipfile.ZIP_LZMA), file="a.zip")


def test_a_hundredfold_compression_is_a_bomb_and_less_is_none():
    with pytest.raises(ConformError, match="compressed more than 100 times"):
        open_archive(zipped(("a.csv", b"0" * 1_000_000)), file="a.zip")
    half = os.urandom(20_000) + b"0" * 1_000_000  # some fifty times
    assert open_archive(zipped(("a.csv", half)), file="a.zip").namelist() == ["a.csv"]


@pytest.mark.parametrize(
    ("bound", "most", "problem"),
    [("MOST_MEMBERS", 1, "more than 1 members"), ("MOST_BYTES", 3, "unpacks to more than")],
)
def test_members_and_bytes_have_a_bound(monkeypatch, bound, most, problem):
    raw = zipped(("a", "xx"), ("b", "xx"))
    assert open_archive(raw, file="a.zip")
    monkeypatch.setattr(archive, bound, most)
    with pytest.raises(ConformError, match=problem):
        open_archive(raw, file="a.zip")


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x05\x06" + b"\xff" * 18, b"no archive"])
def test_what_is_no_archive_is_damaged(raw):
    with pytest.raises(ConformError, match="the archive is damaged"):
        open_archive(raw, file="a.zip")


def test_a_damaged_member_is_named_when_it_is_read():
    raw = bytearray(zipped(("a.csv", b"id,place\n" * 9)))
    raw[40:44] = b"\xff\xff\xff\xff"
    opened = open_archive(bytes(raw), file="a.zip")
    with pytest.raises(ConformError, match=r"a\.csv in the archive is damaged"):
        read_member(opened, "a.csv", file="a.zip")
    with pytest.raises(ConformError, match=r"b\.csv in the archive is damaged"):
        read_member(opened, "b.csv", file="a.zip")
