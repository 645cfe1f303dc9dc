"""Where a command's result goes: stdout, or one file written all or nothing."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 100
"""Columns of a table that goes to a file or a pipe."""

_OVERRIDES = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def note(text: str) -> None:
    """Tell a person something, on stderr."""
    typer.echo(clean(text), err=True)


def clean(text: object) -> str:
    """Text that cannot steer a terminal: no control characters, no overrides of direction."""
    return "".join(
        " " if (unicodedata.category(c) == "Cc" and c != "\n") or c in _OVERRIDES else c
        for c in str(text)
    )


def json_text(value: Any) -> str:
    """Strict JSON, two spaces deep, one line feed at the end."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def console() -> Console:
    """A console on stdout: as wide as the terminal, or `PLAIN_WIDTH` without one."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or PLAIN_WIDTH)
    return Console(width=width, highlight=False, markup=False, emoji=False)


def show(*blocks: Any) -> None:
    """Print rich blocks on stdout."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        # Arabic on a console of another code page: a question mark, not a crash.
        reconfigure(errors="replace")
    screen = console()
    for block in blocks:
        screen.print(block)


def plain(*blocks: Any) -> str:
    """Rich blocks as text without colour, for a file."""
    from rich.console import Console

    page = Console(file=StringIO(), width=PLAIN_WIDTH, highlight=False, markup=False, emoji=False)
    for block in blocks:
        page.print(block)
    assert isinstance(page.file, StringIO)
    return page.file.getvalue()


def emit(text: str, *, output: Path | None, what: str) -> None:
    """Write a result to a file, or to stdout without a file."""
    if output is None:
        # Bytes: JSON and CSV are UTF-8 whatever the code page of the console.
        typer.echo(text.encode("utf-8"), nl=False)
    else:
        write_whole(output, text)
        note(f"Wrote {what} to {output}")


def check_output(
    output: Path | None,
    *,
    inputs: Iterable[Path | None],
    option: str = "-o",
    force: bool,
) -> None:
    """Refuse a file that cannot be written, or that is one of the inputs, before any work.

    Parameters
    ----------
    output
        File to be written, or None.
    inputs
        Files and folders that are read; a file that exists in such a folder counts as read.
    option
        What names the output on the command line.
    force
        Whether a file that is there already may be written over.
    """
    if output is None:
        return
    target = output.expanduser().resolve()
    if target.exists() and not target.is_file():
        raise typer.BadParameter(f"{output} is no regular file.", param_hint=option)
    if not target.parent.is_dir():
        raise typer.BadParameter(
            f"there is no folder {target.parent}. Make it first.", param_hint=option
        )
    for given in inputs:
        source = given.expanduser().resolve() if given else None
        if source is None or not target.exists() or not source.exists():
            continue
        if target.samefile(source) or target.is_relative_to(source):
            raise typer.BadParameter(
                f"{output} is an input of this command. Give another file.", param_hint=option
            )
    if target.exists() and not force:
        raise typer.BadParameter(
            f"{output} is there already. Give another name, or --force to write over it.",
            param_hint=option,
        )


def check_folder(folder: Path, names: Iterable[str], *, option: str, force: bool) -> None:
    """Refuse a folder that is none, or that holds files of some names; as of `check_output`."""
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder.", param_hint=option)
    for name in names if folder.is_dir() else ():
        check_output(folder / name, inputs=(), option=option, force=force)


def write_whole(output: Path, content: str | bytes) -> None:
    """Write a file at once: readers see the old one or the new one, never a half."""
    from geo.errors import AtlasError

    target = output.expanduser().resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise AtlasError(
            f"{output} cannot be written: {error.strerror}. Give a file in a folder of yours."
        ) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
        # mkstemp lets the owner alone read; the result is as open as any new file.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(target.stat().st_mode if target.exists() else 0o666 & ~mask)
        Path(name).replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise AtlasError(f"{output} cannot be written: {error.strerror}.") from error
