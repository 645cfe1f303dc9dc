"""The names that others need: there, typed, as documented, and free until they are used."""

from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

import geo


@pytest.mark.parametrize("name", geo.__all__)
def test_each_public_name_is_there(name):
    assert getattr(geo, name) is not None
    assert name in dir(geo)


def test_another_name_is_an_ordinary_error():
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = geo.nonsense


def test_the_example_of_the_package_holds():
    result = doctest.testmod(geo)
    assert result.attempted > 3
    assert not result.failed


def test_importing_the_package_loads_no_library():
    line = "import geo, sys; print(*sorted({'pandas', 'numpy', 'shapely'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert not done.stdout.strip()
