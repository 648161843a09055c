"""YAML's traps: finds where a file doesn't say what its author meant, and says so in plain words.

A parser notices a slip late and blames what follows it: an unclosed quote swallows whole lines, and a # makes the end
of a list a comment. So this looks at the tokens and at the line itself, and points at what was typed wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

_MAX_TOKENS = 50_000  # more than a file of the largest size that is accepted needs

# A # with a letter right after it is a hashtag, a number or a color. A comment has a space there.
_HASHTAG = re.compile(r"#[^\s#!]")
_MAY_BEGIN_COMMENT = re.compile(r"(?:^|[\s\[\]{},\"'])" + _HASHTAG.pattern, re.MULTILINE)
_KEY_LINE = re.compile(r"(?P<indent>[ -]*)(?:[\w.-]+:(?:[ \n]|$)|(?<=- ))")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*(?P<key>[A-Za-z_][\w.-]*):(?=[^\s:/])")
_NO_SPACE_AFTER_DASH = re.compile(r"\s*-(?=\w)")
_DASH_FIRST = re.compile(r"\s*-[ \w]")
_DOCUMENT_END = re.compile(r"^\.\.\.[ ]*\n(?:[ ]*(?:#.*)?\n)*\Z", re.MULTILINE)
_VALUE = re.compile(r"[ ]*(?:- +)*(?:[^\s:#\"'\[{][^:#\n]*:[ ]+)?(?P<first>[^\s])")
_QUOTED = "\"'"
_OPENED = {quote: re.compile(rf"(?:[:,-] +|[\[{{]){quote}") for quote in _QUOTED}
_RESERVED = "@`%&*!|>?[{]},"

_COMMENT = 'a # begins a comment here; put the text in quotes, or write "# " for a comment'
_QUOTE = "a quote is opened here and never closed"
_IN_QUOTES = "text that begins with this character must be in quotes"
_LIST_BELOW = "a list begins on a line of its own; put text that begins with - in quotes"
_LINE_UP = "this does not line up with the lines above"
_DEEPER = "this is indented more than the line above it, which has its value already"
_AFTER_QUOTE = "text goes on after its closing quote; put all of it in one pair of quotes"
_AFTER_BRACKET = "text goes on after a closing bracket; put text that begins with [ or { in quotes"
_NOTHING = "something is missing before this"
_NO_COLON = "this line has no colon after its key, or is not indented like its block"
_BACKSLASH = "a backslash has a meaning in \"double quotes\"; use 'single quotes' here"
_OPEN_LIST = "a list in [brackets] is not closed, or a comma is missing"
_OPEN_KEYS = "keys in {braces} are not closed, or a comma is missing"
_NO_KEY = "a key is missing before this colon"
_SECOND_DOCUMENT = 'the lines after this one are a second document; leave out the "..."'
_SECOND_COLON = "a second colon; put text that holds a colon and a space in quotes"
# What the parser says, in the order to look for it -> what a person can do about it.
_SYNTAX = {
    "mapping values are not allowed": _SECOND_COLON,
    "could not find expected ':'": _NO_COLON,
    "cannot start any token": _IN_QUOTES,
    "unexpected end of stream": _QUOTE,
    "',' or ']'": _OPEN_LIST,
    "',' or '}'": _OPEN_KEYS,
    "escape": _BACKSLASH,
    "hexdecimal": _BACKSLASH,
    "sequence entries are not allowed": _LIST_BELOW,
    "mapping keys are not allowed": _IN_QUOTES,
    "non-alphabetical character": _IN_QUOTES,
    "expected node content": _NOTHING,
    "expected the node content": _NOTHING,
    "did not find expected": _LINE_UP,
    "expected <block end>": _LINE_UP,
    "expected '<document start>'": _LINE_UP,
}
# These the parser notices too late; the fault is where it began to read.
_AT_BEGINNING = re.compile("could not find expected ':'|unexpected end of stream|',' or '[]}]'")


@dataclass(frozen=True, slots=True)
class Trap:
    """What was typed wrong, at a character offset."""

    offset: int
    sentence: str


def find_silent(source: str, loader: Any) -> tuple[Trap, ...]:
    """What a parser accepts but reads differently than the author meant."""
    tokens = _cut_tokens(source, loader) if _MAY_BEGIN_COMMENT.search(source) or _mixes_lines(source) else ()
    return (*_find_comments(source, tokens), *_find_swallowing(source, tokens), *_find_run_together(source, tokens))


def explain(source: str, error: yaml.MarkedYAMLError, loader: Any) -> Trap:
    """What was typed wrong, for the parser's ``error``."""
    said = error.problem or "it is not YAML"
    marks = [error.problem_mark, error.context_mark]
    mark: Any = next(filter(None, marks[::-1] if _AT_BEGINNING.search(said) else marks), None)
    offset = min(mark.index, len(source)) if mark else 0
    tokens = _cut_tokens(source, loader)
    noticed = error.problem_mark.index if error.problem_mark else offset
    sentence = next((ours for theirs, ours in _SYNTAX.items() if theirs in said), None)
    return (
        _find_unclosed(source, tokens, noticed)
        or (_find_open_bracket(tokens) if sentence == _NOTHING and not source[noticed:].strip() else None)
        or _explain_line(source, offset, sentence)
        or Trap(offset, sentence or f"this can't be read as YAML: {said}")
    )


def is_comment_after(source: str, key: int) -> bool:
    """Whether only a comment follows the key at this offset on its line."""
    return re.match(r"[^\n:]*:[ ]+#", source[key:]) is not None


def _cut_tokens(source: str, loader: Any) -> tuple[Any, ...]:
    """The tokens, up to the first error."""

    def cut() -> Iterator[Any]:
        try:
            yield from yaml.scan(source, Loader=loader)
        except yaml.YAMLError:
            return

    return tuple(islice(cut(), _MAX_TOKENS))


def _mixes_lines(source: str) -> bool:
    """Whether a line might join a text above it by mistake. The check is cheap: most files have no such line."""
    return any(
        _NO_SPACE_AFTER_COLON.match(line)
        or _NO_SPACE_AFTER_DASH.match(line)
        or any(line.count(quote) % 2 and _OPENED[quote].search(line) for quote in _QUOTED)
        for line in source.splitlines()
    )


def _find_comments(source: str, tokens: tuple[Any, ...]) -> Iterator[Trap]:
    """Each hashtag that became a comment: beside a value, or anywhere in a list in brackets."""
    depth, before = 0, 0
    for token in tokens:
        gap = source[before : token.start_mark.index]
        for line in re.finditer(r"[^\n]+", gap) if "#" in gap else ():  # few gaps hold one
            at = before + line.start()
            alone = not source[source.rfind("\n", 0, at) + 1 : at + len(line[0]) - len(line[0].lstrip())].strip()
            found = _HASHTAG.match(line[0].lstrip())
            if found and (depth or not alone):
                yield Trap(at + len(line[0]) - len(line[0].lstrip()), _COMMENT)
        depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
        depth -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
        before = max(token.end_mark.index, before)


def _find_swallowing(source: str, tokens: tuple[Any, ...]) -> Iterator[Trap]:
    """Each quote that swallows a later line that looks like a key."""
    for token in _find_long_quotes(tokens):
        start = token.start_mark.index
        begin = source.rfind("\n", 0, start) + 1
        column = len(source[begin:start]) - len(source[begin:start].lstrip(" -"))
        lines = source[start : token.end_mark.index].split("\n")[1:]
        if any((found := _KEY_LINE.match(line)) and len(found["indent"]) <= column for line in lines):
            yield Trap(start, _QUOTE)


def _find_unclosed(source: str, tokens: tuple[Any, ...], noticed: int) -> Trap | None:
    """The first quote before ``noticed`` that swallowed lines with keys."""
    for token in _find_long_quotes(tokens):
        start, end = token.start_mark.index, token.end_mark.index
        if end <= noticed and any(map(_KEY_LINE.match, source[start:end].split("\n")[1:])):
            return Trap(start, _QUOTE)
    return None


def _find_open_bracket(tokens: tuple[Any, ...]) -> Trap | None:
    """The innermost bracket or brace that the file's end leaves open."""
    opened: list[Any] = []
    for token in tokens:
        if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
            opened.append(token)
        elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken) and opened:
            opened.pop()
    if not opened:
        return None
    is_list = isinstance(opened[-1], yaml.FlowSequenceStartToken)
    return Trap(opened[-1].start_mark.index, _OPEN_LIST if is_list else _OPEN_KEYS)


def _find_long_quotes(tokens: tuple[Any, ...]) -> Iterator[Any]:
    """The quoted texts of several lines."""
    for token in tokens:
        quoted = isinstance(token, yaml.ScalarToken) and token.style in ('"', "'")
        if quoted and token.end_mark.line > token.start_mark.line:
            yield token


def _find_run_together(source: str, tokens: tuple[Any, ...]) -> Iterator[Trap]:
    """Each text whose every line is a key or an entry that only lacks its space."""
    for token in tokens:
        if not isinstance(token, yaml.ScalarToken) or not token.plain:
            continue
        start = token.start_mark.index
        if source[source.rfind("\n", 0, start) + 1 : start].strip():  # it begins behind something on its line
            continue
        lines = source[start : token.end_mark.index].split("\n")
        if all(map(_NO_SPACE_AFTER_COLON.match, lines)):
            yield _report_no_space(source, start)
        elif all(map(_DASH_FIRST.match, lines)):
            yield Trap(start, "a space is missing after the -")


def _report_no_space(source: str, start: int) -> Trap:
    return Trap(source.index(":", start), "a space is missing after this colon")


def _explain_line(source: str, offset: int, sentence: str | None) -> Trap | None:
    """What an error's line shows by itself: how its value begins, or what comes before the error."""
    begin = source.rfind("\n", 0, offset) + 1
    line = source[begin:].split("\n", 1)[0]
    before = line[: offset - begin].rstrip()
    value = _VALUE.match(line)
    if sentence == _NO_COLON and _NO_SPACE_AFTER_COLON.match(line):
        return _report_no_space(source, begin)
    if sentence == _LINE_UP and source[offset : offset + 1] == ":" and not before.strip(" -"):
        return Trap(offset, _NO_KEY)
    if sentence == _LINE_UP and (end := _DOCUMENT_END.search(source[:offset])):
        return Trap(end.start(), _SECOND_DOCUMENT)
    if sentence == _BACKSLASH:
        place = source.rfind("\\", 0, offset + 1)
        return Trap(place, sentence) if place >= 0 else Trap(begin, _IN_QUOTES)  # "!%": an escape in a tag
    if value and value["first"] in _QUOTED and before[value.end("first") :].endswith(value["first"]):
        return Trap(offset, _AFTER_QUOTE)
    if sentence == _LINE_UP and before.endswith(("]", "}")):
        return Trap(offset, _AFTER_BRACKET)
    if sentence == _SECOND_COLON and ":" not in before.rstrip(": "):
        return _explain_line_above(source, begin, line)
    return _explain_first(begin, value, sentence) if value else None


def _explain_line_above(source: str, begin: int, line: str) -> Trap | None:
    """Why a line that looks like a key can't be one there."""
    above = source.rfind("\n", 0, max(begin - 1, 0)) + 1
    if above < begin and _NO_SPACE_AFTER_COLON.match(source[above:begin]):
        return _report_no_space(source, above)
    if above < begin and ":" not in source[above:begin] and not line.startswith(" "):
        return Trap(above, _NO_COLON)
    return Trap(begin + len(line) - len(line.lstrip()), _DEEPER) if line.startswith(" ") else None


def _explain_first(begin: int, value: re.Match[str], sentence: str | None) -> Trap | None:
    """A trap if the value begins with a character that text can't begin with."""
    first = value["first"]
    if first in "[{" or first not in _RESERVED or sentence == _LIST_BELOW:
        return None
    return Trap(begin + value.start("first"), f"text that begins with {first} must be in quotes")
