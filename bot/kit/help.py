"""What one can type, as cards: the list of commands, and one command with its options. Pure."""

from bot.errors import UserError
from bot.kit.i18n import Words
from bot.kit.markup import Markup, escape, join, weight
from bot.kit.registry import Registry, described, nearest, option_help
from bot.kit.reply import BODY, TITLE, Card, shorten
from bot.kit.spec import Option, Spec
from bot.roles import Role
from bot.text import fold


def help_card(registry: Registry, words: Words, role: Role) -> Card:
    """Return the list of the commands that ``role`` may use, in the order in which they were declared.

    Where the whole list is longer than a card, options go first, and then the summaries.
    """
    specs = [spec for spec in registry.commands.values() if spec.role <= role]
    levels = (_full_line, _short_line, _bare_line)
    bodies = (join(*(level(spec, words) for spec in specs), between="\n") for level in levels)
    return Card(words.t("help.title"), next(body for body in bodies if weight(body) <= BODY))


def command_help_card(registry: Registry, words: Words, role: Role, name: str) -> Card:
    """Return one command with each of its options and the words they take, or a group with its commands.

    Raises UserError for a command that doesn't exist, or not for ``role``.
    """
    parts = [spec for spec in registry.group(name) if spec.role <= role]
    if parts:
        return Card(f"{words.slash}{name}", join(*(_full_line(part, words) for part in parts), between="\n"))
    spec = registry.commands.get(name)
    if spec is None or spec.role > role:
        raise nearest(registry, UserError("error.no_command", name=name), role)
    options = [_option_line(spec, option, words) for option in spec.options]
    body = join(escape(described(spec, words)), join(*options, between="\n"))
    return Card(shorten(syntax(spec, words.slash), TITLE), body)


def syntax(spec: Spec, slash: str = "/") -> str:
    """Return how a command is typed: ``/void call reason``, with what may be left out in brackets."""
    options = (option.name if option.required else f"[{option.name}]" for option in spec.options)
    return " ".join((f"{slash}{spec.name}", *options))


def _full_line(spec: Spec, words: Words) -> Markup:
    return _line(syntax(spec, words.slash), described(spec, words))


def _short_line(spec: Spec, words: Words) -> Markup:
    return _line(f"{words.slash}{spec.name}", described(spec, words))


def _bare_line(spec: Spec, words: Words) -> Markup:
    return Markup(f"- **{escape(words.slash + spec.name)}**")


def _line(typed: str, summary: str) -> Markup:
    return Markup(f"- **{escape(typed)}** – {escape(summary)}")


def _option_line(spec: Spec, option: Option, words: Words) -> Markup:
    told = option_help(spec, option, words.language)
    known = ", ".join(_word(option, word, words) for word in option.words)
    return _line(option.name, f"{told}: {known}" if known else told)


def _word(option: Option, word: str, words: Words) -> str:
    """Return a word as it is typed, with its label where that says more."""
    label = words.choice(option.kind, word)
    return word if fold(label) == fold(word) else f"{word} ({label})"
