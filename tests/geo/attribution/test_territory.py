"""Usual ground: the vote by hand, its laws, and what areas add."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from shapely.geometry import box

from geo.attribution.events import Events, EventsError
from geo.attribution.usual_ground import Ground
from geo.attribution.vote import History, activity, blend
from geo.errors import CRSError
from geo.spatial.h3_cells import LEVELS, cells_at, parents

BAGHDAD, MOSUL, BASRA = (44.4, 33.3), (43.1, 36.3), (47.8, 30.5)
PLACES = (BAGHDAD, MOSUL, BASRA)


def events(*rows, **how):
    """Events from (day of 2020, place, groups)."""
    table = pd.DataFrame(
        [
            {"id": f"e{n:03d}", "date": day, "lon": lon, "lat": lat, "groups": tuple(groups)}
            for n, (day, (lon, lat), groups) in enumerate(rows)
        ],
        columns=["id", "date", "lon", "lat", "groups"],
    )
    table["date"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(table["date"], unit="D")
    return Events.of(table, **how)


def day(number):
    return pd.Timestamp("2020-01-01") + pd.Timedelta(days=number)


def test_one_old_vote_by_hand():
    # One vote, 90 days old: worth a half at each of five levels. Of the unknown group's 2 %
    # each level leaves 1/(1 + 0.5).
    ground = Ground.fit(events((0, BAGHDAD, "A")), as_of=day(90))
    here, far = ground.share([BAGHDAD[0], BASRA[0]], [BAGHDAD[1], BASRA[1]])
    assert here[-1] == pytest.approx(0.02 / 1.5**5)
    assert far.tolist() == pytest.approx([0.98, 0.02])


def test_a_burst_weighs_less_and_a_clash_is_shared():
    # Two of A in one burst: 1 + 1/√2. A clash gives A and B a half each.
    ground = Ground.fit(
        events((0, BAGHDAD, "A"), (0, BAGHDAD, "A"), (0, MOSUL, "AB")), as_of=day(0), delay_days=-1
    )
    assert ground.votes(*BAGHDAD)["A"].tolist() == pytest.approx([1 + 2**-0.5] * 5)
    assert ground.votes(*MOSUL)[["A", "B"]].to_numpy() == pytest.approx(np.full((5, 2), 0.5))
    assert ground.baseline["campaigns"].tolist() == [2, 1]


def test_groups_are_known_after_a_week():
    known = events((0, BAGHDAD, "A"))
    assert Ground.fit(known, as_of=day(7)).share(*BAGHDAD).tolist() == [[0.0, 1.0]]
    assert Ground.fit(known, as_of=day(8)).share(*BAGHDAD)[0, 0] > 0.98


def test_parents_are_those_of_h3():
    rng = np.random.default_rng(0)
    cells = cells_at(rng.uniform(38, 49, 50), rng.uniform(29, 38, 50))
    for level in LEVELS:
        expected = [h3.cell_to_parent(cell, level) for cell in cells.tolist()]
        assert parents(cells, resolution=level).tolist() == expected


def shares(n_groups):
    return hnp.arrays(float, (3, n_groups), elements=st.floats(0, 50))


@given(
    counts=shares(3), votes=st.lists(shares(3), min_size=1, max_size=5), factor=st.floats(0.1, 9)
)
def test_shares_sum_to_one_and_scale_with_alpha(counts, votes, factor):
    prior = activity(counts)
    blended = blend(prior, votes)
    assert blended.sum(axis=1) == pytest.approx(np.ones(3))
    assert (blended >= 0).all()
    scaled = blend(prior, [level * factor for level in votes], alpha=factor)
    assert scaled == pytest.approx(blended)


@given(
    counts=shares(3),
    votes=st.lists(shares(3), min_size=5, max_size=5),
    more=st.floats(0, 5),
    finest=st.integers(1, 5),
)
def test_one_more_vote_never_lowers_a_groups_share(counts, votes, more, finest):
    # A vote lies in the coarse cells down to some level, and counts as activity.
    add = np.array([[more, 0.0, 0.0]])
    richer = [level + add * (at < finest) for at, level in enumerate(votes)]
    before = blend(activity(counts), votes)[:, 0]
    after = blend(activity(counts + add), richer)[:, 0]
    assert (after >= before - 1e-12).all()


past = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(PLACES), st.sampled_from(["A", "B", "AB"])),
    min_size=1,
    max_size=20,
)


@settings(deadline=None, max_examples=40)
@given(past, st.integers(0, 420))
def test_a_fit_and_the_running_history_agree(rows, when):
    history = events(*rows, groups=("A", "B"))
    asked = cells_at(*zip(*PLACES, strict=True))
    date = np.full(3, (day(when) - pd.Timestamp("1970-01-01")).days)
    running, prior = History.of(history).shares(asked, before=date - 7, on=date)
    ground = Ground.fit(history, as_of=day(when))
    assert ground.share(*zip(*PLACES, strict=True)) == pytest.approx(running)
    assert ground.activity == pytest.approx(prior[0])


def test_row_order_does_not_matter():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            "id": [f"e{n}" for n in range(60)],
            "date": day(0) + pd.to_timedelta(rng.integers(0, 20, 60), unit="D"),
            "lon": rng.normal(44, 0.05, 60),
            "lat": rng.normal(33, 0.05, 60),
            "groups": [("A",) if n % 3 else ("A", "B") for n in range(60)],
        }
    )
    one, other = (Events.of(rows) for rows in (table, table.sample(frac=1, random_state=2)))
    assert one.ids.tolist() == other.ids.tolist()
    assert np.array_equal(one.votes, other.votes)


def test_the_past_does_not_change_when_more_happens():
    first = [(n * 3, PLACES[n % 3], "AB"[n % 2]) for n in range(40)]
    later = [(n, PLACES[n % 2], "BA"[n % 2]) for n in range(113, 160)]
    now = Ground.fit(events(*first, groups=("A", "B"), centre=(44, 33)), as_of=day(120))
    then = Ground.fit(events(*first, *later, groups=("A", "B"), centre=(44, 33)), as_of=day(120))
    assert np.array_equal(now.share(*BAGHDAD), then.share(*BAGHDAD))
    pd.testing.assert_frame_equal(now.baseline, then.baseline)
    pd.testing.assert_frame_equal(now.usual(), then.usual())


def test_usual_ground_is_the_smallest_set_of_cells():
    # Six far-off campaigns: four at Baghdad (over 20 days apart), one each at Mosul and Basra.
    rows = [(n * 20, BAGHDAD, "A") for n in range(4)] + [(80, MOSUL, "A"), (81, BASRA, "A")]
    usual = Ground.fit(events(*rows), as_of=day(81), delay_days=-1).usual()
    baghdad, mosul, basra = (h3.int_to_str(h3.latlng_to_cell(y, x, 5)) for x, y in PLACES)
    # Latest first: Basra weighs 1, Mosul 2^(-1/90), Baghdad 2^(-21/90)+…: about 2.55 of 4.55.
    assert usual["cell"].tolist() == [baghdad, basra, mosul]
    assert usual["set"].tolist() == [50, 95, 95]


def test_under_five_campaigns_no_ground_is_drawn_from_attacks():
    rows = [(n * 20, BAGHDAD, "A") for n in range(4)]
    ground = Ground.fit(events(*rows), as_of=day(100))
    assert ground.baseline["baseline"].tolist() == ["few campaigns"]
    assert ground.usual().empty


def test_areas_speak_alone_where_there_are_no_attacks(areas_of):
    areas = areas_of({"holder": "A"}, {"holder": "B", "geometry": box(46.5, 30, 47.5, 31)})
    ground = Ground.fit(events(groups=("A", "B")), areas, as_of="2021-01-01")
    assert ground.known_from == "areas"
    inside, other, nowhere = ground.share([44, 47, 40], [33, 30.5, 36])
    assert inside[0] > 0.9
    assert other[1] > 0.9
    assert nowhere[0] == pytest.approx(nowhere[1])
    assert nowhere[1] > 0.1
    assert ground.share(44, 33).sum() == pytest.approx(1)


def test_areas_have_no_hard_edge(areas_of):
    ground = Ground.fit(events(groups=("A", "B")), areas_of({"holder": "A"}), as_of="2021-01-01")
    # 3 km outside the east edge the cell touches the area; 93 km outside only background is left.
    inside, near, far = ground.share([44.4, 44.57, 45.5], [33, 33, 33])[:, 0]
    assert inside > near > far > 0


def test_attacks_outweigh_areas_at_five_votes(areas_of):
    # Five votes of today, far apart in kind: n/(n+5) is a half.
    rows = [(0, (44 + n, 30.0), "A") for n in range(5)]
    history = events(*rows, groups=("A", "B"))
    areas = areas_of({"holder": "A"}, {"holder": "B"})
    ground = Ground.fit(history, areas, as_of=day(0), delay_days=-1)
    only = Ground.fit(history, as_of=day(0), delay_days=-1)
    even = 0.49
    a, b, unknown = 0.5 * only.prior[0] + 0.5 * even, 1.0 * even, 0.5 * 0.02 + 0.5 * 0.02
    assert ground.activity == pytest.approx(np.array([a, b, unknown]) / (a + b + unknown))


def test_stale_ground_says_nothing(areas_of):
    areas = areas_of({"holder": "A", "last_confirmed": "2020-06-01"})
    of = events(groups=("A", "B"))
    assert Ground.fit(of, areas, as_of="2023-06-02").known_from == "nothing"
    # Ageing ground is heard like ground of low confidence.
    low = areas.assign(confidence="low", last_confirmed=pd.Timestamp("2021-06-01"))
    shares = [Ground.fit(of, one, as_of="2021-09-01").holdings.mass for one in (areas, low)]
    assert shares[0] == pytest.approx(shares[1])


def test_a_vague_place_is_averaged_over_its_disc():
    ground = Ground.fit(events((0, BAGHDAD, "A"), (0, (45.0, 33.3), "B")), as_of=day(8))
    sharp, also, vague = ground.share([44.4] * 3, [33.3] * 3, radius_km=[1, 15, 60])
    assert sharp.tolist() == also.tolist()
    assert sharp[0] > vague[0] > vague[1] > sharp[1]
    assert vague.sum() == pytest.approx(1)


def test_an_unknown_place_has_no_share():
    ground = Ground.fit(events((0, BAGHDAD, "A")), as_of=day(8))
    assert np.isnan(ground.share([np.nan], [33.3])).all()


def test_areas_must_be_lonlat(areas_of):
    with pytest.raises(CRSError, match="EPSG:4326"):
        Ground.fit(events(groups=("A",)), areas_of({}).to_crs(3857), as_of="2021-01-01")


def test_faulty_events_are_refused():
    row = {"id": "x", "date": day(0), "lon": 44.0, "lat": 33.0, "groups": ("A",)}
    with pytest.raises(EventsError, match="'x' is duplicated"):
        Events.of(pd.DataFrame([row, row]))
    with pytest.raises(EventsError, match="1 of 1 events lack"):
        Events.of(pd.DataFrame([{**row, "lon": np.nan}]))
    with pytest.raises(EventsError, match="none of the candidates"):
        Events.of(pd.DataFrame([row]), groups=("B",))
