"""People with accounts on several platforms, and short functions for what they do."""

from typing import Any

from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Receipt
from bot.core.privacy.link import LinkReceipt
from bot.core.totals.counting import Outcome
from bot.identity import Caller
from bot.store.engine import Tx
from tests.services import SENIOR, Core, caller, new_request

ANA = caller("ana-planted-account", "discord", "server")
ANNA = caller("TPLANTED:UPLANTED", "slack", "TPLANTED")
BO = caller("bo", "discord", "server")


async def log(core: Core, who: Caller, outcome: str = "spoke", office: str = SENIOR, **more: Any) -> Receipt:
    """Log a call five seconds later. ``more`` can have its campaign, time or request."""
    at = more.get("at") or core.clock.forward(seconds=5)
    request = more.get("request") or new_request()
    return await core.calls.log(who, CallRequest(Outcome(outcome), office, more.get("campaign")), request, at)


async def link(core: Core, maker: Caller = ANA, other: Caller = ANNA) -> LinkReceipt:
    """Link two accounts with a code from ``maker``."""
    code = await core.linking.make_code(maker, new_request())
    return await core.linking.join(other, code, new_request())


async def person(core: Core, who: Caller) -> str:
    """The id of an account's person."""

    async def read(tx: Tx) -> str:
        found = await core.people.find(tx, who)
        assert found
        return found.id

    return await core.store.read(read)


async def impersonal(core: Core) -> frozenset[Any]:
    """Every total except people's own."""
    return frozenset(row for row in await core.totals() if row.by != "person")


async def exact(core: Core) -> None:
    """Check that a rebuild from the calls and the anonymous totals changes nothing."""
    totals = await core.totals()
    assert await core.rebuilt() == totals
