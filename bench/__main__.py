"""`python -m bench [NAME…]`: runs the measurements named, or all, and prints a table of each."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable

from bench import monitoring, pictures, start
from bench.databases import boards, congress, logs, postgres, reports, states
from bench.platforms import crowd, delivery, discord, memory, slack
from bench.table import Row, table

MEASUREMENTS: dict[str, tuple[str, Callable[[], Awaitable[tuple[Row, ...]]]]] = {
    module.__name__.rpartition(".")[2]: (module.TITLE, module.measure)
    for module in (
        logs,
        postgres,
        boards,
        reports,
        congress,
        states,
        discord,
        crowd,
        slack,
        delivery,
        pictures,
        start,
        memory,
        monitoring,
    )
}


def main() -> None:
    """Run the named measurements. Figures never decide the exit status."""
    parser = argparse.ArgumentParser(prog="callboard bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=", ".join((*MEASUREMENTS, "imports (where the start goes)")))
    asked = parser.parse_args().name or list(MEASUREMENTS)
    if unknown := [name for name in asked if name not in {*MEASUREMENTS, "imports"}]:
        parser.error(f"no measurement is called {unknown[0]}")
    for name in asked:
        if name == "imports":
            print(start.imports())
        else:
            title, measure = MEASUREMENTS[name]
            print(table(title, asyncio.run(_rows(measure))), flush=True)


async def _rows(measure: Callable[[], Awaitable[tuple[Row, ...]]]) -> tuple[Row, ...]:
    return await measure()


if __name__ == "__main__":
    main()
