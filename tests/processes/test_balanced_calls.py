"""Three processes behind a load balancer log calls, and one is killed: each call counts once, in every total."""

import asyncio
import itertools
import signal
from collections.abc import Iterator

import asyncpg
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from tests.effort import choose
from tests.platforms.slack.answers import NoAnswer
from tests.platforms.slack.people import User
from tests.platforms.slack.transports.delivery import NotAcknowledged
from tests.processes.balancer import PATH, find_ports, make_balancer
from tests.processes.children import Bank

CALLS, CALLERS = choose(90, 10_000), choose(16, 64)
_TOTAL = "SELECT n, people FROM current_totals WHERE period = 'campaign' AND by = 'total'"


async def log_until_answered(who: User) -> None:
    """Log a call, and do it again as long as Slack shows nothing, as people do."""
    while True:
        try:
            answer = await who.slash("log", "spoke representative")
        except (NotAcknowledged, NoAnswer):
            continue
        assert answer.text.startswith(("Logged", "Already logged today")), answer.text
        return


@pytest.mark.timeout(1800)
async def test_calls_through_three_processes_count_once_though_one_is_killed(bank: Bank) -> None:
    ports = find_ports(3)
    children = [await bank.run("--only", "slack", slack_mode="http", port=port) for port in ports]
    for child in children:
        await child.until("ready", platform="slack")
    people = [bank.team.user(f"Caller {number}") for number in range(CALLS)]
    async with ClientSession() as session:
        balancer = TestServer(make_balancer(ports, session))
        await balancer.start_server()
        bank.slack.hub.ack_seconds = 60.0
        bank.slack.deliver_over_http(str(balancer.make_url(PATH)))
        waiting, done = iter(people), itertools.count(1)
        half = asyncio.Event()

        async def log_calls(callers: Iterator[User]) -> None:
            for who in callers:
                await log_until_answered(who)
                if next(done) == CALLS // 2:
                    half.set()

        logging = asyncio.gather(*(log_calls(waiting) for _ in range(CALLERS)))
        await half.wait()
        await children[0].stop(signal.SIGKILL)
        await logging
        await balancer.close()
    for child in children[1:]:
        assert await child.stop(signal.SIGTERM) == 0
    await check_totals(bank)


async def check_totals(bank: Bank) -> None:
    """Each person has one call, the coalition's total is their number, and a recount finds no total that is off."""
    connection = await asyncpg.connect(bank.store)
    calls, people = await connection.fetchrow("SELECT count(*), count(DISTINCT person_id) FROM calls")
    [total] = await connection.fetch(_TOTAL)
    await connection.close()
    assert (calls, people) == (CALLS, CALLS)
    assert (total["n"], total["people"]) == (CALLS, CALLS)
    status, told = await bank.call("rebuild")
    assert status == 0, told
