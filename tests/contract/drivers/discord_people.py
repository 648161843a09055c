"""People on Discord's stand-in, as scenarios see them."""

import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, cast

from bot.adapters.discord.drawing.forms import is_edit
from bot.kit.i18n import load_words
from tests.contract.drivers.discord_markdown import read_times
from tests.contract.people import Chatter, Deed, Seen
from tests.platforms.discord import Answer, Channel, DiscordStandIn, Message, Modal, User
from tests.platforms.discord.checks.command_limits import SUBCOMMAND
from tests.platforms.discord.checks.message_limits import EPHEMERAL

_EDIT = load_words("en").t("discord.edit")

Json = dict[str, Any]


class DiscordDeed:
    """An interaction in progress."""

    def __init__(self, answer: Answer, read: Callable[[Answer], Coroutine[Any, Any, Seen]]) -> None:
        self._answer, self._read = answer, read

    async def acknowledged(self) -> float:
        state, discord = self._answer.interaction, self._answer
        await state.changed.until(lambda: bool(state.attempts), 5.0, lambda: f"{discord.user.name} waits for a sign")
        return discord.seconds_to_ack

    async def seen(self) -> Seen:
        return await self._read(await self._answer.wait())


class DiscordPerson(Chatter):
    """A member of two servers; they type in the first."""

    def __init__(self, discord: DiscordStandIn, user: User, here: Channel, there: Channel) -> None:
        self._discord, self._user, self._here, self._there = discord, user, here, there
        self._modal: Modal | None = None

    @property
    def mention(self) -> str:
        return str(self._user.id)

    @property
    def account(self) -> str:
        return str(self._user.id)

    async def begin(self, line: str) -> Deed:
        name, _, rest = line.removeprefix("/").partition(" ")
        named, options = _options(self._discord.commands(), name, rest)
        return self._deed(await self._user.slash(named, options, channel=self._here, wait=False))

    async def press(self, label: str, on: Seen) -> Deed:
        return self._deed(await self._user.tap(_message(on), label, wait=False))

    async def submit(self, answers: Mapping[str, str], standing: Mapping[str, str]) -> Deed:
        assert self._modal, "No form is open"
        stood = {label: value for label, (value, _) in _fields(self._modal).items()}
        for label, value in standing.items():
            assert stood[label] == value, f"{label}: {value!r} should stand there, not {stood[label]!r}"
        return self._deed(await self._modal.submit(answers, wait=False))

    async def hand_in(self, command: str, name: str, data: bytes) -> Seen:
        file = self._user.attach(name, data)
        named, given = _options(self._discord.commands(), *command.removeprefix("/").split(" ", 1))
        answer = await self._user.slash(named, {**given, "file": file.id}, channel=self._here, wait=False)
        return self._saw(await self._deed(answer).seen())

    async def received(self) -> bytes:
        return cast(Answer, self.last.thing).attachments[-1].content

    async def tap_post(self, label: str) -> Seen:
        answer = await self._user.tap(self._here.messages[-1], label, wait=False)
        return self._saw(await self._deed(answer).seen())

    async def tap_message(self, label: str) -> Seen:
        await self._user.dm.until(lambda channel: bool(channel.messages))
        return self._saw(await self._deed(await self._user.tap(self._user.dm.messages[-1], label, wait=False)).seen())

    async def wait_for_message(self, words: str) -> None:
        await self._user.dm.until(lambda channel: bool(channel.messages) and words in channel.messages[-1].text)

    async def tap_twice(self, label: str) -> tuple[Seen, Seen]:
        message = _message(self.last)
        deeds = [self._deed(await self._user.tap(message, label, wait=False)) for _ in range(2)]
        first, second = [await deed.seen() for deed in deeds]
        return first, self._saw(second)

    async def again(self, seen: Seen) -> Seen:
        attempt = await self._discord.redeliver(cast(Answer, seen.thing))
        assert attempt, "redeliver() waits"
        assert attempt.code == 40060, "Discord takes one answer to an interaction"
        private = seen.private if attempt.kind == 7 else bool(attempt.data.get("flags", 0) & EPHEMERAL)
        return Seen(read_times(attempt.text), private)

    async def offers(self, command: str, option: str, typed: str) -> list[str]:
        return [label for label, _ in await self._user.autocomplete(command, option, typed, channel=self._here)]

    def id_of(self, label: str) -> str:
        message = _message(self.last)
        if menu := message.choices.get(label):
            return next(str(option["value"]) for option in menu["options"] if option["label"] == label)
        return str(message.find_button(label)["custom_id"])

    async def forge(self, button_id: str) -> Seen:
        return self._saw(await self._read(await self._user.click_raw(_message(self.last), button_id)))

    def administrate(self) -> None:
        self._user.administrate()

    def resign(self) -> None:
        """Stop administering any server."""
        self._user.resign()

    def in_messages(self) -> "DiscordPerson":
        """The same person in direct messages with the bot."""
        return DiscordPerson(self._discord, self._user, self._user.dm, self._here)

    def in_other_space(self) -> "DiscordPerson":
        return DiscordPerson(self._discord, self._user, self._there, self._here)

    def _deed(self, answer: Answer) -> DiscordDeed:
        return DiscordDeed(answer, self._read)

    async def _read(self, answer: Answer) -> Seen:
        """What an answer shows. A refused form is opened again, because it shows the errors."""
        self._modal = answer.modal
        if answer.modal:
            errors = {label: wrong for label, (_, wrong) in _fields(answer.modal).items() if wrong}
            text = "\n".join(part["content"] for part in _list_parts(answer.modal, "content"))
            return Seen(text, True, form=answer.modal.title, errors=errors, thing=answer)
        controls = answer.message.controls if answer.message else ()
        seen = Seen(read_times(answer.text), answer.private, controls, thing=answer)
        if _EDIT not in seen.buttons or not is_edit(_message(seen).find_button(_EDIT)["custom_id"]):
            return seen
        again = await self._read(await self._user.click(_message(seen), _EDIT))
        return Seen(seen.text, True, form=again.form, errors=again.errors, thing=answer)


def _message(seen: Seen) -> Message:
    message = cast(Answer, seen.thing).message
    assert message, "There is no message to tap on"
    return message


def _list_parts(modal: Modal, kind: str) -> list[Json]:
    return [part for part in (modal.interaction.modal or {}).get("components", ()) if kind in part]


def _fields(modal: Modal) -> dict[str, tuple[str, str]]:
    """Each field's visible value and the text below it, by label."""
    found = {}
    for part in _list_parts(modal, "component"):
        field: Json = part["component"]
        chosen = [option["label"] for option in field.get("options", ()) if option.get("default")]
        chosen += [str(picked["id"]) for picked in field.get("default_values", ())]
        found[part["label"]] = ((chosen or [field.get("value") or ""])[0], part.get("description") or "")
    return found


def _options(commands: list[Json], name: str, rest: str) -> tuple[str, dict[str, object]]:
    """The command's full name, and the option for each of the other words of ``rest``.

    Words after an option's name go there. Others go to a menu that has them, or else to free text.
    """
    [command] = [command for command in commands if command["name"] == name]
    part, _, others = rest.partition(" ")
    for within in command["options"]:
        if within["type"] == SUBCOMMAND and within["name"] == part:
            inner, held = _options([within], part, others)
            return f"{name} {inner}", held
    options: dict[str, Json] = {option["name"]: option for option in command["options"]}
    head, *named = re.split(rf"(?<!\S)({'|'.join(options) or '$'}):", rest)
    given: dict[str, object] = {key: value.strip() for key, value in zip(named[::2], named[1::2], strict=True)}
    for word in head.split():
        free = {key: option.get("choices") for key, option in options.items() if key not in given}
        offered = {key: [choice["value"] for choice in choices or ()] for key, choices in free.items()}
        menu = next((key for key, values in offered.items() if word in values), None)
        given[menu or next(key for key, values in offered.items() if not values)] = word
    return name, given
