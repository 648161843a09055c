"""Help cards: the commands by who they are for, and one command with its options."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from bot.errors import UserError
from bot.kit.answers.refusals import suggest_command
from bot.kit.cards.markup import Markup, draw_command, escape, join, measure_weight
from bot.kit.cards.reply import BODY, TITLE, Button, Card, shorten
from bot.kit.descriptions import describe_command, describe_option
from bot.kit.i18n import Words
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.roles import Role
from bot.text import fold

ROUTE = "help"  # the action that turns a page
PAGE_LINES = 26  # so that a page fits on a screen


class _Section(Struct, frozen=True):
    heading: str
    lines: tuple[Markup, ...]


def draw_command_list(registry: Registry, words: Words, role: Role, number: int | None = None) -> Card:
    """One page of the commands that ``role`` may use; the nearest page if there is no such ``number``."""
    pages = _fill_pages(_list_sections(registry, words, role))
    shown = min(max(number or 1, 1), len(pages))
    ways = (("page.before", shown - 1), ("page.after", shown + 1))
    buttons = tuple(
        Button(words.t(key), ROUTE, {"page": str(place)}) for key, place in ways if 1 <= place <= len(pages)
    )
    note = words.m("page.of", number=shown, count=len(pages)) if len(pages) > 1 else Markup()
    return Card(words.t("help.title"), pages[shown - 1], buttons=buttons, note=note)


def draw_command_help(registry: Registry, words: Words, role: Role, name: str) -> Card:
    """One command with its options and the words they take, or a group with its commands.

    Raises UserError for a command that does not exist, or that ``role`` may not use.
    """
    parts = [spec for spec in registry.list_group(name) if spec.role <= role]
    if parts:
        return Card(f"{words.slash}{name}", join(*(_draw_full_line(part, words) for part in parts), between="\n"))
    spec = registry.commands.get(name)
    if spec is None or spec.role > role:
        raise suggest_command(registry, UserError("error.no_command", name=name), role)
    spec = registry.suit(spec)
    options = [_draw_option_line(spec, option, words) for option in spec.options]
    body = join(escape(describe_command(spec, words)), join(*options, between="\n"))
    return Card(shorten(format_syntax(spec, words.slash), TITLE), body)


def format_syntax(spec: Spec, slash: str = "/") -> str:
    """How to type a command: ``/void call reason``, with optional parts in brackets."""
    options = (option.name if option.required else f"[{option.name}]" for option in spec.options)
    return " ".join((f"{slash}{spec.name}", *options))


def _draw_full_line(spec: Spec, words: Words) -> Markup:
    typed = format_syntax(spec, words.slash)
    return _draw_line(words, _mark_name(spec, words, typed), describe_command(spec, words))


def _draw_short_line(spec: Spec, words: Words) -> Markup:
    return _draw_line(words, _mark_name(spec, words, words.slash + spec.name), describe_command(spec, words))


def _mark_name(spec: Spec, words: Words, typed: str) -> Markup:
    """What is ``typed``, with the command that it begins with as markup."""
    name = words.slash + spec.name
    return join(draw_command(spec.name, name), escape(typed.removeprefix(name)), between="")


def _list_sections(registry: Registry, words: Words, role: Role) -> tuple[_Section, ...]:
    """The lines, grouped by who they are for and then by subject, in the order of declaration."""
    lines: dict[tuple[Role, str], list[Markup]] = {}
    for spec in sorted(registry.commands.values(), key=lambda spec: spec.role):
        if spec.role <= role:
            lines.setdefault((spec.role, spec.subject), []).append(_draw_short_line(spec, words))
    return tuple(_Section(_name_section(words, *section), tuple(own)) for section, own in lines.items())


def _name_section(words: Words, role: Role, subject: str) -> str:
    who = words.t(f"help.for.{role.name.lower()}")
    return words.t("help.section", who=who, subject=words.t(f"help.subject.{subject}")) if subject else who


def _fill_pages(sections: Iterable[_Section]) -> tuple[Markup, ...]:
    """The sections on as few pages as hold them. A section is split only if no page has room for all of it."""
    pages = [Markup()]
    for part in (part for section in sections for part in _split_section(section)):
        if not _fits_page(join(pages[-1], part)):
            pages.append(Markup())
        pages[-1] = join(pages[-1], part)
    return tuple(pages)


def _split_section(section: _Section) -> Iterator[Markup]:
    """Yield a section in parts that each fit a page, each part under the heading."""
    heading = Markup(f"**{escape(section.heading)}**") if section.heading else Markup()
    part = heading
    for line in section.lines:
        longer = join(part, line, between="\n")
        if not _fits_page(longer):
            yield part
            longer = join(heading, line, between="\n")
        part = longer
    yield part


def _fits_page(body: Markup) -> bool:
    return measure_weight(body) <= BODY and body.count("\n") < PAGE_LINES


def _draw_line(words: Words, typed: Markup, summary: str) -> Markup:
    return Markup(f"- {words.m('help.line', typed=typed, summary=summary)}")


def _draw_option_line(spec: Spec, option: Option, words: Words) -> Markup:
    sentence = describe_option(spec, option, words.language)
    known = words.list(_format_word(option, word, words) for word in option.words)
    if known:
        sentence = words.t("help.options", summary=sentence, known=known)
    return _draw_line(words, escape(option.name), sentence)


def _format_word(option: Option, word: str, words: Words) -> str:
    """A word as people type it, with its label if that says more."""
    label = words.label(option.kind, word)
    return word if fold(label) == fold(word) else words.t("help.word", word=word, label=label)
