"""No form asks somebody to choose where they have nothing to choose from: a sentence says so."""

from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign

NOTHING = {
    "/campaign open": "lifecycle.none_to.open",
    "/campaign pause": "lifecycle.none_to.pause",
    "/campaign close": "lifecycle.none_to.close",
    "/campaign edit": "lifecycle.none_to.edit",
    "/campaign adopt": "lifecycle.none_to.adopt",
}


async def test_a_coordinator_who_may_change_nothing_reads_so(stage: Stage) -> None:
    root, nora = await admin(stage), stage.person("Nora")
    await root.say("/org add North")
    await root.say(f"/role grant person:{nora.mention} role:coordinator scope:North")
    for line, key in NOTHING.items():
        told = await nora.say(line)
        assert (told.form, told.text) == ("", said(key)), line
    assert (await nora.say("/campaign export")).form


async def test_an_admin_is_offered_what_can_be_done_now(stage: Stage) -> None:
    await stage.restart(campaign("spring"))
    root = await admin(stage)
    assert (await root.say("/campaign close")).form
    await root.say("/campaign pause campaign:spring")
    assert (await root.say("/campaign pause")).text == said("lifecycle.none_to.pause")
    assert (await root.say("/campaign adopt")).form
