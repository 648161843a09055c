"""What could follow the text typed so far. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.kit.descriptions import describe_command, describe_option
from bot.kit.i18n import Words
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.roles import Role


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to put in place of the last ``replaces`` characters, and what it means."""

    text: str
    replaces: int
    meaning: str = ""


def suggest(registry: Registry, own: tuple[Spec, ...], words: Words, role: Role, typed: str) -> tuple[Suggestion, ...]:
    """Suggest what may follow ``typed``: commands that ``role`` may use, then their options and words.

    ``own`` are the console's own commands, which the registry doesn't have.
    """
    if not typed.startswith("/"):
        return ()
    line = typed.removeprefix("/")
    specs = [spec for spec in (*registry.commands.values(), *own) if spec.role <= role]
    spec = next((spec for spec in specs if line.casefold().startswith(f"{spec.name} ")), None)
    if spec:
        return tuple(_suggest_arguments(registry.suit(spec), words, line[len(spec.name) + 1 :]))
    return tuple(
        Suggestion(f"/{spec.name}", len(typed), describe_command(spec, words))
        for spec in specs
        if spec.name.startswith(line.casefold())
    )


def _suggest_arguments(spec: Spec, words: Words, rest: str) -> Iterator[Suggestion]:
    last = rest.rpartition(" ")[2].casefold()
    key, colon, start = last.partition(":")
    for option in spec.options:
        if colon and key == option.name:
            yield from _suggest_words(option, words, start)
        elif not colon:
            yield from _suggest_words(option, words, last)
    for option in spec.options:
        if not colon and option.name.startswith(last):
            yield Suggestion(f"{option.name}:", len(last), describe_option(spec, option, words.language))


def _suggest_words(option: Option, words: Words, start: str) -> Iterator[Suggestion]:
    for word in option.words:
        if word.startswith(start):
            yield Suggestion(word, len(start), words.label(option.kind, word))
