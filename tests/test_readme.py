"""The README keeps its word: its Python runs, its commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_it_opens_with_the_two_commands():
    first = blocks("console")[0].splitlines()
    assert [line.split("#")[0].strip() for line in first] == ["make serve", "make test"]


def test_its_python_runs_and_says_what_it_should(capsys):
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line.strip()]) <= 6
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "explained" in printed
    assert "permission" in printed


@pytest.mark.parametrize(
    "command", re.findall(r"`fasail-atlas (check --target[^`]+|areas show \S+)`", README)
)
def test_its_commands_run(command):
    outcome = CliRunner().invoke(app, shlex.split(command))
    assert outcome.exit_code == 0, outcome.output


def test_every_file_it_points_at_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
