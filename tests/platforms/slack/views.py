"""A modal or a home tab on one person's screen, to read, fill in and submit."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import fields, reading

if TYPE_CHECKING:
    from tests.platforms.slack.answers import Answer
    from tests.platforms.slack.people import User

Json = dict[str, Any]


class View:
    """An open view. `errors` maps an input's label to the sentence under it."""

    private = True

    def __init__(self, user: User, view: Json, answer: Answer | None) -> None:
        self.user, self.answer = user, answer
        self.id = user.team.hub.new_id("V")
        self.open = True
        self.errors: dict[str, str] = {}
        self._typed: dict[fields.Key, Json] = {}
        self._new_ids = (f"{self.id}-{n}" for n in itertools.count(1))
        self.replace(view)

    def replace(self, view: Json) -> None:
        """For the stand-in: replace this view. Typed values stay where the ids match."""
        self.view = {**view, "blocks": fields.with_ids(view["blocks"], self._new_ids)}
        self.hash = self.user.team.hub.new_ts()
        self.errors = {}
        held = fields.inputs(self.blocks)
        self._typed = {key: state for key, state in self._typed.items() if key in held}

    @property
    def blocks(self) -> list[Json]:
        """The current blocks, with every id filled in."""
        return list(self.view["blocks"])

    @property
    def title(self) -> str:
        """A modal's title."""
        return reading.said(self.view.get("title") or {})

    @property
    def external_id(self) -> str:
        """The app's own id for the view, empty if it gave none."""
        return str(self.view.get("external_id") or "")

    @property
    def text(self) -> str:
        """Title and blocks as plain text."""
        return "\n".join(part for part in (self.title, reading.text_of(self.blocks)) if part)

    @property
    def buttons(self) -> tuple[str, ...]:
        """Button labels within the view (not Submit and Close)."""
        return reading.buttons_of(self.blocks)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the inputs, in order."""
        return tuple(reading.label(b) for b in self.blocks if b["type"] == "input")

    @property
    def prefilled(self) -> dict[str, Any]:
        """Each input's current value, from the bot or typed since, by label."""
        state = self.state
        pairs = ((b, b["element"]["action_id"]) for b in self.blocks if b["type"] == "input")
        return {reading.label(b): fields.shown_value(state[(b["block_id"], a)]) for b, a in pairs}

    @property
    def state(self) -> dict[fields.Key, Json]:
        """Every input's state by block id and action id."""
        held = fields.inputs(self.blocks)
        return {key: self._typed.get(key) or fields.initial(element) for key, element in held.items()}

    async def suggest(self, name: str, typed: str) -> tuple[str, ...]:
        """Type into an external select. Returns the labels of the options that the bot offers."""
        return tuple(reading.label(option) for option in await self._offers(name, typed))

    async def fill(self, values: Mapping[str, Any]) -> None:
        """Type and choose, by label (or `block_id/action_id`). An AssertionError lists the fields."""
        for name, value in values.items():
            key = fields.find(self.blocks, name)
            element = fields.inputs(self.blocks)[key]
            asks = element["type"] == "external_select" and value is not None
            offered = await self._offers(name, value) if asks else None
            self._typed[key] = fields.filled(element, value, offered)

    async def submit(self, values: Mapping[str, Any] | None = None, *, wait: bool = True) -> Answer:
        """Fill in and press Submit. What Slack's client itself refuses never reaches the bot; what the bot
        refuses is in `errors`; else the answer is what comes next. Raises NotAcknowledged, NoAnswer."""
        if not self.open or self.view["type"] != "modal":
            raise AssertionError(f"The form {self.title!r} is not open anymore")
        await self.fill(values or {})
        self.errors = self.by_label(fields.refusals(self.blocks, self.state))
        return await self.user.submit(self, wait=wait)

    async def click(self, label: str, *, wait: bool = True) -> Answer:
        """Tap a button inside the view."""
        return await self.user.click(self, label, wait=wait)

    def by_label(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Errors by label, from errors by block id. A block without an input is a problem."""
        labels = {b["block_id"]: reading.label(b) for b in self.blocks if b["type"] == "input"}
        for block_id in errors.keys() - labels.keys():
            self.user.team.hub.problem("view_submission", f"error for {block_id!r}, which is no input block")
        return {labels.get(block_id, block_id): reading.unescaped(said) for block_id, said in errors.items()}

    async def _offers(self, name: str, typed: str) -> list[Json]:
        return await self.user.suggestions(self, *fields.find(self.blocks, name), typed)

    def to_json(self) -> Json:
        """The view object of Slack's payloads and answers, with state."""
        team = self.user.team
        values: dict[str, Json] = {}
        for (block_id, action_id), state in self.state.items():
            values.setdefault(block_id, {})[action_id] = state
        given = {"private_metadata": "", "callback_id": "", "external_id": "", **self.view}
        return {
            **given,
            "id": self.id,
            "team_id": team.id,
            "app_id": team.hub.app_id,
            "bot_id": team.bot_id,
            "app_installed_team_id": team.id,
            "hash": self.hash,
            "state": {"values": values},
            "clear_on_close": self.view.get("clear_on_close", False),
            "notify_on_close": self.view.get("notify_on_close", False),
            "root_view_id": self.id,
            "previous_view_id": None,
        }
