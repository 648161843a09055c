"""Identifies a request's caller, and ends roles whose basis is gone."""

from msgspec.structs import replace

from bot.core.coalition.roles import Roles
from bot.core.people.people import People
from bot.identity import Identity
from bot.kit.cards.outbound import Posters
from bot.kit.invocation import Envelope, Identify


def make_identify(people: People, roles: Roles, posters: Posters) -> Identify:
    """The function that dispatch calls first. It also ends roles that depend on a space the caller lost.

    ``posters`` ask their platforms about the admin rights elsewhere that a role depends on.
    """

    async def identify(envelope: Envelope) -> Identity:
        identity = await people.identify(envelope.caller, envelope.manages)
        if identity.lapsed and await envelope.has_lost_space():
            await roles.lapse(envelope.caller)
        elif identity.lapsed:  # the platform's answer has changed since, or it gives none right now
            identity = await people.identify(envelope.caller)
        return await _drop_lost(people, posters, envelope, identity)

    return identify


async def _drop_lost(people: People, posters: Posters, envelope: Envelope, identity: Identity) -> Identity:
    """Leave out the roles that depend on rights elsewhere, unless their platforms say that these still exist."""
    answers = {right: await posters.is_held(right) for right in identity.elsewhere}
    lost = [right for right, held in answers.items() if not held]
    if not lost:
        return identity
    known = envelope.manages if identity.lapsed else None
    left = await people.identify(envelope.caller, known, lost)
    return replace(left, unsure=None in answers.values())
