"""Puts changed content in force, or lets it wait for another admin where the coalition wants two people.

Every change of a campaign in chat comes through `SecondPerson.put`.
"""

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_history import Act, Change
from bot.core.campaigns.campaigns import Campaigns
from bot.core.changes.change_notices import ChangeKind, add_change_notice
from bot.core.changes.proposal_rows import Proposal, add_proposal, ask_for_release
from bot.core.people.people import People
from bot.store.engine import Tx


class SecondPerson:
    """Decides whether a change needs another admin. ``two_person`` is the coalition's setting."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, *, two_person: bool) -> None:
        self._clock, self._audit, self._waker = base.clock, base.audit, base.waker
        self._people, self._campaigns, self._two_person = people, campaigns, two_person

    def is_needed(self, content: CampaignFile, in_force: CampaignFile | None) -> bool:
        """Whether a change reaches beyond one org, and so needs another admin."""
        shown = (content, in_force) if in_force else (content,)
        return self._two_person and any(not one.is_for_org for one in shown)

    async def put(
        self,
        tx: Tx,
        person: str,
        act: Act,
        content: CampaignFile,
        in_force: CampaignFile | None,
        org: str | None,
        proposal: Proposal | None = None,
    ) -> str | None:
        """Put content in force and audit it, or ask another admin. Returns the id of what waits, None if nothing does.

        ``in_force`` is the content that it replaces, under a lock. ``org`` is the id of the org that runs the
        campaign. ``proposal`` is where the content was kept until now.
        """
        actor = await self._audit.ensure_actor(tx, person)
        if not self.is_needed(content, in_force):
            await self._campaigns.put(tx, content, Change(act, actor))
            await self._audit.record(tx, person, f"campaign.{act}", content.key, org)
            return None
        now = self._clock()
        base = in_force.version if in_force else None
        kept = proposal or await add_proposal(tx, act, content, base, actor, org, now)
        await ask_for_release(tx, kept.id, now)
        await self._audit.record(tx, person, "campaign.ask", content.key, org)
        for admin in await self._people.list_admins(tx):
            other = await self._audit.ensure_actor(tx, admin)
            if other != actor:
                await add_change_notice(tx, kept.id, content.key, other, ChangeKind.WAITING, now)
        return kept.id

    def wake(self) -> None:
        """Let the notices go out, after a transaction that may have added some."""
        self._waker.wake()
