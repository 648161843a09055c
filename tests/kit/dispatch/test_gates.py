"""A form for a role opens only for callers with the role, and is invisible to others."""

import pytest
from msgspec.structs import replace

from bot.errors import Unavailable
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Card, Form
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Gate, Meaning, Step
from bot.kit.i18n import load_words
from bot.kit.invocation import Invocation
from bot.kit.options import SpecError
from bot.kit.registry import collect
from bot.kit.spec import command, form
from bot.roles import Role
from tests.kit.guarded import COORDINATOR, VOLUNTEER, Guarded
from tests.kit.sample import envelope

EN = load_words("en")


async def open_gate(floor: Guarded, meaning: Meaning) -> Form | Step:
    assert isinstance(meaning, Gate)
    return await floor.dispatcher.open_gate(meaning)


async def run_step(floor: Guarded, meaning: Meaning) -> str:
    return await answer(floor.dispatcher, meaning)


async def read_refusal(floor: Guarded, meaning: Meaning) -> str:
    """What a caller reads if the gate opens no form."""
    return await run_step(floor, await open_gate(floor, meaning))


async def answer(dispatcher: Dispatcher, meaning: Meaning) -> str:
    assert isinstance(meaning, Step)
    return strip_markup((await dispatcher.run(meaning)).card.body)


@pytest.fixture
async def again() -> str:
    """The id of a button to the form, from a card made while the caller still had the role."""
    dispatcher = Guarded(COORDINATOR).dispatcher
    step = dispatcher.read_command(envelope(), "void", {"plan": "x"})
    assert isinstance(step, Step)
    return (await dispatcher.run(step)).card.buttons[0].id


async def test_it_opens_for_callers_with_the_role() -> None:
    floor = Guarded(COORDINATOR)
    opened = await open_gate(floor, floor.dispatcher.read_text(envelope(), "void", ""))
    assert isinstance(opened, Form)
    assert (await floor.dispatcher.fill_form(opened, envelope())).fields[0].value == "a secret plan"


async def test_only_a_suspended_caller_reads_a_note_above_a_form_that_would_be_refused() -> None:
    for identity, notice in ((COORDINATOR, ""), (replace(COORDINATOR, suspended=True), EN.t("form_paused.log"))):
        floor = Guarded(identity)
        opened = await open_gate(floor, floor.dispatcher.read_text(envelope(), "void", ""))
        assert isinstance(opened, Form)
        assert opened.note == ""  # the bare form waits for no database
        assert (await floor.dispatcher.fill_form(opened, envelope())).note == notice


async def test_others_learn_who_the_command_is_for() -> None:
    floor = Guarded(VOLUNTEER)
    for meaning in (
        floor.dispatcher.read_text(envelope(), "void", ""),
        floor.dispatcher.read_command(envelope(), "void", {}),
    ):
        assert await read_refusal(floor, meaning) == EN.t("error.for.coordinator", name="void")


async def test_the_button_opens_for_no_others_either(again: str) -> None:
    able, unable = Guarded(COORDINATOR), Guarded(VOLUNTEER)
    assert isinstance(await open_gate(able, able.dispatcher.read_tap(envelope(), again)), Form)
    refused = await run_step(unable, await open_gate(unable, unable.dispatcher.read_tap(envelope(), again)))
    assert refused == EN.t("error.ended.coordinator")


async def test_a_submission_is_checked_again() -> None:
    able, unable = Guarded(COORDINATOR), Guarded(VOLUNTEER)
    opened = await open_gate(able, able.dispatcher.read_command(envelope(), "void", {}))
    assert isinstance(opened, Form)
    step = unable.dispatcher.read_submission(envelope(), opened.id, {"plan": "march"})
    assert await run_step(unable, step) == EN.t("error.ended.coordinator")


async def test_a_role_revoked_in_the_meantime_gets_no_suggestions() -> None:
    floor = Guarded(VOLUNTEER)
    form, spec = floor.dispatcher.make_form(envelope(), "log", {}), floor.dispatcher.registry.forms["log"]
    assert await floor.dispatcher.fill_form(form, envelope()) == form
    assert await floor.dispatcher.list_suggestions(envelope(), spec, "plan", "") == ()
    assert len(await Guarded(COORDINATOR).dispatcher.list_suggestions(envelope(), spec, "plan", "")) == 1


@pytest.mark.parametrize("first", [None, Unavailable("locked"), RuntimeError("bug")], ids=["slow", "down", "mistake"])
async def test_a_role_found_too_late_opens_nothing(first: Exception | None) -> None:
    floor = Guarded(first, COORDINATOR)
    assert await read_refusal(floor, floor.dispatcher.read_command(envelope(), "void", {})) == EN.t("error.form_late")
    floor = Guarded(first, VOLUNTEER)
    refused = await read_refusal(floor, floor.dispatcher.read_command(envelope(), "void", {}))
    assert refused == EN.t("error.for.coordinator", name="void")


async def test_an_unavailable_database_is_reported_as_such() -> None:
    floor = Guarded(Unavailable("locked"))
    assert await read_refusal(floor, floor.dispatcher.read_command(envelope(), "void", {})) == EN.t("error.unavailable")


class _Ajar:
    @command("void", form="log", role=Role.COORDINATOR)
    async def void(self, inv: Invocation) -> Card:
        """Plan something."""
        return Card()

    @form("log")
    async def planned(self, inv: Invocation) -> Card:
        """Plan something in the form."""
        return Card()


def test_a_command_and_its_form_take_one_role() -> None:
    with pytest.raises(SpecError, match="takes another role"):
        collect(_Ajar())
