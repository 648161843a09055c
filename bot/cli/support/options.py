"""Options that commands share. A command reads the settings here, which also sets up the log."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import ConfigError, Problem, make_config_error

if TYPE_CHECKING:
    from bot.config.settings import Config

ROOT = Path(__file__).resolve().parents[3]
_ADDRESS = re.compile(r"https://[\w.-]+\w(:\d{1,5})?(/[\w./~-]*)?", re.ASCII)

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="The settings; by default config.yaml beside Callboard, else in this folder."
    ),
]


def _check_address(address: str | None) -> str | None:
    """Accept only an HTTPS address, since Slack takes no other. Raises BadParameter with an example."""
    if address is not None and not _ADDRESS.fullmatch(address):
        raise typer.BadParameter("Slack takes an address like https://callboard.example.org")
    return address


PublicAddress = Annotated[
    str | None, typer.Option(metavar="URL", help="Your public address, for HTTP.", callback=_check_address)
]


def load_settings(path: Path | None, quiet: bool = False) -> "Config":
    """Read the settings and set up the log. With ``quiet`` only errors are logged.

    Raises ConfigError with every problem.
    """
    from bot.config.settings import load_config
    from bot.runtime import log

    place = find_settings_file(path)
    if path is None and not place.exists():
        sentence = "There are no settings here. To begin with the sample's: callboard init"
        raise make_config_error(place, sentence)
    settings = load_config(place, os.environ)
    log.set_up("error" if quiet else settings.log.level, settings.log.format)
    return settings


def find_settings_file(given: Path | None) -> Path:
    """The settings file: the given one, else beside the program, else in this folder."""
    if given is not None:
        return given
    beside = ROOT / "config.yaml"
    if not beside.exists():
        return Path("config.yaml")
    return beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside


def load_all(*loads: Callable[[], Any]) -> list[Any]:
    """The result of each of ``loads``. Raises one ConfigError with the problems of all."""
    results: list[Any] = []
    problems: list[Problem] = []
    for load in loads:
        try:
            results.append(load())
        except ConfigError as error:
            problems.extend(error.problems)
    if problems:
        raise ConfigError(tuple(problems))
    return results
