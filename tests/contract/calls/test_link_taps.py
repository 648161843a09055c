"""What is counted of a campaign's links: "I did it" once a person, openings only where the platform tells."""

import pytest

from bot.core.campaigns.link_taps import LinkCount, LinkTap
from tests.contract.calls.test_links import LINKS
from tests.contract.conftest import SOCKET
from tests.contract.drivers.slack import SlackPerson
from tests.contract.people import said
from tests.contract.stage import Stage, campaign

SENT = said("actions.sent", title="Send a postcard")
OUTSIDE = campaign(
    "visas",
    "actions:",
    "  - {key: card, type: postcard, title: {en: Send a postcard}, url: 'https://cards.example.org/now'}",
)
SIGN = said("actions.did", title="Sign the petition")


async def test_i_did_it_counts_once_and_can_be_taken_back(stage: Stage) -> None:
    await stage.restart(LINKS)
    ana, bo = stage.person("Ana"), stage.person("Bo")
    for person, key in ((ana, "tap.done"), (ana, "tap.again"), (bo, "tap.done")):
        shown = await person.say("/actions")
        assert SIGN in shown.buttons
        shown = await person.tap(SIGN)
        assert shown.private
        assert shown.has(said(key))
    shown = await ana.say("/actions")
    assert shown.has(said("actions.done", count=2))
    assert (await ana.say("/mydata show")).has(said("mydata.links", done=1, opened=0))
    await bo.say("/actions")
    await bo.tap(SIGN)
    assert (await bo.tap(said("tap.back"))).has(said("tap.undone"))
    assert (await ana.say("/actions")).has(said("actions.done", count=1))


async def test_a_postcard_on_another_website_is_counted_by_i_sent_it(stage: Stage) -> None:
    await stage.restart(OUTSIDE)
    ana = stage.person("Ana")
    assert (await ana.say("/actions")).has("Send a postcard")
    assert (await ana.tap(SENT)).has(said("tap.done"))
    assert (await ana.say("/actions")).has(said("actions.postcards_sent", count=1))
    counted = await stage.app.core.campaigns.link_taps.count()
    assert counted == {LinkCount("visas", "card", LinkTap.DONE): 1}


@pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
async def test_slack_tells_who_opens_a_link_and_nobody_waits_for_an_answer(stage: Stage) -> None:
    await stage.restart(LINKS)
    ana = stage.person("Ana")
    assert isinstance(ana, SlackPerson)
    shown = await ana.say("/actions")
    for _ in range(2):
        await (await ana.press("Sign the petition (sign.example.org)", shown)).acknowledged()
        await stage.platforms[0].close()  # finishes what was tapped
        await stage.platforms[0].open(stage.app)
    assert len(shown.thing.history) == 1
    counted = await stage.app.core.campaigns.link_taps.count()
    assert counted == {LinkCount("visas", "sign", LinkTap.OPENED): 1}
    assert not (await ana.say("/actions")).has("opened")
