"""The program that `test_kill_upgrade` kills: ``python -m tests.store.crashes.killed_upgrade URL``.

For each revision on its standard input it forks a child that upgrades the database. The child is killed when that step
is done but not yet marked. Then the program prints the child's status.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bot.store import schema


def _upgrade_until(url: str, revision: str) -> None:
    def kill(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith(("UPDATE alembic_version", "INSERT INTO alembic_version")) and f"'{revision}'" in (
            f"{statement} {parameters}"
        ):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", kill)
    if url.startswith("sqlite"):
        schema.migrate_sqlite(Path(url.removeprefix("sqlite:///")))  # step by step, also what is new
    else:
        asyncio.run(schema.upgrade_postgres(url))
    os._exit(0)


def main(url: str) -> None:
    """Run the requested upgrades."""
    import alembic.command  # noqa: F401 - so that no child has to
    import asyncpg  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _upgrade_until(url, line.strip())
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
