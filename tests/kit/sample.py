"""A small cog that uses everything the kit offers, and people to call it."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Annotated

from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.kit.answers.routes import Sealer
from bot.kit.cards.markup import Markup, escape, strip_markup
from bot.kit.cards.reply import Button, Card, Choice, Reply
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Meaning, Step
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import Opt
from bot.kit.registry import Registry, collect
from bot.kit.spec import action, command, form, suggest
from bot.roles import Role

AT = 1_764_000_000_000_000  # UTC microseconds
KEY = b"k" * 32
ANA = Caller("discord", "100", "10")
BEN = Caller("discord", "200", "10")


class Outcome(StrEnum):
    """How it went."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"
    UNAVAILABLE = "unavailable"


Ran = Callable[[Invocation], Awaitable[Card]]


async def says_done(inv: Invocation) -> Card:
    """Answer with a card that has a button for the caller and one for anyone."""
    buttons = (
        Button("Undo", "undo", {"call": "c1"}),
        Button("Board", "board", anyone=True),
        Button("Log", "log", {"office": "senator-1"}),
    )
    return Card("Done", Markup("**done**"), buttons=buttons)


class SampleCog:
    """``heard`` has the handlers' arguments; ``ran`` is what they then do."""

    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []
        self.ran: Ran = says_done
        self.known: Callable[[], Awaitable[Mapping[str, str]]] = _knows

    @command("log", form="log", unless=("outcome",))
    async def log(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome | None, Opt("How it went")] = None,
        office: Annotated[str | None, Opt("Office you called", suggest="offices", max_length=20)] = None,
        times: Annotated[int | None, Opt("How often")] = None,
    ) -> Card:
        """Record a call you made."""
        self.heard.append((outcome, office, times))
        return await self.ran(inv)

    @form("log", prefill="offered")
    async def log_form(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("How it went")],
        office: Annotated[str | None, Opt("Office you called", suggest="offices", max_length=20)] = None,
    ) -> Card:
        """Record a call from the form."""
        if office == "nowhere":
            raise UserError("office.unknown", field="office", word=office, known="representative")
        self.heard.append((outcome, office))
        return await self.ran(inv)

    async def offered(self, inv: Invocation) -> Mapping[str, str]:
        """The form's first values."""
        return await self.known()

    @suggest("offices")
    async def offices(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """More offices than a menu takes."""
        if typed == "broken":
            raise RuntimeError("a secret detail")
        return tuple(Choice(f"o{number}", f"Office {number}") for number in range(30))

    @command("leaderboard", private=False)
    async def leaderboard(self, inv: Invocation, public: Annotated[bool | None, Opt("Show names")] = None) -> Card:
        """Show the board."""
        self.heard.append((public,))
        return await self.ran(inv)

    @command("void", role=Role.COORDINATOR)
    async def void(self, inv: Invocation, call: Annotated[str, Opt("Reference of the call")]) -> Card:
        """Take a call out of the count."""
        return Card(body=escape(call))

    @action("undo")
    async def undo(self, inv: Invocation, call: Annotated[str, Opt("Call")]) -> Card:
        """Undo a call."""
        self.heard.append((call,))
        return await self.ran(inv)

    @action("board", private=False)
    async def board(self, inv: Invocation) -> Card:
        """Show the board again."""
        return Card("Board")


async def _knows() -> Mapping[str, str]:
    return {"office": "senator-2"}


class Floor:
    """A dispatcher over the sample. ``who`` identifies every caller."""

    def __init__(self, deadline: float = 5.0) -> None:
        self.cog = SampleCog()
        self.who: Callable[[Envelope], Awaitable[Identity]] = _newcomer
        self.dispatcher = Dispatcher(self.registry, self._known, Sealer(KEY), deadline)

    @property
    def registry(self) -> Registry:
        """What the sample declares."""
        return collect(self.cog)

    async def answer(self, meaning: Meaning) -> Reply:
        """Run a step."""
        assert isinstance(meaning, Step)
        return await self.dispatcher.run(meaning)

    async def body(self, meaning: Meaning) -> str:
        """Run a step, and return its card's body."""
        return strip_markup((await self.answer(meaning)).card.body)

    async def _known(self, envelope: Envelope) -> Identity:
        return await self.who(envelope)


async def _newcomer(envelope: Envelope) -> Identity:
    return Identity()


def envelope(caller: Caller = ANA, locale: str | None = None) -> Envelope:
    """A request by ``caller``."""
    return Envelope("discord:1", AT, caller, locale)
