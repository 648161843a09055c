"""In which language somebody is answered, from what their request and the database say."""

from bot.identity import Identity
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope


def platform_words(envelope: Envelope) -> Words:
    """Return the words for somebody of whom nothing was read yet."""
    return envelope.words(envelope.locale)


def private_words(envelope: Envelope, who: Identity) -> Words:
    """Return the words for what one person alone reads."""
    return envelope.words(private_language(envelope, who))


def private_language(envelope: Envelope, who: Identity) -> str | None:
    """Return the language of what one person alone reads: their own, else the platform's, else the space's."""
    return who.language or envelope.locale or space_language(envelope, who)


def space_language(envelope: Envelope, who: Identity) -> str | None:
    """Return the language of what a channel reads."""
    return who.space_language or envelope.space_locale
