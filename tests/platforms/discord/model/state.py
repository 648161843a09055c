"""The stand-in's whole state, which routes and people use."""

from __future__ import annotations

from tests.platforms.clock import PATIENCE
from tests.platforms.discord.checks.message_limits import EPHEMERAL
from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.faults import Faults
from tests.platforms.discord.gateway import Gateway, Session
from tests.platforms.discord.model.commands import CommandBook
from tests.platforms.discord.model.ids import Clock, Snowflakes
from tests.platforms.discord.model.interactions import Interaction
from tests.platforms.discord.model.messages import Message, Upload, stamp
from tests.platforms.discord.model.waiting import Signal
from tests.platforms.discord.model.world import Account, Channel, Guild
from tests.platforms.discord.sent_files import SentFile


class State:
    """One Discord with one application. `shards` is what /gateway/bot recommends.

    `answer_seconds` is how long it takes an interaction's first answer, in seconds of `clock`.
    Without `checks`, what the bot sends is taken as it is: checking a card takes longer than drawing it.
    """

    def __init__(self, token: str, clock: Clock, shards: int, checks: bool = True) -> None:
        self.checks, self.answer_seconds = checks, PATIENCE
        self.token, self.clock, self.shards = token, clock, shards
        self.new_id = Snowflakes(clock).next
        self.bot = Account(self.new_id(), "Callboard", bot=True)
        self.gateway_url = ""
        self.problems: list[str] = []
        self.accounts: dict[str, Account] = {self.bot.id: self.bot}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.interactions: dict[str, Interaction] = {}
        self.sent_files: dict[str, SentFile] = {}
        self.commands = CommandBook(self.bot.id, self.new_id)
        self.faults = Faults()
        self.gateway = Gateway(token, self.new_id, self._greet)
        self.changed = Signal()
        """Fires after every request."""

    def problem(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what}")

    def dm(self, account: Account) -> Channel:
        """The one channel between an account and the bot."""
        found = [channel for channel in self.channels.values() if channel.recipient is account]
        channel = found[0] if found else Channel(self.new_id(), account.name, None, account)
        self.channels[channel.id] = channel
        return channel

    def announce(self, guild: Guild, event: str, data: Json) -> None:
        """Send the bot an event about a guild. Unlike an interaction, it needs no connected bot."""
        for session in self.gateway.targets(guild.id):
            session.push(event, data)

    def deliver(self, interaction: Interaction) -> None:
        """Send an interaction to every session of its shard. Raises AssertionError if no bot ever connected."""
        guild = interaction.channel.guild
        sessions = self.gateway.targets(guild.id if guild else None)
        assert sessions, "No bot is connected: await discord.ready() first"
        for session in sessions:
            session.push("INTERACTION_CREATE", interaction.delivered)

    def new_message(self, channel: Channel, flags: int, interaction: Interaction | None = None) -> Message:
        """A new message of the bot, not yet visible. An answer to an interaction can be private."""
        base: Json = {
            "id": self.new_id(),
            "channel_id": channel.id,
            "author": self.bot.payload(),
            "flags": flags,
        }
        base["timestamp"] = stamp(self.clock())
        if interaction:
            owner = {"webhook_id": self.bot.id, "application_id": self.bot.id}
            base |= owner | {"interaction_metadata": interaction.metadata()}
        message = Message(base, self.new_id)
        if interaction and flags & EPHEMERAL:
            message.audience = interaction.user.id
        self.messages[message.id] = message
        return message

    def show(self, message: Message, body: Json, uploads: dict[int, Upload], *, edit: bool) -> None:
        """Show a message's next state to the people who can see it."""
        channel = self.channels[message.payload["channel_id"]]
        if not message.history and not message.private:
            channel.messages.append(message)
        message.show(body, uploads, self.clock() if edit else None)
        channel.changed.fire()

    def delete(self, message: Message) -> None:
        channel = self.channels[message.payload["channel_id"]]
        if message in channel.messages:
            channel.messages.remove(message)
        message.delete()
        channel.changed.fire()

    def _greet(self, session: Session) -> None:
        guilds = [guild for guild in self.guilds.values() if session.serves(guild.id)]
        unavailable = [{"id": guild.id, "unavailable": True} for guild in guilds]
        ready: Json = {"v": 10, "user": self.bot.payload(), "guilds": unavailable, "session_id": session.id}
        ready |= {"resume_gateway_url": self.gateway_url, "shard": list(session.shard)}
        session.push("READY", ready | {"application": {"id": self.bot.id, "flags": 0}})
        for guild in guilds:
            session.push("GUILD_CREATE", guild.payload(self.bot))
