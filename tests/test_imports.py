"""Imports point one way, and every module is short and says what it promises."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("geo", "layers", "dashboard")
MODULES = sorted(
    path
    for folder in (*PACKAGES, "bench", "soak", "data", "tests")
    for path in (ROOT / folder).rglob("*.py")
)
VIEWS = sorted((ROOT / "dashboard").glob("*/page.py"))
MODULE_LINES = 400
VIEW_LINES = 60

# What a package may never import, at any depth of its modules, inside functions too.
FORBIDDEN = {
    "geo": {
        "layers",
        "dashboard",
        "streamlit",
        "streamlit_folium",
        "folium",
        "branca",
        "matplotlib",
    },
    "layers": {"dashboard", "streamlit", "streamlit_folium"},
    "dashboard": {"shapely", "pyproj", "pyogrio", "h3"},  # it never touches a geometry
}


def name(path):
    return path.relative_to(ROOT).as_posix()


def imported_names(path):
    """Top-level names of all absolute imports of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_imports_against_the_stream(package):
    modules = [path for path in MODULES if path.is_relative_to(ROOT / package)]
    assert modules
    wrong = {
        name(path): found
        for path in modules
        if (found := FORBIDDEN[package].intersection(imported_names(path)))
    }
    assert not wrong


def test_the_import_contracts_of_the_project_file_hold():
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is not installed: pip install --group dev"
    done = subprocess.run(
        [command],  # what has not changed since `make lint` is not read again
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_and_opens_with_its_promise(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < MODULE_LINES
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "no docstring"
    assert docstring.splitlines()[0].rstrip().endswith("."), "line one is no whole sentence"


def test_a_page_reads_like_a_sentence():
    long = {name(path): n for path in VIEWS if (n := path.read_text().count("\n")) > VIEW_LINES}
    assert VIEWS
    assert not long


def classes():
    """Name and file of every class of the product."""
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] in PACKAGES:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    yield node.name.lstrip("_"), name(path)


def test_a_class_name_means_one_thing():
    where = {}
    for called, file in classes():
        where.setdefault(called, []).append(file)
    assert not {called: files for called, files in where.items() if len(files) > 1}


def test_nobody_looks_into_the_dict_of_another():
    wrong = [
        name(path)
        for path in MODULES
        if path.relative_to(ROOT).parts[0] in PACKAGES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "__dict__"
    ]
    assert not wrong
