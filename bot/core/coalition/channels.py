"""Channels subscribed to alerts: their quiet hours, and why a platform refuses posts in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.keys.caller_keys import find_caller_space, hash_caller_space, hash_channel
from bot.core.base.keys.key_state import ensure_current
from bot.core.base.statuses import is_unsent
from bot.core.base.stored_values import UNREADABLE, is_readable, read_or, read_zone
from bot.core.coalition.audience import count_left_out
from bot.core.coalition.org_directory import make_count, read_number
from bot.core.directory.members import Directory
from bot.core.directory.states import parse_state
from bot.core.people.people import People
from bot.core.people.profiles.profiles import find_home_zone
from bot.core.times.quiet_hours import QuietHours, parse_quiet_hours
from bot.core.times.typed_time import parse_zone
from bot.errors import UserError
from bot.identity import Caller
from bot.likeness import find_like
from bot.patterns import compile_later
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import channels, deliveries, orgs, spaces
from bot.text import fold, make_sort_key

ID = r"[CG](?=[A-Z]*[0-9])[A-Z0-9]{6,}|[0-9]{17,20}"  # a pattern: Slack's or Discord's
_ID = compile_later(ID)
_SHOWN_END = compile_later(r".*…([A-Z0-9]{4})\)?")  # how cards tell channels without a name apart
NAME = 80  # characters of a channel's name; Slack allows 80, Discord 100
MARK = "channel:"  # the prefix of the caller's mark for the channel they are in


def is_channel_id(name: str) -> bool:
    """Whether a channel's name is its platform's id, saved where the platform didn't say the name."""
    return _ID.fullmatch(name) is not None


class Terms(Struct, frozen=True):
    """The settings of a subscription, as typed. None leaves a setting unchanged.

    ``own_zone`` is the IANA zone of the person who types them, if their platform knows it. A channel's first quiet
    hours are on their clock.
    """

    quiet: str | None = None
    zone: str | None = None
    state: str | None = None
    own_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A subscribed channel. ``refusal`` is why the platform refused the last post there, None if it didn't.

    With ``seems_open``, the platform sees no reason now why it would refuse another. ``left_out`` counts the planned
    alerts that it won't get, as it was for another state when they were planned.
    """

    id: str
    platform: str
    org_id: str
    org: str
    name: str
    zone: str
    quiet: QuietHours | None
    state: str | None
    refusal: str | None
    missing: str | None
    space: str = ""
    address: str = ""
    seems_open: bool = False
    left_out: int = 0


_FIND = Statement(
    select(channels.c.id, channels.c.zone, channels.c.quiet_from, channels.c.quiet_to, channels.c.state)
    .where(channels.c.key == bindparam("key"))
    .with_for_update()
)
_ADD = Statement(lambda insert: insert(channels).on_conflict_do_nothing())
_UPDATE = Statement(
    update(channels)
    .where(channels.c.id == bindparam("which"))
    .values(
        name=bindparam("named"),
        address=bindparam("where"),
        zone=bindparam("in_zone"),
        quiet_from=bindparam("start"),
        quiet_to=bindparam("end"),
        state=bindparam("of_state"),
        unsubscribed_at=None,
        refusal=None,
        missing=None,
    )
)
_SET_SPACE_ADDRESS = Statement(
    update(spaces).where(spaces.c.key == bindparam("space")).values(address=bindparam("where"))
)
_RENAME = Statement(update(channels).where(channels.c.id == bindparam("which")).values(name=bindparam("named")))
_UNSUBSCRIBE = Statement(
    update(channels)
    .where(channels.c.id == bindparam("which"), channels.c.unsubscribed_at.is_(None))
    .values(unsubscribed_at=bindparam("at"))
)
_UNSENT = make_count(deliveries, deliveries.c.channel_id == bindparam("which"), is_unsent())
_SUBSCRIBED = Statement(
    select(
        channels.c.id,
        channels.c.key,
        channels.c.name,
        channels.c.address,
        channels.c.zone,
        channels.c.quiet_from,
        channels.c.quiet_to,
        channels.c.state,
        channels.c.refusal,
        channels.c.missing,
        spaces.c.platform,
        spaces.c.address.label("space"),
        orgs.c.id.label("org_id"),
        orgs.c.name.label("org"),
    )
    .where(
        channels.c.unsubscribed_at.is_(None),
        channels.c.space_key == spaces.c.key,
        spaces.c.org_id == orgs.c.id,
    )
    .order_by(channels.c.id)
)


class Channels:
    """Subscribes and lists channels. A channel belongs to the org that its server or workspace is linked to."""

    def __init__(self, base: Base, people: People, timezone: str) -> None:
        self._store, self._keys, self._clock, self._audit = base.store, base.keys, base.clock, base.audit
        self._people = people
        self._timezone = timezone  # the default for channels

    async def subscribe(self, caller: Caller, reach: Reach, name: str, terms: Terms) -> Channel:
        """Subscribe the caller's current channel to alerts, or change its terms.

        Raises UserError outside a channel, outside ``reach``, and for terms that can't be parsed.
        """
        address = find_current_channel(caller)
        quiet = parse_quiet_hours(terms.quiet, "quiet") if terms.quiet else None
        zone = parse_zone(terms.zone, "zone") if terms.zone else None
        state = parse_state(terms.state, "state") if terms.state else None

        async def subscribe(tx: Tx) -> Channel:
            org = await self._find_org(tx, caller, reach)
            key = self._hash_address(caller, address)
            row = await tx.one(_FIND, key=key) or await self._add(tx, caller, key, address)
            hours = _read_quiet_hours(row) if terms.quiet is None else quiet
            begins = quiet is not None and row.quiet_from is None
            own = await self._find_own_zone(tx, caller, terms) if begins else None
            await tx.run(
                _UPDATE,
                which=row.id,
                named=self._keys.encrypt(name[:NAME]),
                where=self._keys.encrypt(address),  # repairs an address that can't be decrypted
                in_zone=zone or own or read_or(self._timezone, lambda: read_zone(row.zone).key),
                start=hours.start if hours else None,
                end=hours.end if hours else None,
                of_state=state or row.state,
            )
            space, where = hash_caller_space(self._keys, caller), self._keys.encrypt(caller.space or "")
            await tx.run(_SET_SPACE_ADDRESS, space=space, where=where)
            await self._note(tx, caller, "channel.subscribe", row.id, org)
            found = next(channel for channel in await self.load_within(tx, reach) if channel.id == row.id)
            return replace(found, left_out=await count_left_out(tx, row.id, org, state or row.state))

        return await self._store.write(subscribe)

    async def unsubscribe(self, caller: Caller, reach: Reach, name: str | None = None) -> tuple[str, int]:
        """Unsubscribe a channel. Returns its name, and how many alerts on their way to it won't be posted there.

        ``name`` is a name or ``channel:<id>``, None for the caller's current channel.
        """
        picked = bool(name and name.startswith(MARK) and caller.space)
        address = (name or "").removeprefix(MARK) if picked else None if name else find_current_channel(caller)

        async def unsubscribe(tx: Tx) -> tuple[str, int]:
            found = (
                await self._find_here(tx, caller, reach, address, picked)
                if address
                else await self.find_by_name(tx, reach, name or "")
            )
            await tx.run(_UNSUBSCRIBE, which=found.id, at=self._clock())
            await self._note(tx, caller, "channel.unsubscribe", found.id, found.org_id)
            return found.name, await read_number(tx, _UNSENT, found.id)

        return await self._store.write(unsubscribe)

    async def list_channels(self, reach: Reach) -> tuple[Channel, ...]:
        """The subscribed channels within ``reach``, sorted by org, platform and name."""
        found = await self._store.read(lambda tx: self.load_within(tx, reach))
        return sort_channels(found)

    async def rename(self, names: Mapping[str, str]) -> None:
        """Save the channels' current names on their platforms, by channel id."""
        rows = [{"which": which, "named": self._keys.encrypt(name[:NAME])} for which, name in names.items()]
        await self._store.write(lambda tx: tx.many(_RENAME, rows))

    async def load_within(self, tx: Tx, reach: Reach) -> tuple[Channel, ...]:
        """The subscribed channels within ``reach``, oldest first."""
        return tuple(self._make_channel(row) for row in await tx.all(_SUBSCRIBED) if reach.covers_org(row.org_id))

    async def find_by_name(self, tx: Tx, reach: Reach, name: str) -> Channel:
        """The subscribed channel with that folded name, with or without #. Raises UserError.

        One without a name is found by its id, or by the end of it that cards show.
        """
        folded, known = fold(name).removeprefix("#"), await self.load_within(tx, reach)
        found = [channel for channel in known if fold(channel.name) == folded]
        if not found and (end := _SHOWN_END.fullmatch(name.strip())):
            found = [channel for channel in known if is_channel_id(channel.name) and channel.name.endswith(end[1])]
        if len(found) == 1:
            return found[0]
        if near := find_like(folded, ((channel.name, (channel.name,)) for channel in known), 1) if not found else ():
            raise UserError("channel.near", field="channel", word=name, near=near[0]).add_choices([(near[0], near[0])])
        raise UserError("channel.ambiguous" if found else "channel.unknown", field="channel", word=name)

    async def _find_here(self, tx: Tx, caller: Caller, reach: Reach, address: str, picked: bool) -> Channel:
        await self._find_org(tx, caller, reach)
        key = self._hash_address(caller, address)
        rows = [row for row in await tx.all(_SUBSCRIBED) if bytes(row.key) == key]
        if not rows:
            raise UserError("channel.picked_not_subscribed" if picked else "channel.not_subscribed")
        return self._make_channel(rows[0])

    async def _find_own_zone(self, tx: Tx, caller: Caller, terms: Terms) -> str | None:
        """The zone of the caller's clock, None if nobody knows it."""
        person = await self._people.find(tx, caller)
        return find_home_zone(terms.own_zone, person.profile if person else None, Directory())

    async def _find_org(self, tx: Tx, caller: Caller, reach: Reach) -> str:
        """The id of the org of the caller's space. Raises UserError if it has none, or one outside ``reach``."""
        space = await find_caller_space(tx, self._keys, caller)
        if space is None or space.org_id is None or not reach.covers_org(space.org_id):
            raise UserError("channel.unlinked")
        return str(space.org_id)

    async def _add(self, tx: Tx, caller: Caller, key: bytes, address: str) -> Row:
        at, space_key = self._clock(), hash_caller_space(self._keys, caller)
        await ensure_current(tx, self._keys, key, space_key)
        await tx.run(
            _ADD,
            id=make_id(at),
            key=key,
            space_key=space_key,
            address=self._keys.encrypt(address),
            name=self._keys.encrypt(""),
            zone=self._timezone,
            subscribed_at=at,
            **dict.fromkeys(("quiet_from", "quiet_to", "state", "refusal", "missing", "unsubscribed_at")),
        )
        [row] = await tx.all(_FIND, key=key)
        return row

    def _hash_address(self, caller: Caller, address: str) -> bytes:
        return hash_channel(self._keys, caller.platform, caller.space or "", address)

    def _make_channel(self, row: Row) -> Channel:
        name = read_or("?", lambda: self._keys.decrypt(row.name))
        readable = is_readable(lambda: (self._keys.decrypt(row.address), read_zone(row.zone)))
        refusal = row.refusal if readable else UNREADABLE
        place = (row.id, row.platform, row.org_id, row.org, name, row.zone if readable else self._timezone)
        space, address = (read_or("", partial(self._keys.decrypt, it)) if it else "" for it in (row.space, row.address))
        return Channel(*place, _read_quiet_hours(row), row.state, refusal, row.missing, space, address)

    async def _note(self, tx: Tx, caller: Caller, action: str, what: str, org: str) -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, what, org)


def sort_channels(found: Iterable[Channel]) -> tuple[Channel, ...]:
    """Channels by org, platform and name."""
    return tuple(sorted(found, key=lambda one: (make_sort_key(one.org), one.platform, make_sort_key(one.name), one.id)))


def find_current_channel(caller: Caller) -> str:
    """The platform's id of the caller's current channel. Raises UserError outside a channel."""
    mark = next((own for own in caller.marks if own.startswith(MARK)), None)
    if mark is None or caller.space is None:
        raise UserError("channel.nowhere")
    return mark.removeprefix(MARK)


def _read_quiet_hours(row: Row) -> QuietHours | None:
    return None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_to)
