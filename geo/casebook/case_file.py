"""A case file: a zip of data, findings, decisions and figures, with the hash of every file."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import ConformError
from geo.io.archive import open_archive, read_member

MANIFEST = "manifest.json"
FORM, FORMS = 2, (1, 2)
"""Form that is written, and those that are read; 1 had no chain of the casebook."""

PRODUCT = "fasail-atlas case file"

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_REMEDY = "Give a file that `fasail-atlas casefile make` wrote."


@dataclass(frozen=True)
class CaseFile:
    """A case file as it was read.

    Parameters
    ----------
    manifest
        What it says of itself.
    manifest_sha256
        Hash of the manifest, which holds the hashes of all else.
    files
        Bytes of every other member, by name.
    problems
        Where files and manifest do not agree, one sentence each.
    """

    manifest: Mapping[str, Any]
    manifest_sha256: str
    files: Mapping[str, bytes]
    problems: tuple[str, ...]


def sha256(content: bytes) -> str:
    """Hash of a file."""
    return hashlib.sha256(content).hexdigest()


def write(files: Mapping[str, bytes], stated: Mapping[str, Any]) -> bytes:
    """Write a case file; the same content gives the same bytes.

    Parameters
    ----------
    files
        Bytes by name.
    stated
        What the manifest says beside the hashes.

    Returns
    -------
    Bytes of the zip; `read` gives the hash of the manifest in it.
    """
    listed = [
        {"name": name, "bytes": len(files[name]), "sha256": sha256(files[name])}
        for name in sorted(files)
    ]
    document = {"product": PRODUCT, "form": FORM, **stated, "files": listed}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(MANIFEST, text.encode("utf-8")), *sorted(files.items())]:
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return out.getvalue()


def read(content: bytes, *, file: str) -> CaseFile:
    """Read a case file and compare every member with the manifest.

    Raises
    ------
    ConformError
        When it is no case file, or no archive that can be opened safely.
    """
    with open_archive(content, file=file) as archive:
        names = archive.namelist()
        if MANIFEST not in names or len(set(names)) != len(names):
            raise ConformError.for_file(file, "it is no case file", _REMEDY)
        members = {name: read_member(archive, name, file=file) for name in names}
    own = members.pop(MANIFEST)
    try:
        manifest = json.loads(own.decode("utf-8"))
    except (ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("product") != PRODUCT:
        raise ConformError.for_file(file, "it is no case file", _REMEDY)
    form = manifest.get("form")
    if type(form) is not int or form not in FORMS:
        known = " and ".join(map(str, FORMS))
        raise ConformError.for_file(
            file,
            f"its form is none that is known here, which are {known}",
            "Use a newer fasail-atlas.",
            given=str(form)[:20],
        )
    if not _sound(manifest):
        raise ConformError.for_file(file, "its manifest is damaged", _REMEDY)
    hashes = {one["name"]: one["sha256"] for one in manifest["files"]}
    problems = [f"{name} is missing." for name in sorted(set(hashes) - set(members))]
    problems += [f"{name} is not in the manifest." for name in sorted(set(members) - set(hashes))]
    problems += [
        f"{name} was changed since it was made."
        for name in sorted(set(members) & set(hashes))
        if sha256(members[name]) != hashes[name]
    ]
    return CaseFile(manifest, sha256(own), members, tuple(problems))


def _sound(manifest: Mapping[str, Any]) -> bool:
    texts = all(isinstance(one, str) for one in manifest.get("attacks", [None]))
    book = manifest.get("casebook")
    listed = manifest.get("files")
    return (
        texts
        and isinstance(manifest.get("attacks"), list)
        and isinstance(manifest.get("versions"), dict)
        and isinstance(book, dict)
        and isinstance(book.get("head"), str)
        and type(book.get("entries")) is int
        and book["entries"] >= 0
        and isinstance(listed, list)
        and all(
            isinstance(one, dict)
            and isinstance(one.get("name"), str)
            and isinstance(one.get("sha256"), str)
            for one in listed
        )
    )
