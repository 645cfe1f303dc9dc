"""The wheel alone is the whole product: command, pages, settings and data, without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.server import serving

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def run(*command, **options):
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bare_environment(home):
    """The environment of a user who never saw the checkout."""
    hidden = ("ATLAS_", "PYTHON", "STREAMLIT_", "PYTEST", "VIRTUAL_ENV")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home)}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel, built offline from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    run(
        sys.executable,
        *("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT),
        cwd=folder,
    )
    (built,) = folder.glob("fasail_atlas-*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """An environment with the wheel that borrows the dependencies, but not the checkout.

    A plain path in a .pth file is not searched for further .pth files, so an editable install
    of the checkout beside the dependencies stays invisible.
    """
    folder = tmp_path_factory.mktemp("wheel") / "env"
    venv.create(folder, with_pip=False)
    python = folder / SCRIPTS / "python"
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    borrowed = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (own / "borrowed.pth").write_text("\n".join(borrowed))
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet"),
        *("--no-deps", "--no-index", "--force-reinstall", wheel),
    )
    return folder


def test_the_wheel_holds_data_settings_and_licence_but_no_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "data").rglob("*.csv"):
        assert f"geo/_data/{path.relative_to(ROOT / 'data').as_posix()}" in names
    documents = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert {f"dashboard/_docs/{name}" for name in documents} == {
        name for name in names if name.startswith("dashboard/_docs/")
    }
    assert "dashboard/.streamlit/config.toml" in names
    assert "dashboard/app.py" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names} - {"geo", "layers", "dashboard"} == {
        name.split("/")[0] for name in names if ".dist-info/" in name
    }
    assert not [name for name in names if "__pycache__" in name]


def test_every_file_of_the_packages_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [
        path.relative_to(ROOT).as_posix()
        for package in ("geo", "layers", "dashboard")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "_data" not in path.parts
    ]
    assert files
    assert not set(files) - names


def test_the_installed_packages_and_data_are_those_of_the_wheel(installed, tmp_path):
    script = (
        "import geo, layers, dashboard, geo.settings\n"
        "for module in (geo, layers, dashboard): print(module.__file__)\n"
        "print(geo.settings.data_dir())"
    )
    python = installed / SCRIPTS / "python"
    found = run(python, "-c", script, cwd=tmp_path, env=bare_environment(tmp_path)).splitlines()
    assert all(Path(path).is_relative_to(installed) for path in found)
    assert Path(found[-1]).parts[-2:] == ("geo", "_data")


def test_the_wheel_makes_a_casebook_by_its_own_migrations(installed, tmp_path):
    command, env = installed / SCRIPTS / "fasail-atlas", bare_environment(tmp_path)
    book = ("--casebook", tmp_path / "book.sqlite")
    words = ("2022-04-30-al-asad", "--decision", "false claim", "--by", "Anna")
    run(command, "casebook", "add", *words, *book, cwd=tmp_path, env=env)
    assert "Anna" in run(command, "casebook", "list", *book, cwd=tmp_path, env=env)


def test_the_wheel_serves_with_its_own_theme_and_asks_nobody(installed, page, tmp_path):
    command = [installed / SCRIPTS / "fasail-atlas"]
    with serving(tmp_path, command=command, env=bare_environment(tmp_path)) as url:
        page.emulate_media(color_scheme="dark")
        page.goto(url)
        app = page.get_by_test_id("stApp")
        app.wait_for()
        # theme.dark.backgroundColor of config.toml; Streamlit's own dark theme has another
        page.wait_for_function(
            "element => getComputedStyle(element).backgroundColor === 'rgb(21, 25, 28)'",
            arg=app.element_handle(),
        )


@pytest.mark.skipif(
    not os.environ.get("CI"), reason="installs all dependencies; only where CI is set"
)
def test_the_wheel_installs_with_its_dependencies_and_serves(wheel, tmp_path):
    folder = tmp_path / "env"
    venv.create(folder, with_pip=True)
    python = folder / SCRIPTS / "python"
    # Half of the time would go into byte code of which little is ever run.
    quick = ("--quiet", "--no-compile")
    run(python, "-m", "pip", "install", *quick, "-c", ROOT / "constraints.txt", wheel)
    run(python, "-m", "pip", "check")
    command = [folder / SCRIPTS / "fasail-atlas"]
    environment = bare_environment(tmp_path)
    assert run(*command, "--version", env=environment).startswith("fasail-atlas ")
    with serving(tmp_path, command=command, env=environment) as url:
        assert url.startswith("http://127.0.0.1:")
