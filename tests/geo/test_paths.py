"""The data folder is found where it is, and missed with a sentence that helps."""

from __future__ import annotations

import pytest

import geo.settings
from geo.errors import AtlasError, DataNotFoundError
from geo.settings import data_dir, find


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An empty package folder in place of the real one, and no variable."""
    folder = tmp_path / "site" / "geo"
    folder.mkdir(parents=True)
    monkeypatch.setattr(geo.settings, "_PACKAGE", folder)
    monkeypatch.delenv("ATLAS_DATA", raising=False)
    return folder


def make_data(folder):
    folder.mkdir(parents=True)
    (folder / "gazetteer.csv").write_text("place_id\n")
    return folder


def test_a_checkout_keeps_the_data_beside_the_package(package):
    expected = make_data(package.parent / "data")
    assert data_dir() == expected


def test_a_wheel_keeps_the_data_inside_and_ignores_a_stranger_s_folder(package):
    make_data(package.parent / "data")
    expected = make_data(package / "_data")
    assert data_dir() == expected


def test_the_variable_comes_first(package, tmp_path, monkeypatch):
    make_data(package / "_data")
    mine = make_data(tmp_path / "mine")
    monkeypatch.setenv("ATLAS_DATA", str(mine))
    assert data_dir() == mine


def test_a_folder_named_data_that_is_not_ours_is_not_taken(package):
    (package.parent / "data").mkdir()
    with pytest.raises(DataNotFoundError, match="Reinstall"):
        data_dir()


def test_a_folder_with_attacks_alone_borrows_the_rest(package, tmp_path, monkeypatch):
    bundled = make_data(package / "_data")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "attacks.csv").write_text("date,method,target_place\n")
    monkeypatch.setenv("ATLAS_DATA", str(mine))
    assert data_dir() == mine
    assert find("attacks.csv", data_dir()) == mine / "attacks.csv"
    assert find("gazetteer.csv", data_dir()) == bundled / "gazetteer.csv"
    with pytest.raises(DataNotFoundError, match="bundled"):
        find("nothing.csv", data_dir())


@pytest.mark.parametrize("kind", ["missing", "empty"])
def test_a_wrong_variable_is_named_and_nothing_else_is_taken(package, tmp_path, monkeypatch, kind):
    make_data(package / "_data")
    wrong = tmp_path / "wrong"
    if kind == "empty":
        wrong.mkdir()
    monkeypatch.setenv("ATLAS_DATA", str(wrong))
    with pytest.raises(FileNotFoundError, match="unset ATLAS_DATA") as caught:
        data_dir()
    assert isinstance(caught.value, AtlasError)
    assert str(wrong) in str(caught.value)
