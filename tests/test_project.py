"""The repository keeps its word: what can be run is documented, what is documented is pinned."""

from __future__ import annotations

import importlib
import itertools
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dashboard.cli import app

ROOT = Path(__file__).resolve().parents[1]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = DECLARED["project"]

HOSTS = ("pypi.org", "files.pythonhosted.org", "registry.npmjs.org", "deb.debian.org")
FORBIDDEN = ("/work/", *HOSTS)
NEIGHBOUR = "../shared"  # outside files come by ATLAS_BOUNDARIES and ATLAS_GED; .ci/run sets them


def documentation():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def make_targets():
    return re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)


def commands():
    return sorted(typer.main.get_command(app).commands.items())


def project_files():
    """Files that are, or would be, committed; without git all but hidden and built ones."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / entry for entry in listed.stdout.decode().split("\0") if entry]
    else:
        skipped = {".venv", ".git", "__pycache__", "build", "dist", "out"}
        paths = [path for path in ROOT.rglob("*") if not skipped.intersection(path.parts)]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("target", make_targets())
def test_every_make_target_is_documented(target):
    assert re.search(rf"\bmake {target}\b", documentation())


def test_ci_runs_what_one_target_leaves_to_others():
    ran = re.findall(r"^make (\S+)$", (ROOT / ".ci" / "run").read_text(), flags=re.MULTILINE)
    (command,) = re.findall(r"^rest:.*\n\t(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    left = re.findall(r"\$\((\w+):%=--(?:ignore|deselect)=%\)", command)
    assert left == ["TYPED", "BUSY"]
    assert {"rest", *map(str.lower, left)} <= set(ran)


def test_the_promised_make_targets_exist():
    promised = {"serve", "test", "lint", "lint-scripts", "bench", "data", "clean", "help"}
    assert promised <= set(make_targets())


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_and_option_is_documented(name, command):
    text = documentation()
    assert f"fasail-atlas {name}" in text
    options = {
        option for given in command.params for option in (*given.opts, *given.secondary_opts)
    }
    # \b will not do before a dash: an option ends where no letter or dash follows.
    missing = [
        option
        for option in sorted(options)
        if option.startswith("--")
        and option != "--help"
        and not re.search(rf"{re.escape(option)}(?![\w-])", text)
    ]
    assert not missing


def test_the_promised_commands_exist():
    assert {"serve", "check", "areas", "validate"} <= {name for name, _ in commands()}


def test_no_file_names_a_private_path_or_a_package_host():
    files = project_files()
    assert ROOT / "pyproject.toml" in files
    wrong = []
    for path in set(files) - {Path(__file__).resolve()}:
        text = path.read_bytes().decode("utf-8", errors="ignore")
        words = FORBIDDEN if path == ROOT / ".ci" / "run" else (*FORBIDDEN, NEIGHBOUR)
        wrong += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]
    assert not sorted(wrong)


ONE_SYSTEM_ONLY = re.compile(r"%[-#_][a-zA-Z]|%e\b")
"""What `strftime` knows on one system alone, such as a day without its leading zero."""


def test_no_date_is_written_in_a_way_that_one_system_alone_knows():
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in project_files()
        if path.suffix == ".py" and path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if ONE_SYSTEM_ONLY.search(line)
    ]
    assert not wrong, "use geo.parsing.days.in_words"


@pytest.mark.parametrize("shape", ["%-d %B", "{day:%#d}", "%-H:%M", "%_d", "%e %b"])
def test_what_one_system_alone_knows_is_seen(shape):
    assert ONE_SYSTEM_ONLY.search(shape)


def test_every_dependency_is_pinned_to_a_version_that_it_allows():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    pins = {canonicalize_name(name): version for name, version in pins.items()}
    groups = DECLARED["dependency-groups"].values()
    extras = PROJECT["optional-dependencies"].values()
    needed = [*PROJECT["dependencies"], *itertools.chain(*groups, *extras)]
    wrong = [
        requirement
        for requirement in (Requirement(one) for one in needed if isinstance(one, str))
        if pins.get(canonicalize_name(requirement.name)) is None
        or not requirement.specifier.contains(pins[canonicalize_name(requirement.name)])
    ]
    assert not wrong


def test_the_changelog_has_a_section_for_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{PROJECT['version']}]" in changelog
    assert "## [Unreleased]" in changelog


def test_the_licence_is_the_one_declared():
    assert PROJECT["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_every_decision_is_numbered_dated_and_listed():
    folder = ROOT / "docs" / "decisions"
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    index = (folder / "README.md").read_text(encoding="utf-8")
    for number, path in enumerate(files, 1):
        title, _, day, *_ = path.read_text(encoding="utf-8").splitlines()
        assert path.name.startswith(f"{number:04}-")
        assert title.startswith(f"# {number}. ")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day), path.name
        assert f"- [{title[2:]}]({path.name})" in index


def test_the_architecture_page_shows_the_rooms_as_they_are(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    rooms = importlib.import_module("rooms")
    page, picture = rooms.made()
    assert rooms.PAGE.read_text(encoding="utf-8") == page, "run make rooms"
    assert rooms.PICTURE.read_text(encoding="utf-8") == picture, "run make rooms"


def test_every_room_says_what_changes_it():
    """Where a newcomer looks: each folder of the house stands in the page's first table."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    asked = page.split("## The rooms")[0]
    for package in ("geo", "layers"):
        for folder in sorted((ROOT / package).glob("*/__init__.py")):
            assert f"`{package}/{folder.parent.name}/`" in asked, folder.parent


def test_the_tests_mirror_the_house():
    rooms = {
        path.parent.relative_to(ROOT)
        for package in ("geo", "layers", "dashboard")
        for path in (ROOT / package).glob("*/__init__.py")
    }
    mirrored = {
        path.parent.relative_to(ROOT / "tests")
        for package in ("geo", "layers", "dashboard")
        for path in (ROOT / "tests" / package).glob("*/test_*.py")
    }
    assert mirrored <= rooms
    assert {room for room in rooms if room.parts[0] != "dashboard"} <= mirrored


def test_every_room_of_the_library_has_its_page_of_the_api():
    for package in ("geo", "layers"):
        for folder in sorted((ROOT / package).glob("*/__init__.py")):
            page = ROOT / "docs" / "api" / f"{package}-{folder.parent.name}.md"
            assert f"::: {package}.{folder.parent.name}\n" in page.read_text(encoding="utf-8")
