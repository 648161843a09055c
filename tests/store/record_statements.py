"""Writes what every statement is compiled to, for `bot.store.recorded`.

``python -m tests.store.record_statements [FOLDER]``: in a process of its own, where no tests have made any.
"""

import gc
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import cast

from msgspec.json import encode

import bot
from bench.core import build_bench_core
from bot.store.compiling import compile_statement
from bot.store.engine import Store
from bot.store.recorded import ENGINES, find_record
from bot.store.sql import make_digest
from bot.store.statement import Statement

_SEPARATE = ("bot.__main__", "bot.store.migrations")  # programs, which run when they are imported


def _list_lines(engine: str) -> list[str]:
    """The lines of an engine's file: each statement's digest, and what it is compiled to."""
    found = {}
    for statement in _list_statements():
        made = statement.make(engine)
        found[make_digest(made).hex()] = encode(compile_statement(made, engine)).decode()
    return [f"{digest} {compiled}" for digest, compiled in sorted(found.items())]


def _list_statements() -> list[Statement]:
    """Those that modules of the product declare, and those that its services make once."""
    for module in walk_packages(bot.__path__, "bot."):
        if not module.name.startswith(_SEPARATE):
            import_module(module.name)
    core = build_bench_core(cast(Store, None))  # nothing runs
    found = [one for one in gc.get_objects() if type(one) is Statement]
    del core  # kept until here, with the statements of its services
    return found


def main() -> None:
    """Write a file for each engine."""
    for engine in ENGINES:
        place = Path(sys.argv[1]) / find_record(engine).name if sys.argv[1:] else find_record(engine)
        place.write_text("\n".join(_list_lines(engine)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
