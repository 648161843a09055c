"""Campaigns: their files' content, stored by version, their state, and finding the one that somebody means."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any, cast
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
from bot.phrases import Listing, Phrase, list_choices, phrase, translations
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import campaign_changes, campaign_versions, campaigns
from bot.text import find_nearest, fold, matches


class Use(StrEnum):
    """What somebody wants an open campaign for."""

    SCRIPT = "script"
    CALL = "call"  # to log one
    ANSWER = "answer"  # of an office, to keep it


_KNOWN = 5  # campaigns that a sentence names
_LEAST = 3  # letters of a word that may stand for a whole title
_ORDER = (
    CampaignState.OPEN,
    CampaignState.PAUSED,
    CampaignState.CLOSED,
    CampaignState.UPCOMING,
)  # in which people see them


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
        """The zone of its days."""
        return ZoneInfo(self.timezone)

    def state(self, at: int) -> CampaignState:
        """The campaign's state at an instant."""
        if self.closes_at is not None and at >= self.closes_at:
            return CampaignState.CLOSED
        if self.opens_at is not None and at < self.opens_at:
            return CampaignState.UPCOMING
        return CampaignState.PAUSED if self.status == "paused" else CampaignState.OPEN


def find_campaign(known: Iterable[Campaign], word: str, at: int, every: bool = False) -> Campaign:
    """Return the campaign that ``word`` names by key or by title in any language; raises UserError.

    Where it names none, the nearest of the open ones is offered, or with ``every`` of all; else those are named.
    """
    known = tuple(known)
    if found := naming(known, word):
        return found
    opened = [campaign for campaign in known if campaign.state(at) is CampaignState.OPEN]
    offered = known if every else opened
    if not offered:
        raise UserError("campaign.none", field="campaign")
    titles = {name: one.id for one in offered for name in (*one.file.title.values(), one.id)}
    near = titles.get(find_nearest(word, titles) or "") or _within(word, titles)
    if near:
        raise UserError("campaign.near", field="campaign", word=word, near=near)
    key = "campaign.unknown" if opened else "campaign.unknown_any"
    raise UserError(key, field="campaign", word=word, known=titles_of(opened or offered))


def titles_of(offered: Iterable[Campaign]) -> str | Phrase | Listing:
    """The titles to choose from, as a blank of a sentence. Of many campaigns, only the first."""
    return list_choices(phrase("campaign.named", title=translations(one.file.title)) for one in tuple(offered)[:_KNOWN])


def _within(word: str, titles: Mapping[str, str]) -> str | None:
    """The only campaign whose title or key contains a word, None if there is none or several."""
    found = {id for name, id in titles.items() if matches(word, name)} if len(word) >= _LEAST else set()
    return found.pop() if len(found) == 1 else None


def naming(known: Iterable[Campaign], word: str) -> Campaign | None:
    """The campaign with that key, or that title in any language, None if there is none."""
    typed = _fold_name(word)
    names = ((one, name) for one in known for name in (one.id, *one.file.title.values()))
    return next((one for one, name in names if _fold_name(name) == typed), None)


def _fold_name(name: str) -> str:
    return fold(name).replace("-", " ")  # a key's hyphens are spaces to people


async def find_open(tx: Tx, known: tuple[Campaign, ...], word: str | None, at: int, use: Use = Use.CALL) -> Campaign:
    """Return the campaign a call is for: the one named, else the open one that closes first; raises UserError.

    ``use`` is what it is wanted for: a refusal says what was not done, and a script logs nothing.
    """
    chosen = find_campaign(known, word, at) if word else _foremost(known, at)
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


def _make_ended_error(campaign: Campaign, calls: int, at: int, use: Use, *, alone: bool) -> UserError:
    """The error for a campaign that has ended. It names the campaign unless that is the only one (``alone``)."""
    what = Phrase("campaign.this_day") if alone else phrase("campaign.named", title=translations(campaign.file.title))
    thanks = phrase("campaign.thanks", count=calls) if calls else Phrase("campaign.thanks_alone")
    when = Moment(campaign.closes_at or at, campaign.timezone)
    return UserError(f"campaign.closed.{use}", what=what, when=when, thanks=thanks)


def to_look_at(known: tuple[Campaign, ...], word: str | None, at: int) -> Campaign:
    """Choose a board's campaign: the named one, or else the open one, or else the one that closed last."""
    return find_campaign(known, word, at) if word else _foremost(known, at)


def foremost_first(known: Iterable[Campaign], at: int) -> tuple[Campaign, ...]:
    """Sort campaigns: open ones first, then by how near their close is."""
    return tuple(sorted(known, key=lambda campaign: _standing(campaign, at)))


def _foremost(known: tuple[Campaign, ...], at: int) -> Campaign:
    if not known:
        raise UserError("campaign.none")
    return known[0] if len(known) == 1 else min(known, key=lambda campaign: _standing(campaign, at))


def _standing(campaign: Campaign, at: int) -> tuple[int, float, str]:
    closes = campaign.closes_at
    nearness = float("inf") if closes is None else abs(closes - at)
    return _ORDER.index(campaign.state(at)), nearness, campaign.id


_ALL = Statement(
    select(campaigns.c.id, campaigns.c.status, campaigns.c.timezone, campaigns.c.opens_at, campaigns.c.closes_at)
)
_KEEP = Statement(lambda insert: insert(campaign_versions).on_conflict_do_nothing())


def _upsert(insert: Any) -> Executable:
    new = insert(campaigns)
    changing = ("version", "status", "timezone", "opens_at", "closes_at", "updated_at")
    return cast(
        Executable,
        new.on_conflict_do_update(index_elements=["id"], set_={name: new.excluded[name] for name in changing}),
    )


_REPLACE = Statement(_upsert)
_RENEW = Statement(
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
        """Keep the files' content and window as rows, a new version where the content is new.

        What was decided by command stands, until the file's own status or window changes.
        """
        await self._store.write(self._keep)

    async def all(self, tx: Tx) -> tuple[Campaign, ...]:
        """Every campaign that has a file."""
        return tuple(self._campaign(row) for row in await tx.all(_ALL) if row.id in self._files)

    async def load_visible(self, tx: Tx, caller: Caller) -> tuple[Campaign, ...]:
        """The campaigns visible to the caller in their space. Others are reported as not found."""
        known = await self.all(tx)
        return await _open_to(tx, known, await orgs_met(tx, self._people, caller)) if _some_are_shut(known) else known

    async def within(self, tx: Tx, reach: Reach) -> tuple[Campaign, ...]:
        """The campaigns visible to somebody because of their roles."""
        known = await self.all(tx)
        return await _open_to(tx, known, await orgs_within(tx, reach)) if _some_are_shut(known) else known

    async def of_person(self, tx: Tx, known: Collection[Campaign], person_id: str) -> Collection[Campaign]:
        """The campaigns of ``known`` visible to somebody in any space."""
        shut = _some_are_shut(known)
        return await _open_to(tx, known, await orgs_of(tx, self._people, person_id)) if shut else known

    @property
    def files(self) -> Mapping[str, CampaignFile]:
        """Every campaign file, by key."""
        return self._files

    async def load_all(self) -> tuple[Campaign, ...]:
        """Every campaign, by key, in a separate read."""
        return tuple(sorted(await self._store.read(self.all), key=lambda one: one.id))

    async def load_open(self, caller: Caller, at: int) -> tuple[Campaign, ...]:
        """The campaigns that take calls from the caller at an instant, by key, in a separate read."""
        met = await self._store.read(lambda tx: self.load_visible(tx, caller))
        return tuple(sorted((one for one in met if one.state(at) is CampaignState.OPEN), key=lambda one: one.id))

    async def list_within(self, reach: Reach) -> tuple[Campaign, ...]:
        """The campaigns `within` a reach, by key, in a separate read."""
        return tuple(sorted(await self._store.read(lambda tx: self.within(tx, reach)), key=lambda one: one.id))

    async def _keep(self, tx: Tx) -> None:
        at, changes = self._clock(), {row.campaign_id: row for row in await tx.all(_CHANGES)}
        for file in self._files.values():
            content = json.dumps(asdict(file), ensure_ascii=False, sort_keys=True)
            await tx.run(_KEEP, version=file.version, campaign_id=file.key, content=content, created_at=at)
            if _stands(changes.get(file.key), file):
                await tx.run(_RENEW, campaign=file.key, content=file.version, zone=file.timezone, at=at)
            else:
                await tx.run(_DROP_CHANGE, campaign=file.key)
                await tx.run(_REPLACE, **_row(file, at))

    def _campaign(self, row: Row) -> Campaign:
        file = self._files[row.id]
        whole = is_readable(lambda: read_zone(row.timezone))  # else the next start mends it
        zone = row.timezone if whole else file.timezone
        return Campaign(file, row.status, zone, row.opens_at, row.closes_at)


def _some_are_shut(known: Iterable[Campaign]) -> bool:
    return any(one.file.is_for_org for one in known)


async def _open_to(tx: Tx, known: Iterable[Campaign], orgs: Orgs) -> tuple[Campaign, ...]:
    if orgs is None:
        return tuple(known)
    names = await names_of(tx, orgs)
    return tuple(one for one in known if not one.file.is_for_org or fold(one.file.org or "") in names)


def _stands(change: Row | None, file: CampaignFile) -> bool:
    """Whether a change by command was made to the file's current status and window."""
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
