"""A rotation reaches every table: after it, everything is found and read by the new key, and goes on working."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.core.base.keys.keys import Keys
from bot.core.postcards.unsent_postcards import UnsentPostcard
from bot.core.processes.presence import Presence
from bot.core.upkeep.damage import examine_all
from bot.core.upkeep.rotation import Rotation
from bot.errors import ConfigError, UserError
from bot.identity import Caller
from bot.kit.answers.routes import BadRoute, Route, Sealer
from bot.runtime.duties import WHOLE
from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import chapter_maps, postcards, roles, spaces
from tests.core.postcards.support import drive
from tests.core.support.alerting import RULES, make_newsroom
from tests.core.support.coalition import ANA
from tests.core.support.damaging import AWAY, CY, TEAMS, Damaged
from tests.core.upkeep.rotating import SECRETS, rotation_of
from tests.fixtures import Opening
from tests.services import SECRET, SENIOR, caller, core_on, new_request

NEW = SECRETS[1]
CHANNELS = {"c1", "c2", "c3", "slack c1", "slack c2", "slack c3"}
# What nobody can hash again, since nobody knows what it was made from.
KEPT = {
    "answers to requests",
    "codes",
    "pictures that a platform still stores",
    "roles and channels mapped to chapters",
}
_ROLES, _SPACES = Statement(select(roles.c.basis)), Statement(select(spaces.c.key))
_MARKS, _MAPS = Statement(select(postcards.c.mark)), Statement(select(chapter_maps.c.target))


async def test_everything_goes_on_by_the_new_key(store: Store) -> None:
    core = await core_on(store, [drive()], admins=[("console", "root")], keys=Keys(SECRET, NEW))
    house = await Damaged.furnish(await make_newsroom(core, replace(RULES, per_day=1_000)))
    keys, rotation = core.base.keys, rotation_of(core)
    mapped = Caller("discord", "9", "guild", marks=("role:7",))
    chapter = (await store.read(lambda tx: core.coalition.find_chapter(tx, None, ANA))).id
    await store.write(lambda tx: core.coalition.map(tx, ANA, "role:7", chapter, "Seven"))
    assert await store.read(lambda tx: core.coalition.find_mapped(tx, mapped, mapped.marks)) == chapter
    rights = [await core.people.identify(who) for who in (ANA, CY)]
    count = await rotation.switch()
    assert count
    encrypted, is_all = await rotation.encrypt()
    assert encrypted
    assert is_all
    assert {one.what for one in await rotation.list_needs()} <= KEPT
    assert await store.read(lambda tx: examine_all(tx, keys)) == []
    assert [await core.people.identify(who) for who in (ANA, CY)] == rights
    known = {bytes(row.key).hex() for row in await store.read(lambda tx: tx.all(_SPACES))}
    bases = {row.basis.split()[-1] for row in await store.read(lambda tx: tx.all(_ROLES)) if row.basis}
    linked = {base for base in bases if len(base) >= 64}
    assert linked
    assert linked <= known
    assert all(keys.is_current(row.mark) for row in await store.read(lambda tx: tx.all(_MARKS)) if row.mark)
    assert await store.read(lambda tx: core.coalition.find_mapped(tx, mapped, mapped.marks)) == chapter
    await store.write(lambda tx: core.coalition.map(tx, ANA, "role:7", chapter, "Seven"))
    places = await store.read(lambda tx: tx.all(_MAPS))
    assert sorted(keys.is_current(row.target) for row in places) == [False] * 3 + [True], "mapped again, by the new key"
    assert [bool(await house.installations.find(team)) for team in TEAMS] == [True] * 3
    assert await house.posts() == CHANNELS
    assert len(await house.edited()) == 6
    await house.others()
    assert await core.linking.unlink(CY, new_request()) == ("slack",)
    assert (await core.people.identify(AWAY)).reach is not None
    assert await house.reminded() == {"1", "2", "3", "4", "T1:U1"}
    await house.lists()


async def test_an_unsent_postcard_from_before_is_sent_by_its_writer_alone(store: Store) -> None:
    core = await core_on(store, [drive()], keys=Keys(SECRET, NEW))
    ana, unsent = caller("ana"), core.built.postcards.unsent
    draft = UnsentPostcard("vof", "Please keep families together.", "Ana, Oakland", (SENIOR,), "en")
    secret, other = await unsent.keep(ana, draft), await unsent.keep(caller("ben"), draft)
    await rotation_of(core).switch()
    await core.privacy.forget_unsent(caller("ben"))
    assert await unsent.find(caller("ben"), other) is None
    assert await unsent.find(caller("ben"), secret) is None
    assert await unsent.find(ana, secret) == draft
    assert await unsent.send(ana, secret, "A constituent", "tap-1", core.clock())
    assert await unsent.find(ana, secret) is None


async def test_codes_from_before_work_once(store: Store) -> None:
    core = await core_on(store, keys=Keys(SECRET, NEW))
    ana, anna = caller("ana"), caller("anna")
    await core.log("ana")
    code = await core.linking.make_code(ana, "of-ana")
    await rotation_of(core).switch()
    with pytest.raises(UserError, match="code"):
        await core.linking.join(anna, "AAAA-AAAA", new_request())
    await core.linking.join(anna, code, new_request())
    with pytest.raises(UserError):
        await core.linking.join(caller("cy"), code, new_request())
    assert await core.people.identify(anna) == await core.people.identify(ana)


async def test_running_processes_without_the_new_key_are_named(
    emptied_postgres_url: str, opening: Opening, tmp_path: Path
) -> None:
    store = await opening(emptied_postgres_url)
    core = await core_on(store, folder=tmp_path, keys=Keys(SECRET, NEW))
    old, new = Presence(store, WHOLE, keys=Keys(SECRET)), Presence(store, WHOLE, keys=Keys(SECRET, NEW))
    for process in (old, new):
        await process.renew()
    rotation = Rotation(store, core.clock, core.base.keys, core.audit)
    with pytest.raises(ConfigError, match=f"Processes without the key {Keys(NEW).id}: {old.id}. Restart"):
        await rotation.switch()
    assert core.base.keys.id == Keys(SECRET).id
    await old.leave()
    assert await rotation.switch() is not None
    assert await rotation.list_late() == (new.id,)


def test_buttons_from_before_can_be_pressed_until_the_key_is_dropped() -> None:
    keys, ana = Keys(SECRET, NEW), Caller("console", "ana", None)
    sealer = Sealer(keys.seal, keys.list_seals)
    before = sealer.encode(Route("undo"), ana)
    state = replace(keys.state, current=Keys(NEW).check, former=(Keys(SECRET).check,))
    assert keys.choose(state)
    after = sealer.encode(Route("undo"), ana)
    assert after != before
    assert sealer.decode(before, ana) == sealer.decode(after, ana) == Route("undo")
    keys.choose(replace(state, former=(), dropped=state.former))
    assert sealer.decode(after, ana) == Route("undo")
    with pytest.raises(BadRoute):
        sealer.decode(before, ana)
