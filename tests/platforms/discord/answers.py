"""What a person gets from the bot, and what they can do with it: press, choose, fill in a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tests.platforms.discord.checks.message_limits import SELECT, TEXT_INPUT, walk
from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.model.interactions import DEFER, DEFER_UPDATE, Interaction
from tests.platforms.discord.model.messages import Attachment, Message, numbered
from tests.platforms.discord.sent_files import FILE_UPLOAD
from tests.platforms.discord.text import message_text

if TYPE_CHECKING:
    from tests.platforms.discord.people import User

Filled = Mapping[str, str | Sequence[str]]
"""Fields by label or custom id; a menu takes one option or several, by what is seen or by what is sent."""


class Answer:
    """The outcome of one thing a person did. Live: later edits of the message show here too."""

    def __init__(self, user: User, interaction: Interaction, problems: list[str], patience: float) -> None:
        self.user, self.interaction = user, interaction
        self._problems, self._patience = problems, patience

    async def wait(self) -> Answer:
        """Wait until the person sees the outcome. A defer alone isn't one.

        Raises AssertionError after the stand-in's patience, or at once if Discord no longer took the bot's answer.
        """
        state = self.interaction
        await state.changed.until(lambda: state.finished or state.too_late, self._patience, self._failure)
        assert not state.too_late, f"Answered too late: {self._failure()}"
        return self

    async def until(self, ready: Callable[[Answer], bool]) -> Answer:
        """Wait until `ready(answer)`. It is checked after each change of the message."""
        await self._shown.changed.until(lambda: ready(self), self._patience, self._failure)
        return self

    @property
    def message(self) -> Message | None:
        """The message that answered or was changed, else the first follow-up; None for a form."""
        followups = self.interaction.followups
        return self.interaction.original or (followups[0] if followups else None)

    @property
    def followups(self) -> tuple[Message, ...]:
        return tuple(self.interaction.followups)

    @property
    def private(self) -> bool:
        """Whether only the caller sees it. A form is always private."""
        return self.message is None or self.message.private

    @property
    def deferred(self) -> bool:
        return self.interaction.response in (DEFER, DEFER_UPDATE)

    @property
    def text(self) -> str:
        return self._shown.text

    @property
    def buttons(self) -> tuple[str, ...]:
        return self._shown.buttons

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self._shown.attachments

    @property
    def history(self) -> tuple[str, ...]:
        """The text of every state it was shown in, oldest first."""
        return tuple(message_text(state) for state in self._shown.history)

    @property
    def seconds_to_ack(self) -> float:
        """Seconds of the stand-in's clock from the tap to the acknowledgement."""
        acknowledged = self.interaction.acknowledged
        assert acknowledged is not None, self._failure()
        return acknowledged - self.interaction.born

    @property
    def modal(self) -> Modal | None:
        data = self.interaction.modal
        return Modal(self.user, self.interaction, data) if data else None

    async def click(self, label: str, *, wait: bool = True) -> Answer:
        return await self.user.click(self._shown, label, wait=wait)

    async def select(self, label: str, *options: str, wait: bool = True) -> Answer:
        return await self.user.select(self._shown, label, *options, wait=wait)

    @property
    def _shown(self) -> Message:
        assert self.message, f"There is no message: {self._failure()}"
        return self.message

    def _failure(self) -> str:
        tries = [(attempt.kind, attempt.code or "taken", attempt.text) for attempt in self.interaction.attempts]
        what = f"{self.user.name} did {self.interaction.data}; callbacks tried: {tries or 'none'}"
        return f"No final answer within {self._patience} s. {what}; problems: {self._problems or 'none'}"


PICKERS = (5, 6, 8)  # lists of people, roles and channels


class Modal:
    """A form in front of a person."""

    def __init__(self, user: User, interaction: Interaction, data: Json) -> None:
        self.user, self.interaction = user, interaction
        self.title = str(data["title"])
        self._custom_id = data["custom_id"]
        self._components = numbered(data["components"])
        self._fields = {str(field["custom_id"]): field for _, field in walk(self._components) if "custom_id" in field}
        self._labels = dict(_labelled(self._components))

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._labels)

    @property
    def prefilled(self) -> dict[str, str | tuple[str, ...]]:
        """Each field's value before the person types, by label; a menu's options as sent."""
        return {label: _default(self._fields[custom_id]) for label, custom_id in self._labels.items()}

    async def submit(self, values: Filled | None = None, *, wait: bool = True) -> Answer:
        """Send the form. Raises AssertionError where Discord's client wouldn't send it: see `_entered`."""
        given = {self._labels.get(name, name): value for name, value in (values or {}).items()}
        unknown = set(given) - set(self._fields)
        assert not unknown, f"No field {unknown}; the form has {self.labels}"
        entered = {key: _entered(field, given.get(key, _default(field))) for key, field in self._fields.items()}
        parts = [_submitted(component, entered) for component in self._components]
        return await self.user.submit(self.interaction, {"custom_id": self._custom_id, "components": parts}, wait=wait)


def _labelled(components: list[Json]) -> list[tuple[str, str]]:
    """Each field's label and custom id: `Label` parts, and older rows whose inputs have a label."""
    pairs = []
    for component in components:
        field = component.get("component") or next(iter(component.get("components") or []), None)
        if field:
            pairs.append((component.get("label") or field.get("label") or field["custom_id"], field["custom_id"]))
    return pairs


def _default(field: Json) -> str | tuple[str, ...]:
    if field["type"] == TEXT_INPUT:
        return str(field.get("value") or "")
    if field["type"] == FILE_UPLOAD:
        return ()
    if field["type"] in PICKERS:
        return tuple(str(picked["id"]) for picked in field.get("default_values") or [])
    return tuple(option["value"] for option in field.get("options") or [] if option.get("default"))


def _entered(field: Json, given: str | Sequence[str]) -> Json:
    """The part of a submission with the value. Checks whether it is required, and its length or number of options."""
    name = field["custom_id"]
    kind = field["type"]
    assert kind in (TEXT_INPUT, SELECT, FILE_UPLOAD, *PICKERS), f"{name}: nobody here can fill in {kind}"
    required = field.get("required") is not False
    if field["type"] in (FILE_UPLOAD, *PICKERS):
        picked = [given] if isinstance(given, str) else list(given)
        assert picked or not required, f"{name} is required"
        assert all(id.isdecimal() for id in picked), f"{name} takes ids"
        assert len(picked) <= field.get("max_values", 1), f"{name} takes {field.get('max_values', 1)}"
        return {"values": picked}
    if field["type"] == SELECT:
        chosen = choose(field, [given] if isinstance(given, str) else given)
        assert chosen or not required, f"{name} is required"
        return {"values": chosen}
    assert isinstance(given, str), f"{name} takes text"
    assert given or not required, f"{name} is required"
    low, high = (field.get("min_length") or 0) if given else 0, field.get("max_length") or 4000
    assert low <= len(given) <= high, f"{name} takes {low} to {high} characters, not {len(given)}"
    return {"value": given}


def choose(menu: Json, wanted: Sequence[str]) -> list[str]:
    """The values of a menu's options, by label or value. Raises AssertionError for one not offered."""
    offered = {key: option["value"] for option in menu["options"] for key in (option["label"], option["value"])}
    missing = [each for each in wanted if each not in offered]
    assert not missing, f"The menu offers {[option['label'] for option in menu['options']]}, not {missing}"
    most = menu.get("max_values", 1)
    assert len(wanted) <= most, f"The menu takes {most} options, not {len(wanted)}"
    return [offered[each] for each in wanted]


def _submitted(component: Json, entered: dict[str, Json]) -> Json:
    kept: Json = {key: component[key] for key in ("type", "id", "custom_id") if key in component}
    if "component" in component:
        kept["component"] = _submitted(component["component"], entered)
    if "components" in component:
        kept["components"] = [_submitted(child, entered) for child in component["components"]]
    return kept | entered.get(component.get("custom_id", ""), {})
