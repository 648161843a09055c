"""/alert cancel and /alert resend without a reference: the only alert that fits, or a choice of those that do."""

import re

import pytest

from tests.contract.conftest import DISCORD, SOCKET
from tests.contract.people import said
from tests.contract.roles import coordinator
from tests.contract.stage import Stage


@pytest.fixture(params=[DISCORD, SOCKET])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def test_the_only_alert_is_meant_and_of_several_one_is_chosen(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    assert (await mia.say("/alert cancel")).has(said("alert.choose.none.ask_this"))
    assert (await mia.say("/alert resend")).has(said("alert.choose.none.resend_this"))
    await mia.say("/alert send words:First when:tomorrow 9:00")
    assert (await mia.say("/alert cancel")).has(said("alert.choose.none.ask_this"))  # a draft needs no cancelling
    await mia.say("/alert send words:Second when:tomorrow 9:00")
    await mia.tap("Send it")
    asked = await mia.say("/alert cancel")
    assert asked.has("Second")
    assert asked.buttons == ("Cancel it",)
    await mia.say("/alert send words:Third when:tomorrow 10:00")
    await mia.tap("Send it")
    several = await mia.say("/alert cancel")
    assert several.has(said("alert.choose.which"))
    assert (several.has("First"), len(several.buttons)) == (False, 2)
    assert (await mia.tap(several.buttons[0])).has("Third")
    await mia.tap("Cancel it")
    assert (await mia.say("/alert cancel")).buttons == ("Cancel it",)


async def test_an_unclear_time_is_chosen_with_a_button(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    asked = await mia.say("/alert send words:Call when:tomorrow at 6")
    assert asked.has("Is that 6:00 AM or 6:00 PM?")
    assert asked.buttons == ("6:00 AM", "6:00 PM", "Edit")
    preview = await mia.tap("6:00 PM")
    assert preview.fact("When").startswith("Tuesday, November 24, 6:00 PM")
    assert preview.has("Call")


async def test_an_alert_is_meant_by_the_beginning_of_its_reference(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:First when:tomorrow 9:00")
    sent = await mia.tap("Send it")
    [reference] = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", sent.text)
    wrong = reference[:-1] + ("7" if reference[-1] != "7" else "8")
    for beginning in (reference[:4].lower(), reference[:6], reference.replace("-", "")[:7]):
        assert (await mia.say(f"/alert cancel {beginning}")).buttons == ("Cancel it",)
    assert (await mia.say(f"/alert cancel {wrong}")).has(said("alert.near", word=wrong, near=reference))
    assert (await mia.say("/alert cancel zz")).has(said("alert.unknown"))
