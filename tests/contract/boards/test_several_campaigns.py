"""Several open campaigns: what shows one of them names it, and offers the others."""

import pytest

from tests.contract.conftest import CONSOLE, DISCORD, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage, campaign

POSTCARD = "actions: [{type: postcard, key: card, title: Write}]"
SOON, LATER, PLAIN = (
    campaign("soon", "closes: 2026-11-25 20:00", POSTCARD),
    campaign("later", "closes: 2026-11-27 20:00", POSTCARD),
    campaign("plain", "closes: 2026-11-26 20:00"),
)
OURS = campaign("ours", "closes: 2026-11-24 20:00", "org: Harbor", "audience: org")


def list_labels(*keys: str) -> tuple[str, ...]:
    """The labels of the buttons to these campaigns."""
    return tuple(said("campaign.show_button", title=f"Drive {key}") for key in keys)


async def test_each_report_names_its_campaign_and_offers_the_others(stage: Stage) -> None:
    await stage.restart(SOON, LATER, PLAIN)
    cora = await admin(stage)
    for line in ("day", "calls", "chapters", "districts", "offices", "positions", "coverage"):
        report = await cora.say(f"/report {line}")
        assert report.text.startswith("Drive soon"), line
        assert report.has("Also open: Drive plain and Drive later."), line
        assert report.buttons[-2:] == list_labels("plain", "later"), line
        other = await cora.tap(list_labels("later")[0])
        assert other.text.startswith("Drive later"), line
        assert other.buttons[-2:] == list_labels("soon", "plain"), line
        named = await cora.say(f"/report {line} campaign:plain")
        assert named.text.startswith("Drive plain"), line
    for line in ("postcards", "chapters what:postcards", "districts what:postcards"):
        report = await cora.say(f"/report {line}")
        assert report.text.startswith("Drive soon"), line
        assert report.has("Also open: Drive later."), line
        assert (await cora.tap(list_labels("later")[0])).text.startswith("Drive later"), line
    asked = await cora.say("/campaign preview place:CA-11")
    assert asked.has("More than one campaign is open.")
    assert asked.buttons == ("Drive soon", "Drive plain", "Drive later")
    assert (await cora.tap("Drive plain")).text.startswith("Drive plain")
    for line in ("show", "history"):
        assert (await cora.say(f"/campaign {line}")).text.startswith("Drive soon"), line
        assert (await cora.tap(list_labels("plain")[0])).text.startswith("Drive plain"), line


async def test_a_captain_sees_the_chapter_in_each_open_campaign(stage: Stage) -> None:
    await stage.restart(SOON, PLAIN, OURS)
    cora = await admin(stage)
    await stage.add_org("Valley Org", "East Bay")
    ana = stage.person("Ana")
    await ana.say("/profile chapter:East Bay")
    await ana.say("/log spoke campaign:plain")
    await cora.say(f'/role grant person:{ana.mention} role:captain scope:"East Bay"')
    await ana.say("/callboard")
    shown = await ana.tap(said("home.chapter"))
    assert shown.has("Drive soon")
    assert shown.buttons == list_labels("plain")  # another org's campaign doesn't exist for its captain
    other = await ana.tap(list_labels("plain")[0])
    assert other.has("East Bay")
    assert other.fact("Today") == "1 call by 1 person"
    assert other.buttons == list_labels("soon")


async def test_a_board_offers_the_campaigns_that_its_readers_can_see(stage: Stage) -> None:
    await stage.restart(SOON, LATER, PLAIN)
    ana = stage.person("Ana")
    board = await ana.say("/leaderboard week by:states")
    assert board.text.startswith("Drive soon")
    assert board.has("Also open: Drive plain and Drive later.")
    other = await ana.tap(list_labels("later")[0])
    assert other.text.startswith("Drive later")
    assert other.has("States: 0 calls this week.")  # the same board
    cards = await ana.say("/leaderboard what:postcards")
    assert cards.buttons[-1:] == list_labels("later")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_a_channel_never_learns_of_another_orgs_campaign(stage: Stage) -> None:
    await stage.restart(SOON, OURS)
    mia = await coordinator(stage)
    assert (await mia.say("/leaderboard")).text.startswith("Drive ours")
    assert (await mia.say("/report chapters")).buttons[-1:] == list_labels("soon")
    there = mia.in_other_space()  # a space of no org, where she coordinates Harbor all the same
    board = await there.say("/leaderboard")
    assert board.text.startswith("Drive soon")
    assert not board.has("ours")
    assert not set(board.buttons) & set(list_labels("ours"))


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_of_many_campaigns_a_few_have_buttons_and_the_rest_a_way(stage: Stage) -> None:
    await stage.restart(*(campaign(f"{'k' * 30}{n:02}") for n in range(9)))
    cora = await admin(stage)
    report = await cora.say("/report positions")
    assert len([label for label in report.buttons if label.startswith("Show “")]) == 5
    assert report.has(said("list.others", count=5))
    assert report.has(said("list.rest", count=3, command="report positions"))
