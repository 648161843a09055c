"""Dispatch: forms before any wait, roles, conversion, deadlines, and errors as sentences."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from io import StringIO

import pytest
from msgspec import structs

from bot.errors import Unavailable, UserError
from bot.identity import Identity
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Form
from bot.kit.dispatch.steps import Gate, Step
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope
from bot.roles import Reach, Role
from tests.kit.sample import ANA, BEN, Floor, envelope

EN = load_words("en")


# What a request means.


@pytest.mark.parametrize("method", ["read_text", "read_command", "read_tap", "read_submission", "make_form"])
def test_meanings_are_found_without_waiting(floor: Floor, method: str) -> None:
    assert not inspect.iscoroutinefunction(getattr(floor.dispatcher, method))


def test_without_an_outcome_the_form_opens_with_the_typed_values(floor: Floor) -> None:
    form = floor.dispatcher.read_text(envelope(), "log", "senator-1")
    assert isinstance(form, Form)
    assert (form.title, form.submit) == ("Log a call", "Log it")
    assert [(field.name, field.value, field.required) for field in form.fields] == [
        ("outcome", "", True),
        ("office", "senator-1", False),
    ]
    assert form.fields[0].choices[1].label == "Left a voicemail"


def test_an_empty_option_still_opens_the_form(floor: Floor) -> None:
    assert isinstance(floor.dispatcher.read_command(envelope(), "log", {"outcome": "  "}), Form)


async def test_with_an_outcome_the_command_runs(floor: Floor) -> None:
    reply = await floor.answer(floor.dispatcher.read_text(envelope(), "log", "spoke senator-1 3"))
    assert floor.cog.heard == [("spoke", "senator-1", 3)]
    assert (reply.card.title, reply.private) == ("Done", True)


async def test_a_public_step_is_known_in_advance(floor: Floor) -> None:
    step = floor.dispatcher.read_text(envelope(), "leaderboard", "public:yes")
    assert isinstance(step, Step)
    assert not step.private
    assert not (await floor.answer(step)).private
    assert floor.cog.heard == [(True,)]


# Buttons and forms.


async def test_buttons_work_for_their_own_caller(floor: Floor) -> None:
    undo, board, log = (await floor.answer(floor.dispatcher.read_text(envelope(), "log", "spoke"))).card.buttons
    assert (await floor.answer(floor.dispatcher.read_tap(envelope(), undo.id))).card.title == "Done"
    assert floor.cog.heard[-1] == ("c1",)
    assert (await floor.answer(floor.dispatcher.read_tap(envelope(BEN), board.id))).card.title == "Board"
    form = floor.dispatcher.read_tap(envelope(), log.id)
    assert isinstance(form, Form)
    assert form.fields[1].value == "senator-1"
    for stranger in (BEN, replace(ANA, space="20")):
        assert await floor.body(floor.dispatcher.read_tap(envelope(stranger), undo.id)) == EN.t("error.button")


async def test_a_button_from_before_an_upgrade_is_too_old(floor: Floor) -> None:
    button = (await floor.answer(floor.dispatcher.read_text(envelope(), "log", "spoke"))).card.buttons[0]
    floor.dispatcher.registry = replace(floor.dispatcher.registry, actions={})
    assert await floor.body(floor.dispatcher.read_tap(envelope(), button.id)) == EN.t("error.button")


async def test_a_submitted_form_runs(floor: Floor) -> None:
    form = floor.dispatcher.make_form(envelope(), "log", {})
    await floor.answer(floor.dispatcher.read_submission(envelope(), form.id, {"outcome": "voicemail", "office": ""}))
    assert floor.cog.heard == [("voicemail", None)]


@pytest.mark.parametrize(
    ("answers", "field", "key"),
    [
        ({"outcome": "spok"}, "outcome", "error.word_near"),
        ({"outcome": "zzz"}, "outcome", "error.word_known"),
        ({}, "outcome", "error.missing"),
        ({"outcome": "spoke", "office": "x" * 21}, "office", "error.too_long"),
        ({"outcome": "spoke", "office": "nowhere"}, "office", "office.unknown"),
    ],
)
async def test_a_forms_errors_name_their_field(floor: Floor, answers: Mapping[str, str], field: str, key: str) -> None:
    form = floor.dispatcher.make_form(envelope(), "log", {})
    reply = await floor.answer(floor.dispatcher.read_submission(envelope(), form.id, answers))
    assert reply.errors.keys() == {field}
    assert strip_markup(reply.card.body) == reply.errors[field]
    opening = EN._sentences[key]
    assert isinstance(opening, str)
    assert reply.errors[field].startswith(opening.split("{")[0])
    assert floor.cog.heard == []


async def test_a_forged_form_is_refused_and_said_once_in_the_log(
    floor: Floor, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.runtime.log._warned", {})
    form = floor.dispatcher.make_form(envelope(), "log", {})
    for _ in range(2):
        reply = await floor.answer(floor.dispatcher.read_submission(envelope(BEN), form.id, {"outcome": "spoke"}))
        assert strip_markup(reply.card.body) == EN.t("error.button")
    assert log.getvalue().count("does a Callboard with another key use the same app") == 1


async def test_a_form_is_filled_with_known_values(floor: Floor) -> None:
    form = await floor.dispatcher.fill_form(floor.dispatcher.make_form(envelope(), "log", {}), envelope())
    assert form.fields[1].value == "senator-2"
    assert [len(field.choices) for field in form.fields] == [3, 25]


async def test_typed_values_win_over_known_ones(floor: Floor) -> None:
    form = floor.dispatcher.make_form(envelope(), "log", {"office": "senator-1"})
    assert (await floor.dispatcher.fill_form(form, envelope())).fields[1].value == "senator-1"


async def _raises(error: Exception) -> Mapping[str, str]:
    raise error


async def _hangs() -> Mapping[str, str]:
    await asyncio.Event().wait()
    return {}


@pytest.mark.parametrize(
    "known",
    [
        lambda: _raises(Unavailable("locked")),
        lambda: _raises(UserError("campaign.none")),
        lambda: _raises(RuntimeError("bug")),
        _hangs,
    ],
    ids=["no database", "nothing to offer", "mistake", "too slow"],
)
async def test_a_form_opens_whatever_its_offers_do(
    floor: Floor, known: Callable[[], Awaitable[Mapping[str, str]]], log: StringIO
) -> None:
    floor.cog.known = known
    form = floor.dispatcher.make_form(envelope(), "log", {})
    assert await floor.dispatcher.fill_form(form, envelope()) == form


async def test_suggestions_are_few_and_never_fail(floor: Floor, log: StringIO) -> None:
    spec = floor.dispatcher.registry.commands["log"]
    assert len(await floor.dispatcher.list_suggestions(envelope(), spec, "office", "")) == 25
    assert await floor.dispatcher.list_suggestions(envelope(), spec, "office", "broken") == ()
    assert await floor.dispatcher.list_suggestions(envelope(), spec, "outcome", "") == ()
    assert "unforeseen" in log.getvalue()


# Errors are sentences.


async def test_an_unknown_command_is_refused_with_the_nearest(floor: Floor) -> None:
    dispatcher = floor.dispatcher
    assert await floor.body(dispatcher.read_text(envelope(), "zzz", "")) == EN.t("error.no_command", name="zzz")
    near = EN.t("error.no_command_near", name="lgo", near="log")
    assert await floor.body(dispatcher.read_text(envelope(), "lgo", "")) == near
    assert await floor.body(dispatcher.read_command(envelope(), "lgo", {})) == near


@pytest.mark.parametrize("text", ["z" * 70_000, "/" * 70_000])
async def test_long_input_is_quoted_shortened(floor: Floor, text: str) -> None:
    told = await floor.body(floor.dispatcher.read_text(envelope(), text, ""))
    assert "…" in told
    assert len(told) < 1000


@pytest.mark.parametrize("text", ["", "c1", "c1 and more", "call:c1"])
async def test_a_caller_without_the_role_learns_who_the_command_is_for(floor: Floor, text: str) -> None:
    found = floor.dispatcher.read_text(envelope(), "void", text)
    told = await floor.body(await floor.dispatcher.open_gate(found) if isinstance(found, Gate) else found)
    assert told == EN.t("error.for.coordinator", name="void")


@pytest.mark.parametrize("text", ["", "list", "zzz"])
async def test_a_caller_without_any_of_a_groups_commands_learns_who_has_them(floor: Floor, text: str) -> None:
    void = floor.registry.commands["void"]
    parts = {f"void {part}": structs.replace(void, name=f"void {part}", role=role) for part, role in _PARTS.items()}
    floor.dispatcher.registry = replace(floor.registry, commands=parts)
    least = "admin" if text == "list" else "captain"
    name = "void list" if text == "list" else "void"
    found = floor.dispatcher.read_text(envelope(), "void", text)
    told = await floor.body(await floor.dispatcher.open_gate(found) if isinstance(found, Gate) else found)
    assert told == EN.t(f"error.for.{least}", name=name)


async def test_a_misspelled_name_never_suggests_a_forbidden_command(floor: Floor) -> None:
    told = floor.dispatcher.read_text(envelope(), "voidd", "")
    assert await floor.body(told) == EN.t("error.no_command", name="voidd")
    floor.who = _coordinator
    assert await floor.body(told) == EN.t("error.no_command_near", name="voidd", near="void")


_PARTS = {"list": Role.ADMIN, "show": Role.CAPTAIN}


async def _coordinator(envelope: Envelope) -> Identity:
    return Identity(Reach(Role.COORDINATOR))


async def test_a_caller_with_the_role_uses_it(floor: Floor) -> None:
    floor.who = _coordinator
    assert await floor.body(floor.dispatcher.read_text(envelope(), "void", "c*1")) == "c*1"


async def test_a_wrong_number_is_refused(floor: Floor) -> None:
    told = await floor.body(floor.dispatcher.read_command(envelope(), "log", {"outcome": "spoke", "times": "often"}))
    assert told == EN.t("error.word", word="often")


async def test_a_form_is_in_the_language_of_the_following_card(floor: Floor) -> None:
    async def identify(envelope: Envelope) -> Identity:
        return Identity(language="es")

    floor.who = identify
    asked = envelope(locale="ko")
    bare = floor.dispatcher.make_form(asked, "log", {"office": "senator-1"})
    filled = await floor.dispatcher.fill_form(bare, asked)
    reply = await floor.answer(floor.dispatcher.read_submission(asked, filled.id, {"outcome": "spoke"}))
    assert (bare.language, filled.language, reply.language) == ("ko", "es", "es")
    assert (filled.id, filled.fields[1].value) == (bare.id, "senator-1")


async def test_a_refusal_is_in_that_language_too(floor: Floor) -> None:
    async def identify(envelope: Envelope) -> Identity:
        return Identity(language="es")

    floor.who = identify
    reply = await floor.answer(floor.dispatcher.read_text(envelope(locale="ko"), "zzz", ""))
    assert (reply.refused, reply.language) == (True, "es")
