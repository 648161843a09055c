"""A person at a terminal: keys in through prompt-toolkit's own pipe, cards out."""

import io
from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.adapters.console.completion import Offer
from bot.adapters.console.repl import chat
from bot.adapters.console.terminal import Completions
from bot.kit.cards.markup import plain
from bot.kit.i18n import words
from tests.kit.sample import AT, Floor

CTRL_C, CTRL_D = "\x03", "\x04"
EN = words("en")


class Keyboard(io.StringIO):
    """Standard input that says it is a terminal; prompt-toolkit reads the keys from its own pipe."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    monkeypatch.setenv("COLUMNS", "300")
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


async def seen(floor: Floor, keys: PipeInput, typed: str) -> list[str]:
    keys.send_text(typed)
    out = io.StringIO()
    assert await chat(floor.dispatcher, "ana", None, Keyboard(), out, lambda: AT) == 0
    return out.getvalue().splitlines()


@pytest.fixture
def floor() -> Floor:
    return Floor()


async def test_who_sits_down_is_greeted_and_ctrl_d_ends(floor: Floor, keys: PipeInput) -> None:
    lines = await seen(floor, keys, CTRL_D)
    assert lines[0] == f"(only you) {plain(EN.m('console.welcome'))}"


async def test_commands_are_not_echoed_twice(floor: Floor, keys: PipeInput) -> None:
    lines = await seen(floor, keys, "/log spoke\r/quit\r")
    assert not any(line.startswith("> ") for line in lines)
    assert "(only you) Done" in lines
    assert lines[-2] == f"(only you) {EN.t('console.goodbye')}"


async def test_a_narrow_terminal_breaks_no_word(floor: Floor, keys: PipeInput, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = await seen(floor, keys, f"/log\r/quit\r{CTRL_D}")
    assert " ".join(lines[:-1]).count(EN.t("console.form_hint")) == 1
    assert max(map(len, lines)) <= 40


async def test_ctrl_c_clears_the_line_and_an_empty_one_is_nothing(floor: Floor, keys: PipeInput) -> None:
    await seen(floor, keys, f"/log voicemail{CTRL_C}\r/log spoke\r{CTRL_D}")
    assert floor.cog.heard == [("spoke", None, None)]


def test_tab_completes_what_was_begun() -> None:
    completions = Completions(lambda typed: (Offer(f"{typed}g", len(typed), "Log a call"),))
    (completion,) = completions.get_completions(Document("/lo"), CompleteEvent())
    assert (completion.text, completion.start_position) == ("/log", -3)
    assert completion.display_meta_text == "Log a call"


async def test_a_wrong_field_is_asked_again_and_the_others_kept(floor: Floor, keys: PipeInput) -> None:
    lines = await seen(floor, keys, f"/log\rvoicemail\rnowhere\rsenator-1\r{CTRL_D}")
    assert floor.cog.heard == [("voicemail", "senator-1")]
    told = EN.t("office.unknown", word="nowhere", known="representative")
    assert f"(only you) {told}" in lines


async def test_ctrl_c_leaves_a_form(floor: Floor, keys: PipeInput) -> None:
    lines = await seen(floor, keys, f"/log\rvoicemail\r{CTRL_C}/log spoke\r{CTRL_D}")
    assert floor.cog.heard == [("spoke", None, None)]
    assert f"(only you) {EN.t('console.cancelled')}" in lines
