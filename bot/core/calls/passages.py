"""Takes a script apart into paragraphs and passages, and pairs them with those of its translation.

A passage is said at once. Directions before it, such as "[If a person answers]", are for the caller alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.patterns import compile_later

# A direction at the start of a line, not to be read aloud: "[If a person answers] May I ask…".
# "[words](address)" is a link, not a direction.
DIRECTION = compile_later(r"\s*[\[［【]([^\[\]［］【】\n]+)[\]］】](?!\()\s*(.*)")
_BETWEEN = compile_later(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """What is said at once, after ``directions`` for the caller. ``text`` is empty after the last directions."""

    directions: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage in English, and the same in the caller's language."""

    english: Passage
    own: Passage


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as written, and its passages. ``lead`` are directions that have paragraphs of their own before it."""

    lead: tuple[str, ...]
    text: str
    passages: tuple[Passage, ...]


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a script. One without anything to say is the lead of the next."""
    found: list[Paragraph] = []
    lead: tuple[str, ...] = ()
    for block in filter(str.strip, _BETWEEN.split(text)):
        passages = _split_passages(block)
        if any(one.text for one in passages):
            found.append(Paragraph(lead, block, passages))
            lead = ()
        else:
            lead += tuple(direction for one in passages for direction in one.directions)
    return (*found, Paragraph(lead, "", ())) if lead else tuple(found)


def pair_passages(english: str, own: str) -> tuple[Pair, ...]:
    """The passages of a script beside their translations, in order. Empty if the paragraphs differ in number."""
    left, right = split_paragraphs(english), split_paragraphs(own)
    if len(left) != len(right):
        return ()
    return tuple(pair for both in zip(left, right, strict=True) for pair in _pair_paragraph(*both))


def redirect(text: str, guide: str) -> str:
    """The script with the directions of ``guide``, the same script in another language.

    A paragraph of another shape keeps its own directions, and so does the whole script if it has other paragraphs.
    """
    left, right = split_paragraphs(text), split_paragraphs(guide)
    if len(left) != len(right):
        return text
    blocks = [block for both in zip(left, right, strict=True) for block in _redirect_paragraph(*both)]
    return "\n\n".join(filter(None, blocks))


def _redirect_paragraph(own: Paragraph, guide: Paragraph) -> tuple[str, str]:
    lead = "\n".join(f"[{direction}]" for direction in guide.lead)
    if not _is_alike(own, guide):
        return lead, own.text
    pairs = zip(own.passages, guide.passages, strict=True)
    return lead, "\n".join(_write_passage(replace(one, directions=other.directions)) for one, other in pairs)


def _write_passage(passage: Passage) -> str:
    before = "\n".join(f"[{direction}]" for direction in passage.directions)
    return f"{before} {passage.text}".strip()


def _is_alike(one: Paragraph, other: Paragraph) -> bool:
    """Whether two paragraphs have directions at the same places."""
    return [bool(it.directions) for it in one.passages] == [bool(it.directions) for it in other.passages]


def join_passages(text: str) -> str:
    """The script with one line a passage, so that each direction still begins a line."""
    return "\n\n".join(map(_join_lines, _BETWEEN.split(text)))


def _join_lines(block: str) -> str:
    joined: list[str] = []
    for line in block.splitlines():
        words = " ".join(line.split())
        if joined and not DIRECTION.fullmatch(words):
            joined[-1] = f"{joined[-1]} {words}"
        else:
            joined.append(words)
    return "\n".join(joined)


def _pair_paragraph(english: Paragraph, own: Paragraph) -> Iterator[Pair]:
    """Pair passages where both have directions at the same places, or else the paragraphs as they are."""
    if english.lead or own.lead:
        yield Pair(Passage(english.lead), Passage(own.lead))
    left, right = english.passages, own.passages
    if not _is_alike(english, own):
        left, right = (Passage(text=english.text),), (Passage(text=own.text),)
    yield from (Pair(*both) for both in zip(left, right, strict=True))


def _split_passages(block: str) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    for line in block.strip().splitlines():
        found = DIRECTION.fullmatch(line)
        last = passages[-1] if passages else None
        if found and last and not last.text:  # two directions, one after the other
            passages[-1] = Passage((*last.directions, found[1].strip()), found[2])
        elif found:
            passages.append(Passage((found[1].strip(),), found[2]))
        elif last:
            passages[-1] = replace(last, text=f"{last.text}\n{line}".strip("\n"))
        else:
            passages.append(Passage(text=line))
    return tuple(passages)
