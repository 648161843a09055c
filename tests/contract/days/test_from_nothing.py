"""A call-in day from an empty coalition to its report, by chat alone, by a coordinator of one org."""

import pytest

from bot.kit.i18n import load_words
from tests.contract.boards.test_reports import read_file_rows
from tests.contract.campaigns.test_drafts import SAY, begin
from tests.contract.conftest import CONSOLE, DISCORD, HTTP, SOCKET
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.people import Person, said
from tests.contract.roles import coordinator
from tests.contract.stage import Stage
from tests.public_data.capitol import make_congress

STATES = ("CA", "TX", "NY", "IL")
ENGLISH = "Good morning, I am {{name}}. Please vote no tommorow."
RIGHT = ENGLISH.replace("tommorow", "tomorrow")
QUESTIONS = ("Will you vote no?", "Will you say so in public?")


async def write_campaign(mia: Person) -> None:
    """From the command to a draft that is ready, each part by its button."""
    await mia.say("/campaign new")
    questions = {"Questions to the office, one a line": "\n".join(QUESTIONS)}
    begun = await mia.fill({"Its title": "Vote no", "What callers say, in English": ENGLISH, **questions})
    assert begun.fact("Questions") == "2"
    await mia.tap("Script")
    await mia.tap("Another language, or for some members")
    await mia.fill({"Language": "es", "What to say": "Buenos días. Vote no mañana."})
    await mia.tap("Whom to call")
    ready = await mia.fill({"Members by name, or a state for its senators": ", ".join(STATES)})
    assert ready.has(said("draft.ready"))
    assert ready.has("Sam CA")


async def preview(mia: Person, place: str, language: str, words: str) -> None:
    """See the script as somebody, and tap an outcome that counts nothing."""
    seen = await mia.say(f"/campaign preview place:{place} language:{language}")
    assert seen.has(words)
    assert "counted" in seen.text
    await mia.tap(load_words(language).t("choice.outcome.voicemail"))


async def make_call(stage: Stage, name: str, state: str, language: str, words: str) -> None:
    """A volunteer of the chapter calls, and answers."""
    person = stage.person(name, language)
    await person.say(f"/profile district:{state}")
    assert (await person.say("/script")).has(words)
    logged = await person.tap(said("choice.outcome.spoke")) if language == "en" else await person.say("/log spoke")
    assert logged.private


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_a_day_with_six_channels(stage: Stage) -> None:
    [platform] = stage.platforms
    await stage.empty()
    await stage.elect(make_congress().load())
    mia = await coordinator(stage)
    await mia.say("/chapter add Bay")
    await write_campaign(mia)
    published = await mia.tap("Publish")
    assert published.has("It's live.")
    await preview(mia, "CA", "en", "vote no tommorow")
    await preview(mia, "TX", "es", "Vote no mañana.")

    assert isinstance(platform, DiscordPlatform | SlackPlatform)
    names = [f"floor-{number}" for number in range(6)]
    channels = [platform.add_channel(name) for name in names]
    chosen = await mia.say(f"/channel choose channels:{' '.join(channel.id for channel in channels)}")
    assert chosen.has("6 channels get the alerts of Harbor")
    await mia.tap("Write an alert", on=published)
    alert = await mia.fill({"What people should do": "Call your senators today"})
    assert alert.fact("Channels").startswith("6 ")
    await mia.tap("Send it")
    for channel in channels:
        await channel.until(lambda it: any("Call your senators" in one.text for one in it.messages))

    await mia.say("/campaign edit vote-no")
    await mia.tap("Script")
    await mia.tap("English")
    await mia.fill({SAY: RIGHT}, {SAY: ENGLISH})
    assert (await mia.tap("Publish")).has("The new words are live.")
    await stage.pause(minutes=1)
    for channel in channels:
        await channel.until(lambda it: said("alert.card.corrected") in it.messages[-1].text)

    await make_call(stage, "Ana", "CA", "en", RIGHT.partition(". ")[2])
    await make_call(stage, "Ben", "TX", "es", "Vote no mañana.")
    chapters = await mia.say("/report chapters")
    assert chapters.has(said("placeholder.No chapter yet"))
    assert [row[2] for row in (await read_file_rows(mia))[1:]] == ["2"]
    assert (await mia.say("/report day")).has("2 calls by 2 people")
    assert (await read_file_rows(mia))[1][3:5] == ["2", "2"]
    await mia.say("/campaign close vote-no")
    assert (await mia.tap("Close it")).has("closed")
    assert not (await stage.person("Ana").say("/log spoke")).has("Logged")


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_a_day_without_channels(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    cora = await begin(stage)
    await write_campaign(cora)
    assert (await cora.tap("Publish")).has("It's live.")
    await preview(cora, "NY", "es", "Vote no mañana.")
    await make_call(stage, "Ana", "IL", "en", "vote no tommorow")
    assert (await cora.say("/report day")).has("1 call by 1 person")
    await cora.say("/campaign close vote-no")
    assert (await cora.tap("Close it")).has("closed")
