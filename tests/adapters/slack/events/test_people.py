"""Languages are remembered for an hour, for a bounded number of people, and failed work is logged."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import aiohttp
import pytest
from cachetools import FIFOCache
from structlog.testing import capture_logs

from bot.adapters.slack.events import people
from bot.adapters.slack.events.people import Memory, People
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.workspaces.bolt_setup import make_session, make_web_client
from tests.platforms.slack import SlackStandIn, User
from tests.platforms.slack.faults import Page

HOUR = 3600_000_000


class Asking:
    """People with a movable clock, and their requests to Slack."""

    def __init__(self, slack: SlackStandIn, session: aiohttp.ClientSession, memory: Memory | None = None) -> None:
        self.slack, self.now, self._session = slack, 0, session
        self.work = BackgroundTasks()
        self.people = People(self.work, lambda: self.now, memory)
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


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("trouble", ["ratelimited", "internal_error", "cut", "page"])
async def test_a_failure_is_no_answer_so_slack_is_asked_again_without_another_request(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, trouble: str, times: int
) -> None:
    for name, value in (("PATIENCE", 0.0), ("_FIRST", 1000), ("_SPREAD", 1000)):
        monkeypatch.setattr(people, name, value)
    start = {
        "ratelimited": lambda: asking.slack.rate_limit("users.info", retry_after=0, times=times),
        "internal_error": lambda: asking.slack.refuse("users.info", "internal_error", times=times),
        "cut": lambda: asking.slack.cut("users.info", times=times),
        "page": lambda: asking.slack.meet("users.info", Page(503, "text/html", "<p>Busy"), times=times),
    }
    start[trouble]()
    crowd = [asking.ines.team.user(f"Ines {number}", locale="es-ES") for number in range(3)]
    await asyncio.gather(*map(asking.locale, crowd))
    await asking.slack.called("users.info", 3 + times)
    await asking.work.finish(5)  # what was asked is answered
    before = asking.times
    assert [await asking.locale(one) for one in crowd] == ["es-ES"] * 3
    assert asking.times == before


async def test_nobody_is_asked_about_again_after_a_final_refusal(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_FIRST", 0)
    for code in ("missing_scope", "user_not_found", "account_inactive"):
        asking.slack.refuse("users.info", code)
        await asking.locale(asking.ines.team.user(code))
    assert await asking.locale(asking.ines) == "es-ES"
    assert asking.times == 4


async def test_a_stop_drops_what_was_to_be_done_later() -> None:
    work, done, later = BackgroundTasks(), list[str](), asyncio.Event()

    async def note() -> None:
        done.append("done")

    work.run_later(0.01, "key", note)
    await work.finish(1)
    asyncio.get_running_loop().call_later(0.02, later.set)
    await later.wait()
    assert done == []


async def test_what_the_database_learns_meanwhile_is_used_while_slack_fails(slack: SlackStandIn) -> None:
    """Another process, or another workspace, may know the language by now."""
    known: dict[str, tuple[str | None, str | None]] = {}

    class Stored:
        async def recall(self, platform: str, account: str) -> tuple[str | None, str | None] | None:
            return known.get(account)

    async with make_session() as session:
        asking = Asking(slack, session, cast(Memory, Stored()))
        slack.refuse("users.info", "missing_scope", times=2)
        assert await asking.locale(asking.ines) is None
        known[f"{asking.ines.team.id}:{asking.ines.id}"] = ("es-ES", None)
        assert await asking.locale(asking.ines) == "es-ES"
        assert asking.times == 1


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
