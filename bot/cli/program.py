"""The list of commands, and what their failures look like."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot import signals
from bot.cli import (
    audit,
    backup,
    campaigns,
    chat,
    check,
    congress,
    doctor,
    import_orgs,
    init,
    manifest,
    move,
    postcard,
    rebuild,
    run,
    seats,
    states,
)
from bot.cli.support import loading
from bot.cli.support.streams import report_failed_writes, settle_streams
from bot.cli.translations.commands import app as translations
from bot.config.proxies import adopt_proxies
from bot.errors import ConfigError, Unavailable


class _Commands(TyperGroup):
    """Keeps an EOFError from typer, which takes each for the end of the input and prints only "Aborted!"."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EOFError as error:
            raise loading.explain_bytecode(error) or RuntimeError(f"a file ended early: {error}") from error


app = typer.Typer(
    cls=_Commands,
    name="callboard",
    help="The phone-bank floor of a coalition, inside the chat its volunteers already use.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _add_group(name: str, help: str) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=help)
    app.add_typer(group, name=name)
    return group


app.command("init")(init.init)
app.command("chat")(chat.chat)
app.command("run")(run.run)
app.command("check")(check.check)
app.command("postcard")(postcard.draw)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("move")(move.move)
app.command("rebuild")(rebuild.rebuild)
_add_group("manifest", "Print a platform's app manifest.").command("slack")(manifest.print_slack)
_add_group("audit", "Look after the audit trail.").command("verify")(audit.verify)
_add_group("import", "Add what a file lists.").command("orgs")(import_orgs.add_orgs)
_add_group("campaigns", "Look after campaigns.").command("take")(campaigns.take)
_add_group("key", "Make the key to everything personal.").command("make")(init.print_key)
_congress = _add_group("congress", "Look after the data on Congress.")
_congress.command("update")(congress.update)
_congress.command("status")(congress.status)
_congress.command("rehearse")(congress.rehearse)
_congress.command("vacant")(seats.vacant)
_congress.command("fill")(seats.fill)
_states = _add_group("states", "Look after the data on state legislatures.")
_states.command("update")(states.update)
_states.command("status")(states.status)
app.add_typer(translations, name="translations")


def main() -> None:
    """Run the command line. Exit status 2 means that a setting must change, 1 that the database can't be reached."""
    settle_streams()
    adopt_proxies(os.environ)
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
    try:
        with report_failed_writes():
            signals.unwind_at_interrupt()
            app(prog_name="callboard")  # what people typed, or its short form, not `python -m bot`
    finally:
        signals.end_at_interrupt()


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=init.print_version)
    ] = False,
) -> None:
    """The phone-bank floor of a coalition, inside the chat its volunteers already use."""
