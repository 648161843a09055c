"""What one can type, as cards: the list of commands, and one command with its options. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.errors import UserError
from bot.kit.cards.markup import Markup, escape, join, weight
from bot.kit.cards.reply import BODY, TITLE, Button, Card, shorten
from bot.kit.i18n import Words
from bot.kit.registry import Registry, described, nearest, option_help
from bot.kit.spec import Option, Spec
from bot.roles import Role
from bot.text import fold

ROUTE = "help"  # the action that turns a page
PAGE_LINES = 26  # so that a page stays on a screen


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    lines: tuple[Markup, ...]


def help_card(registry: Registry, words: Words, role: Role, number: int | None = None) -> Card:
    """Return one page of the commands that ``role`` may use, by subject; a page that isn't there is the nearest one."""
    pages = _pages(_sections(registry, words, role))
    shown = min(max(number or 1, 1), len(pages))
    ways = (("page.before", shown - 1), ("page.after", shown + 1))
    buttons = tuple(
        Button(words.t(key), ROUTE, {"page": str(place)}) for key, place in ways if 1 <= place <= len(pages)
    )
    note = words.m("page.of", number=shown, count=len(pages)) if len(pages) > 1 else Markup()
    return Card(words.t("help.title"), pages[shown - 1], buttons=buttons, note=note)


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


def _sections(registry: Registry, words: Words, role: Role) -> tuple[_Section, ...]:
    """Return each subject's heading and lines, in the order in which commands were declared."""
    lines: dict[str, list[Markup]] = {}
    for spec in registry.commands.values():
        if spec.role <= role:
            lines.setdefault(spec.subject, []).append(_short_line(spec, words))
    return tuple(_Section(words.t(f"help.subject.{name}") if name else "", tuple(own)) for name, own in lines.items())


def _pages(sections: Iterable[_Section]) -> tuple[Markup, ...]:
    """Return the sections on as few pages as hold them, each whole where a page has room for all of it."""
    pages = [Markup()]
    for part in (part for section in sections for part in _parts(section)):
        if not _is_page(join(pages[-1], part)):
            pages.append(Markup())
        pages[-1] = join(pages[-1], part)
    return tuple(pages)


def _parts(section: _Section) -> Iterator[Markup]:
    """Yield a section cut to what one page holds, each part below the heading."""
    heading = Markup(f"**{escape(section.heading)}**") if section.heading else Markup()
    part = heading
    for line in section.lines:
        longer = join(part, line, between="\n")
        if not _is_page(longer):
            yield part
            longer = join(heading, line, between="\n")
        part = longer
    yield part


def _is_page(body: Markup) -> bool:
    return weight(body) <= BODY and body.count("\n") < PAGE_LINES


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
