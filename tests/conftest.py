"""Fixtures for every test: a real PostgreSQL database, if one is available.

Without PostgreSQL those tests are skipped, and the last lines say so.
With CALLBOARD_REQUIRE_POSTGRES=1 that is a failure.
"""

import contextlib
import gc
import importlib
import itertools
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import TypeVar

import pytest
import structlog
from hypothesis import HealthCheck, settings
from hypothesis.internal.constants_ast import constants_from_module

from bot.runtime.log import set_up
from tests.platforms.postgres import PostgresServer, PostgresUnavailable, start_postgres

T = TypeVar("T")
NO_POSTGRES = "not tested on PostgreSQL"
_numbers = itertools.count(1)

# No test asserts a time, because the machine may be busy.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two workers a core for ``-n auto``: a third of the time tests wait for processes, sockets and disks."""
    return min(2 * (os.cpu_count() or 1), 8)


def pytest_collection(session: pytest.Session) -> None:
    """Have each worker prepare another part of the tests first, before all collect the same ones in the same order.

    What one worker has compiled, or found for Hypothesis, the others only load. So a fresh clone is read once, not once
    for each.
    """
    if (
        not os.environ.get("PYTEST_XDIST_WORKER")
        or session.config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    ):
        return
    folder = Path(__file__).parent
    for file in begin_with_own(sorted(folder.rglob("test_*.py"))):
        with contextlib.suppress(Exception):  # the collection says what is wrong with a file
            importlib.import_module(".".join(("tests", *file.relative_to(folder).with_suffix("").parts)))
    for name in begin_with_own(sorted(name for name in sys.modules if name.startswith("bot."))):
        constants_from_module(sys.modules[name])


def pytest_collection_finish() -> None:
    """Keep the garbage collector from looking at what was collected: 400,000 objects that stay to the end."""
    gc.freeze()


def begin_with_own(things: Sequence[T]) -> Sequence[T]:
    """The same things, beginning with this worker's part of them."""
    worker = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    first = len(things) * worker // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    return (*things[first:], *things[:first])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the session; under xdist, one for each worker."""
    try:
        server = start_postgres(Path(tempfile.mkdtemp(prefix="callboard-postgres-")))
    except PostgresUnavailable as problem:
        if os.environ.get("CALLBOARD_REQUIRE_POSTGRES") == "1":
            pytest.fail(f"{NO_POSTGRES}, and CALLBOARD_REQUIRE_POSTGRES=1 demands it: {problem}")
        pytest.skip(f"{NO_POSTGRES}: {problem}")
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty database for this test, as a postgresql:// URL. It is deleted afterwards."""
    name = f"test_{next(_numbers)}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What Callboard logs from now on, as lines of JSON."""
    stream, before = StringIO(), logging.getLogger().handlers[:]
    set_up("info", "json", stream)
    yield stream
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report tests that were skipped without PostgreSQL, even in a quiet run."""
    reports = (str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    skipped = [report for report in reports if NO_POSTGRES in report]
    if skipped:
        terminalreporter.section("PostgreSQL", yellow=True, bold=True)
        reason = skipped[0][skipped[0].index(NO_POSTGRES) :].rstrip("')")
        terminalreporter.write_line(f"{len(skipped)} skipped, {reason}", yellow=True)


# Stores and services, on both engines.
pytest_plugins = ["tests.fixtures"]
