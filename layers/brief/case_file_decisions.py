"""Decisions in a case file: their hashes, their links, and what vouches for the head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.casebook import case_file as casefile
from geo.casebook.entry import Entry
from geo.casebook.links import Chain, broken_links, read_chain
from geo.casebook.log import Casebook
from geo.errors import CasebookError
from layers.brief.case_file_derive import CHAIN, DECISIONS
from layers.brief.case_file_ledger import Ledger


def check_decisions(
    given: casefile.CaseFile,
    entries: Sequence[Entry],
    ledger: Ledger,
    *,
    head: str | None,
    book: Casebook | None,
) -> None:
    """Check that the decisions are whole, and stand in one chain that ends in the stated head.

    Parameters
    ----------
    given
        The case file.
    entries
        Its decisions and the answers to them.
    ledger
        Where all of it is noted.
    head
        Head of the casebook that was noted elsewhere, or None.
    book
        The casebook, or None.
    """
    stated, attacks = given.manifest["casebook"], given.manifest["attacks"]
    wrong = _misplaced(entries, attacks)
    chain = _chain_of(given, entries, wrong)
    wrong += broken_links(
        chain, file=DECISIONS, count=stated["entries"], head=stated["head"], attacks=attacks
    )
    many = (
        "1 decision or answer has"
        if len(entries) == 1
        else (f"{len(entries)} decisions and answers have")
    )
    first, hidden = min(chain.sealed, default=0), chain.hidden
    ledger.say(
        "chain",
        wrong,
        f"{many} the hash of what is said, and links to the entry before it as the chain lists it; "
        f"the chain goes from entry {first} to the stated head, {stated['head']}."
        if entries
        else f"The file holds no decisions; it states the head {stated['head']} of "
        f"{stated['entries']} entries.",
    )
    # The book first: what it vouches for, an earlier head need not.
    if book is not None:
        _book(book, chain, ledger, stated=stated, attacks=attacks)
    if not wrong:
        _head(chain, ledger, stated=stated, wanted=head)
    elif head is not None:
        ledger.say("chain", ["The head that was given vouches for no chain that is broken."], "")
    _open_decisions(entries, hidden, ledger, sound=not wrong)


def _misplaced(entries: Sequence[Entry], attacks: Sequence[str]) -> list[str]:
    numbers = [entry.number for entry in entries]
    wrong = []
    if numbers != sorted(set(numbers)):
        wrong.append(f"The entries of {DECISIONS} are not in their order.")
    return wrong + [
        f"Entry {entry.number} is on {entry.attack_id}, which is none of the attacks of the file."
        for entry in entries
        if entry.attack_id not in attacks
    ]


def _chain_of(given: casefile.CaseFile, entries: Sequence[Entry], wrong: list[str]) -> Chain:
    """Chain as the file carries it; that of form 1 is what its entries say of each other."""
    mine = {entry.number: entry for entry in entries}
    if given.manifest["form"] == 1:
        sealed = {number: entry.sha256 for number, entry in mine.items()}
        sealed |= {
            one.number - 1: one.before
            for one in entries
            if one.number > min(mine) and one.number - 1 not in mine
        }
        count, last = given.manifest["casebook"]["entries"], max(mine, default=0)
        if mine and count > last:
            sealed.setdefault(count, given.manifest["casebook"]["head"])
        # Entries in between have neither content nor hash; a number that is none says so.
        for number in range(min(mine, default=1), count + 1 if mine else 0):
            sealed.setdefault(number, "")
        return Chain(sealed, mine)
    chain = read_chain(given.files.get(CHAIN, b""), file=CHAIN)
    wrong += [
        f"Entry {number} of {DECISIONS} is not the one of {CHAIN}."
        for number, entry in mine.items()
        if chain.entries.get(number) != entry
    ]
    left_out = [
        n
        for n, one in chain.entries.items()
        if one.attack_id in given.manifest["attacks"] and n not in mine
    ]
    wrong += [f"Entry {number} of {CHAIN} is missing in {DECISIONS}." for number in left_out]
    return Chain(chain.sealed, {**chain.entries, **mine})


def _head(chain: Chain, ledger: Ledger, *, stated: Mapping[str, Any], wanted: str | None) -> None:
    if wanted is None:
        return
    asked = wanted.strip().lower()
    hashes = {sealed: number for number, sealed in chain.sealed.items()}
    if not chain.sealed:
        hashes = {stated["head"]: stated["entries"]}
    if asked not in hashes:
        wrong = (
            "The head that was given is neither the one that the file states nor one of its "
            "chain. If the casebook was longer when it was noted, give that book: --casebook."
        )
        ledger.say("chain", [wrong], "")
        return
    number = hashes[asked]
    ledger.head = asked
    last_hidden = max((one for one in chain.hidden if one <= number), default=0)
    vouched = sorted(one for one in chain.entries if last_hidden < one <= number)
    ledger.say(
        "chain",
        [],
        f"The head that was given is the hash of entry {number}"
        + (
            f": it vouches for {_numbers(vouched)}, which lead to it link by link."
            if vouched
            else "."
        ),
    )
    loose = sorted(one for one in chain.entries if one not in vouched)
    if loose:
        ledger.open(
            "chain",
            f"The head that was given does not vouch for {_numbers(loose)}: it is earlier, or "
            "entries without content stand between. Give the casebook: --casebook.",
            content=not ledger.book,
        )


def _book(
    book: Casebook,
    chain: Chain,
    ledger: Ledger,
    *,
    stated: Mapping[str, Any],
    attacks: Sequence[str],
) -> None:
    try:
        state = book.read(head=stated["head"])
    except CasebookError as error:
        ledger.say("casebook", [str(error)], "")
        return
    seen = state.verification
    wrong = [] if seen.whole else [f"The casebook {book.name}: {seen.sentence()}"]
    if seen.whole:
        known = {one.number: one for one in state.entries if one.number <= stated["entries"]}
        wrong += [
            f"Entry {number} is not the one of the casebook {book.name}."
            for number, entry in sorted(chain.entries.items())
            if known.get(number) != entry
        ]
        wrong += [
            f"The hash of entry {number} is not the one of the casebook {book.name}."
            for number in chain.hidden
            if chain.sealed[number]
            and (number not in known or known[number].sha256 != chain.sealed[number])
        ]
        if len(known) != stated["entries"]:
            wrong.append(f"The casebook {book.name} has {len(known)} entries up to that head.")
        wrong += [
            f"Entry {number} on {entry.attack_id} was left out of the file."
            for number, entry in sorted(known.items())
            if entry.attack_id in attacks and number not in chain.entries
        ]
        later = sum(
            one.number > stated["entries"] and one.attack_id in attacks for one in state.entries
        )
        if later:
            many = "1 later entry" if later == 1 else f"{later} later entries"
            ledger.open(
                "casebook",
                f"The casebook {book.name} has {many} on these attacks: the file is of an earlier "
                "state, or its end was cut off.",
            )
    ledger.book = not wrong
    ledger.say(
        "casebook",
        wrong,
        f"The casebook {book.name} is whole, has the stated head and the very entries of the file, "
        "and no other on these attacks up to that head.",
    )


def _open_decisions(
    entries: Sequence[Entry], hidden: Sequence[int], ledger: Ledger, *, sound: bool
) -> None:
    """Say what nothing vouches for among the decisions."""
    if not sound or ledger.book or ledger.manifest:
        return
    if not ledger.head:
        ledger.open(
            "casebook",
            "Nothing from outside vouches for the head of the casebook: who said what can have "
            "been written again from the first entry on, a second reviewer put in, or a decision "
            "left out. Give the head that was noted elsewhere, --head, or the book, --casebook.",
            content=bool(entries),
        )
    else:
        ledger.open(
            "casebook",
            "That no decision on these attacks was left out shows in the casebook "
            "alone: --casebook.",
        )
    if hidden and entries:
        ledger.open(
            "chain",
            f"{_numbers(hidden, upper=True)} of the casebook stand there without content: that "
            "they follow those before them, and are on other attacks, nothing here shows.",
        )


def _numbers(numbers: Sequence[int], *, upper: bool = False) -> str:
    """Give numbers of entries as words, runs drawn together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    listed = ", ".join(f"{a}" if a == b else f"{a} to {b}" for a, b in runs[:20])
    listed += ", …" if len(runs) > 20 else ""  # noqa: PLR2004 - more says nothing to a reader
    word = "entry" if len(numbers) == 1 else "entries"
    return f"{word.capitalize() if upper else word} {listed}"
