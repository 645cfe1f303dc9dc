"""A view's figures against the same figures counted row by row."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.counts import Breakdown
from dashboard.services.facets import Facets

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.sampled_from([None, "2020-12-31", "2021-01-01", "2021-01-31", "2021-02-01"]),
            "asserted_group": st.sampled_from(["", "KH", "AAH"]),
            "verdict": st.sampled_from(["mismatch", "consistent"]),
            "target_place": st.sampled_from(["", "Balad", "Erbil"]),
            "launch_lon": st.sampled_from([None, 44.4]),
            "counts": st.booleans(),
        }
    ),
    max_size=30,
)


def table(rows):
    columns = [
        "date", "asserted_group", "verdict", "target_place", "launch_lon", "counts",
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    frame["date"] = pd.to_datetime(frame["date"])
    frame["launch_lon"] = frame["launch_lon"].astype(float)
    frame["launch_lat"] = frame["launch_lon"] - 10
    others = ("method", "status", "reliability", "target_place_id", "whose")
    empty = pd.Series([()] * len(frame), dtype=object)
    return frame.assign(date_latest=frame["date"], facades=empty, committees=empty).assign(
        **dict.fromkeys(others, "")
    )


@given(ROWS)
def test_a_breakdown_is_what_one_would_count_by_hand(rows):
    frame = table(rows)
    kept = frame["counts"].to_numpy(bool)
    found = Breakdown.of(Facets.of(frame), kept)
    attacks = [row for row in rows if row["counts"]]
    groups = Counter(row["asserted_group"] for row in attacks)
    places = Counter(row["target_place"] for row in attacks)
    assert found.attacks == len(attacks)
    assert found.nobody == groups.pop("", 0)
    assert found.groups.to_dict() == groups
    assert found.places.to_dict() == {name: n for name, n in places.items() if name}
    assert found.verdicts.to_dict() == Counter(row["verdict"] for row in attacks)
    assert found.launches == sum(row["launch_lon"] is not None for row in attacks)
    by_month = Counter(
        (row["date"][:7], row["asserted_group"]) for row in attacks if row["date"] is not None
    )
    monthly = found.by_month
    months = monthly["month"].dt.strftime("%Y-%m")
    keys = zip(months, monthly["asserted_group"], strict=True)
    assert dict(zip(keys, monthly["attacks"], strict=True)) == by_month
    assert np.all(np.diff(monthly["month"].to_numpy()) >= np.timedelta64(0))
