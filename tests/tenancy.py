"""An app with two orgs, and every declaration as a cell: a role that uses it on an org's things. For `test_tenancy`."""

import pkgutil
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from sqlalchemy import bindparam, select

from bot import cogs as rooms
from bot.app.app import App, bootstrap
from bot.cogs.coalition.role import Post
from bot.config.settings import load_config
from bot.core.base.ids import format_reference
from bot.core.times.clock import now
from bot.identity import Caller
from bot.kit.answers.routes import Route
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Form, Reply
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Gate, Step, make_step
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope
from bot.kit.options import PERSON, Option
from bot.kit.spec import Spec, make_form_spec, read_specs
from bot.roles import Role
from bot.store.statement import Statement
from bot.store.tables import deliveries

ROOT = Path(__file__).parent.parent
CONFIG = "coalition: {{admins: [console:root]}}\ncampaigns: {campaigns}\n"
SPACE = {"Ours": "guild-ours", "Theirs": "guild-theirs"}
CHAPTER = {"Ours": "Main", "Theirs": "Far"}
CHANNEL = {"Ours": "main-floor", "Theirs": "far-floor"}  # the console's channels have no ids beyond their names
NOWHERE = "Nowhere"
HOLDERS = {Role.VOLUNTEER: "val", Role.CAPTAIN: "cap", Role.COORDINATOR: "coo", Role.ADMIN: "root"}

# What an option that refers to an org's things takes, by org.
_POINTERS: Mapping[str, Mapping[str, str]] = {
    "org": {"Ours": "Ours", "Theirs": "Theirs", NOWHERE: NOWHERE},
    "chapter": {**CHAPTER, NOWHERE: NOWHERE},
    "channel": {**CHANNEL, NOWHERE: NOWHERE},
    "scope": {"Ours": "Ours", "Theirs": "Theirs", NOWHERE: NOWHERE},
    "audience": {"Ours": "Ours", "Theirs": "Theirs", NOWHERE: NOWHERE},
}
_MADE = {"alert", "delivery", "draft"}  # options that refer to things without a name of their own
_OPEN = {
    "alert.script",
    "alert.log",
    "alert.board",
    "alert.postcard",
    "alert.words",
    "alert.language",
}  # buttons that anybody in the channel can press
SPACES = {"ours": SPACE["Ours"], "unlinked": "guild-nobodys", "none": None}
FOREIGN = ("Theirs", CHAPTER["Theirs"], CHANNEL["Theirs"])
_DELIVERY = Statement(select(deliveries.c.id).where(deliveries.c.alert_id == bindparam("alert")))


@dataclass(frozen=True, slots=True)
class Cell:
    """One declaration, used by a person with a role on an org's things."""

    declared: Spec
    role: Role
    org: str

    @property
    def kind(self) -> str:
        return self.declared.kind

    @property
    def name(self) -> str:
        return self.declared.name

    @property
    def is_allowed(self) -> bool:
        return self.role >= self.declared.role

    @property
    def pointers(self) -> frozenset[str]:
        """The options that refer to an org's things, unless anybody in the channel may use them."""
        own = frozenset(option.name for option in self.declared.options) & {*_POINTERS, *_MADE}
        own -= frozenset() if _is_of_drafts(self.declared) else {"draft"}
        return frozenset() if self.name in _OPEN else own

    def __str__(self) -> str:
        return f"{self.kind} {self.name}, {self.role.name.lower()}, {self.org.lower()}"


@dataclass(frozen=True, slots=True)
class Made:
    """Things of an org without a name of their own, by id: an alert, its delivery, and a campaign's draft."""

    alert: str
    delivery: str
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """An app with two orgs, each with a server, a chapter, and people of every role in the first."""

    app: App
    made: Mapping[str, Made]

    async def say(self, who: str, name: str, args: Mapping[str, str], space: str = SPACE["Ours"]) -> Reply:
        """Run a command by its name."""
        step = self.app.dispatcher.read_command(self.envelope(who, space), name, args)
        assert isinstance(step, Step), f"{name} opened a form"
        return await self.app.dispatcher.run(step)

    async def call(self, cell: Cell, args: Mapping[str, str], space: str | None = SPACE["Ours"]) -> Reply:
        """Run a cell's declaration through dispatch, without opening a form."""
        spec = self.spec(cell)
        envelope = self.envelope(HOLDERS[cell.role], space)
        return await self.app.dispatcher.run(make_step(envelope, spec, args))

    async def send(self, org: str, chief: str) -> Made:
        """Schedule an org's alert for tomorrow."""
        reply = await self.say(chief, "alert send", {"words": "Call", "when": "tomorrow 9:00"}, SPACE[org])
        confirm = reply.card.buttons[0]
        step = self.app.dispatcher.read_tap(self.envelope(chief, SPACE[org]), confirm.id)
        assert isinstance(step, Step)
        assert not (await self.app.dispatcher.run(step)).refused
        alert = confirm.args["alert"]
        [row] = await self.app.core.base.store.read(lambda tx: tx.all(_DELIVERY, alert=alert))
        return Made(alert, row.id)

    async def enter(self, cell: Cell) -> Step | Form:
        """Use a cell's declaration as people do, without arguments."""
        door, envelope = self.app.dispatcher, self.envelope(HOLDERS[cell.role], SPACE["Ours"])
        if cell.kind == "command":
            meant = door.read_command(envelope, cell.name, {})
        else:
            meant = door.read_tap(envelope, door._sealer.encode(Route(cell.name), envelope.caller))
        return await door.open_gate(meant) if isinstance(meant, Gate) else meant

    async def refusal(self, cell: Cell) -> str:
        """What a caller with too low a role reads.

        For a button or form it is as if it had never been declared, but for the first sentence: only somebody who had
        the role has its card.
        """
        words, needed = load_words("en"), self.spec(cell).role.name.lower()
        if cell.kind == "command":
            return strip_markup(words.m(f"error.for.{needed}", name=cell.name))
        known, door = self.app.registry, self.app.dispatcher
        actions, forms = (
            {name: spec for name, spec in specs.items() if name != cell.name} for specs in (known.actions, known.forms)
        )
        bare = Dispatcher(replace(known, actions=actions, forms=forms), door._offers.identities.identify, door._sealer)
        envelope = self.envelope(HOLDERS[cell.role], SPACE["Ours"])
        step = bare.read_tap(envelope, door._sealer.encode(Route(cell.name), envelope.caller))
        assert isinstance(step, Step)
        expired, ended = (strip_markup(words.m(key)) for key in ("error.button", f"error.ended.{needed}"))
        return read_words(await bare.run(step)).replace(expired, ended)

    def spec(self, cell: Cell) -> Spec:
        registry = self.app.registry
        return {"command": registry.commands, "action": registry.actions, "form": registry.forms}[cell.kind][cell.name]

    @staticmethod
    def envelope(who: str, space: str | None) -> Envelope:
        channel = next((CHANNEL[org] for org, own in SPACE.items() if own == space), "elsewhere")
        caller = Caller("console", who, space, (f"channel:{channel}",) if space else ())
        return Envelope(secrets.token_hex(8), now(), caller, manages=who in ("coo", "foe"))


async def set_up_orgs(folder: Path) -> Mapping[str, Made]:
    app = await bootstrap(load_config(folder / "config.yaml", {}), {})
    floor, made = Floor(app, {}), dict[str, Made]()
    for org, chief in (("Ours", "coo"), ("Theirs", "foe")):
        await floor.say("root", "org add", {"name": org})
        told = strip_markup((await floor.say("root", "org code", {"org": org})).card.body)
        await floor.say(chief, "org join", {"code": told.split()[0]}, SPACE[org])
        await floor.say(chief, "chapter add", {"org": org, "name": CHAPTER[org]}, SPACE[org])
        assert not (await floor.say(chief, "channel subscribe", {}, SPACE[org])).refused
        begun = await floor.say(chief, "campaign new", {"name": f"Call for {org}"}, SPACE[org])
        draft = next(button.args["draft"] for button in begun.card.buttons)
        made[org] = replace(await floor.send(org, chief), draft=draft)
    grant = {"person": "cap", "role": Post.CAPTAIN.value, "scope": "Main"}
    assert not (await floor.say("root", "role grant", grant)).refused
    await app.close()
    return made


@asynccontextmanager
async def open_floor(source: Path, made: Mapping[str, Made], folder: Path) -> AsyncIterator[Floor]:
    """A floor on a copy of the installation in ``source``."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    app = await bootstrap(load_config(folder / "config.yaml", {}), {})
    yield Floor(app, made)
    await app.close()


def list_cells() -> Iterator[Cell]:
    """Every declaration x every role x each org."""
    for _, spec in sorted(find_declared().items()):
        yield from (Cell(spec, role, org) for role in Role for org in ("Ours", "Theirs"))


def find_declared() -> Mapping[tuple[str, str], Spec]:
    """What the app's cogs declare by kind and name, read from their classes, without an app."""
    modules = [import_module(one.name) for one in pkgutil.walk_packages(rooms.__path__, "bot.cogs.")]
    cogs = {value for module in modules for name, value in vars(module).items() if name.endswith("Cog")}
    specs = [spec for cog in cogs for member in vars(cog).values() for spec in read_specs(member)]
    forms = {spec.name for spec in specs if spec.kind == "form"}
    made = [make_form_spec(spec) for spec in specs if spec.form and spec.form not in forms]
    return {(spec.kind, spec.name): spec for spec in (*specs, *made)}


def make_arguments(spec: Spec, org: str, made: Mapping[str, Made]) -> dict[str, str]:
    """Arguments for every option that is required or refers to somebody's things."""
    pointers = {*_POINTERS, *_MADE} - (set() if _is_of_drafts(spec) else {"draft"})
    wanted = [option for option in spec.options if option.required or option.name in pointers]
    return {option.name: _value(spec, option, org, made) for option in wanted}


def _is_of_drafts(spec: Spec) -> bool:
    """Whether the option ``draft`` means a campaign's draft; alerts have private ones of the same name."""
    return spec.name.startswith(("draft.", "campaign "))


def _value(spec: Spec, option: Option, org: str, made: Mapping[str, Made]) -> str:
    if option.name in _MADE and (option.name != "draft" or _is_of_drafts(spec)):
        return _made(spec, option, made[org]) if org in made else NOWHERE
    if option.name == "scope":
        return _POINTERS["org"][org]
    if option.name in _POINTERS:
        return _POINTERS[option.name][org]
    if option.kind == PERSON:
        return "somebody"
    if option.name == "role":
        return Post.COORDINATOR.value
    return option.words[0] if option.words else "0000-0000"


def _made(spec: Spec, option: Option, made: Made) -> str:
    """The value that refers to one of `Made`. Commands take an alert's short reference."""
    if option.name == "delivery":
        return made.delivery
    if option.name == "draft":
        return made.draft
    return format_reference(made.alert) if spec.kind == "command" else made.alert


def read_words(reply: Reply) -> str:
    return strip_markup(reply.card.body)
