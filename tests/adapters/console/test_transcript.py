"""Piped lines in, a transcript out: what a person reads after `printf … | callboard chat`."""

import asyncio
import io
import os
from pathlib import Path

import pytest

from bot.adapters.console.repl import chat
from bot.identity import Caller, Identity
from bot.kit.cards.reply import Card, File, Image
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from tests.kit.guarded import COORDINATOR, VOLUNTEER, Guarded
from tests.kit.sample import AT, Floor, says_done

EN = load_words("en")
LEFT = f"(only you) {EN.t('console.cancelled')}"


async def transcript(floor: Floor, typed: str, name: str = "Ana") -> list[str]:
    out = io.StringIO()
    status = await chat(floor.dispatcher, name, None, io.StringIO(typed), out, lambda: AT)
    assert status == 0
    return out.getvalue().splitlines()


@pytest.fixture
def floor() -> Floor:
    return Floor()


async def test_each_card_follows_the_typed_line(floor: Floor) -> None:
    assert await transcript(floor, "# a comment\n\n/log spoke\n  /leaderboard  \n") == [
        "> /log spoke",
        "(only you) Done",
        "done",
        "[1] Undo  [2] Board  [3] Log",
        "",
        "> /leaderboard",
        "Done",
        "done",
        "[1] Undo  [2] Board  [3] Log",
        "",
    ]


async def test_the_caller_is_the_named_person(floor: Floor) -> None:
    asked: list[tuple[Caller, str, int]] = []

    async def ran(inv: Invocation) -> Card:
        asked.append((inv.caller, inv.id, inv.at))
        return Card("Done")

    floor.cog.ran = ran
    await transcript(floor, "/log spoke\n/log spoke\n", name="ÁNA")
    (caller, first, at), (_, second, _) = asked
    assert (caller, at) == (Caller("console", "ána", "console", ("channel:console",)), AT)
    assert first.startswith("console:")
    assert first != second


async def test_numbers_tap_the_last_cards_buttons(floor: Floor) -> None:
    lines = await transcript(floor, "1\n/log spoke\n1\n2\n/zzz\n3\n\n\n9\n")
    assert floor.cog.heard[1] == ("c1",)
    assert lines[:2] == [
        "> 1",
        f"(only you) {EN.t('console.no_button', number='1')}",
    ]
    assert lines[lines.index("> 2") + 1] == "Board"
    assert lines[lines.index("> 3") + 1] == "Log a call"


async def test_a_number_without_a_button_is_refused_at_any_length(floor: Floor) -> None:
    lines = await transcript(floor, "1" * 5000 + "\n/log spoke\n")
    assert lines[1].startswith("(only you) There's no button [1111")
    assert "> /log spoke" in lines


async def test_other_text_gets_a_hint_and_nothing_ends(floor: Floor) -> None:
    lines = await transcript(floor, "hello\n/lgo\n/log spok\n/log spoke\n")
    assert lines[1] == f"(only you) {EN.t('console.no_command')}"
    assert lines[4:6] == [f"(only you) {EN.t('error.no_command_near', name='lgo', near='log')}", "[1] /log"]
    near = EN.t("error.word_near", word="spok", near="Spoke to someone")
    assert lines[8:10] == [f"(only you) {near}", "[1] Spoke to someone"]
    assert floor.cog.heard == [("spoke", None, None)]


@pytest.mark.parametrize("typed", ["/quit", "/exit", "exit", "Quit", "/log\n/quit"])
async def test_quit_and_exit_end_it(floor: Floor, typed: str) -> None:
    lines = await transcript(floor, f"{typed}\n/log spoke\n")
    assert lines[-2] == f"(only you) {EN.t('console.goodbye')}"
    assert floor.cog.heard == []


async def test_words_that_only_begin_like_leaving_end_nothing(floor: Floor) -> None:
    lines = await transcript(floor, "/quit now\nexit now\nexits\n/log\nexit\n\n/log spoke\n")
    assert "> /log spoke" in lines
    assert floor.cog.heard[-1] == ("spoke", None, None)


async def test_help_lists_and_explains(floor: Floor) -> None:
    lines = await transcript(floor, "/help\n/help /log\n/help void\n／HELP log\n/help a b\n")
    assert "• /log – Record a call you made." in lines
    assert lines.count("(only you) /log [outcome] [office] [times]") == 2
    assert f"(only you) {EN.t('error.for.coordinator', name='void')}" in lines
    assert lines[-2] == f"(only you) {EN.t('error.no_command', name='a b')}"


# Forms.


async def test_a_form_is_answered_line_by_line(floor: Floor) -> None:
    lines = await transcript(floor, "/log\n2\n\n/log spoke\n")
    assert floor.cog.heard == [("voicemail", "senator-2"), ("spoke", None, None)]
    assert lines[:8] == [
        "> /log",
        "Log a call",
        "How it went:",
        "  1. Spoke to someone",
        "  2. Left a voicemail",
        "  3. Couldn't get through",
        "> 2",
        "Office you called [senator-2]:",
    ]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("voicemail\nOffice 3\n", ("voicemail", "o3")),
        ("Left a voicemail\nthe junior one\n", ("voicemail", "the junior one")),
        ("# not this\n1\n4\n", ("spoke", "o3")),
    ],
)
async def test_an_answer_is_a_number_a_label_a_word_or_text(floor: Floor, typed: str, heard: tuple[str, str]) -> None:
    await transcript(floor, f"/log\n{typed}")
    assert floor.cog.heard == [heard]


async def test_a_command_leaves_the_form_and_runs(floor: Floor) -> None:
    lines = await transcript(floor, "/log\nspoke\n/leaderboard\n")
    assert floor.cog.heard == [(None,)]
    left = lines.index(LEFT)
    assert lines[left + 2 : left + 4] == ["> /leaderboard", "Done"]


async def test_the_input_can_end_in_a_form(floor: Floor) -> None:
    lines = await transcript(floor, "/log\nspoke\n")
    assert lines[-2] == LEFT
    assert floor.cog.heard == []


@pytest.mark.parametrize("wrong", ["spok", "9", "x" * 101])
async def test_a_refused_field_is_asked_again_and_the_others_are_kept(floor: Floor, wrong: str) -> None:
    lines = await transcript(floor, f"/log\n{wrong}\n3\n{wrong}\nspoke\n")
    assert floor.cog.heard == [("spoke", "o2")]
    assert [line.partition(":")[0] for line in lines if line.startswith(("How it went", "Office you called"))] == [
        "How it went",
        "Office you called [senator-2]",
        "How it went",
        "How it went",
    ]


async def test_a_refused_form_is_left_by_a_command_or_the_end(floor: Floor) -> None:
    lines = await transcript(floor, "/log\nspok\n\n/log spoke\n")
    assert f"(only you) {EN.t('error.word_near', word='spok', near='Spoke to someone')}" in lines
    assert floor.cog.heard == [("spoke", None, None)]
    assert lines.count(LEFT) == 1
    lines = await transcript(floor, "/log\nspok\n\n")
    assert lines[-2] == LEFT


# What could go wrong.


async def test_pictures_are_saved_readable_by_their_owner_alone(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ran(inv: Invocation) -> Card:
        return Card("Picture", image=Image("board.png", b"\x89PNG", "The board in a picture"))

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    floor.cog.ran = ran
    lines = await transcript(floor, "/log spoke\n")
    assert lines[3] == "The board in a picture"
    with open(lines[2], "rb") as saved:  # noqa: ASYNC230 - a tiny file
        assert (saved.read(), os.fstat(saved.fileno()).st_mode & 0o077) == (b"\x89PNG", 0)


async def test_files_of_one_conversation_share_a_private_folder(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ran(inv: Invocation) -> Card:
        return Card("Look", image=Image("../my card.png", b"\x89PNG", "A card", temporary="7"), removes="7")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    floor.cog.ran = ran
    lines = await transcript(floor, "/log spoke\n" * 2)
    first, second = (Path(line) for line in lines if line.endswith(".png"))
    assert (first.name, second.name) == ("my-card.png", "my-card-2.png")
    assert first.parent == second.parent
    assert first.parent.stat().st_mode & 0o077 == 0
    assert (first.read_bytes(), second.read_bytes()) == (b"\x89PNG", b"\x89PNG")


async def test_files_are_saved_with_their_own_suffix(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ran(inv: Invocation) -> Card:
        return Card("Numbers", file=File("calls.csv", b"day,calls", "One line"))

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    floor.cog.ran = ran
    lines = await transcript(floor, "/log spoke\n")
    assert lines[3] == "One line"
    assert lines[2].endswith(".csv")
    with open(lines[2], "rb") as saved:  # noqa: ASYNC230 - a tiny file
        assert (saved.read(), os.fstat(saved.fileno()).st_mode & 0o077) == (b"day,calls", 0)


async def test_typed_text_cannot_control_the_terminal(floor: Floor) -> None:
    lines = await transcript(floor, "\x1b[2J\x1b]0;title\x07\n")
    assert not any("\x1b" in line or "\x07" in line for line in lines)


async def test_a_slow_pipe_blocks_nothing(floor: Floor) -> None:
    reading, writing = os.pipe()
    out = io.StringIO()
    ran = asyncio.Event()

    async def notes(inv: Invocation) -> Card:
        ran.set()
        return await says_done(inv)

    floor.cog.ran = notes
    with os.fdopen(reading, encoding="utf-8") as stdin:
        talk = asyncio.create_task(chat(floor.dispatcher, "ana", None, stdin, out, lambda: AT))
        os.write(writing, b"/log spoke\n")
        await ran.wait()
        os.close(writing)
        assert await talk == 0


async def test_an_unknown_caller_is_a_volunteer(floor: Floor) -> None:
    async def who(envelope: Envelope) -> Identity:
        return Identity(language="en")

    floor.who = who
    assert "(only you) Done" in await transcript(floor, "/log spoke\n")


async def test_a_form_for_a_role_asks_others_nothing() -> None:
    out = io.StringIO()
    await chat(Guarded(VOLUNTEER).dispatcher, "Ana", None, io.StringIO("/void\n"), out, lambda: AT)
    assert out.getvalue().splitlines()[1] == f"(only you) {EN.t('error.for.coordinator', name='void')}"
    out = io.StringIO()
    await chat(Guarded(COORDINATOR).dispatcher, "Ana", None, io.StringIO("/void\n\n"), out, lambda: AT)
    assert "What only coordinators plan [a secret plan]:" in out.getvalue()


@pytest.mark.parametrize("word", ["help", "ayuda", "?", "Help!", "도움말"])
async def test_a_bare_word_for_help_is_read_as_the_command(floor: Floor, word: str) -> None:
    assert (await transcript(floor, f"{word}\n"))[1:] == (await transcript(floor, "/help\n"))[1:]


@pytest.mark.parametrize("word", ["salir", "/salir", "Quit", "退出"])
async def test_a_word_for_leaving_ends_the_console_in_every_language(floor: Floor, word: str) -> None:
    assert "(only you) Done" not in await transcript(floor, f"{word}\n/log spoke\n")
