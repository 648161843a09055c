"""An alert's audience and time, as the form has them when the alert is written again."""

import pytest

from bot.core.alerts.alert_drafts import AlertDrafts
from bot.core.coalition.audience import Audience, AudienceWords, parse_audience, write_audience
from bot.errors import UserError
from bot.store.engine import Store, Tx
from tests.core.support.alerting import make_newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT
from tests.services import MONDAY, Core, core_on, instant

HOSTILE = ("California", "Coalition", "Ours, and Theirs", "Guam; Hawaii", "new york")
WORDS = AudienceWords(is_everyone=lambda typed: typed.casefold() in ("coalition", "the whole coalition"))


@pytest.fixture
async def core(store: Store) -> Core:
    return await core_on(store, admins=[("console", "root")])


async def test_every_audience_that_is_written_is_read_again(core: Core) -> None:
    room = await make_newsroom(core)
    for name in HOSTILE:
        await room.house.orgs.add(ROOT, name)

    async def reread(tx: Tx, one: Audience) -> Audience:
        return await parse_audience(tx, ADMIN, await write_audience(tx, ADMIN, one), None, WORDS)

    async def list_audiences(tx: Tx) -> list[Audience]:
        orgs = [(await parse_audience(tx, ADMIN, name, None, AudienceWords())).orgs[0] for name in (*HOSTILE, "Ours")]
        several = [Audience(tuple(orgs[:count])) for count in range(1, len(orgs) + 1)]
        alone = [Audience((org,)) for org in orgs]
        states = [Audience((), ("DC", "CA", "NY", "VI")), Audience((orgs[0],), ("CA",)), Audience((orgs[2],), ("HI",))]
        return [Audience(everyone=True), *several, *alone, *states]

    for audience in await core.store.read(list_audiences):
        found = await core.store.read(lambda tx, one=audience: reread(tx, one))  # type: ignore[misc]
        assert (found.everyone, set(found.orgs), set(found.states)) == (
            audience.everyone, set(audience.orgs), set(audience.states),
        ), audience  # fmt: skip


async def test_an_alert_is_written_again_with_all_it_had_by_those_who_may_see_it(core: Core) -> None:
    room, drafts = await make_newsroom(core), AlertDrafts(core.base, core.people)
    await room.subscribe(ANA)
    alert = await room.send(ANA, "Call *now*", when="tomorrow 9:00")
    await room.operations.cancel(ANA, ADMIN, alert)
    written = await drafts.read_written(await room.house.reach(ANA), alert)
    assert (written.entry.words, written.entry.campaign, written.entry.audience) == ("Call *now*", "vof", "Ours")
    assert written.at
    assert written.at.at == instant("2026-11-24 09:00")
    with pytest.raises(UserError, match=r"alert\.unknown"):
        await drafts.read_written(await room.house.reach(BEN), alert)
    at_once = await room.draft(ANA)
    assert (await drafts.read_written(ADMIN, at_once.id)).at is None
    assert core.clock() == MONDAY
