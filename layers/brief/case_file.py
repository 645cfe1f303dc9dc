"""Case files made; `layers.brief.case_file_verify` checks them by the very same steps."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence

from geo.atlas import Atlas
from geo.casebook import case_file as casefile
from geo.casebook.case_data import data_files
from geo.casebook.entry import GENESIS, Entry, as_object
from geo.casebook.links import Chain
from geo.casebook.published import origins
from geo.errors import AtlasError
from geo.verdicts.check import Findings
from layers.brief.case_file_derive import CHAIN, DATA, DECISIONS, README, base_map, derived, readme
from layers.brief.case_file_verify import verify
from layers.brief.manifest import versions

__all__ = ["make", "verify"]


def make(
    atlas: Atlas,
    findings: Findings,
    entries: Sequence[Entry],
    idents: Sequence[str],
    *,
    made: dt.datetime,
    whole_chain: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Make the case file of some attacks.

    Parameters
    ----------
    atlas
        Data as published, without the casebook’s own evidence.
    findings
        Of its record, with that evidence.
    entries
        Of the casebook, all of them.
    idents
        The attacks.
    made
        When it is made, with a time zone.
    whole_chain
        Carry the content of later entries on other attacks too, so that every link up to the
        head can be checked. Without it these are hashes alone, and what they say stays at home.
    progress
        Called with each attack’s id before it is drawn.

    Raises
    ------
    AtlasError
        When the file’s own data would not give the findings that are shown.
    """
    mine = [entry for entry in entries if entry.attack_id in set(idents)]
    held = {DATA + name: content for name, content in data_files(atlas, idents).items()}
    held[DECISIONS] = "".join(
        json.dumps(as_object(entry), ensure_ascii=False) + "\n" for entry in mine
    ).encode()
    held[CHAIN] = _chain(entries, mine, whole=whole_chain).text()
    files, again = derived(held, mine, progress=progress)
    shown = findings.table.loc[list(again.table.index), "verdict"]
    if set(again.table.index) != set(idents) or list(shown) != list(again.table["verdict"]):
        raise AtlasError(
            "the data of the case file gives other findings than those shown. Load the data "
            "again, then repeat; if it stays so, report it."
        )
    stated = {
        "made": made.isoformat(),
        "attacks": list(again.table.index),
        "casebook": {
            "entries": len(entries),
            "head": entries[-1].sha256 if entries else GENESIS,
        },
        "published": origins(
            {n.removeprefix(DATA): one for n, one in held.items() if n.startswith(DATA)},
            attacks=idents,
        ),
        "versions": versions(),
        "base_map": base_map(),
    }
    return casefile.write({**held, **files, README: readme(len(idents))}, stated)


def _chain(entries: Sequence[Entry], mine: Sequence[Entry], *, whole: bool) -> Chain:
    first = mine[0].number if mine else len(entries) + 1
    shown = entries if whole else mine
    return Chain.of(entries, first=first, shown=frozenset(one.number for one in shown))
