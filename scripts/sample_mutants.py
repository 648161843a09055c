"""Samples mutants of the checkout that it runs in: `scripts/mutants` starts it in a copy, with cosmic-ray installed.

A sampled file is mutated on disk, in one place, while its tests run. Longer files are sampled more often, and a file
is sampled once.
"""

import argparse
import random
import shlex
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test, mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkItem, WorkResult

ROOMS = ("core", "kit", "delivery", "store", "adapters")
# `|` is found in annotations, where every replacement fails at the import and tells nothing about the tests.
IGNORED = "ReplaceBinaryOperator_BitOr_"
DEADLINE_S = 45 * 60
NEAREST_FILES = 20
ENOUGH = 0.9
OUT_OF_TIME = "from pytest-timeout"


def find_modules(rooms: Iterable[str]) -> list[Path]:
    """The modules of the rooms, without migrations: a released one never changes, and has tests of its own."""
    found = (path for room in rooms for path in sorted(Path("bot", room).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def sample_modules(modules: Sequence[Path], choose: random.Random) -> Iterable[Path]:
    """Every module once, in random order; a module with twice the lines comes first twice as often."""
    lines = {path: len(path.read_text().splitlines()) or 1 for path in modules}
    return sorted(modules, key=lambda path: choose.random() ** (1 / lines[path]), reverse=True)


def choose_mutation(module: Path, session: WorkDB, choose: random.Random) -> WorkItem | None:
    """One of the module's mutations that can be compiled, or None if it has none."""
    init([module], session, {})
    items = [item for item in session.work_items if IGNORED not in item.mutations[0].operator_name]
    items.sort(key=place)
    choose.shuffle(items)
    return next((item for item in items if is_compiled(item)), None)


def is_compiled(item: WorkItem) -> bool:
    """Whether Python compiles the mutant. ``*`` and ``**`` before arguments are operators to cosmic-ray."""
    mutation = item.mutations[0]
    operator = get_operator(mutation.operator_name)(**mutation.operator_args)
    mutated = mutate_code(mutation.module_path.read_text("utf-8"), operator, mutation.occurrence)
    with suppress(SyntaxError), warnings.catch_warnings(action="ignore"):
        return mutated is not None and bool(compile(mutated, mutation.module_path, "exec"))
    return False


def place(item: WorkItem) -> tuple[str, int]:
    """What orders a module's mutations, since their ids are random."""
    return item.mutations[0].operator_name, item.mutations[0].occurrence


def is_imported(module: Path, text: str) -> bool:
    """Whether a Python file with this text imports the module, as far as words tell."""
    package, name = ".".join(module.parts[:-1]), module.stem
    return f"{package}.{name}" in text or (f"from {package} import" in text and name in text)


def mirror(module: Path) -> Path:
    """The folder of the tests of the module's room."""
    return Path("tests", *module.parts[1:-1])


def find_nearest_tests(module: Path) -> list[Path]:
    """The test files that are likeliest to notice a change of this module, the likeliest first, at most twenty.

    First those named after the module, then those that import it, the others of its room, and those of the modules
    that import it.
    """
    room = mirror(module)
    users = [path for path in Path("bot").rglob("*.py") if is_imported(module, path.read_text())]
    names, rooms = {path.stem for path in users} | {room.name}, {mirror(path) for path in users}

    def rate(test: Path) -> int:
        name = test.stem.removeprefix("test_")
        imports, is_inside = is_imported(module, test.read_text()), room in test.parents
        return (name == module.stem) * 8 + imports * 4 + is_inside * 2 + (name in names) + (test.parent in rooms)

    rated = {test: rate(test) for test in sorted(Path("tests").rglob("test_*.py"))}
    likely = [test for test, rating in rated.items() if rating]
    return sorted(likely, key=lambda test: -rated[test])[:NEAREST_FILES]


def make_command(module: Path, *, only_nearest: bool) -> str:
    """The shell command that fails as soon as a test does, the nearest tests first, in their order."""
    everything = ["./callboard", "test", "-q", "-x"]
    tests = [str(path) for path in find_nearest_tests(module)]
    nearest = shlex.join([*everything, "-n", "0", *tests]) if tests else "true"
    return shlex.join(["sh", "-c", nearest if only_nearest else f"{nearest} && {shlex.join(everything)}"])


def find_killer(output: str) -> str:
    """The first test that failed, as pytest's summary names it, or how else the tests ended."""
    lines = output.splitlines() or ["they ended before the first one"]
    killer = next((line for line in lines if line.startswith(("FAILED tests", "ERROR tests"))), lines[-1])
    return f"{killer} (out of time, perhaps because the machine was busy)" if OUT_OF_TIME in output else killer


def describe(item: WorkItem, result: WorkResult) -> str:
    """One mutant's outcome: what noticed it, or the change that nothing noticed."""
    mutation = item.mutations[0]
    place = f"{mutation.module_path}:{mutation.start_pos[0]} {mutation.operator_name.rpartition('/')[2]}"
    return f"died: {place}: {find_killer(result.output)}" if result.is_killed else f"SURVIVED: {place}\n{result.diff}"


def try_mutants(options: argparse.Namespace) -> Iterator[tuple[WorkItem, WorkResult]]:
    """Each mutant with its outcome, until there are enough or the time is up; one that takes longer is left out."""
    choose = random.Random(options.seed)  # noqa: S311 - a sample, not a secret
    end, tried = time.monotonic() + options.minutes * 60, 0
    with tempfile.TemporaryDirectory() as folder, use_db(Path(folder, "session.sqlite")) as session:
        for module in sample_modules(find_modules(options.room or ROOMS), choose):
            if tried == options.count or (left := end - time.monotonic()) <= 0:
                return
            if (item := choose_mutation(module, session, choose)) is None:
                continue
            command = make_command(module, only_nearest=options.nearest)
            result = mutate_and_test(item.mutations, command, min(left, DEADLINE_S))
            if left < DEADLINE_S and time.monotonic() >= end:
                return
            tried += 1
            yield item, result


def parse_options() -> argparse.Namespace:
    """What the command line asks for."""
    rooms = f"a folder of bot/, again for more; by default {', '.join(ROOMS)}"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop then, with what is known")
    parser.add_argument("--nearest", action="store_true", help="judge by the nearest tests alone: fast, and stricter")
    parser.add_argument("--room", action="append", help=rooms)
    return parser.parse_args()


def main() -> int:
    """Print each mutant's outcome as it is known. Exit status 0 if nine of ten died."""
    options = parse_options()
    tried, died = Counter[str](), Counter[str]()
    for item, result in try_mutants(options):
        room = item.mutations[0].module_path.parts[1]
        tried[room] += 1
        died[room] += result.is_killed
        print(describe(item, result), flush=True)
    for room in sorted(tried):
        print(f"{room}: {died[room]} of {tried[room]}")
    judges = " by the nearest tests alone: a farther test may kill one that survived" if options.nearest else ""
    print(f"{died.total()} of {tried.total()} mutants died{judges}.")
    return 0 if died.total() >= ENOUGH * tried.total() else 1


if __name__ == "__main__":
    sys.exit(main())
