"""What came of verifying a case file: what fails, what holds, what nothing vouches for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CheckedItem:
    """One thing that was checked, does not hold, or that nothing vouches for.

    Parameters
    ----------
    about
        `manifest`, `data`, `findings`, `figures`, `decisions`, `chain` or `casebook`.
    text
        One sentence.
    content
        It is about what the file says of its attacks: rows, figures, decisions.
    """

    about: str
    text: str
    content: bool = False


@dataclass(frozen=True)
class VerifiedCaseFile:
    """What came of verifying a case file.

    Parameters
    ----------
    failed
        What does not hold.
    checked
        What was checked and holds.
    unvouched
        What the file says and nothing vouches for.
    attacks, figures
        How many attacks were judged, and figures drawn, from the file's own data.
    form
        Of the file.
    manifest_sha256, head
        Of its manifest, and of the casebook as it states it.
    """

    failed: tuple[CheckedItem, ...]
    checked: tuple[CheckedItem, ...]
    unvouched: tuple[CheckedItem, ...]
    attacks: int
    figures: int
    form: int
    manifest_sha256: str
    head: str

    @property
    def holds(self) -> bool:
        """Nothing that was checked failed; see `unvouched` for what that leaves open."""
        return not self.failed

    @property
    def vouched(self) -> bool:
        """Something from outside vouches for what the file says of its attacks.

        That is the hash of the manifest; else the published data and what the casebook or its head
        vouch for. Who made the file and when, and whether sources and reviewers are true, is left.
        """
        return not any(one.content for one in self.unvouched)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences of what does not hold."""
        return tuple(one.text for one in self.failed)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences of what nothing vouches for."""
        return tuple(one.text for one in self.unvouched)

    def as_object(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        lists = {"failed": self.failed, "checked": self.checked, "unvouched": self.unvouched}
        return {
            "holds": self.holds,
            "vouched": self.vouched,
            "form": self.form,
            "attacks": self.attacks,
            "figures": self.figures,
            "manifest_sha256": self.manifest_sha256,
            "casebook_head": self.head,
            **{
                name: [{"about": one.about, "text": one.text} for one in items]
                for name, items in lists.items()
            },
        }


@dataclass
class Ledger:
    """Sentences as they come up; the anchors are what was given from outside and fits."""

    failed: list[CheckedItem] = field(default_factory=list)
    checked: list[CheckedItem] = field(default_factory=list)
    unvouched: list[CheckedItem] = field(default_factory=list)
    manifest: bool = False
    head: str = ""
    book: bool = False

    def say(self, about: str, wrong: Sequence[str], holds: str) -> None:
        """Note what is wrong, or that it holds."""
        self.failed += [CheckedItem(about, text) for text in wrong]
        if not wrong and holds:
            self.checked.append(CheckedItem(about, holds))

    def open(self, about: str, text: str, *, content: bool = False) -> None:
        """Note what nothing vouches for; the hash of the manifest vouches for all content."""
        self.unvouched.append(CheckedItem(about, text, content and not self.manifest))
