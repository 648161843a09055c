"""A person at a terminal: keys in through prompt-toolkit's own pipe, cards out."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.adapters.console.completion import Suggestion
from bot.adapters.console.own_commands import RoleHint
from bot.adapters.console.repl import chat, make_caller
from bot.adapters.console.terminal import CommandCompleter
from bot.config.settings import load_config
from bot.identity import Identity
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope
from bot.roles import Reach, Role
from tests.kit.sample import AT, Floor

CTRL_C, CTRL_D = "\x03", "\x04"
EN = load_words("en")
GOODBYE = f"(only you) {EN.t('console.goodbye')}"


class Keyboard(io.StringIO):
    """Standard input that claims to be a terminal. prompt-toolkit reads the keys from its own pipe."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    monkeypatch.setenv("COLUMNS", "300")
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


async def type_keys(
    floor: Floor, keys: PipeInput, typed: str, name: str = "ana", hint: RoleHint = RoleHint.NONE
) -> list[str]:
    keys.send_text(typed)
    out = io.StringIO()
    assert await chat(floor.dispatcher, name, None, Keyboard(), out, lambda: AT, hint=hint, settings="config.yaml") == 0
    return out.getvalue().splitlines()


@pytest.fixture
def floor() -> Floor:
    return Floor()


async def test_a_person_is_greeted_and_ctrl_d_ends_the_console(floor: Floor, keys: PipeInput) -> None:
    lines = await type_keys(floor, keys, CTRL_D)
    assert lines == [f"(only you) {strip_markup(EN.m('console.welcome'))}", "", GOODBYE, ""]


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Ana", "console:ana"),
        ("Ana María", "console:ana maría"),
        ("ana, m", '"console:ana, m"'),
        ("Ana]", '"console:ana]"'),
        ("ana #1", '"console:ana #1"'),
        ('the "boss"', '"console:the \\"boss\\""'),
        ("a: b", '"console:a: b"'),
        ("ana.", "console:ana."),
    ],
)
async def test_a_newcomer_reads_how_to_become_the_admin(
    floor: Floor, keys: PipeInput, tmp_path: Path, name: str, entry: str
) -> None:
    """The setting that the sentence shows makes this person an admin."""
    lines = await type_keys(floor, keys, CTRL_D, name, RoleHint.UNCLAIMED)
    assert lines[2] == strip_markup(EN.m("console.role.unclaimed", admin=entry, file="config.yaml"))
    file = tmp_path / "config.yaml"
    file.write_text(f"coalition:\n  admins: [{entry}]\n", encoding="utf-8")
    [admin] = load_config(file, {}).coalition.admins
    assert (admin.platform, admin.account) == ("console", make_caller(name).account)


async def test_an_admin_does_not_read_how_to_become_one(floor: Floor, keys: PipeInput) -> None:
    async def is_admin(envelope: Envelope) -> Identity:
        return Identity(Reach(Role.ADMIN))

    floor.who = is_admin
    lines = await type_keys(floor, keys, CTRL_D, hint=RoleHint.UNCLAIMED)
    assert not any("admins:" in line for line in lines)


@pytest.mark.parametrize("typed", [CTRL_C, f"/lo{CTRL_C}", CTRL_C * 3])
async def test_ctrl_c_says_how_to_leave(floor: Floor, keys: PipeInput, typed: str) -> None:
    lines = await type_keys(floor, keys, f"{typed}{CTRL_D}")
    assert lines.count(f"(only you) {EN.t('console.leave')}") == typed.count(CTRL_C)


async def test_commands_are_not_echoed_twice(floor: Floor, keys: PipeInput) -> None:
    lines = await type_keys(floor, keys, "/log spoke\r/quit\r")
    assert not any(line.startswith("> ") for line in lines)
    assert "(only you) Done" in lines
    assert lines[-2] == GOODBYE


LEAVING = ("exit", "quit", "/exit", "/QUIT", "／Exit", "/log\r/exit", f"/log\r{CTRL_D}{CTRL_D}")


@pytest.mark.parametrize("typed", LEAVING)
async def test_every_way_to_leave_ends_with_a_sentence(floor: Floor, keys: PipeInput, typed: str) -> None:
    lines = await type_keys(floor, keys, f"{typed}\r/log spoke\r")
    assert lines[-2] == GOODBYE
    assert floor.cog.heard == []


async def test_a_narrow_terminal_breaks_no_word(floor: Floor, keys: PipeInput, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = await type_keys(floor, keys, f"/log\r/quit\r{CTRL_D}")
    assert " ".join(lines[:-1]).count(EN.t("console.form_hint")) == 1
    assert max(map(len, lines)) <= 40


async def test_ctrl_c_clears_the_line_and_an_empty_line_does_nothing(floor: Floor, keys: PipeInput) -> None:
    await type_keys(floor, keys, f"/log voicemail{CTRL_C}\r/log spoke\r{CTRL_D}")
    assert floor.cog.heard == [("spoke", None, None)]


def test_tab_completes_a_partial_word() -> None:
    completions = CommandCompleter(lambda typed: (Suggestion(f"{typed}g", len(typed), "Log a call"),))
    (completion,) = completions.get_completions(Document("/lo"), CompleteEvent())
    assert (completion.text, completion.start_position) == ("/log", -3)
    assert completion.display_meta_text == "Log a call"


async def test_a_wrong_field_is_asked_again_and_the_others_stay(floor: Floor, keys: PipeInput) -> None:
    lines = await type_keys(floor, keys, f"/log\rvoicemail\rnowhere\rsenator-1\r{CTRL_D}")
    assert floor.cog.heard == [("voicemail", "senator-1")]
    told = EN.t("office.unknown", word="nowhere", known="representative")
    assert f"(only you) {told}" in lines


async def test_ctrl_c_leaves_a_form(floor: Floor, keys: PipeInput) -> None:
    lines = await type_keys(floor, keys, f"/log\rvoicemail\r{CTRL_C}/log spoke\r{CTRL_D}")
    assert floor.cog.heard == [("spoke", None, None)]
    assert f"(only you) {EN.t('console.cancelled')}" in lines
