"""Two processes on one PostgreSQL, or one on SQLite: a request delivered twice at once counts once."""

import asyncio
import random
from collections.abc import Coroutine
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete

from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Receipt
from bot.core.calls.undo import UndoReceipt
from bot.core.people.grants import COALITION, fetch_holders, grant
from bot.core.totals.counter_changes import fold_changes
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Role
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import roles
from tests.core.support.coalition import ADMIN, ROOT, House, house_on
from tests.fixtures import Opening
from tests.services import SECONDS, Core, caller, core_on, new_request

_NO_ROLES = Statement(delete(roles))
PEOPLE = [f"person-{number}" for number in range(12)]


@pytest.fixture
async def replicas(store_url: str, opening: Opening) -> tuple[Core, Core]:
    """The services of two processes, each with its own connections; on SQLite, twice those of the only process."""
    first = await opening(store_url)
    stores = [first, first if store_url.startswith("sqlite") else await opening(store_url)]
    cores = [await core_on(store) for store in stores]
    return cores[0], cores[1]


async def test_a_newcomer_seen_by_both_replicas_is_one_person_and_one_call(replicas: tuple[Core, Core]) -> None:
    requests = {name: new_request() for name in PEOPLE}
    deliveries = [core.log(name, request=requests[name]) for name in PEOPLE for core in (*replicas, *replicas)]
    receipts = await asyncio.gather(*deliveries)
    for at in range(0, len(receipts), 4):
        assert len({receipt.call_id for receipt in receipts[at : at + 4]}) == 1
        assert len(set(receipts[at : at + 4])) == 1  # word for word the same answer
    rows = await replicas[0].rows()
    assert len({row.person_id for row in rows}) == len(rows) == len(PEOPLE)
    assert (await replicas[1].board()).total == len(PEOPLE)


async def test_two_taps_at_once_on_two_replicas_are_one_call(replicas: tuple[Core, Core]) -> None:
    """Two requests, not one delivered twice: a double tap."""
    taps = [core.log(name, office="senator-1") for name in PEOPLE for core in replicas]
    receipts = await asyncio.gather(*taps)
    assert sorted(receipt.kind for receipt in receipts) == ["logged"] * 12 + ["same"] * 12
    assert len(await replicas[0].rows()) == len(PEOPLE)


async def _run_steps(core: Core, steps: list[tuple[str, str, str, str, int]]) -> list[Receipt | UndoReceipt | str]:
    """Run a replica's requests one by one, and return the answers."""
    answers: list[Receipt | UndoReceipt | str] = []
    for request, who, deed, office, at in steps:
        try:
            if deed == "undo":
                answers.append(await core.undo(who, request=request, at=at))
            else:
                answers.append(await core.log(who, deed, office, request=request, at=at))
        except UserError as error:
            answers.append(error.key)
    return answers


async def _fold_often(core: Core) -> None:
    for _ in range(20):
        await fold_changes(core.store)


@pytest.mark.parametrize("seed", range(6))
async def test_calls_and_undos_on_both_at_once_leave_totals_exact(replicas: tuple[Core, Core], seed: int) -> None:
    chance = random.Random(seed)
    for org in ("North", "South"):
        await replicas[0].add_org(org, f"{org} chapter")
    for number, name in enumerate(PEOPLE):
        if number % 3:
            await replicas[0].tell(name, chapter=f"{('North', 'South')[number % 3 - 1]} chapter", district="VT-0")
    steps = []
    for number in range(120):
        deed = chance.choice(["spoke", "spoke", "voicemail", "unavailable", "undo"])
        office = chance.choice(["representative", "senator-1", "senator-2"])
        at = replicas[0].clock() + number * SECONDS
        steps.append((new_request(), chance.choice(PEOPLE), deed, office, at))
    queues: list[list[tuple[str, str, str, str, int]]] = [[] for _ in range(6)]
    for step in steps:
        for queue in chance.sample(queues, 2):
            queue.append(step)
    playing = [_run_steps(replicas[at % 2], queue) for at, queue in enumerate(queues)]
    folding = asyncio.gather(*map(_fold_often, replicas))
    played = await asyncio.gather(*playing)
    await folding
    answers: dict[str, set[object]] = {}
    for queue, said in zip(queues, played, strict=True):
        for step, answer in zip(queue, said, strict=True):
            answers.setdefault(step[0], set()).add(answer)
    kept = {request: said - {"undo.nothing", "log.taken_back"} for request, said in answers.items()}
    assert all(len(said) <= 1 for said in kept.values())  # a refusal saves nothing, and may differ the next time
    assert await replicas[0].totals() == await replicas[1].rebuilt()


async def test_links_and_calls_on_both_at_once_leave_totals_exact(replicas: tuple[Core, Core]) -> None:
    """Two people link each other with two codes, each delivered twice, while both of them call."""
    pairs = [(caller(f"d{number}", "discord"), caller(f"s{number}", "slack")) for number in range(6)]
    work: list[Coroutine[Any, Any, object]] = []
    for pair in pairs:
        for maker, other in (pair, pair[::-1]):
            code = await replicas[0].linking.make_code(maker, new_request())
            request = new_request()
            work += [core.linking.join(other, code, request) for core in replicas]
            wanted = CallRequest(Outcome.SPOKE, "senator-1")
            work += [core.calls.log(other, wanted, new_request(), core.clock()) for core in replicas]
    answers = await asyncio.gather(*work, return_exceptions=True)
    assert {str(answer) for answer in answers if isinstance(answer, Exception)} <= {"link.self"}
    rows = [row for row in await replicas[0].rows() if row.removed_at is None]
    assert len(rows) == len({row.person_id for row in rows}) == len(pairs)
    totals = await replicas[0].totals()
    assert await replicas[1].rebuilt() == totals


@pytest.fixture
def houses(replicas: tuple[Core, Core]) -> tuple[House, House]:
    """The coalition's services in two processes."""
    return house_on(replicas[0]), house_on(replicas[1])


async def gather_refusals(*work: Coroutine[Any, Any, object]) -> list[str]:
    """Do everything at once. Returns what was refused."""
    done = await asyncio.gather(*work, return_exceptions=True)
    failed = [one for one in done if isinstance(one, BaseException)]
    assert all(isinstance(one, UserError) for one in failed), failed
    return sorted(str(one) for one in failed)


async def test_two_admins_who_revoke_each_other_at_once_leave_one(houses: tuple[House, House]) -> None:
    one, other = houses
    for number in range(6):
        pair = [caller(f"admin-{number}-{at}") for at in range(2)]
        await one.core.store.write(partial(_only, core=one.core, pair=pair))
        refusals = await gather_refusals(
            one.roles.take(pair[0], ADMIN, pair[1].account, Role.ADMIN, None),
            other.roles.take(pair[1], ADMIN, pair[0].account, Role.ADMIN, None),
        )
        assert refusals == ["role.last_admin"]
        assert len(await other.core.store.write(lambda tx: fetch_holders(tx, Role.ADMIN, COALITION))) == 1


async def _only(tx: Tx, core: Core, pair: list[Caller]) -> None:
    """Make these the only admins."""
    await tx.run(_NO_ROLES)
    for who in pair:
        await grant(tx, (await core.people.take(tx, who)).id, Role.ADMIN, COALITION, core.clock())


async def test_a_code_used_in_two_spaces_at_once_links_one(houses: tuple[House, House]) -> None:
    one, other = houses
    await one.orgs.add(ROOT, "Ours")
    linked = 0
    for number in range(6):
        code = (await one.spaces.make_code(ROOT, ADMIN, "Ours")).text
        spaces = [Caller("discord", f"chief-{number}-{at}", f"guild-{number}-{at}") for at in range(2)]
        refusals = await gather_refusals(
            one.spaces.join(spaces[0], code, manages=True), other.spaces.join(spaces[1], code, manages=True)
        )
        assert refusals == ["space.code"]
        linked += sum([(await one.reach(who)).role is Role.COORDINATOR for who in spaces])
    assert linked == 6


async def test_two_codes_entered_in_one_space_at_once_link_it_to_one_org(houses: tuple[House, House]) -> None:
    one, other = houses
    for org in ("Ours", "Theirs"):
        await one.orgs.add(ROOT, org)
    for number in range(6):
        codes = [(await one.spaces.make_code(ROOT, ADMIN, org)).text for org in ("Ours", "Theirs")]
        chief = Caller("discord", f"chief-{number}", f"guild-{number}")
        work = [house.spaces.join(chief, code, manages=True) for house, code in zip((one, other), codes, strict=True)]
        assert await gather_refusals(*work) == ["space.linked"]
        assert len((await one.reach(chief)).orgs) == 1
