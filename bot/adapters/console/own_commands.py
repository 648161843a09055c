"""The console's own commands: `/help`, `/quit` and the greeting. They go through dispatch like every other."""

import json
import re
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from msgspec import structs

from bot.errors import UserError
from bot.kit.answers.help import draw_command_help, draw_command_list
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Card
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Step, make_refusal
from bot.kit.dispatch.words_behind import is_help
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import Handler, Opt
from bot.kit.spec import Spec, command, read_specs
from bot.kit.words.parse import parse_arguments
from bot.roles import Role
from bot.text import fold

SLASHES = "/／"  # Chinese and Japanese keyboards type the second
# With a slash or without, as other consoles have it, in the app's languages.
_LEAVING = frozenset(
    map(fold, ("quit", "exit", "bye", "salir", "종료", "나가기", "thoát", "umalis", "lumabas", "退出", "离开", "離開"))
)
_PLAIN = re.compile(r"\w[\w .-]*(?<! )")  # a name that YAML reads as it is, in brackets behind a colon


class RoleHint(StrEnum):
    """What somebody at the console reads about their role; each has its own sentence, ``console.role.<value>``."""

    NONE = ""
    OWNER = "owner"  # the admin, because the database is theirs
    OTHER_NAME = "other_name"  # a volunteer beside such an owner
    OTHER_ADMINS = "other_admins"  # a volunteer, because settings or database name admins
    UNCLAIMED = "unclaimed"  # nobody is an admin


def _bind(method: Handler) -> Spec:
    [spec] = read_specs(method)
    return structs.replace(spec, handler=method)


class ConsoleCommands:
    """Commands that only a console needs. Discord and Slack have their own help, and nothing to quit."""

    def __init__(self, dispatcher: Dispatcher, hint: RoleHint = RoleHint.NONE, settings: str = "") -> None:
        """``hint`` is about the person's role, and ``settings`` the path of the settings file."""
        self._dispatcher, self._hint, self._settings = dispatcher, hint, settings
        self.role = Role.VOLUNTEER  # the person's role, known once they are greeted
        self.commands = {"help": _bind(self.help), "quit": _bind(self.quit)}
        self._greeting = _bind(self.welcome)

    def has(self, name: str) -> bool:
        """Whether ``name``, in lowercase, is one of ``commands`` or another word for one."""
        return name in self.commands or fold(name) in _LEAVING

    def read_text(self, envelope: Envelope, name: str, text: str) -> Step:
        """The step that runs a command that `has` knows, or says what is wrong with its arguments."""
        spec = self.commands["quit" if fold(name) in _LEAVING else name]
        try:
            args = parse_arguments(text, spec.options, self._dispatcher.guess_words(envelope).label)
        except UserError as error:
            return self.refuse(envelope, error)
        return Step(envelope, spec, args, private=True)

    def read_bare(self, envelope: Envelope, line: str) -> Step:
        """The step for a line without a slash: help, if that is asked for in any language, else a refusal."""
        if is_help(line):
            return self.read_text(envelope, "help", "")
        return self.refuse(envelope, UserError("console.no_command"))

    def refuse(self, envelope: Envelope, error: UserError) -> Step:
        """The step that shows an error in the person's language."""
        return make_refusal(envelope, error)

    def greet(self, envelope: Envelope) -> Step:
        """The step that greets the person and learns their role."""
        return Step(envelope, self._greeting, {}, private=True)

    def say_goodbye(self, envelope: Envelope) -> Step:
        """The step that ends the conversation with a sentence."""
        return self.read_text(envelope, "quit", "")

    def explain_leaving(self, envelope: Envelope) -> Step:
        """The step that explains how to leave."""
        return self.refuse(envelope, UserError("console.leave"))

    @command("welcome")
    async def welcome(self, inv: Invocation) -> Card:
        """Greet the person at the console."""
        self.role = inv.role
        return Card(body=join(inv.words.m("console.welcome"), self._explain_role(inv)))

    @command("help")
    async def help(self, inv: Invocation, command: Annotated[str | None, Opt("Command to explain")] = None) -> Card:
        """Show what you can type."""
        registry = self._dispatcher.registry
        if command:
            name = command.lstrip(SLASHES).casefold()
            return draw_command_help(registry, inv.words, inv.role, name)
        listing = draw_command_list(registry, inv.words, inv.role)
        notes = (inv.words.m("console.help_note"), self._explain_role(inv), listing.note)
        return replace(listing, note=join(*notes, between="\n"))

    @command("quit")
    async def quit(self, inv: Invocation) -> Card:
        """End the console."""
        return Card(body=inv.words.m("console.goodbye"))

    def _explain_role(self, inv: Invocation) -> Markup:
        """Why the person is the admin, or how to become one."""
        if not self._hint or (inv.role is Role.ADMIN) is not (self._hint is RoleHint.OWNER):
            return Markup()
        entry = format_admin_entry(inv.caller.account)
        return inv.words.m(f"console.role.{self._hint}", admin=entry, file=self._settings)


def is_leaving(line: str) -> bool:
    """Whether a typed line ends the console."""
    return fold(line.removeprefix(SLASHES[0]).removeprefix(SLASHES[1])) in _LEAVING


def format_admin_entry(account: str) -> str:
    """The line that names this person as an admin in the settings, quoted where YAML would misread the name."""
    entry = f"console:{account}"
    return entry if _PLAIN.fullmatch(account) else json.dumps(entry, ensure_ascii=False)
