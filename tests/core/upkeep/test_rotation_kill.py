"""kill -9 at any moment of a rotation, while calls are logged: each acknowledged one is there once, of one person."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from bot.core.base.audit.audit_witness import make_seals
from bot.core.upkeep.damage import examine_all
from bot.store.statement import Statement
from bot.store.tables import accounts, people, requests
from tests.core.upkeep.rotating import SECRETS, make_core, rotation_of
from tests.fixtures import use_store

ROOT = Path(__file__).parents[3]
ROUNDS = 3
_ACCOUNTS, _PEOPLE, _REQUESTS = Statement(select(accounts)), Statement(select(people.c.id)), Statement(select(requests))


def start(url: str, folder: Path, what: str, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.core.upkeep.killed_rotation", url, str(folder), what, str(number)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def find_acks(lines: Iterable[str]) -> Iterator[str]:
    """The requests that a process acknowledged in whole lines."""
    return (line.split()[1] for line in lines if line.startswith("ack") and line.endswith("\n"))


async def test_a_killed_rotation_goes_on_where_it_ended(store_url: str, tmp_path: Path) -> None:
    chance, acknowledged = random.Random(7), list[str]()
    for number in range(ROUNDS):
        if store_url.startswith("sqlite"):
            processes = [start(store_url, tmp_path, "log-rotate", number)]
        else:
            processes = [start(store_url, tmp_path, what, number) for what in ("log", "rotate")]
        assert processes[0].stdout
        acknowledged += islice(find_acks(processes[0].stdout), chance.randrange(1, 60))
        for process in reversed(processes):
            process.kill()
            rest, _ = process.communicate()
            acknowledged += find_acks(rest.splitlines(keepends=True))
    async with use_store(store_url) as store:
        core = await make_core(store, tmp_path, *SECRETS[: ROUNDS + 2])
        rotation = rotation_of(core)
        await rotation.switch()
        await rotation.encrypt()
        calls = Counter(row.id for row in await core.rows() if row.removed_at is None)
        assert len(calls) >= len(acknowledged) > ROUNDS
        names = Counter(request.rpartition("-")[0] for request in acknowledged)
        assert names
        found = await store.read(lambda tx: tx.all(_ACCOUNTS))
        keys = core.base.keys
        read = Counter(keys.decrypt(row.address) for row in found)
        assert set(read.values()) == {1}
        assert {bytes(row.key) for row in found} == {keys.index("account", "console", name) for name in read}
        assert len(await store.read(lambda tx: tx.all(_PEOPLE))) == len(found)
        for request in acknowledged:
            assert await store.read(lambda tx, request=request: core.base.requests.find_answer(tx, request))  # type: ignore[misc]
        assert await core.totals() == await core.rebuilt()
        assert await store.read(lambda tx: examine_all(tx, keys)) == []
        assert (await core.audit.verify(make_seals(tmp_path, keys).file.read())).why == ""
