"""Rows of a user's file as rows of a data folder: attacks, claims of them, reports and sources."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.errors import Fault
from geo.ingest.quarantine import IngestResult
from geo.ingest.telegram import moment
from geo.io.telegram_export import CLAIM_OF
from geo.parsing.columns import Mask
from geo.parsing.tables import as_text
from geo.schemas.attacks import ATTRIBUTION, CLAIM_COLUMNS, COLUMNS, REPORT_COLUMNS
from geo.workspace.added_sources import AddedSources
from geo.workspace.folder_tables import Tables, one_line, shown

Cells = Mapping[Hashable, str]
_NOT_STORED = ("source", "facade")
"""Columns of ours that stand in tables of their own: sources and reports, and claims."""

_IN_ROW = "attacks_in_row"
"""Left out of a file, a row is one attack; a table that has the column takes an empty cell for a
number that is not known."""

_STORED = tuple(name for name in COLUMNS if name not in _NOT_STORED)
_RESOLVED = ("assessed_group", "permitted_by", "supported_by")


@dataclass(frozen=True, eq=False)
class Additions:
    """What is added to the tables of a folder.

    Parameters
    ----------
    attacks, claims, reports, sources, sightings
        New rows, text cells under the columns of the tables.
    there
        Ids of rows of the file that stand in the folder with the same cells.
    changed
        Ids whose rows take the place of those in the folder.
    faults
        Of rows with the id of another row of the folder.
    notes
        What a person should know.
    """

    attacks: pd.DataFrame = field(default_factory=pd.DataFrame)
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    reports: pd.DataFrame = field(default_factory=pd.DataFrame)
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)
    sightings: pd.DataFrame = field(default_factory=pd.DataFrame)
    there: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def additions_of(ingested: IngestResult, tables: Tables, *, replace: bool = False) -> Additions:
    """Rows to add, of the rows of a file that were kept.

    Parameters
    ----------
    ingested
        The file, sorted.
    tables
        Those of the folder as they are.
    replace
        Whether a row may take the place of one of the folder that has its id.
    """
    assert ingested.record is not None
    attacks = _attacks(ingested)
    claim_ids = ingested.cells.get(CLAIM_OF, pd.Series("", index=ingested.cells.index))
    alone = (claim_ids != "").to_numpy()
    old = tables.cells("attacks").set_index("attack_id")
    known = attacks["attack_id"].isin(old.index).to_numpy() & ~alone
    same = known & unchanged(attacks, old)
    other = known & ~same
    kept = ~alone & (~known | (other & replace))
    faults = [] if replace else [*map(taken, attacks.index[other], attacks["attack_id"][other])]
    meant = claim_ids.isin({*old.index, *attacks["attack_id"][kept]}).to_numpy()
    faults += map(_unmet, attacks.index[alone & ~meant], claim_ids[alone & ~meant])
    sources = AddedSources(ingested.raw.file, tables.cells("sources").set_index("source_id"))
    reported, claimed, notes = _reports_and_claims(
        ingested, attacks, claim_ids, rows=kept | (alone & meant), sources=sources
    )
    claims, said = _ordered(claimed, tables.cells("claims"))
    reports = _not_in(tables.cells("reports"), reported, ["attack_id", "source_id"])
    return Additions(
        attacks[kept],
        claims,
        reports,
        sources.table(),
        there=tuple(attacks["attack_id"][same]),
        changed=tuple(attacks["attack_id"][other]) if replace else (),
        faults=tuple(faults),
        notes=(*notes, *said),
    )


def taken(row: Hashable, ident: str, column: str = "attack_id") -> Fault:
    """Fault of a row with the id of another of the folder."""
    problem = "a row of the folder has this id, and other cells"
    remedy = "Give another id, or --force to put this row in the place of that one."
    return Fault(int(str(row)), column, ident, problem, remedy)


def _unmet(row: Hashable, ident: str) -> Fault:
    remedy = "Correct that row, or name another attack."
    return Fault(int(str(row)), CLAIM_OF, ident, "the row of that attack waits itself", remedy)


def _attacks(ingested: IngestResult) -> pd.DataFrame:
    """Cells of the attacks as the folder has them, with ids of places and groups for names."""
    record, cells = ingested.record, ingested.cells
    assert record is not None
    names = [name for name in _STORED if name in cells] + [ATTRIBUTION] * (ATTRIBUTION in cells)
    out = cells[names].astype(object).copy()
    out["attack_id"] = [str(ident) for ident in record.attacks.index]
    if _IN_ROW not in out:
        out[_IN_ROW] = "1"
    for role in ("target", "launch"):
        place = record.attacks[f"{role}_place_id"].to_numpy(dtype=object)
        if f"{role}_place" in out:
            out[f"{role}_place"] = out[f"{role}_place"].where(place == "", place)
    for name in _RESOLVED:
        if name in out:
            out[name] = record.attacks[name].to_numpy(dtype=object)
    return out.map(one_line)


def unchanged(rows: pd.DataFrame, old: pd.DataFrame) -> Mask:
    """(n,) whether a row stands in a table under its id with the same cells.

    Parameters
    ----------
    rows
        Text cells with the id among them.
    old
        The table, by id.
    """
    key = str(old.index.name)
    before = as_text(old.reindex(rows[key]).reindex(columns=rows.columns))
    before[key] = rows[key].to_numpy()
    same: Mask = (before.to_numpy(dtype=object) == shown(rows).to_numpy(dtype=object)).all(axis=1)
    return same


def _reports_and_claims(
    ingested: IngestResult,
    attacks: pd.DataFrame,
    claim_of: pd.Series,
    *,
    rows: Mask,
    sources: AddedSources,
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Reports and claims of some rows; claims have no place in an order yet."""
    assert ingested.record is not None
    first = ingested.record.claims.set_index("attack_id")["facade_id"].to_dict()
    reports: list[dict[str, str]] = []
    claims: list[dict[str, str]] = []
    nameless = 0
    table = zip(
        ingested.cells.to_dict("records"),
        ingested.record.attacks.index,
        attacks["attack_id"],
        claim_of,
        rows,
        strict=True,
    )
    for cells, given, ident, other, is_taken in table:
        if not is_taken:
            continue
        about, cited = other or ident, sources.of(cells)
        facade, wording = first.get(given, ""), one_line(str(cells.get("telegram_text", "")))
        says = "" if facade or not wording else wording
        reports += [
            {"attack_id": about, "source_id": source, "pointer": place, "says": says}
            for source, place in cited
        ]
        if facade or wording:
            nameless += not facade
            claims.append({"attack_id": about, **_claim(cells, facade, wording, cited[0][0])})
    many = "message names" if nameless == 1 else "messages name"
    notes = [f"{nameless:,} {many} no brand that claims: each is kept as words of its channel."]
    return (
        pd.DataFrame(reports, columns=list(REPORT_COLUMNS), dtype=object).fillna(""),
        pd.DataFrame(claims, columns=[*CLAIM_COLUMNS, "claimed_time"], dtype=object).fillna(""),
        notes[:nameless],
    )


def _claim(cells: Cells, facade: str, wording: str, source: str) -> dict[str, str]:
    """Cells of a claim; without a message its day is not known."""
    row = {"facade_id": facade, "wording": wording, "source_id": source}
    found = moment(cells.get("telegram_posted", ""), cells.get("telegram_unix", ""))
    if found is None:
        return row
    when, is_iraqs = found
    # A time without a zone would be read as that of Iraq's clock; its source says it in words.
    time = f"{when:%H:%M}" if is_iraqs else ""
    return {**row, "claimed_at": when.date().isoformat(), "claimed_time": time}


def _ordered(claims: pd.DataFrame, known: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Claims that are not there yet, behind those that are, by when they were made."""
    new = _not_in(known, claims, ["attack_id", "facade_id", "source_id"])
    new = new.sort_values(["attack_id", "claimed_at", "claimed_time"], kind="stable")
    last = pd.to_numeric(known["claim_order"], errors="coerce").groupby(known["attack_id"]).max()
    before = new["attack_id"].map(last).fillna(0).astype(int)
    order = before + new.groupby("attack_id").cumcount() + 1
    dated = known[known["claimed_at"] != ""]
    earliest = dated.groupby("attack_id")["claimed_at"].min()
    early = as_text(new["attack_id"].map(earliest))
    ahead = new["attack_id"][(new["claimed_at"] != "") & (new["claimed_at"] < early)]
    notes = [
        f"{ident}: a claim is dated before those on record and stands behind them: set claim_order "
        "in claims.csv again where it was the first."
        for ident in ahead.unique()
    ]
    return new.assign(claim_order=order.astype(str)), notes


def _not_in(known: pd.DataFrame, rows: pd.DataFrame, same: list[str]) -> pd.DataFrame:
    """Rows that differ from all that are known, and from each other, in some columns."""
    single = rows.drop_duplicates(same)
    both = pd.concat([known[same], single[same]], ignore_index=True)
    return single[~both.duplicated().to_numpy()[len(known) :]]
