"""Slack's Home tab shows the home card and what is done there; the shortcuts work wherever people are."""

from collections.abc import Callable

import pytest

from tests.contract.conftest import MANY, SOCKET
from tests.contract.drivers.slack import SlackPerson, SlackPlatform
from tests.contract.people import said
from tests.contract.stage import Stage
from tests.platforms.slack import User, View

ON_SLACK = pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
PUBLISH = "views.publish"


def slack_person(stage: Stage, name: str = "Ana", locale: str = "en") -> SlackPerson:
    person = stage.person(name, locale)
    assert isinstance(person, SlackPerson)
    return person


async def until(stage: Stage, ready: Callable[[], bool]) -> None:
    """Wait until something is visible on Slack."""
    [slack] = stage.platforms
    assert isinstance(slack, SlackPlatform)
    await slack._slack.until(ready)


async def open_home(stage: Stage) -> tuple[SlackPerson, User]:
    """Open the tab as a new person, and wait until it is drawn."""
    ana = slack_person(stage)
    user = ana._user
    await user.open_home()
    await until(stage, lambda: user.id in user.team.hub.homes)
    return ana, user


@ON_SLACK
async def test_the_tab_is_drawn_when_opened_and_again_after_an_act_elsewhere(stage: Stage) -> None:
    ana, user = await open_home(stage)
    assert said("home.left", left=3, count=3) in user.home.text
    assert said("button.script") in user.home.buttons
    first = user.home.hash
    await ana.say("/log spoke")
    await until(stage, lambda: user.home.hash != first)
    assert said("home.left", left=2, count=3) in user.home.text


@ON_SLACK
async def test_an_unchanged_tab_is_not_sent_again(stage: Stage) -> None:
    ana, user = await open_home(stage)
    await ana.say("/mycalls")
    await user.open_home()
    await ana.say("/script")
    await ana.say("/log spoke")
    await until(stage, lambda: said("home.left", left=2, count=3) in user.home.text)
    [slack] = stage.platforms
    assert isinstance(slack, SlackPlatform)
    assert len(slack._slack.calls(PUBLISH)) == 2


@ON_SLACK
async def test_taps_and_forms_in_the_tab_are_answered_there(stage: Stage) -> None:
    _, user = await open_home(stage)
    await user.click(user.home, said("button.script"), wait=False)
    await until(stage, lambda: "(202) 224-3121" in user.home.text)
    assert user.home.buttons[-1] == said("slack.home")
    await user.click(user.home, "Spoke to someone", wait=False)
    await until(stage, lambda: said("log.title.logged") in user.home.text)
    assert [call[1:3] for call in stage.calls()] == [("spoke", "slack")]
    await user.click(user.home, said("slack.home"), wait=False)
    await until(stage, lambda: said("home.left", left=2, count=3) in user.home.text)
    asked = await user.click(user.home, said("button.log"))
    assert isinstance(asked.message, View)
    await asked.message.submit({"What happened": "Left a voicemail"}, wait=False)
    await until(stage, lambda: said("log.title.logged") in user.home.text)
    assert not user.dm.messages


@ON_SLACK
async def test_a_tab_that_slack_refuses_costs_nothing_else(stage: Stage) -> None:
    ana, user = await open_home(stage)
    home = user.home
    [slack] = stage.platforms
    assert isinstance(slack, SlackPlatform)
    slack._slack.refuse(PUBLISH, "internal_error", times=2)
    receipt = await ana.say("/log spoke")
    assert receipt.has(said("log.title.logged"))
    await user.click(home, said("button.mycalls"), wait=False)
    await user.dm.until(lambda channel: bool(channel.messages))
    assert said("mycalls.title") in user.dm.messages[-1].text


# The SDK still makes a BasicAuth, which aiohttp 3.14 deprecates.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
@pytest.mark.parametrize("platform_name", [SOCKET, MANY], indirect=True)
async def test_shortcuts_open_windows(stage: Stage) -> None:
    [slack] = stage.platforms
    assert isinstance(slack, SlackPlatform)
    if slack._many:
        await slack.install()
    user = slack_person(stage)._user
    script = await user.shortcut("script")
    await script.until(lambda answer: "(202) 224-3121" in answer.text)
    assert isinstance(script.message, View)
    assert script.message.title == said("slack.shortcut.script")
    log = await user.shortcut("log")
    assert isinstance(log.message, View)
    done = await log.message.submit({"What happened": "Spoke to someone"}, wait=False)
    await user.dm.until(lambda channel: bool(channel.messages))
    assert done.seconds_to_ack is not None
    assert said("log.title.logged") in user.dm.messages[-1].text


@ON_SLACK
async def test_the_tab_speaks_the_persons_language(stage: Stage) -> None:
    ana = slack_person(stage, "Ana", "es")
    user = ana._user
    await ana.say("/profile language:es")
    await user.open_home()
    await until(stage, lambda: user.id in user.team.hub.homes)
    assert "Por un DREAM Act limpio" in user.home.text
