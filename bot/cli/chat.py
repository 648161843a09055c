"""``callboard chat``: the product in this terminal."""

import asyncio
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, find_settings_file, load_settings


def chat(
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Speak as somebody else, at first a volunteer.")
    ] = "you",
    locale: Annotated[str | None, typer.Option(metavar="TAG", help="The language, like es or zh-TW.")] = None,
    config: ConfigFile = None,
) -> None:
    """Open Callboard here, without any account."""
    from bot.cli.serve.console_session import open_chat

    if not name.strip() or len(name) > 80:
        raise typer.BadParameter("a name has 1 to 80 characters", param_hint="--as")
    settings = load_settings(config, quiet=True)
    try:
        status = asyncio.run(open_chat(settings, name.strip(), locale, str(find_settings_file(config))))
    except KeyboardInterrupt:
        status = 130  # as a shell reports Ctrl-C
    raise typer.Exit(status)
