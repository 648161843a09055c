"""Imports a campaign from a file that somebody sent. It is in force only after they saw what would change.

Start with `Importing.read` and `Importing.save`.
"""

import asyncio

from msgspec import Struct, structs

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaign_files.campaign_file import CampaignFile, Cost
from bot.core.campaigns.campaign_history import Act
from bot.core.campaigns.campaigns import Campaigns
from bot.core.changes.proposal_rows import Proposal, ReadContent, add_proposal, drop_proposal, find_proposal
from bot.core.changes.second_person import SecondPerson
from bot.core.drafts.difference import Difference, Effect, compare_contents
from bot.core.drafts.draft_check import DraftChecker
from bot.core.drafts.draft_rows import Draft, find_draft_of, list_draft_keys
from bot.core.handover.imported_file import FileProblem, RefusedFile, SentCampaign, adapt_content, read_sent_campaign
from bot.core.handover.replacement import ImportTarget, find_import_target
from bot.core.handover.sweep import sweep_proposals
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.phrases import make_translations
from bot.roles import Reach, Role
from bot.store.engine import Tx


class ImportView(Struct, frozen=True):
    """A file that was read: its content, and what it would change.

    ``proposal`` is the id under which it is kept, empty if nothing would change. ``in_force`` is what it replaces.
    ``narrowed`` means that it was made for one org alone, since its sender isn't an admin. ``needs_second`` means that
    another admin has to release it. ``effect`` is None for a new campaign.
    """

    proposal: str
    content: CampaignFile
    in_force: CampaignFile | None
    differences: tuple[Difference, ...]
    narrowed: bool = False
    needs_second: bool = False
    effect: Effect | None = None


class ImportProblems(Struct, frozen=True):
    """A file that can't be imported, with everything that is wrong with it."""

    problems: tuple[FileProblem, ...]


class Imported(Struct, frozen=True):
    """A campaign that is in force now, or waits for another admin with the proposal ``waits``."""

    content: CampaignFile
    is_new: bool
    waits: str = ""


class Importing:
    """Reads files, and saves them once their sender agrees. ``zone`` is the coalition's."""

    def __init__(
        self,
        base: Base,
        people: People,
        campaigns: Campaigns,
        checker: DraftChecker,
        second: SecondPerson,
        read_content: ReadContent,
        zone: str,
        cost: Cost,
    ) -> None:
        self._store, self._clock = base.store, base.clock
        self._requests, self._audit = base.requests, base.audit
        self._people, self._campaigns, self._checker = people, campaigns, checker
        self._second, self._read_content, self._zone = second, read_content, zone
        self._cost = cost

    async def read(
        self, caller: Caller, reach: Reach, data: bytes, name: str, request: str, at: int
    ) -> ImportView | ImportProblems:
        """Read a file, and keep it for a day until its sender decides. Once per ``request``.

        Raises UserError for a campaign that the caller may not replace.
        """
        sent = await asyncio.to_thread(read_sent_campaign, data, name, self._zone, self._cost)
        if isinstance(sent, RefusedFile):
            return ImportProblems(await self._store.read(lambda tx: self._report(tx, reach, sent, at)))
        return await self._store.write(lambda tx: self._keep(tx, caller, reach, sent, request, at))

    async def save(self, caller: Caller, reach: Reach, proposal: str, request: str, at: int) -> Imported:
        """Put a file's content in force, or ask another admin. Once per ``request``. Raises UserError."""

        async def save(tx: Tx) -> Imported:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return await self._repeat(tx, answer["campaign"], new=answer["new"], waits=answer["waits"])
            kept = await self._find_own(tx, person.id, proposal)
            target = await find_import_target(tx, self._campaigns, reach, kept.content)
            if target.unknown_org:  # they coordinate it no more
                raise UserError("import.unknown", word=kept.content.key)
            in_force = await self._campaigns.lock(tx, kept.content.key)
            if (in_force.version if in_force else None) != kept.base:
                raise UserError("import.outdated", title=make_translations(kept.content.title))
            waits = await self._second.put(tx, person.id, Act.IMPORT, kept.content, in_force, target.org_id, kept)
            if waits is None:
                await drop_proposal(tx, proposal)
            done = Imported(kept.content, in_force is None, waits or "")
            answer = {"campaign": kept.content.key, "new": done.is_new, "waits": done.waits}
            await self._requests.keep_answer(tx, caller, request, answer, at)
            return done

        done = await self._store.write(save)
        self._second.wake()
        await self._campaigns.load_all()  # so that this process names the campaign at once
        return done

    async def discard(self, caller: Caller, proposal: str) -> CampaignFile:
        """Throw a file away that wasn't saved. Raises UserError if there is none."""

        async def discard(tx: Tx) -> CampaignFile:
            person = await self._people.take(tx, caller)
            kept = await self._find_own(tx, person.id, proposal)
            await drop_proposal(tx, proposal)
            return kept.content

        return await self._store.write(discard)

    async def _keep(
        self, tx: Tx, caller: Caller, reach: Reach, sent: SentCampaign, request: str, at: int
    ) -> ImportView | ImportProblems:
        person = await self._people.take(tx, caller)
        target = await find_import_target(tx, self._campaigns, reach, sent.content)
        await self._refuse_foreign_draft(tx, reach, sent.content.key, target)
        if target.unknown_org:
            return ImportProblems((_report_unknown_org(sent),))
        content = self._narrow(sent.content, target, reach)
        view = await self._checker.check(tx, _make_draft(content, target, at), reach, at)
        if view.troubles:
            return ImportProblems(sent.place(view.troubles))
        found = compare_contents(target.in_force, content)
        narrowed, needed = content != sent.content, self._second.is_needed(content, target.in_force)
        if target.in_force and target.in_force.version == content.version:
            return ImportView("", content, target.in_force, (), narrowed)
        if answer := await self._requests.find_answer(tx, request):
            return ImportView(answer["proposal"], content, target.in_force, found, narrowed, needed, view.effect)
        await sweep_proposals(tx, self._clock())
        actor = await self._audit.ensure_actor(tx, person.id)
        base = target.in_force.version if target.in_force else None
        kept = await add_proposal(tx, Act.IMPORT, content, base, actor, target.org_id, self._clock())
        await self._requests.keep_answer(tx, caller, request, {"proposal": kept.id}, at)
        return ImportView(kept.id, content, target.in_force, found, narrowed, needed, view.effect)

    async def _report(self, tx: Tx, reach: Reach, sent: RefusedFile, at: int) -> tuple[FileProblem, ...]:
        """Everything that is wrong with a file, also where the parser alone would find no fault."""
        if sent.document is None:
            return sent.report()
        draft = _draft_entries(sent.list_sound_entries(), at)
        known = {one.id: one.file.version for one in await self._campaigns.load_within(tx, reach)}
        draft = structs.replace(draft, base_version=known.get(draft.campaign_id))
        troubles = (await self._checker.check(tx, draft, reach, at)).troubles
        return sent.report(one for one in troubles if not one.key.startswith("draft.missing."))

    def _narrow(self, content: CampaignFile, target: ImportTarget, reach: Reach) -> CampaignFile:
        """The content for the caller's own org, which alone sees it until an admin widens it."""
        if reach.role is Role.ADMIN:
            return content
        is_wide = target.in_force is not None and not target.in_force.is_for_org
        audience = content.audience if is_wide else "org"
        return adapt_content(content, self._zone, self._cost, org=target.org, audience=audience)

    async def _refuse_foreign_draft(self, tx: Tx, reach: Reach, key: str, target: ImportTarget) -> None:
        """Refuse a key that somebody else's draft or campaign has."""
        taken = target.in_force is None and key in await list_draft_keys(tx)
        if taken and await find_draft_of(tx, reach, key) is None:
            raise UserError("import.unknown", word=key)

    async def _find_own(self, tx: Tx, person: str, proposal: str) -> Proposal:
        actor = await self._audit.ensure_actor(tx, person)
        kept = await find_proposal(tx, proposal, self._read_content, self._clock(), lock=True)
        if kept is None or kept.actor != actor or kept.act is not Act.IMPORT or kept.waiting_since is not None:
            raise UserError("import.gone")
        return kept

    async def _repeat(self, tx: Tx, campaign: str, *, new: bool, waits: str) -> Imported:
        """The answer to a request that was done before."""
        if waits:
            kept = await find_proposal(tx, waits, self._read_content, self._clock())
            if kept:
                return Imported(kept.content, new, waits)
        content = next((one.file for one in await self._campaigns.read_all(tx) if one.id == campaign), None)
        if content is None:
            raise UserError("import.gone")
        return Imported(content, new, waits)


def _report_unknown_org(sent: SentCampaign) -> FileProblem:
    at = sent.document.make_problem(("org",), "")
    return FileProblem(at.line, at.column, key="draft.wrong.org", params={"name": sent.content.org or ""})


def _make_draft(content: CampaignFile, target: ImportTarget, at: int) -> Draft:
    """The content as a draft, which the checker of drafts judges."""
    base = target.in_force.version if target.in_force else None
    return structs.replace(
        _draft_entries(list_entries(content), at), org_id=target.org_id, org=content.org, base_version=base
    )


def _draft_entries(entries: Entries, at: int) -> Draft:
    """The entries of a file as a draft of no org."""
    own = {name: value for name, value in entries.items() if name not in ("campaign", "org")}
    return Draft("", str(entries.get("campaign", "")), None, None, own, None, None, None, at, "")
