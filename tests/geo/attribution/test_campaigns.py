"""Bursts: what came shortly before, nearby, by the same group."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.attribution import bursts as campaigns
from geo.attribution.bursts import burst_weight, earlier_in_burst, flat_km, opens_campaign


def slow(x, y, day, group, order):
    """Count by the definition, pair by pair."""
    out = []
    for i in range(len(x)):
        before = [
            j
            for j in range(len(x))
            if group[j] == group[i]
            and (day[j], order[j]) < (day[i], order[i])
            and day[i] - day[j] <= 14
            and np.hypot(x[i] - x[j], y[i] - y[j]) <= 10
        ]
        out.append(len(before))
    return out


attack = st.tuples(
    st.integers(-12, 12),
    st.integers(-12, 12),
    st.integers(0, 40),
    st.integers(0, 1),
)


@settings(deadline=None)
@given(st.lists(attack, max_size=25), st.randoms())
def test_the_count_is_that_of_the_definition(attacks, random):
    order = list(range(len(attacks)))
    random.shuffle(order)
    x, y, day, group = (
        (list(values) for values in zip(*attacks, strict=True)) if attacks else [[]] * 4
    )
    earlier = earlier_in_burst(x, y, day, group, order=order)
    assert earlier.tolist() == slow(x, y, day, group, order)


@pytest.mark.parametrize("slab", [1, 2, 3])
def test_slabs_change_nothing(monkeypatch, slab):
    rng = np.random.default_rng(4)
    x, y = rng.uniform(0, 30, (2, 60))
    day, group, order = rng.integers(0, 30, 60), rng.integers(0, 2, 60), rng.permutation(60)
    whole = earlier_in_burst(x, y, day, group, order=order)
    monkeypatch.setattr(campaigns, "_SLAB", slab)
    assert earlier_in_burst(x, y, day, group, order=order).tolist() == whole.tolist()
    assert whole.max() > 2


def test_few_points_are_counted_as_many_are(monkeypatch):
    rng = np.random.default_rng(5)
    x, y = rng.integers(0, 20, (2, 200))
    day, group, order = rng.integers(0, 40, 200), rng.integers(0, 3, 200), rng.permutation(200)
    few = earlier_in_burst(x, y, day, group, order=order)
    assert few.tolist() == slow(x, y, day, group, order)
    monkeypatch.setattr(campaigns, "_FEW", 0)
    assert earlier_in_burst(x, y, day, group, order=order).tolist() == few.tolist()


def test_edges_count_as_within():
    # 6-8-10: exactly 10 km apart; exactly 14 days apart.
    earlier = earlier_in_burst([0, 6, 6.01], [0, 8, 8], [0, 14, 14], [0, 0, 0], order=[0, 1, 2])
    assert earlier.tolist() == [0, 1, 1]
    assert earlier_in_burst([0, 0], [0, 0], [0, 15], [0, 0], order=[0, 1]).tolist() == [0, 0]


def test_on_one_day_the_id_decides():
    earlier = earlier_in_burst([0, 0, 1], [0, 0, 0], [5, 5, 5], [0, 0, 0], order=[2, 0, 1])
    assert earlier.tolist() == [2, 0, 1]


@given(st.integers(1, 500))
def test_a_burst_of_n_weighs_at_most_two_roots_of_n(n):
    # A single run: the k-th attack has k-1 before it.
    assert burst_weight(np.arange(n)).sum() <= 2 * np.sqrt(n)


def test_a_campaign_opens_where_nothing_came_before():
    assert opens_campaign([0, 1, 2, 0]).tolist() == [True, False, False, True]


def test_kilometres_are_equirectangular():
    x, y = flat_km([44.0, 45.0], [34.0, 35.0], centre=(44, 34))
    assert x.tolist() == pytest.approx([0, 111.195 * np.cos(np.radians(34))], abs=1e-3)
    assert y.tolist() == pytest.approx([0, 111.195], abs=1e-3)
