"""A rotation changes every hash and ciphertext of people who are here, and finds everybody once at every moment."""

import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, update

from bot.core.base.audit.audit_witness import FILE, make_seals
from bot.core.base.keys.key_state import check_key
from bot.core.base.keys.keys import Keys
from bot.core.moderation.moderation import Reason
from bot.core.upkeep.damage import examine_all
from bot.core.upkeep.reencryption import COLUMNS
from bot.errors import ConfigError, Unavailable, Unreadable, UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from bot.store.statement import Row, Statement
from bot.store.tables import TABLES, accounts, audit, build_metadata, people
from tests.core.upkeep.rotating import SECRETS, make_core, rotation_of
from tests.services import REPRESENTATIVE, SECRET, Core, caller, new_request

NEW, NEWEST = SECRETS[1:3]
NAMES = ("ana", "ben", "cy", "dee", "eli")
ALL = Reach(Role.ADMIN)
_ACCOUNTS, _PEOPLE = Statement(select(accounts)), Statement(select(people))
_ROWS = {table.name: Statement(select(table)) for table in TABLES}
_DAMAGE = Statement(update(accounts).values(address=b"damaged"))
_REWRITE = Statement(update(audit).where(audit.c.seq == 1).values(object="rewritten"))


async def rotate(core: Core) -> None:
    rotation = rotation_of(core)
    assert await rotation.switch() is not None
    await rotation.encrypt()


async def note(core: Core, what: str) -> None:
    """Add an entry to the trail."""
    await core.store.write(lambda tx: core.audit.record(tx, None, "org.add", what, None))


async def read(core: Core, statement: Statement) -> list[Row]:
    return await core.store.read(lambda tx: tx.all(statement))


async def find_fault(core: Core, folder: Path) -> str:
    return (await core.audit.verify(make_seals(folder, core.base.keys).file.read())).why


async def count_calls(core: Core) -> list[int]:
    return [row.n for row in await core.totals() if (row.by, row.period) == ("total", "campaign")]


async def expect_nothing_for(core: Core, *stolen: bytes) -> None:
    """A thief of former keys who has the new database opens nothing, and finds no account."""
    values = [
        value for table in TABLES for row in await read(core, _ROWS[table.name]) for value in row._asdict().values()
    ]
    sealed = [bytes(value) for value in values if isinstance(value, bytes | memoryview)]
    assert sealed
    for secret in stolen:
        thief = Keys(secret)
        for tag in (b"", thief.check[:4]):
            thief.current.tag = tag
            assert not {thief.current.hash("account", "console", name) for name in NAMES} & set(sealed)
            thief.choose(thief.state)
            thief._by_tag = {b"": thief.current, thief.check[:4]: thief.current}
            for value in sealed:
                with pytest.raises(Unreadable):
                    thief.decrypt(value)


def test_every_encrypted_column_is_encrypted_again() -> None:
    encrypted = {
        (table.name, column.name)
        for table in build_metadata().sorted_tables
        for column in table.columns
        if "holds" in column.info and isinstance(column.type, LargeBinary)
    }
    assert encrypted <= {(one.table.name, one.column.name) for one in COLUMNS}
    assert ("people", "profile") in encrypted


async def test_everybody_is_found_once_by_each_new_key(store: Store, tmp_path: Path) -> None:
    core = await make_core(store, tmp_path, SECRET, NEW, NEWEST)
    for name in NAMES:
        await core.tell(name, district="CA-11")
        await core.log(name, request=f"of-{name}")
    await note(core, "north")
    totals, ids = await core.totals(), {core.base.keys.id}
    for _ in range(2):  # twice, so that the first key of all is one of two former ones
        await rotate(core)
        ids.add(core.base.keys.id)
        for name in NAMES:
            assert (await core.tell(name)).profile.district == "CA-11"
            await core.log(name, request=f"of-{name}")  # known by a former key
        assert len(await read(core, _PEOPLE)) == len(await read(core, _ACCOUNTS)) == len(NAMES)
        assert await core.totals() == totals == await core.rebuilt()
        assert await core.store.read(lambda tx: examine_all(tx, core.base.keys)) == []
        assert await find_fault(core, tmp_path) == ""
    assert len(ids) == 3
    assert await rotation_of(core).switch() is None
    await expect_nothing_for(core, SECRET, NEW)
    later = await make_core(store, tmp_path, NEWEST, SECRET, NEW)  # in any order
    assert (await later.tell("ana")).profile.district == "CA-11"


async def test_encrypting_goes_on_where_it_was_ended(store: Store, tmp_path: Path) -> None:
    core = await make_core(store, tmp_path, SECRET, NEW)
    for name in NAMES:
        await core.tell(name, district="CA-11")
    rotation = rotation_of(core)
    await rotation.switch()
    assert await rotation.encrypt(lambda: False) == (0, False)
    assert "rows of people to encrypt again" in {one.what for one in await rotation.list_needs()}
    count, is_all = await rotation.encrypt()
    assert count >= 2 * len(NAMES)
    assert is_all
    assert await rotation.encrypt() == (0, True)


async def test_an_account_that_could_not_be_read_is_found_when_it_comes_by(store: Store, tmp_path: Path) -> None:
    core = await make_core(store, tmp_path, SECRET, NEW)
    await core.log("ana")
    await core.store.write(lambda tx: tx.run(_DAMAGE))
    await rotate(core)
    assert "accounts that can't be read" in {one.what for one in await rotation_of(core).list_needs()}
    await core.log("ana", office="senator-1")
    [account] = await read(core, _ACCOUNTS)
    assert core.base.keys.decrypt(account.address) == "ana"
    assert len(await read(core, _PEOPLE)) == 1
    assert "accounts that can't be read" not in {one.what for one in await rotation_of(core).list_needs()}


async def test_the_trail_holds_without_the_key_from_before_and_against_its_thief(store: Store, tmp_path: Path) -> None:
    core = await make_core(store, tmp_path, SECRET, NEW)
    for number in range(3):
        await note(core, str(number))
    thief = make_seals(tmp_path, Keys(SECRET))
    await rotate(core)
    await note(core, "after")
    await core.audit.confirm()
    later = await make_core(store, tmp_path, NEW)
    assert await find_fault(later, tmp_path) == ""
    written = (tmp_path / FILE).read_text("ascii")
    thief.file.note(("restored", 1, b"x"))  # type: ignore[arg-type]
    assert len((tmp_path / FILE).read_text("ascii")) > len(written)
    assert await find_fault(core, tmp_path) == "", "a line by a former key counts no longer"
    await store.write(lambda tx: tx.run(_REWRITE))
    assert "not as" in await find_fault(core, tmp_path)
    assert await find_fault(later, tmp_path) == "Entries before 4 are not as they were when the key was changed."


async def test_a_process_with_a_stale_key_saves_nothing_and_adds_nobody(store: Store, tmp_path: Path) -> None:
    core, stale = [await make_core(store, tmp_path, SECRET, NEW) for _ in range(2)]
    await core.log("ana")
    await rotate(core)
    for name in ("ana", "newcomer"):
        with pytest.raises(Unavailable, match="is current now"):
            await stale.log(name)
    with pytest.raises(Unavailable, match="is current now"):
        await note(stale, "late")
    assert len(await read(core, _PEOPLE)) == 1
    await check_key(store, stale.base.keys)  # as the watch does
    await stale.log("ana", office="senator-1")
    assert await find_fault(stale, tmp_path) == ""
    with pytest.raises(ConfigError, match=f"Put the key {core.base.keys.id} back"):
        await make_core(store, tmp_path, SECRET)


async def test_a_code_made_before_a_rotation_is_found_after_it(store: Store, tmp_path: Path) -> None:
    core = await make_core(store, tmp_path, SECRET, NEW)
    code = await core.linking.make_code(caller("ana"), new_request())
    await rotate(core)
    other = caller("T1:U1", "slack", "T1")
    assert set((await core.linking.join(other, code, new_request())).platforms) == {"console", "slack"}


async def test_what_holds_for_forgotten_accounts_holds_until_it_expires(store: Store, tmp_path: Path) -> None:
    core = await make_core(store, tmp_path, SECRET, NEW)
    for name in ("ana", "ben"):
        await core.log(name, office=REPRESENTATIVE)
    await core.moderation.suspend(caller("cora"), ALL, "ben", Reason.SPAM, new_request())
    for name in ("ana", "ben"):
        await core.privacy.forget(caller(name), new_request())
    before = await count_calls(core)
    await rotate(core)
    needs = {one.what: one for one in await rotation_of(core).list_needs()}
    assert needs["used slots of accounts that forgot themselves"].count == 2
    assert needs["limits of accounts that forgot themselves"].until == core.clock.at + 180 * 24 * 3600 * 1_000_000
    with suppress(UserError):
        await core.log("ana", office=REPRESENTATIVE)
    assert await count_calls(core) == before, "the slot stays used"
    with pytest.raises(UserError, match="suspended"):
        await core.log("ben")
    await core.log("cy", office=REPRESENTATIVE)  # a newcomer inherits nothing
    assert await count_calls(core) == [before[0] + 1]
    assert await rotation_of(core).finish() == ()
    core.clock.forward(days=181)
    await core.privacy.sweep()
    assert await rotation_of(core).list_needs() == ()
    assert await rotation_of(core).finish() == (Keys(SECRET).id,)
    alone = await make_core(store, tmp_path, NEW, clock=core.clock)
    assert await alone.store.read(lambda tx: examine_all(tx, alone.base.keys)) == []
    assert await find_fault(alone, tmp_path) == ""


@pytest.mark.parametrize("seed", range(2))
async def test_people_do_anything_while_keys_change(store: Store, tmp_path: Path, seed: int) -> None:
    """Two processes. One hears of each new key late."""
    chance = random.Random(seed)
    first = await make_core(store, tmp_path, SECRET, NEW, NEWEST)
    second = await make_core(store, tmp_path, SECRET, NEW, NEWEST, clock=first.clock)
    done, late = Counter[str](), 0

    async def act(core: Core, what: str, name: str) -> None:
        core.clock.forward(seconds=1)
        match what:
            case "log":
                await core.log(name, office=chance.choice(("representative", "senator-1", "senator-2")))
            case "tell":
                await core.tell(name, district="CA-11")
            case "forget":
                await core.privacy.forget(caller(name), new_request())
            case _:
                await core.undo(name)

    for step in range(60):
        if step in (20, 40):
            await rotate(first)
        core, what = chance.choice((first, second)), chance.choice(("log", "log", "log", "tell", "forget", "undo"))
        try:
            await act(core, what, chance.choice(NAMES))
            done[what] += 1
        except UserError:
            continue
        except Unavailable:
            assert core is second
            late += 1
            await check_key(store, core.base.keys)
    assert len(done) == 4
    assert late <= 2
    keys = first.base.keys
    owners = Counter(row.person_id for row in await read(first, _ACCOUNTS))
    assert set(owners.values()) <= {1}
    assert {row.id for row in await read(first, _PEOPLE)} == set(owners)
    known = {keys.index("account", "console", name) for name in NAMES}
    assert {bytes(row.key) for row in await read(first, _ACCOUNTS)} <= known
    assert await first.totals() == await first.rebuilt()
    await rotation_of(first).encrypt()
    await expect_nothing_for(first, SECRET, NEW)
    assert await find_fault(first, tmp_path) == ""
