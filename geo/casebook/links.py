"""Whether some entries of a casebook stand in one chain, where the others are hashes alone."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.casebook.entry import (
    FORM,
    GENESIS,
    Entry,
    answer_fault,
    as_object,
    digest,
    from_object,
)
from geo.errors import ConformError, Fault

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Chain:
    """Every entry of a book from one on to its end: the hash of each, the content of some.

    Parameters
    ----------
    sealed
        Hash of each entry, by number.
    entries
        Entries whose content is there, by number.
    """

    sealed: Mapping[int, str]
    entries: Mapping[int, Entry]

    @classmethod
    def of(cls, book: Sequence[Entry], *, first: int, shown: frozenset[int]) -> Chain:
        """Chain of a whole book from an entry on; of those not shown the hash alone."""
        kept = [one for one in book if one.number >= first]
        return cls(
            {one.number: one.sha256 for one in kept},
            {one.number: one for one in kept if one.number in shown},
        )

    @property
    def hidden(self) -> tuple[int, ...]:
        """Numbers of the entries whose content is not there."""
        return tuple(sorted(set(self.sealed) - set(self.entries)))

    def text(self) -> bytes:
        """Give it as JSON, an entry or its number and hash a line."""
        return "".join(
            json.dumps(
                as_object(self.entries[number])
                if number in self.entries
                else {"number": number, "sha256": sealed},
                ensure_ascii=False,
            )
            + "\n"
            for number, sealed in sorted(self.sealed.items())
        ).encode()


def read_entries(content: bytes, *, file: str) -> list[Entry]:
    """Entries of a text with one a line, their types checked and their hashes not.

    Raises
    ------
    ConformError
        Naming the line that is no entry.
    """
    found: list[Entry] = []
    for number, given in _objects(content, file=file):
        try:
            found.append(from_object(given))
        except (ValueError, TypeError, RecursionError) as error:
            raise _no_entry(file, number) from error
    return found


def read_chain(content: bytes, *, file: str) -> Chain:
    """Read what `Chain.text` wrote.

    Raises
    ------
    ConformError
        Naming the line that is neither an entry nor a number with a hash, or stands there twice.
    """
    sealed: dict[int, str] = {}
    entries: dict[int, Entry] = {}
    for line, given in _objects(content, file=file):
        try:
            short = isinstance(given, dict) and set(given) == {"number", "sha256"}
            entry = None if short else from_object(given)
        except (ValueError, TypeError, RecursionError) as error:
            raise _no_entry(file, line) from error
        number, sha256 = (
            (entry.number, entry.sha256) if entry else (given["number"], given["sha256"])
        )
        sound = type(number) is int and isinstance(sha256, str) and bool(_HASH.fullmatch(sha256))
        if not sound or number in sealed:
            raise _no_entry(file, line)
        sealed[number] = sha256
        if entry is not None:
            entries[number] = entry
    return Chain(sealed, entries)


def _objects(content: bytes, *, file: str) -> list[tuple[int, Any]]:
    found: list[tuple[int, Any]] = []
    try:
        for line in content.decode("utf-8").splitlines():
            found.append((len(found) + 1, json.loads(line)))
    except (ValueError, RecursionError) as error:
        raise _no_entry(file, len(found) + 1) from error
    return found


def _no_entry(file: str, line: int) -> ConformError:
    return ConformError(file, [Fault(line, "", "", "not an entry", "Ask for the file again.")])


def broken_links(
    chain: Chain, *, file: str, count: int, head: str, attacks: Collection[str]
) -> list[str]:
    """What does not hold of a chain: hashes, links, answers and the end, one sentence each.

    A link is checked where the content of the later entry is there, since its hash is taken over
    the hash before it. Where that content is hidden nothing can be said of the link.

    Parameters
    ----------
    chain
        Entries from one on.
    file
        Name of what holds the entries, for the sentences.
    count
        How many entries the book had.
    head
        Hash of its last entry; zeros without any.
    attacks
        Attacks whose every entry is there, so that what an answer is about has to be there too.
    """
    numbers = sorted(chain.sealed)
    problems = [
        f"Entry {number} of {file} was changed."
        for number, entry in sorted(chain.entries.items())
        if digest(entry) != entry.sha256 or entry.form != FORM
    ]
    problems += [
        f"Entry {number} does not follow the entry before it."
        for number, entry in sorted(chain.entries.items())
        if entry.before != (GENESIS if number == 1 else chain.sealed.get(number - 1, entry.before))
    ]
    if numbers and numbers != list(range(numbers[0], count + 1)):
        problems.append(
            f"The chain lacks entries between {numbers[0]} and {count}, or has too many."
        )
    if numbers and numbers[0] < 1:
        problems.append("The chain begins before the first entry.")
    end = chain.sealed[numbers[-1]] if numbers else None
    if (count == 0) != (head == GENESIS) or (end is not None and end != head):
        problems.append(f"The chain does not end in the head that is stated, {head[:64]}.")
    return problems + [
        f"Entry {number} answers entry {entry.about}: {fault}."
        for number, entry in sorted(chain.entries.items())
        if entry.about and entry.attack_id in attacks and (fault := _answer_fault(chain, entry))
    ]


def _answer_fault(chain: Chain, entry: Entry) -> str:
    meant = chain.entries.get(entry.about)
    if meant is None or meant.number >= entry.number or meant.attack_id != entry.attack_id:
        return "there is no such earlier entry on this attack"
    fault = answer_fault(entry, meant)
    return fault[0] if fault else ""
