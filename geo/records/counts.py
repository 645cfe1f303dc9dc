"""One count of attacks: the numbers that every headline, panel, chip, facet and legend reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from geo.schemas.tokens import STATUSES

NOT_FITTING: Final = ("mismatch", "explained")
"""Verdicts of attacks that do not fit the ground, without and with an explanation on record."""


POINTED: Final = ("one", "several", "mixed", "nobody")
"""To whom attacks that name nobody point: one group, several, several by mixed indications."""


_POINTING_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "one": ("points to one group", "point to one group"),
    "several": ("points to several", "point to several"),
    "mixed": ("is mixed", "are mixed"),
    "nobody": ("points to nobody", "point to nobody"),
}


def many(n: int, noun: str) -> str:
    """Write a number with its noun: 1 attack, 3 attacks."""
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Numbers of one set of rows.

    Parameters
    ----------
    rows
        Rows of the table: attacks and the reports that are not counted as attacks.
    attacks
        Rows that count as attacks. Every number below but `left_out` is of these.
    in_window
        Attacks with a point in the window; with any point where no window was given.
    off_map
        Attacks with a point of a role that is drawn, all of them outside the window.
    not_drawn
        Attacks with a point, but none of a role that is drawn.
    outline_only
        Attacks without a point whose target or launch is known by the outline of a governorate.
    no_place
        Attacks of which neither point nor outline is known.
    left_out
        Rows that are not counted as attacks, by status, in the order of
        `geo.schemas.attacks.STATUSES`.
    verdicts
        Attacks by verdict, in the order of `geo.verdicts.verdict.VERDICTS`.
    groups
        Attacks by asserted group, most first, without those that name nobody.
    nobody
        Attacks with no asserted group.
    launches
        Attacks whose launch is known, see `geo.records.counter.launch_known`.
    undated
        Attacks without a day.
    rows_of_several
        Attacks whose row stands for more than one attack, or for a number that is not given.
    several
        Attacks that these rows stand for at the least.
    roles
        Whose points are drawn: “target”, “launch”, both or none.
    pointing
        Attacks with no asserted group by what they point to, in the order of `POINTED`; empty
        where the table does not tell.
    window
        The same numbers of the attacks in the window alone, where one was given.
    """

    rows: int
    attacks: int
    in_window: int
    off_map: int
    not_drawn: int
    outline_only: int
    no_place: int
    left_out: Mapping[str, int]
    verdicts: Mapping[str, int]
    groups: Mapping[str, int]
    nobody: int
    launches: int
    undated: int
    rows_of_several: int
    several: int
    roles: tuple[str, ...] = ("target", "launch")
    pointing: Mapping[str, int] = field(default_factory=dict)
    window: Counts | None = None

    @property
    def reports(self) -> int:
        """Rows that are not counted as attacks."""
        return self.rows - self.attacks

    @property
    def without_point(self) -> int:
        """Attacks without a point: known by an outline alone, or not at all."""
        return self.outline_only + self.no_place

    @property
    def dated(self) -> int:
        """Attacks with a day, a month or a year."""
        return self.attacks - self.undated

    @property
    def attributed(self) -> int:
        """Attacks with an asserted group."""
        return self.attacks - self.nobody

    @property
    def mismatches(self) -> int:
        """Attacks that do not fit and have no explanation on record."""
        return self.verdicts.get("mismatch", 0)

    @property
    def explained(self) -> int:
        """Attacks that do not fit, with an explanation on record."""
        return self.verdicts.get("explained", 0)

    @property
    def not_fitting(self) -> int:
        """Attacks that do not fit, with or without an explanation on record."""
        return self.mismatches + self.explained

    def _part(self, noun: str) -> str:
        if self.in_window == self.attacks:
            return many(self.attacks, noun)
        return f"{self.in_window:,} of {many(self.attacks, noun)}"

    def short(self) -> str:
        """What a panel's title says: "5 attacks", or "4 of 5 attacks" where the map holds four."""
        return self._part("attack")

    def headline(self) -> str:
        """What a page's headline says: how many of the attacks have a mark on this map."""
        if not self.attacks:
            return "No attack fits these filters"
        if not self.in_window:
            return f"None of {many(self.attacks, 'attack')} on this map"
        return f"{self._part('attack')} on this map"

    def missing(self) -> str:
        """Why attacks have no mark on the map: off it, or without a point; empty where none is."""
        said = []
        if self.off_map:
            said.append(f"{self.off_map:,} off this map")
        if self.not_drawn:
            role = self.roles[0] if self.roles else ""
            why = f"without a known {role}" if role else "whose marks are switched off"
            said.append(f"{self.not_drawn:,} {why}")
        if self.without_point:
            split = [
                f"{n:,} {words}"
                for n, words in (
                    (self.outline_only, "known by a governorate’s outline"),
                    (self.no_place, "without any place"),
                )
                if n
            ]
            said.append(f"{self.without_point:,} without a point ({', '.join(split)})")
        return "; ".join(said)

    def not_counted(self) -> str:
        """Rows left out of every count, by status: "5 thwarted, 3 found before use"."""
        return ", ".join(f"{n:,} {STATUSES.get(s, s)}" for s, n in self.left_out.items())

    def row_words(self) -> str:
        """What a table of all the rows holds: "66 rows: 61 attacks and 5 not counted"."""
        if not self.reports:
            return many(self.attacks, "attack")
        apart = f"{self.reports:,} not counted as attacks ({self.not_counted()})"
        return f"{many(self.rows, 'row')}: {many(self.attacks, 'attack')} and {apart}"

    def not_fitting_words(self) -> str:
        """How many do not fit, of all: "7 of 227 attacks do not fit"."""
        does = "does" if self.not_fitting == 1 else "do"
        return f"{self.not_fitting:,} of {many(self.attacks, 'attack')} {does} not fit"

    def group_share(self, group: str, *, name: str = "") -> str:
        """Share of a group with both denominators: "AAH 1 of 9 attributed, of 75 attacks"."""
        return (
            f"{name or group} {self.groups.get(group, 0):,} of {self.attributed:,} attributed, "
            f"of {many(self.attacks, 'attack')}"
        )

    def pointing_words(self) -> str:
        """To whom those point that name nobody: "Of 40 that name nobody, 12 point to one group".

        Empty where the table does not tell, or every attack names somebody.
        """
        if not self.pointing or not self.nobody:
            return ""
        said = [
            f"{n:,} {words[n > 1]}"
            for kind, words in _POINTING_WORDS.items()
            if (n := self.pointing.get(kind, 0))
        ]
        joined = " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
        return f"Of {self.nobody:,} that name{'s' * (self.nobody == 1)} nobody, {joined}"

    def several_words(self) -> str:
        """Rows that stand for several attacks: "3 rows stand for at least 11 attacks"."""
        if not self.rows_of_several:
            return ""
        stand = "row stands" if self.rows_of_several == 1 else "rows stand"
        return f"{self.rows_of_several:,} {stand} for at least {many(self.several, 'attack')}"

    def as_dict(self) -> dict[str, object]:
        """Every number as plain JSON, for a manifest."""
        return {
            "rows": self.rows,
            "attacks": self.attacks,
            "in_window": self.in_window,
            "off_map": self.off_map,
            "not_drawn": self.not_drawn,
            "known_by_outline_only": self.outline_only,
            "without_place": self.no_place,
            "not_counted": dict(self.left_out),
            "verdicts": dict(self.verdicts),
            "groups": dict(self.groups),
            "nobody_named": self.nobody,
            "launch_known": self.launches,
            "undated": self.undated,
            "rows_of_several_attacks": self.rows_of_several,
            "attacks_of_these_rows_at_least": self.several,
            **({"nobody_named_and_points_to": dict(self.pointing)} if self.pointing else {}),
        }
