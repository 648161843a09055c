"""Temporary files disappear from Slack: after the decision or an hour, whatever Slack answers first."""

import pytest

from bot.adapters.slack.sending.uploads import TemporaryFiles, upload
from bot.adapters.slack.workspaces.bolt_setup import make_session, make_web_client
from bot.core.outbox.stored_files import StoredFiles
from bot.kit.cards.reply import Image
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on
from tests.platforms.slack import Channel

PICTURE = Image("postcard.png", b"\x89PNG picture", "A postcard", temporary="postcard-1")


@pytest.fixture
async def direct(floor: Floor) -> Channel:
    """A direct message with the picture of a postcard that isn't sent."""
    user, team = floor.there[0].team.user("Bo"), floor.there[0].team
    async with make_session() as session:
        web = make_web_client(team.bot_token, floor.slack.api_url, session)
        await upload(web, session, user.dm.id, PICTURE, TemporaryFiles(files_of(floor), team.id))
    assert count_files(user.dm) == 1
    return user.dm


def files_of(floor: Floor) -> StoredFiles:
    return floor.room.core.built.outbox.stored_files


def count_files(channel: Channel) -> int:
    return sum(len(message.files) for message in channel.messages)


async def work(floor: Floor, minutes: int = 0) -> None:
    """Let a new worker, as after a restart, do what is due after some time."""
    floor.room.core.clock.forward(minutes=minutes)
    await worker_on(floor.room, floor.wires.discord, floor.wires.slack).run_once()


async def test_a_file_that_nobody_decided_about_goes_after_an_hour(floor: Floor, direct: Channel) -> None:
    await work(floor, 59)
    assert count_files(direct) == 1
    await work(floor, 1)
    assert count_files(direct) == 0
    assert await files_of(floor).find_next_time() is None


async def test_a_decided_file_goes_at_once(floor: Floor, direct: Channel) -> None:
    await files_of(floor).end("postcard-1")
    await work(floor)
    assert count_files(direct) == 0


@pytest.mark.parametrize("code", ["internal_error", "missing_scope", "token_revoked", "something_new"])
async def test_a_file_that_slack_keeps_is_removed_later(floor: Floor, direct: Channel, code: str) -> None:
    floor.slack.refuse("files.delete", code)
    await files_of(floor).end("postcard-1")
    await work(floor)
    assert count_files(direct) == 1
    await work(floor, 2)
    assert count_files(direct) == 0


async def test_a_file_that_is_gone_already_is_not_asked_for_again(floor: Floor, direct: Channel) -> None:
    floor.slack.refuse("files.delete", "file_deleted")
    await files_of(floor).end("postcard-1")
    await work(floor)
    assert await files_of(floor).find_next_time() is None


async def test_a_file_waits_while_slack_is_not_connected(floor: Floor, direct: Channel) -> None:
    await files_of(floor).end("postcard-1")
    await worker_on(floor.room, floor.wires.discord).run_once()
    assert count_files(direct) == 1
    await work(floor, 2)
    assert count_files(direct) == 0
