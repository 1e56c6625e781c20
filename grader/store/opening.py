"""Opens the file of a store: makes it where it may be written, brings an older one up to date, reads where only that is
allowed. Another program may be doing the same at this moment."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from grader.store import problems
from grader.store.schema import APPLICATION, STEPS, VERSION

PATIENCE = 5.0  # seconds that another writer is waited for
_A_MOMENT = 0.01


def opened(path: Path, writable: bool) -> sqlite3.Connection:
    """The database, of today's version. Raises StoreUnusable, sqlite3.Error, OSError."""
    if writable:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.is_file():
        raise problems.missing(path)
    database = _connected(path, "mode=rwc" if writable else "mode=ro")
    try:
        _brought_up_to_date(database, path, writable)
    except sqlite3.OperationalError:
        database.close()
        if writable:
            raise
        # Reading beside a writer takes a file beside the store, which a folder that is read-only does not let us make.
        # Nobody can be writing there either.
        database = _connected(path, "mode=ro&immutable=1")
        _brought_up_to_date(database, path, writable)
    except BaseException:
        database.close()
        raise
    return database


def _connected(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", timeout=PATIENCE, isolation_level=None, uri=True)


def _brought_up_to_date(database: sqlite3.Connection, path: Path, writable: bool) -> None:
    # In this order: another program may be making it at this moment.
    empty = not database.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    application, version = (_pragma(database, name) for name in ("application_id", "user_version"))
    if not (empty or application == APPLICATION):
        raise problems.damaged(path)
    if version > VERSION:
        raise problems.newer(path, version, VERSION)
    if not writable:
        return
    _in_write_ahead_logging(database)
    database.execute("PRAGMA synchronous = NORMAL")
    for step in range(version, VERSION):
        _step(database, step)


def _in_write_ahead_logging(database: sqlite3.Connection) -> None:
    """Changes to it, once for each file. SQLite waits for nobody here, so we do."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as trouble:
            if trouble.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_A_MOMENT)


def _step(database: sqlite3.Connection, step: int) -> None:
    """One version further: all of it or nothing, and nothing where another program has just done it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        if _pragma(database, "user_version") == step:
            marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {step + 1};"
            for statement in _statements(STEPS[step] + marks):
                database.execute(statement)
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """One after the other; a trigger has semicolons within. `executescript` would end the transaction first."""
    statement = ""
    for piece in script.split(";")[:-1]:
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _pragma(database: sqlite3.Connection, name: str) -> int:
    with closing(database.execute(f"PRAGMA {name}")) as answer:
        return int(answer.fetchone()[0])
