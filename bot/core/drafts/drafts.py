"""Starts, lists, loads and changes drafts of campaigns. Each part is saved at once, and no words get lost.

Start with `Drafts.start` and `Drafts.save_part`.
"""

from collections.abc import Callable, Mapping

from msgspec import structs

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaigns.campaign_search import find_campaign
from bot.core.campaigns.campaigns import Campaigns, find_by_id
from bot.core.coalition.org_directory import EVERYTHING, find_org
from bot.core.congress.congress import Congress
from bot.core.directory.members import Directory
from bot.core.draft_parts.draft_parts import mark_fields, read_part, write_and_follow
from bot.core.draft_parts.entry_text import Fields, make_key
from bot.core.draft_parts.list_parts import rekey_new_asks
from bot.core.draft_parts.typed_fields import Reword, read_typed, show_typed
from bot.core.drafts.beginnings import (
    KEY,
    NO_WORDS,
    FirstWords,
    begin_entries,
    list_own_entries,
    set_apart,
    write_first,
)
from bot.core.drafts.conflicts import SHORT, Conflict, add_unseen, is_conflict
from bot.core.drafts.draft_check import DraftChecker, DraftView
from bot.core.drafts.draft_rights import find_owner, has_moved
from bot.core.drafts.draft_rows import (
    ConflictRow,
    Draft,
    add_conflict,
    add_draft,
    drop_conflict,
    drop_draft,
    find_conflict,
    find_draft,
    find_draft_of,
    list_draft_keys,
    list_drafts,
    make_draft,
    make_row_id,
    save_draft,
)
from bot.core.drafts.draft_search import find_draft_named
from bot.core.people.people import People
from bot.core.totals.report_totals import find_answered
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx

MOST_DRAFTS = 30  # of one org, or of the coalition


class Drafts:
    """Drafts of campaigns, for those who may write for their org. Others' drafts are reported as not found.

    ``zone`` is the coalition's. ``reword`` writes a time of another language in English.
    """

    def __init__(
        self,
        base: Base,
        people: People,
        campaigns: Campaigns,
        congress: Congress,
        checker: DraftChecker,
        zone: str,
        reword: Reword,
    ) -> None:
        self._store, self._requests, self._audit = base.store, base.requests, base.audit
        self._people, self._campaigns, self._congress = people, campaigns, congress
        self._checker, self._zone, self._reword = checker, zone, reword

    async def start(
        self,
        caller: Caller,
        reach: Reach,
        title: str,
        source: str | None,
        org: str | None,
        request: str,
        at: int,
        first: FirstWords = NO_WORDS,
    ) -> DraftView:
        """Start a draft of a new campaign, once per ``request``. ``source`` names a campaign to copy.

        ``org`` names the org it is for. Left out, it is the coordinator's own, or the coalition's for an admin.
        ``first`` are words that it begins with. Raises UserError.
        """

        async def start(tx: Tx) -> DraftView:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return await self._load_view(tx, reach, answer["draft"], at)
            owner = await find_org(tx, reach, org) if org or reach.role is not Role.ADMIN else None
            visible = await self._campaigns.load_within(tx, reach)
            copied = find_campaign(visible, source, at, every=True) if source else None
            key = make_key(title, await self._list_keys(tx), KEY)
            actor = await self._audit.ensure_actor(tx, person.id)
            entries = write_first(begin_entries(title, copied, owner), first)
            draft = await self._add(tx, reach, make_draft(key, owner, entries, None, at, actor))
            await self._audit.record(tx, person.id, "draft.new", key, draft.org_id)
            await self._requests.keep_answer(tx, caller, request, {"draft": draft.id}, at)
            return await self._checker.check(tx, draft, reach, at)

        return await self._store.write(start)

    async def edit(self, caller: Caller, reach: Reach, word: str, request: str, at: int) -> DraftView:
        """The draft that ``word`` or its campaign's name means, made from the words in force if there is none yet.

        Raises UserError for a campaign of the coalition or another org, and for one that is written in its file.
        """

        async def edit(tx: Tx) -> DraftView:
            person = await self._people.take(tx, caller)
            named = await self._find_named(tx, reach, word, every=True)
            if named and named.is_new:
                return await self._checker.check(tx, named, reach, at)
            visible = await self._campaigns.load_within(tx, reach)
            campaign = find_by_id(visible, named.campaign_id) if named else find_campaign(visible, word, at, every=True)
            if campaign is None:
                raise UserError("draft.moved")
            owner = await find_owner(tx, reach, campaign)
            known = await find_draft_of(tx, EVERYTHING, campaign.id)
            if known and await has_moved(tx, known.org_id, campaign):
                await set_apart(tx, self._audit, person.id, known.id, await self._list_keys(tx))
            elif known:
                return await self._checker.check(tx, known, reach, at)
            actor = await self._audit.ensure_actor(tx, person.id)
            entries = list_own_entries(campaign)
            new = make_draft(campaign.id, owner, entries, campaign.file.version, at, actor)
            draft = await self._add(tx, reach, new)
            await self._audit.record(tx, person.id, "draft.new", campaign.id, draft.org_id)
            return await self._checker.check(tx, draft, reach, at)

        return await self._store.write(edit)

    async def list(self, reach: Reach) -> tuple[Draft, ...]:
        """The drafts within ``reach``, the last changed first."""
        return await self._store.read(lambda tx: list_drafts(tx, reach))

    async def find_new(self, reach: Reach, word: str, at: int) -> DraftView | None:
        """The draft of a new campaign that ``word`` names, None if a campaign has that name. Raises UserError."""

        async def read(tx: Tx) -> DraftView | None:
            new = await self._find_named(tx, reach, word)
            return await self._checker.check(tx, new, reach, at) if new else None

        return await self._store.read(read)

    async def load(self, reach: Reach, draft: str, at: int) -> DraftView:
        """A draft, and what is missing or wrong in it. Raises UserError if there is none."""
        return await self._store.read(lambda tx: self._load_view(tx, reach, draft, at))

    async def read_form(self, reach: Reach, draft: str, part: str) -> tuple[Fields, str]:
        """What a part's form shows, and the mark of it. Raises UserError."""
        found = await self._store.read(lambda tx: find_draft(tx, reach, draft))
        fields = read_part(found.entries, part)
        return show_typed(part, fields, await self._congress.read_directory()), mark_fields(fields)

    async def save_part(
        self,
        caller: Caller,
        reach: Reach,
        draft: str,
        part: str,
        fields: Mapping[str, str],
        mark: str,
        request: str,
        at: int,
    ) -> DraftView | Conflict:
        """Save a part as its form was filled in, once per ``request``, also if something is wrong with it.

        ``mark`` is the mark of what the form showed, empty if its content hadn't arrived: then fields that weren't
        filled in stay as they are. If the form would change words that it didn't show, nothing changes until the
        caller chooses: see `settle`. Raises UserError.
        """

        async def save(tx: Tx) -> DraftView | Conflict:
            person = await self._people.take(tx, caller)
            if await self._requests.find_answer(tx, request):
                return await self._load_view(tx, reach, draft, at)
            found = await find_draft(tx, reach, draft, lock=True)
            actor = await self._audit.ensure_actor(tx, person.id)
            directory = await self._congress.load_directory(tx) if part == "targets" else Directory()
            typed = read_typed(part, dict(fields), self._zone, at, directory, self._reword)
            before = read_part(found.entries, part)
            typed = typed if mark else add_unseen(part, typed, before)
            entries = await self._write_part(tx, found, part, typed)
            await self._requests.keep_answer(tx, caller, request, {"draft": draft}, at)
            known = SHORT if not mark and found.updated_by == actor else frozenset()
            if is_conflict(before, read_part(entries, part), mark, known):
                row = ConflictRow(make_row_id(), draft, part, typed, actor)
                await add_conflict(tx, row, at)
                view = await self._checker.check(tx, found, reach, at)
                mine, theirs = (show_typed(part, side, directory) for side in (typed, before))
                return Conflict(row.id, view, part, mine, theirs, unseen=not mark)
            return await self._save(tx, person.id, reach, structs.replace(found, entries=entries), actor, at)

        return await self._store.write(save)

    async def settle(self, caller: Caller, reach: Reach, conflict: str, *, mine: bool, at: int) -> DraftView:
        """Choose between the caller's words and newer ones. Raises UserError if they chose before."""

        async def settle(tx: Tx) -> DraftView:
            person = await self._people.take(tx, caller)
            actor = await self._audit.ensure_actor(tx, person.id)
            row = await find_conflict(tx, conflict, at)
            if row.actor != actor:
                raise UserError("draft.no_conflict")
            found = await find_draft(tx, reach, row.draft, lock=True)
            await drop_conflict(tx, conflict)
            if not mine:
                return await self._checker.check(tx, found, reach, at)
            entries = await self._write_part(tx, found, row.part, row.fields)
            return await self._save(tx, person.id, reach, structs.replace(found, entries=entries), actor, at)

        return await self._store.write(settle)

    async def change(
        self, caller: Caller, reach: Reach, draft: str, change: Callable[[Entries], Entries], request: str, at: int
    ) -> DraftView:
        """Change a draft's entries, once per ``request``. Raises UserError."""

        async def save(tx: Tx) -> DraftView:
            person = await self._people.take(tx, caller)
            if await self._requests.find_answer(tx, request):
                return await self._load_view(tx, reach, draft, at)
            found = await find_draft(tx, reach, draft, lock=True)
            actor = await self._audit.ensure_actor(tx, person.id)
            await self._requests.keep_answer(tx, caller, request, {"draft": draft}, at)
            changed = structs.replace(found, entries=change(found.entries))
            return await self._save(tx, person.id, reach, changed, actor, at)

        return await self._store.write(save)

    async def hold(self, caller: Caller, reach: Reach, draft: str, part: str, fields: Fields, at: int) -> str:
        """Keep words of a part until their author decides with `settle`. Gives their id. Raises UserError."""

        async def hold(tx: Tx) -> str:
            person = await self._people.take(tx, caller)
            found = await find_draft(tx, reach, draft)
            actor = await self._audit.ensure_actor(tx, person.id)
            row = ConflictRow(make_row_id(), found.id, part, fields, actor)
            await add_conflict(tx, row, at)
            return row.id

        return await self._store.write(hold)

    async def discard(self, caller: Caller, reach: Reach, draft: str) -> Draft:
        """Delete a draft. Its campaign, if there is one, stays as it is. Raises UserError if there is none."""

        async def discard(tx: Tx) -> Draft:
            person = await self._people.take(tx, caller)
            found = await find_draft(tx, reach, draft, lock=True)
            await drop_draft(tx, draft)
            await self._audit.record(tx, person.id, "draft.discard", found.campaign_id, found.org_id)
            return found

        return await self._store.write(discard)

    async def _find_named(self, tx: Tx, reach: Reach, word: str, *, every: bool = False) -> Draft | None:
        known = await self._campaigns.load_within(tx, reach)
        return find_draft_named(await list_drafts(tx, reach), known, word, every=every)

    async def _write_part(self, tx: Tx, found: Draft, part: str, fields: Fields) -> Entries:
        """The entries with a part as it was filled in. A new question gets a key that no answers have."""
        entries = write_and_follow(found.entries, part, fields)
        if found.base_version is None or part.partition(":")[0] != "ask":
            return entries
        base = await self._campaigns.find_version(tx, found.base_version)
        live = list_entries(base).get("asks", ()) if base else ()
        return rekey_new_asks(entries, found.entries, live, await find_answered(tx, found.campaign_id))

    async def _load_view(self, tx: Tx, reach: Reach, draft: str, at: int) -> DraftView:
        return await self._checker.check(tx, await find_draft(tx, reach, draft), reach, at)

    async def _save(self, tx: Tx, person: str, reach: Reach, draft: Draft, actor: str, at: int) -> DraftView:
        changed = structs.replace(draft, updated_at=at, updated_by=actor, waiting_since=None, asked_by=None)
        await save_draft(tx, changed)
        await self._audit.record(tx, person, "draft.save", draft.campaign_id, draft.org_id)
        return await self._checker.check(tx, changed, reach, at)

    async def _add(self, tx: Tx, reach: Reach, draft: Draft) -> Draft:
        count = sum(one.org_id == draft.org_id for one in await list_drafts(tx, reach))
        if count >= MOST_DRAFTS:
            raise UserError("draft.too_many", count=MOST_DRAFTS)
        await add_draft(tx, draft)
        return draft

    async def _list_keys(self, tx: Tx) -> frozenset[str]:
        return await self._campaigns.list_keys(tx) | await list_draft_keys(tx)
