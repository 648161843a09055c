"""``callboard chat``: the product in this terminal."""

import asyncio
from typing import Annotated

import typer

from bot.cli.support.loading import pause_collection
from bot.cli.support.options import ConfigFile, find_settings_file, load_settings
from bot.cli.support.streams import check_input
from bot.signals import INTERRUPTED, TERMINATED

LONGEST = 80  # characters of a name


def chat(
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Speak as somebody else, at first a volunteer.")
    ] = "you",
    locale: Annotated[str | None, typer.Option(metavar="TAG", help="The language, like es or zh-TW.")] = None,
    config: ConfigFile = None,
) -> None:
    """Open Callboard here, without any account."""
    with pause_collection():
        from bot.cli.serve.console_session import open_chat

    check_input()
    _check_name(name)
    settings = load_settings(config, quiet=True)
    try:
        status = asyncio.run(open_chat(settings, name.strip(), locale, str(find_settings_file(config))))
    except KeyboardInterrupt:
        status = INTERRUPTED
    except asyncio.CancelledError:
        status = TERMINATED
    raise typer.Exit(status)


def _check_name(name: str) -> None:
    from bot.text import clean, find_unseen

    if not 1 <= len(name.strip()) <= LONGEST:
        raise typer.BadParameter(
            f"a name has 1 to {LONGEST} characters; this has {len(name.strip())}", param_hint="--as"
        )
    if find_unseen(clean(name)):
        raise typer.BadParameter("a name is UTF-8 text without hidden characters", param_hint="--as")
