"""Similar earlier attacks: the measure by hand and by a slow oracle, and what it never uses.

In the valley, of 2021-07-24-port (rockets from the farm on the port, claimed as Grey Dawn): places
are known to 2 km, so two points in one place are sqrt((2² + 2²) / 2) = 2 km apart, and the likeness
of the same target is 0.5 ** (2 / 20) = 0.933.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.attribution.similar import (
    COLUMNS,
    HALVES,
    LEAST,
    OF_A_FAMILY,
    OF_AN_OWNER,
    SHOWN,
    WEIGHTS,
    brand_names,
    likeness,
    most_similar,
    score_of,
    similar,
)
from geo.attribution.similar_text import before_words
from geo.attribution.traits import FAMILY, SITES, Discs, Traits
from geo.crs import GEOD
from geo.errors import NameNotFoundError
from geo.schemas.attacks import METHODS
from geo.verdicts.check import check
from geo.workspace.typed_attack import TYPED_ID, typed_attack

PORT = "2021-07-24-port"


def test_the_weights_are_one_together():
    assert math.fsum(WEIGHTS.values()) == pytest.approx(1.0)


def test_the_measure_is_as_computed_by_hand(valley, valley_found):
    found = similar(valley_found, PORT, atlas=valley)
    assert tuple(found.columns) == COLUMNS
    assert found.index.tolist() == [
        "2021-05-01-port", "2021-06-05-port", "2021-05-08-port", "2021-07-17-city",
        "2021-07-03-city",
    ]  # fmt: skip
    first = found.iloc[0]
    same_place, same_launch, time = 0.5**0.1, 0.5**0.2, 0.5 ** (84 / 365)
    by_hand = 0.35 * same_place + 0.05 + 0.2 + 0.2 + 0.1 * same_launch + 0.1 * time
    assert first["similarity"] == pytest.approx(by_hand)
    assert first["compared"] == pytest.approx(1.0)
    assert (first["target_km"], first["launch_km"], first["days"]) == (0.0, 0.0, 84.0)
    assert first["reasons"] == (
        "same target", "same method", "same brand (Grey Dawn)", "3 months before",
        "launch at most 4 km away",
    )  # fmt: skip
    assert first["differs"] == ()


def test_what_is_not_known_adds_nothing_and_is_said_to_be_not_compared(valley, valley_found):
    found = similar(valley_found, PORT, atlas=valley)
    unclaimed = found.loc["2021-06-05-port"]
    assert np.isnan(unclaimed["claim"])
    assert unclaimed["compared"] == pytest.approx(1.0 - WEIGHTS["claim"])
    assert not any("claim" in text or "brand" in text for text in unclaimed["reasons"])
    elsewhere = found.loc["2021-07-03-city"]  # of unknown launch, under a brand of unknown owner
    assert np.isnan(elsewhere["launch"])
    assert np.isnan(elsewhere["launch_km"])
    assert np.isnan(elsewhere["claim"])
    assert "claimed as Red Kite; whether by the same group is not known" in elsewhere["differs"]


def test_of_a_disputed_brand_no_owner_is_taken(valley, valley_found):
    # Blue Heron is Oak's or Elm's: it is not held against Ash's brand.
    found = similar(valley_found, PORT, atlas=valley)
    assert np.isnan(found.loc["2021-07-17-city", "claim"])


def test_rough_places_are_never_close(valley, valley_judge):
    row = {"date": "2021-09-01", "method": "rocket", "target_place": "port", "facade": "Grey Dawn"}
    for radius_km, typical_km in ((2, 2.0), (80, math.sqrt((80**2 + 2**2) / 2))):
        found = valley_judge({**row, "target_radius_km": str(radius_km)})
        likely = similar(found, "row-2", atlas=valley).loc[PORT, "target"]
        assert likely == pytest.approx(0.5 ** (typical_km / 20))


def test_a_far_launch_differs_and_a_near_one_is_shared(valley, valley_found):
    found = similar(valley_found, PORT, atlas=valley, limit=99)
    assert "launch 186 km away" in found.loc["2021-05-08-port", "differs"]
    assert "launch at most 4 km away" in found.loc["2021-05-01-port", "reasons"]


def test_an_attack_typed_by_hand_is_compared_with_the_record(valley):
    record = typed_attack(
        atlas=valley, target="port", method="rocket", date="2021-09-01", facade="Grey Dawn"
    )
    found = similar(check(record, atlas=valley), TYPED_ID, atlas=valley)
    # The rumour of August is later than all of them, on the same target, and no attack.
    assert found.index[0] == PORT
    assert "2021-08-07-rumour" not in found.index
    assert found["reasons"].iloc[0][:3] == ("same target", "same method", "same brand (Grey Dawn)")


def test_nothing_comes_before_the_first_nor_before_a_day_that_is_not_known(
    valley, valley_found, valley_judge
):
    assert similar(valley_found, "2021-05-01-port", atlas=valley).empty
    undated = valley_judge({"date": "", "method": "rocket", "target_place": "port"})
    assert similar(undated, "row-2", atlas=valley).empty


def test_an_attack_of_a_month_is_earlier_only_when_the_month_is_over(valley, valley_judge):
    row = {"method": "roadside_bomb", "target_place": "", "target_lat": "33.5",
           "target_lon": "44.5", "target_radius_km": "1"}  # fmt: skip
    own = valley.record
    there = own.attacks.assign(
        target_lon=own.attacks["target_lon"].mask(own.attacks.index == "2021-08-road", 44.5),
        target_lat=own.attacks["target_lat"].mask(own.attacks.index == "2021-08-road", 33.5),
        target_radius_km=own.attacks["target_radius_km"].fillna(1.0),
    )
    past = Traits.of(replace(own, attacks=there), atlas=valley)
    for day, known in (("2021-08-31", False), ("2021-09-01", True)):
        one = Traits.of(valley_judge({**row, "date": day}).cases, atlas=valley)
        found = most_similar(one, "row-2", past, names={})
        assert ("2021-08-road" in found.index) is known
        if known:
            assert "about 16 days before" in found.loc["2021-08-road", "reasons"]


def test_attacks_of_one_day_are_not_put_before_each_other(valley, valley_judge):
    row = {"date": "2021-07-24", "method": "rocket", "target_place": "port"}
    assert PORT not in similar(valley_judge(row), "row-2", atlas=valley).index


def test_what_nobody_had_reported_by_a_day_is_not_used(valley, valley_found):
    # The courier came out on 2021-07-31, the gazette in September 2021.
    found = similar(valley_found, PORT, atlas=valley, known_on=dt.date(2021, 8, 15))
    assert found.index.tolist() == [
        "2021-05-01-port", "2021-06-05-port", "2021-07-17-city", "2021-07-03-city",
    ]  # fmt: skip
    assert similar(valley_found, PORT, atlas=valley, known_on=dt.date(2021, 7, 30)).empty
    late = similar(valley_found, PORT, atlas=valley, known_on=dt.date(2021, 9, 30))
    pd.testing.assert_frame_equal(late, similar(valley_found, PORT, atlas=valley))


def test_a_claim_that_was_told_of_later_is_not_heard_before(valley):
    own = valley.record
    claims = own.claims.assign(source_id=own.claims["source_id"].mask(
        own.claims["attack_id"] == PORT, "gazette"
    ))  # fmt: skip
    late = replace(own, claims=claims)
    day = dt.date(2021, 8, 15)
    now, then = (Traits.of(late, atlas=valley, known_on=known) for known in (None, day))
    row = own.attacks.index.get_loc(PORT)
    assert (now.brand[row], then.brand[row]) == ("grey_dawn", "")


def test_an_attack_without_a_dated_report_counts_from_its_own_day(valley):
    own = valley.record
    none = own.reports.iloc[:0]
    day = dt.date(2021, 6, 5)
    usable = Traits.of(own, atlas=valley, reports=none, known_on=day).usable
    assert own.attacks.index[usable].tolist() == [
        "2021-05-01-port", "2021-05-08-port", "2021-05-15-fort", "2021-05-22-fort",
        "2021-06-05-port",
    ]  # fmt: skip


def test_the_assessment_is_never_used(valley, valley_found):
    attacks = valley_found.cases.attacks.assign(
        assessed_group="ELM", asserted_group="ELM", asserted_from="assessment"
    )
    other = replace(valley_found, cases=replace(valley_found.cases, attacks=attacks))
    own = replace(valley.record, attacks=valley.record.attacks.assign(assessed_group="ELM"))
    pd.testing.assert_frame_equal(
        most_similar(
            Traits.of(other.cases, atlas=valley), PORT, Traits.of(own, atlas=valley),
            names=brand_names(valley),
        ),
        similar(valley_found, PORT, atlas=valley),
    )  # fmt: skip


def test_an_attack_that_nobody_checked_is_refused(valley, valley_found):
    with pytest.raises(NameNotFoundError, match="no findings of an attack 'nothing'"):
        similar(valley_found, "nothing", atlas=valley)


def test_it_is_one_of_the_names_of_the_package(valley, valley_found):
    found = geo.similar(valley_found, PORT, atlas=valley, limit=2)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0.5, "1 day before"), (1, "1 day before"), (59, "59 days before"),
        (60, "2 months before"), (426, "14 months before"), (700, "23 months before"),
        (730.5, "2 years before"), (1278, "3.5 years before"),
    ],
)  # fmt: skip
def test_how_long_before_is_said_in_days_months_or_years(days, words):
    assert before_words(days) == words


# -- the slow oracle ---------------------------------------------------------------------------

_PLACES = {"fort": "base", "port": "airport", "town": "", "": ""}
_LON, _LAT = st.floats(40, 47), st.floats(30, 37)
_SPOT = st.one_of(st.none(), st.tuples(_LON, _LAT, st.floats(0, 60)))
_OWNERS = {"": "", "red": "", "grey": "ASH", "blue": "ASH", "green": "OAK"}
_ROW = st.fixed_dictionaries(
    {
        "target": _SPOT,
        "launch": _SPOT,
        "place": st.sampled_from(list(_PLACES)),
        "method": st.sampled_from(["", *METHODS]),
        "brand": st.sampled_from(list(_OWNERS)),
        "first": st.one_of(st.none(), st.integers(18_000, 18_400)),
        "span": st.integers(0, 40),
        "usable": st.booleans(),
    }
)


def traits(rows):
    """Traits of rows as the strategy draws them."""

    def discs(role):
        cells = [row[role] or (math.nan, math.nan, 0.0) for row in rows]
        return Discs(*(np.array(part, dtype=float) for part in zip(*cells, strict=True)))

    def texts(each):
        out = np.empty(len(rows), dtype=object)
        out[:] = [each(row) for row in rows]
        return out

    first = [np.datetime64("NaT", "D") if r["first"] is None else np.datetime64(r["first"], "D")
             for r in rows]  # fmt: skip
    last = [day + np.timedelta64(row["span"], "D") for day, row in zip(first, rows, strict=True)]
    return Traits(
        ids=pd.Index([f"a{n:02}" for n in range(len(rows))], name="attack_id"),
        target=discs("target"),
        launch=discs("launch"),
        place_id=texts(lambda row: row["place"]),
        place=texts(lambda row: row["place"]),
        site=texts(lambda row: _PLACES[row["place"]]),
        method=texts(lambda row: row["method"]),
        family=texts(lambda row: FAMILY.get(row["method"], row["method"])),
        brand=texts(lambda row: row["brand"]),
        owner=texts(lambda row: _OWNERS[row["brand"]]),
        first=np.array(first),
        last=np.array(last),
        usable=np.array([row["usable"] for row in rows], dtype=bool),
    )


def slow_parts(one, other):
    """Likeness of two rows, a part at a time; what is not known of both is left out."""
    parts = {}
    for role in ("target", "launch"):
        if one[role] and other[role]:
            (x, y, r), (u, v, s) = one[role], other[role]
            km = GEOD.inv(x, y, u, v)[2] / 1000
            typical = math.sqrt(km * km + (r * r + s * s) / 2)
            parts[role] = 0.5 ** (typical / HALVES[role])
    sites = _PLACES[one["place"]], _PLACES[other["place"]]
    if all(site in SITES for site in sites):
        parts["site"] = float(sites[0] == sites[1])
    methods = one["method"], other["method"]
    if all(method not in {"", "other"} for method in methods):
        family = {FAMILY.get(method, method) for method in methods}
        same = methods[0] == methods[1] and methods[0] != "drone_unspecified"
        parts["method"] = 1.0 if same else OF_A_FAMILY if len(family) == 1 else 0.0
    if one["brand"] and other["brand"]:
        owners = _OWNERS[one["brand"]], _OWNERS[other["brand"]]
        if one["brand"] == other["brand"]:
            parts["claim"] = 1.0
        elif all(owners):
            parts["claim"] = OF_AN_OWNER if owners[0] == owners[1] else 0.0
    if one["first"] is not None and other["first"] is not None:
        middles = [row["first"] + row["span"] / 2 for row in (one, other)]
        parts["time"] = 0.5 ** (abs(middles[0] - middles[1]) / HALVES["time"])
    return parts


def slow_score(one, other):
    return math.fsum(WEIGHTS[name] * value for name, value in slow_parts(one, other).items())


@settings(max_examples=60, deadline=None)
@given(st.lists(_ROW, min_size=1, max_size=8))
def test_it_agrees_with_a_slow_loop(rows):
    all_of = traits(rows)
    found = most_similar(all_of, "a00", all_of, names={}, limit=99)
    one = rows[0]
    expected = {
        f"a{n:02}": slow_score(one, other)
        for n, other in enumerate(rows)
        if other["usable"]
        and one["first"] is not None
        and other["first"] is not None
        and other["first"] + other["span"] < one["first"]
    }
    close = {ident: score for ident, score in expected.items() if abs(score - LEAST) < 1e-9}
    wanted = {ident for ident, score in expected.items() if score >= LEAST}
    assert set(found.index) ^ wanted <= set(close)
    for ident, row in found.to_dict("index").items():
        parts = slow_parts(one, rows[int(ident[1:])])
        assert row["similarity"] == pytest.approx(expected[ident])
        assert row["compared"] == pytest.approx(math.fsum(WEIGHTS[name] for name in parts))
        for name in WEIGHTS:
            assert row[name] == pytest.approx(parts.get(name, math.nan), nan_ok=True)
        assert all(row["reasons"])
        assert all(row["differs"])
    assert found["similarity"].is_monotonic_decreasing


@settings(max_examples=60, deadline=None)
@given(st.lists(_ROW, min_size=2, max_size=6))
def test_the_measure_is_symmetric_and_at_most_one(rows):
    all_of = traits(rows)
    every = np.arange(len(rows))
    scores = np.array(
        [score_of(likeness(all_of, row, all_of, every))[0] for row in range(len(rows))]
    )
    assert np.allclose(scores, scores.T)
    assert ((scores >= 0) & (scores <= 1 + 1e-12)).all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(_ROW, min_size=1, max_size=6),
    st.lists(_ROW, min_size=1, max_size=4),
    st.integers(0, 60),
)
def test_later_attacks_appended_change_nothing(rows, later, after):
    one = rows[0] | {"first": 18_200, "span": 3}
    rows = [one, *rows[1:]]
    # From the first day of the attack on, until long after.
    more = [row | {"first": 18_200 + after} for row in later]
    before = most_similar(traits(rows), "a00", traits(rows), names={}, limit=99)
    both = traits(rows + more)
    pd.testing.assert_frame_equal(before, most_similar(both, "a00", both, names={}, limit=99))


@settings(max_examples=40, deadline=None)
@given(st.lists(_ROW, min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    all_of = traits(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = traits([rows[n] for n in order])
    # The same ids for the same rows, in another order.
    moved = replace(shuffled, ids=pd.Index([f"a{n:02}" for n in order], name="attack_id"))
    pd.testing.assert_frame_equal(
        most_similar(all_of, "a00", all_of, names={}, limit=SHOWN),
        most_similar(moved, "a00", moved, names={}, limit=SHOWN),
    )
