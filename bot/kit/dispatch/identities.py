"""Who asks, and in which language to answer."""

from collections.abc import Sequence
from dataclasses import replace

from cachetools import LRUCache
from msgspec import Struct, field, structs

from bot.config.zone_names import is_clock
from bot.errors import Unavailable
from bot.identity import Identity
from bot.kit.i18n import Words, list_catalogs
from bot.kit.invocation import Envelope, Identify, Invocation
from bot.languages import choose_first, list_own_tags
from bot.roles import Role

_MOST = 10_000  # callers whose languages are remembered
_NOBODY = Identity()
_Key = tuple[str, str, str | None]  # platform, account and space


class Identities(Struct, frozen=True):
    """Identifies callers with ``identify``, and remembers their languages for what is said before they are read."""

    identify: Identify
    known: LRUCache[_Key, Identity] = field(default_factory=lambda: LRUCache(_MOST))

    async def find(self, envelope: Envelope, role: Role = Role.VOLUNTEER, *, afresh: bool = False) -> Identity:
        """The caller's identity. While the database is out of reach, everybody is a volunteer.

        For what takes a higher ``role`` it raises Unavailable instead: an admin must not pass for a volunteer. With
        ``afresh``, the platform is asked again where a role depends on administering the caller's space.
        """
        try:
            identity = await self.identify(envelope)
            is_doubtful = afresh and identity.from_here and envelope.manages is not False
            if is_doubtful and await envelope.has_lost_space():
                identity = await self.identify(replace(envelope, manages=False, ask_manages=None))
        except Unavailable:
            if role > Role.VOLUNTEER:
                raise
            return self._recall(envelope)
        self.remember(envelope, identity)
        return identity

    def remember(self, envelope: Envelope, identity: Identity) -> None:
        """Remember which languages the caller reads, and nothing else about them."""
        said = (identity.language, identity.space_language, identity.zone)
        self.known[_make_key(envelope)] = Identity(language=said[0], space_language=said[1], zone=said[2])

    def guess_words(self, envelope: Envelope) -> Words:
        """The words for the caller before anything was read: in the language they were last known to read."""
        return choose_words(envelope, self._recall(envelope))

    def _recall(self, envelope: Envelope) -> Identity:
        return self.known.get(_make_key(envelope), _NOBODY)


def _make_key(envelope: Envelope) -> _Key:
    return envelope.caller.platform, envelope.caller.account, envelope.caller.space


def make_invocation(
    envelope: Envelope, identity: Identity, *, private: bool, role: Role = Role.VOLUNTEER
) -> Invocation:
    """The request as a cog gets it, in the language in which its answer will be read.

    Outside a space and in direct messages, nobody but the caller reads it. What takes a ``role`` is in English for
    readers of a language that has only the sentences of volunteers.
    """
    private = private or envelope.direct or envelope.caller.space is None
    tags = list_languages(envelope, identity) if private else _list_space_languages(envelope, identity)
    zone = _choose_zone(envelope, identity) if private else None
    words, state = _load_words(envelope, tags, zone, role), (identity.suspended, identity.lost_profile)
    return Invocation(envelope, identity.reach, words, words.tag, *state, identity)


def change_language(inv: Invocation, language: str | None) -> Invocation:
    """The same request, once its caller has chosen ``language`` for their own answers, or none."""
    return make_invocation(inv.envelope, structs.replace(inv.identity, language=language), private=True)


def choose_words(envelope: Envelope, identity: Identity, role: Role = Role.VOLUNTEER) -> Words:
    """The words for an answer that the caller alone reads. See `make_invocation` for ``role``."""
    return _load_words(envelope, list_languages(envelope, identity), _choose_zone(envelope, identity), role)


def choose_language(envelope: Envelope, identity: Identity) -> str | None:
    """The tag of the language in which the caller alone reads an answer; None if nothing says it."""
    return next(iter(list_languages(envelope, identity)), None)


def list_languages(envelope: Envelope, identity: Identity) -> tuple[str, ...]:
    """The tags of the languages in which the caller may read an answer of their own, the best first.

    That is the profile's, else the platform's, else the space's. Tags of no language are left out.
    """
    own = (identity.language, envelope.locale)
    return (*filter(None, map(_keep_known, own)), *_list_space_languages(envelope, identity))


def _list_space_languages(envelope: Envelope, identity: Identity) -> tuple[str, ...]:
    return tuple(filter(None, map(_keep_known, (identity.space_language, envelope.space_locale))))


def _keep_known(tag: str | None) -> str | None:
    return tag if list_own_tags(tag) else None


def _load_words(envelope: Envelope, tags: Sequence[str], zone: str | None, role: Role) -> Words:
    """The words for a reader of ``tags``: of the first one's texts, and of the first catalog that there is."""
    first, *others = tags or (None,)
    has_catalog = choose_first((first,), list_catalogs()) in list_own_tags(first)
    instead = None if has_catalog else choose_first(others, list_catalogs())
    words = envelope.load_words(first, zone, instead)
    return words if role is Role.VOLUNTEER else words.whole


def _choose_zone(envelope: Envelope, identity: Identity) -> str | None:
    """The caller's time zone, the platform's before their profile's. The platform's may be no zone that we know."""
    return envelope.zone if envelope.zone and is_clock(envelope.zone) else identity.zone
