"""The console's own commands. They take the same way through dispatch as every other."""

import json
import re
from dataclasses import replace
from typing import Annotated

from bot.errors import UserError
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Card
from bot.kit.dispatch import Dispatcher
from bot.kit.help import draw_command_help, draw_command_list
from bot.kit.i18n import words
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import Handler, Opt
from bot.kit.spec import Spec, command, read_specs
from bot.kit.steps import Step, make_refusal
from bot.kit.words.parse import parse_arguments
from bot.roles import Role

SLASHES = "/／"  # the second is what a Chinese or Japanese keyboard types
_PLAIN = re.compile(r"\w[\w .-]*(?<! )")  # a name that YAML reads as it is, in brackets behind a colon


def _bind(method: Handler) -> Spec:
    [spec] = read_specs(method)
    return replace(spec, handler=method)


class ConsoleCommands:
    """Commands that only a console needs; other platforms have ways of their own."""

    def __init__(self, dispatcher: Dispatcher, unclaimed: str = "") -> None:
        """``unclaimed`` is the settings' file while it names no admin, empty once it does."""
        self._dispatcher = dispatcher
        self._unclaimed = unclaimed
        self.role = Role.VOLUNTEER  # of the person at the desk, once greeted
        self.commands = {"help": _bind(self.help), "quit": _bind(self.quit)}
        self._greeting = _bind(self.welcome)

    def read_text(self, envelope: Envelope, name: str, text: str) -> Step:
        """The work of one of ``commands``, or of saying what was wrong with its arguments."""
        spec = self.commands[name]
        try:
            args = parse_arguments(text, spec.options, words(envelope.locale).choice)
        except UserError as error:
            return self.refuse(envelope, error)
        return Step(envelope, spec, args, private=True)

    def refuse(self, envelope: Envelope, error: UserError) -> Step:
        """The work of telling somebody a sentence in their language."""
        return make_refusal(envelope, error)

    def greet(self, envelope: Envelope) -> Step:
        """The work of greeting somebody and learning their role."""
        return Step(envelope, self._greeting, {}, private=True)

    def explain_leaving(self, envelope: Envelope) -> Step:
        """Return the work of saying how one leaves."""
        return self.refuse(envelope, UserError("console.leave"))

    @command("welcome")
    async def welcome(self, inv: Invocation) -> Card:
        """Greet the person who sits down."""
        self.role = inv.role
        return Card(body=join(inv.words.m("console.welcome"), self._explain_claim(inv)))

    @command("help")
    async def help(self, inv: Invocation, command: Annotated[str | None, Opt("Command to explain")] = None) -> Card:
        """Show what you can type."""
        registry = self._dispatcher.registry
        if command:
            name = command.lstrip(SLASHES).casefold()
            return draw_command_help(registry, inv.words, inv.role, name)
        listing = draw_command_list(registry, inv.words, inv.role)
        told = (inv.words.m("console.help_note"), self._explain_claim(inv), listing.note)
        return replace(listing, note=join(*told, between="\n"))

    @command("quit")
    async def quit(self, inv: Invocation) -> Card:
        """End the console."""
        return Card(body=inv.words.m("console.goodbye"))

    def _explain_claim(self, inv: Invocation) -> Markup:
        """Say how the person here becomes an admin, while the settings name none."""
        if not self._unclaimed or inv.role is Role.ADMIN:
            return Markup()
        return inv.words.m("console.unclaimed", admin=format_admin_entry(inv.caller.account), file=self._unclaimed)


def format_admin_entry(account: str) -> str:
    """Return how the settings name somebody at a console; in quotes where YAML would read the name otherwise."""
    entry = f"console:{account}"
    return entry if _PLAIN.fullmatch(account) else json.dumps(entry, ensure_ascii=False)
