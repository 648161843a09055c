"""What commands and options are called in a language, where its catalog names them and a platform takes the name.

The keys are ``command_name.<command>`` and ``option_name.<option>``. They are optional: the English names always work.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from bot.kit.i18n import load_catalog, load_declared

COMMAND, OPTION = "command_name", "option_name"
# https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming
_NAME = re.compile(r"[-_'\w]{1,32}")


class Names(Struct, frozen=True):
    """A language's names by the English ones, and the keys of those that can't be used."""

    own: Mapping[str, str]
    refused: tuple[str, ...] = ()


@cache
def find_names(family: str, siblings: tuple[str, ...], language: str) -> Names:
    """The names of ``siblings``: all commands at the top, those of one group, or the options of one command.

    A name with spaces or capitals can't be used, nor one that a sibling has already, in English or in the language.
    """
    catalog, own, refused = load_catalog(language), dict[str, str](), list[str]()
    taken = {one.rpartition(" ")[2] for one in siblings}
    for one in siblings:
        key = f"{family}.{one}"
        name, english = str(catalog.get(key) or ""), one.rpartition(" ")[2]
        if not name or name == english:
            continue
        if not _NAME.fullmatch(name) or name != name.lower() or name in taken:
            refused.append(key)
            continue
        own[one] = name
        taken.add(name)
    return Names(own, tuple(refused))


def list_refused(language: str) -> tuple[str, ...]:
    """The keys of a language's names that can't be used, each once."""
    commands = dict[str, list[str]]()
    for key in [key for keys in load_declared().values() for key in keys]:
        family, _, rest = key.partition(".")
        name, _, option = rest.rpartition(".")
        if family == "command":
            commands.setdefault(name, []).extend([option] if option != "summary" else [])
    found = [find_names(COMMAND, siblings, language) for siblings in group_siblings(commands)]
    found += [find_names(OPTION, tuple(options), language) for options in commands.values()]
    return tuple(dict.fromkeys(key for one in found for key in one.refused))


def group_siblings(commands: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The commands that must have different names: those at the top, with the groups, and those of each group."""
    groups = dict[str, list[str]]()
    for name in commands:
        groups.setdefault(name.split(" ")[0], []).append(name)
    return (tuple(groups), *(tuple(members) for name, members in groups.items() if members != [name]))
