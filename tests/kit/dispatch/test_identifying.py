"""Methods that read their caller in the transaction that does their work."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import pytest

from bot.errors import Unavailable, UserError
from bot.identity import Identity
from bot.kit.answers.routes import Sealer
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Card
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Step
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import PERSON, Answer, Opt, SpecError
from bot.kit.registry import collect
from bot.kit.spec import command
from bot.roles import Role
from tests.kit.sample import KEY, Outcome, envelope

SPANISH = Identity(language="es")


class OneCog:
    """Its command does what ``does`` says."""

    def __init__(self, does: Callable[[Invocation], Awaitable[Answer]]) -> None:
        self._does = does

    @command("log", identifies=True)
    async def log(self, inv: Invocation, outcome: Annotated[Outcome | None, Opt("How it went")] = None) -> Answer:
        """Record a call."""
        return await self._does(inv)


class Door:
    """A dispatcher that counts how often it reads the caller itself."""

    def __init__(self, does: Callable[[Invocation], Awaitable[Answer]]) -> None:
        self.readings = 0
        self._dispatcher = Dispatcher(collect(OneCog(does)), self._identify, Sealer(KEY))

    async def say(self, text: str) -> tuple[str, str | None, int]:
        """The card's text and language, and how often the caller was read."""
        step = self._dispatcher.read_text(envelope(), "log", text)
        assert isinstance(step, Step)
        reply = await self._dispatcher.run(step)
        return strip_markup(reply.card.body), reply.language, self.readings

    async def _identify(self, envelope: Envelope) -> Identity:
        self.readings += 1
        return SPANISH


@pytest.mark.parametrize(("found", "readings"), [(SPANISH, 0), (Identity(language="es", lapsed=True), 1)])
async def test_the_methods_own_caller_is_used(found: Identity, readings: int) -> None:
    async def logs(inv: Invocation) -> Answer:
        assert inv.language is None
        return Answer(Card(), found)

    assert await Door(logs).say("spoke") == ("", "es", readings)


@pytest.mark.parametrize(("found", "readings"), [(SPANISH, 0), (None, 1)])
async def test_a_refusal_is_in_the_callers_language(found: Identity | None, readings: int) -> None:
    async def refuses(inv: Invocation) -> Answer:
        error = UserError("limits.suspended")
        error.identity = found
        raise error

    assert await Door(refuses).say("spoke") == (load_words("es").t("limits.suspended"), "es", readings)


@pytest.mark.parametrize(("certain", "key"), [(True, "error.unavailable"), (False, "error.unsure")])
async def test_a_read_only_database_still_gives_the_callers_language(certain: bool, key: str) -> None:
    async def fails(inv: Invocation) -> Answer:
        raise Unavailable("disk full", certain=certain)

    assert await Door(fails).say("spoke") == (load_words("es").t(key), "es", 1)


async def test_a_word_that_does_not_fit_is_refused_for_a_known_caller() -> None:
    async def logs(inv: Invocation) -> Answer:
        raise AssertionError("nothing to log")

    sentence, language, readings = await Door(logs).say("outcome:nonsense")
    assert ("nonsense" in sentence, language, readings) == (True, "es", 1)


@pytest.mark.parametrize("how", [{"role": Role.CAPTAIN}, {"private": False}])
def test_only_private_volunteer_commands_can_identify(how: dict[str, object]) -> None:
    with pytest.raises(SpecError, match="volunteers"):

        @command("x", identifies=True, **how)  # type: ignore[arg-type]  # one of its options
        async def refused(self: object, inv: Invocation) -> Card:
            """Do it."""
            return Card()


def test_picks_are_read_for_a_known_caller() -> None:
    with pytest.raises(SpecError, match="picks"):

        @command("x", identifies=True)
        async def refused(self: object, inv: Invocation, who: Annotated[str, Opt("Who", pick=PERSON)]) -> Card:
            """Do it."""
            return Card()
