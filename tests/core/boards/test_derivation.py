"""Everything a person can read, combined, reveals no group of fewer than five people of another org."""

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core.boards.board_view import Board, Period
from bot.core.times.clock import DAY
from bot.core.totals.counting import Measure
from bot.core.totals.group_totals import NOWHERE
from bot.store.engine import Store
from tests.core.boards.readers import LEAST, ORGS, PLACES, Crowd, find_all_leaks, play
from tests.core.postcards.support import drive
from tests.core.support.attacker import SLICES
from tests.effort import choose
from tests.fixtures import use_store
from tests.services import Core, caller, core_on, new_request

CROWDS = st.lists(
    st.tuples(
        st.sampled_from((*ORGS, *ORGS, "")),
        st.sampled_from(PLACES),
        st.sampled_from((1, 1, 2, 4, 5, 6, 9)),
        st.sets(st.sampled_from(SLICES), min_size=1).map(lambda some: tuple(sorted(some))),
    ),
    min_size=1,
    max_size=7,
)


@settings(
    max_examples=choose(10, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # each example fills a real database
    phases=(Phase.generate,),
)
@given(CROWDS, st.sampled_from(Measure))
def test_no_reader_works_out_the_calls_of_a_small_group(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, crowds: list[Crowd], measure: Measure
) -> None:
    async def play_once() -> list[str]:
        path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("world") / "callboard.db")
        async with use_store(f"sqlite:///{path}") as store:
            return await find_all_leaks(await core_on(store, [drive()], min_group=LEAST), crowds, measure)

    assert asyncio.run(play_once()) == []


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [drive()], folder=tmp_path)


ALWAYS = SLICES
KNOWN: dict[str, list[Crowd]] = {
    "a state without its districts": [
        ("North", "CA-11", 6, ALWAYS), ("South", "CA-11", 6, ALWAYS), ("South", "CA", 1, ALWAYS),
        ("East", "VT-0", 6, ALWAYS), ("West", "VT-0", 6, ALWAYS),
    ],
    "two folded orgs that each know themselves": [
        ("North", "CA-11", 9, ALWAYS), ("South", "CA-11", 4, ALWAYS), ("East", "CA-11", 3, ALWAYS),
    ],
    "a place where one org's people are nearly all": [
        ("North", "CA-11", 9, ALWAYS), ("South", "CA-11", 2, ALWAYS), ("South", "VT-0", 9, ALWAYS),
        ("North", "VT-0", 9, ALWAYS),
    ],
    "today beside the whole campaign": [
        ("North", "CA-11", 6, SLICES[:1]), ("South", "CA-11", 6, SLICES[:1]), ("South", "CA-11", 1, SLICES[2:]),
        ("East", "VT-0", 9, ALWAYS), ("North", "VT-0", 9, ALWAYS),
    ],
    "the first who calls today": [
        ("North", "CA-11", 9, SLICES[1:]), ("South", "CA-11", 9, SLICES[1:]), ("South", "CA-11", 1, SLICES[:1]),
        ("East", "VT-0", 9, ALWAYS), ("North", "VT-0", 9, ALWAYS),
    ],
    "people of no org, one of whom reads": [
        ("", "CA-11", 5, ALWAYS), ("North", "VT-0", 9, ALWAYS), ("South", "VT-0", 9, ALWAYS),
    ],
    "somebody who told no place": [
        ("North", "CA-11", 9, ALWAYS), ("South", "CA-11", 9, ALWAYS), ("South", NOWHERE, 1, ALWAYS),
    ],
    "a fold with as many calls as there are without a place": [
        ("North", "VT-0", 5, ALWAYS), ("East", "VT-0", 2, ALWAYS), ("West", "VT-0", 4, SLICES[1:2]),
        ("West", "CA", 5, ALWAYS), ("West", NOWHERE, 5, ALWAYS), ("West", NOWHERE, 1, SLICES[1:2]),
        ("North", "NY-1", 6, SLICES[:1]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("crowds", KNOWN.values(), ids=KNOWN.keys())
async def test_differences_reveal_no_small_group(core: Core, crowds: list[Crowd]) -> None:
    assert await find_all_leaks(core, crowds, Measure.CALLS) == []


async def test_differences_reveal_no_small_group_of_writers(core: Core) -> None:
    assert await find_all_leaks(core, KNOWN["today beside the whole campaign"], Measure.POSTCARDS) == []


async def test_groups_with_enough_people_are_shown_apart(core: Core) -> None:
    """A rule that folds all of them would be safe but useless."""
    crowds: list[Crowd] = [(org, place, 6, ALWAYS) for org in ORGS for place in ("CA-11", "CA-12", "VT-0", NOWHERE)]
    await play(core, crowds, Measure.CALLS)
    for period in Period:
        for board, lines in ((Board.ORGS, 4), (Board.STATES, 2), (Board.DISTRICTS, 3)):
            shown = await core.board("0-0", board.value, period.value)
            assert (len(shown.lines), shown.folded_groups) == (lines, 0), (board, period)


async def test_logging_and_forgetting_unfolds_nothing(core: Core) -> None:
    """However many accounts log and are forgotten, they count as one person beside the only other one."""
    await core.add_org("North", "Uptown")
    await core.tell("neighbor", chapter="Uptown", district="VT-0")
    await core.log("neighbor")
    for number in range(2 * LEAST):
        await core.tell(f"gone {number}", district="VT-0")
        await core.log(f"gone {number}")
        await core.privacy.forget(caller(f"gone {number}"), new_request())
    for board in ("orgs", "states", "districts", "chapters"):
        shown = await core.board("gone 0", board)
        assert (shown.lines, shown.total) == ((), 1 + 2 * LEAST), board
    assert await core.rebuilt() == await core.totals()


async def test_people_removed_from_old_calls_are_still_counted(core: Core) -> None:
    """Unlike forgetting, nobody can speed this up, so the board doesn't change."""
    await play(core, [(org, "VT-0", 6, SLICES[:1]) for org in ORGS], Measure.CALLS)
    before = await core.board("nobody", "orgs")
    core.clock.at += 100 * DAY
    assert await core.privacy.sweep() == 24
    assert await core.board("nobody", "orgs") == before
    assert len(before.lines) == 4


async def test_named_volunteers_without_an_org_reveal_nothing_about_the_others(core: Core) -> None:
    for number in range(6):
        await core.tell(f"{number}", public_name=f"Name {'ABCDE'[number]}" if number < 5 else "-")
        await core.log(f"{number}")
    board = await core.board("0", "volunteers")
    assert (board.lines, board.more) == ((), 6)
    await core.tell("5", public_name="Name Six")
    assert len((await core.board("0", "volunteers")).lines) == 6
