"""Slash commands: every name is served by one listener, and the text after it goes to kit's parser.

Slack completes nothing behind a command's name, so the manifest's hints say what can be typed there.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.adapters.slack.drawing.text import unescape
from bot.adapters.slack.events.requests import PLATFORM
from bot.kit.cards.limits import check_limit
from bot.kit.descriptions import describe_command, describe_group
from bot.kit.i18n import load_words
from bot.kit.options import CHANNEL, PERSON, Option
from bot.kit.registry import Registry

_NAME = 32  # Slack's limit for a command, without the slash
# What should_escape turns @ana into. In typed text Slack sends < as an entity.
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
# What it makes of a link: behind the bar are the words that were typed, such as an address without https.
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|\s]+)(?:\|([^<>]*))?>")


def format_slash_name(name: str, prefix: str) -> str:
    """What people type for the command ``name``."""
    check_limit(f"command {prefix}{name}", len(prefix + name), _NAME, "shorten slack.prefix in config.yaml")
    return f"/{prefix}{name}"


def read_command_name(typed: str, prefix: str) -> str:
    """The command's own name, from what Slack says was typed, such as ``/vof-log``."""
    return typed.removeprefix("/").removeprefix(prefix)


def find_mentions(text: str | None) -> tuple[str, ...]:
    """The ids of the people mentioned after a command, each once."""
    return tuple(dict.fromkeys(_MENTION.findall(text or "")))


def read_command_text(text: str | None, team: str, accounts: Mapping[str, str] = MappingProxyType({})) -> str:
    """The text after the command as it was typed, links included, with people as accounts, ``team:user``.

    ``accounts`` has the accounts of people who may be guests, by id.
    """
    bare = _LINK.sub(lambda found: found[2] or found[1], text or "")
    return unescape(_MENTION.sub(lambda found: accounts.get(found[1], f"{team}:{found[1]}"), bare))


def list_commands(registry: Registry, prefix: str) -> tuple[tuple[str, str, str, bool], ...]:
    """List every command as name, description and hint, in English: Slack can't localize them.

    The last item says whether the command takes a person or channel, so that Slack must resolve names. Slack sees a
    group as one command; people type its subcommand.
    """
    names = dict.fromkeys(name.split(" ")[0] for name in registry.commands)
    return tuple(
        (format_slash_name(name, prefix), *_describe(registry, name), _has_picks(registry, name)) for name in names
    )


def _has_picks(registry: Registry, name: str) -> bool:
    specs = registry.list_group(name) or (registry.commands[name],)
    return any(option.kind in (PERSON, CHANNEL) for spec in specs for option in spec.options)


def _describe(registry: Registry, name: str) -> tuple[str, str]:
    if parts := registry.list_group(name):
        return describe_group(name, "en"), "|".join(part.name.partition(" ")[2] for part in parts)
    spec = registry.commands[name]
    return describe_command(spec, load_words("en", platform=PLATFORM)), " ".join(map(_format_option, spec.options))


def _format_option(option: Option) -> str:
    """What people may type for an option: its words where it has some, otherwise its name."""
    typed = "|".join(option.words) or option.name
    return typed if option.required else f"[{typed}]"
