"""Sources of added rows: each once, with its address where the file has one."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from geo.ingest import acled, ged
from geo.ingest.sightings import URL
from geo.ingest.telegram import moment

Cells = Mapping[Hashable, str]
COLUMNS = ("source_id", "title", "publisher", "date", "date_note", "url", "kind", "limits")

_NO_SLUG = re.compile(r"[\W_]+")
_SAME = ("title", "publisher", "date", "url")
_LETTERS, _POINTER = 48, 200
_PARTISAN = "A party’s own words: they show that something was said, not that it happened."


@dataclass(frozen=True)
class AddedSources:
    """Sources by what they are, so that each stands once.

    Parameters
    ----------
    file
        Name of the file that is added.
    known
        The table as it is: text cells by source id.
    rows
        Rows made so far, by id.
    """

    file: str
    known: pd.DataFrame
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def _by_address(self) -> dict[str, str]:
        """Id of each source that has an address."""
        have = self.known["url"][self.known["url"] != ""]
        return {str(url): str(ident) for ident, url in have.items()}

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], str]:
        """Id of each source by what tells it from others."""
        cells = self.known.reindex(columns=list(_SAME), fill_value="").to_numpy(dtype=object)
        return {tuple(row): str(i) for i, row in zip(self.known.index, cells, strict=True)}

    def of(self, cells: Cells) -> list[tuple[str, str]]:
        """Ids of the sources of one row, each with its pointer; they are made where they lack."""
        if cells.get("telegram_id"):
            return [(self._message(cells), "")]
        given = [part for text in str(cells.get("source", "")).split("|") if (part := text.strip())]
        stated = cells.get("attribution", "")
        if stated == acled.ATTRIBUTION:
            return [self._acled(cells, given)]
        if stated in {ged.ATTRIBUTION, ged.CANDIDATES}:
            return [self._ucdp(cells)]
        return [(self.named(text), "") for text in given] or [(self._file(), "")]

    def _put(self, ident: str, **row: str) -> str:
        """Give the id of a source that is there, or keep it under an id that no other has."""
        key = tuple(row.get(name, "") for name in _SAME)
        if key in self._by_name:
            return self._by_name[key]
        taken = {*self.rows, *self.known.index}
        tries = (ident, *(f"{ident}-{n}" for n in range(2, len(taken) + 3)))
        free = next(one for one in tries if one not in taken)
        self.rows[free] = {**dict.fromkeys(COLUMNS, ""), **row, "source_id": free}
        self._by_name[key] = free
        return free

    def named(self, text: str, *, publisher: str = "", date: str = "", url: str = "") -> str:
        """Id of the source of a text: an id of the table, an address, or a title.

        Parameters
        ----------
        text
            As somebody wrote it.
        publisher, date, url
            What else is known of it, for one that the table has not.
        """
        if text in self.known.index:
            return text
        found = URL.search(text)
        stated = found[0].rstrip(".,;") if found else ""
        url = stated or (url if URL.fullmatch(url) else "")
        if url in self._by_address:
            return self._by_address[url]
        title = text.replace(stated, "").strip(" ,;:()–-") if stated else text
        return self._put(
            slug(title or url.split("//")[-1]),
            title=title or url,
            publisher=publisher,
            date=date,
            url=url,
            limits=f"As {self.file} names it; not read here.",
        )

    def _file(self) -> str:
        return self._put(
            slug(self.file),
            title=self.file,
            limits="A table whose rows name no source; not graded.",
        )

    def _acled(self, cells: Cells, given: list[str]) -> tuple[str, str]:
        named = " | ".join(given).removeprefix("ACLED; ") or "outlets not named"
        ident = self._put(
            slug(f"acled {named}"),
            title=f"ACLED, by {named}",
            publisher="ACLED",
            kind="event data",
            limits="Coded from what is named; under ACLED’s terms not to be passed on.",
        )
        return ident, f"event {cells.get('attack_id', '')}"

    def _ucdp(self, cells: Cells) -> tuple[str, str]:
        is_candidate = cells.get("attribution") == ged.CANDIDATES
        name = "UCDP Candidate Events Dataset" if is_candidate else "UCDP GED"
        ident = self._put(
            slug(name),
            title=name,
            publisher="Uppsala Conflict Data Program",
            kind="event data",
            limits="Preliminary: events change until the yearly dataset." if is_candidate else "",
        )
        article = str(cells.get("original source_article", "")).strip('"; ')
        event = f"event {cells.get('attack_id', '').removeprefix('ged-')}"
        return ident, f"{event}; {article}"[:_POINTER] if article else event

    def _message(self, cells: Cells) -> str:
        found = moment(cells["telegram_posted"], cells.get("telegram_unix", ""))
        assert found is not None, "quarantine holds messages without a time"
        when, sure = found
        zone = "Baghdad time" if sure else "clock of the machine that exported it"
        said = [f"posted {when:%H:%M}, {zone}"]
        said += ["edited later"] * bool(cells.get("telegram_edited"))
        forwarded = cells.get("telegram_forwarded_from", "")
        said += [f"forwarded from {forwarded}"] * bool(forwarded)
        channel, number = cells["telegram_channel"], cells["telegram_id"]
        return self._put(
            slug(f"telegram {channel} {number}"),
            title=f"Message {number} of the channel {channel}",
            publisher=channel,
            date=when.date().isoformat(),
            date_note="; ".join(said),
            url=cells.get("telegram_address", ""),
            kind="channel message",
            limits=_PARTISAN,
        )

    def table(self) -> pd.DataFrame:
        """New rows, in the order in which they were met."""
        return pd.DataFrame(list(self.rows.values()), columns=list(COLUMNS), dtype=object)


def slug(text: str) -> str:
    """Id made of a text: small letters and figures, joined by hyphens."""
    made = _NO_SLUG.sub("-", text.casefold()).strip("-")[:_LETTERS].strip("-")
    return made or "source"
