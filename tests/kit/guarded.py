"""A command and a form for a role, and the coalition's answers about the caller."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from bot.identity import Identity
from bot.kit.answers.routes import Sealer
from bot.kit.cards.reply import Button, Card, Choice
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import Opt
from bot.kit.registry import collect
from bot.kit.spec import command, form, suggest
from bot.roles import Reach, Role
from tests.kit.sample import KEY

VOLUNTEER, COORDINATOR = Identity(), Identity(Reach(Role.COORDINATOR))
Secret = Annotated[str | None, Opt("What only coordinators plan", suggest="plans")]


class GuardedCog:
    """A command that opens a form, and the form, both for coordinators."""

    @command("void", form="log", unless=("plan",), role=Role.COORDINATOR)
    async def void(self, inv: Invocation, plan: Secret = None) -> Card:
        """Plan something."""
        return Card("Planned", buttons=(Button("Again", "log", {"plan": "march"}),))

    @form("log", role=Role.COORDINATOR, prefill="known")
    async def planned(self, inv: Invocation, plan: Secret = None) -> Card:
        """Plan something in the form."""
        return Card("Planned")

    async def known(self, inv: Invocation) -> Mapping[str, str]:
        """The form's first values."""
        return {"plan": "a secret plan"}

    @suggest("plans")
    async def plans(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """A plan."""
        return (Choice("march", "March"),)


class Guarded:
    """A dispatcher to the cog. ``answers`` are the coalition's answers about the caller, in turn, repeated."""

    def __init__(self, *answers: Identity | Exception | None) -> None:
        self._answers = list(answers)
        self.dispatcher = Dispatcher(collect(GuardedCog()), self.who, Sealer(KEY))

    async def who(self, envelope: Envelope) -> Identity:
        """Stand in for the database."""
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if answer is None:  # the database hangs
            await asyncio.Event().wait()
        if isinstance(answer, Exception):
            raise answer
        assert answer
        return answer
