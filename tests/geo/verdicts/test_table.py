"""The table that pages and maps read is as its schema says."""

from geo.verdicts.table import assemble, check_drawn


def test_what_is_put_together_can_be_drawn(bundled, atlas):
    table = assemble(bundled, atlas=atlas)
    check_drawn(table)
    check_drawn(table.iloc[:0])
