"""Campaigns opened, paused and closed while they run: at once, lastingly, and only by those allowed."""

import pytest

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.lifecycle import Move, MoveResult
from bot.core.campaigns.windows import Window, update_window
from bot.moments import Moment
from bot.phrases import make_phrase
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.coalition import house_on
from tests.core.support.refusals import make_end_blanks, read_refusal
from tests.services import HOURS, MONDAY, ZONE, Core, caller, campaign, core_on, instant, new_request

ALL = Reach(Role.ADMIN)
CLOSES = instant("2026-12-01 17:00")
DATED = campaign("vof", "opens: 2026-11-20 09:00", "closes: 2026-12-01 17:00")
VOF = make_phrase("offer.quoted", name="Drive vof")


async def move(
    core: Core, what: str, *, reach: Reach = ALL, at: int | None = None, request: str | None = None, word: str = "vof"
) -> MoveResult:
    """Open, pause or close a campaign, now and as a new request by default."""
    asked = request or new_request()
    return await core.lifecycle.move(caller("cora"), reach, word, Move(what), asked, at or core.clock())


async def state(core: Core, at: int | None = None) -> CampaignState:
    return (await core.lifecycle.show(ALL, "vof", at or core.clock())).state


async def trail(core: Core) -> list[tuple[str, str, str | None]]:
    return [(one.action, one.object, one.org) for one in reversed(await core.audit.load_newest(ALL))]


async def test_a_paused_campaign_takes_no_calls_until_it_is_opened(core: Core) -> None:
    assert not (await move(core, "pause")).already
    assert await read_refusal(core.log("ana")) == ("campaign.paused.call", {"title": "Drive vof"})
    assert (await move(core, "pause")).already
    assert not (await move(core, "open")).already
    assert (await core.log("ana")).kind == "logged"
    assert (await move(core, "open")).already
    assert await trail(core) == [("campaign.pause", "vof", None), ("campaign.open", "vof", None)]


async def test_a_closed_campaign_says_when_it_closed_and_takes_earlier_taps(core: Core) -> None:
    await move(core, "close")
    closed = ("campaign.closed_alone.call", make_end_blanks(MONDAY))
    assert await read_refusal(core.log("ana")) == closed
    assert await read_refusal(core.log("ana", at=MONDAY + HOURS)) == closed
    assert (await core.log("ana", at=MONDAY - 1)).kind == "logged"
    assert (await core.undo("ana")).own == 0  # even after it closed
    assert (await move(core, "close", at=MONDAY + HOURS)).already
    assert await read_refusal(core.log("ana", at=MONDAY + HOURS)) == closed  # the same answer as the first time


async def test_reopening_keeps_the_files_later_close(store: Store) -> None:
    core = await core_on(store, [DATED])
    await move(core, "close")
    assert (await move(core, "open")).until == CLOSES
    assert (await core.log("ana")).kind == "logged"
    await move(core, "pause")
    assert (await move(core, "open")).until == CLOSES
    core.clock.at = CLOSES + HOURS
    assert await state(core) is CampaignState.CLOSED
    assert (await move(core, "open")).until is None
    assert (await core.log("ana")).kind == "logged"
    assert await state(core, core.clock() + 10_000 * HOURS) is CampaignState.OPEN


async def test_an_upcoming_campaign_can_open_now(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "opens: 2026-11-24 09:00", "closes: 2026-12-01 17:00")])
    opens = Moment(instant("2026-11-24 09:00"), ZONE, shared=True)
    assert await read_refusal(move(core, "pause")) == ("lifecycle.upcoming", {"title": "Drive vof", "when": opens})
    assert (await move(core, "open")).until == CLOSES
    assert (await core.log("ana")).kind == "logged"
    assert await read_refusal(core.log("ana", day="yesterday")) == ("log.too_early", {"title": "Drive vof"})


async def test_an_upcoming_campaign_can_be_closed_and_opened_again(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "opens: 2026-11-24 09:00")])
    await move(core, "close")
    assert await state(core, MONDAY + 100 * HOURS) is CampaignState.CLOSED
    assert (await read_refusal(move(core, "pause")))[0] == "lifecycle.closed"
    await move(core, "open")
    assert await state(core) is CampaignState.OPEN


async def test_a_decision_survives_restarts_until_the_file_changes(store: Store) -> None:
    core = await core_on(store, [DATED])
    await move(core, "pause")
    core = await core_on(store, [DATED])
    assert await state(core) is CampaignState.PAUSED
    corrected = campaign("vof", "opens: 2026-11-20 09:00", "closes: 2026-12-01 17:00", "goal: 10")
    core = await core_on(store, [corrected])
    assert await state(core) is CampaignState.PAUSED  # correcting a text opens nothing
    assert (await core.lifecycle.show(ALL, None, MONDAY)).decided
    longer = campaign("vof", "opens: 2026-11-20 09:00", "closes: 2026-12-02 17:00")
    core = await core_on(store, [longer])
    assert await state(core) is CampaignState.PAUSED  # nor do new dates
    assert (await core.lifecycle.show(ALL, None, MONDAY)).campaign.closes_at == longer.closes
    paused = campaign("vof", "opens: 2026-11-20 09:00", "closes: 2026-12-02 17:00", "status: paused")
    core = await core_on(store, [paused])
    assert not (await core.lifecycle.show(ALL, None, MONDAY)).decided
    core = await core_on(store, [DATED])
    assert await state(core) is CampaignState.OPEN  # an old decision doesn't come back


async def test_a_close_lasts_until_the_closing_date_changes(store: Store) -> None:
    core = await core_on(store, [DATED])
    await move(core, "close")
    earlier = campaign("vof", "opens: 2026-11-19 09:00", "closes: 2026-12-01 17:00")
    core = await core_on(store, [earlier])
    assert await state(core) is CampaignState.CLOSED
    later = campaign("vof", "opens: 2026-11-19 09:00", "closes: 2026-12-08 17:00")
    core = await core_on(store, [later])
    assert await state(core) is CampaignState.OPEN


SAID, DECIDED = Window("open", 1, 9), Window("paused", 2, 5)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SAID, DECIDED),
        (Window("open", 1, 12), Window("paused", 2, 12)),
        (Window("open", 1, None), Window("paused", 2, None)),
        (Window("open", 3, 9), Window("paused", 3, 5)),
        (Window("paused", 1, 9), DECIDED),
        (Window("paused", 4, 8), Window("paused", 4, 8)),
    ],
)
def test_each_decision_lasts_until_the_content_says_otherwise_of_it(content: Window, expected: Window) -> None:
    assert update_window(DECIDED, SAID, content) == expected
    assert update_window(DECIDED, None, content) == content


@pytest.mark.parametrize("what", ["pause", "close"])
async def test_a_request_delivered_again_changes_nothing_and_gets_the_same_answer(core: Core, what: str) -> None:
    first = await move(core, what, request="r1")
    await move(core, "open")
    again = await move(core, what, request="r1")
    assert (again.already, again.until) == (first.already, first.until)
    assert await state(core) is CampaignState.OPEN
    assert len(await trail(core)) == 2


async def test_coordinators_run_only_their_orgs_campaigns(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "org: north"), campaign("two")])
    await core.add_org("North", "Uptown")
    await core.add_org("South", "Harbor")
    house = house_on(core)
    north, south = [Reach(Role.COORDINATOR, frozenset({await house.org_id(one)})) for one in ("North", "South")]
    assert [(one.campaign.id, one.moves) for one in await core.lifecycle.list(north, MONDAY)] == [
        ("two", ()),
        ("vof", (Move.PAUSE, Move.CLOSE)),
    ]
    not_yours = ("lifecycle.not_yours", {"title": "Drive vof"})
    for what in Move:
        assert await read_refusal(move(core, what, reach=south)) == not_yours
    assert await read_refusal(core.lifecycle.load_changeable(south, "vof", MONDAY)) == not_yours
    assert (await read_refusal(move(core, "close", reach=north, word="two")))[0] == "lifecycle.not_yours"
    await move(core, "pause", reach=north)
    assert await state(core) is CampaignState.PAUSED
    assert await trail(core) == [("campaign.pause", "vof", await house.org_id("North"))]
    assert await core.audit.load_newest(south) == ()


async def test_an_unknown_campaign_is_refused_with_the_open_ones(core: Core) -> None:
    assert await read_refusal(move(core, "close", word="nope")) == ("campaign.unknown", {"word": "nope", "known": VOF})


async def test_calls_stop_naming_people_after_the_day_it_was_closed(store: Store) -> None:
    """People are kept for a time after the current close."""
    core = await core_on(store, keep_person_days=1)
    await core.log("ana")
    await move(core, "close")
    core.clock.forward(hours=25)
    assert await core.privacy.sweep() == 1
