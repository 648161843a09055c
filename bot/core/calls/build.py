"""Builds the services of the calls room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.calls.call_moves import CallMoves
from bot.core.calls.calls import Calls
from bot.core.calls.positions import Positions
from bot.core.calls.previews import Previews
from bot.core.calls.scripts import Scripts
from bot.core.calls.unavailable_reason import UnavailableReasons
from bot.core.calls.undo import Undo
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.congress.congress import Congress
from bot.core.drafts.drafts import Drafts
from bot.core.guidance.build import GuidanceServices
from bot.core.people.people import People
from bot.core.slots.limits import LogLimiter, LogLimits


class CallServices(Struct, frozen=True):
    """Everything around one call: its script, its log, its undo, and what the office said."""

    calls: Calls
    moves: CallMoves
    undo: Undo
    scripts: Scripts
    previews: Previews
    positions: Positions
    unavailable_reasons: UnavailableReasons


def build_calls(
    base: Base,
    people: People,
    coalition: Coalition,
    campaigns: Campaigns,
    drafts: Drafts,
    congress: Congress,
    guidance: GuidanceServices,
    limits: LogLimits,
) -> CallServices:
    """Build the room. ``limits`` cap how fast one account can log calls."""
    store, finder = base.store, guidance.finder
    limiter = LogLimiter(limits, base.audit)
    calls = Calls(base, people, coalition, campaigns, guidance, limiter)
    scripts = Scripts(store, people, coalition, campaigns, guidance)
    return CallServices(
        calls=calls,
        moves=CallMoves(base, people, campaigns, finder, calls),
        undo=Undo(base, people, campaigns),
        scripts=scripts,
        previews=Previews(store, campaigns, drafts, congress, guidance),
        positions=Positions(base, people, campaigns, finder),
        unavailable_reasons=UnavailableReasons(base, people, scripts),
    )
