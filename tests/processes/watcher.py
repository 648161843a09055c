"""A client that watches a process at its monitoring port."""

import asyncio
import json

from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from tests.processes.children import PATIENCE, Child


class Watcher:
    """Asks one process, in ``session``."""

    def __init__(self, session: ClientSession, port: int) -> None:
        self._session, self._url = session, f"http://127.0.0.1:{port}"

    @classmethod
    async def find(cls, session: ClientSession, child: Child) -> "Watcher":
        return cls(session, (await child.until("monitoring"))["port"])

    async def get(self, path: str) -> tuple[int, str]:
        async with self._session.get(f"{self._url}{path}") as answer:
            return answer.status, await answer.text()

    async def read_parts(self) -> tuple[int, dict[str, dict[str, str]]]:
        status, text = await self.get("/readyz")
        report = json.loads(text)
        assert report["ready"] == (status == 200)
        return status, report["parts"]

    async def until(self, part: str, state: str) -> str:
        """Ask until a part has this state. Returns why."""
        parts: dict[str, dict[str, str]] = {}
        try:
            async with asyncio.timeout(PATIENCE):
                while parts.get(part, {}).get("state") != state:
                    status, parts = await self.read_parts()
        except TimeoutError:
            raise AssertionError(f"it only said {parts}") from None
        assert status == (503 if "failing" in {one["state"] for one in parts.values()} else 200)
        return parts[part]["why"]

    async def read_metric(self, sample: str, **labels: str) -> float:
        """The sum of the samples with these labels."""
        status, text = await self.get("/metrics")
        assert status == 200
        found = [one for family in text_string_to_metric_families(text) for one in family.samples if one.name == sample]
        return sum(one.value for one in found if one.labels.items() >= labels.items())

    async def until_counted(self, sample: str, **labels: str) -> None:
        """Ask until a counter has counted something."""
        async with asyncio.timeout(PATIENCE):
            while not await self.read_metric(sample, **labels):
                pass
