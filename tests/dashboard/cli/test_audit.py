"""`fasail-atlas audit` prints rows of the record with every source, the same for the same seed."""

from __future__ import annotations

from geo.atlas import Atlas


def test_a_row_comes_with_all_its_sources_claims_and_conflicts(run):
    record = Atlas.load().record
    count = len(record.attacks)
    done = run("audit", "-n", count + 58)
    assert done.code == 0
    assert f"{count} of {count} rows, seed 1." in done.err
    assert done.out.count("\n  source ") == len(record.reports)
    assert done.out.count("\n  claim ") == len(record.claims)
    used = done.out.count("\n  used: ") + done.out.count("\n  not used: ")
    assert used == len(record.conflicts)
    block = done.out.split("2021-02-15-erbil: ")[1].split("\n\n")[0]
    assert "launch_place: Fruit and vegetable market by Erbil" in block
    assert "source B2: " in block
    assert "used: assessed_group = AAH (ctc-2021)" in block
    assert "not used: assessed_group = KSS" in block
    assert "https://" in block


def test_the_seed_draws_the_same_rows_again(run):
    one, again, other = (run("audit", "-n", 3, "--seed", seed).out for seed in (7, 7, 8))
    assert one == again != other


def test_no_row_is_refused(run):
    done = run("audit", "-n", 0)
    assert done.code == 2
    assert "-n" in done.message
