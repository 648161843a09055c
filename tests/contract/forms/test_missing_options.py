"""Every command with a missing option opens a form with what was typed and what can be chosen."""

import pytest

from bot.identity import Caller
from bot.kit.cards.reply import FIELD_LABEL, FORM_TITLE, Form
from bot.kit.dispatch.steps import Gate
from bot.kit.invocation import Envelope
from bot.roles import Role
from tests.contract.conftest import CONSOLE, HTTP, SOCKET
from tests.contract.moderation.test_moderation import reference
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign

CALL, WHY = "The reference on the receipt, like 4F7K-92MD", "Why"
CAMPAIGN = "The campaign"


async def test_every_command_asks_for_what_it_requires(stage: Stage) -> None:
    dispatcher = stage.app.dispatcher
    asked = Envelope("test:1", 0, Caller("console", "cora", "console"))
    for spec in dispatcher.registry.commands.values():
        required = [option.name for option in spec.options if option.required]
        for kept in range(len(required)):
            found = dispatcher.read_command(asked, spec.name, dict.fromkeys(required[:kept], "something"))
            form = found.form if isinstance(found, Gate) else found
            assert isinstance(form, Form), spec.name
            assert isinstance(found, Gate) is (spec.role > Role.VOLUNTEER)
            assert len(form.title) <= FORM_TITLE
            assert all(len(field.label) <= FIELD_LABEL for field in form.fields)
            words = {option.name: len(option.words) for option in spec.options}
            assert all(len(field.choices) == words[field.name] for field in form.fields)
            assert [field.name for field in form.fields if field.value] == required[:kept]


async def void_in_form(stage: Stage, line: str) -> None:
    """Type ``line`` about a call, and choose the reason in the form that opens."""
    cora, ben = await admin(stage), stage.person("Ben")
    receipt = reference((await ben.say("/log voicemail")).text)
    assert (await cora.say(line.format(receipt))).form == "/void"
    voided = await cora.fill({WHY: "Counted twice"}, {CALL: receipt})
    assert voided.has("Left a voicemail, your representative, Nov 23, 2026")
    assert (await cora.say("/audit")).has("(Counted twice)")


async def test_a_missing_reason_is_asked_for_by_name(stage: Stage) -> None:
    await void_in_form(stage, "/void call:{}")


@pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET, HTTP], indirect=True)
@pytest.mark.parametrize("line", ["/void {} because", "/void {} for no reason"])
async def test_a_form_keeps_the_words_that_have_a_place(stage: Stage, line: str) -> None:
    await void_in_form(stage, line)


async def test_a_missing_campaign_is_offered(stage: Stage) -> None:
    await stage.restart(campaign("spring"))
    cora = await admin(stage)
    assert (await cora.say("/campaign pause")).form == "/campaign pause"
    assert (await cora.fill({CAMPAIGN: "Drive spring"})).has("It's paused now.")
    assert (await cora.say("/campaign list")).has("Paused")


async def test_no_form_opens_without_the_role(stage: Stage) -> None:
    ben = stage.person("Ben")
    for line in ("/void", "/campaign pause", "/role grant", "/suspend", "/org add", "/chapter add"):
        told = await ben.say(line)
        assert not told.form, line
        assert told.text.startswith(line)
        assert told.text.endswith(("Please ask your coordinator.", "Please ask your coordinator, who can reach them."))
