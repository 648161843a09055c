"""Fixtures for tests of several processes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.processes.children import Bank, open_bank


@pytest.fixture
async def bank(tmp_path: Path, emptied_postgres_url: str) -> AsyncIterator[Bank]:
    """A phone bank without a process yet."""
    async with open_bank(tmp_path, emptied_postgres_url) as bank:
        yield bank
