"""Who asks, and in which language to answer."""

from dataclasses import replace

from msgspec import Struct

from bot.config.zone_names import is_clock
from bot.errors import Unavailable
from bot.identity import Identity
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope, Identify, Invocation
from bot.roles import Role


class Identities(Struct, frozen=True):
    """Identifies callers with ``identify``."""

    identify: Identify

    async def find(self, envelope: Envelope, role: Role = Role.VOLUNTEER, *, afresh: bool = False) -> Identity:
        """The caller's identity. While the database is out of reach, everybody is a volunteer.

        For what takes a higher ``role`` it raises Unavailable instead: an admin must not pass for a volunteer. With
        ``afresh``, the platform is asked again where a role depends on administering the caller's space.
        """
        try:
            identity = await self.identify(envelope)
            is_doubtful = afresh and identity.from_here and envelope.manages is not False
            if is_doubtful and await envelope.has_lost_space():
                return await self.identify(replace(envelope, manages=False, ask_manages=None))
        except Unavailable:
            if role > Role.VOLUNTEER:
                raise
            return Identity()
        return identity


def make_invocation(envelope: Envelope, identity: Identity, *, private: bool) -> Invocation:
    """The request as a cog gets it, in the language in which its answer will be read."""
    tag = (choose_language if private else _choose_space_language)(envelope, identity)
    zone = _choose_zone(envelope, identity) if private else None
    words, state = envelope.load_words(tag, zone), (identity.suspended, identity.lost_profile)
    return Invocation(envelope, identity.reach, words, tag, *state)


def choose_words(envelope: Envelope, identity: Identity) -> Words:
    """The words for an answer that the caller alone reads."""
    return envelope.load_words(choose_language(envelope, identity), _choose_zone(envelope, identity))


def _choose_zone(envelope: Envelope, identity: Identity) -> str | None:
    """The caller's time zone, the platform's before their profile's. The platform's may be no zone that we know."""
    return envelope.zone if envelope.zone and is_clock(envelope.zone) else identity.zone


def guess_words(envelope: Envelope) -> Words:
    """The words for the caller before anything was read."""
    return envelope.load_words(envelope.locale)


def choose_language(envelope: Envelope, identity: Identity) -> str | None:
    """The tag of the language in which the caller alone reads an answer; None if nothing says it."""
    return identity.language or envelope.locale or _choose_space_language(envelope, identity)


def _choose_space_language(envelope: Envelope, identity: Identity) -> str | None:
    return identity.space_language or envelope.space_locale
