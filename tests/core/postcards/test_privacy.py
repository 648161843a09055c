"""Forgetting, linking and parting open no second postcard to anybody, and every total stays exact."""

from collections import Counter
from pathlib import Path

import pytest

from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.core.postcards.review import SendBackReason
from bot.store.engine import Store
from tests.core.postcards.support import ADMIN, BOSS, drive, rows, send, totals, undo
from tests.core.support.accounts import ANA, ANNA, BO, exact, link
from tests.fixtures import Opening
from tests.public_data.capitol import make_congress
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, core_on, new_request


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [drive()], folder=tmp_path)


async def test_forgetting_keeps_the_number_and_opens_no_second_postcard(core: Core) -> None:
    await send(core, ANA, SENIOR)
    assert await core.privacy.forget(ANA, new_request())
    assert await rows(core) == []
    assert (await totals(core))["total", ""] == (1, 1)
    assert (await send(core, ANA, SENIOR)).sent == ()
    assert [one.slot for one in (await send(core, ANA)).sent] == [REPRESENTATIVE, JUNIOR]
    assert (await totals(core))["total", ""] == (3, 1)
    await exact(core)
    core.clock.forward(hours=50)
    await core.privacy.sweep()
    assert await core.privacy.forget(ANA, new_request())
    core.clock.forward(hours=50)
    assert len((await send(core, ANA)).sent) == 3
    await exact(core)


async def test_forgetting_leaves_no_byte_of_a_postcard(sqlite_path: Path, tmp_path: Path, opening: Opening) -> None:
    store = await opening(f"sqlite:///{sqlite_path}")
    core = await core_on(store, [drive()], folder=tmp_path)
    await send(core, ANA, SENIOR)
    [row] = await rows(core)
    sought = [bytes(row.words), bytes(row.signature), bytes(row.mark), row.id.encode()]
    assert await core.privacy.forget(ANA, new_request())
    for name, content in _read_files(tmp_path).items():
        assert not [one for one in sought if one in content], name


def _read_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


async def test_linked_accounts_count_once_and_part_as_they_were(core: Core) -> None:
    await send(core, ANA, SENIOR)
    core.clock.forward(seconds=5)
    await send(core, ANNA, SENIOR, JUNIOR)
    await link(core)
    assert (await totals(core))["total", ""] == (2, 1)
    assert [one.slot for one in (await send(core, ANNA)).sent] == [REPRESENTATIVE]
    await core.profiles.change(BO, ProfileChange(name="Bo"), EVERYTHING)
    assert await core.privacy.forget(BO, new_request())  # which is nothing to the two
    await exact(core)
    await core.linking.unlink(ANA, new_request())
    assert (await totals(core))["total", ""][0] == 4
    await exact(core)
    assert (await send(core, ANA, JUNIOR)).sent == ()
    assert (await send(core, ANNA, SENIOR)).sent == ()


@pytest.mark.parametrize("parted", [False, True])
async def test_a_notice_follows_its_writer_and_nobody_elses_does(core: Core, parted: bool) -> None:
    slots = {ANA: SENIOR, ANNA: JUNIOR, BO: SENIOR}
    sent = {who: (await send(core, who, slot)).sent[0].id for who, slot in slots.items()}
    for card in sent.values():
        await core.built.postcards.review.send_back(BOSS, ADMIN, card, SendBackReason.UNCLEAR, new_request())
    await link(core)
    if parted:
        await core.linking.unlink(ANA, new_request())
    reached = {one.postcard: set(one.accounts) for one in await core.built.postcards.notices.take(20)}
    own = {who: {(who.platform, who.account)} for who in sent}
    both = own[ANA] | own[ANNA]
    linked = {ANA: both, ANNA: both, BO: own[BO]}
    assert reached == {card: (own if parted else linked)[who] for who, card in sent.items()}


async def test_linked_accounts_of_two_districts_have_one_person_s_postcards(core: Core) -> None:
    """Six postcards to six members become three, those that are furthest; parted, each has their own again."""
    await core.congress.replace(make_congress().load())
    for who, district in ((ANA, "CA-11"), (ANNA, "NY-14")):
        await core.profiles.change(who, ProfileChange(district=district), EVERYTHING)
        core.clock.forward(seconds=5)
    first = await send(core, ANA)
    core.clock.forward(seconds=5)
    assert len((await send(core, ANNA)).sent) == 3
    late = (await rows(core))[-1]
    await core.built.postcards.review.approve(BOSS, ADMIN, late.id, new_request())
    assert (await totals(core))["total", ""] == (6, 2)
    await link(core)
    live = [row for row in await rows(core) if row.removed_at is None]
    kept = sorted(one.id for one in first.sent)[:2]  # sent at one instant, so their ids order them
    assert {row.id for row in live} == {late.id, *kept}
    assert (await totals(core))["total", ""] == (3, 1)
    assert (await send(core, ANNA)).sent == (await send(core, ANA)).sent == ()
    await exact(core)
    await core.linking.unlink(ANA, new_request())
    assert (await totals(core))["total", ""] == (6, 2)
    assert {row.removed_at for row in await rows(core)} == {None}
    await exact(core)


async def test_linking_after_forgetting_counts_the_person_once(core: Core) -> None:
    """What a forgotten account left in the totals counts the person, so what the other account wrote doesn't."""
    await send(core, ANA, SENIOR)
    await send(core, ANNA, JUNIOR)
    assert await core.privacy.forget(ANA, new_request())
    assert (await totals(core))["total", ""] == (2, 2)
    await core.profiles.change(ANA, ProfileChange(name="Ana"), EVERYTHING)
    await link(core)
    assert (await totals(core))["total", ""] == (2, 1)
    await exact(core)
    assert len((await send(core, ANA)).sent) == 1
    assert (await totals(core))["total", ""] == (3, 1)
    await core.linking.unlink(ANA, new_request())
    assert (await totals(core))["total", ""] == (3, 2)
    await exact(core)
    await link(core)
    assert (await totals(core))["total", ""] == (3, 1)
    await exact(core)


async def test_linking_before_forgetting_anything_takes_no_person_away(core: Core) -> None:
    """Parted accounts share what they used. Linked again, their own postcards are no past of theirs."""
    await send(core, ANA, SENIOR)
    await send(core, ANNA, JUNIOR)
    for _ in range(2):
        await link(core)
        assert (await totals(core))["total", ""] == (2, 1)
        await core.linking.unlink(ANA, new_request())
        assert (await totals(core))["total", ""] == (2, 2)
        await exact(core)
    await link(core)
    [undone, *_] = [row for row in await rows(core) if row.removed_at is None]
    await undo(core, ANA, undone.id)
    assert (await totals(core))["total", ""] == (1, 1)
    await exact(core)


async def test_surplus_comes_back_only_as_far_as_its_owner_had_it(core: Core) -> None:
    await core.congress.replace(make_congress().load())
    for who, district in ((ANA, "CA-11"), (ANNA, "NY-14")):
        await core.profiles.change(who, ProfileChange(district=district), EVERYTHING)
        await send(core, who)
    await link(core)
    for row in [row for row in await rows(core) if row.removed_at is None]:
        await undo(core, ANA, row.id)
    assert len((await send(core, ANA)).sent) == 3  # to the members whose postcards were taken back
    await core.linking.unlink(ANA, new_request())
    live = Counter(row.person_id for row in await rows(core) if row.removed_at is None)
    assert max(live.values()) == 3
    await exact(core)
