"""Every command that the documentation or a help text shows is one that the program takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
import typer.main

from dashboard.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
PROGRAM = typer.main.get_command(app)
REFUSED = typer.BadParameter.__base__
"""Whatever is wrong with the words of a command; Typer brings its own click."""

SHOWN = re.compile(r"(?:^|`|\$ )(fasail-atlas [a-z][^`\n]*)", re.MULTILINE)
FORM = re.compile(r"[\[\]<>|…]|\.\.\.")
"""What stands for something else: a form of a command, and no example of one."""


def walk(command, path=()):
    yield path, command
    for name, one in getattr(command, "commands", {}).items():
        yield from walk(one, (*path, name))


def joined(text):
    return re.sub(r"\\+\n\s*", "", text)


def examples():
    """Where a command is shown, and its words."""
    for page in PAGES:
        for line in SHOWN.findall(joined(page.read_text(encoding="utf-8"))):
            yield page.name, line
    for path, command in walk(PROGRAM):
        for line in re.findall(r"^\s*(fasail-atlas .*)$", joined(command.help or ""), re.MULTILINE):
            yield " ".join(("help of", *path)), line


def words_of(line):
    return shlex.split(line.split(" #")[0].split(" > ")[0].split(" && ")[0].strip())[1:]


NAMES = {f"fasail-atlas {' '.join(path)}" for path, _ in walk(PROGRAM)}
SHOWS = sorted(
    {(where, line) for where, line in examples() if not FORM.search(line) and line not in NAMES}
)


def parsed(command, words, parent=None):
    """Read words as the program would, without doing anything."""
    context = command.make_context(command.name or "fasail-atlas", list(words), parent=parent)
    if hasattr(command, "commands") and context._protected_args + context.args:
        name, one, rest = command.resolve_command(context, context._protected_args + context.args)
        assert one is not None, name
        return parsed(one, rest, context)
    return context


def test_there_are_examples():
    assert len(SHOWS) > 30
    assert {where for where, _ in SHOWS} >= {"README.md", "cli.md", "help of check"}


@pytest.mark.parametrize(("where", "line"), SHOWS)
def test_the_program_takes_what_is_shown(where, line):
    try:
        parsed(PROGRAM, words_of(line))
    except typer.Exit:
        pass  # --version and --help say their word and end
    except typer.BadParameter as error:
        # A file of the reader's is not here; everything else has to be right.
        if "does not exist" not in error.format_message():
            raise


@pytest.mark.parametrize(
    "line",
    ["fasail-atlas check --grup KH", "fasail-atlas checks", "fasail-atlas brief --kind maps"],
)
def test_what_the_program_does_not_take_is_seen(line):
    with pytest.raises(REFUSED):
        parsed(PROGRAM, words_of(line))
