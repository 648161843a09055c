"""Builds the cogs on top of core, room by room: each function here imports a room, which loads it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from bot.cogs.parts import CogParts
from bot.kit.late_cogs import LateCogs

DECLARATIONS = Path(__file__).with_name("declarations.jsonl")  # what the cogs declare, as `scripts/record` wrote it

Cogs = tuple[object, ...]


def make_late_cogs(parts: CogParts) -> LateCogs:
    """The rooms of cogs, none of them loaded yet."""
    return LateCogs(list_rooms(parts), lambda: parts.core.congress.has_maps)


def list_rooms(parts: CogParts) -> Mapping[str, Callable[[], Cogs]]:
    """How each room is built, in the order in which help lists their commands."""
    return {name: partial(build, parts) for name, build in _ROOMS.items()}


def build_cogs(parts: CogParts) -> Cogs:
    """Build every cog now."""
    return tuple(cog for build in list_rooms(parts).values() for cog in build())


def _build_campaigns(parts: CogParts) -> Cogs:
    from bot.cogs.campaigns.build import build_campaign_cogs

    return build_campaign_cogs(parts.core, parts.cards.registry, parts.posters, parts.naming, parts.domains)


def _build_drafts(parts: CogParts) -> Cogs:
    from bot.cogs.drafts.build import build_draft_cogs

    return build_draft_cogs(parts.core, parts.zone)


def _build_handover(parts: CogParts) -> Cogs:
    from bot.cogs.handover.build import build_handover_cogs

    return build_handover_cogs(parts.core)


def _build_calls(parts: CogParts) -> Cogs:
    from bot.cogs.calls.build import build_call_cogs

    return build_call_cogs(parts.core, parts.naming, parts.domains)


def _build_postcards(parts: CogParts) -> Cogs:
    from bot.cogs.postcards.build import build_postcard_cogs

    return build_postcard_cogs(parts.core, parts.naming, parts.pictures, parts.domains)


def _build_boards(parts: CogParts) -> Cogs:
    from bot.cogs.boards.build import build_board_cogs

    return build_board_cogs(parts.core, parts.naming)


def _build_coalition(parts: CogParts) -> Cogs:
    from bot.cogs.coalition.build import build_coalition_cogs

    return build_coalition_cogs(parts.core, parts.posters, parts.zone)


def _build_reminders(parts: CogParts) -> Cogs:
    from bot.cogs.reminders.build import build_reminder_cogs

    return build_reminder_cogs(parts.core)


def _build_privacy(parts: CogParts) -> Cogs:
    from bot.cogs.privacy.build import build_privacy_cogs

    return build_privacy_cogs(parts.core, parts.zone)


def _build_alerts(parts: CogParts) -> Cogs:
    from bot.cogs.alerts.build import build_alert_cogs

    return build_alert_cogs(parts.core, parts.posters, parts.cards, parts.naming, parts.zone)


def _build_reports(parts: CogParts) -> Cogs:
    from bot.cogs.reports.build import build_report_cogs

    return build_report_cogs(parts.core, parts.naming)


def _build_moderation(parts: CogParts) -> Cogs:
    from bot.cogs.moderation.build import build_moderation_cogs

    return build_moderation_cogs(parts.core, parts.naming, parts.zone)


_ROOMS: Mapping[str, Callable[[CogParts], Cogs]] = {
    "campaigns": _build_campaigns,
    "drafts": _build_drafts,
    "handover": _build_handover,
    "calls": _build_calls,
    "postcards": _build_postcards,
    "boards": _build_boards,
    "coalition": _build_coalition,
    "reminders": _build_reminders,
    "privacy": _build_privacy,
    "alerts": _build_alerts,
    "reports": _build_reports,
    "moderation": _build_moderation,
}
