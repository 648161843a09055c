"""Chinese typed by a name that leaves its script open, like 中文: the script that the reader reads is meant.

Which that is depends on the caller, and the answer says how to get the other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec import structs

from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import join
from bot.kit.cards.reply import Card
from bot.kit.dispatch.identities import choose_words, list_languages
from bot.kit.i18n import LANGUAGE, Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer
from bot.kit.spec import Spec
from bot.languages import find_chinese, is_either_chinese

_OTHER = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}


def list_either(spec: Spec, args: Mapping[str, str]) -> Iterator[str]:
    """The options that got a name of Chinese without a script, and take both."""
    for option in spec.options:
        if (
            option.kind == LANGUAGE
            and _OTHER.keys() <= set(option.words)
            and is_either_chinese(args.get(option.name, ""))
        ):
            yield option.name


def settle_script(spec: Spec, args: Mapping[str, str], inv: Invocation) -> Mapping[str, str]:
    """The arguments with the Chinese that the caller reads in place of such a name."""
    return {**args, **dict.fromkeys(list_either(spec, args), find_chinese(list_languages(inv.envelope, inv.identity)))}


def add_other_script(answer: Card | Answer, spec: Spec, args: Mapping[str, str], inv: Invocation) -> Card | Answer:
    """The answer with a note that says how to get the other script, where there is room for it."""
    typed = next((args[name] for name in list_either(spec, args)), None)
    if typed is None:
        return answer
    taken = find_chinese(list_languages(inv.envelope, inv.identity))
    if isinstance(answer, Answer):
        words = choose_words(inv.envelope, answer.identity)
        return structs.replace(answer, card=_add_note(answer.card, words, typed, taken))
    return _add_note(answer, inv.words, typed, taken)


def _add_note(card: Card, words: Words, typed: str, taken: str) -> Card:
    names = {"language": words.label(LANGUAGE, taken), "other": words.label(LANGUAGE, _OTHER[taken])}
    try:
        return replace(card, note=join(words.m("language.either", word=typed, **names), card.note, between=" "))
    except LimitError:
        return card
