"""Reads and writes proposals: content that isn't in force yet, because its author or another admin has to say yes."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from bot.config.files import parse_strict
from bot.core.base.ids import make_id
from bot.core.base.stored_values import read_each, read_enum, read_or
from bot.core.campaign_files.campaign_export import write_campaign
from bot.core.campaign_files.campaign_file import CampaignFile, Cost, parse_campaign
from bot.core.campaigns.campaign_history import Act
from bot.core.times.clock import DAY
from bot.errors import ConfigError, Unreadable
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, func, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import campaign_proposals

UNASKED_LIFETIME, ASKED_LIFETIME = DAY, 7 * DAY

ReadContent: TypeAlias = Callable[[bytes], CampaignFile]  # parses a campaign's file


class Proposal(Struct, frozen=True):
    """Content for a campaign, proposed by ``actor`` at ``at`` (UTC microseconds) as ``act``.

    ``base`` is the version it was compared with, None for a new campaign. ``waiting_since`` is None until another
    admin is asked. ``org`` is the id of the org that runs the campaign, None for the coalition.
    """

    id: str
    act: Act
    content: CampaignFile
    base: str | None
    actor: str
    org: str | None
    at: int
    waiting_since: int | None


_P = campaign_proposals.c
_FIND = Statement(select(campaign_proposals).where(_P.id == bindparam("which")).with_for_update())
_READ = Statement(select(campaign_proposals).where(_P.id == bindparam("which")))
_WAITING = Statement(
    select(campaign_proposals).where(_P.waiting_since >= bindparam("since")).order_by(_P.waiting_since.desc(), _P.id)
)
_COUNT = Statement(
    select(func.count().label("n"), func.max(_P.id).label("newest")).where(
        _P.waiting_since >= bindparam("since"), _P.actor != bindparam("but")
    )
)
_ADD = Statement(insert(campaign_proposals))
_DROP = Statement(delete(campaign_proposals).where(_P.id == bindparam("which")))
_ASK = Statement(update(campaign_proposals).where(_P.id == bindparam("which")).values(waiting_since=bindparam("now")))
_EXPIRED = Statement(
    select(_P.id).where(
        _P.waiting_since.is_(None) & (_P.at < bindparam("unasked")) | (_P.waiting_since < bindparam("asked"))
    )
)


async def add_proposal(
    tx: Tx, act: Act, content: CampaignFile, base: str | None, actor: str, org: str | None, at: int
) -> Proposal:
    """Keep content that its author has not decided about."""
    made = Proposal(make_id(at), act, content, base, actor, org, at, None)
    row = {"id": made.id, "act": act.value, "campaign_id": content.key, "text": write_campaign(content)}
    await tx.run(_ADD, **row, base_version=base, actor=actor, org_id=org, at=at, waiting_since=None)
    return made


async def find_proposal(tx: Tx, which: str, read: ReadContent, now: int, *, lock: bool = False) -> Proposal | None:
    """A proposal that hasn't expired, None for any other."""
    row = await tx.one(_FIND if lock else _READ, which=which)
    found = read_or(None, lambda: _read(row, read)) if row else None
    return found if found and now < _find_end(found) else None


async def list_waiting(tx: Tx, read: ReadContent, now: int) -> tuple[Proposal, ...]:
    """The proposals that wait for an admin, the newest first."""
    rows = await tx.all(_WAITING, since=now - ASKED_LIFETIME)
    return tuple(read_each(rows, lambda row: _read(row, read)))


async def count_waiting(tx: Tx, actor: str, now: int) -> tuple[int, str]:
    """How many proposals of others wait for somebody's word, and the id of the newest."""
    row = await tx.one(_COUNT, since=now - ASKED_LIFETIME, but=actor)
    return (int(row.n), str(row.newest or "")) if row else (0, "")


async def ask_for_release(tx: Tx, which: str, now: int) -> None:
    """Let a proposal wait for another admin from now on."""
    await tx.run(_ASK, which=which, now=now)


async def drop_proposal(tx: Tx, which: str) -> None:
    """Delete a proposal that was decided."""
    await tx.run(_DROP, which=which)


async def list_expired(tx: Tx, now: int) -> tuple[str, ...]:
    """The ids of the proposals that nobody can decide about anymore."""
    rows = await tx.all(_EXPIRED, unasked=now - UNASKED_LIFETIME, asked=now - ASKED_LIFETIME)
    return tuple(row.id for row in rows)


def make_reader(zone: str, cost: Cost) -> ReadContent:
    """A function that reads stored content, for the coalition's ``zone``. It raises Unreadable."""

    def read(source: bytes) -> CampaignFile:
        try:
            return parse_campaign(parse_strict(source, "stored"), zone, cost)
        except ConfigError as error:
            raise Unreadable("a stored campaign file is damaged") from error

    return read


def _find_end(proposal: Proposal) -> int:
    asked = proposal.waiting_since
    return proposal.at + UNASKED_LIFETIME if asked is None else asked + ASKED_LIFETIME


def _read(row: Row, read: ReadContent) -> Proposal:
    content = read(row.text.encode())
    return Proposal(
        row.id, read_enum(Act, row.act), content, row.base_version, row.actor, row.org_id, row.at, row.waiting_since
    )
