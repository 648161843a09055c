"""Puts drafts in force: a new campaign, or corrected words of one that runs. Start with `Publishing.publish`."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct, structs

from bot.core.base.build import Base
from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_history import Act
from bot.core.campaigns.campaigns import Campaign, Campaigns, find_by_id
from bot.core.changes.build import ChangeServices
from bot.core.changes.proposal_rows import find_proposal
from bot.core.draft_parts.entry_text import make_key
from bot.core.drafts.draft_check import DraftChecker, DraftView
from bot.core.drafts.draft_rights import has_moved
from bot.core.drafts.draft_rows import Draft, drop_draft, find_draft, list_draft_keys, save_draft
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.phrases import make_translations
from bot.roles import Reach
from bot.store.engine import Tx

_KEY = 32  # characters of a campaign's key


class Published(Struct, frozen=True):
    """A campaign with new content in force. ``act`` says whether it is new.

    ``waits`` is the id of the proposal that waits for another admin; then nothing is in force yet. ``was_closed`` says
    that the campaign took no more calls before, and ``live`` is the campaign as it is now.
    """

    campaign: CampaignFile
    act: Act
    waits: str = ""
    was_closed: bool = False
    live: Campaign | None = None


class Unready(Struct, frozen=True):
    """Nothing was published, because something is missing or wrong in the draft."""

    view: DraftView


class Outdated(Struct, frozen=True):
    """Nothing was published, because the campaign changed after the draft was made from it. ``theirs`` is in force."""

    view: DraftView
    mine: CampaignFile
    theirs: CampaignFile


class Unseen(Struct, frozen=True):
    """Nothing was published, because somebody else changed the draft after the caller saw it."""

    view: DraftView


PublishResult: TypeAlias = Published | Unready | Outdated | Unseen


class Publishing:
    """Publishes drafts, for those who may write them."""

    def __init__(
        self, base: Base, people: People, campaigns: Campaigns, checker: DraftChecker, changes: ChangeServices
    ) -> None:
        self._store, self._clock, self._requests, self._audit = base.store, base.clock, base.requests, base.audit
        self._people, self._campaigns = people, campaigns
        self._checker, self._changes = checker, changes

    async def publish(
        self, caller: Caller, reach: Reach, draft: str, request: str, at: int, over: str = "", seen: int | None = None
    ) -> PublishResult:
        """Put a draft in force, once per ``request``. It is a draft no more.

        ``over`` begins the version that the caller saw in force and chose to replace. ``seen`` is when the draft that
        they saw was changed last, None if they saw none. Raises UserError.
        """

        async def publish(tx: Tx) -> PublishResult:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return await self._repeat(tx, answer)
            view = await self._checker.check(tx, await self._prepare(tx, reach, draft), reach, at)
            own = await self._audit.ensure_actor(tx, person.id)
            if seen is not None and view.draft.updated_at > seen and view.draft.updated_by != own:
                return Unseen(view)
            done = await self._publish(tx, person.id, view, over, at)
            if isinstance(done, Published):
                answer = {"version": done.campaign.version, "act": done.act.value, "waits": done.waits}
                answer |= {"was_closed": done.was_closed}
                await self._requests.keep_answer(tx, caller, request, answer, at)
            return done

        done = await self._store.write(publish)
        self._changes.second_person.wake()
        known = await self._campaigns.load_all()  # so that this process names the campaign at once
        if isinstance(done, Published) and not done.waits:
            return structs.replace(done, live=find_by_id(known, done.campaign.key))
        return done

    async def _publish(
        self, tx: Tx, person: str, view: DraftView, over: str, at: int
    ) -> Published | Unready | Outdated:
        draft, content = view.draft, view.campaign
        if content is None or view.troubles:
            return Unready(view)
        in_force = await self._campaigns.lock(tx, draft.campaign_id)
        was_closed = False
        if in_force:
            live = find_by_id(await self._campaigns.read_all(tx), draft.campaign_id)
            await _check_owner(tx, draft, live)
            was_closed = live is not None and live.state(at) is CampaignState.CLOSED
        if in_force and in_force.version != draft.base_version and not _is_seen(in_force, over):
            return Outdated(view, content, in_force)
        act = Act.EDIT if in_force else Act.PUBLISH
        waits = await self._changes.second_person.put(tx, person, act, content, in_force, draft.org_id)
        if waits is None:  # otherwise it is a draft until the change is released
            await drop_draft(tx, draft.id)
        return Published(content, act, waits or "", was_closed)

    async def _prepare(self, tx: Tx, reach: Reach, id: str) -> Draft:
        """The draft of a new campaign with a key that is still free; a file may have brought in its own."""
        draft = await find_draft(tx, reach, id, lock=True)
        keys = await self._campaigns.list_keys(tx)
        if not draft.is_new or draft.campaign_id not in keys:
            return draft
        moved = structs.replace(draft, campaign_id=make_key(draft.campaign_id, keys | await list_draft_keys(tx), _KEY))
        await save_draft(tx, moved)
        return moved

    async def _repeat(self, tx: Tx, answer: Mapping[str, Any]) -> Published:
        """The answer to a request that was done before."""
        waits = answer.get("waits", "")
        kept = await find_proposal(tx, waits, self._changes.read_content, self._clock()) if waits else None
        content = kept.content if kept else await self._campaigns.find_version(tx, answer["version"])
        if content is None:
            raise UserError("draft.unknown")
        return Published(content, Act(answer["act"]), kept.id if kept else "", answer.get("was_closed", False))


async def _check_owner(tx: Tx, draft: Draft, live: Campaign | None) -> None:
    """Raise UserError if an admin has moved the campaign to another org, or if its file counts again."""
    if live is None or await has_moved(tx, draft.org_id, live):
        raise UserError("draft.moved")
    if not live.in_chat:
        raise UserError("draft.in_file", title=make_translations(live.file.title), campaign=live.id)


def _is_seen(in_force: CampaignFile, over: str) -> bool:
    return bool(over) and in_force.version.startswith(over)
