"""What others give to be added to the valley's record, in their forms; all of it is invented.

Each says EXERCISE. The messages are of a channel that claims two attacks of the valley, one attack
that the valley's record has not, and says one thing that is no claim.
"""

from __future__ import annotations

import json

ACLED = {
    "event_id_cnty": "IRQ1", "event_date": "2021-07-31", "time_precision": 1,
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Unidentified Armed Group (Iraq)", "location": "Port", "latitude": "33.5",
    "longitude": "44.5", "geo_precision": 1, "source": "Invented Daily", "notes": "EXERCISE",
    "fatalities": 0, "country": "Iraq", "timestamp": 1627800000,
}  # fmt: skip
GED = {
    "id": 900001, "relid": "IRQ-2021-1-1-1", "year": 2021, "code_status": "Clear",
    "type_of_violence": 1, "side_a": "Government of Nowhere", "side_b": "Invented Front",
    "source_article": '"Invented Agency,2021-08-03,EXERCISE"', "where_prec": 1,
    "latitude": 34.5, "longitude": 42.5, "country": "Iraq", "date_prec": 1,
    "date_start": "2021-08-02 00:00:00.000", "date_end": "2021-08-02 00:00:00.000",
}  # fmt: skip
MESSAGES = (
    {"id": 1, "type": "service", "date": "2021-05-01T10:00:00", "action": "create_channel"},
    {"id": 2, "type": "message", "date": "2021-07-31T21:05:30", "date_unixtime": "1627754730",
     "from": "Ash Wire", "from_id": "channel12",
     "text": ["EXERCISE: ", {"type": "bold", "text": "the fort"}, " was struck"],
     "text_entities": []},
    {"id": 3, "type": "message", "date": "2021-07-03T11:00:30", "date_unixtime": "1625299230",
     "text": "EXERCISE: the city was ours", "photo": "(File not included.)"},
    {"id": 4, "type": "message", "date": "2021-07-04T11:00:30", "text": "=1+1 EXERCISE"},
)  # fmt: skip


def answer(*changes, key="data", row=ACLED, **beside):
    """An answer of a server: a row for each change of one."""
    return {key: [{**row, **change} for change in changes or ({},)], **beside}


def channel(*messages, **beside):
    """An export of a channel whose public name is known."""
    chat = {"name": "Ash Wire", "type": "public_channel", "id": 12, "username": "ash_wire"}
    return {**chat, **beside, "messages": list(messages or MESSAGES)}


def written(folder, document, *, name="feed.json"):
    """A document as a file."""
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path
