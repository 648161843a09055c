"""An alert from a coordinator's form to every channel, and what people there can do with it."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

WORDS, WHEN = "What people should do", "When: now, or tomorrow 9:00 Eastern"


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that have channels."""
    return str(request.param)


async def test_an_alert_is_written_previewed_sent_answered_and_withdrawn(stage: Stage) -> None:
    [platform] = stage.platforms
    mia, ben = await coordinator(stage), stage.chatter("Ben")
    await mia.say("/channel subscribe")
    assert (await mia.say("/alert send")).form == "Write an alert"
    preview = await mia.fill({WORDS: "Call *today* & tell a friend"})
    assert preview.private
    assert preview.has("Call *today* & tell a friend")
    assert preview.fact("For") == "Harbor"
    assert preview.fact("When") == "Right away"
    assert preview.has("Nothing has been sent yet")
    assert platform.public() == []
    sent = await mia.tap("Send it")
    assert sent.has("On its way to 1 channel")
    await platform.shows("Call *today* & tell a friend")

    assert (await ben.tap_post("Get the script")).private
    assert ben.last.has("(202) 224-3121")
    assert (await ben.tap_post("Log a call")).private
    assert (await ben.tap("Left a voicemail")).fact("Your calls") == "1"
    assert (await ben.tap_post("Leaderboard")).private
    assert len(platform.public()) == 1

    assert (await mia.say("/alert list")).has("1 sent")
    asked = await mia.tap("Cancel it…", on=sent)
    assert asked.has("It's already posted in 1 channel")
    assert (await mia.tap("Cancel it")).has("Canceled.")
    await platform.shows(said("alert.card.withdrawn"))
    assert len(platform.public()) == 1


async def test_the_author_gets_a_direct_message_when_an_alert_has_ended(stage: Stage) -> None:
    [platform] = stage.platforms
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today")
    await mia.tap("Send it")
    await platform.shows("Call today")
    await stage.pause(minutes=1)
    await mia.wait_for_message("Channels that have it: 1 of 1.")
    assert (await mia.tap_message("See its status")).has("It has ended")


async def test_the_author_can_get_a_private_copy_first(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today")
    shown = await mia.tap("Send to me first")  # on Slack the message arrives first, on Discord the answer
    assert shown.private
    assert shown.has("Call today")
    await mia.wait_for_message("Its buttons are real. A call that you log with them counts")
    [platform] = stage.platforms
    assert platform.public() == []


async def test_a_time_without_a_zone_is_in_the_authors_zone(stage: Stage) -> None:
    [platform] = stage.platforms
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    for typed in ("13:00", "1 pm", "today 13:00"):
        when = (await mia.say(f"/alert send words:Call today when:{typed}")).fact("When")
        # Slack gives its people's zone, Pacific on the stand-in. Elsewhere only the campaign's zone is known.
        assert "Pacific time" in when.splitlines()[0] if platform.space[0] == "slack" else "Eastern time" in when, typed


@pytest.mark.parametrize(("answer", "posts"), [("Send it now", 1), ("Cancel it", 0)])
async def test_the_author_decides_about_an_overdue_alert(stage: Stage, answer: str, posts: int) -> None:
    [platform] = stage.platforms
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today when:13:00 Eastern")
    await mia.tap("Send it")
    await stage.pause(hours=3)
    await mia.tap_message(answer)
    if posts:
        await platform.shows("Call today")
    assert any(map((await mia.say("/alert list")).has, ("1 sent", "1 waiting") if posts else ("Canceled",)))
    assert len(platform.public()) == posts


async def test_mistakes_in_the_form_are_explained_and_nothing_is_sent(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    for answers, sentence in (
        ({WORDS: "Call @everyone"}, said("alert.mass")),
        ({WORDS: "See https://evil.example"}, said("alert.no_links", word="evil.example")),
        ({WORDS: "Call", WHEN: "tomorrow 9:00 Eastarn"}, "I don't know a time zone called"),
        ({WORDS: "Call", WHEN: "9:00"}, "“9:00” has already passed. Please choose a later time."),
        ({WORDS: "Call", WHEN: "2027-03-14 2:30"}, "Clocks skip 2:30 AM that day"),
        ({WORDS: "Call", WHEN: "2027-11-07 1:30"}, "twice"),
    ):
        await mia.say("/alert send")
        refused = await mia.fill(answers)
        assert any(sentence in shown for shown in (refused.text, *refused.errors.values())), (sentence, refused.text)
    listed = await mia.say("/alert list")
    assert listed.text.count("Draft that needs a change") == 3  # each text once, however often it was refused
    assert platform_is_silent(stage)


async def test_a_passed_time_without_a_day_is_offered_for_tomorrow(stage: Stage) -> None:
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    refused = await mia.say("/alert send words:Call when:9:00")
    [tomorrow] = [label for label in refused.buttons if "9:00" in label]
    preview = await mia.tap(tomorrow)
    assert tomorrow in preview.text
    for typed in ("9am yesterday", "ayer a las 9", "2 hours ago", "today 9am"):
        assert (await mia.say(f"/remindme when:{typed}")).text == said("time.past", word=typed)


def platform_is_silent(stage: Stage) -> bool:
    return all(platform.public() == [] for platform in stage.platforms)


async def test_volunteers_learn_that_alerts_are_for_coordinators(stage: Stage) -> None:
    await admin(stage)
    ben = stage.person("Ben")
    for line in ("/alert send", "/alert list", "/alert cancel"):
        assert (await ben.say(line)).text == said("error.for.coordinator", name=line.removeprefix("/"))


@pytest.mark.parametrize("platform_name", [DISCORD])
async def test_an_alert_that_was_due_during_an_outage_is_asked_about_and_ends_once(stage: Stage) -> None:
    mia, [platform] = await coordinator(stage), stage.platforms
    await mia.say("/channel subscribe")
    await mia.say("/alert send words:Call today when:in 30 minutes")
    await mia.tap("Send it")
    await stage.pause(minutes=95)
    await mia.wait_for_message("Send it now, or cancel it?")
    stage.forward(minutes=2)
    await mia.tap_message("Send it now")
    await platform.shows("Call today")
    await stage.end_alert()
    await mia.wait_for_message("Channels that have it: 1 of 1.")
