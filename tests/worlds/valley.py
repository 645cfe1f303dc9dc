"""A country of three invented groups, as a data folder: ``Atlas.load(FOLDER)``.

No fact of the bundled record is in it, so that tests of rules, rankings and pages hold whatever is
added there. Only the outlines of governorates and the rivers are those of the bundled data.

         tower x (43.5, 35.5), in the northern committee's 41..46 E, 35..36 N
         fort x (42.5, 34.5)
    34  +-------+           +-------+       +-------+    a degree east is 92.9 km at 33.5 N, one
        |  OAK  |   ford    |  ASH  |  port |  ELM  |    north 110.9 km; a place is known to 2 km,
        | mill  |    x      | farm  |   x   |  pit  |    the border of ground to 1 km
    33  +-------+           +-------+       +-------+
        41     42   42.5   43      44  44.5 45     46
         bridge x (43.5, 32.0), in 43..44 E, 31.5..32.5 N that Oak and Ash hold both

Oak and Ash hold their ground from 2020-01-01, last confirmed 2021-06-30; Elm's was last confirmed
on 2018-06-01, so that it is ageing from 2019-06-02 on and silent from 2021-06-02 on. Oak leads the
northern committee, Ash has no part in it. The fort is Oak's target alone, fixed-wing drones are
Oak's alone, and Ash usually strikes the port with rockets. Grey Dawn is a brand of Ash alone, Red
Kite nobody's, and Blue Heron
is said to be Oak's (high) and Elm's (low): disputed, and Oak's where it counts.

| attack            | said of | by         | from   | verdict      | why                           |
| ----------------- | ------- | ---------- | ------ | ------------ | ----------------------------- |
| 2021-05-01-port   | ASH     | assessment | farm   | consistent   | ground, usual target, brand   |
| 2021-05-08-port   | ASH     | assessment | mill   | mismatch     | Oak's, 139 km from Ash's      |
| 2021-05-15-fort   | ASH     | assessment | mill   | explained    | ground, target; Oak permits   |
| 2021-05-22-fort   | ASH     | assessment |        | mismatch     | Oak's target and Oak's weapon |
| 2021-06-05-port   |         |            | bridge | contested    | Oak and Ash hold the place    |
| 2021-06-12-city   | ELM     | assessment | pit    | insufficient | Elm's ground is too old       |
| 2021-06-19-tower  | ASH     | assessment |        | insufficient | a flag alone: across lines    |
| 2021-07-03-city   |         |            |        | insufficient | Red Kite is nobody's          |
| 2021-07-10-fort   | OAK     | assessment | mill   | consistent   | ground, target and weapon     |
| 2021-07-17-city   | OAK     | claim      | ford   | insufficient | nobody's ground, own claim    |
| 2021-07-24-port   | ASH     | claim      | farm   | consistent   | ground; Red Kite claims too   |
| 2021-08-road      |         |            |        | insufficient | known to the month alone      |
| 2021-08-07-rumour |         |            |        | insufficient | fabricated: no attack         |

Of 2021-07-10-fort the courier says that it was Elm: a rival assessment. 13 rows, 12 attacks: 2
mismatch, 1 explained, 1 contested, 3 consistent and 6 insufficient, of which the rumour is no
attack. Said to be of Ash: 6; of Elm: 1; of Oak: 2; of nobody: 4.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).with_name("valley_data")
"""Read, never written to; ``fasail-atlas check --data`` takes it too."""


def with_tables(atlas, **tables):
    """The atlas with other tables in its registry."""
    return replace(atlas, registry=replace(atlas.registry, **tables))


def with_rows(atlas, name, *rows):
    """The atlas with rows more in a table of its registry: copies of its first with other cells."""
    table = getattr(atlas.registry, name)
    first = table.iloc[[0]]
    more = [first.assign(**row).rename(index={first.index[0]: n}) for n, row in enumerate(rows)]
    return with_tables(atlas, **{name: pd.concat([table, *more]).rename_axis(table.index.name)})


def with_area(atlas, ident, *, like, **cells):
    """The atlas with an area more, or another in its place: a copy of one with other cells."""
    table = atlas.areas.table
    row = table.loc[[like]].assign(**cells).rename(index={like: ident})
    table = pd.concat([table.drop(index=ident, errors="ignore"), row]).rename_axis(table.index.name)
    return replace(atlas, areas=replace(atlas.areas, table=table))
