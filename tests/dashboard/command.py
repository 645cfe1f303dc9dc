"""Run the command in this process, as its entry point runs it."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from dashboard.cli import main


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def message(self):
        """What stderr says, on one line: usage errors are wrapped and boxed."""
        return " ".join(self.err.replace("│", " ").split())


def runner(monkeypatch, capfd):
    """Give ``run(*arguments)`` that ends as the process would."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["fasail-atlas", *map(str, arguments)])
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        else:
            code = 0
        return Ended(int(code), *capfd.readouterr())

    return run
