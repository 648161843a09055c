"""Edit of a refused, canceled or late alert opens the form with all it had, and names a time that has passed."""

import pytest

from tests.contract.alerts.test_alerts import WHEN, WORDS
from tests.contract.alerts.test_drafts import AUDIENCE, CAMPAIGN
from tests.contract.alerts.test_refusal import ask_approval, open_review
from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import Person, Seen, said
from tests.contract.roles import coordinator
from tests.contract.stage import Stage

EDIT = said("alert.button.edit")


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


def write_time(stage: Stage, said: str) -> str:
    """A time as the form has it: Slack knows people's zones, so they needn't be named."""
    return said if "slack" in stage.platforms[0].name else f"{said} Eastern time"


async def edit(person: Person, card: Seen) -> None:
    assert (await person.tap(EDIT, on=card)).form == "Write an alert"


async def test_a_refused_alert_keeps_its_time_and_its_audience(stage: Stage) -> None:
    root, mia, reference = await ask_approval(stage, "2026-11-27 9:00")
    await mia.tap(said("alert.button.refuse"), on=await open_review(stage, mia, reference))
    await mia.tap(said("alert.button.refuse_now"))
    await mia.fill({})
    await root.wait_for_message("was refused")
    await edit(root, await root.say(f"/alert resend {reference}"))
    had = {WORDS: "Call today", AUDIENCE: "coalition", WHEN: write_time(stage, "Friday, November 27, 9:00 AM")}
    preview = await root.fill({WORDS: "Call on Friday"}, had)
    assert preview.has("Call on Friday")
    assert preview.fact("For") == said("alert.preview.everyone")
    assert "9:00" in preview.fact("When")


async def test_a_time_that_passed_is_named_and_asked_again(stage: Stage) -> None:
    root, mia, reference = await ask_approval(stage, "in 10 minutes")
    stage.forward(minutes=12)
    for person in (root, mia):
        await person.wait_for_message("wasn't approved in time")
    await edit(root, await root.say(f"/alert resend {reference}"))
    await root.read_form("has passed. When should it go out instead?")
    refused = await root.fill({}, {WORDS: "Call today", AUDIENCE: "coalition"})
    assert "has already passed" in f"{refused.text} {refused.errors}"


async def test_a_canceled_alert_and_a_late_draft_open_with_all_they_had(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    first = await mia.say("/alert send words:Call at noon when:2026-11-24 12:00")
    await mia.tap(said("alert.button.confirm"), on=first)
    await mia.say("/alert cancel")
    canceled = await mia.tap(said("alert.button.cancel"))
    await edit(mia, canceled)
    had = {WORDS: "Call at noon", AUDIENCE: "Harbor", WHEN: write_time(stage, "Tuesday, November 24, 12:00 PM")}
    assert (await mia.fill({WORDS: "Call at one"}, had)).has("Call at one")
    late = await mia.say("/alert send words:Soon when:in 5 minutes")
    stage.forward(minutes=6)
    told = await mia.tap(said("alert.button.confirm"), on=late)
    assert told.has(said("alert.late").partition(".")[0])
    await edit(mia, told)
    await mia.read_form("has passed. When should it go out instead?")
    again = await mia.fill({WHEN: "in 20 minutes"}, {WORDS: "Soon"})
    assert again.has(said("alert.preview.not_yet"))


async def test_a_draft_typed_for_tomorrow_keeps_its_day(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call tomorrow when:tomorrow 9:00")
    same = await mia.tap(EDIT)
    assert same.form == "Write an alert"
    shown = await mia.fill({}, {WHEN: "tomorrow 9:00"})
    stage.forward(hours=17)  # it is another day, also in California
    await edit(mia, shown)
    await mia.fill({}, {WHEN: write_time(stage, "Tuesday, November 24, 9:00 AM"), CAMPAIGN: ""})


async def test_next_friday_without_an_hour_asks_for_it_and_then_which_friday_and_keeps_the_rest(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    asked = await mia.say("/alert send words:Call on Friday when:next friday")
    assert asked.has("At what time?")
    assert asked.buttons == ("9:00 AM", "12:00 PM", "5:00 PM", EDIT)
    which = await mia.tap("12:00 PM", on=asked)
    zone = "Pacific" if "slack" in stage.platforms[0].name else "Eastern"  # Slack knows people's own
    days = [f"Friday, {day}, 12:00 PM {zone} time" for day in ("November 27", "December 4")]
    assert which.buttons[:2] == tuple(days)
    preview = await mia.tap(days[1], on=which)
    assert preview.has("Call on Friday")
    assert preview.fact("When") == days[1]
