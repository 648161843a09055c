"""Slack's channels for a coordinator: joined, hidden, not visible, and direct messages that aren't channels."""

import pytest

from bot.kit.i18n import words
from tests.contract.conftest import HTTP, SOCKET
from tests.contract.on_slack import SlackPlatform
from tests.contract.people import said
from tests.contract.stage import Stage
from tests.contract.test_channels import coordinator
from tests.platforms.slack import User


@pytest.fixture(params=[SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """Slack, over either transport."""
    return str(request.param)


async def _mia(stage: Stage) -> User:
    """A coordinator's account."""
    await coordinator(stage)
    [platform] = stage.platforms
    assert isinstance(platform, SlackPlatform)
    return platform.member("Mia")


async def test_a_public_channel_is_joined_and_called_by_its_name(stage: Stage) -> None:
    mia = await _mia(stage)
    ops = mia.team.add_channel("ops", bot=False)
    answer = await mia.slash("channel", "subscribe", channel=ops)
    assert "#ops gets the alerts of Harbor" in answer.text
    assert "/invite" not in answer.text
    assert ops.bot


async def test_a_private_channel_is_told_to_invite_the_app(stage: Stage) -> None:
    mia = await _mia(stage)
    inner = mia.team.add_channel("inner", bot=False, private=True)
    answer = await mia.slash("channel", "subscribe", channel=inner)
    assert "type /invite @Callboard there" in answer.text


async def test_without_the_scopes_the_payload_names_the_channel_and_the_card_says_what_is_unknown(stage: Stage) -> None:
    mia = await _mia(stage)
    mia.team.refused_scopes = {"channels:read", "groups:read", "channels:join"}
    ops = mia.team.add_channel("ops", bot=False)
    answer = await mia.slash("channel", "subscribe", channel=ops)
    assert "#ops gets the alerts of Harbor" in answer.text
    assert "I can't see whether I'm in this channel" in answer.text
    assert "/invite @Callboard" in answer.text
    assert "gets no more alerts" in (await mia.slash("channel", "unsubscribe ops", channel=ops)).text


@pytest.mark.parametrize("kind", ["own", "two people", "several people"])
async def test_a_direct_message_subscribes_to_nothing_and_maps_nothing(stage: Stage, kind: str) -> None:
    mia = await _mia(stage)
    there = mia.dm
    if kind != "own":
        there = mia.team.add_channel("directmessage" if kind == "two people" else "mpdm-mia--ben--cy-1")
        there.id = there.id.replace("C", "D", 1) if kind == "two people" else there.id
        mia.team.channels[there.id] = there
    answer = await mia.slash("channel", "subscribe", channel=there)
    assert answer.text == said("channel.nowhere")
    await mia.slash("chapter", "add North", channel=there)
    answer = await mia.slash("chapter", "map North", channel=there)
    assert "is mapped" not in answer.text
    assert "Nothing was saved" in answer.text


async def test_in_a_direct_message_of_two_a_tap_leaves_the_board_as_it_is(stage: Stage) -> None:
    mia = await _mia(stage)
    two = mia.team.add_channel("directmessage")
    two.id = two.id.replace("C", "D", 1)
    mia.team.channels[two.id] = two
    board = await mia.slash("leaderboard", channel=two)
    [before] = two.texts
    for label in board.buttons:
        await mia.click(two.messages[0], label)
        assert two.texts[0] == before
    await mia.slash("log", "spoke", channel=two)
    sheet = await mia.slash("report", "calls", channel=two)
    assert words("en").t("slack.file") in sheet.text
