"""What one person got: the answer to a command, a tap or a submitted form."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.platforms.slack.model import Channel, File, Message

if TYPE_CHECKING:
    from tests.platforms.slack.people import User
    from tests.platforms.slack.views import View

Json = dict[str, Any]


class NoAnswer(AssertionError):
    """The expected thing wasn't shown in time."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the person saw at one moment."""

    text: str
    private: bool
    buttons: tuple[str, ...]
    files: tuple[File, ...]
    deleted: bool = False


class Answer:
    """An answer. Later changes of what the bot showed appear here too.

    `kind` is `slash_commands`, `interactive` or `events_api`; `payload` is what the bot was sent;
    `source` the message or view that was tapped, `said` the request in words for error texts.
    """

    def __init__(
        self,
        user: User,
        kind: str,
        payload: Json,
        said: str,
        channel: Channel | None = None,
        source: Message | View | None = None,
    ) -> None:
        self.user, self.kind, self.payload, self.said = user, kind, payload, said
        self.channel, self.source = channel, source
        self.seconds_to_ack: float | None = None
        self.deliveries = 0
        self._seen: list[tuple[Message | View, Shown]] = []
        self._news = asyncio.Event()

    @property
    def screens(self) -> tuple[Shown, ...]:
        """Every state the person saw, oldest first."""
        return tuple(shown for _, shown in self._seen)

    @property
    def history(self) -> tuple[str, ...]:
        """The text of every state the person saw, oldest first."""
        return tuple(shown.text for _, shown in self._seen)

    @property
    def message(self) -> Message | View:
        """What is on the screen now: the latest thing with text."""
        if not self._seen:
            raise NoAnswer(f"{self.said}: nothing has been shown yet")
        worded = [thing for thing, shown in self._seen if shown.text or shown.deleted]
        return worded[-1] if worded else self._seen[-1][0]

    @property
    def text(self) -> str:
        """The text on the screen now, plain."""
        return self.message.text

    @property
    def private(self) -> bool:
        """Whether only this person sees it."""
        return self.message.private

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of the buttons on the screen now."""
        return self.message.buttons

    @property
    def deleted(self) -> bool:
        """Whether what was shown has been deleted."""
        return self.screens[-1].deleted

    @property
    def files(self) -> tuple[File, ...]:
        """Every file shared with the person in this answer."""
        found = [f for shown in self.screens for f in shown.files]
        return tuple(dict.fromkeys(found))

    @property
    def modal(self) -> View | None:
        """The modal that was opened or is open, if any."""
        views = [thing for thing, _ in self._seen if not isinstance(thing, Message)]
        return views[-1] if views else None

    def show(self, thing: Message | View) -> None:
        """For the stand-in: something appeared or changed."""
        deleted = isinstance(thing, Message) and thing.deleted
        files = thing.files if isinstance(thing, Message) else ()
        self._seen.append((thing, Shown(thing.text, thing.private, thing.buttons, files, deleted)))
        if isinstance(thing, Message) and self not in thing.shown_in:
            thing.shown_in.append(self)
        self.user.team.hub.closed(self)
        event, self._news = self._news, asyncio.Event()
        event.set()

    async def wait(self, patience: float | None = None) -> Answer:
        """Wait up to `patience` seconds (default: the stand-in's) for something to be shown. Raises NoAnswer."""
        return await self.until(lambda answer: bool(answer.history), patience)

    async def until(self, wanted: str | Callable[[Answer], bool], patience: float | None = None) -> Answer:
        """Wait until the words `wanted` are on the screen, or the function `wanted` returns true. Raises NoAnswer."""
        limit = self.user.team.hub.patience if patience is None else patience

        def there() -> bool:
            if callable(wanted):
                return wanted(self)
            return bool(self.history) and wanted in self.text

        try:
            async with asyncio.timeout(limit):
                while not there():
                    await self._news.wait()
        except TimeoutError:
            raise NoAnswer(self._missing(limit)) from None
        return self

    async def click(self, label: str, *, wait: bool = True) -> Answer:
        """Tap the button with this label on anything still visible. An AssertionError lists the buttons."""
        for thing in (thing for thing, _ in reversed(self._seen)):
            if label in thing.buttons:
                return await self.user.click(thing, label, wait=wait)
        raise AssertionError(f"No button {label!r} in {self.said}; there are {list(self.buttons)}")

    def _missing(self, seconds: float) -> str:
        acked = "never acknowledged"
        if self.seconds_to_ack is not None:
            acked = f"acknowledged after {self.seconds_to_ack:.3f} s"
        problems = self.user.team.hub.problems
        return f"{self.said}: no (such) answer in {seconds} s; {acked}; shown {self.history}; {problems}"
