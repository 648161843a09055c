"""Languages are remembered for an hour, for a bounded number of people, and failed work is logged."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from cachetools import FIFOCache
from structlog.testing import capture_logs

from bot.adapters.slack.events.people import People
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.workspaces.bolt_setup import make_session, make_web_client
from tests.platforms.slack import SlackStandIn, User

HOUR = 3600_000_000


class Asking:
    """People with a movable clock, and their requests to Slack."""

    def __init__(self, slack: SlackStandIn, session: aiohttp.ClientSession) -> None:
        self.slack, self.now, self._session = slack, 0, session
        self.people = People(BackgroundTasks(), lambda: self.now)
        self.ines: User = slack.add_team("Valley Org").user("Ines", locale="es-ES")

    async def locale(self, user: User) -> str | None:
        """Find a person's language with their workspace's token."""
        web = make_web_client(user.team.bot_token, self.slack.api_url, self._session)
        return (await self.people.find_user(web, user.team.id, user.id, f"{user.team.id}:{user.id}")).locale

    @property
    def times(self) -> int:
        """The number of requests to Slack."""
        return len(self.slack.calls("users.info"))


@pytest.fixture
async def asking(slack: SlackStandIn) -> AsyncIterator[Asking]:
    async with make_session() as session:
        yield Asking(slack, session)


async def test_a_language_is_requested_once_an_hour(asking: Asking) -> None:
    for now, times in ((0, 1), (HOUR - 1, 1), (HOUR, 2)):
        asking.now = now
        assert await asking.locale(asking.ines) == "es-ES"
        assert asking.times == times


async def test_a_limit_is_forgotten_after_a_minute(asking: Asking) -> None:
    asking.slack.refuse("users.info", "ratelimited")
    assert await asking.locale(asking.ines) is None
    asking.now = HOUR // 60
    assert await asking.locale(asking.ines) == "es-ES"


async def test_an_old_language_is_used_while_slack_is_unreachable(asking: Asking) -> None:
    await asking.locale(asking.ines)
    asking.now = HOUR
    asking.slack.cut("users.info")
    assert await asking.locale(asking.ines) == "es-ES"


async def test_the_memory_is_bounded(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.people, "_known", FIFOCache(1))
    bo = asking.slack.add_team("Hill Org").user("Bo")
    for user in (asking.ines, bo, asking.ines):
        await asking.locale(user)
    assert asking.times == 3


async def test_an_answer_to_one_workspace_serves_no_other(asking: Asking) -> None:
    there = asking.slack.add_team("Hill Org")
    there.users[asking.ines.id] = User(there, asking.ines.id, "Ines", "fr-FR")
    assert await asking.locale(asking.ines) == "es-ES"
    assert await asking.locale(there.users[asking.ines.id]) == "fr-FR"


async def test_work_that_fails_is_logged_under_a_reference() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    work = BackgroundTasks()
    with capture_logs() as lines:
        work.spawn(fail())
        await work.finish(1)
    assert [(line["event"], len(line["reference"])) for line in lines] == [("unforeseen", 8)]
