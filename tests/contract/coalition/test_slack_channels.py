"""Slack's channels for a coordinator: joined, hidden, not visible, and direct messages that aren't channels."""

import pytest

from bot.kit.i18n import load_words
from tests.contract.conftest import HTTP, SOCKET
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.people import said
from tests.contract.roles import coordinator
from tests.contract.stage import Stage
from tests.platforms.slack import User

WHY = said("channel.unseen_why", permission="channels:read, groups:read")


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
    assert "This channel gets the alerts of Harbor" in answer.text  # Slack doesn't say its name
    assert inner.id not in answer.text


async def test_without_the_scopes_the_payload_names_the_channel_and_the_card_says_what_is_unknown(stage: Stage) -> None:
    mia = await _mia(stage)
    mia.team.refused_scopes = {"channels:read", "groups:read", "channels:join"}
    ops = mia.team.add_channel("ops", bot=False)
    answer = await mia.slash("channel", "subscribe", channel=ops)
    assert "#ops gets the alerts of Harbor" in answer.text
    assert "I can't see whether I'm in this channel" in answer.text
    assert "/invite @Callboard" in answer.text
    assert "gets no more alerts" in (await mia.slash("channel", "unsubscribe ops", channel=ops)).text


async def test_the_list_says_where_the_app_is_missing_before_any_post_failed(stage: Stage) -> None:
    mia = await _mia(stage)
    inner, left = mia.team.add_channel("inner", bot=False, private=True), mia.team.add_channel("left")
    for one in (inner, left, mia.team.add_channel("open")):
        await mia.slash("channel", "subscribe", channel=one)
    left.bot = False
    seen = (await mia.slash("channel", "list")).text
    assert f"A channel I can't see (…{inner.id[-4:]}) can't get posts" in seen  # Slack names it only to its members
    assert inner.id not in seen
    assert "#left can't get posts" in seen
    assert seen.count("can't get posts") == seen.count("type /invite @Callboard there") == 2
    inner.bot = left.bot = True
    mended = (await mia.slash("channel", "list")).text
    assert "can't get posts" not in mended
    assert "#inner" in mended


async def test_no_card_shows_the_id_of_a_channel_whose_name_is_hidden(stage: Stage) -> None:
    mia = await _mia(stage)
    inner = mia.team.add_channel("inner", bot=False, private=True)
    lines = [
        ("channel", "list"),
        ("audit", ""),
        ("alert", "send words:Call"),
    ]
    await mia.slash("channel", "subscribe", channel=inner)
    seen = {line: (await mia.slash(*line)).text for line in lines}
    assert not [line for line, text in seen.items() if inner.id in text], seen
    assert all(" channel I can't see" in text for text in seen.values()), seen
    assert "/invite @Callboard" in seen["alert", "send words:Call"]
    gone = await mia.slash("channel", "unsubscribe", channel=inner)
    assert f"A channel I can't see (…{inner.id[-4:]}) gets no more alerts" in gone.text


async def test_the_list_says_of_how_many_channels_it_knows_nothing(stage: Stage) -> None:
    mia = await _mia(stage)
    mia.team.refused_scopes = {"channels:read", "groups:read", "channels:join"}
    for name in ("ops", "field"):
        await mia.slash("channel", "subscribe", channel=mia.team.add_channel(name, bot=False))
    seen = (await mia.slash("channel", "list")).text
    assert "I couldn't check whether 2 channels take posts" in seen
    assert WHY in seen


async def test_everything_that_needs_a_look_at_channels_names_the_missing_scopes(stage: Stage) -> None:
    mia = await _mia(stage)
    ops, field = mia.team.add_channel("ops"), mia.team.add_channel("field", private=True)
    for one in (ops, field):
        await mia.slash("channel", "subscribe", channel=one)
    await stage.close()
    await stage.open()  # nothing is known about the channels
    mia.team.refused_scopes = {"channels:read", "groups:read"}
    for words in (("channel", "list"), ("alert", "send words:Call"), ("channel", "list")):
        seen = await mia.slash(*words)
        assert WHY in seen.text, words
    listed = await mia.slash("alert", "list")
    assert (
        WHY
        in (
            await mia.click(listed, next(label for label in listed.buttons if " " not in label.partition(" · ")[0]))
        ).text
    )
    unfound = said("channel.no_scope", permission="channels:read, groups:read")
    for words in (("channel", "subscribe channel:ops"), ("channel", "choose ops"), ("chapter", "map channel:#ops")):
        assert unfound in (await mia.slash(*words)).text, words
    mia.team.refused_scopes = set()
    assert WHY not in (await mia.slash("channel", "subscribe", channel=ops)).text


async def test_a_preview_of_more_channels_than_are_checked_at_once_checks_the_others_on_a_tap(stage: Stage) -> None:
    mia = await _mia(stage)
    floors = [mia.team.add_channel(f"floor-{number:02}") for number in range(28)]
    for floor in floors:
        await mia.slash("channel", "subscribe", channel=floor)
    floors[-1].bot = False
    await stage.close()
    await stage.open()  # begins the minute's looks anew
    preview = await mia.slash("alert", "send words:Call", wait=False)
    await preview.until("3 channels aren't checked yet")
    assert "floor-27" not in preview.text
    checked = await mia.click(preview, "Check the others")
    assert "#floor-27: Callboard isn't in the channel" in checked.text
    assert "aren't checked" not in checked.text
    assert "Check the others" not in checked.buttons


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
    assert load_words("en").t("slack.file") in sheet.text


async def test_a_canceled_alert_offers_to_be_sent_nowhere(stage: Stage) -> None:
    mia = await _mia(stage)
    await mia.slash("channel", "subscribe", channel=mia.team.add_channel("inner", bot=False, private=True))
    preview = await mia.slash("alert", "send words:Call")
    await mia.click(preview, "Send it")
    hub = mia.team.hub
    while not any(call.method == "chat.postMessage" for call in hub.calls):
        await hub.news.wait(5, "the post")
    await stage.pause(minutes=1)
    await mia.dm.until(lambda channel: bool(channel.messages))  # the notice that it failed
    failed = await mia.click(mia.dm.messages[-1], "See its status")
    assert any(label.startswith("Resend to ") for label in failed.buttons)
    asked = await mia.click(failed, "Cancel it…")
    canceled = await mia.click(asked, "Cancel it")
    assert "Canceled." in canceled.text
    assert canceled.buttons == (said("alert.button.edit"),)  # for a new one
