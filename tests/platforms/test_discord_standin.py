"""The Discord stand-in, with a real discord.py client: what people can do, and how the platform behaves."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest

from tests.platforms.conftest import NOON
from tests.platforms.discord import Channel, DiscordStandIn, HandClock, User
from tests.platforms.discord.sample_bot import SampleBot, running

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def channel(standin: DiscordStandIn) -> Channel:
    return standin.add_guild("Spruce Street", locale="fr").add_channel("calls")


@pytest.fixture
def ana(standin: DiscordStandIn) -> User:
    return standin.user("Ana", locale="es-ES")


@pytest.fixture
async def bot(standin: DiscordStandIn, channel: Channel) -> AsyncIterator[SampleBot]:
    async with running(standin) as bot:
        yield bot


async def test_a_command_is_answered_in_private(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel, clock: HandClock
) -> None:
    answer = await ana.slash("log", {"outcome": "spoke", "office": "Main St"}, channel=channel)
    assert answer.text == "Thanks!\nLogged\nspoke with a * star\nOffice: Main St"
    assert (answer.private, answer.deferred, answer.seconds_to_ack) == (True, False, 0.0)
    assert answer.buttons == ("Undo", "Open form", "About")
    assert channel.messages == []
    assert standin.problems == []
    assert [identify.intents for identify in standin.identified] == [discord.Intents(guilds=True).value]


async def test_a_button_edits_its_message_and_only_its_reader_can_press_it(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    answer = await ana.slash("log", {"outcome": "voicemail"}, channel=channel)
    assert answer.message is not None
    with pytest.raises(AssertionError, match="cannot see"):
        await standin.user("Ben").click(answer.message, "Undo")
    with pytest.raises(AssertionError, match="is a link"):
        await answer.click("About")
    undone = await answer.click("Undo")
    assert undone.message is answer.message
    assert (undone.text, undone.private, undone.buttons) == ("Call 7 undone.", True, ())
    assert answer.history[0].startswith("Thanks!")
    assert answer.history[1:] == ("Call 7 undone.",)
    with pytest.raises(AssertionError, match="No button 'Undo'"):
        await answer.click("Undo")


async def test_a_double_tap_is_two_interactions(bot: SampleBot, ana: User, channel: Channel) -> None:
    answer = await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    first, second = await asyncio.gather(answer.click("Undo"), answer.click("Undo"))
    assert first.interaction.id != second.interaction.id
    assert first.text == second.text == "Call 7 undone."


async def test_a_forged_button_reaches_the_bot(bot: SampleBot, ana: User, channel: Channel) -> None:
    answer = await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    assert answer.message is not None
    forged = await ana.click_raw(answer.message, "undo:0")
    assert (forged.text, forged.private) == ("That call is not yours.", True)
    assert answer.buttons == ("Undo", "Open form", "About")


async def test_a_form_opens_checks_and_is_sent(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    modal = (await ana.slash("log", channel=channel)).modal
    assert modal is not None
    assert (modal.title, modal.labels) == ("How did it go?", ("Outcome", "Note"))
    assert modal.prefilled == {"Outcome": (), "Note": "hi"}
    for wrong, sentence in (
        ({"Note": "x"}, "outcome is required"),
        ({"Outcome": "Busy"}, "menu offers"),
        ({"Outcome": "Spoke", "Note": "x" * 10}, "0 to 9"),
        ({"Mood": "good"}, "No field"),
    ):
        with pytest.raises(AssertionError, match=sentence):
            await modal.submit(wrong)
    saved = await modal.submit({"Outcome": "Voicemail", "note": "ok"})
    assert (saved.text, saved.private, saved.deferred) == ("voicemail: ok", True, True)
    assert standin.problems == []


async def test_a_form_opened_by_a_button(bot: SampleBot, ana: User, channel: Channel) -> None:
    opened = await (await ana.slash("log", {"outcome": "spoke"}, channel=channel)).click("Open form")
    assert opened.modal is not None
    assert (await opened.modal.submit({"outcome": "spoke"})).text == "spoke: hi"


async def test_a_deferred_public_answer_and_its_edits(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    answer = await ana.slash("board", channel=channel)
    await answer.until(lambda it: "Spruce" in it.text)
    await standin.until(lambda: len(answer.followups) == 1)
    assert (answer.private, answer.deferred) == (False, True)
    assert answer.history == ("First", "1. Spruce: 3")
    assert answer.followups[0].private
    await channel.until(lambda it: [message.text for message in it.messages] == ["1. Spruce: 3"])
    posted = bot.get_partial_messageable(int(channel.id))
    assert [message.content async for message in posted.history()] == ["1. Spruce: 3"]
    assert standin.problems == []


async def test_a_picture_comes_with_its_bytes(bot: SampleBot, ana: User, channel: Channel) -> None:
    answer = await ana.slash("picture", channel=channel)
    (picture,) = answer.attachments
    assert (picture.filename, picture.description, picture.content) == ("board.png", "A board", b"PNG!")
    assert answer.message is not None
    assert answer.message.payload["attachments"] == []
    assert answer.message.payload["embeds"][0]["image"]["url"].startswith("https://cdn.")


async def test_suggestions(bot: SampleBot, ana: User, channel: Channel) -> None:
    suggested = await ana.autocomplete("log", "office", "sen", {"outcome": "spoke"}, channel=channel)
    assert suggested == (("Senator-1", "senator-1"), ("Senator-2", "senator-2"))
    with pytest.raises(AssertionError, match="no suggestions"):
        await ana.autocomplete("log", "outcome", "sp", channel=channel)


async def test_a_menu_in_a_direct_message(standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel) -> None:
    assert (await ana.slash("colours", {"who": ana.id}, channel=channel)).text == "For Ana, shade 1"
    answer = await ana.slash("colours", {"who": ana.id, "shade": 2}, channel=ana.dm)
    assert answer.text == "For Ana, shade 2"
    with pytest.raises(AssertionError, match="menu offers"):
        await answer.select("Colour", "Green")
    chosen = await answer.select("Colour", "Blue")
    assert (chosen.text, chosen.deferred) == ("You chose blue.", True)
    assert standin.problems == []


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        ("call", {}, "/call is not registered"),
        ("log", {"result": "spoke"}, "no option 'result'"),
        ("log", {"outcome": "busy"}, "outcome offers"),
        ("log", {"office": "x" * 31}, "31 is over 30"),
        ("colours", {}, r"needs \['who'\]"),
        ("colours", {"who": "1", "shade": 6}, "6 is over 5"),
        ("colours", {"who": "1", "shade": "dark"}, "cannot be 'dark'"),
        ("picture", {}, "not offered in direct messages"),
        ("campaign", {}, r"/campaign needs one of \['open'\]"),
    ],
)
async def test_the_client_does_not_send_what_discord_would_not(
    bot: SampleBot, ana: User, command: str, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(AssertionError, match=sentence):
        await ana.slash(command, options, channel=ana.dm)
    assert bot.handled == 0


async def test_a_subcommand(bot: SampleBot, ana: User, channel: Channel) -> None:
    answer = await ana.slash("campaign open", {"name": "Dream"}, channel=channel)
    assert answer.text == "Dream is open."


async def test_every_message_of_an_answer_can_be_fetched_changed_and_deleted(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    @bot.tree.command(name="actions")
    async def actions(interaction: discord.Interaction[SampleBot]) -> None:
        """Show what is open."""
        await interaction.response.send_message("one", ephemeral=True)
        more = await interaction.followup.send("two", ephemeral=True, wait=True)
        await more.edit(content=(await interaction.followup.fetch_message(more.id)).content + " and a half")
        await (await interaction.followup.send("three", ephemeral=True, wait=True)).delete()
        await interaction.delete_original_response()

    await bot.tree.sync()
    answer = await ana.slash("actions", channel=channel)
    await answer.until(lambda it: it.message is not None and it.message.deleted)
    assert [(it.text, it.deleted) for it in answer.followups] == [("two and a half", False), ("three", True)]
    assert (answer.history, channel.messages, standin.problems) == (("one",), [], [])


async def test_locales_and_the_tap_time_reach_the_bot(
    bot: SampleBot, ana: User, channel: Channel, clock: HandClock
) -> None:
    seen: list[discord.Interaction[SampleBot]] = []
    bot.tree.interaction_check = lambda it: _note(seen, it)  # type: ignore[method-assign]  # a spy
    clock.advance(90)
    await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    assert (seen[0].locale.value, seen[0].guild_locale) == ("es-ES", discord.Locale.french)
    assert seen[0].created_at == datetime.fromtimestamp(NOON + 90, UTC)
    assert not seen[0].permissions.administrator


async def _note(seen: list[discord.Interaction[SampleBot]], interaction: discord.Interaction[SampleBot]) -> bool:
    seen.append(interaction)
    return True


async def test_a_bot_that_is_too_late_meets_10062(
    bot: SampleBot, ana: User, channel: Channel, clock: HandClock
) -> None:
    answer = await ana.slash("slow", channel=channel, wait=False)
    clock.advance(3.1)
    bot.gate.set()
    with pytest.raises(AssertionError, match="too late"):
        await answer.wait()
    assert [attempt.code for attempt in answer.interaction.attempts] == [10062]


async def test_a_silent_bot_fails_clearly(standin: DiscordStandIn, bot: SampleBot, channel: Channel) -> None:
    standin.patience = 0.05
    with pytest.raises(AssertionError, match=r"No final answer within 0\.05 s\. Ben did .*slow"):
        await standin.user("Ben").slash("slow", channel=channel)


async def test_a_redelivery_is_the_same_interaction(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    answer = await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    again = await standin.redeliver(answer)
    assert again is not None
    assert (again.code, again.text) == (40060, answer.text)
    assert (bot.handled, len(answer.history)) == (2, 1)


async def test_a_button_and_the_commands_outlive_a_restart(
    standin: DiscordStandIn, ana: User, channel: Channel
) -> None:
    async with running(standin):
        answer = await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    async with running(standin):
        assert (await answer.click("Undo")).text == "Call 7 undone."
    assert standin.command_puts == [None]


async def test_a_killed_process_reconnects(standin: DiscordStandIn, ana: User, channel: Channel) -> None:
    async with _process(standin):
        answer = await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    lost = await ana.slash("log", {"outcome": "voicemail"}, channel=channel, wait=False)
    async with _process(standin):
        assert (await answer.click("Undo")).text == "Call 7 undone."
        assert lost.interaction.attempts == []
        await standin.redeliver(lost)
        assert "voicemail" in (await lost.wait()).text
    assert standin.resumed == 0


@asynccontextmanager
async def _process(standin: DiscordStandIn) -> AsyncIterator[None]:
    """The bot in its own process, killed at the end."""
    command = [sys.executable, "-m", "tests.platforms.discord.sample_bot"]
    addresses = [standin.api_url, standin.gateway_url, standin.token]
    process = await asyncio.create_subprocess_exec(*command, *addresses, cwd=ROOT)
    try:
        await standin.ready()
        yield
    finally:
        process.kill()
        await process.wait()
        await standin.disconnected()
