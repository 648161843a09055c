"""What becomes of changes that wait: another admin releases or refuses them, or their author takes them back."""

from msgspec import Struct, structs

from bot.core.base.build import Base
from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_history import Act, Change
from bot.core.campaigns.campaigns import Campaign, Campaigns, find_by_id
from bot.core.changes.change_notices import (
    ChangeKind,
    add_change_notice,
    is_withdrawn,
    withdraw_change_notices,
)
from bot.core.changes.proposal_rows import (
    Proposal,
    ReadContent,
    count_waiting,
    drop_proposal,
    find_proposal,
    list_waiting,
)
from bot.core.drafts.difference import Difference, Effect, compare_contents, foresee_effect
from bot.core.drafts.draft_rows import drop_draft
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.phrases import make_translations
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import actors, campaign_drafts
from bot.text import matches

_OWN = Statement(select(actors.c.id).where(actors.c.person_id == bindparam("person")))
_DRAFT = Statement(
    select(campaign_drafts.c.id).where(
        campaign_drafts.c.campaign_id == bindparam("campaign"), campaign_drafts.c.updated_at <= bindparam("before")
    )
)


class PendingChange(Struct, frozen=True):
    """A change that waits, what is in force, and what it would change. ``is_own``: the reader proposed it.

    ``effect`` is None for a new campaign.
    """

    proposal: Proposal
    in_force: CampaignFile | None
    differences: tuple[Difference, ...]
    is_own: bool
    effect: Effect | None = None


class Released(Struct, frozen=True):
    """A content that is in force now. ``was_closed`` and ``live`` are as in `publishing.Published`."""

    content: CampaignFile
    was_closed: bool
    live: Campaign | None = None


class Approvals:
    """Shows, releases and refuses changes that wait, for admins. Their authors see their own and take them back."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, read_content: ReadContent) -> None:
        self._store, self._clock, self._keys = base.store, base.clock, base.keys
        self._requests, self._audit, self._waker = base.requests, base.audit, base.waker
        self._people, self._campaigns, self._read_content = people, campaigns, read_content

    async def list(self, caller: Caller) -> tuple[PendingChange, ...]:
        """The changes that wait, the newest first."""

        async def read(tx: Tx) -> tuple[PendingChange, ...]:
            found = await list_waiting(tx, self._read_content, self._clock())
            return tuple([await self._describe(tx, caller, one) for one in found])

        return await self._store.read(read)

    async def count(self, caller: Caller) -> tuple[int, str]:
        """How many changes of others wait, and the id of the newest."""

        async def read(tx: Tx) -> tuple[int, str]:
            return await count_waiting(tx, await self._find_actor(tx, caller), self._clock())

        return await self._store.read(read)

    async def load(self, caller: Caller, proposal: str) -> PendingChange:
        """A change that waits. Raises UserError if it doesn't."""

        async def read(tx: Tx) -> PendingChange:
            return await self._describe(tx, caller, await self._find(tx, proposal))

        return await self._store.read(read)

    async def release(self, caller: Caller, proposal: str, request: str, at: int) -> Released:
        """Put a change in force that somebody else proposed, once per ``request``. Raises UserError for one's own."""

        async def release(tx: Tx) -> Released:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                again = await self._campaigns.find_version(tx, answer["version"])
                if again is None:
                    raise UserError("change.gone")
                return Released(again, answer["was_closed"])
            waiting = await self._find(tx, proposal, lock=True)
            if await self._audit.ensure_actor(tx, person.id) == waiting.actor:
                raise UserError("change.own")
            in_force = await self._campaigns.lock(tx, waiting.content.key)
            if (in_force.version if in_force else None) != waiting.base:
                raise UserError("change.outdated", title=make_translations(waiting.content.title))
            before = await self._find_live(tx, waiting.content.key)
            await self._campaigns.put(tx, waiting.content, Change(waiting.act, waiting.actor))
            if waiting.act in (Act.EDIT, Act.PUBLISH):  # it was that draft
                for draft in await tx.all(_DRAFT, campaign=waiting.content.key, before=waiting.waiting_since):
                    await drop_draft(tx, draft.id)
            await self._finish(tx, person.id, waiting, "campaign.release", ChangeKind.RELEASED)
            done = Released(waiting.content, before is not None and before.state(at) is CampaignState.CLOSED)
            answer = {"version": waiting.content.version, "was_closed": done.was_closed}
            await self._requests.keep_answer(tx, caller, request, answer, at)
            return done

        done = await self._store.write(release)
        self._waker.wake()
        known = await self._campaigns.load_all()
        return structs.replace(done, live=find_by_id(known, done.content.key))

    async def refuse(self, caller: Caller, proposal: str, reason: str = "") -> Proposal:
        """Drop a change that waits, and tell its author the ``reason``; its author may take it back too.

        Raises UserError if it doesn't wait.
        """

        async def refuse(tx: Tx) -> Proposal:
            person, waiting = await self._people.take(tx, caller), await self._find(tx, proposal, lock=True)
            if await self._audit.ensure_actor(tx, person.id) == waiting.actor:
                await self._drop_own(tx, person.id, waiting)
            else:
                await self._finish(tx, person.id, waiting, "campaign.refuse", ChangeKind.REFUSED, reason)
            return waiting

        done = await self._store.write(refuse)
        self._waker.wake()
        return done

    async def list_own(self, caller: Caller, word: str | None = None) -> tuple[PendingChange, ...]:
        """The caller's own changes that wait, or those of the campaign whose key or title contains ``word``."""
        own = [one for one in await self.list(caller) if one.is_own]
        named = [one for one in own if not word or matches(word, one.proposal.content.key, *_list_titles(one))]
        return tuple(named)

    async def load_own(self, caller: Caller, proposal: str) -> PendingChange:
        """A change of the caller's own that waits. Raises UserError, for somebody else's too, as if it didn't wait."""
        found = await self.load(caller, proposal)
        if not found.is_own:
            raise UserError("change.gone")
        return found

    async def withdraw(self, caller: Caller, proposal: str, request: str, at: int) -> None:
        """Take back a change of the caller's own, once per ``request``. Raises UserError if there is none."""

        async def withdraw(tx: Tx) -> None:
            person = await self._people.take(tx, caller)
            if await self._requests.find_answer(tx, request) is not None:
                return
            waiting = await find_proposal(tx, proposal, self._read_content, self._clock(), lock=True)
            own = await self._audit.ensure_actor(tx, person.id)
            if waiting is None or waiting.waiting_since is None or waiting.actor != own:
                raise UserError("change.gone")
            await self._drop_own(tx, person.id, waiting)
            await self._requests.keep_answer(tx, caller, request, {"withdrawn": proposal}, at)

        await self._store.write(withdraw)

    async def _drop_own(self, tx: Tx, person: str, waiting: Proposal) -> None:
        await drop_proposal(tx, waiting.id)
        await withdraw_change_notices(tx, waiting.id)
        await self._audit.record(tx, person, "campaign.withdraw", waiting.content.key, waiting.org)

    async def _finish(
        self, tx: Tx, person: str, waiting: Proposal, action: str, kind: ChangeKind, reason: str = ""
    ) -> None:
        await drop_proposal(tx, waiting.id)
        await self._audit.record(tx, person, action, waiting.content.key, waiting.org)
        title = waiting.content.title if kind is ChangeKind.REFUSED else None
        to = (waiting.id, waiting.content.key, waiting.actor)
        sealed = self._keys.encrypt(reason) if reason else None
        await add_change_notice(tx, *to, kind, self._clock(), title, sealed)

    async def _find(self, tx: Tx, proposal: str, *, lock: bool = False) -> Proposal:
        found = await find_proposal(tx, proposal, self._read_content, self._clock(), lock=lock)
        if found is None or found.waiting_since is None:
            raise UserError("change.withdrawn" if await is_withdrawn(tx, proposal) else "change.gone")
        return found

    async def _describe(self, tx: Tx, caller: Caller, waiting: Proposal) -> PendingChange:
        own, live = await self._find_actor(tx, caller) == waiting.actor, await self._find_live(tx, waiting.content.key)
        if live is None:
            return PendingChange(waiting, None, compare_contents(None, waiting.content), own)
        effect = await foresee_effect(tx, self._campaigns, live, waiting.content)
        return PendingChange(waiting, live.file, effect.changes, own, effect)

    async def _find_live(self, tx: Tx, campaign: str) -> Campaign | None:
        return find_by_id(await self._campaigns.read_all(tx), campaign)

    async def _find_actor(self, tx: Tx, caller: Caller) -> str:
        """What the audit trail calls the caller, empty if it doesn't know them."""
        person = await self._people.find(tx, caller)
        row = await tx.one(_OWN, person=person.id) if person else None
        return str(row.id) if row else ""


def _list_titles(pending: PendingChange) -> tuple[str, ...]:
    return tuple(pending.proposal.content.title.values())
