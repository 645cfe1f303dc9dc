"""Messages of a Telegram channel to rows that wait: words and a minute, and no attack yet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Hashable, Mapping

import pandas as pd

from geo.atlas import Atlas
from geo.errors import Fault
from geo.io.telegram_export import CLAIM_OF, COLUMNS, TO_FILL
from geo.parsing.days import today
from geo.schemas.attacks import ahead_fault

NEEDED = ("telegram_channel", "telegram_id", "telegram_posted", "telegram_text")
"""Columns by which messages are known, once `geo.io.telegram_export` has read them."""

STATUS, CLAIM_ALONE = "claimed_only", "duplicate"
"""Status of an attack that a message alone reports, unless a person gives another, and of one
that is a claim of an attack of another row."""

__all__ = ["COLUMNS", "NEEDED", "attack_rows", "moment", "posted_day", "waiting"]

Cells = Mapping[Hashable, str]
_BAGHDAD = dt.timezone(dt.timedelta(hours=3))
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", re.ASCII)
_SECONDS = re.compile(r"\d{1,11}", re.ASCII)
_NO_SLUG = re.compile(r"[^\w]+")
_MOST_HOURS_APART = 15
"""No zone is farther from UTC than 14 hours."""

_ADDRESS = re.compile(r"https://t\.me/[A-Za-z][A-Za-z0-9_]{3,31}/[1-9][0-9]{0,11}", re.ASCII)


def attack_rows(
    cells: pd.DataFrame, *, atlas: Atlas, date_order: str = ""
) -> tuple[pd.DataFrame, list[str]]:
    """Messages as rows of attacks, of which nothing is known but what a person filled in.

    Parameters
    ----------
    cells
        Text cells of `geo.io.telegram_export`, in small letters.
    atlas, date_order
        Not needed: nothing is looked up or read out of a message.

    Returns
    -------
    Text cells under our columns and those of the message, on the same index, and what a person
    should know.
    """
    del atlas, date_order
    have = cells.assign(**{name: "" for name in (*TO_FILL, *COLUMNS) if name not in cells})
    ident = "telegram-" + _slugs(have["telegram_channel"]) + "-" + have["telegram_id"]
    rows = have[[*TO_FILL, *COLUMNS]].assign(
        attack_id=have["attack_id"].where(have["attack_id"] != "", ident),
        status=have["status"]
        .where(have["status"] != "", STATUS)
        .where(have[CLAIM_OF] == "", CLAIM_ALONE),
        source="Telegram, " + have["telegram_channel"] + ", message " + have["telegram_id"],
    )
    loose = int((have["telegram_unix"] == "").sum())
    words = (
        "nothing is read out of a message: day, place and brand are for a person to fill in. Rows "
        f"have the status {STATUS} unless you give another."
    )
    zone = f"{loose:,} messages have the clock of the machine that exported them, of no zone."
    notes = [words, *([zone] if loose else [])]
    return rows, notes


def waiting(cells: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    """Faults of messages that a person has not made an attack of, or whose own columns are wrong.

    Parameters
    ----------
    cells
        As `attack_rows` gives them.
    atlas
        Its record: a message that names an attack of it is a claim of that attack.
    """
    faults: list[Fault] = []
    known = {*atlas.record.attacks.index, *cells["attack_id"][cells[CLAIM_OF] == ""]}
    for row, one in zip(cells.index, cells.to_dict("records"), strict=True):
        faults += _form_faults(int(row), one)
        faults += _claim_faults(int(row), one, known) if one[CLAIM_OF] else _open(int(row), one)
    return faults


def _claim_faults(row: int, cells: Cells, known: Collection[str]) -> list[Fault]:
    if cells[CLAIM_OF] in known:
        return []
    remedy = "Give the id of an attack of the record, or of another row that is one."
    return [Fault(row, CLAIM_OF, cells[CLAIM_OF], "there is no such attack", remedy)]


def _open(row: int, cells: Cells) -> list[Fault]:
    faults = []
    if not cells["date"]:
        problem = "a message, and no attack yet: nobody has said which day it speaks of"
        remedy = (
            f"Fill in what it says, or give under {CLAIM_OF} the attack that it claims, where "
            "that is told already. Take the row out of the list if it claims none."
        )
        faults.append(Fault(row, "date", "", problem, remedy))
    if not cells["target_place"]:
        remedy = "Give the place, or write yes under “confirmed” where the message names none."
        faults.append(
            Fault(row, "target_place", "", "nobody has said where", remedy, confirmable=True)
        )
    return faults


def _form_faults(row: int, cells: Cells) -> list[Fault]:
    """Faults of the columns that the message itself fills."""
    faults = []
    if moment(cells["telegram_posted"], cells["telegram_unix"]) is None:
        given = f"{cells['telegram_posted']} {cells['telegram_unix']}".strip()[:60]
        problem, remedy = "not when a message was posted", "Export the channel again."
        faults.append(Fault(row, "telegram_posted", given, problem, remedy))
    elif posted_day(cells) > today().isoformat():
        problem_and_remedy = ahead_fault(today())
        faults.append(Fault(row, "telegram_posted", cells["telegram_posted"], *problem_and_remedy))
    address = cells["telegram_address"]
    if address and not _ADDRESS.fullmatch(address):
        problem, remedy = "not the address of a message", "Write https://t.me/channel/number."
        faults.append(Fault(row, "telegram_address", address[:80], problem, remedy))
    return faults


def moment(posted: str, unix: str) -> tuple[dt.datetime, bool] | None:
    """When a message was posted, and whether that is in the time of Baghdad (UTC+3).

    Parameters
    ----------
    posted
        YYYY-MM-DDTHH:MM:SS by the clock of the machine that exported it.
    unix
        Seconds since 1970 in UTC, or empty in older exports.

    Returns
    -------
    The time of Baghdad and True, the clock of that machine and False, or None where the texts are
    no time or do not agree.
    """
    try:
        local = dt.datetime.fromisoformat(posted) if _STAMP.fullmatch(posted) else None
        if local is None:
            return None
        if not unix:
            return local, False
        if not _SECONDS.fullmatch(unix):
            return None
        there = dt.datetime.fromtimestamp(int(unix), tz=_BAGHDAD).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    apart = abs(there - dt.timedelta(hours=3) - local)
    return (there, True) if apart <= dt.timedelta(hours=_MOST_HOURS_APART) else None


def posted_day(cells: Cells) -> str:
    """Day of a message, YYYY-MM-DD; empty where it has none."""
    found = moment(cells["telegram_posted"], cells["telegram_unix"])
    return found[0].date().isoformat() if found else ""


def _slugs(names: pd.Series) -> pd.Series:
    made = {name: _NO_SLUG.sub("-", name.casefold()).strip("-_")[:40] for name in names.unique()}
    return names.map(made).replace("", "channel")
