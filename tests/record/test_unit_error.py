"""How far the bundled governorates may be off is measured against the boundaries in common use."""

from __future__ import annotations

import re

import pytest
import shapely

from geo.crs import to_metric
from geo.reference.boundaries import load_units, unit_name
from geo.reference.unit_error import BUNDLED_ERROR_KM, OUTSIDE, maybe_of, surely_of
from geo.schemas.tokens import UNIT_SPELLINGS
from geo.settings import bundled_dir
from tests.support.server import ROOT

LEAST_M2 = 10_000.0
"""Ground that is not looked for: edges of two sources never lie on each other."""

MOST_KM = 250


def least_km(left_over):
    """Least whole km from which on nothing is left over."""
    low, high = 0, MOST_KM
    while low < high:
        middle = (low + high) // 2
        if left_over(middle * 1000).area < LEAST_M2:
            high = middle
        else:
            low = middle + 1
    return low


@pytest.fixture(scope="module")
def drawn(atlas_boundaries):
    """Bundled outlines and those of the boundaries, metres of the conic, by unit."""
    bundled = load_units(bundled_dir(), boundaries=bundled_dir() / "base" / "units.geojson")
    finer = load_units(bundled_dir(), boundaries=atlas_boundaries)
    found = []
    for outlines in (bundled.outlines, finer.outlines):
        shapes = shapely.make_valid(to_metric(list(outlines.values())))
        found.append(dict(zip(outlines, shapes, strict=True)))
    whole = [shapely.union_all(list(shapes.values())) for shapes in found]
    frame = shapely.union_all(whole).envelope.buffer(MOST_KM * 1000)
    for shapes, country in zip(found, whole, strict=True):
        shapes[OUTSIDE] = frame.difference(country)
    return found


@pytest.mark.parametrize("unit", [*sorted(UNIT_SPELLINGS), OUTSIDE])
def test_how_far_what_is_drawn_as_a_unit_lies_from_another_is_what_was_measured(drawn, unit):
    coarse, fine = drawn
    measured = {}
    for other in {*coarse} - {unit}:
        common = coarse[unit].intersection(fine[other])
        if common.area >= LEAST_M2:
            near = coarse[other]
            km = least_km(lambda metres, c=common, n=near: c.difference(n.buffer(metres)))
            measured |= {other: km} if km else {}
    assert measured == BUNDLED_ERROR_KM.get(unit, {})


@pytest.mark.parametrize("unit", sorted(UNIT_SPELLINGS))
def test_by_finer_boundaries_all_that_is_sure_is_inside_and_all_that_is_inside_may_be(drawn, unit):
    _, fine = drawn
    outlines = load_units(
        bundled_dir(), boundaries=bundled_dir() / "base" / "units.geojson"
    ).outlines
    surely, maybe = to_metric(
        [ask(outlines, unit, error_km=BUNDLED_ERROR_KM) for ask in (surely_of, maybe_of)]
    )
    # Per neighbour some ground was not looked for.
    assert surely.difference(fine[unit]).area < 20 * LEAST_M2
    assert fine[unit].difference(maybe).area < 20 * LEAST_M2
    assert surely.area > 0


def test_the_docs_name_what_is_off_by_ten_km_or_more():
    text = (ROOT / "docs" / "boundaries.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w -]+?) \| ([\w -]+?) \| (\d+) \|$", text, flags=re.MULTILINE)
    documented = {(one, other): int(km) for one, other, km in rows}
    assert documented == {
        (unit_name(unit) if unit else "ground outside Iraq", unit_name(other)): km
        for unit, others in BUNDLED_ERROR_KM.items()
        for other, km in others.items()
        if km >= 10
    }


def test_only_the_bundled_outlines_are_in_doubt(monkeypatch):
    monkeypatch.delenv("ATLAS_BOUNDARIES", raising=False)
    assert load_units(bundled_dir()).error_km == BUNDLED_ERROR_KM
    own = bundled_dir() / "base" / "units.geojson"
    assert load_units(bundled_dir(), boundaries=own).error_km == {}
