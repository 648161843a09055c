"""Backups: one file with the whole database at one instant, and how to restore it.

SQLite's backup API copies a file while Callboard runs, since it only reads. For PostgreSQL, its own programs do the
work. A backup never holds the key to everything personal.
"""

import asyncio
import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bot.config.store_url import StoreUrl
from bot.errors import ConfigError, Problem, Unavailable, make_config_error
from bot.store.copies.checksum import find_change, write_checksum
from bot.store.copies.leftovers import COPY_FOLDER
from bot.store.copies.postgres_programs import run_program
from bot.store.glance import open_reader
from bot.store.migrations.known_triggers import POSTGRES_KNOWN_FUNCTIONS
from bot.store.migrations.mapped_triggers import POSTGRES_MAPPED_FUNCTIONS
from bot.store.migrations.postcard_triggers import POSTGRES_POSTCARD_FUNCTIONS
from bot.store.migrations.report_triggers import POSTGRES_FUNCTIONS
from bot.store.migrations.resident_triggers import POSTGRES_RESIDENT_FUNCTIONS
from bot.store.private import create_private, sync
from bot.store.schema import is_current
from bot.store.sql import build
from bot.store.sqlite.conditions import explain_fault
from bot.store.sqlite.lock import InUseError, hold_writer_lock
from bot.store.tables import TABLES, current_totals, report_asker_lines, report_lines, report_postcard_lines

_BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a file
PART = ".part"  # at the end of the name of a backup that isn't whole
# Faults of the file that is written: the other one is only read.
_WRITING = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_IOERR_WRITE: errno.EIO}
_TABLES = ("alembic_version", *(table.name for table in TABLES))
_VIEWS = (build(current_totals).name, report_lines.name, report_asker_lines.name, report_postcard_lines.name)
_FUNCTIONS = (
    *POSTGRES_FUNCTIONS,
    *POSTGRES_POSTCARD_FUNCTIONS,
    *POSTGRES_RESIDENT_FUNCTIONS,
    *POSTGRES_MAPPED_FUNCTIONS,
    *POSTGRES_KNOWN_FUNCTIONS,
)
_OURS_ALONE = ("--no-owner", "--no-privileges")  # the user who restores it owns it
_IN_THE_WAY = "There's a database here already. To put the backup in its place, add --yes."
_NO_BACKUP = "This is no backup of Callboard's. Nothing was changed."
_ARCHIVE = b"PGDMP"  # how pg_dump's custom format begins
_NO_DATABASE = "There's no database here yet."
_UNREADABLE = "The backup can't be read."
_RUNNING = "Callboard is running on this database. Stop it first; nothing was changed."


def back_up(address: StoreUrl, to: Path) -> None:
    """Write the database to the new file ``to``, which only its owner may read. Callboard may be running.

    The file has its name once it is whole, on the disk, and its checksum is beside it. Raises ConfigError if the file
    exists already or can't be written, as on a full disk, or if there is no database or no pg_dump. Raises Unavailable
    if the database can't be read.
    """
    if to.exists():
        raise make_config_error(to, "This file is there already. Choose another name, or move it away.")
    part = _add_suffix(to, PART)
    try:
        part.unlink(missing_ok=True)
        create_private(part)
        if address.engine == "sqlite":
            _copy(address.path, part)
        else:
            _dump(address, part)
        sync(part)
        write_checksum(part, to)
        part.rename(to)
        sync(to.parent)
    except OSError as error:
        raise make_config_error(to, f"This file can't be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def restore(address: StoreUrl, source: Path, overwrite: bool) -> None:
    """Put the backup ``source`` in the database's place. Without ``overwrite``, only if there is no database.

    The old database stays until the checked backup replaces it in one step. Raises ConfigError if the file isn't a
    whole backup or is from a newer program, or if Callboard is running.
    """
    if not source.is_file():
        what = "This is no regular file." if source.exists() else "There's no such file."
        raise make_config_error(source, f"{what} Nothing was changed.")
    if changed := find_change(source):
        raise make_config_error(source, f"{changed} Nothing was changed.")
    if address.engine == "sqlite":
        _restore_sqlite(address.path, source, overwrite)
    else:
        asyncio.run(_refuse_in_use(address, overwrite))
        _restore_postgres(address, source)


async def must_be_idle(address: StoreUrl) -> None:
    """Raise ConfigError unless there is a database and no Callboard runs on it."""
    must_exist(address)
    if address.engine == "postgresql":
        await _refuse_in_use(address, overwrite=True)


def must_exist(address: StoreUrl) -> None:
    """Raise ConfigError if the SQLite file doesn't exist."""
    if address.engine == "sqlite" and not address.path.exists():
        raise make_config_error(address.path, _NO_DATABASE)


@contextmanager
def open_readable(address: StoreUrl) -> Iterator[StoreUrl]:
    """An address to read from while Callboard runs. For SQLite it is a temporary copy."""
    if address.engine == "postgresql":
        yield address
        return
    with tempfile.TemporaryDirectory(prefix=COPY_FOLDER) as folder:
        copy = Path(folder) / "copy.db"
        back_up(address, copy)
        try:
            yield StoreUrl(f"sqlite:///{copy}")
        except ConfigError as error:  # name the database: the copy is gone when people read this
            raise ConfigError(tuple(_move_problem(one, copy, address.path) for one in error.problems)) from error
        except Unavailable as error:
            raise Unavailable(str(error).replace(str(copy), str(address.path))) from error


def _move_problem(problem: Problem, copy: Path, path: Path) -> Problem:
    sentence = problem.sentence.replace(str(copy), str(path))
    return replace(problem, file=problem.file.replace(str(copy), str(path)), sentence=sentence)


# SQLite


def _copy(source: Path, to: Path) -> None:
    """Copy a database into one file. Raises OSError if that can't be written."""
    if not source.exists():
        raise make_config_error(source, _NO_DATABASE)
    try:
        with closing(open_reader(source)) as connection, closing(sqlite3.connect(to, isolation_level=None)) as writer:
            connection.backup(writer)
            writer.execute("PRAGMA journal_mode = DELETE")  # no file beside it
    except sqlite3.Error as error:
        if reason := _WRITING.get(getattr(error, "sqlite_errorcode", 0)):
            raise OSError(reason, os.strerror(reason)) from error
        raise Unavailable(f"{source}: {error}") from error


def _restore_sqlite(path: Path, source: Path, overwrite: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with hold_writer_lock(path):
            if path.exists() and not overwrite:
                raise make_config_error(path, _IN_THE_WAY)
            _check_sqlite(source)
            _replace(path, source)
    except InUseError:
        raise make_config_error(path, _RUNNING) from None
    except OSError as error:
        raise make_config_error(path, f"This file can't be written: {error.strerror}.") from error


def _check_sqlite(source: Path) -> None:
    revision: str | None = None
    try:
        with closing(open_reader(source)) as connection:
            fault: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            [revision] = connection.execute("SELECT version_num FROM alembic_version").fetchone() or (None,)
    except sqlite3.Error as error:
        fault = str(error)
    if fault != "ok":
        raise make_config_error(source, f"This is no whole backup ({explain_fault(fault)}). Nothing was changed.")
    is_current(revision, str(source))


def _replace(path: Path, source: Path) -> None:
    """Replace ``path`` by a checked copy in one step. Until then the old file stays as it is."""
    new = _add_suffix(path, ".new")
    besides = [(_add_suffix(path, suffix), _add_suffix(path, f".old{suffix}")) for suffix in _BESIDE]
    try:
        new.unlink(missing_ok=True)
        create_private(new)
        _copy(source, new)
        sync(new)
        _check_sqlite(new)
        _fold(path)
        for log, aside in besides:  # a damaged file's log, which must not meet the new file
            with suppress(FileNotFoundError):
                log.rename(aside)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    for _, aside in besides:
        aside.unlink(missing_ok=True)


def _fold(path: Path) -> None:
    """Move SQLite's log into the file. A damaged file stays as it is."""
    if path.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# PostgreSQL


def _dump(address: StoreUrl, to: Path) -> None:
    tables = [f"--table={name}" for name in (*_TABLES, *_VIEWS)]
    options = ("--format=custom", *_OURS_ALONE, f"--file={to}")
    run_program(address, "pg_dump", *options, *tables, failure="The database couldn't be backed up.")


async def _refuse_in_use(address: StoreUrl, overwrite: bool) -> None:
    from bot.store.postgres.dialing import is_shared, open_connection

    async with open_connection(address.url) as connection, connection.transaction():
        in_use = await is_shared(connection)
        known = await connection.fetchval("SELECT to_regclass('alembic_version')")
    if in_use:
        raise make_config_error(address, _RUNNING)
    if known and not overwrite:
        raise make_config_error(address, _IN_THE_WAY)


def _restore_postgres(address: StoreUrl, source: Path) -> None:
    """Drop Callboard's tables and restore them, in one transaction.

    An archive has the tables' triggers without the functions that these call, so the functions are created first.
    """
    _check_postgres(source)
    drop = f"DROP TABLE IF EXISTS {', '.join(_TABLES)} CASCADE"  # and the views of them
    quiet = "--command=SET client_min_messages = warning"  # no notice of each table that isn't there
    once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", quiet)
    with tempfile.TemporaryDirectory(prefix=COPY_FOLDER) as folder:
        script, functions = Path(folder) / "restore.sql", Path(folder) / "functions.sql"
        functions.write_text(";\n".join((*_FUNCTIONS, "")))
        run_program(None, "pg_restore", *_OURS_ALONE, f"--file={script}", str(source), failure=_UNREADABLE)
        steps = (f"--command={drop}", f"--file={functions}", f"--file={script}")
        run_program(address, "psql", *once, *steps, failure="The backup couldn't be put in the database's place.")


def _check_postgres(source: Path) -> None:
    with source.open("rb") as archive:
        if archive.read(len(_ARCHIVE)) != _ARCHIVE:
            raise make_config_error(source, _NO_BACKUP)
    wanted = ("--data-only", "--table=alembic_version", "--file=-", str(source))
    rows = run_program(None, "pg_restore", *wanted, failure=_UNREADABLE)
    lines = rows.splitlines()
    copy = next((at for at, line in enumerate(lines) if line.startswith("COPY ")), None)
    if copy is None:
        raise make_config_error(source, _NO_BACKUP)
    is_current(lines[copy + 1], str(source))


def _add_suffix(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
