"""The database connection: pragmas, transactions, the schema's version, and its errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from workflow.errors import StoreError
from workflow.store.locks import short_lock
from workflow.store.tables import AuditEventRow, EditRow, RevisionRow

SCHEMA = "0003"
"""The newest migration. It stands here so that an up-to-date database is opened without importing Alembic (0.4 s)."""

_BUSY_S = 30


class Database:
    """Sessions on one database, in transactions.

    `read` sees one moment; `write` is one transaction, whole or not at all, and alone: in SQLite it takes the write
    lock at its first statement, so that what it read cannot be changed by another process before it writes.
    """

    def __init__(self, url: str | URL, locks: Path) -> None:
        """Open the database, making or updating its tables first. Raises `StoreError`."""
        try:
            self._engine = _engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            # Without the URL: it may hold a password.
            raise StoreError(f"The database's URL cannot be used here: {error}.") from error
        self._where = self._engine.url.database or self._engine.url.render_as_string()
        self._writing = self._engine.execution_options(immediate=True)
        with self._our_errors():
            if self._version() != SCHEMA:
                self._migrate(locks)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._our_errors(), Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self._our_errors(), Session(self._writing) as session, session.begin():
            yield session

    def close(self) -> None:
        self._engine.dispose()

    def _version(self) -> str | None:
        with self._engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            if "alembic_version" in tables:
                version = connection.scalar(text("SELECT version_num FROM alembic_version"))
                return None if version is None else str(version)
        if tables:
            raise StoreError(f"{self._where} is another program's database: choose another folder with --home.")
        return None

    def _migrate(self, locks: Path) -> None:
        """Bring the tables to `SCHEMA`; the second of two processes that start at once finds the work done."""
        from workflow.store.migrations import knows, upgrade  # noqa: PLC0415  only here is Alembic's import paid for

        with short_lock(locks, "schema"):
            version = self._version()
            if version is not None and not knows(version):
                raise StoreError(
                    f"{self._where} was made by a newer Storytrack (tables {version}, this one knows {SCHEMA}):"
                    " update Storytrack, or choose another folder with --home."
                )
            with self._writing.begin() as connection:
                upgrade(connection)

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(_sentence(str(getattr(error, "orig", None) or error), self._where)) from error


def sqlite_url(file: Path) -> URL:
    """The database in this file, whatever characters its path has."""
    return URL.create("sqlite", database=str(file))


def _engine(url: str | URL) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver begins transactions by itself, too late and not for every statement; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    # FULL: a commit is on the disk when it returns. Commits are rare here (one a section, one a revision) and a
    # person's corrections are worth the few milliseconds; NORMAL could lose the last ones when the power fails.
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _never_changes(_mapper: object, _connection: Connection, row: RevisionRow | EditRow | AuditEventRow) -> None:
    raise StoreError(f"A row of {row.__tablename__} is never changed or deleted: add a new one.")


for _rows in (RevisionRow, EditRow, AuditEventRow):
    event.listen(_rows, "before_update", _never_changes)
    event.listen(_rows, "before_delete", _never_changes)


_SENTENCES = (
    ("not a database", "{where} is not a database: move that file away, or choose another folder with --home."),
    ("malformed", "{where} is damaged: put back a copy of the folder, or choose another with --home."),
    ("readonly", "{where} is read-only: give yourself the right to write it, or choose another folder with --home."),
    ("unable to open", "{where} cannot be opened: check the folder and its rights, or choose another with --home."),
    ("disk is full", "The disk is full, nothing was stored in {where}: free some space and start again."),
    ("disk I/O error", "The disk could not be read or written at {where}: check it and its free space."),
    ("locked", "Another program keeps {where} locked: end it and start again."),
)


def _sentence(complaint: str, where: str) -> str:
    for words, sentence in _SENTENCES:
        if words in complaint:
            return sentence.format(where=where)
    return f"The database {where} could not be used: {' '.join(complaint.split())}."
