"""What the audit trail calls people, while two of them become one and part again."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.store.engine import Store, Tx
from tests.core.support.accounts import ANA, ANNA, BO, link, person
from tests.core.support.tables import everything
from tests.services import Core, core_on, new_request


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path)


async def read_actors(core: Core) -> dict[str, str]:
    """What the trail calls people, by their ids."""
    return {row["person_id"]: row["id"] for row in (await everything(core.store))["actors"]}


async def name_all(core: Core, tx: Tx, people: Iterable[str]) -> None:
    """Let the trail call each of the people something."""
    for one in people:
        await core.audit.ensure_actor(tx, one)


@pytest.mark.parametrize("has_own", [False, True])
async def test_one_keeps_theirs_and_nobody_elses_and_both_have_theirs_again(core: Core, has_own: bool) -> None:
    ids = {}
    for who in (ANA, ANNA, BO):
        await core.profiles.change(who, ProfileChange(name="A"), EVERYTHING)
        core.clock.forward(seconds=1)
        ids[who] = await person(core, who)
    named = [ids[who] for who in ((BO, ANNA, ANA) if has_own else (BO, ANNA))]
    await core.store.write(lambda tx: name_all(core, tx, named))
    before = await read_actors(core)
    await link(core)
    kept = before[ids[ANA if has_own else ANNA]]
    assert await read_actors(core) == {ids[BO]: before[ids[BO]], await person(core, ANA): kept}
    await core.linking.unlink(ANNA, new_request())
    assert before.items() <= (await read_actors(core)).items()
