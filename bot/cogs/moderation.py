"""`/void`, `/suspend` and `/unsuspend`: what coordinators set right; each is in the audit trail."""

from datetime import date
from typing import Annotated

from bot.cogs.naming import Names, Naming
from bot.core.moderation import Moderation, Reason, Voided
from bot.kit.invocation import Invocation
from bot.kit.reply import Card, Fact
from bot.kit.spec import Opt, command
from bot.roles import Role

WhichCall = Annotated[str, Opt("The reference on the receipt, like 4F7K-92MD")]
Somebody = Annotated[str, Opt("Who it is", person=True)]
Why = Annotated[Reason, Opt("Why")]


class ModerationCog:
    """Sets calls and callers right."""

    def __init__(self, moderation: Moderation, naming: Naming) -> None:
        self._moderation = moderation
        self._naming = naming

    @command("void", role=Role.COORDINATOR)
    async def void(self, inv: Invocation, call: WhichCall, reason: Why) -> Card:
        """Take a call that shouldn't count out of every total."""
        voided = await self._moderation.void(inv.caller, inv.reach, call, reason, inv.id)
        return voided_card(inv, voided, reason, await self._naming.names())

    @command("suspend", role=Role.COORDINATOR)
    async def suspend(self, inv: Invocation, person: Somebody, reason: Why) -> Card:
        """Stop somebody from logging calls; what they logged still counts."""
        done = await self._moderation.suspend(inv.caller, inv.reach, person, reason, inv.id)
        return Card(body=inv.words.m("suspend.done" if done else "suspend.already"))

    @command("unsuspend", role=Role.COORDINATOR)
    async def unsuspend(self, inv: Invocation, person: Somebody) -> Card:
        """Let somebody log calls again."""
        done = await self._moderation.unsuspend(inv.caller, inv.reach, person, inv.id)
        return Card(body=inv.words.m("suspend.lifted" if done else "suspend.none"))


def voided_card(inv: Invocation, voided: Voided, reason: Reason, names: Names) -> Card:
    """Say which call no longer counts, and where that leaves the coalition. It names nobody."""
    words = inv.words
    told = words.m(
        "void.already" if voided.already else "void.done",
        outcome=words.choice("outcome", voided.outcome),
        office=names.office(words, voided.campaign, voided.slot),
        day=words.day(date.fromisoformat(voided.day)),
        reason=words.choice("reason", reason),
    )
    return Card(
        title=words.t("void.title"),
        body=told,
        facts=(Fact(words.t("log.coalition"), words.number(voided.coalition)),),
        note=words.m("log.reference", reference=voided.reference),
    )
