"""The command line starts light, and fails with a sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

import dashboard.cli
from dashboard.cli import app, main
from geo import __version__
from geo.errors import AtlasError
from tests.dashboard.server import ROOT


def test_the_version_is_told():
    told = CliRunner().invoke(app, ["--version"])
    assert told.exit_code == 0
    assert told.stdout == f"fasail-atlas {__version__}\n"


def test_help_imports_nothing_heavy():
    heavy = (
        "folium",
        "geopandas",
        "matplotlib",
        "numpy",
        "pandas",
        "pyproj",
        "shapely",
        "streamlit",
    )
    script = f"import sys, dashboard.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_error_of_ours_is_one_block_on_stderr_and_exit_2(monkeypatch, capsys):
    def fail():
        raise AtlasError("No such ground: 'X'. Known: A, B.")

    monkeypatch.setattr(dashboard.cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "fasail-atlas: No such ground: 'X'. Known: A, B.\n"


def test_any_other_error_is_ours_to_mend_and_keeps_its_traceback(monkeypatch):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr(dashboard.cli, "app", fail)
    with pytest.raises(ZeroDivisionError):
        main()
