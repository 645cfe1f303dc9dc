"""The record can grow: what `make grown` adds is sound data, of every kind that tests lean on."""

from __future__ import annotations

import shutil

import pytest

from geo.schemas.tokens import VERDICTS
from geo.settings import bundled_dir
from geo.verdicts.check import check
from tests.support.findings import load
from tests.support.grown import GROUPS, MORE, grow


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("grown") / "data"
    shutil.copytree(bundled_dir(), folder)
    grow(folder)
    return load(folder)


def test_three_hundred_attacks_come_in_front_and_behind_and_the_old_ones_stay(atlas, grown):
    before, after = atlas.record.attacks, grown.record.attacks
    assert len(after) == len(before) + MORE
    kept = after.loc[before.index]
    assert kept["title"].tolist() == before["title"].tolist()
    assert after.index[0] not in before.index
    assert after.index[-1] not in before.index
    more = after.drop(index=before.index)
    assert more["date"].dropna().between("2023-01-01", "2026-12-31").all()
    assert set(GROUPS) <= set(more["assessed_group"])
    assert set(before["assessed_group"]) - {""} & set(more["assessed_group"])


def test_what_they_rest_on_grows_with_them(atlas, grown):
    for name in ("claims", "reports", "conflicts"):
        assert len(getattr(grown.record, name)) > len(getattr(atlas.record, name)), name
    for name in ("groups", "facades", "sources"):
        assert len(getattr(grown.registry, name)) > len(getattr(atlas.registry, name)), name
    assert len(grown.gazetteer.table) > len(atlas.gazetteer.table)
    assert len(grown.areas.table) > len(atlas.areas.table)


def test_the_new_ones_have_every_verdict_but_those_that_need_a_record_of_their_own(atlas, grown):
    found = check(grown.record, atlas=grown).table
    verdicts = found.drop(index=atlas.record.attacks.index)["verdict"].value_counts()
    assert set(VERDICTS) - set(verdicts.index) <= {"explained", "contested"}
    assert verdicts["mismatch"] > 5
