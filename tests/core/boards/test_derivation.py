"""Everything a person can read, combined, reveals no group of fewer than five people of another org."""

import asyncio
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.core.alerts.posting.card_snapshot import read_numbers as card_numbers
from bot.core.boards.board_view import Board, BoardView, Period
from bot.core.times.clock import DAY
from bot.core.totals.counting import Measure
from bot.core.totals.group_totals import NOWHERE
from bot.roles import Reach, Role
from bot.store.engine import Store
from bot.store.open import open_store
from tests.core.postcards.support import drive, send
from tests.core.support.attacker import PERIODS, SLICES, Made, Selects, Told, find_leaks, state
from tests.effort import choose
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, core_on, instant, new_request

LEAST = 5
NOW = instant("2026-11-25 18:00")  # a Wednesday
SLOTS = dict(zip(SLICES, (REPRESENTATIVE, SENIOR, JUNIOR), strict=True))  # one postcard goes to each
WHEN = dict(zip(SLICES, ("2026-11-25 12:00", "2026-11-24 12:00", "2026-11-17 12:00"), strict=True))
PLACES = ("CA-11", "CA-12", "CA", "VT-0", "NY-1", NOWHERE)
ORGS = ("North", "South", "East", "West")

# Some people of one org, or of none, who live in one place and call in the same time slices.
Crowd = tuple[str, str, int, tuple[str, ...]]
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


async def play(core: Core, crowds: list[Crowd], measure: Measure) -> list[Made]:
    """Let every crowd make its calls, or send its postcards, and return them."""
    made: list[Made] = []
    for org in ORGS:
        await core.add_org(org, f"{org} chapter")
    for number, (org, place, count, spans) in enumerate(crowds):
        for one in range(count):
            who = f"{number}-{one}"
            await core.tell(who, **({"chapter": f"{org} chapter"} if org else {}), district=place)
            for span in spans:
                if measure is Measure.CALLS:
                    await core.log(who, at=instant(WHEN[span]))
                else:
                    await send(core, caller(who), SLOTS[span], at=instant(WHEN[span]))
                made.append(Made(who, org, place, span))
    core.clock.at = NOW
    return made


async def read_all(core: Core, made: list[Made], measure: Measure) -> tuple[list[Told], list[Told]]:
    """Every number that anybody reads on boards and cards, and the open totals among them."""
    numbers, totals = list[Told](), list[Told]()
    for period in Period:
        for board in (Board.ORGS, Board.STATES, Board.DISTRICTS):
            shown = await core.board("nobody", board.value, period.value, measure=measure)
            total, *others = read_numbers(made, board, period, shown)
            totals.append(total)
            numbers += others
    districts = await core.built.reports.reports.load_districts(Reach(Role.ADMIN), None, NOW, measure)
    assert {line.name: line.n for line in districts.lines} == {line.name: line.n for line in shown.lines}
    assert (districts.folded, districts.folded_calls) == (shown.folded_groups, shown.folded)
    [campaign] = await core.campaigns.load_all()
    so_far = await core.store.read(lambda tx: card_numbers(tx, campaign, LEAST))
    assert (so_far.postcards if measure is Measure.POSTCARDS else so_far.calls) == len(made)
    return numbers, totals


async def read_days(core: Core, made: list[Made], measure: Measure) -> list[Told]:
    """What an admin's reports say of each day: the coalition's number, and each organization's, however small."""
    numbers, admin = list[Told](), Reach(Role.ADMIN)
    for span in sorted({one.slice for one in made}):
        report = await core.built.reports.day_reports.read(admin, None, WHEN[span][:10], NOW)
        whole = report.total if measure is Measure.CALLS else report.postcards
        here = [one for one in made if one.slice == span]
        assert whole
        assert whole.calls == len(here)
        assert (report.chapters, report.states) == ((), ())
        shown = {org.name: org.calls if measure is Measure.CALLS else org.postcards for org in report.orgs}
        for name in {group_of(Board.ORGS, one) for one in made}:  # one that isn't there had none
            assert shown.get(name, 0) == count(here, Board.ORGS, {name})
            numbers.append(Told(f"{name} {span}", on(span, name), shown.get(name, 0)))
        for org in report.orgs:
            assert (org.people, org.chapters, org.states, org.writers) == (None,) * 4  # until it sends its report
    return numbers


async def read_strangers(core: Core, who: str, made: list[Made], measure: Measure) -> list[Told]:
    """What a person without an org reads on other people's own boards."""
    numbers = list[Told]()
    for period in Period:
        shown = await core.board(who, "chapters", period.value, measure=measure)
        assert shown.folded_groups == 0
        if shown.own is not None:
            numbers.append(Told("strangers' head", within(Board.ORGS, period, {"Unaffiliated"}), shown.own))
        numbers += [Told("strangers", within(Board.ORGS, period, {"Unaffiliated"}), line.n) for line in shown.lines]
    return numbers


def read_numbers(made: list[Made], board: Board, period: Period, shown: BoardView) -> Iterator[Told]:
    """Yield a board's numbers: its total first, then each line's, then the fold's.

    Each is checked against the calls. The rest, in no line and no fold, can be derived by subtraction.
    """
    here = [one for one in made if one.slice in PERIODS[period.value]]
    names = {group_of(board, one) for one in made}  # readers don't know which groups without a line have no calls
    lines = {line.name: line.n for line in shown.lines}
    rest = find_folded(here, board, names - lines.keys(), shown)
    yield Told(f"{board} {period} total", within(board, period, names), shown.total)
    assert shown.total == len(here)
    for name, calls in lines.items():
        assert calls == count(here, board, {name})
        yield Told(f"{board} {period} {name}", within(board, period, {name}), calls)
    yield Told(f"{board} {period} fold", within(board, period, rest), shown.folded)
    nowhere = {name for name in names - lines.keys() - rest if not is_listed(board, name)}
    assert shown.placeless == count(here, board, nowhere)
    yield Told(f"{board} {period} placeless", within(board, period, nowhere), shown.placeless)
    assert shown.counted == sum(lines.values()) + shown.folded  # the head counts what the rows count


def find_folded(made: list[Made], board: Board, rest: set[str], shown: BoardView) -> set[str]:
    """The groups in the fold. Places without their own line may or may not be in it."""
    sure = {name for name in rest if is_listed(board, name)}
    maybe = sorted(rest - sure)
    for some in (set(some) for n in range(len(maybe), -1, -1) for some in combinations(maybe, n)):
        calling = {group_of(board, one) for one in made} & (sure | some)
        if len(calling) == shown.folded_groups and count(made, board, calling) == shown.folded:
            return sure | some
    raise AssertionError(
        f"{board} folds {shown.folded} calls of {shown.folded_groups} groups, which are none of {rest}"
    )


def is_listed(board: Board, name: str) -> bool:
    return name != NOWHERE and ("-" in name or board is not Board.DISTRICTS)


def count(made: list[Made], board: Board, names: set[str]) -> int:
    return sum(group_of(board, one) in names for one in made)


def group_of(board: Board, made: Made) -> str:
    match board:
        case Board.ORGS:
            return made.org or "Unaffiliated"
        case Board.STATES:
            return state(made.place)
        case _:
            return made.place


def within(board: Board, period: Period, names: set[str]) -> Selects:
    spans = PERIODS[period.value]
    return lambda cell: (
        group_of(board, Made("", cell[0] if cell[0] in ORGS else "", *cell[1:])) in names and cell[2] in spans
    )


def on(span: str, org: str) -> Selects:
    campaign = within(Board.ORGS, Period.CAMPAIGN, {org})
    return lambda cell: campaign(cell) and cell[2] == span


async def find_all_leaks(core: Core, crowds: list[Crowd], measure: Measure) -> list[str]:
    """What each kind of reader can derive: one of each org, one without an org, and an admin.

    Organizations' days are open to admins. Together with all they read besides, they say no more than alone.
    """
    made = await play(core, crowds, measure)
    readers = {one.owner: one.who for one in made}
    strangers = [owner for owner in readers if owner not in ORGS][:1]
    numbers, totals = await read_all(core, made, measure)
    found = list[str]()
    for owner in (*(org for org in ORGS if org in readers), *strangers, "nobody"):
        own = [] if owner in ORGS else await read_strangers(core, readers.get(owner, "nobody"), made, measure)
        found += find_leaks(made, owner, [*numbers, *own], totals, LEAST)
    days = await read_days(core, made, measure)
    return found + find_leaks(made, "admin", [*numbers, *days], [*totals, *days], LEAST)


@settings(
    max_examples=choose(10, 100), deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,)
)
@given(CROWDS, st.sampled_from(Measure))
def test_no_reader_works_out_the_calls_of_a_small_group(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, crowds: list[Crowd], measure: Measure
) -> None:
    async def play_once() -> list[str]:
        path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("world") / "callboard.db")
        store = await open_store(f"sqlite:///{path}")
        try:
            return await find_all_leaks(await core_on(store, [drive()], min_group=LEAST), crowds, measure)
        finally:
            await store.close()

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
