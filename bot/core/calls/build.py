"""Wires the logging of calls, and everything that follows one call."""

from dataclasses import dataclass

from bot.core.base.build import Base
from bot.core.calls.call_moves import CallMoves
from bot.core.calls.calls import Calls
from bot.core.calls.limits import Limits, Watch
from bot.core.calls.positions import Positions
from bot.core.calls.scripts import Scripts
from bot.core.calls.unavailable_reason import Missed
from bot.core.calls.undo import Undo
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.congress.congress import Congress
from bot.core.guidance.build import GuidanceServices
from bot.core.people.people import People


@dataclass(frozen=True, slots=True)
class CallServices:
    """A call: its script, its log, its undo, and what the office said."""

    calls: Calls
    moves: CallMoves
    undo: Undo
    scripts: Scripts
    positions: Positions
    missed: Missed


def build_calls(
    base: Base,
    people: People,
    coalition: Coalition,
    campaigns: Campaigns,
    congress: Congress,
    guidance: GuidanceServices,
    limits: Limits,
) -> CallServices:
    """Wire calls. ``limits`` keep one account from moving boards faster than people call."""
    store, requests, finder, lines = base.store, base.requests, guidance.finder, guidance.lines
    watch = Watch(limits, base.audit)
    calls = Calls(store, base.clock, people, coalition, campaigns, finder, lines, requests, watch)
    return CallServices(
        calls=calls,
        moves=CallMoves(store, people, campaigns, congress, finder, calls, requests),
        undo=Undo(store, people, requests),
        scripts=Scripts(store, people, coalition, campaigns, finder, lines),
        positions=Positions(store, people, campaigns, requests),
        missed=Missed(store, people, requests),
    )
