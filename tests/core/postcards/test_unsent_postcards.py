"""Before Send, nothing is kept that can be read, and yet every process finds what a tap means."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.base.keys.keys import Keys
from bot.core.postcards.unsent_postcards import MOST, UnsentPostcard, UnsentPostcards, make_topic
from bot.errors import Unreadable, UserError
from bot.store.engine import Store
from bot.store.statement import Row, Statement
from bot.store.tables import unsent_postcards
from tests.core.postcards.support import drive, rows, send
from tests.core.support.accounts import ANA, ANNA, link
from tests.services import JUNIOR, SECRET, SENIOR, Core, caller, core_on, new_request

DRAFT = UnsentPostcard("vof", "Please keep families together.", "Ana, Oakland", (SENIOR,), "en")
CONSTITUENT = "A constituent"
_ALL = Statement(select(unsent_postcards))


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [drive()], folder=tmp_path)


def unsent_of(core: Core) -> UnsentPostcards:
    return core.built.postcards.unsent


async def kept(core: Core) -> list[Row]:
    return list(await core.store.read(lambda tx: tx.all(_ALL)))


async def test_another_process_shows_and_sends_what_one_kept(core: Core, tmp_path: Path) -> None:
    other = await core_on(core.store, [drive()], clock=core.clock, folder=tmp_path)
    secret = await unsent_of(core).keep(ANA, DRAFT)
    assert await unsent_of(other).find(ANA, secret) == DRAFT
    receipt = await unsent_of(other).send(ANA, secret, CONSTITUENT, "tap-1", core.clock())
    assert receipt is not None
    assert [one.slot for one in receipt.sent] == [SENIOR]
    assert await unsent_of(core).send(ANA, secret, CONSTITUENT, "tap-1", core.clock()) == receipt  # delivered again
    assert await unsent_of(core).send(ANA, secret, CONSTITUENT, "tap-2", core.clock()) is None
    assert await kept(core) == []
    assert len(await rows(core)) == 1


async def test_no_key_of_the_deployment_opens_it(core: Core) -> None:
    """The database and its key don't open one without what the buttons carry."""
    secret = await unsent_of(core).keep(ANA, DRAFT)
    [row] = await kept(core)
    keys, values = Keys(SECRET), [bytes(row.key), bytes(row.locked), row.topic.encode()]
    for value in values:
        assert secret.encode() not in value
        assert b"families" not in value
        with pytest.raises(Unreadable):
            keys.decrypt(value)
    for guess in (row.topic, bytes(row.key).hex(), "", "x" * len(secret)):
        with pytest.raises(Unreadable):
            keys.unlock(row.locked, guess, bytes(row.account_key))
    with pytest.raises(Unreadable):
        Keys(b"another key of thirty-two bytes!").unlock(row.locked, secret, bytes(row.account_key))


async def test_only_its_writer_opens_changes_or_drops_it(core: Core) -> None:
    secret = await unsent_of(core).keep(ANA, DRAFT)
    eve = caller("eve")
    assert await unsent_of(core).find(eve, secret) is None
    assert await unsent_of(core).send(eve, secret, CONSTITUENT, new_request(), core.clock()) is None
    await unsent_of(core).drop(eve, secret)
    await unsent_of(core).keep(eve, DRAFT, replaces=secret)
    assert await unsent_of(core).find(ANA, secret) == DRAFT


async def test_it_goes_with_the_choice_and_after_an_hour(core: Core) -> None:
    unsent = unsent_of(core)
    left, changed, waiting = [await unsent.keep(ANA, DRAFT) for _ in range(3)]
    await unsent.drop(ANA, left)
    new = await unsent.keep(ANA, DRAFT, replaces=changed)
    assert [bool(await unsent.find(ANA, one)) for one in (left, changed, waiting, new)] == [False, False, True, True]
    core.clock.forward(minutes=59)
    await unsent.sweep()
    assert len(await kept(core)) == 2
    core.clock.forward(minutes=1)
    assert await unsent.find(ANA, waiting) is None
    await unsent.sweep()
    assert await kept(core) == []


async def test_one_account_keeps_a_few(core: Core) -> None:
    secrets = []
    for _ in range(MOST + 2):
        core.clock.forward(seconds=1)
        secrets.append(await unsent_of(core).keep(ANA, DRAFT))
    assert len(await kept(core)) == MOST
    assert [bool(await unsent_of(core).find(ANA, one)) for one in secrets] == [False] * 2 + [True] * MOST


async def test_what_is_refused_can_still_be_changed(core: Core) -> None:
    secret = await unsent_of(core).keep(ANA, UnsentPostcard("vof", "Call 415 555 0123", "", (SENIOR,), "en"))
    with pytest.raises(UserError):
        await unsent_of(core).send(ANA, secret, CONSTITUENT, new_request(), core.clock())
    assert await unsent_of(core).find(ANA, secret) is not None


async def test_forgetting_takes_it_and_its_picture_from_every_account(core: Core) -> None:
    files, unsent = core.built.outbox.stored_files, unsent_of(core)
    await send(core, ANA, JUNIOR)
    await send(core, ANNA, JUNIOR)
    await link(core)
    for number, who in enumerate((ANA, ANNA, caller("newcomer"))):
        topic = make_topic(await unsent.keep(who, DRAFT))
        await files.keep("slack", "T1", f"F{number}", topic)
    data = await core.built.privacy.data_export.read(ANA)
    assert data is not None
    assert data.unsent_postcards == 2
    assert await core.privacy.forget(ANA, new_request())
    assert {one.file for one in await files.take(10)} == {"F0", "F1"}
    assert len(await kept(core)) == 1
    await core.privacy.forget_unsent(caller("newcomer"))
    assert await kept(core) == []
    assert [one.file for one in await files.take(10)] == ["F2"]
