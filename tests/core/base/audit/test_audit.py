"""The audit trail: complete, sealed, only the reader's own org, and without names."""

import pytest
from sqlalchemy import bindparam, delete, update

from bot.core.base.audit.audit_chain import Verdict
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import audit
from tests.core.support.coalition import ADMIN, ANA, House, house_on, make_two_orgs
from tests.services import Core


@pytest.fixture
async def house(core: Core) -> House:
    return await make_two_orgs(core)


async def test_entries_are_in_order(house: House) -> None:
    done = [entry.action for entry in reversed(await house.audit.load_newest(ADMIN))]
    assert done == ["org.add", "org.code", "space.join"] * 2
    assert await house.audit.verify() == Verdict(6, None)


async def test_an_org_sees_its_own_entries(house: House) -> None:
    seen = await house.audit.load_newest(await house.reach(ANA))
    assert {entry.org for entry in seen} == {await house.org_id("Ours")}
    assert len(seen) == 3


async def test_a_person_is_one_unnamed_actor(house: House) -> None:
    entries = await house.audit.load_newest(ADMIN)
    assert len({entry.actor for entry in entries}) == 3
    assert not any(account in entry.actor for entry in entries for account in ("root", "T1:U1"))


_CHANGE = Statement(update(audit).where(audit.c.seq == bindparam("which")).values(action="org.rename"))
_DROP = Statement(delete(audit).where(audit.c.seq == bindparam("which")))


@pytest.mark.parametrize(("tampering", "which", "broken"), [(_CHANGE, 3, 3), (_DROP, 2, 2), (_DROP, 6, 6)])
async def test_a_changed_or_missing_entry_is_found(house: House, tampering: Statement, which: int, broken: int) -> None:
    async def tamper(tx: Tx) -> None:
        await tx.run(tampering, which=which)

    await house.core.store.write(tamper)
    assert await house.audit.verify() == Verdict(broken - 1, broken)


async def test_an_empty_trail_is_whole(core: Core) -> None:
    assert await house_on(core).audit.verify() == Verdict(0, None)
