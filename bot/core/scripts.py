"""The script for the next office to ring."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.core.callers import Caller
from bot.core.calls import LIVE
from bot.core.campaign_file import Script, text_for
from bot.core.campaigns import Campaign, Campaigns, taking_calls
from bot.core.clock import day_of
from bot.core.coalition import Coalition
from bot.core.counting import Outcome
from bot.core.offices import next_slot, slot_of
from bot.core.people import People, Profile
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import orgs


@dataclass(frozen=True, slots=True)
class Prompt:
    """All that somebody needs to ring the next office.

    ``slot`` is None when every target has a completed call today; ``position`` counts from 1. ``chapter`` and
    ``org`` are None for people without one.
    """

    campaign: Campaign
    script: Script
    slot: str | None
    position: int
    targets: int
    done: int
    profile: Profile
    chapter: str | None
    org: str | None


_ORG_NAME = Statement(select(orgs.c.name).where(orgs.c.id == bindparam("org"), orgs.c.placeholder == 0))


class Scripts:
    """Finds what to say, and to whom next."""

    def __init__(self, store: Store, people: People, coalition: Coalition, campaigns: Campaigns) -> None:
        self._store = store
        self._people = people
        self._coalition = coalition
        self._campaigns = campaigns

    async def prompt(
        self, caller: Caller, at: int, campaign: str | None, language: str | None, office: str | None = None
    ) -> Prompt:
        """Return the script for ``office``, or for the caller's first target with no completed call today."""
        return await self._store.read(lambda tx: self._prompt(tx, caller, at, campaign, language, office))

    async def _prompt(
        self, tx: Tx, caller: Caller, at: int, word: str | None, language: str | None, office: str | None
    ) -> Prompt:
        campaign = taking_calls(await self._campaigns.all(tx), word, at)
        person = await self._people.find(tx, caller)
        chapter = await self._coalition.belongs(tx, person.chapter_id if person else None, caller)
        org = await tx.one(_ORG_NAME, org=chapter.org_id)
        today = day_of(at, campaign.zone).isoformat()
        live = await tx.all(LIVE, person=person.id, campaign=campaign.id) if person else []
        done = {row.slot for row in live if row.day == today and Outcome(row.outcome).completed}
        targets = campaign.file.targets
        slot = slot_of(office, targets) if office else next_slot(targets, done)
        return Prompt(
            campaign=campaign,
            script=text_for(campaign.file.scripts, language),
            slot=slot,
            position=targets.index(slot) + 1 if slot else len(targets),
            targets=len(targets),
            done=len(done & set(targets)),
            profile=person.profile if person else Profile(),
            chapter=None if chapter.placeholder else chapter.name,
            org=org.name if org else None,
        )
