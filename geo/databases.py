"""Addresses of PostgreSQL servers: checked at the door, their passwords never told."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import refused

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

SCHEMES = ("postgresql://", "postgres://")
TABLE = "attacks"
LONGEST_NAME_BYTES = 63
"""Longer names PostgreSQL would cut short."""

_INSTALL = "Install it with pip install 'fasail-atlas[postgres]'."


@dataclass(frozen=True)
class Database:
    """A table on a server.

    Parameters
    ----------
    engine
        SQLAlchemy's engine for the server.
    name
        Server, database and table, without user and password, for messages.
    schema, table
        Where the attacks are.
    """

    engine: Engine
    name: str
    schema: str
    table: str

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        """Connect in one transaction; what goes wrong on the server is told without the address.

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
            # The error's own text may repeat the statement and the address.
            cause = type(getattr(error, "orig", None) or error).__name__
            remedy = "Check the address, the table and your rights on it."
            raise refused(self.name, f"the database answered with {cause}", remedy) from None
        finally:
            self.engine.dispose()


def is_database(text: str) -> bool:
    """Tell the address of a database from the path of a file."""
    return text.casefold().startswith(SCHEMES)


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
    try:
        from sqlalchemy import create_engine  # noqa: PLC0415
        from sqlalchemy.engine import make_url  # noqa: PLC0415
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415
    except ImportError:
        raise refused("the database", "SQLAlchemy is not installed", _INSTALL) from None
    try:
        url = make_url(address)
        schema = _one(url.query.get("schema", "public"))
        table = _one(url.query.get("table", TABLE))
        plain = url.difference_update_query(["schema", "table"])
        engine = create_engine(
            plain.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": 10}
        )
    except (SQLAlchemyError, ValueError):
        form = "postgresql://user@host:5432/database?table=attacks"
        raise refused("the database", "not an address", f"Write {form}.") from None
    except ImportError:
        raise refused("the database", "psycopg is not installed", _INSTALL) from None
    name = f"{url.host or 'local'}/{url.database}, {schema}.{table}"
    return Database(engine, name, schema, table)


def _one(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value
