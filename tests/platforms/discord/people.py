"""People on the stand-in: what a person can do in Discord's client."""

from __future__ import annotations

from collections.abc import Mapping

from tests.platforms.discord.answers import Answer, choose
from tests.platforms.discord.checks.message_limits import BUTTON, ROW, SELECT
from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.model.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from tests.platforms.discord.model.messages import Message
from tests.platforms.discord.model.state import State
from tests.platforms.discord.model.world import Account, Channel
from tests.platforms.discord.options import fill, fill_focused
from tests.platforms.discord.sent_files import SentFile, keep_file, resolve_files


class User:
    """A person. Each action reaches the bot as an interaction and gives an `Answer`.

    With `wait=False` the answer comes back at once and `await answer.wait()` waits for it later.
    """

    def __init__(self, state: State, account: Account, patience: float) -> None:
        self._state, self._account, self._patience = state, account, patience

    @property
    def id(self) -> str:
        return self._account.id

    def administrate(self) -> None:
        """Become an administrator of every server."""
        self._account.administrator = True

    def resign(self) -> None:
        """Stop administering any server."""
        self._account.administrator = False

    @property
    def name(self) -> str:
        return self._account.name

    @property
    def dm(self) -> Channel:
        """The direct messages with the bot."""
        return self._state.dm(self._account)

    def attach(self, name: str, data: bytes, *, url: str = "", size: int | None = None) -> SentFile:
        """Choose a file on one's device; its id goes into an option or a field."""
        return keep_file(self._state, name, data, url, size)

    async def slash(
        self, name: str, options: Mapping[str, object] | None = None, *, channel: Channel, wait: bool = True
    ) -> Answer:
        """Send `/name` (`"campaign open"` for a subcommand) with sent values or visible choices."""
        command, words = self._command(name, channel)
        data = self._command_data(command, fill(command, words, options or {}))
        return await self._act(COMMAND, data, channel, None, wait)

    async def autocomplete(
        self,
        name: str,
        option: str,
        typed: str,
        options: Mapping[str, object] | None = None,
        *,
        channel: Channel,
    ) -> tuple[tuple[str, object], ...]:
        """Suggestions, as (shown, sent), while `option` contains `typed` and `options` are filled in."""
        command, words = self._command(name, channel)
        data = self._command_data(command, fill_focused(command, words, options or {}, option, typed))
        return (await self._act(AUTOCOMPLETE, data, channel, None, True)).interaction.choices

    async def click(self, message: Message, label: str, *, wait: bool = True) -> Answer:
        """Press the button called `label` (or with that custom id) under a message this person can see."""
        self._see(message)
        data = _component_data(message.find_button(label))
        return await self._act(COMPONENT, data, self._channel_of(message), message, wait)

    async def click_raw(self, message: Message, custom_id: str, *, wait: bool = True) -> Answer:
        """Press a forged or outdated button: the bot gets the message with just this button under it.

        Discord itself checks that the message has the id. A bot shouldn't rely on that, and a button
        that was there before the last edit gets through.
        """
        button = {"type": BUTTON, "style": 2, "label": "?", "custom_id": custom_id, "id": 2}
        forged = message.payload | {"components": [{"type": ROW, "id": 1, "components": [button]}]}
        return await self._act(COMPONENT, _component_data(button), self._channel_of(message), message, wait, forged)

    async def tap(self, message: Message, label: str, *, wait: bool = True) -> Answer:
        """Press a button, or choose it where it is one of a menu's options."""
        if menu := message.choices.get(label):
            return await self.select(message, menu["custom_id"], label, wait=wait)
        return await self.click(message, label, wait=wait)

    async def select(self, message: Message, label: str, *options: str, wait: bool = True) -> Answer:
        """Choose from the menu whose placeholder or custom id is `label`; options by label or value."""
        self._see(message)
        menu = message.find_select(label)
        assert len(options) >= menu.get("min_values", 1), f"{label} wants at least {menu.get('min_values', 1)}"
        data = _component_data(menu) | {"values": choose(menu, options)}
        return await self._act(COMPONENT, data, self._channel_of(message), message, wait)

    async def submit(self, opener: Interaction, data: Json, *, wait: bool = True) -> Answer:
        """Submit a form that `opener` opened. `Modal.submit` is more convenient."""
        values = [value for part in data["components"] for value in part.get("component", {}).get("values", ())]
        files = resolve_files(self._state, values)
        return await self._act(
            MODAL, data | ({"resolved": files} if files else {}), opener.channel, opener.source, wait
        )

    def _command(self, name: str, channel: Channel) -> tuple[Json, list[str]]:
        first, *words = name.split()
        if channel.guild is None and channel.recipient is None:
            return self._state.commands.find_own(first, 2), words
        if channel.guild and not channel.guild.has_app:
            return self._state.commands.find_own(first, 0), words
        return self._state.commands.find(first, channel.guild.id if channel.guild else None), words

    def _command_data(self, command: Json, options: list[Json]) -> Json:
        data = {"id": command["id"], "name": command["name"], "type": 1, "options": options}
        return data | self._resolved(options)

    def _resolved(self, options: list[Json]) -> Json:
        """The accounts and channels named in options, as Discord describes them beside the options."""
        leaves = options[0]["options"] if options and "options" in options[0] else options
        ids = [str(option.get("value")) for option in leaves]
        accounts = {id: self._state.accounts[id] for id in ids if id in self._state.accounts}
        channels = {id: self._state.channels[id].payload() for id in ids if id in self._state.channels}
        files = resolve_files(self._state, ids)
        if not accounts and not channels:
            return {"resolved": files} if files else {}
        members = {id: _without_user(account.member()) for id, account in accounts.items()}
        users = {id: account.payload() for id, account in accounts.items()}
        return {"resolved": {"users": users, "members": members, "channels": channels}}

    async def _act(
        self,
        kind: int,
        data: Json,
        channel: Channel,
        source: Message | None,
        wait: bool,
        forged: Json | None = None,
    ) -> Answer:
        state = self._state
        born, id = state.clock(), state.new_id()
        interaction = Interaction(kind, data, user=self._account, channel=channel, source=source, id=id, born=born)
        interaction.delivered = interaction.payload(state.bot.id, forged)
        state.interactions[interaction.token] = interaction
        state.deliver(interaction)
        answer = Answer(self, interaction, state.problems, self._patience)
        return await answer.wait() if wait else answer

    def _see(self, message: Message) -> None:
        assert not message.deleted, "That message is deleted"
        assert message.audience in (None, self.id), f"{self.name} cannot see that private message"

    def _channel_of(self, message: Message) -> Channel:
        return self._state.channels[message.payload["channel_id"]]


def _without_user(member: Json) -> Json:
    return {key: value for key, value in member.items() if key != "user"}


def _component_data(component: Json) -> Json:
    kind = component["type"]
    assert kind in (BUTTON, SELECT)
    return {"custom_id": component["custom_id"], "component_type": kind, "id": component["id"]}
