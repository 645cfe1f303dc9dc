"""A user's folder is where his system keeps such folders, and stays where it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.settings import home

# The library chooses by the platform as it is imported; without ctypes it asks the environment.
AS_ON = """
import sys
sys.platform, sys.modules["ctypes"], sys.modules["winreg"] = sys.argv[1], None, None
from geo.settings import home
print(home())
"""
FRESH = {
    "linux": "{user}/.local/share/fasail-atlas",
    "darwin": "{user}/Library/Application Support/fasail-atlas",
    "win32": "C:\\Users\\ann\\AppData\\Local/fasail-atlas",
}


def home_on(platform, user, **variables):
    given = {k: v for k, v in os.environ.items() if k not in {"ATLAS_HOME", "XDG_DATA_HOME"}}
    env = {**given, "HOME": str(user), "LOCALAPPDATA": r"C:\Users\ann\AppData\Local", **variables}
    command = [sys.executable, "-c", AS_ON, platform]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(("platform", "expected"), FRESH.items())
def test_a_new_user_s_folder_is_where_the_system_keeps_such(tmp_path, platform, expected):
    assert home_on(platform, tmp_path) == expected.format(user=tmp_path)


@pytest.mark.parametrize("platform", FRESH)
def test_a_folder_that_was_kept_the_linux_way_is_kept_on_every_system(tmp_path, platform):
    kept = tmp_path / ".local" / "share" / "fasail-atlas"
    kept.mkdir(parents=True)
    assert home_on(platform, tmp_path) == str(kept)


@pytest.mark.parametrize("platform", FRESH)
def test_variables_come_first_on_every_system(tmp_path, platform):
    assert home_on(platform, tmp_path, ATLAS_HOME="~/mine") == f"{tmp_path}/mine"
    shared = home_on(platform, tmp_path, XDG_DATA_HOME=f"{tmp_path}/x")
    assert shared == f"{tmp_path}/x/fasail-atlas"


def test_a_tilde_in_a_variable_is_the_user_s_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("ATLAS_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "~/data")
    assert home() == Path(tmp_path) / "data" / "fasail-atlas"
