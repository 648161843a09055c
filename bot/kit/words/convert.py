"""From words to what a cog's method takes, by its declaration; what doesn't fit is a sentence."""

from collections.abc import Mapping
from typing import Any, NoReturn

from bot.errors import UserError
from bot.kit.i18n import Words, words
from bot.kit.registry import option_help
from bot.kit.spec import Option, Spec
from bot.kit.words.parse import accepted, nearest
from bot.text import check_seen, clean, fold


def converted(spec: Spec, args: Mapping[str, str], said: Words) -> dict[str, Any]:
    """Return the handler's arguments; a word that isn't one of a closed set's is refused with the nearest."""
    known = {option.name: option for option in spec.options}
    tidied = str.strip if spec.kind == "action" else clean  # a button's arguments are ours
    cleaned = ((name, tidied(value)) for name, value in args.items() if name in known)
    given = {name: value for name, value in cleaned if value}
    if missing := next((option for option in spec.options if option.required and option.name not in given), None):
        raise UserError("error.missing", field=missing.name, what=option_help(spec, missing, said.language))
    return {name: _value(known[name], value, said) for name, value in given.items()}


def _value(option: Option, value: str, said: Words) -> Any:
    check_seen(value, option.name)
    if len(value) > option.max_length:
        raise UserError("error.too_long", field=option.name, count=option.max_length, length=len(value))
    if not option.words:
        try:
            return option.convert(fold(value) if option.kind == "number" else value)
        except ValueError:
            raise UserError("error.word", field=option.name, word=value, near="") from None
    own = accepted(option, value, said.choice) or accepted(option, value, words("en").choice)
    return option.convert(own) if own else _misspelt(option, value, said)


def _misspelt(option: Option, value: str, said: Words) -> NoReturn:
    near = nearest(option, value, said.choice)
    known = said.list(said.choice(option.kind, word) for word in option.words)
    key = "error.word_near" if near else "error.word_known"
    raise UserError(key, field=option.name, word=value, near=near or "", known=known)
