"""JSON of event data servers and of Telegram: every entry a row, and nothing but text in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.io.formats import as_table, read_content
from geo.io.geojson import Collection
from geo.io.telegram_export import COLUMNS, TO_FILL
from tests.worlds.feeds import ACLED, GED, MESSAGES, answer, channel, written


def read(folder, document):
    return read_content(written(folder, document))


def test_an_answer_of_acled_has_the_cells_of_its_export(tmp_path):
    found = read(tmp_path, answer({}, {"event_id_cnty": "IRQ2", "notes": None}))
    assert found.rows_read == 2
    assert list(found.cells.columns) == list(ACLED)
    assert found.cells.loc[1].to_dict() == {name: str(cell) for name, cell in ACLED.items()}
    assert found.cells.loc[2, "notes"] == ""


def test_an_answer_of_ucdp_is_read_and_its_next_page_told(tmp_path):
    document = answer(row=GED, key="Result", TotalCount=7, NextPageUrl="https://example.org/2")
    found = read(tmp_path, document)
    assert found.cells.loc[1, "latitude"] == "34.5"
    assert any("TotalCount says 7 rows" in note for note in found.notes)
    assert any("next page" in note for note in found.notes)


def test_a_channel_gives_a_row_a_message_and_counts_its_events(tmp_path):
    found = read(tmp_path, channel())
    assert list(found.cells.columns) == [*TO_FILL, *COLUMNS]
    assert list(found.cells.index) == [2, 3, 4]
    row = found.cells.loc[2]
    assert row["telegram_text"] == "EXERCISE: the fort was struck"
    assert row["telegram_address"] == "https://t.me/ash_wire/2"
    assert found.cells.loc[3, "telegram_media"] == "photo"
    assert (found.cells[list(TO_FILL)] == "").all(axis=None)
    assert any("1 entries are events of the channel" in note for note in found.notes)


@pytest.mark.parametrize(
    ("beside", "address"),
    [
        ({"username": "@ash_wire"}, "https://t.me/ash_wire/2"),
        ({"username": "a/../../evil?x="}, ""),
        ({"username": "ash_wire", "type": "private_channel"}, ""),
        ({"username": None}, ""),
        ({"username": 5}, ""),
    ],
)
def test_an_address_is_made_of_a_public_username_alone(beside, address, tmp_path):
    found = read(tmp_path, channel(**beside))
    assert found.cells.loc[2, "telegram_address"] == address
    assert any("public username" in note for note in found.notes) == (not address)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"forwarded_from": "Other Wire", "forwarded_from_id": "channel9"}, "Other Wire"),
        ({"forwarded_from": "A Person", "forwarded_from_id": "user9"}, "another sender"),
        ({"forwarded_from": "A Person"}, "another sender"),
        ({"from": "A Person", "author": "A Person"}, ""),
    ],
)
def test_no_private_person_is_named(cells, said, tmp_path):
    found = read(tmp_path, channel({**MESSAGES[1], **cells}))
    assert found.cells.loc[1, "telegram_forwarded_from"] == said
    assert "A Person" not in found.cells.to_string()


def test_an_account_with_one_channel_is_that_channel(tmp_path):
    found = read(tmp_path, {"about": "", "chats": {"about": "", "list": [channel()]}})
    assert found.rows_read == 3


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (channel(type="personal_chat"), "private persons write in it"),
        (channel(type="private_supergroup"), "private persons write in it"),
        (channel(type=["public_channel"]), "private persons write in it"),
        (channel(MESSAGES[0]), "there are no messages"),
        ({"chats": {"list": [channel(), channel()]}}, "a whole account"),
        ({"chats": {"list": []}}, "a whole account"),
        ({"chats": {"list": [5]}}, "a whole account"),
        ({"chats": {"list": [{**channel(), "messages": 5}]}}, "the messages are no list"),
        ({"data": []}, "there are no rows under 'data'"),
        ({"success": False, "error": {"id": 1, "message": "no key"}}, "no key"),
        ({"error": "unauthorised", "data": None}, "unauthorised"),
        ({"messages": 5}, "not a GeoJSON FeatureCollection"),
        ([{"data": 1}], "not a GeoJSON object"),
    ],
)
def test_what_is_neither_is_refused_in_one_sentence(document, problem, tmp_path):
    with pytest.raises(ConformError) as caught:
        read(tmp_path, document)
    assert problem in str(caught.value)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("entry", "column", "problem"),
    [
        (5, "", "not an object"),
        ({"type": "video"}, "type", "not a message"),
        ({**MESSAGES[1], "id": True}, "id", "no number"),
        ({**MESSAGES[1], "id": -1}, "id", "no number"),
        ({**MESSAGES[1], "id": "2"}, "id", "no number"),
        ({**MESSAGES[1], "text": 5}, "text", "neither a text"),
        ({**MESSAGES[1], "text": [5]}, "text", "neither a text"),
        ({**MESSAGES[1], "text": [{"type": "bold"}]}, "text", "neither a text"),
        ({**MESSAGES[1], "text": "\ud800"}, "", "unpaired surrogate"),
        ({**MESSAGES[1], "id": float("nan")}, "id", "JSON knows no such number"),
    ],
)
def test_an_entry_without_the_form_of_a_message_waits_with_its_text(
    entry, column, problem, tmp_path
):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(channel(entry, MESSAGES[2])), encoding="utf-8")
    found = as_table(read_content(path))
    (fault,) = found.faults
    assert (fault.row, fault.column) == (1, column)
    assert problem in fault.problem
    assert list(found.malformed_rows) == [1]
    assert list(found.cells.index) == [2]


def test_a_file_of_geojson_is_read_as_before(tmp_path):
    point = {"type": "Point", "coordinates": [44.5, 33.5]}
    feature = {"type": "Feature", "properties": {"data": "messages"}, "geometry": point}
    found = read(tmp_path, {"type": "FeatureCollection", "features": [feature]})
    assert isinstance(found, Collection)


def test_columns_without_end_are_refused(tmp_path):
    with pytest.raises(ConformError, match="more than 500 columns"):
        read(tmp_path, {"data": [{f"c{n}": 1} for n in range(501)]})


PART = st.text(max_size=20) | st.builds(
    lambda text, kind: {"type": kind, "text": text}, st.text(max_size=20), st.text(max_size=5)
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
MESSAGE = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "service"]) | ANY},
    optional={
        "id": st.integers(-2, 10**12) | ANY,
        "date": st.sampled_from(["2021-07-31T21:05:30", "2021-02-30T00:00:00"]) | ANY,
        "date_unixtime": st.sampled_from(["1627754730", "-1"]) | ANY,
        "text": st.text(max_size=40) | st.lists(PART, max_size=4) | ANY,
        "forwarded_from": ANY,
        "forwarded_from_id": st.just("channel1") | ANY,
        "photo": ANY,
        "media_type": ANY,
    },
)


def plainly(value):
    """Text of a message by a slow way of its own."""
    if isinstance(value, str):
        return value.strip()
    out = ""
    for part in value:
        out += part if isinstance(part, str) else part["text"]
    return out.strip()


def is_text(value):
    if isinstance(value, str):
        return True
    return isinstance(value, list) and all(
        isinstance(part, str) or (isinstance(part, dict) and isinstance(part.get("text"), str))
        for part in value
    )


def is_sound(message):
    number = message.get("id")
    return (
        message["type"] == "message"
        and isinstance(number, int)
        and not isinstance(number, bool)
        and number > 0
        and is_text(message.get("text", ""))
    )


@given(messages=st.lists(MESSAGE, min_size=1, max_size=6))
def test_every_message_is_a_row_or_waits_and_no_text_is_lost(messages, tmp_path_factory):
    path = written(tmp_path_factory.mktemp("feed"), channel(*messages))
    meant = {n: one for n, one in enumerate(messages, start=1) if one["type"] != "service"}
    if not meant:
        with pytest.raises(ConformError, match="no messages"):
            read_content(path)
        return
    found = as_table(read_content(path))
    sound = {number: one for number, one in meant.items() if is_sound(one)}
    assert list(found.cells.index) == list(sound)
    assert set(found.malformed_rows) == set(meant) - set(sound) == {one.row for one in found.faults}
    assert found.rows_read == len(meant)
    for number, one in sound.items():
        cells = found.cells.loc[number]
        assert cells["telegram_text"] == plainly(one.get("text", ""))
        assert cells["telegram_address"] == f"https://t.me/ash_wire/{one['id']}"
        assert all(isinstance(cell, str) for cell in cells)
