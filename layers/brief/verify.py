"""What a manifest's files are held against, and what nothing can be held against."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from layers.brief.files import File
from layers.brief.manifest import versions

_BESIDE: Final = "json"


@dataclass(frozen=True)
class Difference:
    """One way in which files and manifest do not agree."""

    file: str
    problem: str


@dataclass(frozen=True)
class VerifiedBrief:
    """What was checked, what differs, and what nothing vouches for.

    Parameters
    ----------
    checked
        What was compared and agrees, one sentence each.
    differences
        What was compared and differs.
    unvouched
        What no comparison can tell, one sentence each.
    """

    checked: tuple[str, ...]
    differences: tuple[Difference, ...]
    unvouched: tuple[str, ...]


def verify(
    stated: Mapping[str, Any],
    manifest: Path,
    redrawn: Sequence[File],
    hashes: Mapping[str, str],
    *,
    sha256: str = "",
) -> VerifiedBrief:
    """Hold a manifest and its files against the same files drawn again.

    Parameters
    ----------
    stated
        The manifest, read.
    manifest
        Its file; what it names lies beside it.
    redrawn
        The files drawn again from the manifest's request, the manifest last.
    hashes
        Of today's input files.
    sha256
        Hash of the manifest that came by another way, hexadecimal; empty for none.
    """
    checked: list[str] = []
    found: list[Difference] = []
    for check in (
        _files(stated, manifest.parent, redrawn),
        _manifest(manifest, redrawn, sha256=sha256),
        _inputs(stated, hashes),
        _versions(stated),
    ):
        checked += check[0]
        found += check[1]
    return VerifiedBrief(tuple(checked), tuple(found), _unvouched(stated, manifest, sha256=sha256))


Check = tuple[list[str], list[Difference]]


def _files(stated: Mapping[str, Any], folder: Path, redrawn: Sequence[File]) -> Check:
    checked: list[str] = []
    found: list[Difference] = []
    again = {file.name: file.content for file in redrawn if file.format != _BESIDE}
    named = {str(one["name"]): str(one["sha256"]) for one in stated["files"]}
    for name, digest in named.items():
        path = folder / Path(name).name
        before = len(found)
        content = path.read_bytes() if path.is_file() else None
        if content is None:
            found.append(Difference(name, "is missing beside the manifest"))
        elif hashlib.sha256(content).hexdigest() != digest:
            found.append(Difference(name, "was changed since it was made"))
        if name not in again:
            found.append(Difference(name, "is no file that the manifest's request makes"))
        elif content is not None and content != again[name]:
            found.append(Difference(name, "comes out differently when it is drawn again"))
        elif hashlib.sha256(again[name]).hexdigest() != digest:
            found.append(Difference(name, "has another sha256 than the manifest says"))
        if len(found) == before:
            checked.append(f"{name}: byte for byte what is drawn again, with the sha256 stated")
    found += [
        Difference(name, "is made by the request and not named in the manifest")
        for name in again
        if name not in named
    ]
    return checked, found


def _manifest(path: Path, redrawn: Sequence[File], *, sha256: str) -> Check:
    checked: list[str] = []
    found: list[Difference] = []
    content = path.read_bytes()
    again = next(file.content for file in redrawn if file.format == _BESIDE)
    if content == again:
        checked.append(f"{path.name}: byte for byte the manifest that its request makes again")
    else:
        found.append(
            Difference(path.name, "differs from the manifest that its request makes again")
        )
    if sha256:
        digest = hashlib.sha256(content).hexdigest()
        if digest == sha256.strip().lower():
            checked.append(f"{path.name}: has the sha256 given by --manifest-sha256")
        else:
            found.append(
                Difference(path.name, f"has sha256 {digest} and not that of --manifest-sha256")
            )
    return checked, found


def _inputs(stated: Mapping[str, Any], hashes: Mapping[str, str]) -> Check:
    before = stated["data"].get("files", {})
    found = [
        Difference(name, "is another data file than the one used")
        for name in sorted({*before, *hashes})
        if before.get(name) != hashes.get(name)
    ]
    same = sorted(name for name in hashes if before.get(name) == hashes[name])
    return [f"data files with the sha256 stated: {', '.join(same)}"] if same else [], found


def _versions(stated: Mapping[str, Any]) -> Check:
    before = stated["versions"]
    found = [
        Difference(name, f"is version {have}, and {before.get(name)} was used")
        for name, have in versions().items()
        if before.get(name) != have
    ]
    same = [f"{name} {have}" for name, have in versions().items() if before.get(name) == have]
    return [f"the same versions: {', '.join(same)}"] if same else [], found


def _unvouched(stated: Mapping[str, Any], manifest: Path, *, sha256: str) -> tuple[str, ...]:
    named = {Path(str(one["name"])).name for one in stated["files"]} | {manifest.name}
    others = sorted(
        path.name
        for path in manifest.parent.iterdir()
        if path.is_file() and path.name not in named and not path.name.startswith(".")
    )
    said = []
    if not sha256:
        said.append(
            "that this is the manifest that was handed on: give --manifest-sha256 with the hash "
            "that its maker gave you"
        )
    said += [
        "who made it, when, and its title and marking: they are as the manifest's request says",
        "that the reports are true, and that today's data files are the published ones",
    ]
    if stated.get("casebook"):
        said.append("who decided what in the casebook: see casebook verify")
    if others:
        said.append(f"other files beside the manifest: {', '.join(others)}")
    return tuple(said)
