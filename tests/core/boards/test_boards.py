"""Boards: fair ranks, only chosen names, and no small group shown apart."""

import pytest

from bot.core.boards.board_view import Board, BoardView, Period
from bot.core.boards.boards import SHOWN
from bot.core.boards.ranking import BoardLine, Group, rank_groups
from bot.core.calls.call_request import CallRequest
from bot.core.coalition.coalition import UNAFFILIATED
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.core.totals.counting import Outcome
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.coalition import house_on
from tests.core.support.refusals import read_refusal
from tests.services import HOURS, JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, campaign, core_on, instant, new_request

OFFICES = (REPRESENTATIVE, SENIOR, JUNIOR)


def list_lines(standings: BoardView) -> list[tuple[int | None, str, int]]:
    """A board's lines as (rank, name, calls)."""
    return [(line.rank, line.name, line.n) for line in standings.lines]


async def make_calls(core: Core, who: str, count: int) -> None:
    """Let a person make ``count`` calls, a minute apart."""
    for office in OFFICES[:count]:
        core.clock.forward(minutes=1)
        await core.log(who, office=office)


async def add_members(core: Core, chapter: str, count: int, district: str = "") -> list[str]:
    """Let ``count`` people join a chapter and make one call each. Returns their names."""
    names = [f"{chapter}-{number}" for number in range(count)]
    for name in names:
        await core.tell(name, chapter=chapter, district=district)
        await make_calls(core, name, 1)
    return names


@pytest.fixture
async def north(core: Core) -> Core:
    """One org with four chapters, each with a caller named after it."""
    await core.add_org("North", "a", "b", "c", "d")
    for name in "abcd":
        await core.tell(name, chapter=name)
    return core


def test_ranking_is_competition_ranking() -> None:
    groups = [Group(name, n, 9, last) for name, n, last in [("d", 1, 0), ("c", 3, 9), ("b", 3, 2), ("a", 7, 5)]]
    assert [(line.rank, line.name) for line in rank_groups(groups)] == [(1, "a"), (2, "b"), (2, "c"), (4, "d")]


def test_a_placeholder_is_last_and_unranked() -> None:
    groups = [Group("No chapter yet", 99, 50, 1, True), Group("a", 1, 1, 1), Group("b", 1, 1, 2)]
    assert rank_groups(groups) == (
        BoardLine(1, "a", 1),
        BoardLine(1, "b", 1),
        BoardLine(None, "No chapter yet", 99, True),
    )


async def test_chapters_of_the_callers_org_are_ranked_with_ties_by_the_last_call(north: Core) -> None:
    await make_calls(north, "a", 1)
    await make_calls(north, "c", 2)
    await make_calls(north, "b", 2)
    await make_calls(north, "d", 3)
    board = await north.board("a")
    assert list_lines(board) == [(1, "d", 3), (2, "c", 2), (2, "b", 2), (4, "a", 1)]
    assert (board.total, board.more, board.folded, board.folded_groups) == (8, 0, 0, 0)
    assert list_lines(await north.board("stranger")) == []  # another org's chapters stay hidden


@pytest.mark.parametrize("by", ["chapters", "states"])
async def test_ties_are_ordered_by_the_last_call_that_still_counts(by: str, store: Store) -> None:
    core = await core_on(store, min_group=0)
    await core.add_org("North", "a", "b")
    await core.tell("a", chapter="a", district="CA-1")
    await core.tell("b", chapter="b", district="NY-1")
    names = ["CA", "NY"] if by == "states" else ["a", "b"]
    await make_calls(core, "a", 2)
    await make_calls(core, "b", 2)
    core.clock.forward(minutes=1)
    await core.log("a", office=JUNIOR)
    assert [line.name for line in (await core.board("a", by)).lines] == names
    await core.undo("a")  # its third, which made it later than b
    assert [(line.rank, line.name) for line in (await core.board("a", by)).lines] == [(1, name) for name in names]
    core.clock.forward(minutes=1)
    await core.undo("a")
    core.clock.forward(minutes=1)
    await core.log("a", office=SENIOR)
    assert [line.name for line in (await core.board("a", by)).lines] == names[::-1]


async def test_an_upgrade_counts_from_the_first_completed_call(north: Core) -> None:
    await make_calls(north, "b", 1)
    first = instant("2026-11-23 11:00")
    await north.log("a", "voicemail", SENIOR, at=first)
    await north.log("a", "spoke", SENIOR, at=first + 3 * HOURS)
    assert [line.name for line in (await north.board("a")).lines] == ["a", "b"]


async def test_periods_are_the_day_the_week_and_the_campaign(north: Core) -> None:
    for wall in ("2026-11-15 12:00", "2026-11-23 12:00", "2026-11-29 12:00"):  # week 46, then both ends of 48
        await north.log("a", at=instant(wall))
    at = instant("2026-11-29 13:00")
    totals = [(await north.board("a", period=which, at=at)).total for which in ("today", "week", "campaign")]
    assert totals == [1, 2, 3]
    assert list_lines(await north.board("a", period="today", at=at)) == [(1, "a", 1)]
    assert list_lines(await north.board("a", period="today", at=at + 24 * HOURS)) == []


async def test_a_long_board_is_cut_and_the_rest_counted(core: Core) -> None:
    chapters = [f"c{number:02}" for number in range(SHOWN + 3)]
    await core.add_org("North", *chapters)
    for name in chapters:
        await add_members(core, name, 1)
    board = await core.board("c00-0")
    assert len(board.lines) == SHOWN
    assert (board.more, board.total) == (3, SHOWN + 3)


async def test_orgs_are_open_to_all_and_small_ones_folded(core: Core) -> None:
    for org, chapter, count in [("North", "n", 6), ("South", "s", 7), ("East", "e", 4), ("West", "w", 2)]:
        await core.add_org(org, chapter)
        await add_members(core, chapter, count)
    board = await core.board("stranger", "orgs")
    assert list_lines(board) == [(1, "South", 7)]  # without folding North, East could derive West's number
    assert (board.folded_groups, board.folded, board.total) == (3, 12, 19)


async def test_a_small_org_folds_others_until_none_can_be_derived(core: Core) -> None:
    for org, chapter, count in [("North", "n", 7), ("South", "s", 5), ("West", "w", 6), ("East", "e", 1)]:
        await core.add_org(org, chapter)
        await add_members(core, chapter, count)
    board = await core.board("stranger", "orgs")
    assert list_lines(board) == [
        (1, "North", 7)
    ]  # South sees West and East together, West sees South and East together
    assert (board.folded_groups, board.folded) == (3, 12)


async def test_people_are_counted_not_calls(core: Core) -> None:
    """Four people with three calls each are a small group. A fifth makes it large, and an undo makes it small again."""
    for org, chapter in [("North", "n"), ("South", "s")]:
        await core.add_org(org, chapter)
        for name in await add_members(core, chapter, 4):
            await make_calls(core, name, 3)
    assert list_lines(await core.board(by="orgs")) == []
    fifths = [*await add_members(core, "n", 5), *await add_members(core, "s", 5)]
    assert [line.n for line in (await core.board(by="orgs")).lines] == [13, 13]
    await core.undo(fifths[-1])
    assert (await core.board(by="orgs")).folded_groups == 2
    assert await core.totals() == await core.rebuilt()


async def test_people_without_an_org_are_last_and_unranked(store: Store) -> None:
    core = await core_on(store, min_group=0)
    await core.add_org("North", "n")
    await add_members(core, "n", 1)
    await make_calls(core, "stray", 3)
    board = await core.board(by="orgs")
    assert board.lines == (BoardLine(1, "North", 1), BoardLine(None, UNAFFILIATED, 3, True))
    assert (await core.board("stray")).lines[0].placeholder


async def test_states_cover_everybody_and_an_unknown_state_is_only_in_the_total(store: Store) -> None:
    core = await core_on(store, min_group=2)
    await core.add_org("North", "n", "m")
    await core.add_org("South", "s")
    await add_members(core, "n", 2, "CA-11")
    await add_members(core, "s", 2, "CA-12")
    await add_members(core, "m", 2, "VT-0")
    for stray in ("stray", "other", "third"):
        await make_calls(core, stray, 2)
    board = await core.board("stray", "states")
    assert list_lines(board) == [(1, "CA", 4), (2, "VT", 2)]
    assert (board.total, board.folded, board.placeless, board.counted) == (12, 0, 6, 6)


async def test_districts_cover_everybody_and_a_state_is_not_a_district(store: Store) -> None:
    core = await core_on(store, min_group=2)
    await core.add_org("North", "c", "d", "v", "s")
    await add_members(core, "c", 3, "CA-11")
    await add_members(core, "d", 2, "CA-12")
    await add_members(core, "v", 2, "VT-0")
    await add_members(core, "s", 2, "CA")
    for stray in ("stray", "other", "third"):
        await make_calls(core, stray, 2)
    board = await core.board("stray", "districts")
    assert list_lines(board) == [(1, "CA-11", 3), (2, "CA-12", 2), (2, "VT-0", 2)]
    assert (board.total, board.folded, board.placeless, board.counted) == (15, 0, 8, 7)


async def test_an_admin_sees_every_orgs_chapters_and_small_ones_folded(core: Core) -> None:
    for org, chapter, count in [("North", "n", 6), ("South", "s", 5), ("East", "e", 3), ("West", "w", 4)]:
        await core.add_org(org, chapter)
        await add_members(core, chapter, count)
    board = await core.board("root", admin=True)
    assert list_lines(board) == [(1, "n", 6)]
    assert (board.folded_groups, board.folded) == (3, 12)


async def test_volunteers_have_the_name_they_chose_and_their_true_rank(core: Core) -> None:
    await core.add_org("North", "n")
    for name, count in [("ana", 3), ("bo", 2), ("cy", 2), ("di", 1)]:
        await core.tell(name, chapter="n", name=f"{name} in full")
        await make_calls(core, name, count)
    await core.tell("bo", public_name="Bo B.")
    await core.tell("di", public_name="Di")
    board = await core.board("ana", "volunteers")
    assert list_lines(board) == [(2, "Bo B.", 2), (4, "Di", 1)]
    assert board.more == 2
    await core.tell("bo", public_name="-")
    board = await core.board("ana", "volunteers")
    assert (list_lines(board), board.more) == ([(4, "Di", 1)], 3)


async def test_volunteers_are_those_of_the_callers_org(core: Core) -> None:
    for org, chapter, name in [("North", "n", "ana"), ("South", "s", "bo")]:
        await core.add_org(org, chapter)
        await core.tell(name, chapter=chapter, public_name=name.title())
        await make_calls(core, name, 1)
    assert list_lines(await core.board("ana", "volunteers")) == [(1, "Ana", 1)]
    assert list_lines(await core.board("bo", "volunteers")) == [(1, "Bo", 1)]
    assert list_lines(await core.board("root", "volunteers", admin=True)) == [(1, "Ana", 1), (1, "Bo", 1)]
    board = await core.board("stranger", "volunteers")
    assert (board.lines, board.more) == ((), 0)


async def test_the_default_board_is_for_the_open_campaign_or_else_the_last(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "closes: 2026-12-01 17:00"), campaign("next", "status: paused")])
    await core.log("ana")
    assert (await core.board()).campaign.id == "vof"
    assert (await core.board(at=instant("2026-12-02 12:00"))).campaign.id == "next"


async def test_the_only_campaign_has_the_board_when_it_is_over(store: Store) -> None:
    assert (await read_refusal((await core_on(store, [])).board()))[0] == "campaign.none"
    core = await core_on(store, [campaign("vof", "closes: 2026-12-01 17:00")])
    await core.log("ana")
    assert (await core.board(at=instant("2026-12-02 12:00"))).total == 1


async def test_a_guest_sees_no_more_of_an_org_than_everybody(core: Core) -> None:
    """A board in an org's space is that org's, even if a member of another org posts it."""
    host, guest = caller("host", "discord", "guild"), caller("guest", "discord", "guild")
    house = house_on(core)
    await house.linked("Host", host)
    org = await house.org_id("Host")
    small = await core.store.write(lambda tx: core.coalition.add_chapter(tx, org, "Small"))
    assert small
    await core.add_org("North", "n")
    await core.profiles.change(host, ProfileChange(chapter="Small"), EVERYTHING)
    await core.profiles.change(guest, ProfileChange(chapter="n"), EVERYTHING)
    for who in (host, guest):
        await core.calls.log(who, CallRequest(Outcome.SPOKE), new_request(), core.clock())

    async def board(who: Caller, *, public: bool) -> tuple[list[str], int | None]:
        shown = await core.boards.read(who, Board.CHAPTERS, Period.CAMPAIGN, None, core.clock(), public=public)
        return [line.name for line in shown.lines], shown.counted

    assert await board(host, public=True) == (["Small"], 1)
    assert await board(guest, public=True) == ([], None)  # the org's total is hidden too
    assert await board(guest, public=False) == (["n"], 1)


async def test_a_posted_board_names_no_volunteer_and_counts_them(core: Core) -> None:
    await core.add_org("North", "n")
    await core.tell("ana", public_name="Ana", chapter="n")
    await core.tell("ben", chapter="n")
    for name in ("ana", "ben", "stray"):
        await core.log(name)

    async def board(*, public: bool, admin: bool) -> BoardView:
        at = core.clock()
        return await core.boards.read(caller("ana"), Board.VOLUNTEERS, Period.TODAY, None, at, admin, public)

    assert list_lines(await board(public=False, admin=False)) == [(1, "Ana", 1)]
    for admin in (False, True):
        posted = await board(public=True, admin=admin)
        assert (posted.lines, posted.total) == ((), 3)


@pytest.mark.parametrize("period", list(Period))
async def test_a_head_counts_what_the_rows_count_in_each_period(core: Core, period: Period) -> None:
    for org, chapter, count in [("North", "n", 6), ("South", "s", 7)]:
        await core.add_org(org, chapter)
        await add_members(core, chapter, count)
    await core.log("n-0", office=JUNIOR, at=core.clock() - 25 * HOURS)  # last week
    for by in (Board.CHAPTERS, Board.VOLUNTEERS):
        board = await core.board("n-0", by.value, period.value)
        assert (board.counted, board.total) == ((7, 14) if period is Period.CAMPAIGN else (6, 13))
    for by in (Board.ORGS, Board.STATES, Board.DISTRICTS):
        board = await core.board("n-0", by.value, period.value)
        assert board.counted == sum(line.n for line in board.lines) + board.folded
