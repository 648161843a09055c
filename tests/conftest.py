"""What every test may ask for: a real PostgreSQL database, where there is one.

Where no PostgreSQL can be had those tests are skipped, and the last lines say so;
CALLBOARD_REQUIRE_POSTGRES=1 makes it a failure.
"""

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.platforms.postgres import PostgresServer, PostgresUnavailable, start_postgres

NO_POSTGRES = "not tested on PostgreSQL"
_numbers = itertools.count(1)

# No test judges a time, for the machine may be busy.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


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
    """An empty database of the test's own, as a postgresql:// URL; gone afterwards."""
    name = f"test_{next(_numbers)}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests skipped for want of PostgreSQL are said aloud, however quiet the run."""
    reports = (str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    skipped = [report for report in reports if NO_POSTGRES in report]
    if skipped:
        terminalreporter.section("PostgreSQL", yellow=True, bold=True)
        reason = skipped[0][skipped[0].index(NO_POSTGRES) :].rstrip("')")
        terminalreporter.write_line(f"{len(skipped)} skipped, {reason}", yellow=True)


# Stores and the services on them, on both engines.
pytest_plugins = ["tests.fixtures"]
