"""The people of a workspace and their actions: type a command, tap a button, submit a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import payloads, reading
from tests.platforms.slack.answers import Answer
from tests.platforms.slack.checks.rules import elements_of
from tests.platforms.slack.model import Channel, Message
from tests.platforms.slack.views import View
from tests.platforms.slack.web_api.sent_files import add_file

if TYPE_CHECKING:
    from tests.platforms.slack.hub import Hub
    from tests.platforms.slack.interaction import Interaction

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Team:
    """A workspace with the app installed; `bot_token` is its own."""

    hub: Hub
    door: Interaction
    id: str
    name: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    channels: dict[str, Channel] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    refused_scopes: set[str] = field(default_factory=set)

    @property
    def domain(self) -> str:
        """The workspace's part of its address."""
        return self.name.lower().replace(" ", "-")

    def add_channel(self, name: str, bot: bool = True, *, private: bool = False) -> Channel:
        """Add a channel. Without `bot` in it, commands work and chat.post* don't, and a private one is hidden."""
        channel = Channel(self, self.hub.new_id("C"), name, bot, private)
        self.channels[channel.id] = channel
        return channel

    def user(self, name: str, locale: str = "en-US", *, administrator: bool = False) -> User:
        """The person with this name, made with this locale on first use."""
        for user in self.users.values():
            if user.name == name:
                return user
        user = User(self, self.hub.new_id("U"), name, locale, administrator)
        self.users[user.id] = user
        return user

    def guest(self, user: User) -> User:
        """A member of another workspace in a shared channel (Slack Connect), with the same id here."""
        guest = User(self, user.id, user.name, user.locale, user.administrator, user.zone, visits_from=user.team)
        self.users[guest.id] = guest
        return guest

    def direct(self, user: User) -> Channel:
        """The direct message between the bot and a person."""
        for channel in self.channels.values():
            if channel.direct_with is user:
                return channel
        channel = Channel(self, self.hub.new_id("D"), "directmessage", direct_with=user)
        self.channels[channel.id] = channel
        return channel

    def install_code(self, by: User, scopes: str = "commands,chat:write") -> str:
        """The result of a person's consent: a code that oauth.v2.access accepts once."""
        code = self.hub.new_id("code-")
        self.hub.installs[code] = (self, f"{by.id} {scopes}")
        return code


@dataclass(slots=True, eq=False)
class User:
    """A person. `locale` and `zone` are in users.info. `visits_from` is a guest's own workspace."""

    team: Team
    id: str
    name: str
    locale: str
    administrator: bool = False
    zone: str = "America/Los_Angeles"
    visits_from: Team | None = None

    @property
    def home_team(self) -> Team:
        """The workspace they belong to."""
        return self.visits_from or self.team

    @property
    def dm(self) -> Channel:
        """Their direct message with the bot."""
        return self.team.direct(self)

    @property
    def home(self) -> View:
        """Their App Home as last published. Raises AssertionError if it never was."""
        assert self.id in self.team.hub.homes, f"No home was published for {self.name}"
        return self.team.hub.homes[self.id]

    def add_file(self, name: str, data: bytes, **untrue: Any) -> Json:
        """Upload a file from one's device, as a form's field then holds it."""
        return add_file(self, name, data, **untrue)

    async def slash(self, command: str, text: str = "", *, channel: Channel | None = None, wait: bool = True) -> Answer:
        """Type `/command text` in a channel, or in the direct message, and wait for the acknowledgement and
        (unless `wait` is off) the first answer. Raises NotAcknowledged, NoAnswer."""
        there = channel or self.dm
        payload = payloads.slash(self, f"/{command}", text, there)
        said = f"/{command} {text}".strip() + f" by {self.name}"
        return await self.team.door.run(Answer(self, "slash_commands", payload, said, there), wait)

    async def click(self, where: Answer | Message | View, label: str, *, wait: bool = True) -> Answer:
        """Tap the button with this label on anything this person can see. Raises AssertionError if there is none."""
        thing = where.message if isinstance(where, Answer) else where
        assert self._sees(thing), f"{self.name} cannot see that private message"
        for block in thing.blocks if label in thing.buttons else ():
            for element in elements_of(block):
                if element["type"] == "button" and reading.label(element) == label:
                    return await self._tap(thing, _pressed(block, element), label, wait)
        raise AssertionError(f"No button {label!r}; there are {list(thing.buttons)}")

    async def click_raw(
        self, where: Answer | Message | View, action_id: str, value: str = "", *, wait: bool = True
    ) -> Answer:
        """Send a tap on a button that was never shown: a forged id or value."""
        thing = where.message if isinstance(where, Answer) else where
        text = {"type": "plain_text", "text": action_id, "emoji": True}
        ids = {"action_id": action_id, "block_id": "forged"}
        action = {"type": "button", **ids, "text": text, "value": value}
        return await self._tap(thing, action, f"forged {action_id!r}", wait)

    async def shortcut(self, callback_id: str, *, wait: bool = True) -> Answer:
        """Choose a global shortcut."""
        payload = payloads.shortcut(self, callback_id)
        return await self.team.door.run(Answer(self, "interactive", payload, f"{callback_id} by {self.name}"), wait)

    async def open_home(self) -> Answer:
        """Open the App Home, and wait until the event is acknowledged. `home` has what is published."""
        opened = {"type": "app_home_opened", "tab": "home", "channel": self.dm.id}
        return await self.event(opened, "opens Home")

    async def event(self, inner: Json, said: str = "event") -> Answer:
        """Send an Events API event about this person, and wait until it is acknowledged."""
        payload = payloads.event(self, {"user": self.id, **inner})
        answer = Answer(self, "events_api", payload, f"{said} by {self.name}")
        return await self.team.door.run(answer, wait=False)

    async def submit(self, view: View, wait: bool) -> Answer:
        """Press Submit, unless Slack's client would refuse first."""
        payload = payloads.submission(view)
        answer = Answer(self, "interactive", payload, f"submit {view.title!r} by {self.name}", source=view)
        if view.errors:
            answer.show(view)
            return answer
        return await self.team.door.run(answer, wait)

    async def suggestions(self, view: View, block_id: str, action_id: str, typed: str) -> list[Json]:
        """The options the bot offers for what was typed into an external select."""
        return await self.team.door.suggestions(self, payloads.suggestion(view, block_id, action_id, typed))

    def _sees(self, thing: Message | View) -> bool:
        if isinstance(thing, Message):
            return {thing.private_to, thing.channel.direct_with} <= {None, self}
        return thing.user is self

    async def _tap(self, thing: Message | View, action: Json, label: str, wait: bool) -> Answer:
        payload = payloads.tap(self, thing, action)
        channel = thing.channel if isinstance(thing, Message) else None
        answer = Answer(self, "interactive", payload, f"tap {label!r} by {self.name}", channel, thing)
        return await self.team.door.run(answer, wait)


def _pressed(block: Json, button: Json) -> Json:
    kept: Json = {name: button[name] for name in ("value", "style") if name in button}
    ids = {"action_id": button["action_id"], "block_id": block["block_id"]}
    return {**ids, "type": "button", "text": {"emoji": True, **button["text"]}, **kept}
