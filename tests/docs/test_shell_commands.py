"""Every `callboard …` that a page tells somebody to type exists, with its options."""

import re
import shlex
from collections.abc import Iterator

import pytest
import typer

from bot.cli.program import build_app
from tests.docs.pages import PAGES, ROOT

PROGRAM: object = typer.main.get_command(build_app())
LAUNCHER = {"test", "bench"}  # ./callboard itself runs these
_COMMAND = re.compile(r"\bcallboard (?!callboard)([a-z][^`|>;&#)\n]*)")  # up to what ends a command in a shell


def list_commands(text: str) -> Iterator[list[str]]:
    """The words after ``callboard`` in code spans and indented blocks."""
    text = text.replace("\\\n", " ")
    spans = re.findall(r"`([^`\n]+)`", text)
    blocks = re.findall(r"^(?: {4}|\t)(.*)$", text, re.MULTILINE)
    for code in (*spans, *blocks):
        for match in _COMMAND.finditer(code):
            yield shlex.split(match[1].replace("…", "").replace("'", ""))


def find_fault(words: list[str]) -> str:
    """What is wrong with a command, or an empty text."""
    command, rest = PROGRAM, list(words)
    while (below := getattr(command, "commands", None)) is not None:
        if not rest:
            return ""  # a group, or the program alone
        if rest[0].startswith("-"):
            break
        if rest[0] not in below:
            return f"no command {rest[0]!r} in {words}"
        command = below[rest.pop(0)]
    known = {option for parameter in getattr(command, "params", ()) for option in parameter.opts} | {"--help"}
    strange = [word for word in rest if word.startswith("--") and word.split("=")[0] not in known]
    return f"no option {strange[0]} in {words}" if strange else ""


@pytest.mark.parametrize("words", [["chatt"], ["congress", "updates"], ["run", "--onlyy", "slack"], ["key", "print"]])
def test_a_command_that_does_not_exist_is_found(words: list[str]) -> None:
    assert find_fault(words)


def test_every_command_that_a_page_names_exists() -> None:
    found = 0
    for page in PAGES:
        for words in list_commands(page.read_text("utf-8")):
            found += 1
            fault = "" if words[0] in LAUNCHER else find_fault(words)
            assert not fault, f"{page.relative_to(ROOT)}: {fault}"
    assert found > 100
