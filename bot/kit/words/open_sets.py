"""Closed sets that grow: campaigns bring scripts in languages of their own, from files and from chat.

An option with both ``words`` and ``suggest`` is an open set. Core is asked for the other words with each request that
needs them, so every process knows a new one at once.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import Choice
from bot.kit.i18n import LANGUAGE, Words
from bot.kit.invocation import Invocation
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.kit.words.parse import is_word
from bot.languages import list_names
from bot.text import matches


def lacks_words(spec: Spec, args: Mapping[str, str], free: Sequence[str], own: Words) -> bool:
    """Whether words that only core knows may give ``args`` or ``free`` their meaning."""
    growing = [one for one in spec.options if one.grows]
    typed = ((one, args.get(one.name, "").strip()) for one in growing)
    return any((free and not word) or (word and not is_word(one, word, own)) for one, word in typed)


async def add_words(registry: Registry, spec: Spec, inv: Invocation) -> Spec:
    """``spec``, its open sets with every word that core knows now."""
    return replace(spec, options=tuple([await _grow(registry, one, inv) for one in spec.options]))


async def list_choices(registry: Registry, option: Option, inv: Invocation, text: str) -> tuple[Choice, ...]:
    """What ``option`` offers for the text typed so far."""
    if not option.grows:
        return await registry.suggestions[option.suggest](inv, text) if option.suggest else ()
    grown = await _grow(registry, option, inv)
    pairs = [(word, inv.words.label(grown.kind, word)) for word in grown.words]
    return make_choices(pair for pair in pairs if matches(text, *_list_spellings(option, pair)))


async def _grow(registry: Registry, option: Option, inv: Invocation) -> Option:
    if not option.grows:
        return option
    more = await registry.suggestions[str(option.suggest)](inv, "")
    return replace(option, words=tuple(dict.fromkeys((*option.words, *(choice.value for choice in more)))))


def _list_spellings(option: Option, pair: tuple[str, str]) -> Iterable[str]:
    return (*pair, *list_names(pair[0])) if option.kind == LANGUAGE else pair
