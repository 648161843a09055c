"""An admin's settings for core."""

from collections.abc import Callable, Collection

from msgspec import Struct, field

from bot.core.alerts.alert_rules import AlertRules
from bot.core.slots.limits import LogLimits
from bot.runtime.duties import WHOLE, Part


class CoreSettings(Struct, frozen=True):
    """An admin's settings for core. `bot.config.settings` explains each.

    ``cost`` measures a text as platforms do, and ``reword_time`` writes a time of another language in English. ``part``
    is what this process does.
    """

    admins: Collection[tuple[str, str]] = ()
    zone: str = "America/New_York"
    min_group: int = 5
    keep_person_days: int = 90
    keep_postcards_days: int = 30
    vacant: Collection[str] = ()
    new_maps: Collection[str] = ()
    limits: LogLimits = field(default_factory=LogLimits)
    rules: AlertRules = field(default_factory=AlertRules)
    cost: Callable[[str], int] = len
    reword_time: Callable[[str], str] = str
    part: Part = WHOLE
