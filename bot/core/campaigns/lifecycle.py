"""Opens, pauses and closes campaigns by command.

Coordinators may do this for campaigns that their org runs, and admins for all. A change takes effect at once, survives
restarts, and lasts as `bot.core.campaigns.windows` says.
"""

from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaign_search import find_campaign, find_campaign_to_show, sort_campaigns
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.campaigns.windows import Window, fetch_bases, read_window, save_basis
from bot.core.coalition.org_directory import Org, fetch_orgs, find_org_among
from bot.core.people.people import People
from bot.core.totals.counters import load_total
from bot.core.totals.counting import GroupKind, PostcardKind
from bot.errors import UserError
from bot.identity import Caller
from bot.moments import Moment, name_year
from bot.phrases import make_translations
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Statement
from bot.store.tables import campaigns


class Move(StrEnum):
    """A change of a campaign's status."""

    OPEN = "open"
    PAUSE = "pause"
    CLOSE = "close"


class CampaignStatus(Struct, frozen=True):
    """A campaign at a moment: its state, its completed calls, its postcards, and the moves open to the caller.

    ``decided`` means that its status, its opening or its closing comes from a command, not from its content.
    """

    campaign: Campaign
    state: CampaignState
    total: int
    moves: tuple[Move, ...]
    decided: bool
    postcards: int = 0


class MoveResult(Struct, frozen=True):
    """The result of a move. ``until`` is when an opened campaign closes, None if never or if it wasn't opened.

    ``already`` means that the move changed nothing.
    """

    campaign: Campaign
    already: bool
    until: int | None


def decide_window(campaign: Campaign, move: Move, at: int) -> Window | None:
    """The window after ``move`` at an instant, None if nothing changes.

    Opening keeps a closing time in the future. It drops one that has passed, and then uses the file's own if that is in
    the future. Raises UserError for pausing a campaign that isn't open.
    """
    state = campaign.state(at)
    if state is _find_goal(move):
        return None
    if state not in _list_sources(move):
        raise _make_pause_refusal(campaign, state, at)
    match move:
        case Move.PAUSE:
            return Window("paused", campaign.opens_at, campaign.closes_at)
        case Move.CLOSE:
            return Window(campaign.status, campaign.opens_at, at)
        case Move.OPEN:
            begun = campaign.opens_at is None or campaign.opens_at <= at
            closes = (campaign.closes_at, campaign.file.closes)
            ahead = next((time for time in closes if time is not None and time > at), None)
            return Window("open", campaign.opens_at if begun else at, ahead)
        case _:
            assert_never(move)


def _list_sources(move: Move) -> tuple[CampaignState, ...]:
    """The states from which a move leads somewhere."""
    match move:
        case Move.OPEN:
            return (CampaignState.PAUSED, CampaignState.UPCOMING, CampaignState.CLOSED)
        case Move.PAUSE:
            return (CampaignState.OPEN,)
        case Move.CLOSE:
            return (CampaignState.OPEN, CampaignState.PAUSED, CampaignState.UPCOMING)
        case _:
            assert_never(move)


def _find_goal(move: Move) -> CampaignState:
    """The state to which a move leads."""
    match move:
        case Move.OPEN:
            return CampaignState.OPEN
        case Move.PAUSE:
            return CampaignState.PAUSED
        case Move.CLOSE:
            return CampaignState.CLOSED
        case _:
            assert_never(move)


def _make_pause_refusal(campaign: Campaign, state: CampaignState, at: int) -> UserError:
    key = "lifecycle.closed" if state is CampaignState.CLOSED else "lifecycle.upcoming"
    when = campaign.closes_at if state is CampaignState.CLOSED else campaign.opens_at
    moment = name_year(Moment(when or 0, campaign.timezone, shared=True), at)
    return UserError(key, title=make_translations(campaign.file.title), when=moment)


_LOCK = Statement(select(campaigns.c.id).where(campaigns.c.id == bindparam("campaign")).with_for_update(key_share=True))
_SET = Statement(
    update(campaigns)
    .where(campaigns.c.id == bindparam("campaign"))
    .values(
        status=bindparam("now"), opens_at=bindparam("opens"), closes_at=bindparam("closes"), updated_at=bindparam("at")
    )
)


class Lifecycle:
    """Shows campaigns to the people who run them, and opens, pauses and closes them."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._store, self._requests, self._audit = base.store, base.requests, base.audit
        self._people, self._campaigns = people, campaigns

    async def list(self, reach: Reach, at: int) -> tuple[CampaignStatus, ...]:
        """Every campaign. The first is the one that `/log` uses by default."""

        async def read(tx: Tx) -> tuple[CampaignStatus, ...]:
            known = sort_campaigns(await self._campaigns.load_within(tx, reach), at)
            return tuple([await self._load_status(tx, campaign, reach, at) for campaign in known])

        return await self._store.read(read)

    async def show(self, reach: Reach, word: str | None, at: int) -> CampaignStatus:
        """The campaign that ``word`` names, or else the first. Raises UserError if there is none."""

        async def read(tx: Tx) -> CampaignStatus:
            return await self._load_status(
                tx, find_campaign_to_show(await self._campaigns.load_within(tx, reach), word, at), reach, at
            )

        return await self._store.read(read)

    async def load_changeable(self, reach: Reach, word: str, at: int) -> CampaignStatus:
        """The campaign that ``word`` names. Raises UserError unless the caller may change it."""

        async def read(tx: Tx) -> CampaignStatus:
            campaign = find_campaign(await self._campaigns.load_within(tx, reach), word, at, every=True)
            await _find_owner(tx, campaign, reach)
            return await self._load_status(tx, campaign, reach, at)

        return await self._store.read(read)

    async def move(self, caller: Caller, reach: Reach, word: str, move: Move, request: str, at: int) -> MoveResult:
        """Open, pause or close a campaign as of ``at`` (UTC microseconds), once per ``request``.

        A call that was tapped before the close still counts if it arrives later. Raises UserError.
        """
        return await self._store.write(lambda tx: self._move(tx, caller, reach, word, move, request, at))

    async def _move(
        self, tx: Tx, caller: Caller, reach: Reach, word: str, move: Move, request: str, at: int
    ) -> MoveResult:
        person = await self._people.take(tx, caller)
        if answer := await self._requests.find_answer(tx, request):
            moved_before = find_campaign(await self._campaigns.read_all(tx), answer["campaign"], at)
            return MoveResult(moved_before, answer["already"], answer["until"])
        campaign = await self._lock(tx, reach, word, at)
        owner = await _find_owner(tx, campaign, reach)
        window = decide_window(campaign, move, at)
        until = window.closes_at if window else campaign.closes_at
        moved = MoveResult(campaign, window is None, until if move is Move.OPEN else None)
        if window:
            await _set(tx, campaign, window, at)
            await self._audit.record(tx, person.id, f"campaign.{move}", campaign.id, owner.id if owner else None)
        answer = {"campaign": campaign.id, "already": moved.already, "until": moved.until}
        await self._requests.keep_answer(tx, caller, request, answer, at)
        return moved

    async def _lock(self, tx: Tx, reach: Reach, word: str, at: int) -> Campaign:
        """Load a campaign under a lock, so that nobody else changes it."""
        found = find_campaign(await self._campaigns.load_within(tx, reach), word, at, every=True)
        await tx.one(_LOCK, campaign=found.id)
        return find_campaign(await self._campaigns.read_all(tx), found.id, at)

    async def _load_status(self, tx: Tx, campaign: Campaign, reach: Reach, at: int) -> CampaignStatus:
        state, decided = campaign.state(at), campaign.id in await fetch_bases(tx)
        within = reach.role is Role.ADMIN or await _find_within(tx, campaign, reach) is not None
        moves = tuple(move for move in Move if within and state in _list_sources(move))
        total = await load_total(tx, campaign.id, GroupKind.TOTAL, "", "")
        cards = await load_total(tx, campaign.id, PostcardKind.TOTAL, "", "")
        return CampaignStatus(campaign, state, total, moves, decided, cards)


async def _find_within(tx: Tx, campaign: Campaign, reach: Reach) -> Org | None:
    """The org that runs a campaign, if it is within ``reach``."""
    return find_org_among(await fetch_orgs(tx, reach), campaign.file.org) if campaign.file.org else None


async def _find_owner(tx: Tx, campaign: Campaign, reach: Reach) -> Org | None:
    """The org on whose behalf somebody changes a campaign, None for an admin. Raises UserError if they may not."""
    org = await _find_within(tx, campaign, reach)
    if org is None and reach.role is not Role.ADMIN:
        raise UserError("lifecycle.not_yours", title=make_translations(campaign.file.title))
    return org


async def _set(tx: Tx, campaign: Campaign, window: Window, at: int) -> None:
    now = {"now": window.status, "opens": window.opens_at, "closes": window.closes_at}
    await tx.run(_SET, campaign=campaign.id, at=at, **now)
    await save_basis(tx, campaign.id, read_window(campaign.file), at)
