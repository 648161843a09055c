"""A small bot that uses every feature of cogs, to test the adapter with."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from bot.errors import Unavailable, UserError
from bot.identity import Identity
from bot.kit.answers.routes import Sealer
from bot.kit.cards.markup import Markup, escape
from bot.kit.cards.markup import draw_command as name_command
from bot.kit.cards.reply import Button, Card, Choice, Fact, Image, Style, Table
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import Opt
from bot.kit.registry import collect
from bot.kit.sent_files import SentFile
from bot.kit.spec import action, command, form, suggest

PNG = b"\x89PNG picture"
OFFICES = ("Senator Ash", "Senator Birch", "Representative Cedar")


class Outcome(StrEnum):
    """How a call went. The catalog has the labels."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"


OutcomeWord = Annotated[Outcome, Opt("How it went")]
OfficeWord = Annotated[str | None, Opt("Office you called", suggest="offices")]


class Desk:
    """The bot, under a test's control: ``gate`` holds slow work, which sets ``reached`` when it has started."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.reached = asyncio.Event()
        self.down = self.refuse = False
        self.seen: list[Invocation] = []

    def dispatcher(self) -> Dispatcher:
        """A dispatcher to this bot, as after a restart: only the key and the desk are the same."""
        return Dispatcher(collect(self), self.who, Sealer(b"key"))

    async def who(self, envelope: Envelope) -> Identity:
        """Stand in for the database."""
        if self.down:
            raise Unavailable("locked")
        return Identity()

    async def wait(self) -> None:
        """Be slow until the test opens the gate."""
        self.reached.set()
        await self.gate.wait()

    @command("echo")
    async def echo(
        self,
        inv: Invocation,
        word: Annotated[str | None, Opt("Anything")] = None,
        times: Annotated[int | None, Opt("How often")] = None,
        loud: Annotated[bool | None, Opt("In capitals")] = None,
    ) -> Card:
        """Say it again."""
        self.seen.append(inv)
        said = (word or inv.words.language) * (times or 1)
        return Card(body=escape(said.upper() if loud else said))

    @command("take")
    async def take(self, inv: Invocation, file: Annotated[SentFile, Opt("The file")]) -> Card:
        """Read a file."""
        return Card(body=escape(f"{file.name}: {(await file.read_text()).decode()}"))

    @command("slow")
    async def slow(self, inv: Invocation) -> Card:
        """Take a while."""
        self.seen.append(inv)
        await self.wait()
        return Card(title="Done at last")

    @command("long", slow=True)
    @action("long", slow=True)
    async def long(self, inv: Invocation) -> Card:
        """Take a minute, and say how far it is."""
        inv.envelope.progress.report(Markup("1 of 2 is done."))
        await self.wait()
        if self.refuse:
            raise UserError("campaign.none")
        return Card(title="Done at last")

    @command("board", private=False)
    async def board(self, inv: Invocation) -> Card:
        """Show the board to everybody."""
        table = Table(("#", "Chapter"), (("1", "East <Bay>"), ("2", "")), frozenset({0}))
        buttons = (Button("Mine", "mine", anyone=True), Button("Close", "share"))
        return Card("Board", Markup("**2** chapters"), table=table, buttons=buttons)

    @command("refused", private=False)
    async def refused(self, inv: Invocation) -> Card:
        """Refuse a public command."""
        if self.gate.is_set():
            raise UserError("campaign.none")
        await self.wait()
        raise UserError("campaign.none")

    @command("advise")
    async def advise(self, inv: Invocation) -> Card:
        """Name another command."""
        return Card(body=name_command("board", "/board"))

    @command("broken")
    async def broken(self, inv: Invocation) -> Card:
        """Fail in an unforeseen way."""
        raise ZeroDivisionError

    @command("receipt")
    async def receipt(self, inv: Invocation) -> Card:
        """Show a private card with buttons and a picture."""
        buttons = (
            Button("Undo", "undo", {"call": "7"}, Style.DANGER),
            Button("Undo slowly", "undo", {"call": "slow"}),
            Button("Share", "share"),
            Button("Take a minute", "long"),
            Button("Log another", "log"),
        )
        facts = (Fact("Own", "3"), Fact("Number", "(202) 224-3121"))
        return Card("Logged", facts=facts, image=Image("my card.png", PNG, "A card"), buttons=buttons)

    @action("undo")
    async def undo(self, inv: Invocation, call: Annotated[str, Opt("Call")]) -> Card:
        """Undo a call."""
        self.seen.append(inv)
        if call == "slow":
            await self.wait()
        return Card(title=f"Taken back {call}")

    @action("mine")
    async def mine(self, inv: Invocation) -> Card:
        """Show the caller's rank."""
        return Card(body=Markup("You are second"))

    @action("share", private=False)
    async def share(self, inv: Invocation) -> Card:
        """Show the channel something."""
        return Card(title="Shared")

    @command("log", form="log", unless=("outcome",))
    async def log(self, inv: Invocation, outcome: OutcomeWord | None = None, office: OfficeWord = None) -> Card:
        """Log a call."""
        return Card("Logged", escape(f"{outcome} {office}"))

    @form("log")
    async def log_form(self, inv: Invocation, outcome: OutcomeWord, office: OfficeWord = None) -> Card:
        """Log a call from the form."""
        if office == "senator birch":
            await self.wait()
        if office == "senator ash" or self.refuse:
            raise UserError("office.unknown", field="office", word=office or "", known="others")
        if office == "senator elm":
            raise UserError("office.vacant", field="office")
        return Card("Logged", escape(f"{outcome} {office}"), buttons=(Button("Log another", "log"),))

    @command("profile", form="profile", unless=("name",))
    async def profile(self, inv: Invocation, name: Annotated[str | None, Opt("Name")] = None) -> Card:
        """Say who you are."""
        return Card(body=escape(name or ""))

    @form("profile", prefill="known")
    async def profile_form(
        self,
        inv: Invocation,
        name: Annotated[str | None, Opt("Name", max_length=10)] = None,
        office: OfficeWord = None,
        story: Annotated[str | None, Opt("Your story", max_length=1000)] = None,
    ) -> Card:
        """Say who you are in the form."""
        return Card(body=escape(f"I am {name}, {office}, {story}"))

    async def known(self, inv: Invocation) -> Mapping[str, str]:
        """The first values of the profile's form."""
        return {"name": "Ana, whose name is long", "office": "An office closed since"}

    @suggest("offices")
    async def offices(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The offices that match the typed text."""
        return tuple(Choice(name.lower(), name) for name in OFFICES if typed.casefold() in name.casefold())
