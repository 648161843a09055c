"""Deletes people on request, and detaches people from calls that are old enough.

Neither changes what orgs, boards and reports count. A deleted person's share of each total moves to
``anonymous_totals``, and of each report to ``anonymous_reports``. Their calls and all other rows are deleted.
"""

import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from bot.core.base.build import Base
from bot.core.base.idempotency import drop_requests, forget_requests
from bot.core.base.keys.caller_keys import hash_account_by_all
from bot.core.base.stored_values import read_each
from bot.core.calls.contribution import LIVE_OF_PERSON, find_contributions
from bot.core.calls.positions import drop_positions, fetch_positions
from bot.core.people.lost_roles import add_lost_role_notices
from bot.core.people.past.entries import fetch_recent_entries
from bot.core.people.past.guards import drop_guards, is_moderated, save_guard
from bot.core.people.past.past_entries import drop_past, save_past
from bot.core.people.past.past_postcards import save_past_postcards
from bot.core.people.people import People
from bot.core.people.profiles.residents import Residents
from bot.core.people.role_support import end_unsupported
from bot.core.postcards.postcard_rows import LIVE_OF_PERSON as LIVE_POSTCARDS
from bot.core.postcards.postcard_rows import find_contributions as find_postcards_of
from bot.core.privacy import old_postcards
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.privacy.link_note import read_note
from bot.core.privacy.linked_postcards import drop_linked_postcards, drop_old_linked_postcards
from bot.core.privacy.org_of_record import find_org_of_record
from bot.core.reminders.reminder_list import drop_reminders
from bot.core.reports.handed_over import count_forgotten
from bot.core.times.clock import DAY
from bot.core.totals import counters
from bot.core.totals.anonymous_reports import leave_anonymous_postcards, leave_anonymous_reports
from bot.core.totals.counting import CounterDelta, CounterKey, GroupKind, PostcardKind
from bot.errors import Unavailable
from bot.identity import Caller
from bot.runtime.log import get_logger
from bot.store.engine import Tx
from bot.store.sql import BindParameter, ColumnElement, bindparam, delete, func, list_references, or_, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import TABLES, accounts, calls, campaigns, codes, link_calls, links, people

_log = get_logger("callboard.privacy")

FindContributions = Callable[[Sequence[Row]], Mapping[str, Mapping[CounterKey, CounterDelta]]]
_PERSONAL = frozenset({GroupKind.PERSON, PostcardKind.PERSON})  # totals that go with their person

_OF: BindParameter[str] = bindparam("person")
_LIMITS = Statement(
    select(people.c.suspended_at, people.c.name_hidden, people.c.wrong_codes, people.c.locked_until).where(
        people.c.id == _OF
    )
)
_KNOWN = Statement(select(people.c.id).where(people.c.id == _OF))
_LOCK = Statement(select(people.c.id).where(people.c.id == _OF).with_for_update())
_ACCOUNTS = Statement(select(accounts.c.key).where(accounts.c.person_id == _OF))
_LINKS = Statement(select(links.c.id, links.c.before).where(links.c.person_id == _OF))
_DROP_LINK_CALLS = Statement(
    delete(link_calls).where(
        or_(
            link_calls.c.link_id.in_(select(links.c.id).where(links.c.person_id == _OF)),
            link_calls.c.call_id.in_(select(calls.c.id).where(calls.c.person_id == _OF)),
        )
    )
)
# Every table with a reference to a person, including tables added later.
_DROP_OWNED = tuple(
    Statement(delete(table).where(table.c[name] == _OF))
    for table in reversed(TABLES)
    for name, to in list_references(table)
    if to == "people.id"
)
_DROP_PERSON = Statement(delete(people).where(people.c.id == _OF))


def _make_due_condition(column: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition for calls whose campaign closed long ago, or that are old if their campaign never closes."""
    return func.coalesce(campaigns.c.closes_at, column) < bindparam("before")


_PAGE = 1_000  # people
_DUE_CALLERS = Statement(
    select(calls.c.person_id)
    .distinct()
    .where(calls.c.campaign_id == campaigns.c.id, _make_due_condition(calls.c.logged_at))
    .where(calls.c.person_id > bindparam("after"))
    .order_by(calls.c.person_id)
    .limit(bindparam("most"))
)
_DUE_OF = Statement(
    select(calls.c.id).where(
        calls.c.campaign_id == campaigns.c.id, calls.c.person_id == _OF, _make_due_condition(calls.c.logged_at)
    )
)
_DETACH = Statement(update(calls).where(calls.c.id == bindparam("call")).values(person_id=None))
_DROP_LINK_CALL = Statement(delete(link_calls).where(link_calls.c.call_id == bindparam("call")))
_OLD_LINKS = Statement(select(links.c.id, links.c.before).where(links.c.linked_at < bindparam("before")))
_STRIP_NOTE = Statement(update(links).where(links.c.id == bindparam("link")).values(before=bindparam("id_alone")))
_DROP_OLD_LINK_CALLS = Statement(
    delete(link_calls).where(
        link_calls.c.link_id.in_(select(links.c.id).where(links.c.linked_at < bindparam("before")))
    )
)
_DROP_CODES = Statement(delete(codes).where(codes.c.expires_at < bindparam("before")))


class Privacy:
    """Deletes people, and sweeps out expired data."""

    def __init__(self, base: Base, people: People, residents: Residents, ledger: Ledger, keep_person_days: int) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._requests, self._audit = base.requests, base.audit
        self._people, self._residents, self._ledger = people, residents, ledger
        self._keep = keep_person_days * DAY

    async def forget(self, caller: Caller, request: str) -> bool:
        """Delete the caller's person with all their data. Returns False if nothing was stored."""

        async def forget(tx: Tx) -> bool:
            person = await self._people.hold(tx, caller)
            if await self._requests.find_answer(tx, request):
                return True
            if person is None:
                await self._forget_unsent(tx, *hash_account_by_all(self._keys, caller))
                return False
            await self._drop(tx, person.id)
            await self._requests.keep_answer(tx, None, request, {"forgotten": True}, self._clock())
            return True

        forgotten = await self._store.write(forget)
        await self._scrub()
        return forgotten

    async def forget_unsent(self, caller: Caller) -> None:
        """Delete postcards that a newcomer wrote and didn't send: nothing else is held of them."""
        await self._store.write(lambda tx: self._forget_unsent(tx, *hash_account_by_all(self._keys, caller)))
        await self._scrub()

    async def replay(self) -> int:
        """Delete again the people that a restored backup brought back. Returns how many."""
        ids = self._ledger.load_ids()
        back = await self._store.read(lambda tx: _filter_known(tx, ids))
        for person_id in back:
            await self._store.write(partial(self._drop, person_id=person_id))
        if back:
            await self._scrub()
        return len(back)

    async def sweep(self) -> int:
        """Detach people from calls that are old enough. Returns how many people that concerns.

        Also deletes expired answers and codes, and what links no longer need.
        """
        at = self._clock()
        before = at - self._keep
        await old_postcards.delete_old_words(self._store, at)
        due = 0
        for found in (_DUE_CALLERS, old_postcards.DUE_WRITERS):
            async for person_id in self._find_due_people(found, before):
                await self._store.write(partial(self._release, person_id=person_id, before=before))
                due += 1
        await self._store.write(lambda tx: self._tidy(tx, at))
        await self._scrub()
        return due

    async def _find_due_people(self, found: Statement, before: int) -> AsyncIterator[str]:
        """The people whom a statement finds, a page at a time: after a big day they may be a million."""
        after, more = "", True
        while more:
            page = await self._store.read(partial(_load_due, found=found, before=before, after=after))
            for person_id in page:
                yield person_id
            more = len(page) == _PAGE
            after = page[-1] if page else after

    async def _drop(self, tx: Tx, person_id: str) -> None:
        """Delete a person, after writing their id and those of people merged into them to the ledger."""
        if await tx.one(_LOCK, person=person_id) is None:
            return
        notes = read_each(await tx.all(_LINKS, person=person_id), self._note)
        self._ledger.add_ids([person_id, *(note["person"]["id"] for note in notes)])
        await self._keep_traces(tx, person_id)
        for account in await tx.all(_ACCOUNTS, person=person_id):
            await forget_requests(tx, account.key, self._clock())
            await self._forget_unsent(tx, account.key)
        live, positions = await tx.all(LIVE_OF_PERSON, person=person_id), await fetch_positions(tx, person_id)
        cards = await tx.all(LIVE_POSTCARDS, person=person_id)
        await tx.run(_DROP_LINK_CALLS, person=person_id)
        await drop_linked_postcards(tx, person_id)
        await drop_positions(tx, person_id)
        await drop_reminders(tx, person_id)
        for statement in (*_DROP_OWNED, _DROP_PERSON):
            await tx.run(statement, person=person_id)
        lost = await end_unsupported(tx, self._audit)
        await add_lost_role_notices(tx, self._audit, self._people, lost, self._clock())
        gone = {row.id for row in live}
        await _leave_totals(tx, find_contributions, live, gone, stay=False)
        await _leave_totals(tx, find_postcards_of, cards, {row.id for row in cards}, stay=False)
        await leave_anonymous_reports(tx, live, positions, gone, stay=False)
        await leave_anonymous_postcards(tx, count_forgotten(cards))

    async def _forget_unsent(self, tx: Tx, *accounts: bytes) -> None:
        await old_postcards.forget_unsent(tx, self._keys, accounts, self._clock())

    async def _keep_traces(self, tx: Tx, person_id: str) -> None:
        """Save, under each account's keyed hash, the limits that deleting one's data must not reset."""
        at, accounts = self._clock(), await self._people.load_accounts(tx, person_id)
        entries, linked = await fetch_recent_entries(tx, person_id, at), len(accounts) > 1
        await save_past(tx, self._keys, accounts, entries, at, share=linked)
        cards = await tx.all(LIVE_POSTCARDS, person=person_id)
        await save_past_postcards(tx, self._keys, accounts, cards, at)
        [person] = await tx.all(_LIMITS, person=person_id)
        actor = await self._audit.ensure_actor(tx, person_id) if is_moderated(person) else None
        org = await find_org_of_record(tx, person_id)
        await save_guard(tx, self._keys, accounts, person, actor, org, at)
        if actor and person.suspended_at is not None:
            await self._audit.record(tx, None, "person.forget", actor, org, "suspended")

    async def _release(self, tx: Tx, person_id: str, before: int) -> None:
        """Detach a person from their due calls. The calls and every total stay."""
        await tx.one(_LOCK, person=person_id)
        due = {row.id for row in await tx.all(_DUE_OF, person=person_id, before=before)}
        live, positions = await tx.all(LIVE_OF_PERSON, person=person_id), await fetch_positions(tx, person_id)
        rows = [{"call": call} for call in due]
        await tx.many(_DROP_LINK_CALL, rows)
        await tx.many(_DETACH, rows)
        await _leave_totals(tx, find_contributions, live, due, stay=True)
        await leave_anonymous_reports(tx, live, positions, due, stay=True)
        cards = await tx.all(LIVE_POSTCARDS, person=person_id)
        old = await old_postcards.find_due_postcards(tx, person_id, before)
        await old_postcards.detach_postcards(tx, old)
        await _leave_totals(tx, find_postcards_of, cards, old, stay=True)

    async def _tidy(self, tx: Tx, at: int) -> None:
        await drop_requests(tx, at)
        await drop_past(tx, at)
        ended = await drop_guards(tx, at)
        for one in ended.suspensions:
            await self._audit.record(tx, None, "person.unsuspend", one.actor or "", one.org_id, "expired")
        for one in ended.names:
            await self._audit.record(tx, None, "name.end", one.actor or "", one.org_id, "expired")
        await tx.run(_DROP_CODES, before=at)
        await tx.run(_DROP_OLD_LINK_CALLS, before=at - DAY)
        await drop_old_linked_postcards(tx, at - DAY)
        rows = await tx.all(_OLD_LINKS, before=at - DAY)
        for link, note in read_each(rows, lambda row: (row.id, self._note(row))):
            if len(note) > 1:
                alone = json.dumps({"person": {"id": note["person"]["id"]}})
                await tx.run(_STRIP_NOTE, link=link, id_alone=self._keys.encrypt(alone))

    def _note(self, link: Row) -> dict[str, Any]:
        return read_note(self._keys, link.before)

    async def _scrub(self) -> None:
        await self._residents.fold()  # no copy of a profile stays there
        try:
            await self._store.scrub()
        except Unavailable:
            _log.warning("deleted rows linger in the write-ahead log until the next sweep")


async def _filter_known(tx: Tx, ids: Sequence[str]) -> list[str]:
    return [one for one in ids if await tx.one(_KNOWN, person=one)]


async def _load_due(tx: Tx, found: Statement, before: int, after: str) -> list[str]:
    return [row.person_id for row in await tx.all(found, before=before, after=after, most=_PAGE)]


async def _leave_totals(
    tx: Tx, find: FindContributions, live: Sequence[Row], gone: Collection[str], *, stay: bool
) -> None:
    """Update the totals after a person's live calls whose ids are in ``gone`` were deleted or detached.

    ``find`` adds up calls, or postcards. The person's own totals lose them; all others keep their values. For deleted
    rows the anonymous totals take over the whole share. For rows that ``stay`` without a person, they take over only
    the count of people.
    """
    whole = find(live)
    remaining = find([row for row in live if row.id not in gone])
    for campaign, left in find([row for row in live if row.id in gone]).items():
        rest = remaining.get(campaign, {})
        await counters.replace_deltas(tx, campaign, [_select_own(whole[campaign])], [_select_own(rest)])
        shares = {
            place: share._replace(people=0 if place in rest and rest[place].people else share.people)
            for place, share in left.items()
            if place[1] not in _PERSONAL
        }
        if stay:
            shares = {place: CounterDelta(people=1) for place, share in shares.items() if share.people}
        await counters.leave_anonymous_totals(tx, campaign, shares, forgotten=not stay)


def _select_own(shares: Mapping[CounterKey, CounterDelta]) -> dict[CounterKey, CounterDelta]:
    return {place: share for place, share in shares.items() if place[1] in _PERSONAL}
