"""A file of a user's in this session: its columns confirmed, its rows kept or in quarantine."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import streamlit as st

from dashboard.session import queries
from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.fix_list import apply_fixes
from geo.ingest.mapping import NO_PROFILE, Profile
from geo.ingest.quarantine import IngestResult
from geo.ingest.sightings import is_sightings
from geo.ingest.sorting import sorted_rows
from geo.io.apart import warm
from geo.io.formats import Content, as_outlines, as_table, polygons_of, read_content
from geo.io.geojson import Collection
from geo.io.raw import RawTable
from geo.schemas.header_match import Match
from geo.settings import home
from geo.verdicts.check import Findings, check
from geo.workspace.aliases import ALIAS, adopted
from geo.workspace.journal import Journal, JournalEntry, load_journal

_KEY, _FILES = "imported", "imported_files"
_OUTLINES = (
    Fault(0, "", "", "it holds outlines, not attacks", "Take them in under Add & edit, Areas."),
)
_NO_OUTLINES = (
    Fault(0, "", "", "it holds no polygons", "Give polygons here, and attacks under Import."),
)


class Upload(Protocol):
    """What Streamlit's uploader gives."""

    name: str

    def getvalue(self) -> bytes:
        """Bytes of the file."""
        ...


@dataclass(frozen=True, eq=False)
class Imported:
    """An import as far as it has come; each step is a new one, so that none is half done.

    Parameters
    ----------
    digest
        Of the uploaded bytes.
    raw
        The file, with the rows of fix lists in their places.
    proposed
        What its headers were taken for before anybody said anything.
    profile
        What a person confirmed of the columns; None before that.
    confirmed
        Rows kept though a check asked about them.
    lists
        Digests of the fix lists that were read.
    ingested
        What became of every row.
    findings
        Verdicts of the kept rows, once asked for.
    """

    digest: str
    raw: RawTable
    proposed: tuple[Match, ...]
    profile: Profile | None
    confirmed: frozenset[int]
    lists: tuple[str, ...]
    ingested: IngestResult
    findings: Findings | None = None

    @property
    def token(self) -> str:
        """Text that differs when the rows kept may differ."""
        counts = str(self.ingested.counts)
        return repr((self.digest, self.profile, sorted(self.confirmed), self.lists, counts))

    @property
    def is_sightings(self) -> bool:
        """Tell whether the file holds sightings and no attacks."""
        return is_sightings(self.raw.cells.columns)

    @property
    def file_faults(self) -> tuple[Fault, ...]:
        """What keeps the whole file from being read, such as a column that is missing."""
        first = self.ingested.raw.first_row
        return tuple(fault for fault in self.ingested.faults if fault.row < first)


def journal() -> Journal:
    """Decisions that people took on this machine."""
    return load_journal(home())


@st.cache_resource(show_spinner=False, max_entries=4)
def _adopted(folder: str, entries: tuple[JournalEntry, ...]) -> Atlas:
    return adopted(queries.atlas(), Journal(Path(folder), entries))


def atlas() -> Atlas:
    """Give the atlas with the spellings that people accepted."""
    known = journal()
    names = tuple(entry for entry in known.entries if entry.kind.startswith(ALIAS))
    return _adopted(str(known.folder), names) if names else queries.atlas()


def current() -> Imported | None:
    """Give the import of this session, or None."""
    found = st.session_state.get(_KEY)
    return found if isinstance(found, Imported) else None


def forget() -> None:
    """Take the import out of the session, and its file out of the page."""
    st.session_state.pop(_KEY, None)
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1


def forgotten(count: int | None = None) -> int:
    """Give how many files this session is done with, or set it after the session was emptied."""
    if count is not None:
        st.session_state[_FILES] = count
    return int(st.session_state.get(_FILES, 0))


def upload_key() -> str:
    """Key of the uploader: another one once a file is done with, so that it stands empty."""
    warm()  # where somebody may upload, the process that reads files should be ready
    return f"attack_file_{forgotten()}"


def _store(imported: Imported) -> Imported:
    st.session_state[_KEY] = imported
    return imported


def digest_of(upload: Upload) -> str:
    """Digest of the name and bytes of an upload."""
    name = upload.name.encode(errors="replace")
    return hashlib.sha256(name + b"\x00" + upload.getvalue()).hexdigest()


def _content(upload: Upload) -> Content:
    """Read an upload under a name of ours; only its suffix and what we print are the user's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(upload.name).suffix}"
        path.write_bytes(upload.getvalue())
        try:
            return read_content(path)
        except ConformError as error:
            raise ConformError(upload.name, error.faults) from error


def _read(upload: Upload) -> RawTable:
    """Rows of attacks of an upload.

    Raises
    ------
    ConformError
        When it cannot be read, or holds outlines.
    """
    content = _content(upload)
    if as_outlines(content) is not None:
        raise ConformError(upload.name, _OUTLINES)
    raw = as_table(content)
    notes = tuple(note.replace(raw.file, upload.name) for note in raw.notes)
    return replace(raw, file=upload.name, notes=notes)


def outlines(upload: Upload) -> Collection:
    """Outlines of an upload, unchecked.

    Raises
    ------
    ConformError
        When it cannot be read, or holds no outlines.
    """
    found = polygons_of(_content(upload))
    if found is None:
        raise ConformError(upload.name, _NO_OUTLINES)
    notes = tuple(note.replace(found.file, upload.name) for note in found.notes)
    return replace(found, file=upload.name, notes=notes)


def begin(upload: Upload) -> Imported:
    """Read an upload, or give what the session has of it already.

    Raises
    ------
    ConformError
        When it cannot be read.
    """
    digest, known = digest_of(upload), current()
    if known is not None and known.digest == digest:
        return known
    raw = _read(upload)
    ingested = sorted_rows(raw, atlas=atlas())
    # Headers of sightings are known by name alone: nobody has to confirm them.
    said = NO_PROFILE if is_sightings(raw.cells.columns) else None
    return _store(Imported(digest, raw, ingested.matches, said, frozenset(), (), ingested))


def look_again(imported: Imported) -> Imported:
    """Sort the rows again, after a name was accepted or taken back."""
    return confirm(imported, imported.profile or NO_PROFILE)


def confirm(imported: Imported, profile: Profile) -> Imported:
    """Read the rows by what a person said of the columns."""
    ingested = sorted_rows(
        imported.raw, atlas=atlas(), profile=profile, confirmed=imported.confirmed
    )
    return _store(replace(imported, profile=profile, ingested=ingested, findings=None))


def correct(imported: Imported, uploads: Sequence[Upload]) -> Imported:
    """Put the rows of edited fix lists in place; a list that was read before changes nothing.

    Raises
    ------
    ConformError
        When one cannot be read, or is of another file.
    """
    for upload in uploads:
        digest = digest_of(upload)
        if digest in imported.lists:
            continue
        raw, confirmed = apply_fixes(imported.raw, _read(upload))
        confirmed |= imported.confirmed
        profile = imported.profile or NO_PROFILE
        ingested = sorted_rows(raw, atlas=atlas(), profile=profile, confirmed=confirmed)
        lists = (*imported.lists, digest)
        imported = replace(
            imported, raw=raw, confirmed=confirmed, lists=lists, ingested=ingested, findings=None
        )
    return _store(imported)


def judge(imported: Imported) -> Imported:
    """Check the kept rows against ground and rules."""
    if imported.ingested.record is None:
        return imported
    return _store(replace(imported, findings=check(imported.ingested.record, atlas=atlas())))
