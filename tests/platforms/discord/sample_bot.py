"""A tiny real discord.py bot, to test that the stand-in behaves like Discord.

`python -m tests.platforms.discord.sample_bot API_URL GATEWAY_URL TOKEN` runs it on its own.
"""

import asyncio
import io
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import discord
import yarl
from discord import app_commands, ui

from tests.platforms.discord.standin import DiscordStandIn

Happening = discord.Interaction[Any]
OFFICES = ("representative", "senator-1", "senator-2")


def point_at(api_url: str, gateway_url: str) -> None:
    """Set both addresses that discord.py uses."""
    discord.http.Route.BASE = api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class Undo(ui.DynamicItem[ui.Button[ui.View]], template=r"undo:(?P<call>\d+)"):
    """A button that works after restarts, because its id contains everything it needs."""

    def __init__(self, call: str) -> None:
        super().__init__(ui.Button(label="Undo", custom_id=f"undo:{call}"))
        self.call = call

    @classmethod
    async def from_custom_id(cls, interaction: Happening, item: ui.Item[Any], match: re.Match[str], /) -> "Undo":
        return cls(match["call"])

    async def callback(self, interaction: Happening) -> None:
        if self.call == "0":
            await interaction.response.send_message("That call is not yours.", ephemeral=True)
        else:
            await interaction.response.edit_message(content=f"Call {self.call} undone.", embed=None, view=None)


class Outcome(ui.Modal):
    """The form `/log` opens without an outcome."""

    def __init__(self, title: str = "How did it go?") -> None:
        super().__init__(title=title, custom_id="outcome-form")
        options = [discord.SelectOption(label=word.title(), value=word) for word in ("spoke", "voicemail")]
        self.outcome: ui.Select[Any] = ui.Select(custom_id="outcome", options=options)
        self.note: ui.TextInput[Any] = ui.TextInput(custom_id="note", required=False, max_length=9, default="hi")
        self.add_item(ui.Label(text="Outcome", component=self.outcome))
        self.add_item(ui.Label(text="Note", description="Short", component=self.note))

    async def on_submit(self, interaction: Happening, /) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(f"{self.outcome.values[0]}: {self.note.value}", ephemeral=True)


def receipt(outcome: str, office: str | None) -> discord.Embed:
    embed = discord.Embed(title="Logged", description=f"**{outcome}** with a \\* star")
    return embed.add_field(name="Office", value=office or "first")


def with_undo() -> ui.View:
    view = ui.View(timeout=None)
    view.add_item(Undo("7"))
    view.add_item(ui.Button(label="Open form", custom_id="open-form"))
    return view.add_item(ui.Button(label="About", url="https://example.org"))


class SampleBot(discord.AutoShardedClient):
    """`gate` holds `/slow`; `handled` counts the commands that ran."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.0,
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)
        self.gate = asyncio.Event()
        self.handled = 0
        commands: list[app_commands.Command[Any, ..., None] | app_commands.Group]
        commands = [log, board, slow, picture, colours, campaign]
        for command in commands:
            self.tree.add_command(command)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Skip the five seconds between shards: the stand-in has no such limit."""

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Undo)
        if {known.name for known in await self.tree.fetch_commands()} != {
            command.name for command in self.tree.get_commands()
        }:
            await self.tree.sync()

    async def on_interaction(self, interaction: Happening) -> None:
        """Components without a class of their own."""
        match interaction.data:
            case {"custom_id": "open-form"}:
                await interaction.response.send_modal(Outcome())
            case {"custom_id": "colour", "values": [colour, *_]}:
                await interaction.response.defer()
                await interaction.edit_original_response(content=f"You chose {colour}.", view=None)


@app_commands.command()
async def log(
    interaction: Happening,
    outcome: Literal["spoke", "voicemail"] | None = None,
    office: app_commands.Range[str, 1, 30] | None = None,
) -> None:
    """Record a call you made."""
    interaction.client.handled += 1
    if outcome is None:
        await interaction.response.send_modal(Outcome())
    else:
        embed = receipt(outcome, office)
        await interaction.response.send_message("Thanks!", embed=embed, view=with_undo(), ephemeral=True)


@log.autocomplete("office")
async def suggest(interaction: Happening, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name.title(), value=name) for name in OFFICES if name.startswith(typed)]


@app_commands.command()
async def board(interaction: Happening) -> None:
    """Show the board to the channel."""
    await interaction.response.defer()
    await interaction.edit_original_response(content="First", view=with_undo())
    await interaction.edit_original_response(content="1. Spruce: 3")
    await interaction.followup.send("Your place: 2", ephemeral=True)


@app_commands.command()
async def slow(interaction: Happening) -> None:
    """Answer once the gate opens."""
    interaction.client.handled += 1
    await interaction.client.gate.wait()
    await interaction.response.send_message("At last.", ephemeral=True)


@app_commands.command()
@app_commands.guild_only()
async def picture(interaction: Happening) -> None:
    """Show a picture."""
    await interaction.response.defer(ephemeral=True)
    file = discord.File(io.BytesIO(b"PNG!"), "board.png", description="A board")
    embed = discord.Embed(title="Picture").set_image(url="attachment://board.png")
    await interaction.followup.send(embed=embed, file=file, ephemeral=True)


@app_commands.command()
@app_commands.describe(who="Whose colour", shade="How dark")
async def colours(interaction: Happening, who: discord.User, shade: app_commands.Range[int, 1, 5] = 1) -> None:
    """Offer a menu."""
    view = ui.View(timeout=None)
    options = [discord.SelectOption(label=word.title(), value=word) for word in ("red", "blue")]
    view.add_item(ui.Select(custom_id="colour", placeholder="Colour", options=options))
    await interaction.response.send_message(f"For {who.display_name}, shade {shade}", view=view)


campaign = app_commands.Group(name="campaign", description="Open and close campaigns")


@campaign.command(name="open")
async def open_campaign(interaction: Happening, name: str) -> None:
    """Open a campaign."""
    await interaction.response.send_message(f"{name} is open.", ephemeral=True)


@asynccontextmanager
async def running(standin: DiscordStandIn) -> AsyncIterator[SampleBot]:
    """The bot in this process, connected. Restores discord.py's addresses afterwards."""
    before = discord.http.Route.BASE, str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY)
    point_at(standin.api_url, standin.gateway_url)
    bot = SampleBot()
    task = asyncio.create_task(bot.start(standin.token))
    try:
        await standin.ready()
        yield bot
    finally:
        await bot.close()
        await task
        await standin.disconnected()
        point_at(*before)


if __name__ == "__main__":
    point_at(sys.argv[1], sys.argv[2])
    asyncio.run(SampleBot().start(sys.argv[3]))
