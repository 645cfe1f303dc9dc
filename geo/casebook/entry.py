"""One entry of the casebook: what a person decided of an attack, and the hash that seals it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from geo.errors import ConformError, Fault
from geo.schemas import tokens
from geo.schemas.tokens import DIGITS, LETTERS

FORM = 1
"""Version of an entry's form, itself part of what is hashed."""

GENESIS = "0" * 64
"""What the first entry follows, and the head of a casebook without entries."""

DECISIONS: Mapping[str, str] = tokens.DECISIONS
"""What a reviewer can decide of an attack."""

KINDS: Mapping[str, str] = {
    "review": "a decision on an attack",
    "concur": "a second reviewer agrees with a decision",
    "dissent": "a second reviewer does not agree with a decision",
    "withdraw": "its author takes an entry back; it stays in the book",
}
"""What an entry can be."""

LONGEST_NOTE, LONGEST_NAME = 8_000, 200
STORE = "casebook"

Details = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One entry; what the store gives it is empty until it is appended.

    Parameters
    ----------
    by
        Reviewer.
    kind
        One of `KINDS`.
    attack_id
        Attack that it is about.
    decision
        One of `DECISIONS` for a review, else empty.
    note
        Reasons, in the reviewer's words.
    source
        Source that the decision rests on.
    reliability, credibility
        Admiralty grade of that source, letter and digit judged apart; empty where not judged.
    details
        Pairs of name and text that a decision needs beside: `arrangement` (`permission` or
        `teaming`), `with_group`, `group` and `covers` for teaming or permission; `area_id`,
        `before` and `after` for an area.
    about
        Number of the entry that it agrees with, contradicts or takes back; else 0.
    verdict
        Verdict that stood when it was made.
    attack_sha256, areas_sha256, method_sha256
        Hashes of the attack's row, of the areas and of rules and registries that it judged; see
        `geo.verdicts.fingerprints`.
    method_version
        Version of fasail-atlas.
    key
        Says which entry this is when it is sent twice; given by itself.
    number, at, before, sha256
        Place from 1, time (UTC, ISO 8601), hash of the entry before and of this one, from the
        store.
    form
        Version of the form.
    """

    by: str
    kind: str
    attack_id: str
    decision: str = ""
    note: str = ""
    source: str = ""
    reliability: str = ""
    credibility: str = ""
    details: Details = ()
    about: int = 0
    verdict: str = ""
    attack_sha256: str = ""
    areas_sha256: str = ""
    method_sha256: str = ""
    method_version: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    number: int = 0
    at: str = ""
    before: str = ""
    sha256: str = ""
    form: int = FORM

    def detail(self, name: str) -> str:
        """Text of a detail, or an empty one."""
        return dict(self.details).get(name, "")

    def grade(self) -> str:
        """Letter and digit side by side, such as `B2`; a dash for what is not judged."""
        if not (self.reliability or self.credibility):
            return ""
        return (self.reliability or "–") + (self.credibility or "–")

    def sealed(self, *, number: int, at: str, before: str) -> Entry:
        """Give it with its place in the book and its hash."""
        placed = replace(self, number=number, at=at, before=before, sha256="")
        return replace(placed, sha256=digest(placed))


NUMBERS = ("about", "number", "form")
TEXTS = tuple(one.name for one in fields(Entry) if one.name not in {*NUMBERS, "details", "sha256"})


def canonical(entry: Entry) -> bytes:
    """Bytes that are hashed: JSON in UTF-8, keys sorted, no spaces, all fields but `sha256`.

    Raises
    ------
    ValueError
        When a field has not its type, or a text is no Unicode.
    """
    values: dict[str, Any] = {name: getattr(entry, name) for name in (*TEXTS, *NUMBERS)}
    if not all(isinstance(values[name], str) for name in TEXTS):
        raise ValueError("a field that should be text is none")
    if not all(type(values[name]) is int for name in NUMBERS):
        raise ValueError("a field that should be a number is none")
    values["details"] = dict(entry.details)
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError


def digest(entry: Entry) -> str:
    """SHA-256 of `canonical` as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def as_object(entry: Entry) -> dict[str, Any]:
    """Entry as plain JSON, as backups and case files hold it."""
    values = json.loads(canonical(entry))
    return {**values, "sha256": entry.sha256}


def from_object(given: Any) -> Entry:
    """Entry from plain JSON, its types checked and its hash not.

    Raises
    ------
    ValueError
        When it is no entry.
    """
    names = {one.name for one in fields(Entry)}
    if not isinstance(given, dict) or set(given) != names or not isinstance(given["details"], dict):
        raise ValueError("not an entry")
    if not all(isinstance(text, str) for text in given["details"].values()):
        raise ValueError("not an entry: details are texts")
    entry = Entry(**{**given, "details": tuple(sorted(given["details"].items()))})
    canonical(replace(entry, note=entry.sha256))  # the hash is text too
    canonical(entry)
    return entry


def person(name: str) -> str:
    """Name as two spellings of one person are compared: case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def answer_fault(entry: Entry, meant: Entry) -> tuple[str, str] | None:
    """Problem and remedy of an answer that may not be given to an entry of its attack, or None."""
    own = person(meant.by) == person(entry.by)
    if entry.kind == "withdraw":
        if not own:
            return "it is another person’s entry", "Dissent from it instead."
        if meant.kind == "withdraw":
            return "it takes another entry back itself", "Make a new entry."
        return None
    if meant.kind != "review":
        return "it is no decision", "Give the number of a decision."
    return ("it is your own decision", "Ask a second person.") if own else None


def conform_entry(entry: Entry) -> Entry:
    """Give an entry with its texts trimmed.

    Raises
    ------
    ConformError
        With every fault: nobody decides, a word that is none, texts that no page can show.
    """
    trimmed = replace(entry, by=" ".join(entry.by.split()), note=entry.note.strip())
    faults = [
        *_word_faults(trimmed),
        *(
            Fault(0, name, text[:60].encode("ascii", "replace").decode(), problem, "Correct it.")
            for name, text in ((n, str(getattr(trimmed, n))) for n in TEXTS)
            if (problem := _text_problem(text, name))
        ),
        *(
            Fault(0, name, "", problem, "Correct it.")
            for name, text in trimmed.details
            if (problem := _text_problem(text, "note"))
        ),
    ]
    if faults:
        raise ConformError(STORE, faults)
    return trimmed


def _word_faults(entry: Entry) -> list[Fault]:
    listed = ", ".join
    review = entry.kind == "review"
    checks = (
        ("by", entry.by, bool(entry.by), "nobody decides", "Say who you are."),
        ("kind", entry.kind, entry.kind in KINDS, "not known", f"Expected {listed(KINDS)}."),
        ("attack_id", entry.attack_id, bool(entry.attack_id), "no attack", "Name the attack."),
        (
            "decision", entry.decision, (entry.decision in DECISIONS) == review
            and (review or not entry.decision), "not a decision",
            f"For a review one of {listed(DECISIONS)}; else none.",
        ),
        (
            "about", str(entry.about), (entry.about > 0) != review, "no entry is named",
            "Give the number of the entry that is meant.",
        ),
        (
            "reliability", entry.reliability, entry.reliability in {"", *LETTERS},
            "not a letter of reliability", f"Expected {listed(LETTERS)}, or nothing.",
        ),
        (
            "credibility", entry.credibility, entry.credibility in {"", *DIGITS},
            "not a digit of credibility", f"Expected {listed(DIGITS)}, or nothing.",
        ),
        (
            "note", "", bool(entry.note) or entry.decision != "needs more", "no note",
            "Say what is missing.",
        ),
    )  # fmt: skip
    return [
        Fault(0, name, str(given)[:60], problem, remedy)
        for name, given, holds, problem, remedy in checks
        if not holds
    ]


def _text_problem(text: str, name: str) -> str:
    longest = LONGEST_NOTE if name == "note" else LONGEST_NAME
    if len(text) > longest:
        return f"longer than {longest} characters"
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in text):
        return "it holds control characters"
    return ""
