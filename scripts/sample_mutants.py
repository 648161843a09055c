"""Samples mutants of the checkout that it runs in: `scripts/mutants` starts it in a copy, with cosmic-ray installed.

A sampled file is mutated on disk, in one place, while its tests run. Longer files are sampled more often, and a file
is sampled once.
"""

import argparse
import random
import shlex
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkItem, WorkResult

ROOMS = ("core", "kit", "delivery", "store", "adapters")
# `|` is found in annotations, where every replacement fails at the import and tells nothing about the tests.
IGNORED = "ReplaceBinaryOperator_BitOr_"
DEADLINE_S = 45 * 60
ENOUGH = 0.9


def find_modules(rooms: Iterable[str]) -> list[Path]:
    """The modules of the rooms, without migrations: a released one never changes, and has tests of its own."""
    found = (path for room in rooms for path in sorted(Path("bot", room).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def sample_modules(modules: Sequence[Path], choose: random.Random) -> Iterable[Path]:
    """Every module once, in random order; a module with twice the lines comes first twice as often."""
    lines = {path: len(path.read_text().splitlines()) or 1 for path in modules}
    return sorted(modules, key=lambda path: choose.random() ** (1 / lines[path]), reverse=True)


def choose_mutation(module: Path, session: WorkDB, choose: random.Random) -> WorkItem | None:
    """One of the module's mutations, or None if it has none."""
    init([module], session, {})
    items = [item for item in session.work_items if IGNORED not in item.mutations[0].operator_name]
    return choose.choice(sorted(items, key=place)) if items else None


def place(item: WorkItem) -> tuple[str, int]:
    """What orders a module's mutations, since their ids are random."""
    return item.mutations[0].operator_name, item.mutations[0].occurrence


def find_nearest_tests(module: Path) -> list[str]:
    """The tests of the module's room, and the tests that import it."""
    room = Path("tests", *module.parts[1:-1])
    dotted, name = ".".join(module.with_suffix("").parts), module.stem
    parent = dotted.rpartition(".")[0]
    importing = [
        str(path)
        for path in sorted(Path("tests").rglob("test_*.py"))
        if room not in path.parents
        and (dotted in (text := path.read_text()) or (f"from {parent} import" in text and name in text))
    ]
    return ([str(room)] if any(room.rglob("test_*.py")) else []) + importing


def make_command(module: Path) -> str:
    """The shell command that fails as soon as a test does, the nearest tests first."""
    everything = ["./callboard", "test", "-q", "-x"]
    nearest = shlex.join([*everything, *find_nearest_tests(module)])
    return shlex.join(["sh", "-c", f"{nearest} && {shlex.join(everything)}"])


def describe(item: WorkItem, result: WorkResult) -> str:
    """One mutant's outcome, with its change if it survived."""
    mutation = item.mutations[0]
    outcome = "died" if result.is_killed else "SURVIVED"
    operator = mutation.operator_name.rpartition("/")[2]
    line = f"{outcome}: {mutation.module_path}:{mutation.start_pos[0]} {operator}"
    return line if result.is_killed else f"{line}\n{result.diff}"


def main() -> int:
    """Print each mutant's outcome as it is known. Exit status 0 if nine of ten died."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--room", action="append", help=f"a folder of bot/, again for more; by default {', '.join(ROOMS)}"
    )
    options = parser.parse_args()
    choose = random.Random(options.seed)  # noqa: S311 - a sample, not a secret
    died = tried = 0
    with tempfile.TemporaryDirectory() as folder, use_db(Path(folder, "session.sqlite")) as session:
        for module in sample_modules(find_modules(options.room or ROOMS), choose):
            if tried == options.count:
                break
            if (item := choose_mutation(module, session, choose)) is None:
                continue
            result = mutate_and_test(item.mutations, make_command(module), DEADLINE_S)
            tried, died = tried + 1, died + result.is_killed
            print(describe(item, result), flush=True)
    print(f"{died} of {tried} mutants died.")
    return 0 if died >= ENOUGH * tried else 1


if __name__ == "__main__":
    sys.exit(main())
