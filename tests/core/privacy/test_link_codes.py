"""Codes that link accounts: valid once, for ten minutes, and not guessable."""

from bot.core.people.past.code_guard import LOCK_TIME, MOST_WRONG
from tests.core.support.accounts import ANA, ANNA
from tests.core.support.refusals import catch_refusal, read_refusal
from tests.services import (
    Core,
    caller,
    new_request,
)


async def test_a_code_works_once_and_for_ten_minutes(core: Core) -> None:
    code = await core.linking.make_code(ANA, new_request())
    core.clock.forward(minutes=10)
    assert (await catch_refusal(core.linking.join(ANNA, code, new_request()))).key == "link.code"
    fresh = await core.linking.make_code(ANA, new_request())
    await core.linking.join(ANNA, fresh.lower().replace("-", " "), new_request())
    assert (await catch_refusal(core.linking.join(caller("eve"), fresh, new_request()))).key == "link.code"


async def test_only_the_newest_code_works(core: Core) -> None:
    request, eve = new_request(), caller("eve")
    others = await core.linking.make_code(eve, new_request())
    first = await core.linking.make_code(ANA, request)
    await core.linking.make_code(ANA, new_request())
    assert await core.linking.make_code(ANA, request) == first  # redelivered, it makes no new code
    assert (await catch_refusal(core.linking.join(ANNA, first, new_request()))).key == "link.code"
    assert (await core.linking.join(caller("U9", "slack", "T9"), others, new_request())).doubles == 0


async def test_wrong_codes_lock_for_an_hour(core: Core) -> None:
    code = await core.linking.make_code(ANA, new_request())
    request = new_request()
    for left in range(MOST_WRONG - 1, 0, -1):
        request = new_request()
        assert await read_refusal(core.linking.join(ANNA, "0000-0000", request)) == ("link.code", {"count": left})
    assert await read_refusal(core.linking.join(ANNA, "0000-0000", request)) == ("link.code", {"count": 1})
    assert await read_refusal(core.linking.join(ANNA, "0000-0000", new_request())) == ("link.locked", {})
    assert await read_refusal(core.linking.join(ANNA, code, new_request())) == ("link.locked", {})
    core.clock.at += LOCK_TIME
    fresh = await core.linking.make_code(ANA, new_request())
    assert (await core.linking.join(ANNA, fresh, new_request())).doubles == 0
