"""Languages and zones survive a restart and a rate limit: stored only with people the database knows."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.adapters.slack.events import people
from bot.adapters.slack.events.people import People, User
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.web_api import LEAST
from bot.adapters.slack.workspaces.bolt_setup import make_session, make_web_client
from bot.core.people.profiles.platform_settings import PlatformSettings
from bot.identity import Caller
from bot.store.engine import Store
from tests.platforms.slack import SlackStandIn
from tests.platforms.slack import User as Member
from tests.services import Core


class Process:
    """One run of the bot, on a database that outlives it."""

    def __init__(self, slack: SlackStandIn, session: aiohttp.ClientSession, settings: PlatformSettings) -> None:
        self.slack, self._session, self.work = slack, session, BackgroundTasks()
        self.people = People(self.work, lambda: 0, settings)

    async def user(self, member: Member) -> User:
        """What is known about a person."""
        web = make_web_client(member.team.bot_token, self.slack.api_url, self._session)
        return await self.people.find_user(web, member.team.id, member.id, account(member))

    async def end(self, member: Member) -> None:
        """Save what Slack said, and end."""
        await self.people.save(member.team.id, member.id, account(member))
        await self.work.finish(1)


def account(member: Member) -> str:
    return f"{member.team.id}:{member.id}"


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with make_session() as session:
        yield session


@pytest.fixture
def settings(core: Core) -> PlatformSettings:
    return PlatformSettings(core.base)


@pytest.fixture
def ines(slack: SlackStandIn) -> Member:
    found = slack.add_team("Valley Org").user("Ines", locale="es-ES")
    found.zone = "Pacific/Honolulu"
    return found


async def _known(core: Core, member: Member) -> None:
    caller = Caller("slack", account(member), member.team.id)
    await core.store.write(lambda tx: core.people.take(tx, caller))


async def test_slacks_answers_survive_a_restart_and_a_rate_limit(
    slack: SlackStandIn, session: aiohttp.ClientSession, settings: PlatformSettings, core: Core, ines: Member
) -> None:
    await _known(core, ines)
    first = Process(slack, session, settings)
    told = await first.user(ines)
    assert (told.locale, told.zone) == ("es-ES", "Pacific/Honolulu")
    await first.end(ines)
    for trouble in ("ratelimited", "missing_scope", "internal_error"):
        slack.refuse("users.info", trouble, times=2)
        second = Process(slack, session, settings)
        for _ in range(2):
            again = await second.user(ines)
            assert (again.locale, again.zone) == ("es-ES", "Pacific/Honolulu")
        await second.work.finish(1)


async def test_a_language_alone_stores_nobody(
    slack: SlackStandIn, session: aiohttp.ClientSession, settings: PlatformSettings, core: Core, ines: Member
) -> None:
    process = Process(slack, session, settings)
    await process.user(ines)
    await process.end(ines)
    assert await settings.recall("slack", account(ines)) is None
    await _known(core, ines)
    await process.end(ines)
    assert await settings.recall("slack", account(ines)) == ("es-ES", "Pacific/Honolulu")


async def test_a_changed_language_shows_the_next_time(
    slack: SlackStandIn, session: aiohttp.ClientSession, settings: PlatformSettings, core: Core, ines: Member
) -> None:
    await _known(core, ines)
    await settings.remember("slack", account(ines), "ko-KR", "Asia/Seoul", None)
    process = Process(slack, session, settings)
    assert (await process.user(ines)).locale == "ko-KR"
    await process.work.finish(1)
    assert (await process.user(ines)).locale == "es-ES"
    await process.end(ines)
    assert await settings.recall("slack", account(ines)) == ("es-ES", "Pacific/Honolulu")


async def test_a_slow_slack_is_waited_for_only_briefly(
    slack: SlackStandIn,
    session: aiohttp.ClientSession,
    settings: PlatformSettings,
    core: Core,
    ines: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = slack.hold("users.info")
    process = Process(slack, session, settings)
    asking = asyncio.create_task(process.user(ines))
    await slack.called("users.info")
    assert not asking.done()
    held.set()
    assert (await asking).locale == "es-ES"
    monkeypatch.setattr(people, "PATIENCE", 0.01)
    monkeypatch.setattr(people, "ANSWERING", 0.01)
    held = slack.hold("users.info")
    bo = ines.team.user("Bo")
    assert (await process.user(bo)).locale is None
    held.set()
    await process.work.finish(1)
    assert (await process.user(bo)).locale == "en-US"


async def test_a_rate_limit_that_ends_with_our_patience_still_brings_an_answer(
    slack: SlackStandIn,
    session: aiohttp.ClientSession,
    settings: PlatformSettings,
    ines: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "PATIENCE", LEAST)  # just as the shortest limit is one second in truth
    monkeypatch.setattr(people, "ANSWERING", 30)
    slack.rate_limit("users.info", retry_after=0)
    assert (await Process(slack, session, settings).user(ines)).locale == "es-ES"


async def test_an_unreachable_database_does_not_stop_requests(
    slack: SlackStandIn, session: aiohttp.ClientSession, settings: PlatformSettings, store: Store, ines: Member
) -> None:
    process = Process(slack, session, settings)
    await store.close()
    assert (await process.user(ines)).locale == "es-ES"
    await process.end(ines)
