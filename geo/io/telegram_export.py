"""Messages of a channel as Telegram Desktop exports them: what was said, when, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from geo.errors import ConformError
from geo.io.json_records import cell_text

CHANNELS = ("public_channel", "private_channel")
"""Chats whose messages are their channel's word; in all others private persons speak."""

TO_FILL = (
    "attack_id", "title", "date", "time_local", "method", "count", "target_place",
    "target_radius_km", "launch_place", "launch_radius_km", "facade", "status", "note",
)  # fmt: skip
"""Columns of ours that a message leaves empty, for a person to fill."""

CLAIM_OF = "telegram_claim_of"
"""Column for the id of an attack that a message claims, where another row reports it."""

COLUMNS = (
    "telegram_channel", "telegram_id", "telegram_posted", "telegram_unix", "telegram_edited",
    "telegram_forwarded_from", "telegram_media", "telegram_address", "telegram_text",
    CLAIM_OF,
)  # fmt: skip
"""Columns of a message; the last is for a person to fill."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
"""A username as Telegram allows it: nothing in it can be more than a name in an address."""

_REMEDY = "In Telegram Desktop open the channel, choose “Export chat history”, as JSON."
_MEDIA = ("photo", "file", "poll", "location_information")


class Chat(NamedTuple):
    """The channel of an export.

    Parameters
    ----------
    name
        As it calls itself.
    ident
        Its number.
    username
        Its public name where the export says it, without the at sign; else empty.
    events
        Entries of the export that are events of the channel and no messages.
    """

    name: str
    ident: str
    username: str
    events: int = 0


def of_telegram(document: Mapping[str, Any]) -> bool:
    """Tell an export of Telegram by its keys."""
    chats = document.get("chats")
    alone = isinstance(document.get("messages"), list) and "name" in document
    return alone or (isinstance(chats, dict) and isinstance(chats.get("list"), list))


def messages_in(document: Mapping[str, Any], *, file: str) -> tuple[Chat, list[tuple[int, Any]]]:
    """Give the channel of an export and its messages by their place; events of the chat left out.

    Raises
    ------
    ConformError
        When it holds several chats, or one that is no channel, or no message.
    """
    chat = _only_chat(document, file=file)
    kind = chat.get("type")
    if kind not in CHANNELS:
        raise ConformError.for_file(
            file,
            "this chat is not a channel: private persons write in it",
            "Give the export of a channel.",
            given=cell_text(kind)[:40] or "no type",
        )
    entries = chat["messages"]
    if not isinstance(entries, list):
        raise ConformError.for_file(file, "the messages are no list", _REMEDY)
    kept = [
        (number, entry)
        for number, entry in enumerate(entries, start=1)
        if not (isinstance(entry, dict) and entry.get("type") == "service")
    ]
    if not kept:
        raise ConformError.for_file(file, "there are no messages", _REMEDY)
    username = cell_text(chat.get("username")).removeprefix("@")
    named = username if kind == CHANNELS[0] and _NAME.fullmatch(username) else ""
    name, ident = cell_text(chat.get("name")), cell_text(chat.get("id"))
    return Chat(name, ident, named, len(entries) - len(kept)), kept


def _only_chat(document: Mapping[str, Any], *, file: str) -> Mapping[str, Any]:
    if "chats" not in document:
        return document
    chats = document["chats"]["list"]
    if len(chats) != 1 or not isinstance(chats[0], dict) or "messages" not in chats[0]:
        problem = "this is the export of a whole account, or of several chats"
        raise ConformError.for_file(file, problem, _REMEDY, given=f"{len(chats)} chats")
    return chats[0]


def chat_notes(chat: Chat) -> list[str]:
    """What a person should know of an export."""
    notes = [f"read as a Telegram export of the channel {chat.name or 'without a name'}."]
    if chat.events:
        notes.append(f"{chat.events:,} entries are events of the channel, no messages: left out.")
    if not chat.username:
        notes.append(
            "the export does not name the channel’s public username, so its messages have no "
            'address: write "username" beside "name" in the file, or telegram_address in the list.'
        )
    return notes


def columns_of(entry: Mapping[str, Any], chat: Chat) -> dict[str, str] | tuple[str, str, str]:
    """Text cells of a message, those to fill empty; column, problem and remedy where it is none.

    Parameters
    ----------
    entry
        An object of the export.
    chat
        Its channel.
    """
    if entry.get("type") != "message":
        return "type", "not a message", "Leave it out, or export the channel again."
    number = entry.get("id")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return "id", "the message has no number", "Export the channel again."
    text = _text(entry.get("text", ""))
    if text is None:
        return "text", "the text is neither a text nor parts of one", "Export the channel again."
    address = f"https://t.me/{chat.username}/{number}" if chat.username else ""
    filled = (
        chat.name or chat.ident, str(number), cell_text(entry.get("date")),
        cell_text(entry.get("date_unixtime")), cell_text(entry.get("edited")), _forwarded(entry),
        _media(entry), address, text.strip(),
    )  # fmt: skip
    return {**dict.fromkeys(TO_FILL, ""), **dict(zip(COLUMNS, (*filled, ""), strict=True))}


def _text(value: Any) -> str | None:
    """Text of a message, which is one text or a list of texts and of parts with a style."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return None
    parts = [part.get("text") if isinstance(part, dict) else part for part in value]
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if len(texts) == len(parts) else None


def _forwarded(entry: Mapping[str, Any]) -> str:
    """Channel that a message was forwarded from; a person’s name is left out."""
    if not entry.get("forwarded_from"):
        return ""
    if cell_text(entry.get("forwarded_from_id")).startswith("channel"):
        return cell_text(entry["forwarded_from"])
    return "another sender"


def _media(entry: Mapping[str, Any]) -> str:
    """Kinds of what hangs on a message; no file of the export is opened."""
    kinds: list[str] = [cell_text(entry["media_type"])] if entry.get("media_type") else []
    kinds += [name for name in _MEDIA if entry.get(name)]
    return ", ".join(kinds)
