"""People who hold a role in a scenario."""

from sqlalchemy import select

from bot.core.people.grants import COALITION, grant
from bot.roles import Role
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import people
from tests.contract.people import Chatter, Person
from tests.contract.stage import Stage

_PEOPLE = Statement(select(people.c.id))


async def admin(stage: Stage) -> Person:
    """The first person of the installation, made an admin."""
    cora, store = stage.person("Cora"), stage.app.core.base.store
    await cora.say("/log unavailable")
    if not await store.read(lambda tx: tx.all(_PEOPLE)):  # several campaigns are open, and the answer asked which one
        await cora.say("/profile name:Cora")

    async def make(tx: Tx) -> None:
        [person] = await tx.all(_PEOPLE)
        await grant(tx, person.id, Role.ADMIN, COALITION, 0)

    await store.write(make)
    return cora


async def coordinator(stage: Stage, org: str = "Harbor", root: Person | None = None) -> Chatter:
    """The coordinator of a new org, in a server or workspace that belongs to it. ``root`` is an admin."""
    root = root or await admin(stage)
    await root.say(f"/org add name:{org}")
    code = (await root.say(f"/org code org:{org}")).text.partition("links")[0].split()[-1]
    mia = stage.chatter("Mia")
    mia.administrate()
    assert (await mia.say(f"/org join {code}")).has(f"belongs to {org} now")
    return mia
