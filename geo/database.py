"""Addresses of PostgreSQL servers: checked at the door, their passwords never shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.errors import ConformError
from geo.settings import is_database

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine

TABLE = "attacks"
LONGEST_NAME_BYTES = 63
"""Longer names PostgreSQL would cut short."""

DRIVER = "postgresql+psycopg"
INSTALL = "Install it with pip install 'fasail-atlas[postgres]'."

_SECRET = frozenset({"password", "sslpassword"})
_GIVE_IT = "Give the password by PGPASSWORD or ~/.pgpass, and the user in the address."
_AWAY = ("the server does not answer", "Start it, or check host and port.")
_CAUSES = (
    ("password authentication failed", "the server refused user or password", _GIVE_IT),
    ("no password supplied", "the server asks for a password", _GIVE_IT),
    ("role ", "the server does not know the user", _GIVE_IT),
    ("connection refused", *_AWAY),
    ("timeout expired", *_AWAY),
    ("could not translate host name", *_AWAY),
    ("failed to resolve host", *_AWAY),
    ("starting up", "the server is starting", "Try again in a moment."),
    ("shutting down", "the server is stopping", "Try again when it is back."),
    ("administrator command", "the server was stopped meanwhile", "Try again when it is back."),
    ("closed the connection", "the server was stopped meanwhile", "Try again when it is back."),
    ("does not exist", "there is no such database, schema or table", "Check the address."),
    ("permission denied", "you have no right to it", "Ask for GRANT SELECT on the tables."),
)  # fmt: skip
"""What PostgreSQL says, and what that means; the first that holds."""


@dataclass(frozen=True)
class Database:
    """A table on a server.

    Parameters
    ----------
    engine
        SQLAlchemy's engine for the server.
    name
        Server, database and table, without user and password, for messages.
    password
        Whether the address itself held a password.
    schema, table
        Where the attacks are.
    """

    engine: Engine
    name: str
    schema: str
    table: str
    password: bool = False

    def of(self, table: str) -> Database:
        """Another table of the same schema."""
        name = f"{self.name.rsplit('.', 1)[0]}.{table}"
        return replace(self, table=table, name=name)

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        """Connect in one transaction; errors of the server come without the address.

        Raises
        ------
        ConformError
            When the server does not answer, or answers with an error.
        """
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise ConformError.for_file(self.name, *_cause_and_remedy(error)) from None
        finally:
            self.engine.dispose()


def _cause_and_remedy(error: Exception) -> tuple[str, str]:
    """Say what went wrong and what to do; the error's own text may repeat statement and address."""
    cause = getattr(error, "orig", None) or error
    words = str(cause).casefold()
    for word, problem, remedy in _CAUSES:
        if word in words:
            return problem, remedy
    remedy = "Check the address, the table and your rights on it."
    return f"the database answered with {type(cause).__name__}", remedy


def url_of(address: str) -> URL:
    """Parse an address of a database, of whatever kind; PostgreSQL in any of its names is one.

    Raises
    ------
    ValueError
        When it is no address. What was given is not repeated: it may hold a password.
    """
    from sqlalchemy.engine import make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ValueError("not an address") from None
    return url.set(drivername=DRIVER) if is_database(f"{url.drivername}://") else url


def server_name(url: URL) -> str:
    """Server and database, without user and password, for messages."""
    return f"{url.host or 'local'}/{url.database}"


def holds_password(url: URL) -> bool:
    """Tell whether an address says a password, before its server or among what is asked."""
    return url.password is not None or not _SECRET.isdisjoint(url.query)


def address_of(address: str, *, table: str) -> str:
    """Give the address of another table on the same server and in the same schema.

    Raises
    ------
    ConformError
        As of `database`.
    """
    database(address)  # refuses what is no address
    url = url_of(address).set(drivername="postgresql").update_query_dict({"table": table})
    return url.render_as_string(hide_password=False)


def database(address: str) -> Database:
    """Give the table that an address names.

    Parameters
    ----------
    address
        `postgresql://user@host:port/database?schema=public&table=attacks`; the password may come
        from `PGPASSWORD` or `~/.pgpass` instead.

    Raises
    ------
    ConformError
        When it is no such address, or the extra `postgres` is not installed.
    """
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    try:
        url = _server(address)
        schema = _one(url.query.get("schema", "public"))
        table = _one(url.query.get("table", TABLE))
        plain = url.difference_update_query(["schema", "table"])
        engine = create_engine(plain, connect_args={"connect_timeout": 10})
    except (SQLAlchemyError, ValueError):
        form = "postgresql://user@host:5432/database?table=attacks"
        raise ConformError.for_file("the database", "not an address", f"Write {form}.") from None
    except ImportError:
        raise ConformError.for_file("the database", "psycopg is not installed", INSTALL) from None
    name = f"{server_name(url)}, {schema}.{table}"
    return Database(engine, name, schema, table, password=holds_password(url))


def _server(address: str) -> URL:
    url = url_of(address)
    if url.drivername != DRIVER:
        raise ValueError(url.drivername)
    return url


def _one(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value
