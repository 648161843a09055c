"""While everything fails, what people were answered stays true: no call lost or doubled, no alert posted twice."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.chaos.database import Database, open_postgres, open_sqlite
from tests.chaos.day import play_day
from tests.processes.children import ROOT, open_bank

OPEN: dict[str, Callable[[], AbstractAsyncContextManager[Database]]] = {
    "sqlite": open_sqlite,
    "postgresql": open_postgres,
}


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("engine", OPEN)
async def test_what_people_were_answered_is_true_after_everything_failed(engine: str, tmp_path: Path) -> None:
    async with OPEN[engine]() as database, open_bank(tmp_path, database.wired_url) as bank:
        await play_day(bank, database, [ROOT] * database.replicas)
