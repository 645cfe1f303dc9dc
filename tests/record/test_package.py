"""Every file of the data folder has a birth certificate that still fits it."""

import copy
import hashlib
import importlib.util
import json
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
REDO = "run: python data/build.py package"


def load_build():
    spec = importlib.util.spec_from_file_location("data_build", DATA / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def build():
    return load_build()


@pytest.fixture(scope="module")
def resources():
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["path"]: resource for resource in package["resources"]}


def test_every_file_is_declared_and_every_declared_file_is_there(resources):
    own = {"build.py", "datapackage.toml", "datapackage.json"}
    present = {
        path.relative_to(DATA).as_posix()
        for path in DATA.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert set(resources) == present - own, REDO


def test_size_and_hash_fit_the_file(resources):
    differing = []
    for path, resource in resources.items():
        content = (DATA / path).read_bytes()
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        if (resource["bytes"], resource["hash"]) != (len(content), digest):
            differing.append(path)
    assert differing == [], REDO


def test_each_has_a_licence_a_source_a_title_and_says_how_it_came_about(resources):
    for path, resource in resources.items():
        assert all(licence["name"] and licence["title"] for licence in resource["licenses"]), path
        assert all(source["title"] for source in resource["sources"]), path
        assert resource["licenses"], path
        assert resource["sources"], path
        assert resource["title"], path
        assert len(resource["description"]) > 10, path
        made = ("hand-kept", "derived by build.py", "derived by fasail-atlas exercise")
        assert resource["derived"].startswith(made), path


def test_names_are_unique(resources):
    names = [resource["name"] for resource in resources.values()]
    assert len(set(names)) == len(names)


def test_written_package_is_the_one_the_toml_gives(build):
    written = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert written == build.package(build.read_toml("datapackage.toml"), folder=DATA), REDO


def test_licences_page_names_every_licence_and_derived_file(resources):
    page = (DATA / "LICENSES.md").read_text(encoding="utf-8")
    titles = {"CC-BY-4.0": "CC BY 4.0", "LGPL-3.0-or-later": "LGPL 3.0 or later"}
    titles |= {"MIT": "MIT", "other-pd": "public domain"}
    for path, resource in resources.items():
        assert all(titles[licence["name"]] in page for licence in resource["licenses"])
        if path.startswith("base/"):
            assert f"`{path}`" in page


WRITTEN = {
    "package": {"name": "small"},
    "licenses": {"cc": {"name": "CC-BY-4.0", "title": "CC BY"}},
    "sources": {"us": {"title": "us"}},
    "resource": [{"path": "a.csv", "title": "A", "licenses": ["cc"], "sources": ["us"]}],
}


def test_package_measures_each_file(build, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"abc")
    (resource,) = build.package(WRITTEN, folder=tmp_path)["resources"]
    assert resource["name"] == "a-csv"
    assert resource["bytes"] == 3
    # the published test vector of SHA-256 for "abc"
    assert resource["hash"] == (
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert resource["licenses"] == [{"name": "CC-BY-4.0", "title": "CC BY"}]
    assert resource["sources"] == [{"title": "us"}]


def test_package_names_every_undeclared_and_every_missing_file(build, tmp_path):
    written = copy.deepcopy(WRITTEN)
    written["resource"].append(written["resource"][0] | {"path": "gone.csv"})
    (tmp_path / "base").mkdir()
    for name in ("a.csv", "stray.csv", "base/stray.geojson"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(SystemExit) as stopped:
        build.package(written, folder=tmp_path)
    text = str(stopped.value)
    assert "stray.csv: in data/ but not declared" in text
    assert "base/stray.geojson: in data/ but not declared" in text
    assert "gone.csv: declared but missing" in text
    assert "a.csv:" not in text.replace("stray.csv:", "")


def test_a_missing_command_names_the_package_to_install(build):
    with pytest.raises(SystemExit, match=r"no-such-command.*install the Debian package gmt"):
        build.need("no-such-command", packages="the Debian package gmt")
