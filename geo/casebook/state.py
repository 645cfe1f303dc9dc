"""What stands in a casebook: each decision with who agrees and who does not, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.casebook.entry import Entry, person

STATES = {
    "accepted": "a second reviewer agrees and nobody dissents",
    "disputed": "somebody dissents",
    "open": "nobody else has answered yet",
    "withdrawn": "its author took it back",
}
"""What can have become of a decision."""


@dataclass(frozen=True)
class ReviewState:
    """A decision and its answers.

    Parameters
    ----------
    review
        The decision.
    answers
        Last standing answer of each other person, in order.
    withdrawn
        Its author took it back.
    """

    review: Entry
    answers: tuple[Entry, ...]
    withdrawn: bool

    def by(self, kind: str) -> tuple[str, ...]:
        """People who answered so, `concur` or `dissent`."""
        return tuple(entry.by for entry in self.answers if entry.kind == kind)

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if self.withdrawn:
            return "withdrawn"
        if self.by("dissent"):
            return "disputed"
        return "accepted" if self.by("concur") else "open"

    def reviewers(self) -> str:
        """Names of who decided and who agrees, for a sentence."""
        return " and ".join((self.review.by, *self.by("concur")))


def review_states(entries: Iterable[Entry]) -> list[ReviewState]:
    """Every decision with its answers, in the order of the decisions."""
    listed = list(entries)
    gone = {entry.about for entry in listed if entry.kind == "withdraw"}
    answers: dict[int, dict[str, Entry]] = {}
    for entry in listed:
        if entry.kind in {"concur", "dissent"} and entry.number not in gone:
            of = answers.setdefault(entry.about, {})
            of.pop(person(entry.by), None)  # the last word of a person counts
            of[person(entry.by)] = entry
    return [
        ReviewState(entry, tuple(answers.get(entry.number, {}).values()), entry.number in gone)
        for entry in listed
        if entry.kind == "review"
    ]


def latest_decisions(entries: Iterable[Entry]) -> dict[str, ReviewState]:
    """The decision that stands on each attack: the last one that was accepted."""
    return {
        review_state.review.attack_id: review_state
        for review_state in review_states(entries)
        if review_state.state == "accepted"
    }
