"""The documents of the atlas, to be read in the dashboard: which there are, and their text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).resolve().parents[1]
_FOLDERS = (_HERE / "_docs", _HERE.parent / "docs")
"""Where an installed package has them, and where a checkout does."""
_FENCE = "```"
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\s*")
_TO_DOCUMENT = re.compile(r"\]\((?P<stem>[a-z]+)\.md(?P<part>#[^)]*)?\)")
_TO_FILE = re.compile(r"\[(?P<words>[^\]]+)\]\((?!https?:|/(?:method)?\?)[^)]*\)")


class Document(NamedTuple):
    """A document: its id, which is the name of its file, and its title."""

    ident: str
    title: str
    path: Path


@cache
def documents() -> dict[str, Document]:
    """Documents by id, in the order of their titles; none where the package came without them."""
    folder = next((one for one in _FOLDERS if one.is_dir()), None)
    found = [] if folder is None else [_document(path) for path in folder.glob("*.md")]
    return {one.ident: one for one in sorted(found, key=lambda one: one.title.casefold())}


def _document(path: Path) -> Document:
    with path.open(encoding="utf-8") as lines:
        title = next(lines, "").removeprefix("#").strip()
    return Document(path.stem, title.replace("`", ""), path)


def text(ident: str) -> str:
    """Text of a document as the dashboard shows it: without its title and pictures.

    A link to another document leads to it in the dashboard, and one to a view to the map; one to
    a file of the project is its words alone.

    Raises
    ------
    KeyError
        For an id of no document.
    """
    _, _, body = documents()[ident].path.read_text(encoding="utf-8").partition("\n")
    parts = body.split(_FENCE)
    # Every second part is code, which stays as it is.
    return _FENCE.join(part if at % 2 else _shown(part) for at, part in enumerate(parts)).strip()


def _shown(part: str) -> str:
    part = _PICTURE.sub("", part)
    part = part.replace("](?", "](/?")  # a view of the map, from whatever page
    part = _TO_DOCUMENT.sub(_link, part)
    part = _TO_FILE.sub(lambda found: found["words"], part)
    return part.replace("$", r"\$")


def _link(found: re.Match[str]) -> str:
    known = found["stem"] in documents()
    return f"](/method?doc={found['stem']})" if known else found[0]
