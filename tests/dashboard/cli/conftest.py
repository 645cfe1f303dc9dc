"""Fixtures of every command: run one, and write the file that it reads."""

from __future__ import annotations

import pytest

from tests.support.command import HEADER, runner


@pytest.fixture
def run(monkeypatch, capfd):
    """Run the command in this process: `run("check", path)`."""
    return runner(monkeypatch, capfd)


@pytest.fixture
def table(tmp_path):
    """Write rows of attacks under a header, and give the path."""

    def write(*rows, header=HEADER, name="mine.csv"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write
