"""Boards of postcards: the rules of boards of calls, on their own numbers."""

import pytest

from bot.core.boards.board_view import Board, BoardView, Period
from bot.core.postcards.used_postcards import PostcardProgress
from bot.core.totals.counting import Measure
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.postcards.support import approve_all, drive, send, undo
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, campaign, core_on

CARDS = Measure.POSTCARDS


def list_lines(board: BoardView) -> list[tuple[int | None, str, int]]:
    return [(line.rank, line.name, line.n) for line in board.lines]


@pytest.fixture
async def core(store: Store) -> Core:
    """Two orgs. In North, five people of three chapters sent postcards, and one of them called."""
    core = await core_on(store, [drive()])
    await core.add_org("North", "a", "b", "c")
    await core.add_org("South", "s")
    people = {"ana": ("a", 2), "bo": ("b", 1), "cy": ("c", 1), "di": ("b", 1), "ed": ("c", 1), "sol": ("s", 1)}
    for name, (chapter, count) in people.items():
        named = {"public_name": f"{name.title()} N."} if name in ("ana", "di") else {}
        await core.tell(name, chapter=chapter, district="CA-11", **named)
        await send(core, caller(name), *(SENIOR, JUNIOR)[:count])
    await core.log("ana", office=REPRESENTATIVE)
    return core


async def test_rows_tie_and_rank_by_postcards_alone(core: Core) -> None:
    await core.log("bo")
    board = await core.board("ana", "chapters", measure=CARDS)
    assert list_lines(board) == [(1, "a", 2), (1, "b", 2), (1, "c", 2)]  # in the order of the last postcard
    assert (board.own, board.total, board.counted, board.measure) == (6, 7, 6, CARDS)
    calls = await core.board("ana", "chapters")
    assert (list_lines(calls), calls.total) == ([(1, "a", 1), (1, "b", 1)], 2)
    for period in ("today", "week"):
        assert list_lines(await core.board("bo", "chapters", period, measure=CARDS)) == list_lines(board)


async def test_a_chapters_totals_have_its_postcards_apart_from_its_calls(core: Core) -> None:
    reader, captain = core.built.boards.chapter_totals, caller("ana")
    await core.log("bo")
    for chapter, sent in (("a", (2, 1)), ("b", (2, 2))):
        totals = await reader.fetch(captain, Reach(Role.ADMIN), chapter, None, core.clock())
        assert {(share.n, share.people) for share in totals.postcards.values()} == {sent}
        assert {(share.n, share.people) for share in totals.calls.values()} == {(1, 1)}
    core.clock.forward(days=1)
    totals = await reader.fetch(captain, Reach(Role.ADMIN), "b", None, core.clock())
    assert [totals.postcards[period].n for period in (Period.TODAY, Period.CAMPAIGN)] == [0, 2]


async def test_other_orgs_small_groups_are_folded(core: Core) -> None:
    """South has one writer, so neither org has a line of its own."""
    orgs = await core.board("nobody", "orgs", measure=CARDS)
    assert (orgs.lines, orgs.folded, orgs.folded_groups, orgs.counted) == ((), 7, 2, 7)
    states = await core.board("sol", "states", measure=CARDS)  # North knows its six, so a line would tell of South's
    assert (states.lines, states.folded, states.folded_groups) == ((), 7, 1)
    assert list_lines(await core.board("sol", "chapters", measure=CARDS)) == [(1, "s", 1)]
    nobody = await core.board("nobody", "orgs")
    assert (nobody.total, nobody.folded_groups) == (1, 1)


async def test_volunteers_have_only_names_they_chose(core: Core) -> None:
    board = await core.board("bo", "volunteers", measure=CARDS)
    assert (list_lines(board), board.more) == ([(1, "Ana N.", 2), (2, "Di N.", 1)], 3)
    shown = await core.boards.read(
        caller("bo"), Board.VOLUNTEERS, Period.CAMPAIGN, None, core.clock(), public=True, measure=CARDS
    )
    assert (shown.lines, shown.more) == ((), 5)


async def test_what_is_taken_back_leaves_every_board(core: Core) -> None:
    [sent] = (await send(core, caller("bo"), JUNIOR)).sent
    await undo(core, caller("bo"), sent.id)
    await approve_all(core)
    board = await core.board("ana", "chapters", measure=CARDS)
    assert (list_lines(board)[1], board.total) == ((1, "b", 2), 7)


async def test_the_board_is_of_the_campaign_that_has_a_postcard(store: Store) -> None:
    core = await core_on(store, [campaign("calls", "closes: 2026-11-25 12:00"), drive("cards")])
    await send(core, caller("ana"), SENIOR)
    board = await core.board("ana", "orgs", measure=CARDS)
    assert (board.campaign.id, board.total) == ("cards", 1)
    assert (await core.board("ana", "orgs")).campaign.id == "calls"
    read = core.boards.read
    named = await read(caller("ana"), Board.ORGS, Period.CAMPAIGN, "calls", core.clock(), measure=CARDS)
    assert (named.campaign.id, named.total, named.lines) == ("calls", 0, ())
    with pytest.raises(UserError, match="unknown"):
        await read(caller("ana"), Board.ORGS, Period.CAMPAIGN, "moon", core.clock(), measure=CARDS)


async def test_people_see_their_own_postcards_and_place_apart_from_calls(core: Core) -> None:
    ana, bo, sol = [await core.history(name) for name in ("ana", "bo", "sol")]
    assert [(one.postcards, one.all) for one in (ana, bo, sol)] == [(2, 1), (1, 0), (1, 0)]
    places = [one.postcard_place for one in (ana, bo)]
    assert [(one.rank, one.ranked, one.org) for one in places if one] == [(1, 5, "North"), (2, 5, "North")]
    assert (ana.rank, ana.ranked) == (0, 0)  # nobody else called
    assert sol.postcard_place is None  # a place would tell how much the others wrote
    overviews = core.built.boards.overviews
    shown = {name: await overviews.read(caller(name), core.clock()) for name in ("ana", "new")}
    assert [one.postcards for one in shown["ana"]] == [PostcardProgress(2, 1, 7)]
    assert [(one.postcards, one.total) for one in shown["new"]] == [(PostcardProgress(0, 3, 7), 1)]
