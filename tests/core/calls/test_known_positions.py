"""Words for a member's known position: once enough callers heard the same recently."""

from collections import Counter

import pytest

from bot.core.calls.call_request import CallRequest
from bot.core.calls.known_positions import FRESH, find_consensus
from bot.core.calls.positions import Position
from bot.core.times.clock import DAY
from bot.core.totals.counting import Outcome
from bot.store.engine import Store
from tests.public_data.capitol import id_of, make_congress
from tests.services import Core, caller, campaign, core_on, new_request

REP = id_of("CA-11")
WORDS = "{en: {text: Please, when: [{ask: bill, position: yes, text: Thank you}]}}"
DRIVE = campaign("vof", "asks: [{key: bill, text: Well?}]", scripts=WORDS)


@pytest.fixture
async def core(store: Store) -> Core:
    core = await core_on(store, [DRIVE])
    await core.congress.replace(make_congress().load())
    return core


async def hear_position(core: Core, who: str, position: Position, office: str = REP) -> str:
    """Let a caller in CA-11 hear a position from one of the member's offices. Returns the call."""
    await core.tell(who, district="CA-11")
    wanted = CallRequest(Outcome.SPOKE, office, tapped=True)
    call = (await core.calls.log(caller(who), wanted, new_request(), core.clock())).call_id
    await core.positions.identify_and_save(caller(who), None, call, "bill", position, new_request(), core.clock())
    return call


async def read_words(core: Core) -> str:
    """The next caller's words."""
    await core.tell("zoe", district="CA-11")
    return (await core.scripts.fetch_prompt(caller("zoe"), core.clock(), None, None)).speech.english


async def test_words_change_once_enough_callers_heard_the_same_at_any_office(core: Core) -> None:
    await hear_position(core, "ana", Position.YES)
    await hear_position(core, "ben", Position.YES, f"{REP}-daly_city")
    await hear_position(core, "cam", Position.NO_ANSWER)
    assert await read_words(core) == "Please"
    last = await hear_position(core, "dee", Position.YES)
    assert await read_words(core) == "Thank you"
    await core.undo("dee", last)
    assert await read_words(core) == "Please"


async def test_one_caller_at_every_office_is_one_caller(core: Core) -> None:
    for office in (REP, f"{REP}-daly_city"):
        for who in ("ana", "ben"):
            await hear_position(core, who, Position.YES, office)
        core.clock.at += DAY
    assert await read_words(core) == "Please"


async def test_a_position_is_known_for_a_month(core: Core) -> None:
    for who in ("ana", "ben", "cam"):
        await hear_position(core, who, Position.YES)
    core.clock.at += FRESH
    assert await read_words(core) == "Thank you"
    core.clock.at += DAY
    assert await read_words(core) == "Please"


@pytest.mark.parametrize(
    ("counts", "known"),
    [
        ({"yes": 3}, "yes"),
        ({"yes": 2}, None),
        ({"yes": 3, "no": 1}, "yes"),
        ({"yes": 3, "no": 2}, None),
        ({"no": 30, "undecided": 10}, "no"),
        ({"no": 30, "undecided": 11}, None),
    ],
)
def test_a_disagreeing_caller_reopens_the_position(counts: dict[str, int], known: str | None) -> None:
    assert find_consensus(Counter(counts)) == known
