"""Refusing an alert asks about refusing; a button or command that comes too late says what became of the alert."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import Chatter, Person, Seen, said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

WHY = "Why, for its author (you can leave it empty)"


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def ask_approval(stage: Stage, when: str = "now") -> tuple[Chatter, Chatter, str]:
    """An alert that waits for a second admin: its author, the other admin, and its reference."""
    root, mia = await admin(stage), stage.chatter("Mia")
    assert isinstance(root, Chatter)
    stage.settings = stage.settings.replace("{name: Valley", "{name: Valley, two_person: true")
    await stage.restart()
    for org, there in (("Harbor", mia), ("Bay", mia.in_other_space())):
        await root.say(f"/org add name:{org}")
        code = (await root.say(f"/org code org:{org}")).text.partition("links")[0].split()[-1]
        there.administrate()
        await there.say(f"/org join {code}")
        await there.say("/channel subscribe")
    await root.say(f"/role grant person:{mia.account} role:admin")
    await root.say(f"/alert send words:Call today when:{when} audience:coalition")
    waiting = await root.tap("Send it")
    return root, mia, waiting.text.partition("Its reference is ")[2].split(".")[0]


async def open_alert(person: Person, reference: str) -> Seen:
    """Open an alert from the list."""
    listed = await person.say("/alert list")
    return await person.tap(next(label for label in listed.buttons if label.startswith(reference)), on=listed)


async def open_review(stage: Stage, person: Chatter, reference: str) -> Seen:
    """Open an alert that waits for approval."""
    if stage.platforms[0].name == "discord":
        return await open_alert(person, reference)
    return await person.tap_message(said("alert.button.review"))  # it may come between a request and its answer


async def test_an_approver_is_asked_about_refusing_and_the_author_about_canceling(stage: Stage) -> None:
    root, mia, reference = await ask_approval(stage)
    review = await open_review(stage, mia, reference)
    typed = await mia.say(f"/alert cancel {reference}")
    for asked in (typed, await mia.tap(said("alert.button.refuse"), on=review)):
        assert asked.has(said("alert.cancel.refuse_title", reference=reference))
        assert not asked.has("Cancel")
        assert asked.buttons == (said("alert.button.refuse_now"),)
    own = await root.say(f"/alert cancel {reference}")
    assert own.has(said("alert.cancel.title", reference=reference))
    assert (await mia.tap(said("alert.button.refuse_now"), on=asked)).form == said("form.alert.refuse_form.title")
    refused = await mia.fill({WHY: "The number is wrong: @everyone"})
    assert refused.has(said("alert.state.refused_own"))
    await root.wait_for_message("The number is wrong")
    for person in (root, mia):
        assert (await person.say("/alert list")).has("(“The number is wrong: @everyone”)")
    again = await root.say(f"/alert resend {reference}")
    assert again.has(said("alert.not_resent"))
    assert (await root.tap(said("alert.button.edit"), on=again)).form == "Write an alert"


async def test_the_author_reads_who_refused_an_alert_and_other_admins_do_not(stage: Stage) -> None:
    root, mia, reference = await ask_approval(stage)
    eve = stage.chatter("Eve")
    await root.say(f"/role grant person:{eve.account} role:admin")
    review = await open_review(stage, mia, reference)
    late = await open_alert(mia, reference)
    asked = await mia.tap(said("alert.button.refuse"), on=review)
    await mia.tap(said("alert.button.refuse_now"), on=asked)
    assert not (await mia.fill({})).has("Reason")
    await root.wait_for_message("was refused")
    assert (await mia.tap(said("alert.button.release"), on=late)).has(said("alert.refused_own"))
    named = f"@{mia.account}" if "slack" in stage.platforms[0].name else f"<@{mia.account}>"
    for person, standing, state in (
        (root, f"Refused by {named}", f"{named} looked at it and refused it."),
        (mia, said("alert.standing.refused_own"), said("alert.state.refused_own")),
        (eve, said("alert.standing.refused"), said("alert.state.refused")),
    ):
        listed = await person.say("/alert list")
        assert listed.has(standing), standing
        label = next(label for label in listed.buttons if label.startswith(reference))
        assert (await person.tap(label, on=listed)).has(state), state


async def test_the_same_button_tapped_later_shows_what_became_of_the_alert(stage: Stage) -> None:
    root, mia, reference = await ask_approval(stage, "in 10 minutes")
    stage.forward(minutes=12)
    for person in (root, mia):
        await person.wait_for_message("wasn't approved in time")
    lapsed, late = [await open_alert(root, reference) for _ in range(2)]
    missed = await open_alert(mia, reference)
    for person in (root, mia):
        await person.say("/mycalls")  # the message that comes next belongs to this request, not to a card
    now = said("alert.button.send_now")
    assert (await root.tap(now, on=lapsed)).has("Waiting for another admin")
    await mia.wait_for_message("An alert is waiting for you")
    assert (await mia.tap(now, on=missed)).has("Approved")
    await root.wait_for_message("is approved")
    shown = await root.tap(now, on=late)
    assert shown.has(said("alert.detail", reference=reference))
    assert not shown.has("It goes out")


async def test_resending_an_alert_that_arrived_everywhere_says_that_nothing_failed(stage: Stage) -> None:
    [platform] = stage.platforms
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today")
    sent = await mia.tap("Send it")
    await platform.shows("Call today")
    reference = sent.text.partition("Its reference is ")[2].split(".")[0]
    assert (await mia.say(f"/alert resend {reference}")).has(said("alert.none_failed"))
    assert len(platform.public()) == 1


async def test_an_alert_to_states_that_no_channel_is_for_says_so(stage: Stage) -> None:
    root = await admin(stage)
    await stage.add_org("Harbor")
    await root.say("/channel subscribe")
    assert (await root.say("/alert send words:Call audience:Hawaii")).has(said("alert.preview.nobody_there"))
    await root.say("/channel subscribe state:HI")
    assert (await root.say("/alert send words:Call audience:Hawaii")).has(said("alert.preview.not_yet"))


async def test_a_channel_that_is_for_another_state_says_which_planned_alerts_it_will_not_get(stage: Stage) -> None:
    root = await admin(stage)
    await stage.add_org("Harbor")
    await root.say("/channel subscribe state:HI")
    await root.say("/alert send words:Ring when:in 3 hours audience:Hawaii")
    await root.tap(said("alert.button.confirm"))
    assert not (await root.say("/channel subscribe quiet:none")).has("planned for it")
    assert (await root.say("/channel subscribe state:CA")).has(said("channel.left_out", count=1))
    assert not (await root.say("/channel subscribe state:HI")).has("planned for it"), "it is posted there after all"
    stage.forward(hours=3, minutes=1)
    await stage.platforms[0].shows("Ring")
