"""Refusing an alert asks about refusing; resending one without failures says so."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.stage import Stage
from tests.contract.test_channels import coordinator
from tests.contract.test_moderation import admin


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def test_an_approver_is_asked_about_refusing_and_the_author_about_canceling(stage: Stage) -> None:
    root, mia = await admin(stage), stage.chatter("Mia")
    stage.settings = stage.settings.replace("{name: Valley", "{name: Valley, two_person: true")
    await stage.restart()
    for org, there in (("Harbor", mia), ("Bay", mia.in_other_space())):
        await root.say(f"/org add name:{org}")
        code = (await root.say(f"/org code org:{org}")).text.partition("links")[0].split()[-1]
        there.administrate()
        await there.say(f"/org join {code}")
        await there.say("/channel subscribe")
    await root.say(f"/role grant person:{mia.account} role:admin")
    await root.say("/alert send words:Ring today audience:coalition")
    waiting = await root.tap("Send it")
    reference = waiting.text.partition("Its reference is ")[2].split(".")[0]
    if stage.platforms[0].name == "discord":
        listed = await mia.say("/alert list")
        review = await mia.tap(next(label for label in listed.buttons if label.startswith(reference)), on=listed)
    else:  # the notice may come between a request and its answer
        review = await mia.tap_message(said("alert.button.review"))
    typed = await mia.say(f"/alert cancel {reference}")
    for asked in (typed, await mia.tap(said("alert.button.refuse"), on=review)):
        assert asked.has(said("alert.cancel.refuse_title", reference=reference))
        assert not asked.has("Cancel")
        assert asked.buttons == (said("alert.button.refuse_now"),)
    own = await root.say(f"/alert cancel {reference}")
    assert own.has(said("alert.cancel.title", reference=reference))
    assert (await mia.tap(said("alert.button.refuse_now"), on=asked)).has(said("alert.state.refused"))
    assert (await root.say("/alert list")).has(said("alert.standing.refused"))


async def test_resending_an_alert_that_arrived_everywhere_says_that_nothing_failed(stage: Stage) -> None:
    [platform] = stage.platforms
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Ring today")
    sent = await mia.tap("Send it")
    await platform.shows("Ring today")
    reference = sent.text.partition("Its reference is ")[2].split(".")[0]
    assert (await mia.say(f"/alert resend {reference}")).has(said("alert.none_failed"))
    assert len(platform.public()) == 1
