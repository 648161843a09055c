"""Converts words to what a cog's method takes. Words that do not fit become a sentence."""

from collections.abc import Mapping
from typing import Any, NoReturn

from bot.errors import UserError
from bot.kit.descriptions import describe_option
from bot.kit.i18n import Words
from bot.kit.options import CLEAR, Option
from bot.kit.spec import Spec
from bot.kit.words.own_language.times import is_none
from bot.kit.words.parse import find_nearest, match_word
from bot.text import check_seen, clean, fold


def convert(spec: Spec, args: Mapping[str, str], own: Words) -> dict[str, Any]:
    """The handler's arguments, from words by option name. ``own`` are the caller's words.

    Raises UserError for a missing argument and for a word that its option does not take.
    """
    options = {option.name: option for option in spec.options}
    tidy = str.strip if spec.kind == "action" else clean  # Callboard wrote a button's arguments
    tidied = ((name, tidy(value)) for name, value in args.items() if name in options)
    present = {name: value for name, value in tidied if value}
    if missing := next((option for option in spec.options if option.required and option.name not in present), None):
        raise UserError("error.missing", field=missing.name, what=describe_option(spec, missing, own.language))
    converted = {options[name]: _convert_value(options[name], value, own) for name, value in present.items()}
    return {option.parameter or option.name: value for option, value in converted.items()}


def _convert_value(option: Option, value: str, own: Words) -> Any:
    check_seen(value, option.name)
    if len(value) > option.max_length:
        raise UserError("error.too_long", field=option.name, count=option.max_length, length=len(value))
    if option.clears and is_none(value):
        return option.convert(CLEAR)
    if not option.words:
        try:
            return option.convert(fold(value) if option.kind == "number" else value)
        except ValueError:
            raise UserError("error.word", field=option.name, word=value, near="") from None
    word = match_word(option, value, own.label)
    return option.convert(word) if word else _refuse_word(option, value, own)


def _refuse_word(option: Option, value: str, own: Words) -> NoReturn:
    near = find_nearest(option, value, own.label)
    known = own.list(own.label(option.kind, word) for word in option.words)
    if near is None:
        raise UserError("error.word_known", field=option.name, word=value, known=known)
    typed, shown = near
    raise UserError("error.word_near", field=option.name, word=value, near=shown).add_choices([(typed, shown)])
