"""What each kind of reader reads on boards, cards and reports, and what they can derive from it."""

from collections.abc import Iterator
from functools import partial

from bot.core.alerts.posting.card_snapshot import read_numbers as card_numbers
from bot.core.boards.board_view import Board, BoardView, Period, find_slice
from bot.core.times.clock import day_of
from bot.core.totals.counting import Measure
from bot.core.totals.group_totals import NOWHERE, GroupTotal, GroupTotals
from bot.roles import Reach, Role
from bot.store.engine import Tx
from tests.core.postcards.support import send
from tests.core.support.attacker import PERIODS, SLICES, Made, Selects, Told, find_leaks, state
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, instant

LEAST = 5
NOW = instant("2026-11-25 18:00")  # a Wednesday
SLOTS = dict(zip(SLICES, (REPRESENTATIVE, SENIOR, JUNIOR), strict=True))  # one postcard goes to each
WHEN = dict(zip(SLICES, ("2026-11-25 12:00", "2026-11-24 12:00", "2026-11-17 12:00"), strict=True))
PLACES = ("CA-11", "CA-12", "CA", "VT-0", "NY-1", NOWHERE)
ORGS = ("North", "South", "East", "West")

# Some people of one org, or of none, who live in one place and call in the same time slices.
Crowd = tuple[str, str, int, tuple[str, ...]]


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
            folded = await fetch_folded_places(core, board, period, measure)
            total, *others = read_numbers(made, board, period, shown, folded)
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


async def fetch_folded_places(core: Core, board: Board, period: Period, measure: Measure) -> set[str]:
    """The places in a fold. A board doesn't name them, and its numbers can't tell two with as many calls apart.

    What is folded in a longer period stays folded, also where it has no calls.
    """
    [campaign] = await core.campaigns.load_all()
    longer = [one for one in Period if len(PERIODS[one.value]) >= len(PERIODS[period.value])]

    async def load(tx: Tx, period: Period) -> tuple[GroupTotal, ...]:
        totals = GroupTotals(tx, campaign.id, day_of(NOW, campaign.zone), find_slice(period), LEAST, measure)
        return await (totals.load_states() if board is Board.STATES else totals.load_districts())

    found = [await core.store.read(partial(load, period=one)) for one in longer]
    return {one.key for groups in found for one in groups if one.is_folded}


def read_numbers(made: list[Made], board: Board, period: Period, shown: BoardView, folded: set[str]) -> Iterator[Told]:
    """Yield a board's numbers: its total first, then each line's, then the fold's.

    Each is checked against the calls. The rest, in no line and no fold, can be derived by subtraction.
    """
    here = [one for one in made if one.slice in PERIODS[period.value]]
    names = {group_of(board, one) for one in made}  # readers don't know which groups without a line have no calls
    lines = {line.name: line.n for line in shown.lines}
    rest = {name for name in names - lines.keys() if is_listed(board, name) or name in folded}
    yield Told(f"{board} {period} total", within(board, period, names), shown.total)
    assert shown.total == len(here)
    for name, calls in lines.items():
        assert calls == count(here, board, {name})
        yield Told(f"{board} {period} {name}", within(board, period, {name}), calls)
    assert shown.folded == count(here, board, rest)
    assert shown.folded_groups == len({group_of(board, one) for one in here} & rest)
    yield Told(f"{board} {period} fold", within(board, period, rest), shown.folded)
    nowhere = {name for name in names - lines.keys() - rest if not is_listed(board, name)}
    assert shown.placeless == count(here, board, nowhere)
    yield Told(f"{board} {period} placeless", within(board, period, nowhere), shown.placeless)
    assert shown.counted == sum(lines.values()) + shown.folded  # the head counts what the rows count


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
