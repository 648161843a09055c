"""The deployment's settings for alerts."""

from msgspec import Struct, field

from bot.core.coalition.audience import AudienceWords


class AlertRules(Struct, frozen=True):
    """The deployment's settings for alerts.

    ``per_day`` caps the alerts that a channel gets on one of its local days. ``domains`` are those that links may lead
    to. With ``two_person``, a second admin must approve alerts that reach beyond one org. ``names`` are the words for
    audiences.
    """

    per_day: int = 3
    domains: tuple[str, ...] = ()
    two_person: bool = False
    min_group: int = 5
    names: AudienceWords = field(default_factory=AudienceWords)
