"""The console's own commands. They take the same way through dispatch as every other."""

from dataclasses import replace
from typing import Annotated

from bot.errors import UserError
from bot.kit.cards.reply import Card
from bot.kit.dispatch import Dispatcher, Step
from bot.kit.help import command_help_card, help_card
from bot.kit.i18n import words
from bot.kit.invocation import Envelope, Invocation
from bot.kit.spec import Handler, Opt, Spec, command, spec_of
from bot.kit.words.parse import arguments
from bot.roles import Role

SLASHES = "/／"  # the second is what a Chinese or Japanese keyboard types


def _bound(method: Handler) -> Spec:
    spec = spec_of(method)
    assert spec is not None, "declared below"
    return replace(spec, handler=method)


class Desk:
    """Commands that only a console needs; other platforms have ways of their own."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.role = Role.VOLUNTEER  # of the person at the desk, once greeted
        self.commands = {"help": _bound(self.help), "quit": _bound(self.quit)}
        self._greeting = _bound(self.welcome)

    def typed(self, envelope: Envelope, name: str, text: str) -> Step:
        """Return the work of one of ``commands``, or what was wrong with its arguments."""
        spec = self.commands[name]
        try:
            args = arguments(text, spec.options, words(envelope.locale).choice)
        except UserError as error:
            return self.refused(envelope, error)
        return Step(self._dispatcher, envelope, spec, args, private=True)

    def refused(self, envelope: Envelope, error: UserError) -> Step:
        """Return the work of telling somebody a sentence in their language."""
        return Step(self._dispatcher, envelope, None, {}, private=True, error=error)

    def greeting(self, envelope: Envelope) -> Step:
        """Return the work of greeting somebody and learning their role."""
        return Step(self._dispatcher, envelope, self._greeting, {}, private=True)

    @command("welcome")
    async def welcome(self, inv: Invocation) -> Card:
        """Greet the person who sits down."""
        self.role = inv.role
        return Card(body=inv.words.m("console.welcome"))

    @command("help")
    async def help(self, inv: Invocation, command: Annotated[str | None, Opt("Command to explain")] = None) -> Card:
        """Show what you can type."""
        registry = self._dispatcher.registry
        if command:
            name = command.lstrip(SLASHES).casefold()
            return command_help_card(registry, inv.words, inv.role, name)
        listing = help_card(registry, inv.words, inv.role)
        return replace(listing, note=inv.words.m("console.help_note"))

    @command("quit")
    async def quit(self, inv: Invocation) -> Card:
        """End the console."""
        return Card(body=inv.words.m("console.goodbye"))
