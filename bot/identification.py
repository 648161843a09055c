"""Identifies a request's caller, and ends roles whose basis is gone."""

from msgspec.structs import replace

from bot.core.coalition.roles import Roles
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Identity
from bot.kit.invocation import Envelope, Identify


def make_identify(people: People, roles: Roles) -> Identify:
    """The function that dispatch calls first. It also ends roles that depend on a space the caller lost."""

    async def identify(envelope: Envelope) -> Identity:
        identity = await people.identify(envelope.caller, envelope.manages)
        if identity.lapsed and await _has_lost_space(envelope):
            await roles.lapse(envelope.caller)
        elif identity.lapsed:  # the platform's answer has changed since, or it gives none right now
            identity = await people.identify(envelope.caller)
        return await _drop_lost(people, envelope, identity)

    return identify


async def _drop_lost(people: People, envelope: Envelope, identity: Identity) -> Identity:
    """Leave out the roles that depend on other spaces, unless the platform says that the caller administers those."""
    if envelope.ask_manages_of is None or not identity.elsewhere:
        return identity
    answers = {space: await envelope.ask_manages_of(space) for space in identity.elsewhere}
    lost = [space for space, manages in answers.items() if not manages]
    if not lost:
        return identity
    known = envelope.manages if identity.lapsed else None
    left = await people.identify(envelope.caller, known, lost)
    return replace(left, unsure=None in answers.values())


async def _has_lost_space(envelope: Envelope) -> bool:
    """Whether the platform now says that the caller does not administer their space."""
    try:
        return not await envelope.is_manager()
    except UserError:
        return False
