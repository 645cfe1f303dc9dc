"""How the reading of a file may end: in one clear error, or with each of its rows in one place."""

from __future__ import annotations

import pandas as pd

from geo.errors import ConformError
from geo.ingest.fix_list import apply_fixes
from geo.ingest.quarantine import partition_rows
from geo.ingest.validate import validate_content
from geo.io.formats import as_outlines, as_table, read_content
from geo.io.polygons import repaired
from geo.io.raw import RawTable
from tests.corpus.cases import LOADS, QUARANTINED, REFUSED


def ending(path, atlas):
    """What became of a file; the sum of its rows is right in any case."""
    try:
        content = read_content(path)
        outlines = as_outlines(content)
        raw = None if outlines else as_table(content)
    except ConformError as error:
        return REFUSED if _is_clear(error, path) else "unclear"
    if outlines is None:
        return _of_attacks(raw, atlas)
    validation = validate_content(content, atlas=atlas)
    assert validation.rows_read == outlines.count
    features, notes = repaired(outlines.features)
    assert len(features) == len(outlines.features) >= len(notes)
    return _word(validation)


def _of_attacks(raw, atlas):
    assert set(raw.cells.index).isdisjoint(raw.malformed_rows)
    ingested = _partitioned(raw, atlas)
    fix_list = ingested.fix_list()
    assert len(fix_list) == ingested.rows_quarantined
    fix_list.index = pd.RangeIndex(2, 2 + len(fix_list))
    corrected, confirmed = apply_fixes(raw, RawTable("fix.csv", fix_list, first_row=2))
    assert (corrected.rows_read, confirmed) == (raw.rows_read, frozenset())
    again = _partitioned(corrected, atlas)
    assert again.rows_read == ingested.rows_read
    return _word(ingested)


def _partitioned(raw, atlas):
    ingested = partition_rows(raw, atlas=atlas)
    assert ingested.rows_read == ingested.rows_kept + ingested.rows_quarantined
    return ingested


def _word(validation):
    if validation.faults:
        return QUARANTINED
    assert validation.rows_kept == validation.rows_read > 0
    return LOADS


def _is_clear(error, path):
    """One message that names the file and says what to do."""
    (fault,) = error.faults
    return path.name in str(error) and bool(fault.problem and fault.remedy)
