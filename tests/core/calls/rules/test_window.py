"""When a campaign takes calls, for which day, and for whom."""

import pytest

from bot.core.guidance.campaign_choice import SeveralFitError
from bot.moments import Moment
from bot.phrases import make_phrase
from bot.store.engine import Store
from tests.core.support.refusals import catch_refusal, make_end_blanks, read_refusal
from tests.services import (
    HOURS,
    MONDAY,
    REPRESENTATIVE,
    SECONDS,
    SENIOR,
    ZONE,
    Core,
    HandClock,
    caller,
    campaign,
    core_on,
    instant,
)

# --- 6: a closed or paused campaign takes no calls ---

CLOSES = instant("2026-12-01 17:00")


async def test_rule_6_a_closed_campaign_says_when_it_closed(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "closes: 2026-12-01 17:00", "timezone: America/New_York")])
    closed = ("campaign.closed_alone.call", make_end_blanks(CLOSES))
    assert await read_refusal(core.log("ana", at=CLOSES)) == closed
    assert await read_refusal(core.log("ana", campaign="vof", at=CLOSES + HOURS)) == closed
    assert await core.rows() == ()
    assert (await core.log("ana", at=CLOSES - 1)).kind == "logged"


async def test_rule_6_an_ended_campaign_thanks_and_says_the_total(store: Store) -> None:
    files = [campaign("vof", "closes: 2026-12-01 17:00"), campaign("next", "opens: 2026-12-24 09:00")]
    core = await core_on(store, files)
    spoke = await core.log("ana")
    await core.log("ben")
    named = make_end_blanks(CLOSES, 2)
    look = core.scripts.fetch_prompt(caller("ana"), CLOSES, "vof", None)
    assert await read_refusal(look) == ("campaign.closed.script", named)
    assert await read_refusal(core.log("ana", campaign="vof", at=CLOSES)) == ("campaign.closed.call", named)
    await core.undo("ana", spoke.call_id)
    assert await read_refusal(core.log("ana", campaign="vof", at=CLOSES)) == (
        "campaign.closed.call",
        {**named, "thanks": make_phrase("campaign.thanks", count=1)},
    )


async def test_rule_6_a_tap_in_time_counts_when_it_arrives_late(store: Store) -> None:
    """The platform's time of the tap decides, not when the request arrives."""
    core = await core_on(store, [campaign("vof", "closes: 2026-12-01 17:00")], clock=HandClock(CLOSES + HOURS))
    assert (await core.log("ana", at=CLOSES - SECONDS)).kind == "logged"


async def test_rule_6_a_paused_campaign_takes_no_calls_until_it_is_open(store: Store) -> None:
    core = await core_on(store)
    logged = await core.log("ana", request="r1")
    core = await core_on(store, [campaign("vof", "status: paused")])
    assert await read_refusal(core.log("ana")) == ("campaign.paused.call", {"title": "Drive vof"})
    assert await core.log("ana", request="r1") == logged  # a redelivered request gets the same answer
    assert (await core.undo("ana")).own == 0
    core = await core_on(store)
    assert (await core.log("ana")).kind == "logged"


async def test_rule_6_an_upcoming_campaign_says_when_it_opens(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "opens: 2026-11-24 09:00")])
    opens = instant("2026-11-24 09:00")
    assert await read_refusal(core.log("ana", at=opens - 1)) == (
        "campaign.upcoming.call",
        {"title": "Drive vof", "when": Moment(opens, ZONE, shared=True)},
    )
    assert (await core.log("ana", at=opens)).kind == "logged"


async def test_rule_6_an_unknown_campaign_is_refused_with_the_open_ones(store: Store) -> None:
    core = await core_on(store, [campaign("vof"), campaign("shut", "status: paused")])
    assert await read_refusal(core.log("ana", campaign="nope")) == (
        "campaign.unknown",
        {"word": "nope", "known": make_phrase("offer.quoted", name="Drive vof")},
    )
    assert (await core.log("ana", campaign=" DRIVE VOF ")).campaign == "vof"
    assert await read_refusal(core.log("ana", campaign="shut")) == ("campaign.paused.call", {"title": "Drive shut"})


async def test_rule_6_without_any_campaign_it_says_so(store: Store) -> None:
    core = await core_on(store, [])
    assert (await read_refusal(core.log("ana")))[0] == "campaign.none"


async def test_rule_6_the_default_script_is_the_first_to_close_and_a_call_asks(
    store: Store,
) -> None:
    files = [
        campaign("later", "closes: 2026-12-09 17:00"),
        campaign("soon", "closes: 2026-12-01 17:00"),
        campaign("over", "closes: 2026-11-23 11:00"),
        campaign("always"),
    ]
    core = await core_on(store, files)
    for at, first in ((core.clock(), "soon"), (CLOSES, "later")):
        assert (await core.scripts.fetch_prompt(caller("ana"), at, None, None)).campaign.id == first
    error = await catch_refusal(core.log("ana"))
    assert isinstance(error, SeveralFitError)
    assert [fit.campaign for fit in error.fits] == ["soon", "later", "always"]
    assert await core.rows() == ()


# --- 7: the day is that of the tap, in the campaign's zone ---


@pytest.mark.parametrize(
    ("wall", "day", "week"),
    [
        ("2026-11-23 23:59:59", "2026-11-23", "2026-W48"),
        ("2026-11-24 00:00:00", "2026-11-24", "2026-W48"),
        ("2026-11-22 23:59:59", "2026-11-22", "2026-W47"),  # a Sunday
        ("2027-01-03 12:00:00", "2027-01-03", "2026-W53"),  # ISO weeks end with the week, not the year
        ("2026-11-01 00:30:00", "2026-11-01", "2026-W44"),  # 25 hours long in New York
        ("2026-11-01 23:30:00", "2026-11-01", "2026-W44"),
        ("2027-03-14 23:30:00", "2027-03-14", "2027-W10"),  # 23 hours long
    ],
)
async def test_rule_7_the_day_and_week_are_the_campaigns_own(core: Core, wall: str, day: str, week: str) -> None:
    receipt = await core.log("ana", at=instant(wall))
    [row] = await core.rows()
    assert (receipt.day, row.day, row.week) == (day, day, week)


async def test_rule_7_midnight_is_the_campaigns_not_the_servers(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "timezone: Pacific/Honolulu"), campaign("east")])
    at = instant("2026-11-24 04:59", "UTC")
    assert (await core.log("ana", at=at, campaign="vof")).day == "2026-11-23"
    assert (await core.log("ana", at=at, campaign="east")).day == "2026-11-23"
    assert (await core.log("ana", at=at + 60 * SECONDS, campaign="east")).day == "2026-11-24"
    assert (await core.log("ana", office=SENIOR, at=at + 60 * SECONDS, campaign="vof")).day == "2026-11-23"


async def test_rule_7_a_call_on_each_side_of_midnight_is_two(core: Core) -> None:
    before = await core.log("ana", office=SENIOR, at=instant("2026-11-23 23:59:59"))
    after = await core.log("ana", office=SENIOR, at=instant("2026-11-24 00:00"))
    assert (before.kind, after.kind, after.own) == ("logged", "logged", 2)


async def test_rule_7_both_ends_of_the_longest_day_are_one(core: Core) -> None:
    await core.log("ana", office=SENIOR, at=instant("2026-11-01 00:00"))
    assert (await core.log("ana", office=SENIOR, at=instant("2026-11-01 23:59"))).kind == "same"


@pytest.mark.parametrize("wall", ["2026-11-02 00:30", "2027-03-15 00:30", "2027-01-01 00:00", "2028-03-01 12:00"])
async def test_rule_7_yesterday_is_the_date_before(core: Core, wall: str) -> None:
    receipt = await core.log("ana", day="yesterday", at=instant(wall))
    expected = {"2026-11-02": "2026-11-01", "2027-03-15": "2027-03-14", "2027-01-01": "2026-12-31"}
    assert receipt.day == expected.get(wall[:10], "2028-02-29")


async def test_rule_7_yesterday_has_its_own_targets(core: Core) -> None:
    for _ in range(3):
        await core.log("ana", day="yesterday")
    assert (await core.log("ana")).slot == REPRESENTATIVE
    assert (await core.log("ana", day="yesterday")).kind == "all_done"
    history = await core.history("ana")
    assert (history.today, history.all) == (1, 4)


async def test_rule_7_a_day_before_the_first_is_refused(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "opens: 2026-11-23 09:00")])
    assert await read_refusal(core.log("ana", day="yesterday")) == ("log.too_early", {"title": "Drive vof"})
    assert await core.rows() == ()
    assert (await core.log("ana", day="yesterday", at=MONDAY + 24 * HOURS)).day == "2026-11-23"


# --- 8: which org it belongs to ---


async def test_rule_8_a_call_without_a_chapter_is_unaffiliated(core: Core) -> None:
    receipt = await core.log("ana")
    assert (receipt.chapter, receipt.own, receipt.coalition) == (None, 1, 1)
    orgs = await core.board(by="orgs", admin=True)
    assert orgs.total == 1


async def test_rule_8_a_call_belongs_to_the_callers_chapters_org(core: Core) -> None:
    await core.add_org("North", "Uptown", "Downtown")
    await core.add_org("South", "Harbor")
    for name, chapter in [("ana", "Uptown"), ("bo", "Downtown"), ("cy", "Harbor")]:
        core.clock.forward(seconds=1)
        await core.tell(name, chapter=chapter)
        receipt = await core.log(name)
        assert (receipt.chapter, receipt.chapter_total) == (chapter, 1)
    assert [line.name for line in (await core.board("ana")).lines] == ["Uptown", "Downtown"]
    assert [line.name for line in (await core.board("cy")).lines] == ["Harbor"]


async def test_rule_8_leaving_a_chapter_makes_the_next_call_unaffiliated(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.tell("ana", chapter="Uptown")
    await core.log("ana")
    await core.tell("ana", chapter="-")
    receipt = await core.log("ana")
    assert (receipt.chapter, receipt.chapter_total, receipt.own) == (None, 1, 2)
