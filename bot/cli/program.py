"""The list of commands, and what their failures look like."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot import signals
from bot.cli import init
from bot.cli.support import loading
from bot.cli.support.streams import report_failed_writes, settle_streams
from bot.errors import ConfigError, Unavailable
from bot.runtime.proxies import adopt_proxies

# Where each command is, in the order in which the help lists them: the module in `bot.cli`, and its function.
_COMMANDS = {
    "init": "init.init",
    "chat": "serve.chat.chat",
    "run": "serve.run.run",
    "check": "checks.check.check",
    "postcard": "postcard.draw",
    "doctor": "checks.doctor.doctor",
    "backup": "upkeep.backup.backup",
    "restore": "upkeep.backup.restore",
    "move": "upkeep.move.move",
    "rebuild": "upkeep.rebuild.rebuild",
    "simulate": "checks.simulate.simulate",
}
_GROUPS = {
    "manifest": ("Print a platform's app manifest.", {"slack": "manifest.print_slack"}),
    "audit": ("Look after the audit trail.", {"verify": "upkeep.audit.verify"}),
    "import": ("Add what a file lists.", {"orgs": "import_orgs.add_orgs"}),
    "campaigns": ("Look after campaigns.", {"take": "campaigns.take"}),
    "key": (
        "Make the key to everything personal, or another.",
        {"make": "init.print_key", "rotate": "upkeep.key.rotate"},
    ),
    "congress": (
        "Look after the data on Congress.",
        {
            "update": "legislators.congress.update",
            "status": "legislators.congress.status",
            "rehearse": "legislators.congress.rehearse",
            "vacant": "legislators.seats.vacant",
            "fill": "legislators.seats.fill",
        },
    ),
    "states": (
        "Look after the data on state legislatures.",
        {"update": "legislators.states.update", "status": "legislators.states.status"},
    ),
}
_TRANSLATIONS = "translations"  # has its own file of commands


class _Commands(TyperGroup):
    """Keeps an EOFError from typer, which takes each for the end of the input and prints only "Aborted!"."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EOFError as error:
            raise loading.explain_bytecode(error) or RuntimeError(f"a file ended early: {error}") from error


def build_app(named: str = "") -> typer.Typer:
    """The program. If ``named`` is one of its commands or groups, it has no other: their modules take time to load."""
    app = typer.Typer(
        cls=_Commands,
        name="callboard",
        help="The phone-bank floor of a coalition, inside the chat its volunteers already use.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_take_common_options)
    names = (*_COMMANDS, *_GROUPS, _TRANSLATIONS)
    for name in [named] if named in names else names:
        _add(app, name)
    return app


def _add(app: typer.Typer, name: str) -> None:
    if name == _TRANSLATIONS:
        app.add_typer(import_module("bot.cli.translations.commands").app, name=name)
    elif name in _GROUPS:
        help, commands = _GROUPS[name]
        group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=help)
        for own, place in commands.items():
            group.command(own)(_find(place))
        app.add_typer(group, name=name)
    else:
        app.command(name)(_find(_COMMANDS[name]))


def _find(place: str) -> Callable[..., None]:
    module, _, function = place.rpartition(".")
    found: Callable[..., None] = getattr(import_module(f"bot.cli.{module}"), function)
    return found


def main() -> None:
    """Run the command line. Exit status 2 means that a setting must change, 1 that the database can't be reached."""
    settle_streams()
    adopt_proxies(os.environ)
    # Pydantic would look through every installed package for plugins, which have no say in how settings are read.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        _run_command()
    except KeyboardInterrupt:
        sys.exit(signals.INTERRUPTED)
    except ConfigError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except Unavailable as error:
        print(f"The database can't be used just now ({error}). Try: callboard doctor", file=sys.stderr)
        sys.exit(1)


def _run_command() -> None:
    """Run a command. Around it, Ctrl-C ends the process at once: nothing is open, and no traceback tells anything."""
    with loading.pause_collection():
        app = build_app(sys.argv[1] if sys.argv[1:] else "")
    try:
        with report_failed_writes():
            signals.unwind_at_interrupt()
            app(prog_name="callboard")  # what people typed, or its short form, not `python -m bot`
    finally:
        signals.end_at_interrupt()


def _take_common_options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=init.print_version)
    ] = False,
) -> None:
    """The phone-bank floor of a coalition, inside the chat its volunteers already use."""
