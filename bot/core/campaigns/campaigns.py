"""Campaigns: their stored content and their state."""

from collections.abc import Collection, Iterable, Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import is_readable, read_zone
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_audience import Orgs, find_names, find_orgs_met, find_orgs_of, find_orgs_within
from bot.core.campaigns.campaign_history import CHAT, Change
from bot.core.campaigns.campaign_rows import CampaignRows
from bot.core.campaigns.windows import Window, fetch_bases, read_window, update_window
from bot.core.people.people import People
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.statement import Row
from bot.text import fold


class Campaign(Struct, frozen=True):
    """One campaign: its content, and the status and window in force.

    ``in_chat`` means that it is written there, not in a file.
    """

    file: CampaignFile
    status: str
    timezone: str
    opens_at: int | None
    closes_at: int | None
    in_chat: bool = False

    @property
    def id(self) -> str:
        """The campaign's key."""
        return self.file.key

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that its days are counted in."""
        return read_zone(self.timezone)

    @property
    def is_paused(self) -> bool:
        """Whether it takes no calls before somebody opens it, whatever its dates say."""
        return self.status == "paused"

    def state(self, at: int) -> CampaignState:
        """The campaign's state at an instant."""
        if self.closes_at is not None and at >= self.closes_at:
            return CampaignState.CLOSED
        if self.opens_at is not None and at < self.opens_at:
            return CampaignState.UPCOMING
        return CampaignState.PAUSED if self.is_paused else CampaignState.OPEN


def find_by_id(known: Iterable[Campaign], id: str) -> Campaign | None:
    """The campaign with exactly this key, None if it isn't among them."""
    return next((one for one in known if one.id == id), None)


class Campaigns:
    """The deployment's campaigns."""

    def __init__(self, base: Base, people: People, files: Iterable[CampaignFile]) -> None:
        self._store, self._clock = base.store, base.clock
        self._people = people
        self._initial = tuple(files)
        self._rows = CampaignRows()
        self._last: tuple[list[Row], tuple[Campaign, ...]] = ([], ())  # rows as read last, and what they say

    async def prepare(self) -> None:
        """Save the content and windows of the files that this process started with."""
        await self.take_files(self._initial)
        await self.load_all()  # a repeated request is answered without reading campaigns, and names one in `files`

    async def take_files(self, files: Collection[CampaignFile]) -> None:
        """Save the files' content and windows, with a new version for new content.

        What a command decided stays until the file says otherwise of the same thing. Campaigns written in chat stay.
        """
        await self._store.write(lambda tx: self._rows.take(tx, files, self._clock()))

    async def put(self, tx: Tx, content: CampaignFile, change: Change) -> None:
        """Put content in force by somebody's act, in the transaction of the act. Read it with `load_all` afterwards."""
        await self._rows.take(tx, (content,), self._clock(), change)

    async def foresee(self, tx: Tx, known: Campaign, content: CampaignFile) -> Campaign:
        """A known campaign as it would be with this content."""
        held, basis = Window(known.status, known.opens_at, known.closes_at), (await fetch_bases(tx)).get(known.id)
        window = update_window(held, basis, read_window(content))
        return Campaign(content, window.status, content.timezone, window.opens_at, window.closes_at, known.in_chat)

    async def lock(self, tx: Tx, campaign: str) -> CampaignFile | None:
        """The content in force of a campaign, which nobody else changes until the transaction ends; None for none."""
        return await self._rows.lock(tx, campaign)

    async def list_keys(self, tx: Tx) -> frozenset[str]:
        """The key of every campaign that ever was. No other campaign may have it."""
        return await self._rows.list_keys(tx)

    async def find_version(self, tx: Tx, version: str) -> CampaignFile | None:
        """The content of a version, None if it is unknown or damaged."""
        return await self._rows.find_version(tx, version)

    async def read_all(self, tx: Tx) -> tuple[Campaign, ...]:
        """Every campaign, also one whose file is gone."""
        rows, known = self._last
        found = await self._rows.fetch(tx)
        if found != rows:
            known = tuple(_make_campaign(content, row) for content, row in await self._rows.load_contents(tx, found))
            self._last = (found if len(known) == len(found) else [], known)
        return known

    async def load_visible(self, tx: Tx, caller: Caller) -> tuple[Campaign, ...]:
        """The campaigns visible to the caller in their space. Others are reported as not found."""
        known = await self.read_all(tx)
        return (
            await _open_to(tx, known, await find_orgs_met(tx, self._people, caller))
            if _is_any_for_org(known)
            else known
        )

    async def load_within(self, tx: Tx, reach: Reach) -> tuple[Campaign, ...]:
        """The campaigns that somebody's roles let them see."""
        known = await self.read_all(tx)
        return await _open_to(tx, known, await find_orgs_within(tx, reach)) if _is_any_for_org(known) else known

    async def select_for_person(self, tx: Tx, known: Collection[Campaign], person_id: str) -> Collection[Campaign]:
        """The campaigns among ``known`` that a person can see in any space."""
        shut = _is_any_for_org(known)
        return await _open_to(tx, known, await find_orgs_of(tx, self._people, person_id)) if shut else known

    async def select_for_space(self, tx: Tx, known: tuple[Campaign, ...], caller: Caller) -> tuple[Campaign, ...]:
        """The campaigns among ``known`` that everybody in the caller's space can see."""
        if not _is_any_for_org(known):
            return known
        here = await self._people.find_space_org(tx, caller)
        return await _open_to(tx, known, frozenset({here} if here else ()))

    @property
    def last_known(self) -> tuple[Campaign, ...]:
        """Every campaign as this process read it last: good for guessing what is read next, not for deciding."""
        return self._last[1]

    @property
    def files(self) -> Mapping[str, CampaignFile]:
        """Every campaign's content by key, as this process read it last."""
        return self._rows.current

    async def load_all(self) -> tuple[Campaign, ...]:
        """Every campaign, sorted by key, in a transaction of its own."""
        return tuple(sorted(await self._store.read(self.read_all), key=lambda one: one.id))

    async def load_open(self, caller: Caller, at: int) -> tuple[Campaign, ...]:
        """The campaigns open to the caller at an instant, sorted by key, in a transaction of its own."""
        visible = await self._store.read(lambda tx: self.load_visible(tx, caller))
        return tuple(sorted((one for one in visible if one.state(at) is CampaignState.OPEN), key=lambda one: one.id))

    async def load_named(self, caller: Caller, reach: Reach) -> tuple[Campaign, ...]:
        """The campaigns that the caller may name, where they are and because of their roles, in a separate read."""

        async def read(tx: Tx) -> tuple[Campaign, ...]:
            met = {one.id: one for one in (*await self.load_visible(tx, caller), *await self.load_within(tx, reach))}
            return tuple(met.values())

        return await self._store.read(read)

    async def list_within(self, reach: Reach) -> tuple[Campaign, ...]:
        """The campaigns `within` a reach, sorted by key, in a transaction of its own."""
        return tuple(sorted(await self._store.read(lambda tx: self.load_within(tx, reach)), key=lambda one: one.id))


async def read_campaigns(tx: Tx) -> tuple[Campaign, ...]:
    """Every campaign, read afresh, for what runs beside the services."""
    rows = CampaignRows()
    return tuple(_make_campaign(content, row) for content, row in await rows.load_contents(tx, await rows.fetch(tx)))


def _make_campaign(content: CampaignFile, row: Row) -> Campaign:
    readable = is_readable(lambda: read_zone(row.timezone))  # otherwise the next start repairs it
    zone = row.timezone if readable else content.timezone
    return Campaign(content, row.status, zone, row.opens_at, row.closes_at, row.source == CHAT)


def _is_any_for_org(known: Iterable[Campaign]) -> bool:
    return any(one.file.is_for_org for one in known)


async def _open_to(tx: Tx, known: Iterable[Campaign], orgs: Orgs) -> tuple[Campaign, ...]:
    if orgs is None:
        return tuple(known)
    names = await find_names(tx, orgs)
    return tuple(one for one in known if not one.file.is_for_org or fold(one.file.org or "") in names)
