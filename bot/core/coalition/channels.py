"""Channels that asked for alerts: which, when they want none, and what keeps posts out of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import bindparam, select, update

from bot.core.base.audit import Audit
from bot.core.base.caller_keys import find_caller_space, hash_caller_space
from bot.core.base.ids import new_id
from bot.core.base.keys import Keys
from bot.core.base.stored_values import UNREADABLE, is_readable, read_or, read_zone
from bot.core.directory.states import parse_state
from bot.core.people.people import People
from bot.core.times.clock import Clock
from bot.core.times.typed_time import QuietHours, parse_quiet_hours, parse_zone
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import channels, orgs, spaces
from bot.text import find_nearest, fold

NAME = 80  # characters of a channel's name; Slack takes 80, Discord 100
MARK = "channel:"  # how a caller's marks begin that tell the channel they are in


@dataclass(frozen=True, slots=True)
class Terms:
    """How somebody wants a channel's alerts, as typed; what is None stays as it is."""

    quiet: str | None = None
    zone: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A subscribed channel. ``refusal`` says why the platform refused the last post there, None where it didn't."""

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


_FIND = Statement(
    select(channels.c.id, channels.c.zone, channels.c.quiet_from, channels.c.quiet_to, channels.c.state)
    .where(channels.c.key == bindparam("key"))
    .with_for_update()
)
_ADD = Statement(lambda insert: insert(channels).on_conflict_do_nothing())
_SET = Statement(
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
_REACH = Statement(update(spaces).where(spaces.c.key == bindparam("space")).values(address=bindparam("where")))
_RENAME = Statement(update(channels).where(channels.c.id == bindparam("which")).values(name=bindparam("named")))
_LEAVE = Statement(
    update(channels)
    .where(channels.c.id == bindparam("which"), channels.c.unsubscribed_at.is_(None))
    .values(unsubscribed_at=bindparam("at"))
)
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
    """Keeps subscriptions. A channel belongs to the org that its server or workspace is linked to."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, people: People, audit: Audit, timezone: str) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people
        self._audit = audit
        self._timezone = timezone  # of channels that name none

    async def subscribe(self, caller: Caller, reach: Reach, name: str, terms: Terms) -> Channel:
        """Let the channel the caller is in get alerts, or change its terms.

        Raises UserError outside a channel, outside ``reach``, and for terms that can't be understood.
        """
        address = channel_of(caller)
        quiet = parse_quiet_hours(terms.quiet, "quiet") if terms.quiet else None
        zone = parse_zone(terms.zone, "zone") if terms.zone else None
        state = parse_state(terms.state, "state") if terms.state else None

        async def subscribe(tx: Tx) -> Channel:
            org = await self._org(tx, caller, reach)
            key = self._key(caller, address)
            held = await tx.one(_FIND, key=key) or await self._add(tx, caller, key, address)
            stays = _quiet(held) if terms.quiet is None else quiet
            await tx.run(
                _SET,
                which=held.id,
                named=self._keys.encrypt(name[:NAME]),
                where=self._keys.encrypt(address),  # again, in case it can't be read any more
                in_zone=zone or read_or(self._timezone, lambda: read_zone(held.zone).key),
                start=stays.start if stays else None,
                end=stays.end if stays else None,
                of_state=state or held.state,
            )
            await tx.run(
                _REACH, space=hash_caller_space(self._keys, caller), where=self._keys.encrypt(caller.space or "")
            )
            await self._note(tx, caller, "channel.subscribe", held.id, org)
            return next(one for one in await self.within(tx, reach) if one.id == held.id)

        return await self._store.write(subscribe)

    async def unsubscribe(self, caller: Caller, reach: Reach, name: str | None = None) -> str:
        """Let a channel get no more alerts and return its name.

        ``name`` is a name or ``channel:<id>``; without it, the channel the caller is in is meant.
        """
        picked = bool(name and name.startswith(MARK) and caller.space)
        address = (name or "").removeprefix(MARK) if picked else None if name else channel_of(caller)

        async def unsubscribe(tx: Tx) -> str:
            found = (
                await self._here(tx, caller, reach, address, picked)
                if address
                else await self.find_by_name(tx, reach, name or "")
            )
            await tx.run(_LEAVE, which=found.id, at=self._clock())
            await self._note(tx, caller, "channel.unsubscribe", found.id, found.org_id)
            return found.name

        return await self._store.write(unsubscribe)

    async def list_channels(self, reach: Reach) -> tuple[Channel, ...]:
        """Return the channels somebody may see, by org, platform and name."""
        found = await self._store.read(lambda tx: self.within(tx, reach))
        return tuple(sorted(found, key=lambda one: (one.org, one.platform, fold(one.name))))

    async def rename(self, names: Mapping[str, str]) -> None:
        """Keep the names that platforms now give to channels, by the channels' ids."""
        rows = [{"which": which, "named": self._keys.encrypt(name[:NAME])} for which, name in names.items()]
        await self._store.write(lambda tx: tx.many(_RENAME, rows))

    async def within(self, tx: Tx, reach: Reach) -> tuple[Channel, ...]:
        """Return the subscribed channels within ``reach``, in the order in which they came."""
        return tuple(self._channel(row) for row in await tx.all(_SUBSCRIBED) if reach.over_org(row.org_id))

    async def find_by_name(self, tx: Tx, reach: Reach, name: str) -> Channel:
        """Return the subscribed channel with that name, as `fold` compares, # aside; raises UserError."""
        sought, seen = fold(name).removeprefix("#"), await self.within(tx, reach)
        found = [one for one in seen if fold(one.name) == sought]
        if len(found) == 1:
            return found[0]
        if not found and (near := find_nearest(sought, (one.name for one in seen))):
            raise UserError("channel.near", field="channel", word=name, near=near)
        raise UserError("channel.ambiguous" if found else "channel.unknown", field="channel", word=name)

    async def _here(self, tx: Tx, caller: Caller, reach: Reach, address: str, picked: bool) -> Channel:
        await self._org(tx, caller, reach)
        key = self._key(caller, address)
        rows = [row for row in await tx.all(_SUBSCRIBED) if bytes(row.key) == key]
        if not rows:
            raise UserError("channel.picked_not_subscribed" if picked else "channel.not_subscribed")
        return self._channel(rows[0])

    async def _org(self, tx: Tx, caller: Caller, reach: Reach) -> str:
        """Return the org of the caller's space; raises UserError where it has none, or one outside ``reach``."""
        space = await find_caller_space(tx, self._keys, caller)
        if space is None or space.org_id is None or not reach.over_org(space.org_id):
            raise UserError("channel.unlinked")
        return str(space.org_id)

    async def _add(self, tx: Tx, caller: Caller, key: bytes, address: str) -> Row:
        at = self._clock()
        await tx.run(
            _ADD,
            id=new_id(at),
            key=key,
            space_key=hash_caller_space(self._keys, caller),
            address=self._keys.encrypt(address),
            name=self._keys.encrypt(""),
            zone=self._timezone,
            subscribed_at=at,
            **dict.fromkeys(("quiet_from", "quiet_to", "state", "refusal", "missing", "unsubscribed_at")),
        )
        [row] = await tx.all(_FIND, key=key)
        return row

    def _key(self, caller: Caller, address: str) -> bytes:
        return self._keys.index("channel", caller.platform, caller.space or "", address)

    def _channel(self, row: Row) -> Channel:
        name = read_or("?", lambda: self._keys.decrypt(row.name))
        whole = is_readable(lambda: (self._keys.decrypt(row.address), read_zone(row.zone)))
        refusal = row.refusal if whole else UNREADABLE
        place = (row.id, row.platform, row.org_id, row.org, name, row.zone if whole else self._timezone)
        space, address = (read_or("", partial(self._keys.decrypt, it)) if it else "" for it in (row.space, row.address))
        return Channel(*place, _quiet(row), row.state, refusal, row.missing, space, address)

    async def _note(self, tx: Tx, caller: Caller, action: str, what: str, org: str) -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, what, org)


def channel_of(caller: Caller) -> str:
    """Return the platform's id of the channel the caller is in; raises UserError outside of channels."""
    mark = next((own for own in caller.marks if own.startswith(MARK)), None)
    if mark is None or caller.space is None:
        raise UserError("channel.nowhere")
    return mark.removeprefix(MARK)


def _quiet(row: Row) -> QuietHours | None:
    return None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_to)
