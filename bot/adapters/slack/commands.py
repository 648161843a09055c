"""Slash commands: every name is served by one listener, and the text after it goes to kit's parser.

Slack completes nothing behind a command's name, so the manifest's hints say what can be typed there.
"""

from bot.adapters.slack.text import unescape
from bot.kit.help import syntax
from bot.kit.registry import Registry, described, group_described
from bot.kit.reply import within

_NAME = 32  # Slack's limit for a command, without the slash


def slash_name(name: str, prefix: str) -> str:
    """Return what people type for the command ``name``."""
    within(f"command {prefix}{name}", len(prefix + name), _NAME, "shorten slack.prefix in config.yaml")
    return f"/{prefix}{name}"


def command_name(typed: str, prefix: str) -> str:
    """Return the command's own name for what Slack says was typed, ``/vof-log``."""
    return typed.removeprefix("/").removeprefix(prefix)


def command_text(text: str | None) -> str:
    """Return the words after the command as they were typed."""
    return unescape(text or "")


def listed(registry: Registry, prefix: str) -> tuple[tuple[str, str, str], ...]:
    """Return every command as name, description and hint, in English: Slack can't localise them.

    A group is one command to Slack; what follows its name is typed.
    """
    names = dict.fromkeys(name.split(" ")[0] for name in registry.commands)
    return tuple((slash_name(name, prefix), *_told(registry, name)) for name in names)


def _told(registry: Registry, name: str) -> tuple[str, str]:
    if parts := registry.group(name):
        return group_described(name, "en"), "|".join(part.name.partition(" ")[2] for part in parts)
    spec = registry.commands[name]
    return described(spec, "en"), syntax(spec).partition(" ")[2]
