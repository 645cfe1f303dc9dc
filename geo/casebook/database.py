"""The database behind a casebook: a SQLite file or PostgreSQL, opened, locked and migrated."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from geo.database import DRIVER, INSTALL, server_name, url_of
from geo.errors import CasebookError

SCHEMA = "0001"
"""Newest migration; an older book is brought to it, a newer one refused."""

BUSY_S = 30.0
"""How long a writer waits for its turn."""

_LOCK_ID = 0x_FA5A_11  # of the advisory lock that migrations take on PostgreSQL
_FORM = "Give the path of a file, or postgresql://user@host:5432/database."
_SQLITE = (
    ("locked", "another program holds it", "Close what holds it, then repeat."),
    ("full", "the disk is full", "Make room, then repeat."),
    ("readonly", "it may not be written", "Check the write permission of it and its folder."),
    ("unable to open", "it cannot be opened", "Check that its folder exists and is yours."),
    ("not a database", "it is no casebook", "Give another file, or restore a backup."),
    ("malformed", "the file is damaged", "Keep it, and restore a backup into a new file."),
    ("i/o", "the disk does not answer", "Check the disk, then repeat."),
)
_ROOM_BYTES = 65_536  # two pages of the index beside the file
_alembic = threading.Lock()  # its context is one a process


class CasebookDatabase:
    """One casebook's database; safe to share between threads.

    Parameters
    ----------
    address
        Path of a SQLite file, or the address of a PostgreSQL database.
    busy_s
        How long to wait for a lock, in seconds.

    Raises
    ------
    CasebookError
        When the address is none.
    """

    def __init__(self, address: str | os.PathLike[str], *, busy_s: float = BUSY_S) -> None:
        self.busy_s = busy_s
        self._turn = threading.Lock()
        self._ready: object = None
        url = _url(os.fspath(address))
        self.path = Path(url.database or "") if url.drivername.startswith("sqlite") else None
        self.name = str(self.path) if self.path else server_name(url)
        try:
            self.engine = self._engine(url)
        except ImportError:
            raise CasebookError(f"psycopg is not installed. {INSTALL}") from None
        weakref.finalize(self, self.engine.dispose)

    def _engine(self, url: URL) -> Engine:
        if self.path is None:
            wait = max(1, int(self.busy_s * 1000))
            options = {"connect_timeout": 10, "options": f"-c lock_timeout={wait}"}
            return sa.create_engine(url, pool_pre_ping=True, connect_args=options)
        # A connection for each use: none is left that writes to a file put away meanwhile.
        engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args={"timeout": self.busy_s})
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
        return engine

    def exists(self) -> bool:
        """Tell whether there is anything to read; a server is asked when it is read."""
        return self.path is None or self.path.exists()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Connect to read one state of the book.

        Raises
        ------
        CasebookError
            When it cannot be read.
        """
        with self._reporting_errors("read"):
            self._make_ready()
            level = {} if self.path else {"isolation_level": "REPEATABLE READ"}
            with (
                self.engine.connect().execution_options(**level) as connection,
                connection.begin(),
            ):
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Connect to write: one writer at a time, all of it or nothing.

        Raises
        ------
        CasebookError
            When it cannot be written.
        """
        with self._reporting_errors("written"), self._turn:
            self._make_ready()
            with self.engine.connect() as one:
                connection = one.execution_options(casebook_writes=True)
                with connection.begin():
                    if self.path is None:
                        # An answer means that it is on the server's disk, whatever its default.
                        connection.execute(sa.text("SET LOCAL synchronous_commit = on"))
                    yield connection

    @contextlib.contextmanager
    def _reporting_errors(self, what: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise CasebookError(self._sentence(error, what)) from error
        except OSError as error:
            if isinstance(error, CasebookError):
                raise
            problem = f"the casebook {self.name} cannot be {what}: {error.strerror}."
            raise CasebookError(
                f"{problem} Nothing was kept of this; what was there is."
            ) from error

    def _sentence(self, error: Exception, what: str) -> str:
        origin = getattr(error, "orig", None) or error
        # The error's own text may repeat the statement and the address: only its kind is shown.
        problem, remedy = f"the database answered with {type(origin).__name__}", "Repeat it later."
        if self.path is not None:
            words = str(origin).casefold()
            # Without room for its index SQLite cannot even read, and calls that an I/O error.
            words = "full" if "i/o" in words and _is_full(self.path.parent) else words
            for word, known, action in _SQLITE:
                if word in words:
                    problem, remedy = known, action
                    break
        elif isinstance(error, DBAPIError) and type(origin).__name__ == "OperationalError":
            problem, remedy = "the server does not answer", "Check that it runs, then repeat."
        kept = "" if what == "read" else " Nothing was kept of this entry; all before it is there."
        return f"the casebook {self.name} cannot be {what}: {problem}. {remedy}{kept}"

    def _make_ready(self) -> None:
        """Bring the schema up to date, once for each file that stands at the path."""
        if self.path is None:
            if self._ready:
                return
        elif not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
        elif self._ready == _identity(self.path):
            return
        if self._version() != SCHEMA:
            if self.path is not None:
                _log_ahead(self.engine, until=time.monotonic() + self.busy_s)
            with self.engine.connect() as one:
                connection = one.execution_options(casebook_writes=True)
                with connection.begin():
                    if self.path is None:
                        lock = sa.text("SELECT pg_advisory_xact_lock(:id)")
                        connection.execute(lock, {"id": _LOCK_ID})
                    self._migrate(connection)
        self._ready = True if self.path is None else _identity(self.path)

    def _version(self) -> str | None:
        with self.engine.connect() as connection, connection.begin():
            return _version(connection)

    def _migrate(self, connection: Connection) -> None:
        version = _version(connection)
        if version == SCHEMA:  # another process was first
            return
        if version is not None and version > SCHEMA:
            raise CasebookError(
                f"the casebook {self.name} was made by a newer fasail-atlas (schema {version}; "
                f"this one knows {SCHEMA}). Use the newer one."
            )
        from alembic import command  # noqa: PLC0415 - only where there is something to migrate
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("path_separator", "os")
        config.set_main_option(
            "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
        )
        config.attributes["connection"] = connection
        with _alembic:
            command.upgrade(config, "head")


def _is_full(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return shutil.disk_usage(folder).free < _ROOM_BYTES
    return False


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser().resolve()))
    try:
        url = url_of(address)
    except ValueError:
        raise CasebookError(f"the casebook’s address cannot be read. {_FORM}") from None
    if url.drivername == "sqlite" and url.database:
        return URL.create("sqlite", database=str(Path(url.database).expanduser().resolve()))
    if url.drivername != DRIVER:
        raise CasebookError(f"a casebook cannot be kept by {url.drivername}. {_FORM}")
    return url


def _version(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("casebook_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM casebook_version")).scalar()
    return None if found is None else str(found)


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _prepare(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    connection.isolation_level = None  # type: ignore[attr-defined]  # BEGIN is ours, see _begin
    # Bytes that are no UTF-8 become lone surrogates, which no hash of ours can have sealed.
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # type: ignore[attr-defined]
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("casebook_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _log_ahead(engine: Engine, *, until: float) -> None:
    """Switch to write-ahead logging, which SQLite refuses at once while others open the file."""
    raw = engine.raw_connection()
    try:
        while True:
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise DBAPIError("PRAGMA", {}, error) from None
                time.sleep(0.05)
            else:
                return
    finally:
        raw.close()
