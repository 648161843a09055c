"""A small bot that uses every feature of cogs, to test the adapter with."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from bot.errors import Unavailable, UserError
from bot.identity import Identity
from bot.kit.answers.routes import Sealer
from bot.kit.cards.markup import Markup, escape
from bot.kit.cards.reply import Button, Card, Choice, File, Image, Style, Table
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import Opt
from bot.kit.registry import collect
from bot.kit.sent_files import SentFile
from bot.kit.spec import action, command, form, suggest

PNG = b"\x89PNG picture"
SHEET = File("calls, all.csv", b"day,calls\r\n", "Two lines of numbers")
OFFICES = ("Senator Ash", "Senator Birch", "Representative Cedar")


class Outcome(StrEnum):
    """How a call went."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"


HowWord = Annotated[Outcome, Opt("How it went")]
OfficeWord = Annotated[str | None, Opt("Office you called", suggest="offices")]


class Desk:
    """The bot, under a test's control: ``gate`` holds slow work, ``name`` is what the database knows about people.

    Long work goes on with ``parts``, and ends with an empty one.
    """

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.reached = asyncio.Event()
        self.language: str | None = None
        self.down = self.held = False
        self.name = "Ana"
        self.parts: asyncio.Queue[str] = asyncio.Queue()
        self.seen: list[Invocation] = []
        self.logged: list[str] = []

    def dispatcher(self) -> Dispatcher:
        """A dispatcher to this bot, as after a restart: only the key and the desk are the same."""
        return Dispatcher(collect(self), self.who, Sealer(b"key"))

    async def who(self, envelope: Envelope) -> Identity:
        """Stand in for the database."""
        if self.held:
            await self.wait()
        if self.down:
            raise Unavailable("locked")
        return Identity(language=self.language)

    async def wait(self) -> None:
        """Be slow until the test opens the gate."""
        self.reached.set()
        await self.gate.wait()

    @command("echo")
    async def echo(self, inv: Invocation, word: Annotated[str | None, Opt("Anything")] = None) -> Card:
        """Say it again."""
        self.seen.append(inv)
        return Card(body=escape(word or inv.words.language))

    @command("take")
    async def take(self, inv: Invocation, file: Annotated[SentFile, Opt("The file")]) -> Card:
        """Read a file."""
        return Card(body=escape(f"{file.name}: {(await file.read_text()).decode()}"))

    @command("slow")
    async def slow(self, inv: Invocation) -> Card:
        """Take a while."""
        await self.wait()
        self.logged.append(inv.id)
        return Card(title="Done at last")

    @command("long", slow=True)
    async def long(self, inv: Invocation) -> Card:
        """Take a minute, and say how far it is."""
        while part := await self.parts.get():
            inv.envelope.progress.report(Markup(part))
        return Card(title="Done at last")

    @command("board", private=False)
    async def board(self, inv: Invocation) -> Card:
        """Show the board to everybody."""
        table = Table(("#", "Chapter"), (("1", "East <Bay>"), ("2", "")), frozenset({0}))
        again = Button("Mine", "mine", anyone=True)
        return Card("Board", Markup("**2** chapters"), table=table, buttons=(again,))

    @command("closed", private=False)
    async def closed(self, inv: Invocation) -> Card:
        """Refuse in public."""
        raise UserError("campaign.none")

    @command("broken")
    async def broken(self, inv: Invocation) -> Card:
        """Fail in an unforeseen way."""
        raise ZeroDivisionError

    @command("receipt")
    async def receipt(self, inv: Invocation) -> Card:
        """Show a private card with buttons."""
        undo = Button("Undo", "undo", {"call": "7"}, Style.DANGER)
        return Card("Logged", buttons=(undo, Button("Share", "share"), Button("Log another", "log")))

    @command("picture")
    async def picture(self, inv: Invocation) -> Card:
        """Show a private picture."""
        return Card(body=Markup("Here it is"), image=Image("card", PNG, "A card"))

    @command("sheet")
    async def sheet(self, inv: Invocation) -> Card:
        """Send a picture and a file to one person."""
        return Card(body=Markup("Here they are"), image=Image("card", PNG, "A card"), file=SHEET)

    @command("preview")
    async def preview(self, inv: Invocation) -> Card:
        """Show a picture of something that isn't decided yet."""
        picture = Image("preview.png", PNG, "A preview", temporary="decision-7")
        return Card(body=Markup("Send it?"), image=picture, buttons=(Button("Not now", "decide"),))

    @command("sketch")
    async def sketch(self, inv: Invocation, words: Annotated[str, Opt("Words")]) -> Card:
        """Show what somebody wrote as a picture."""
        return Card(body=escape(words), image=Image("preview.png", PNG, "A preview", temporary="decision-7"))

    @action("decide")
    async def decide(self, inv: Invocation) -> Card:
        """Decide about it."""
        return Card(body=Markup("All right"), removes="decision-7")

    @command("poster", private=False)
    async def poster(self, inv: Invocation) -> Card:
        """Show a picture to everybody."""
        return Card("Poster", image=Image("poster.png", PNG, "A poster"))

    @action("undo")
    async def undo(self, inv: Invocation, call: Annotated[str, Opt("Call")]) -> Card:
        """Undo a call."""
        self.seen.append(inv)
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
    async def log(self, inv: Invocation, outcome: HowWord | None = None, office: OfficeWord = None) -> Card:
        """Log a call."""
        assert outcome
        return self._logged(inv, outcome, office)

    @form("log")
    async def log_form(self, inv: Invocation, outcome: HowWord, office: OfficeWord = None) -> Card:
        """Log a call from the form."""
        if office == "Senator Ash":
            raise UserError("office.unknown", field="office", word=office, known="others")
        if office == "Senator Birch":
            await self.wait()
        return self._logged(inv, outcome, office)

    @command("profile", form="profile", unless=("name",))
    async def profile(self, inv: Invocation, name: Annotated[str | None, Opt("Name")] = None) -> Card:
        """Say who you are."""
        return Card(body=escape(name or ""))

    @form("profile", private=False, prefill="known")
    async def profile_form(
        self,
        inv: Invocation,
        name: Annotated[str | None, Opt("Name")] = None,
        office: OfficeWord = None,
    ) -> Card:
        """Say who you are in the form."""
        return Card(body=escape(f"I am {name}, {office}"))

    async def known(self, inv: Invocation) -> Mapping[str, str]:
        """The first values of the profile's form."""
        return {"name": self.name, "office": OFFICES[2]}

    @suggest("offices")
    async def offices(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The offices that match the typed text."""
        return tuple(Choice(name, name) for name in OFFICES if typed.casefold() in name.casefold())

    def _logged(self, inv: Invocation, outcome: Outcome, office: str | None) -> Card:
        self.logged.append(inv.id)
        again = Button("Log another", "log")
        return Card("Logged", escape(f"{outcome} {office}"), buttons=(Button("Undo", "undo", {"call": "7"}), again))
