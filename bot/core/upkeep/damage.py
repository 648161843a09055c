"""Finds rows that can't be read, by what the schema says their columns contain, and names them by a reference.

Readers skip such rows (`stored_values`). This module lists them, so that people can fix them. It stores nothing: a
fixed row is no longer found.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.base.build import Base
from bot.core.base.ids import spell_code
from bot.core.base.keys.keys import Keys
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.base.stored_values import is_readable, read_enum, read_json, read_object, read_zone
from bot.core.campaigns.campaign_history import Act
from bot.core.coalition.audience import read_audience
from bot.core.people.profiles.profiles import read_profile
from bot.core.people.profiles.residents import read_homes
from bot.core.postcards.postcard_rows import read_status
from bot.core.privacy.link_note import read_note
from bot.core.reminders.reminder_list import read_rule
from bot.store.engine import Tx
from bot.store.sql import Column, Table, bindparam, select, tuple_
from bot.store.statement import Row, Statement
from bot.store.tables import TABLES

Reader = Callable[[Keys, Any], object]


class Damaged(Struct, frozen=True):
    """A row that can't be read, and its unreadable columns. Reveals none of its content."""

    table: str
    columns: tuple[str, ...]
    reference: str  # always the same for this row


def _read_status(word: str) -> AlertStatus:
    return read_enum(AlertStatus, "" if word == AlertStatus.BROKEN else word)


_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "text": lambda keys, value: keys.decrypt(value),
        "profile": read_profile,
        "residents": read_homes,
        "link": read_note,
        "sealed object": lambda keys, value: read_object(keys.decrypt(value)),
        "object": lambda _, value: read_object(value),
        "linked call": lambda _, value: read_object(value, "owner"),
        "json": lambda _, value: read_json(value),
        "audience": lambda _, value: read_audience(value),
        "zone": lambda _, value: read_zone(value),
        "schedule": lambda _, value: read_rule(value, "UTC"),
        "act": lambda _, value: read_enum(Act, value),
        "kind": lambda _, value: read_enum(Kind, value),
        "standing": lambda _, value: _read_status(value),
        "postcard status": lambda _, value: read_status(value),
        "stage": lambda _, value: read_enum(DeliveryStatus, value),
    }
)


def list_readable_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a table whose values may be unreadable."""
    return tuple(column for column in table.columns if "holds" in column.info)


EXAMINED = tuple(table for table in TABLES if list_readable_columns(table))


def _make_page(table: Table, *, more: bool) -> Statement:
    """A statement for the first rows of a table, ordered by key; with ``more``, for those after a row."""
    keys = list(table.primary_key)
    chosen = select(*keys, *list_readable_columns(table)).order_by(*keys).limit(bindparam("most"))
    if more:
        after = [bindparam(f"after_{column.name}", type_=column.type) for column in keys]
        chosen = chosen.where(tuple_(*keys) > tuple_(*after))
    return Statement(chosen)


_FIRST = {table.name: _make_page(table, more=False) for table in EXAMINED}
_MORE = {table.name: _make_page(table, more=True) for table in EXAMINED}


_PAGE, _GLANCE = 1_000, 200  # rows examined at a time

Page = tuple[list[Damaged], Row | None]


async def examine_table(tx: Tx, keys: Keys, table: Table, most: int, after: Row | None) -> Page:
    """Examine up to ``most`` rows of a table. Returns the damaged ones, and the last row of a full page."""
    names = [column.name for column in table.primary_key]
    if after is None:
        rows = await tx.all(_FIRST[table.name], most=most)
    else:
        rows = await tx.all(_MORE[table.name], most=most, **{f"after_{name}": getattr(after, name) for name in names})
    found = [one for one in (_examine(keys, table, row) for row in rows) if one]
    return found, rows[-1] if len(rows) == most else None


async def examine_all(tx: Tx, keys: Keys) -> list[Damaged]:
    """Find every damaged row in the database."""
    found = list[Damaged]()
    for table in EXAMINED:
        after: Row | None = None
        while True:
            damaged, after = await examine_table(tx, keys, table, _PAGE, after)
            found += damaged
            if after is None:
                break
    return found


def _examine(keys: Keys, table: Table, row: Row) -> Damaged | None:
    columns = tuple(_find_unreadable(keys, table, row))
    if not columns:
        return None
    where = [_format_value(getattr(row, column.name)) for column in table.primary_key]
    bits = int.from_bytes(keys.index("damage", table.name, *where)[:5], "big")
    return Damaged(table.name, columns, spell_code(bits))


def _find_unreadable(keys: Keys, table: Table, row: Row) -> Iterator[str]:
    for column in list_readable_columns(table):
        value = getattr(row, column.name)
        if value is not None and not is_readable(partial(_READERS[column.info["holds"]], keys, value)):
            yield column.name


def _format_value(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else json.dumps(value)


_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "accounts": "Somebody gets no direct message. It mends when they use /remindme, or are given a role",
        "alert_drafts": "Somebody's draft of an alert is lost. It ends by itself after a week",
        "alerts": "An alert isn't posted or kept up to date. Cancel it with /alert cancel and write it again",
        "campaign_drafts": "A draft of a campaign can't be opened. Throw it away and write it again",
        "campaign_history": "A line is missing in a campaign's history. Nothing depends on it",
        "campaign_proposals": "A change of a campaign that waits can't be read. Its author has to send it again",
        "campaign_versions": "An old version of a campaign's content is damaged. Nothing depends on it",
        "campaigns": "A campaign's time zone is damaged; its file's is used. Restart Callboard",
        "change_notices": "The author of a refused change isn't told why. It ends by itself after 30 days",
        "channels": "A channel gets no alerts. Type /channel subscribe there again",
        "congress": "The note on the files of Congress is damaged. Run callboard congress update",
        "deliveries": "An alert isn't posted in a channel, or its card isn't kept up to date. Look into that channel",
        "draft_conflicts": "Words that somebody wrote over newer ones are lost. It ends by itself after a day",
        "installations": "A Slack workspace is left out. Install the app there again",
        "link_calls": "Parting a link leaves one call where it is. It ends by itself after a day",
        "links": "A link can't be parted anymore. It ends by itself after a day",
        "member_offices": "An office isn't offered, as nobody knows its hours. Run callboard congress update",
        "once_reminders": "Somebody isn't reminded once. It mends when they use /remindme again",
        "people": "What somebody told of themselves is lost. It mends when they use /profile again",
        "postcards": "A postcard isn't reviewed or printed. Its writer can send another once it is dropped",
        "reminders": "Somebody isn't reminded. It mends when they use /remindme again",
        "requests": "A request that comes again isn't answered the same. It ends by itself after a day",
        "state_offices": "An office isn't offered, as nobody knows its hours. Run callboard states update",
        "residents": "Coverage counts people anew when it is read next. Nothing is lost",
        "spaces": "A server or workspace gets no alerts. Type /channel subscribe in one of its channels",
    }
)


def advise(damaged: Damaged) -> str:
    """One line that says which row is damaged and what to do, without naming anybody."""
    what = _ADVICE.get(damaged.table, "What it held is left out. Restore it from a backup")
    return f"{damaged.table} {damaged.reference}: {', '.join(damaged.columns)} can't be read. {what}."


class DamageWatch:
    """Scans the database continuously for unreadable rows, a few rows of each table at a time."""

    def __init__(self, base: Base) -> None:
        self._store, self._keys = base.store, base.keys
        self._rounds = tuple(_Round(table) for table in EXAMINED)

    async def look(self) -> tuple[Damaged, ...]:
        """Examine the next rows of every table. Returns damaged ones that weren't reported before."""
        return tuple([one for round in self._rounds for one in await self._take_next(round)])

    async def _take_next(self, round: "_Round") -> list[Damaged]:
        page = await self._store.read(lambda tx: examine_table(tx, self._keys, round.table, _GLANCE, round.after))
        return round.take(*page)


class _Round:
    """The progress of one table's scan, and its damaged rows found so far."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.after: Row | None = None
        self._known, self._found = frozenset[str](), set[str]()

    def take(self, damaged: list[Damaged], after: Row | None) -> list[Damaged]:
        """Take in a page's damaged rows. Returns the new ones. Fixed rows are forgotten after a full round."""
        new = [one for one in damaged if one.reference not in self._known | self._found]
        self._found |= {one.reference for one in damaged}
        self.after = after
        if after is None:
            self._known, self._found = frozenset(self._found), set()
        return new
