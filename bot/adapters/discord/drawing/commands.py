"""The commands that cogs declare, in Discord's format.

https://discord.com/developers/docs/interactions/application-commands
"""

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from discord import Locale

from bot.adapters.discord.interactions.requests import PLATFORM
from bot.kit.descriptions import describe_command, describe_group, describe_option
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.localized_names import COMMAND, OPTION, find_names
from bot.kit.options import CHANNEL, FILE, PERSON, ROLE, Option
from bot.kit.spec import Spec
from bot.languages import choose_tag
from bot.text import count_units

Json = dict[str, Any]

_COMMAND = 1  # CHAT_INPUT at the top, SUB_COMMAND below
_TEXT, _NUMBER = 3, 4
_PICKS = {PERSON: 6, CHANNEL: 7, ROLE: 8, FILE: 11}
# Text and announcement channels, and threads.
_POSTABLE = [0, 5, 10, 11, 12]
_DESCRIPTION = 100  # characters, of a choice's name too
_GUILD_INSTALL, _USER_INSTALL = 0, 1
_IN_GUILD, _IN_BOT_DM, _IN_PRIVATE_CHANNEL = 0, 1, 2
_EVERYWHERE: Json = {
    "integration_types": [_GUILD_INSTALL, _USER_INSTALL],
    "contexts": [_IN_GUILD, _IN_BOT_DM, _IN_PRIVATE_CHANNEL],
}


def build_command_tree(specs: Iterable[Spec]) -> list[Json]:
    """Build the body of the bulk overwrite that registers ``specs``.

    It never sets ``default_member_permissions``, which would hide commands from coordinators. Dispatch checks roles.
    """
    groups: dict[str, list[Spec]] = {}
    for spec in specs:
        groups.setdefault(spec.name.split(" ")[0], []).append(spec)
    top = tuple(groups)
    return [{**_build_entry(name, top, tuple(members)), **_EVERYWHERE} for name, members in groups.items()]


def narrow_to_guild(tree: Iterable[Json]) -> list[Json]:
    """The tree for a single server: only commands that are registered everywhere take a context."""
    return [{name: value for name, value in entry.items() if name not in _EVERYWHERE} for entry in tree]


def encode_tree(tree: object) -> str:
    """Encode equal trees as equal text, to detect a change."""
    return json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@cache
def _build_entry(name: str, top: tuple[str, ...], members: tuple[Spec, ...]) -> Json:
    """Build a command or, where names continue after a space, a group with its commands.

    What is declared stays the same while the process runs, and each new connection to Discord asks for it.
    """
    alone = members[0] if members[0].name == name else None
    return _build_command(alone, top) if alone else _build_group(name, top, members)


def _build_group(name: str, top: tuple[str, ...], members: tuple[Spec, ...]) -> Json:
    siblings = tuple(spec.name for spec in members)
    return {
        "type": _COMMAND,
        **_name(COMMAND, name, top),
        **_localize("description", lambda language: describe_group(name, language)),
        "options": [_build_command(spec, siblings) for spec in members],  # a subcommand's type is 1 too
    }


def _build_command(spec: Spec, siblings: tuple[str, ...]) -> Json:
    return {
        "type": _COMMAND,
        **_name(COMMAND, spec.name, siblings),
        **_localize("description", lambda language: describe_command(spec, load_words(language, platform=PLATFORM))),
        "options": [_build_option(spec, option) for option in spec.options],
    }


def _build_option(spec: Spec, option: Option) -> Json:
    return {
        "type": _find_type(option),
        **_name(OPTION, option.name, tuple(one.name for one in spec.options)),
        **_localize("description", lambda language: _describe_option(spec, option, language)),
        "required": False,  # a missing option opens a form, which Discord would not allow if it were required
        **_constrain_option(option),
    }


def _describe_option(spec: Spec, option: Option, language: str) -> str:
    """An option's sentence and, in English and where there is room, the words it accepts."""
    sentence = describe_option(spec, option, language)
    if language != "en":  # these words are English ones, and the choices have labels
        return sentence
    whole = f"{sentence}: {', '.join(option.words)}"
    return whole if option.words and len(whole) <= _DESCRIPTION else sentence


def _constrain_option(option: Option) -> Json:
    """What an option accepts: one of its words, a suggestion, or text up to a length."""
    if option.words and not option.grows:
        return {"choices": [_build_choice(option.kind, word) for word in option.words]}
    if _find_type(option) == _PICKS[CHANNEL]:
        return {"channel_types": _POSTABLE}
    if _find_type(option) != _TEXT:
        return {}
    return {"max_length": option.max_length, **({"autocomplete": True} if option.suggest else {})}


def _find_type(option: Option) -> int:
    """Discord's type of an option. An option with suggestions is text, even for a number."""
    if option.kind in _PICKS and not option.words and not option.suggest:
        return _PICKS[option.kind]
    return _NUMBER if option.kind == "number" and not option.suggest else _TEXT


def _build_choice(kind: str, word: str) -> Json:
    return {"value": word, **_localize("name", lambda language: load_words(language).label(kind, word))}


def _localize(key: str, sentence: Callable[[str], str]) -> Json:
    """A text in English, and in each of Discord's locales for which there is a catalog, unless it is too long there.

    Of a text's translations, only the longest counts toward the 8,000 characters of a command.
    https://github.com/discord/discord-api-docs/pull/5343
    """
    by_locale = _map_locales(list_catalogs())
    texts = {language: sentence(language) for language in {"en", *by_locale.values()}}
    english = texts["en"]
    fits = {language for language, text in texts.items() if text != english and count_units(text) <= _DESCRIPTION}
    other = {locale: texts[language] for locale, language in by_locale.items() if language in fits}
    return {key: english, **({f"{key}_localizations": other} if other else {})}


def _name(family: str, name: str, siblings: tuple[str, ...]) -> Json:
    """A name in English, under which Discord always sends it, and in the languages that have one of their own."""
    by_locale = _map_locales(list_catalogs())
    names = {language: find_names(family, siblings, language).own for language in set(by_locale.values())}
    other = {locale: names[language][name] for locale, language in by_locale.items() if name in names[language]}
    return {"name": name.rpartition(" ")[2], **({"name_localizations": other} if other else {})}


@cache
def _map_locales(available: tuple[str, ...]) -> dict[str, str]:
    """The catalog that serves each of Discord's locales."""
    return {locale.value: choose_tag(locale.value, available) for locale in Locale}
