"""A form that takes a role opens for nobody else, and shows nobody else that it is there."""

import pytest

from bot.errors import Unavailable
from bot.kit.cards.markup import plain
from bot.kit.cards.reply import Card, Form
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Gate, Meaning, Step
from bot.kit.i18n import words
from bot.kit.invocation import Invocation
from bot.kit.options import SpecError
from bot.kit.registry import collect
from bot.kit.spec import command, form
from bot.roles import Role
from tests.kit.guarded import COORDINATOR, VOLUNTEER, Guarded
from tests.kit.sample import envelope

EN = words("en")


async def passed(floor: Guarded, meaning: Meaning) -> Form | Step:
    assert isinstance(meaning, Gate)
    return await floor.dispatcher.open_gate(meaning)


async def told(floor: Guarded, meaning: Meaning) -> str:
    return await answer(floor.dispatcher, meaning)


async def entered(floor: Guarded, meaning: Meaning) -> str:
    """What somebody hears whom the gate lets through to no form."""
    return await told(floor, await passed(floor, meaning))


async def answer(dispatcher: Dispatcher, meaning: Meaning) -> str:
    assert isinstance(meaning, Step)
    return plain((await dispatcher.run(meaning)).card.body)


@pytest.fixture
async def again() -> str:
    """The id of a button to the form, on a card that was made for the caller while they could still use it."""
    dispatcher = Guarded(COORDINATOR).dispatcher
    step = dispatcher.read_command(envelope(), "void", {"plan": "x"})
    assert isinstance(step, Step)
    return (await dispatcher.run(step)).card.buttons[0].id


async def test_it_opens_for_who_may() -> None:
    floor = Guarded(COORDINATOR)
    opened = await passed(floor, floor.dispatcher.read_text(envelope(), "void", ""))
    assert isinstance(opened, Form)
    assert (await floor.dispatcher.fill_form(opened, envelope())).fields[0].value == "a secret plan"


async def test_anybody_else_is_told_whom_the_command_is_for() -> None:
    floor = Guarded(VOLUNTEER)
    for meaning in (
        floor.dispatcher.read_text(envelope(), "void", ""),
        floor.dispatcher.read_command(envelope(), "void", {}),
    ):
        assert await entered(floor, meaning) == EN.t("error.for.coordinator", name="void")


async def test_nor_does_the_button(again: str) -> None:
    able, unable = Guarded(COORDINATOR), Guarded(VOLUNTEER)
    assert isinstance(await passed(able, able.dispatcher.read_tap(envelope(), again)), Form)
    refused = await told(unable, await passed(unable, unable.dispatcher.read_tap(envelope(), again)))
    assert refused == EN.t("error.button")


async def test_what_is_submitted_is_checked_again() -> None:
    able, unable = Guarded(COORDINATOR), Guarded(VOLUNTEER)
    opened = await passed(able, able.dispatcher.read_command(envelope(), "void", {}))
    assert isinstance(opened, Form)
    step = unable.dispatcher.read_submission(envelope(), opened.id, {"plan": "march"})
    assert await told(unable, step) == EN.t("error.button")


async def test_a_role_taken_away_meanwhile_offers_nothing_more() -> None:
    floor = Guarded(VOLUNTEER)
    form, spec = floor.dispatcher.make_form(envelope(), "log", {}), floor.dispatcher.registry.forms["log"]
    assert await floor.dispatcher.fill_form(form, envelope()) == form
    assert await floor.dispatcher.list_suggestions(envelope(), spec, "plan", "") == ()
    assert len(await Guarded(COORDINATOR).dispatcher.list_suggestions(envelope(), spec, "plan", "")) == 1


@pytest.mark.parametrize("first", [None, Unavailable("locked"), RuntimeError("bug")], ids=["slow", "down", "mistake"])
async def test_a_role_that_is_known_too_late_opens_nothing(first: Exception | None) -> None:
    floor = Guarded(first, COORDINATOR)
    assert await entered(floor, floor.dispatcher.read_command(envelope(), "void", {})) == EN.t("error.form_late")
    floor = Guarded(first, VOLUNTEER)
    refused = await entered(floor, floor.dispatcher.read_command(envelope(), "void", {}))
    assert refused == EN.t("error.for.coordinator", name="void")


async def test_without_a_database_it_is_told_as_that() -> None:
    floor = Guarded(Unavailable("locked"))
    assert await entered(floor, floor.dispatcher.read_command(envelope(), "void", {})) == EN.t("error.unavailable")


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
