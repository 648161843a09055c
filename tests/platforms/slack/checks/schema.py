"""A small language for the shape of a payload, and the checker that reads it.

A rule says what a member can be. `check` yields one sentence per violation in Slack's own wording,
`must be less than 151 characters [json-pointer:/blocks/0/text/text]`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never


@dataclass(frozen=True, slots=True)
class Line:
    """A bare string of `least` to `most` characters."""

    most: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text object, only plain_text unless `kinds` allows more."""

    most: int
    kinds: tuple[str, ...] = ("plain_text",)


@dataclass(frozen=True, slots=True)
class Flag:
    """A JSON boolean."""


@dataclass(frozen=True, slots=True)
class Number:
    """An integer from `least` to `most`."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed list of words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """A member that the stand-in doesn't check."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: required members, optional members, and groups with exactly one member each."""

    must: Mapping[str, "Rule"] = field(default_factory=dict)
    may: Mapping[str, "Rule"] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """An object whose `type` selects its shape."""

    shapes: Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Items:
    """An array of `least` to `most` things."""

    of: "Rule"
    most: int
    least: int = 1


Rule = Line | Text | Flag | Number | Choice | Free | Shape | Typed | Items


def at(pointer: str, sentence: str) -> str:
    """A sentence with its place, as Slack writes it."""
    return f"{sentence} [json-pointer:{pointer}]"


def check(rule: Rule, value: Any, pointer: str) -> Iterator[str]:
    """Every violation of `rule` in `value`, which is at `pointer`."""
    match rule:
        case Line():
            yield from _line(rule, value, pointer)
        case Text():
            yield from _text(rule, value, pointer)
        case Flag():
            if not isinstance(value, bool):
                yield at(pointer, "must be a boolean")
        case Number():
            if not isinstance(value, int) or not rule.least <= value <= rule.most:
                yield at(pointer, f"must be a number from {rule.least} to {rule.most}")
        case Choice():
            if value not in rule.words:
                yield at(pointer, f"must be one of {', '.join(rule.words)}")
        case Shape():
            yield from _shape(rule, value, pointer)
        case Typed():
            yield from _typed(rule, value, pointer)
        case Items():
            yield from _items(rule, value, pointer)
        case Free():
            return
        case _:
            assert_never(rule)


def _line(rule: Line, value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield at(pointer, "must provide a string")
    elif len(value) > rule.most:
        yield at(pointer, f"must be less than {rule.most + 1} characters")
    elif len(value) < rule.least:
        yield at(pointer, f"must be more than {rule.least - 1} characters")


def _text(rule: Text, value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield at(pointer, "must provide an object")
        return
    kind = value.get("type")
    if kind not in rule.kinds:
        yield at(f"{pointer}/type", f"must be one of {', '.join(rule.kinds)}")
    extra: dict[str, Rule] = {"emoji": Flag()} if kind == "plain_text" else {"verbatim": Flag()}
    yield from _shape(Shape({"type": Free(), "text": Line(rule.most, 1)}, extra), value, pointer)


def _shape(rule: Shape, value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield at(pointer, "must provide an object")
        return
    members = {"type": Free(), **rule.must, **rule.may}
    for name in rule.must:
        if value.get(name) is None:
            yield at(pointer, f"missing required field: {name}")
    yield from _groups(rule, value, pointer)
    for name, member in value.items():
        if name not in members:
            yield at(pointer, f"invalid additional property: {name}")
        elif member is not None:
            yield from check(members[name], member, f"{pointer}/{name}")


def _groups(rule: Shape, value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    names = [name for name in rule.one_of if value.get(name) is not None]
    if rule.one_of and len(names) != 1:
        yield at(pointer, f"must define exactly one of {', '.join(rule.one_of)}")
    if rule.any_of and not any(value.get(name) for name in rule.any_of):
        yield at(pointer, f"must define either {' or '.join(rule.any_of)}")


def _typed(rule: Typed, value: Any, pointer: str) -> Iterator[str]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind is None or kind not in rule.shapes:
        yield at(pointer, f"unsupported type: {kind}")
    else:
        yield from _shape(rule.shapes[kind], value, pointer)


def _items(rule: Items, value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield at(pointer, "must provide an array")
        return
    if len(value) > rule.most:
        yield at(pointer, f"no more than {rule.most} items allowed")
    if len(value) < rule.least:
        yield at(pointer, f"no less than {rule.least} items allowed")
    for index, item in enumerate(value):
        yield from check(rule.of, item, f"{pointer}/{index}")
