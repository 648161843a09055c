"""Campaigns: their stored content and state, and finding the one that somebody means."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any, assert_never, cast
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import Executable, bindparam, delete, select, update

from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import is_readable, read_zone
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_audience import Orgs, names_of, orgs_met, orgs_of, orgs_within
from bot.core.people.people import People
from bot.core.times.clock import Clock
from bot.core.totals.counters import load_total
from bot.core.totals.counting import GroupKind
from bot.errors import UserError
from bot.identity import Caller
from bot.moments import Moment
from bot.phrases import Item, Listing, Phrase, list_choices, phrase, translations
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import campaign_changes, campaign_versions, campaigns
from bot.text import find_nearest, fold, matches


class Use(StrEnum):
    """What an open campaign is needed for."""

    SCRIPT = "script"
    CALL = "call"  # logging a call
    ANSWER = "answer"  # saving an office's answer


_MAX_NAMED = 5  # campaigns that a sentence names
_MIN_LETTERS = 3  # of a word that may match part of a title
_DISPLAY_ORDER = (
    CampaignState.OPEN,
    CampaignState.PAUSED,
    CampaignState.CLOSED,
    CampaignState.UPCOMING,
)


class Campaign(Struct, frozen=True):
    """One campaign: its file, and the status and window in force."""

    file: CampaignFile
    status: str
    timezone: str
    opens_at: int | None
    closes_at: int | None

    @property
    def id(self) -> str:
        """The campaign's key."""
        return self.file.key

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that its days are counted in."""
        return ZoneInfo(self.timezone)

    def state(self, at: int) -> CampaignState:
        """The campaign's state at an instant."""
        if self.closes_at is not None and at >= self.closes_at:
            return CampaignState.CLOSED
        if self.opens_at is not None and at < self.opens_at:
            return CampaignState.UPCOMING
        return CampaignState.PAUSED if self.status == "paused" else CampaignState.OPEN


def find_campaign(known: Iterable[Campaign], word: str, at: int, every: bool = False) -> Campaign:
    """The campaign that ``word`` names, by its key or its title in any language.

    If there is none, raises UserError with the nearest name, or else with a list of names. Both come from the open
    campaigns, or from all with ``every``.
    """
    known = tuple(known)
    if found := find_named(known, word):
        return found
    open_now = [campaign for campaign in known if campaign.state(at) is CampaignState.OPEN]
    offered = known if every else open_now
    if not offered:
        raise UserError("campaign.none", field="campaign")
    titles = {name: one.id for one in offered for name in (*one.file.title.values(), one.id)}
    near = titles.get(find_nearest(word, titles) or "") or _within(word, titles)
    if near:
        raise UserError("campaign.near", field="campaign", word=word, near=near)
    key = "campaign.unknown" if open_now else "campaign.unknown_any"
    raise UserError(key, field="campaign", word=word, known=titles_of(open_now or offered))


def titles_of(offered: Iterable[Campaign]) -> Item | Listing:
    """The titles to choose from, for a sentence. Names at most five of them, and says how many more there are."""
    return list_choices((phrase("campaign.named", title=translations(one.file.title)) for one in offered), _MAX_NAMED)


def _within(word: str, titles: Mapping[str, str]) -> str | None:
    """The id of the only campaign whose title or key contains a word, None if none or several do."""
    found = {id for name, id in titles.items() if matches(word, name)} if len(word) >= _MIN_LETTERS else set()
    return found.pop() if len(found) == 1 else None


def find_named(known: Iterable[Campaign], word: str) -> Campaign | None:
    """The campaign with that key or title, in any language, None if there is none."""
    typed = _fold_name(word)
    names = ((one, name) for one in known for name in (one.id, *one.file.title.values()))
    return next((one for one, name in names if _fold_name(name) == typed), None)


def _fold_name(name: str) -> str:
    return fold(name).replace("-", " ")  # people type a key's hyphens as spaces


async def find_open(tx: Tx, known: tuple[Campaign, ...], word: str | None, at: int, use: Use = Use.CALL) -> Campaign:
    """The campaign that ``word`` names, or else the open one that closes first. Raises UserError if it isn't open.

    ``use`` decides the error's wording, for example whether a call was not logged.
    """
    chosen = find_campaign(known, word, at) if word else _choose_foremost(known, at)
    match chosen.state(at):
        case CampaignState.CLOSED:
            raise _make_ended_error(
                chosen, await load_total(tx, chosen.id, GroupKind.TOTAL, "", ""), at, use, alone=len(known) == 1
            )
        case CampaignState.UPCOMING:
            moment = Moment(chosen.opens_at or at, chosen.timezone)
            raise UserError(f"campaign.upcoming.{use}", title=translations(chosen.file.title), when=moment)
        case CampaignState.PAUSED:
            raise UserError(f"campaign.paused.{use}", title=translations(chosen.file.title))
        case CampaignState.OPEN:
            return chosen
        case unknown:
            assert_never(unknown)


def _make_ended_error(campaign: Campaign, calls: int, at: int, use: Use, *, alone: bool) -> UserError:
    """The error for a campaign that has ended. It names the campaign unless that is the only one (``alone``)."""
    what = Phrase("campaign.this_day") if alone else phrase("campaign.named", title=translations(campaign.file.title))
    thanks = phrase("campaign.thanks", count=calls) if calls else Phrase("campaign.thanks_alone")
    when = Moment(campaign.closes_at or at, campaign.timezone)
    return UserError(f"campaign.closed.{use}", what=what, when=when, thanks=thanks)


def find_campaign_to_show(known: tuple[Campaign, ...], word: str | None, at: int) -> Campaign:
    """The campaign to show: the named one, or else the open one, or else the one that closed last."""
    return find_campaign(known, word, at) if word else _choose_foremost(known, at)


def sort_campaigns(known: Iterable[Campaign], at: int) -> tuple[Campaign, ...]:
    """Sort campaigns by state, open ones first, and then by how near their close is."""
    return tuple(sorted(known, key=lambda campaign: _sort_key(campaign, at)))


def _choose_foremost(known: tuple[Campaign, ...], at: int) -> Campaign:
    if not known:
        raise UserError("campaign.none")
    return known[0] if len(known) == 1 else min(known, key=lambda campaign: _sort_key(campaign, at))


def _sort_key(campaign: Campaign, at: int) -> tuple[int, float, str]:
    closes = campaign.closes_at
    nearness = float("inf") if closes is None else abs(closes - at)
    return _DISPLAY_ORDER.index(campaign.state(at)), nearness, campaign.id


_ALL = Statement(
    select(campaigns.c.id, campaigns.c.status, campaigns.c.timezone, campaigns.c.opens_at, campaigns.c.closes_at)
)
_ADD_VERSION = Statement(lambda insert: insert(campaign_versions).on_conflict_do_nothing())


def _upsert(insert: Any) -> Executable:
    new = insert(campaigns)
    changing = ("version", "status", "timezone", "opens_at", "closes_at", "updated_at")
    return cast(
        Executable,
        new.on_conflict_do_update(index_elements=["id"], set_={name: new.excluded[name] for name in changing}),
    )


_UPSERT_CAMPAIGN = Statement(_upsert)
_UPDATE_VERSION = Statement(
    update(campaigns)
    .where(campaigns.c.id == bindparam("campaign"))
    .values(version=bindparam("content"), timezone=bindparam("zone"), updated_at=bindparam("at"))
)
_CHANGES = Statement(select(campaign_changes))
_DROP_CHANGE = Statement(delete(campaign_changes).where(campaign_changes.c.campaign_id == bindparam("campaign")))


class Campaigns:
    """The deployment's campaigns."""

    def __init__(self, store: Store, clock: Clock, people: People, files: Iterable[CampaignFile]) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._files = {file.key: file for file in files}

    async def prepare(self) -> None:
        """Save the files' content and windows, with a new version for new content.

        A status set by command stays until the file's own status or window changes.
        """
        await self._store.write(self._save_files)

    async def all(self, tx: Tx) -> tuple[Campaign, ...]:
        """Every campaign that has a file."""
        return tuple(self._campaign(row) for row in await tx.all(_ALL) if row.id in self._files)

    async def load_visible(self, tx: Tx, caller: Caller) -> tuple[Campaign, ...]:
        """The campaigns visible to the caller in their space. Others are reported as not found."""
        known = await self.all(tx)
        return await _open_to(tx, known, await orgs_met(tx, self._people, caller)) if _some_are_shut(known) else known

    async def within(self, tx: Tx, reach: Reach) -> tuple[Campaign, ...]:
        """The campaigns that somebody's roles let them see."""
        known = await self.all(tx)
        return await _open_to(tx, known, await orgs_within(tx, reach)) if _some_are_shut(known) else known

    async def of_person(self, tx: Tx, known: Collection[Campaign], person_id: str) -> Collection[Campaign]:
        """The campaigns among ``known`` that a person can see in any space."""
        shut = _some_are_shut(known)
        return await _open_to(tx, known, await orgs_of(tx, self._people, person_id)) if shut else known

    @property
    def files(self) -> Mapping[str, CampaignFile]:
        """Every campaign file, by key."""
        return self._files

    async def load_all(self) -> tuple[Campaign, ...]:
        """Every campaign, sorted by key, in a transaction of its own."""
        return tuple(sorted(await self._store.read(self.all), key=lambda one: one.id))

    async def load_open(self, caller: Caller, at: int) -> tuple[Campaign, ...]:
        """The campaigns open to the caller at an instant, sorted by key, in a transaction of its own."""
        visible = await self._store.read(lambda tx: self.load_visible(tx, caller))
        return tuple(sorted((one for one in visible if one.state(at) is CampaignState.OPEN), key=lambda one: one.id))

    async def list_within(self, reach: Reach) -> tuple[Campaign, ...]:
        """The campaigns `within` a reach, sorted by key, in a transaction of its own."""
        return tuple(sorted(await self._store.read(lambda tx: self.within(tx, reach)), key=lambda one: one.id))

    async def _save_files(self, tx: Tx) -> None:
        at, changes = self._clock(), {row.campaign_id: row for row in await tx.all(_CHANGES)}
        for file in self._files.values():
            content = json.dumps(asdict(file), ensure_ascii=False, sort_keys=True)
            await tx.run(_ADD_VERSION, version=file.version, campaign_id=file.key, content=content, created_at=at)
            if _still_applies(changes.get(file.key), file):
                await tx.run(_UPDATE_VERSION, campaign=file.key, content=file.version, zone=file.timezone, at=at)
            else:
                await tx.run(_DROP_CHANGE, campaign=file.key)
                await tx.run(_UPSERT_CAMPAIGN, **_row(file, at))

    def _campaign(self, row: Row) -> Campaign:
        file = self._files[row.id]
        readable = is_readable(lambda: read_zone(row.timezone))  # otherwise the next start repairs it
        zone = row.timezone if readable else file.timezone
        return Campaign(file, row.status, zone, row.opens_at, row.closes_at)


def _some_are_shut(known: Iterable[Campaign]) -> bool:
    return any(one.file.is_for_org for one in known)


async def _open_to(tx: Tx, known: Iterable[Campaign], orgs: Orgs) -> tuple[Campaign, ...]:
    if orgs is None:
        return tuple(known)
    names = await names_of(tx, orgs)
    return tuple(one for one in known if not one.file.is_for_org or fold(one.file.org or "") in names)


def _still_applies(change: Row | None, file: CampaignFile) -> bool:
    """Whether the file's status and window are as they were when a command changed them."""
    if change is None:
        return False
    then = (change.file_status, change.file_opens_at, change.file_closes_at)
    return bool(then == (file.status, file.opens, file.closes))


def _row(file: CampaignFile, at: int) -> dict[str, Any]:
    return {
        "id": file.key,
        "version": file.version,
        "status": file.status,
        "timezone": file.timezone,
        "opens_at": file.opens,
        "closes_at": file.closes,
        "updated_at": at,
    }
