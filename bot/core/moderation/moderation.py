"""Voids calls that shouldn't count, and suspends people who misuse Callboard."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.core.base.build import Base
from bot.core.calls.undo import remove_call
from bot.core.coalition.roles import replace_account
from bot.core.moderation.call_search import OfferedCall, list_newest_calls, lock_call
from bot.core.people.past.guards import lift_suspension
from bot.core.people.people import People, Person
from bot.core.postcards.own_postcards import remove_postcard
from bot.core.postcards.postcard_notices import PostcardNoticeKind, add_postcard_notice
from bot.core.postcards.postcard_rows import ONE
from bot.core.totals import counters
from bot.core.totals.counting import GroupKind, Measure, Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, desc, func, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import actors, calls, people


class Reason(StrEnum):
    """Why a coordinator corrects something. Free text is not allowed."""

    MISTAKE = "mistake"
    DUPLICATE = "duplicate"
    SPAM = "spam"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class VoidReceipt:
    """A voided call or postcard; ``already`` if it didn't count before. A postcard has no outcome.

    ``coalition`` is the remaining total of its kind.
    """

    reference: str
    day: str
    slot: str
    outcome: Outcome | None
    already: bool
    coalition: int
    campaign: str = ""  # answers stored by old releases have none

    @property
    def measure(self) -> Measure:
        """What it counted among."""
        return Measure.CALLS if self.outcome else Measure.POSTCARDS


_ORGS = Statement(
    select(calls.c.org_id)
    .where(calls.c.person_id == bindparam("person"))
    .group_by(calls.c.org_id)
    .order_by(desc(func.max(calls.c.logged_at)))
)
_FIND_PERSON = Statement(select(actors.c.person_id).where(actors.c.id == bindparam("who")).limit(1))
_WHO = update(people).where(people.c.id == bindparam("person"))
_SUSPEND = Statement(_WHO.where(people.c.suspended_at.is_(None)).values(suspended_at=bindparam("at")))


class Moderation:
    """Voids and suspends. Nothing outside the caller's reach exists for them."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._clock = base.store, base.clock
        self._requests, self._audit = base.requests, base.audit
        self._people, self._waker = people, base.waker

    async def void(self, caller: Caller, reach: Reach, call: str, reason: Reason, request: str) -> VoidReceipt:
        """Subtract the call or postcard with the reference ``call`` from every total, even after its campaign closed.

        Raises UserError if there is none or several; a day or office typed after the reference picks one.
        """
        voided = await self._store.write(lambda tx: self._void(tx, caller, reach, call, reason, request))
        self._waker.wake()  # a postcard's writer hears of it
        return voided

    async def list_newest_calls(self, reach: Reach, typed: str) -> tuple[OfferedCall, ...]:
        """The newest calls that the caller could take out, whose reference begins as ``typed``."""
        return await list_newest_calls(self._store, reach, typed)

    async def suspend(
        self, caller: Caller, reach: Reach, whom: str, reason: Reason, request: str, *, by_call: bool = False
    ) -> bool:
        """Refuse new calls from the person that `find_person` finds. Their earlier calls still count.

        Returns False if they were already suspended. Raises UserError for admins and for oneself.
        """

        async def suspend(tx: Tx) -> bool:
            person, org = await self.find_person(tx, caller, reach, whom, by_call=by_call)
            return await self._set_suspended(tx, caller, person, org, request, "person.suspend", reason)

        return await self._store.write(suspend)

    async def unsuspend(self, caller: Caller, reach: Reach, account: str, request: str) -> bool:
        """Let ``account`` log again. Returns False if it wasn't suspended."""

        async def lift(tx: Tx) -> bool:
            target = replace_account(caller, account)
            if await self._people.find(tx, target) is None:
                return await self._lift_guard(tx, caller, reach, target, request)
            person, org = await self._lock_person(tx, caller, reach, account)
            return await self._set_suspended(tx, caller, person, org, request, "person.unsuspend", None)

        return await self._store.write(lift)

    async def _void(self, tx: Tx, caller: Caller, reach: Reach, call: str, reason: Reason, request: str) -> VoidReceipt:
        row = await lock_call(tx, reach, call)
        if answer := await self._requests.find_answer(tx, request):
            return VoidReceipt(**{**answer, "outcome": answer["outcome"] and Outcome(answer["outcome"])})
        already, at, measure = row.removed_at is not None, self._clock(), Measure(row.measure)
        if not already:
            await self._take_out(tx, row, measure, reason, at)
        total = await counters.load_total(tx, row.campaign_id, measure.name_kind(GroupKind.TOTAL), "", "")
        outcome = Outcome(row.outcome) if measure is Measure.CALLS else None
        voided = VoidReceipt(row.reference, row.day, row.slot, outcome, already, total, row.campaign_id)
        await self._requests.keep_answer(tx, caller, request, asdict(voided), at)
        if not already:
            action = "call.void" if measure is Measure.CALLS else "postcard.void"
            await self.record(tx, caller, action, row.id, row.org_id, reason.value)
        return voided

    async def _take_out(self, tx: Tx, row: Row, measure: Measure, reason: Reason, at: int) -> None:
        """Subtract a call or postcard. What a postcard says is deleted, and its writer told."""
        if measure is Measure.CALLS:
            await remove_call(tx, self._people, row.person_id, row.campaign_id, row.id, reason.value, at)
            return
        [card] = await tx.all(ONE, postcard=row.id)
        await remove_postcard(tx, self._people, card, reason.value, at)
        await add_postcard_notice(tx, card.id, card.person_id, PostcardNoticeKind.VOIDED, at)

    async def lock_suspendable(
        self, tx: Tx, caller: Caller, reach: Reach, account: str, platform: str | None = None
    ) -> tuple[Person, str | None]:
        """Lock a person the caller can suspend. Returns them and the org it is done for. Raises UserError."""
        person, org = await self._lock_person(tx, caller, reach, account, platform)
        if await self._people.is_admin(tx, person.id):
            raise UserError("suspend.admin")
        return person, org

    async def find_person(
        self, tx: Tx, caller: Caller, reach: Reach, whom: str, *, by_call: bool
    ) -> tuple[Person, str | None]:
        """Find a person the caller can suspend, by an account on their platform or by a call's reference.

        The answer never reveals who made a call. Raises the same UserError outside the reach as for no such call.
        """
        if not by_call:
            return await self.lock_suspendable(tx, caller, reach, whom)
        call = await lock_call(tx, reach, whom)
        return await self._lock_owner(tx, caller, reach, call.person_id)

    async def find_by_actor(self, tx: Tx, caller: Caller, reach: Reach, who: str) -> tuple[Person, str | None]:
        """Do the same for the person the audit trail calls ``who``."""
        row = await tx.one(_FIND_PERSON, who=who)
        return await self._lock_owner(tx, caller, reach, row.person_id if row else "")

    async def _lock_owner(self, tx: Tx, caller: Caller, reach: Reach, person_id: str) -> tuple[Person, str | None]:
        accounts = await self._people.load_accounts(tx, person_id)
        if not accounts:
            raise UserError("suspend.unknown")
        platform, account = accounts[0]
        return await self.lock_suspendable(tx, caller, reach, account, platform)

    async def _lock_person(
        self, tx: Tx, caller: Caller, reach: Reach, account: str, platform: str | None = None
    ) -> tuple[Person, str | None]:
        """Lock a person. Returns them and the org it is done for. Raises UserError outside the reach."""
        target = replace_account(caller, account, platform)
        person = await self._people.hold(tx, target)
        if person is None:
            raise UserError("suspend.unknown")
        org = await self._find_org(tx, reach, person, target)
        own = await self._people.ensure(tx, caller)
        if own.id == person.id:
            raise UserError("suspend.own")
        return person, org

    async def _lift_guard(self, tx: Tx, caller: Caller, reach: Reach, target: Caller, request: str) -> bool:
        """Lift the suspension of someone who deleted their data and didn't come back."""
        if answer := await self._requests.find_answer(tx, request):
            return bool(answer["changed"])
        guard = await self._people.guard(tx, target)
        if (
            guard is None
            or guard.suspended_at is None
            or not (reach.role is Role.ADMIN or reach.covers_org(guard.org_id))
        ):
            raise UserError("suspend.unknown")
        await lift_suspension(tx, guard.actor)
        await self._requests.keep_answer(tx, caller, request, {"changed": True}, self._clock())
        await self.record(tx, caller, "person.unsuspend", guard.actor, guard.org_id, "ok")
        return True

    async def _find_org(self, tx: Tx, reach: Reach, person: Person, target: Caller) -> str | None:
        """The org that puts a person within the caller's reach.

        Their chapter's org counts, or else the orgs of their calls, or else the org that suspended them.
        """
        chapter, guard = await self._people.find_org(tx, person), await self._people.guard(tx, target)
        orgs = [chapter] if chapter else [row.org_id for row in await tx.all(_ORGS, person=person.id)]
        if not orgs and guard and guard.org_id:
            orgs = [guard.org_id]
        within = [org for org in orgs if reach.covers_org(org)]
        if not within and reach.role is not Role.ADMIN:
            raise UserError("suspend.unknown")
        return within[0] if within else None

    async def _set_suspended(
        self, tx: Tx, caller: Caller, person: Person, org: str | None, request: str, action: str, reason: Reason | None
    ) -> bool:
        """Suspend for ``reason``, or lift the suspension if it is None. Returns whether that changed anything."""
        if answer := await self._requests.find_answer(tx, request):
            return bool(answer["changed"])
        at = self._clock()
        if reason:
            changed = bool(await tx.run(_SUSPEND, person=person.id, at=at))
        else:
            changed = (
                await lift_suspension(tx, await self._audit.ensure_actor(tx, person.id)) if person.suspended else False
            )
        await self._requests.keep_answer(tx, caller, request, {"changed": bool(changed)}, at)
        if changed:
            what = await self._audit.ensure_actor(tx, person.id)
            await self.record(tx, caller, action, what, org, reason.value if reason else "ok")
        return bool(changed)

    async def record(self, tx: Tx, caller: Caller, action: str, what: str, org: str | None, result: str) -> None:
        """Record the caller's act in the audit trail."""
        own = await self._people.ensure(tx, caller)
        await self._audit.record(tx, own.id, action, what, org, result)
