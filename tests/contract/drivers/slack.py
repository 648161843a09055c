"""Slack: people on the stand-in, with the real adapter and Bolt on the other end, over either transport."""

import asyncio
import time
from collections.abc import Mapping
from typing import Literal, cast

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.events.listeners import Timing
from bot.adapters.slack.manifest import PATH
from bot.adapters.slack.transports.http_server import HttpServer
from bot.app.app import App
from bot.config.tokens import Tokens
from bot.core.times.clock import now
from bot.kit.cards.outbound import Poster
from bot.kit.i18n import load_words
from tests.adapters.slack.network import Browser, admin
from tests.contract.people import Chatter, Deed, Seen, said
from tests.platforms.slack import Answer, Channel, File, SlackStandIn, Team, User, View
from tests.platforms.slack.checks.rules import elements_of

_SAVING = load_words("en").t("slack.saving")


class SlackDeed:
    """A request in progress."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def acknowledged(self) -> float:
        assert self._answer.seconds_to_ack is not None
        return self._answer.seconds_to_ack

    async def seen(self) -> Seen:
        answer = await self._answer.until(_is_final)
        view = answer.message if isinstance(answer.message, View) else None
        if view is None or not view.labels:
            return Seen(answer.text, answer.private, answer.buttons, thing=answer)
        return Seen(answer.text, True, form=view.title, errors=dict(view.errors), thing=answer)


class SlackPerson(Chatter):
    """A member of a workspace. ``elsewhere`` is the same person in another one."""

    def __init__(self, slack: SlackStandIn, user: User, channel: Channel, elsewhere: "SlackPerson | None") -> None:
        self._slack, self._user, self._channel, self._elsewhere = slack, user, channel, elsewhere
        self._read: set[str] = set()  # the ids of files already read; a preview is deleted, so a count would not do

    @property
    def mention(self) -> str:
        return f"@{self._user.name.lower()}"

    @property
    def account(self) -> str:
        return self._user.id

    async def begin(self, line: str) -> Deed:
        name, _, text = line.removeprefix("/").partition(" ")
        text = _with_people(encode_text(text), self._user.team)
        return SlackDeed(await self._user.slash(name, text, channel=self._channel, wait=False))

    async def press(self, label: str, on: Seen) -> Deed:
        return SlackDeed(await self._user.click(_answer(on), label, wait=False))

    async def read_form(self, words: str) -> None:
        await _answer(self.last).until(words)

    async def submit(self, answers: Mapping[str, str], standing: Mapping[str, str]) -> Deed:
        answer = _answer(self.last)
        view = answer.message
        assert isinstance(view, View), "No form is open"
        await answer.until(lambda _: {label: view.prefilled[label] or "" for label in standing} == standing)
        return SlackDeed(await view.submit(answers, wait=False))

    async def hand_in(self, command: str, name: str, data: bytes) -> Seen:
        view = _answer(await self.say(command)).message
        if not isinstance(view, View):  # the command needs no file, so it is a button of its answer that takes one
            view = _answer(await self.tap(said("draft.button.fill_texts"))).message
        assert isinstance(view, View), "No form is open"
        answer = await view.submit({"file": self._user.add_file(name, data)}, wait=False)
        return self._saw(await SlackDeed(answer).seen())

    async def received(self) -> bytes:
        """Take the next file, which comes as its own direct message."""
        there = self._user.dm
        await there.until(lambda channel: bool(self._unread(channel)))
        file = self._unread(there)[0]
        self._read.add(file.id)
        return file.data

    def _unread(self, channel: Channel) -> list[File]:
        return [it.files[-1] for it in channel.messages if it.files and it.files[-1].id not in self._read]

    async def tap_post(self, label: str) -> Seen:
        answer = await self._user.click(self._channel.messages[-1], label, wait=False)
        return self._saw(await SlackDeed(answer).seen())

    async def tap_message(self, label: str) -> Seen:
        await self._user.dm.until(lambda channel: bool(channel.messages))
        answer = await self._user.click(self._user.dm.messages[-1], label, wait=False)
        return self._saw(await SlackDeed(answer).seen())

    async def wait_for_message(self, words: str) -> None:
        await self._user.dm.until(lambda channel: bool(channel.messages) and words in channel.messages[-1].text)

    async def tap_twice(self, label: str) -> tuple[Seen, Seen]:
        thing = _answer(self.last).message
        taps = [self._user.click(thing, label, wait=False) for _ in range(2)]
        first, second = [await SlackDeed(answer).seen() for answer in await asyncio.gather(*taps)]
        return first, self._saw(second)

    async def again(self, seen: Seen) -> Seen:
        return await SlackDeed(await self._slack.redeliver(_answer(seen), wait=False)).seen()

    async def offers(self, command: str, option: str, typed: str) -> list[str]:
        view = _answer(await self.say(f"/{command}")).message
        assert isinstance(view, View), "No form is open"
        return [one["text"]["text"] for one in await self._user.suggestions(view, option, option, typed)]

    def id_of(self, label: str) -> str:
        shown = (element for block in _answer(self.last).message.blocks for element in elements_of(block))
        return next(str(one["action_id"]) for one in shown if one["text"]["text"] == label)

    async def forge(self, button_id: str) -> Seen:
        answer = await self._user.click_raw(_answer(self.last), button_id, wait=False)
        return self._saw(await SlackDeed(answer).seen())

    def administrate(self) -> None:
        self._user.administrator = True

    def resign(self) -> None:
        """Stop administering the workspace."""
        self._user.administrator = False

    def in_messages(self) -> "SlackPerson":
        """The same person in direct messages with the app."""
        return SlackPerson(self._slack, self._user, self._user.dm, self._elsewhere)

    def in_other_space(self) -> "SlackPerson":
        assert self._elsewhere, "This is the other one already"
        return self._elsewhere


def encode_text(typed: str) -> str:
    """A command's text as Slack sends it, with three characters as entities."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _with_people(text: str, team: Team) -> str:
    """A text with members' ids for names, as Slack sends it if the manifest asks for that."""
    for user in team.users.values():
        text = text.replace(f"@{user.name.lower()}", f"<@{user.id}|{user.name.lower()}>")
    return text


def _is_final(answer: Answer) -> bool:
    """Say whether the final answer is there: neither "Saving…" nor a form that was just submitted."""
    if not answer.history or _SAVING in answer.text:
        return False
    return not isinstance(answer.message, View) or answer.message.open


def _answer(seen: Seen) -> Answer:
    return cast(Answer, seen.thing)


class SlackPlatform:
    """Two workspaces. The app is in the first, but requests from the second reach it too.

    With ``many``, it is in neither until each has installed it.
    """

    def __init__(self, slack: SlackStandIn, mode: Literal["socket", "http"], many: bool = False) -> None:
        self._slack, self._mode, self._many = slack, mode, many
        self.name = f"slack-{mode}"
        self.decide = Timing(now).decide
        self._team = team = slack.add_team("Valley Org")
        team.bot_token = f"xoxb-1-{'0' * 40}"  # shaped like a real one, which the command line checks
        self._here = team.add_channel("general")
        self._there = slack.add_team("Harbor Org").add_channel("general")
        self._adapter: SlackAdapter | None = None

    @classmethod
    async def start(cls, mode: Literal["socket", "http"], many: bool = False) -> "SlackPlatform":
        """Open the stand-in."""
        return cls(await SlackStandIn.start(clock=time.time), mode, many)

    @property
    def space(self) -> tuple[str, str]:
        """The platform and the id of the workspace where people are."""
        return "slack", self._here.team.id

    @property
    def settings(self) -> str:
        """This Slack's part of config.yaml."""
        reached = "public_url: https://callboard.example.org"
        return f"slack: {{mode: {self._mode}, port: 0, api_url: {self._slack.api_url}, {reached}}}\n"

    @property
    def tokens(self) -> dict[str, str]:
        """What ``callboard run`` finds in its environment."""
        return {"SLACK_BOT_TOKEN": self._slack.bot_token, "SLACK_APP_TOKEN": self._slack.app_token}

    async def open(self, app: App) -> None:
        """Connect an adapter."""
        slack = self._slack
        tokens = Tokens(None, slack.bot_token, slack.app_token, slack.signing_secret)
        if self._many:
            tokens = Tokens(
                slack_signing=slack.signing_secret,
                slack_client_id=slack.client_id,
                slack_client_secret=slack.client_secret,
            )
        timing = Timing(now, decide=self.decide, settle=0.1)
        shared = (app.dispatcher, app.config.slack, tokens, timing, app.core.coalition.installations)
        self._adapter = SlackAdapter(
            *shared, memory=app.core.people.platform_settings, files=app.core.outbox.stored_files
        )
        await self._adapter.start()
        if self._mode == "http":
            slack.deliver_over_http(self._base + PATH)

    async def install(self) -> None:
        """Install the app in both workspaces, as each admin does in a browser."""
        for team in (self._here.team, self._there.team):
            browser = Browser(self._base)
            asked = await browser.begin()
            page = await browser.come_back(code=team.install_code(admin(team)), state=asked["state"])
            assert page.status == 200, page.words

    @property
    def bot_tokens(self) -> tuple[str, ...]:
        """The tokens that the workspaces gave the app."""
        return tuple(channel.team.bot_token for channel in (self._here, self._there))

    @property
    def _base(self) -> str:
        assert self._adapter, "open() comes first"
        return f"http://127.0.0.1:{cast(HttpServer, self._adapter.transport).port}"

    async def close(self) -> None:
        """Disconnect it."""
        if self._adapter:
            await self._adapter.stop()

    async def end(self) -> None:
        """Stop the stand-in."""
        await self._slack.stop()

    def person(self, name: str, locale: str) -> SlackPerson:
        """A new member of both workspaces."""
        elsewhere = SlackPerson(self._slack, self._member(self._there.team, name, locale), self._there, None)
        return SlackPerson(self._slack, self._member(self._here.team, name, locale), self._here, elsewhere)

    def member(self, name: str) -> User:
        """A person's account in the first workspace."""
        return self._here.team.user(name)

    def _member(self, team: Team, name: str, locale: str) -> User:
        return team.user(name, {"en": "en-US", "es": "es-ES"}.get(locale, locale))

    def add_channel(self, name: str) -> Channel:
        """Make another channel of the first workspace."""
        return self._team.add_channel(name)

    def public(self) -> list[str]:
        """The messages that everybody sees in the channel."""
        return self._here.texts

    async def shows(self, words: str) -> None:
        """Wait until the newest message in the channel contains some words."""
        await self._here.until(lambda channel: bool(channel.messages) and words in channel.messages[-1].text)

    @property
    def poster(self) -> Poster | None:
        """The adapter's poster."""
        return self._adapter.poster if self._adapter else None

    @property
    def problems(self) -> list[str]:
        """Everything that Slack would have refused."""
        return self._slack.problems
