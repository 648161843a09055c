"""Discord's limits on registered application commands.

Source: https://discord.com/developers/docs/interactions/application-commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.platforms.discord.checks.violations import Json, Violation, counted, distinct, optional, sized

SUBCOMMAND, GROUP = 1, 2
_LOCALES = (
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th"
    " zh-CN ja zh-TW ko"
)
LOCALES = frozenset(_LOCALES.split())
# Discord writes [-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]; \w is close enough without a Unicode-script library.
_NAME = re.compile(r"^[-_'\w]{1,32}$")


def check_commands(commands: list[Json]) -> Iterator[Violation]:
    """Faults of one bulk overwrite, the body of the PUT."""
    yield from counted("", commands, 0, 100)
    for index, command in enumerate(commands):
        yield from _check_described(str(index), command, is_slash=command.get("type", 1) == 1)
        yield from _check_options(str(index), command.get("options") or [], depth=0)
        if _characters(command) > 8000:
            sentence = "Names, descriptions and values exceed 8000 characters"
            yield Violation(str(index), "APPLICATION_COMMAND_TOO_LARGE", sentence)
    names = ((f"{i}.name", (c.get("type", 1), c.get("name"))) for i, c in enumerate(commands))
    yield from distinct(names, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command name is already used")


def _check_described(path: str, thing: Json, is_slash: bool = True) -> Iterator[Violation]:
    yield from sized(f"{path}.name", thing.get("name"), 1, 32)
    names = {"name": thing.get("name"), **_localised(thing, "name")}
    for key, name in names.items():
        if is_slash and isinstance(name, str) and (not _NAME.match(name) or name != name.lower()):
            yield Violation(f"{path}.{key}", "APPLICATION_COMMAND_INVALID_NAME", f"Command name is invalid: {name}")
    yield from sized(f"{path}.description", thing.get("description"), 1 if is_slash else 0, 100)
    for key, description in _localised(thing, "description").items():
        yield from sized(f"{path}.{key}", description, 1, 100)
    for field in ("name", "description"):
        for locale in thing.get(f"{field}_localizations") or {}:
            if locale not in LOCALES:
                where = f"{path}.{field}_localizations.{locale}"
                yield Violation(where, "ENUM_TYPE_COERCE", f'Value "{locale}" is not a locale.')


def _localised(thing: Json, field: str) -> Json:
    texts = thing.get(f"{field}_localizations") or {}
    return {f"{field}_localizations.{locale}": text for locale, text in texts.items()}


def _check_options(path: str, options: list[Json], depth: int) -> Iterator[Violation]:
    yield from counted(f"{path}.options", options, 0, 25)
    for index, option in enumerate(options):
        yield from _check_option(f"{path}.options.{index}", option, depth)
    names = ((f"{path}.options.{i}.name", option.get("name")) for i, option in enumerate(options))
    yield from distinct(names, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
    for index, (before, after) in enumerate(pairwise(options), start=1):
        if after.get("required") and not before.get("required"):
            sentence = "Required options must be placed before non-required options"
            yield Violation(f"{path}.options.{index}", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence)


def _check_option(path: str, option: Json, depth: int) -> Iterator[Violation]:
    yield from _check_described(path, option)
    if option.get("type") in (SUBCOMMAND, GROUP):
        if depth + (option["type"] == SUBCOMMAND) > 2:
            yield Violation(f"{path}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
        yield from _check_options(path, option.get("options") or [], depth + 1)
    choices = option.get("choices") or []
    yield from counted(f"{path}.choices", choices, 0, 25)
    if choices and option.get("autocomplete"):
        yield Violation(f"{path}.choices", "APPLICATION_COMMAND_OPTION_CHOICES", "Choices or autocomplete, not both")
    for index, choice in enumerate(choices):
        yield from sized(f"{path}.choices.{index}.name", choice.get("name"), 1, 100)
        for key, name in _localised(choice, "name").items():
            yield from sized(f"{path}.choices.{index}.{key}", name, 1, 100)
        if isinstance(choice.get("value"), str):
            yield from optional(f"{path}.choices.{index}.value", choice["value"], 0, 100)


def _characters(thing: Json) -> int:
    """Discord counts the longest localisation of each name and description, and the choices' values."""
    total = 0
    for field in ("name", "description", "value"):
        texts = [thing.get(field), *_localised(thing, field).values()]
        total += max((len(text) for text in texts if isinstance(text, str)), default=0)
    inner = (thing.get("options") or []) + (thing.get("choices") or [])
    return total + sum(map(_characters, inner))
