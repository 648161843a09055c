"""Every sentence of the parser of campaign files is in the catalog, so that it can be translated."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.kit.i18n import load_words
from bot.kit.problem_words import find_phrase, translate_problem

ROOT = Path(__file__).parents[2] / "bot"
FILES = [
    *sorted((ROOT / "core" / "campaign_files").glob("*.py")),
    *(ROOT / "config" / f"{name}.py" for name in ("checks", "document", "files", "yaml_traps")),
    ROOT / "core" / "times" / "wall_clock.py",
]
# Parts of sentences, which the whole sentences below contain.
PARTS = {
    'did you mean "{{@}}"?',
    "the blanks are @",
    "control character",
    "in Excel: File, Save As, “CSV UTF-8”",
    '"targets" @',
    'there is no blank "@"; @',
    "this is @; save the file as UTF-8",
}
# What isn't said to anybody: patterns, types, and what PyYAML says.
UNSAID = {"it is not YAML", "0123456789abcdef -", "str | list[Value] | dict[str, Value]", "{1} {0} * * *", "stored"}
WHOLE = [
    '"titel" is not a key used here; did you mean "title"?',
    '"timezone" must be an IANA time zone, such as America/New_York; did you mean "America/Phoenix"?',
    'there is no blank "{{nme}}"; did you mean "{{name}}"?',
    'there is no blank "{{x}}"; the blanks are {{name}}, {{place}}',
    '"{{" without its other half; write a blank on one line, such as {{name}}',
    '"tags" holds 11 entries; at most 10 are possible',
    "\"status\" must be 'open' or 'paused'",
    '"goal" is missing; what follows a # is a comment, so put text that begins with # in quotes',
    '"title" must be a single text; put text that begins with [ or { in quotes',
    '"targets" must be among my_members, representative, or a member\'s id such as P000197; did you mean "my_members"?',
    "a hidden character (escape, U+001B); delete it",
    "this is UTF-16; save the file as UTF-8 (in Excel: File, Save As, “CSV UTF-8”)",
    "a backslash has a meaning in \"double quotes\"; use 'single quotes' here",
    "keys in {braces} are not closed, or a comma is missing",
]


def sentences() -> Iterator[str]:
    """The texts in the parser's code, with @ in place of each blank."""
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        skipped = {id(one) for node in ast.walk(tree) for one in _list_skipped(node)}
        for node in ast.walk(tree):
            text = _read_text(node) if id(node) not in skipped else None
            if text and " " in text.strip() and len(text) > 8 and "\\" not in text and "(?" not in text:
                yield text


def _list_skipped(node: ast.AST) -> list[ast.AST]:
    """Docstrings, the pieces of f-strings, and the keys of what PyYAML says."""
    match node:
        case ast.Module(body=[first, *_]) | ast.ClassDef(body=[first, *_]) | ast.FunctionDef(body=[first, *_]):
            return [first.value] if isinstance(first, ast.Expr) else []
        case ast.JoinedStr():
            return [one for one in ast.walk(node) if one is not node]
        case ast.Dict(keys=keys):
            return [key for key in keys if key]
        case ast.Call(func=ast.Attribute(attr="compile"), args=args):
            return list(args)
    return []


def _read_text(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return (
                text.replace("{max_length}", "@")
                .replace("{expected}", "@")
                .replace("{said}", "@")
                .replace("{ge}", "@")
                .replace("{le}", "@")
            )
        case ast.JoinedStr(values=values):
            return "".join(str(one.value) if isinstance(one, ast.Constant) else "@" for one in values)
    return None


def test_every_sentence_is_in_the_catalog() -> None:
    # A suggestion may follow: it is a hint of its own.
    found = {text if text.endswith(" @") else text.removesuffix("@") for text in sentences()} - PARTS - UNSAID
    assert len(found) > 70, "the parser wasn't read"
    assert "the file is empty" in found
    assert not [text for text in found if not _is_in_the_catalog(text)]


def _is_in_the_catalog(text: str) -> bool:
    rest = text.removeprefix('"@" ').removeprefix('"').rstrip("@") if text.startswith('"@" ') else text
    whole, ending = find_phrase("problem.whole.", text), find_phrase("problem.ending.", rest)
    keyed = text.startswith('"') and find_phrase("problem.ending.", text.partition('" ')[2])
    hint = find_phrase("problem.hint.", f"x{text}")
    return bool(whole or ending or keyed or hint)


@pytest.mark.parametrize("sentence", WHOLE)
def test_a_sentence_is_the_same_in_english(sentence: str) -> None:
    assert translate_problem(load_words("en"), sentence) == sentence
    first = sentence.partition("; did")[0].partition("; what")[0].partition("; the blanks")[0]
    first = first.partition("; put text that begins with [")[0]
    assert find_phrase("problem.whole.", first) or find_phrase("problem.ending.", first.partition('" ')[2])


def test_what_nobody_knows_stays_as_it_is() -> None:
    assert translate_problem(load_words("en"), "something new is wrong") == "something new is wrong"
