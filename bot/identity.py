"""Who asks: what the coalition knows of a caller, and whether what their rights rest on still holds."""

from bot.core.coalition.roles import Roles
from bot.core.people.people import People
from bot.errors import UserError
from bot.kit.invocation import Envelope, Who, WhoIs


def who_is(people: People, roles: Roles) -> WhoIs:
    """Return what says who a caller is; a right that rested on something they lost ends by the way."""

    async def who(envelope: Envelope) -> Who:
        identity = await people.identify(envelope.caller, envelope.manages)
        if identity.lapsed and await _has_lost(envelope):
            await roles.lapse(envelope.caller)
        elif identity.lapsed:  # what the platform said is no longer so, or it doesn't say just now
            identity = await people.identify(envelope.caller)
        return Who(identity.reach, identity.language, identity.space_language)

    return who


async def _has_lost(envelope: Envelope) -> bool:
    """Say whether a caller surely doesn't administer their space any more."""
    try:
        return not await envelope.is_manager()
    except UserError:
        return False
