"""One reading of addresses: whatever name PostgreSQL has in them, and wherever a password is."""

from __future__ import annotations

import pytest

from geo.casebook.database import CasebookDatabase as Book
from geo.database import address_of, database, holds_password, url_of
from geo.errors import CasebookError, ConformError
from geo.settings import is_database

NAMES = ["postgresql", "postgres", "postgresql+psycopg", "PostgreSQL"]


@pytest.mark.parametrize("name", NAMES)
def test_postgresql_has_many_names_and_is_one(name):
    address = f"{name}://ann@host:5432/base"
    assert is_database(address)
    place = database(f"{address}?schema=s&table=t")
    assert (place.name, place.schema, place.table) == ("host/base, s.t", "s", "t")
    assert place.engine.url == Book(address).engine.url == url_of(address)
    assert address_of(address, table="x") == "postgresql://ann@host:5432/base?table=x"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("rest", "held"),
    [
        ("ann@h/d", False),
        ("ann:@h/d", True),
        ("ann:pw@h/d", True),
        ("h/d?password=pw", True),
        ("h/d?sslpassword=pw&table=t", True),
        ("h/d?passfile=x", False),
    ],
)
def test_a_password_is_seen_wherever_an_address_holds_it(name, rest, held):
    assert holds_password(url_of(f"{name}://{rest}")) is held
    assert database(f"{name}://{rest}").password is held


@pytest.mark.parametrize(
    "address", ["", "postgresql", "mysql://u:secret@h/d", "postgresql://u:secret@h:port/d", "x://["]
)
def test_what_is_no_address_of_a_server_is_refused_and_not_repeated(address):
    with pytest.raises(ConformError, match="not an address") as caught:
        database(address)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    if "://" in address:
        with pytest.raises(CasebookError) as refusal:
            Book(address)
        assert "secret" not in str(refusal.value)
