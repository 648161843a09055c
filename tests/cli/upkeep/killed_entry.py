"""The program that `test_audit_kill` kills: ``python -m tests.cli.upkeep.killed_entry CONFIG COUNT``.

It records COUNT entries of the audit trail in one transaction, and kills itself before the commit.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.app.keyring import load_deployment_keys
from bot.config.settings import load_config
from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_witness import make_seals
from bot.core.times.clock import now
from bot.store.engine import Tx
from bot.store.open import open_store


async def main(place: Path, count: int) -> None:
    """Record the entries, and kill this process."""
    config = load_config(place, os.environ)
    store = await open_store(config.store.url.url)
    audit = Audit(store, now, make_seals(config.folder, await load_deployment_keys(config, os.environ)))

    async def record_and_die(tx: Tx) -> None:
        for number in range(count):
            await audit.record(tx, None, "org.add", f"object-{number}", None)
        os.kill(os.getpid(), signal.SIGKILL)

    await store.write(record_and_die)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
