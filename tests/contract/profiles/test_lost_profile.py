"""Somebody whose profile can't be read anymore is told so, and what to do, wherever it would be used."""

import pytest
from sqlalchemy import update

from bot.core.base.keys.keys import Keys
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import people
from tests.contract.conftest import CONSOLE, DISCORD, HTTP
from tests.contract.people import Chatter, said
from tests.contract.stage import Stage

DAMAGED = (b"\x01 not what was written", Keys(b"another key" * 4).encrypt("{}"))  # another key's is as unreadable


async def damage(stage: Stage, sealed: bytes) -> None:
    async def spoil(tx: Tx) -> None:
        await tx.run(Statement(update(people).values(profile=sealed)))

    await stage.app.core.base.store.write(spoil)


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, HTTP], indirect=True)
async def test_a_profile_that_cannot_be_read_is_said_to_be_lost(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile name:Ana district:CA-11")
    assert not (await ana.say("/script")).has(said("script.lost_profile"))
    for sealed in DAMAGED:
        await damage(stage, sealed)
        script = await ana.say("/script")
        assert script.has(said("script.lost_profile"))
        if isinstance(ana, Chatter):
            await ana.tap(said("script.button.fill"), on=script)
            await ana.read_form(said("form_lost.blanks"))
        data = await ana.say("/mydata show")
        assert data.has(said("mydata.lost_profile"))
        assert {data.fact(said(f"profile.{field}")) for field in ("name", "district")} == {said("profile.unreadable")}
        saved = await ana.say("/profile name:Ana")
        assert saved.has(said("profile.was_lost").partition(" What")[0])
        assert saved.has("couldn't be read anymore")
        assert not (await ana.say("/profile district:CA-11")).has("couldn't be read anymore")
        assert not (await ana.say("/script")).has(said("script.lost_profile"))
        assert (await ana.say("/mydata show")).fact(said("profile.name")) == "Ana"
