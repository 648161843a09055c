"""What is wrong with a translation: what the source says and it lost, or what it invented."""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.text import clean, find_unseen
from bot.translations.entries import Sentence, is_one_number, list_forms, list_texts
from bot.translations.punctuation import find_narrow_mark

_LINE = re.compile(r"(> ?|- )?")  # how a line of markup begins
_LINK = re.compile(r"\[[^\]]+\]\([^)]+\)")
_ITALIC = re.compile(r"(?<!\*)\*(?!\*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend. ``kind`` names the sentence ``translation.fault.KIND``, ``params`` fill its blanks."""

    kind: str
    form: str = ""
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one sentence in one language.

    ``limit`` is the most that ``measure`` may give for it. ``groups`` are commands whose name goes on in the next word.
    ``ending`` is how the translation has to end, in case code takes that ending off. ``has_wide_marks``: its marks are
    those of Chinese text.
    """

    tag: str
    limit: int | None = None
    measure: Callable[[str], int] = len
    groups: frozenset[str] = frozenset()
    ending: str = ""
    has_wide_marks: bool = False


def find_faults(source: Sentence, text: Sentence, rules: Rules) -> tuple[Fault, ...]:
    """Everything that is wrong with ``text`` as the translation of ``source``."""
    if wrong := _find_wrong_forms(source, text, rules.tag):
        return (wrong,)
    originals = list_texts(source)
    return tuple(
        fault
        for form, own in list_texts(text).items()
        for fault in _check_form(form, own, originals.get(form, originals.get("other", "")), originals.values(), rules)
    )


def _find_wrong_forms(source: Sentence, text: Sentence, tag: str) -> Fault | None:
    if isinstance(source, str):
        return None if isinstance(text, str) else Fault("no_plural")
    wanted = list_forms(tag)
    if isinstance(text, str) or set(text) != set(wanted):
        return Fault("forms", params=(("forms", ", ".join(wanted)),))
    return None


def _check_form(form: str, own: str, source: str, all_sources: Iterable[str], rules: Rules) -> Iterator[Fault]:
    if not own.strip():
        yield Fault("empty", form)
        return
    if unseen := find_unseen(clean(own)):
        yield Fault("unseen", form, (("code", unseen.code),))
    blanks = _find_blanks(own)
    if blanks is None:
        yield Fault("braces", form)
        return
    yield from _compare_blanks(form, blanks, source, all_sources, rules)
    yield from _compare_commands(form, own, source, rules)
    yield from _compare_markup(form, own, source)
    if rules.limit is not None and (size := rules.measure(own)) > rules.limit:
        yield Fault("long", form, (("size", size), ("limit", rules.limit)))
    if rules.has_wide_marks and (mark := find_narrow_mark(own)):
        yield Fault("narrow", form, (("mark", mark),))
    if rules.ending and not own.rstrip().endswith(rules.ending):
        yield Fault("ending", form, (("ending", rules.ending),))


def _find_blanks(text: str) -> set[str] | None:
    """The blanks of a text; None if its braces don't pair, or say more than a name."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    named = [(name, spec, conversion) for _, name, spec, conversion in parts if name is not None]
    if any(spec or conversion or not re.fullmatch(r"\w+", name, re.ASCII) for name, spec, conversion in named):
        return None
    return {name for name, *_ in named}


def _compare_blanks(form: str, own: set[str], source: str, all_sources: Iterable[str], rules: Rules) -> Iterator[Fault]:
    known = {name for one in all_sources for name in _find_blanks(one) or ()}
    wanted = set(_find_blanks(source) or ())
    if form and "count" in known:
        wanted = wanted - {"count"} if is_one_number(rules.tag, form) else wanted | {"count"}
    if lost := sorted(wanted - own):
        yield Fault("lost", form, (("blanks", _quote_blanks(lost)),))
    if invented := sorted(own - known):
        yield Fault("invented", form, (("blanks", _quote_blanks(invented)),))


def _quote_blanks(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def list_commands(text: str, groups: frozenset[str]) -> frozenset[str]:
    """The commands that a sentence names behind ``{slash}``; those of ``groups`` with their second word."""
    found = re.findall(r"\{slash\}([a-z]+)(?: ([a-z]+))?", text)
    return frozenset(f"{one} {part}".strip() if one in groups else one for one, part in found)


def _compare_commands(form: str, own: str, source: str, rules: Rules) -> Iterator[Fault]:
    wanted, found = list_commands(source, rules.groups), list_commands(own, rules.groups)
    if wanted != found:
        listed = ", ".join(f"{{slash}}{name}" for name in sorted(wanted)) or "-"
        yield Fault("commands", form, (("listed", listed),))


def _compare_markup(form: str, own: str, source: str) -> Iterator[Fault]:
    if own.count("**") % 2 or _count_marks(own) != _count_marks(source):
        yield Fault("markup", form)
    elif _list_lines(own) != _list_lines(source):
        yield Fault("lines", form)


def _count_marks(text: str) -> Counter[str]:
    marks = {"**": text.count("**"), "*": len(_ITALIC.findall(text)), "`": text.count("`")}
    return Counter({**marks, "link": len(_LINK.findall(text))})


def _list_lines(text: str) -> list[tuple[str, bool]]:
    """How each line begins, and whether it says anything."""
    return [(_begin(line), bool(line.strip())) for line in text.strip().split("\n")]


def _begin(line: str) -> str:
    found = _LINE.match(line)
    return found[0].strip() if found else ""
