"""How functions are compiled, and borders cut into chains that lose no edge."""

from __future__ import annotations

import importlib.util
import threading

import numpy as np
import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from bench.outlines import outlines
from geo.spatial.grid_cells import lay
from geo.spatial.grid_numba import chains, compiled

TWICE = "def twice(number):\n    return 2 * number\n"
UNTIL = '''
def until(flag, turns, most):
    """Turns that were needed until somebody set the flag."""
    for turn in range(most):
        turns[0] = turn + 1
        if flag[0]:
            return turn
    return most
'''


def of_a_file(folder, name, text):
    """A function of a module in a folder that machine code may be kept in."""
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


def of_no_file(folder, name, text):
    names = {}
    exec(text, names)
    return names[name]


def test_a_compiled_function_is_kept_for_the_next_process_where_a_folder_allows_it(tmp_path):
    assert compiled(of_a_file(tmp_path, "twice", TWICE))(21) == 42
    assert list(tmp_path.rglob("*.nbi"))
    assert compiled(of_no_file(tmp_path, "twice", TWICE))(21) == 42


@pytest.mark.parametrize("made", [of_a_file, of_no_file])
def test_others_work_while_a_compiled_function_does(made, tmp_path):
    """Another thread sets the flag that it waits for; if none could, it would count to the end."""
    wait = compiled(made(tmp_path, "until", UNTIL))
    flag, turns, most = np.zeros(1), np.zeros(1), 4_000_000_000
    wait(flag, turns, 3)  # compiled by now
    turns[0] = 0
    needed = []
    worker = threading.Thread(target=lambda: needed.append(wait(flag, turns, most)))
    worker.start()
    while not turns[0]:
        pass
    flag[0] = 1
    worker.join()
    assert needed[0] < most


HOLED = Polygon(box(0, 0, 4, 4).exterior, [box(1, 1, 3, 3).exterior])
LONG = Polygon([(5, 0), (5.001, 0), (5.301, 4), (5.3, 4)])
WORLDS = {
    "by hand": [HOLED, Polygon(), LONG, MultiPolygon([box(6, 0, 7, 1), box(6, 2, 7, 3)])],
    "smooth": list(outlines(3, least=30, most=400, seed=9)),
}


@pytest.mark.parametrize("side", [1, 3, 25])
@pytest.mark.parametrize("world", WORLDS)
def test_each_edge_is_in_one_chain_of_every_row_that_it_meets_and_in_no_other(world, side):
    cells = lay(np.array(WORLDS[world], dtype=object), side=side)
    xy, begin, chain = chains(cells)
    rows, ring = cells.frame.rows, cells.outlines.ring
    row = cells.frame.halves_of(xy)[1] >> 1
    expected = {}
    for area, first, last in zip(cells.outlines.area, ring[:-1], ring[1:], strict=True):
        for edge in range(first, last - 1):
            low, high = sorted(row[edge : edge + 2].tolist())
            for met in range(low, high + 1):
                expected.setdefault(int(area) * rows + met, []).append(edge)
    assert begin.size == cells.areas * rows + 1
    assert (begin[0], begin[-1]) == (0, chain.size)
    for place in range(cells.areas * rows):
        found = []
        for one in chain[begin[place] : begin[place + 1]]:
            x, y = xy[one["first"] : one["last"] + 1].T
            assert (one["west"], one["east"]) == (x.min(), x.max())
            assert (one["from"], one["to"]) == (y[0], y[-1])
            assert 1 <= one["last"] - one["first"] <= 8
            found += range(one["first"], one["last"])
        assert sorted(found) == expected.get(place, [])
