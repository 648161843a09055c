"""Moves a campaign from its file to chat. Then its file is ignored, until `callboard campaigns take` moves it back."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_audience import find_owner
from bot.core.campaigns.campaign_history import Act, Change
from bot.core.campaigns.campaign_search import find_campaign
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.changes.second_person import SecondPerson
from bot.core.coalition.org_directory import fetch_orgs, find_org_among
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.phrases import make_translations
from bot.roles import Reach, Role
from bot.store.engine import Tx


class Adopted(Struct, frozen=True):
    """A campaign that is written in chat now, or waits for another admin. ``already`` means that nothing changed."""

    content: CampaignFile
    already: bool = False
    waits: str = ""


class Ownership:
    """Adopts campaigns into chat, and gives them back to their files."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, second: SecondPerson) -> None:
        self._store, self._requests, self._audit = base.store, base.requests, base.audit
        self._people, self._campaigns, self._second = people, campaigns, second

    async def load_adoptable(self, reach: Reach, word: str, at: int) -> Campaign:
        """The campaign that ``word`` names. Raises UserError unless the caller may adopt it."""
        return (await self._store.read(lambda tx: self._find(tx, reach, word, at)))[0]

    async def adopt(self, caller: Caller, reach: Reach, word: str, request: str, at: int) -> Adopted:
        """Move a campaign from its file to chat, once per ``request``. Raises UserError."""

        async def adopt(tx: Tx) -> Adopted:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                campaign, _ = await self._find(tx, reach, answer["campaign"], at)
                return Adopted(campaign.file, waits=answer["waits"])
            campaign, org = await self._find(tx, reach, word, at)
            in_force = await self._campaigns.lock(tx, campaign.id)
            if campaign.in_chat or in_force is None:
                return Adopted(campaign.file, already=True)
            waits = await self._second.put(tx, person.id, Act.ADOPT, in_force, in_force, org)
            answer = {"campaign": campaign.id, "waits": waits or ""}
            await self._requests.keep_answer(tx, caller, request, answer, at)
            return Adopted(in_force, waits=waits or "")

        done = await self._store.write(adopt)
        self._second.wake()
        await self._campaigns.load_all()
        return done

    async def take(self, content: CampaignFile) -> bool:
        """Let a campaign follow its file again, with the file's ``content``. Returns False if it did already."""

        async def take(tx: Tx) -> bool:
            known = next((one for one in await self._campaigns.read_all(tx) if one.id == content.key), None)
            await self._campaigns.lock(tx, content.key)
            if known and not known.in_chat and known.file.version == content.version:
                return False
            await self._campaigns.put(tx, content, Change(Act.TAKE))
            await self._audit.record(tx, None, "campaign.take", content.key, await find_owner(tx, content))
            return True

        return await self._store.write(take)

    async def _find(self, tx: Tx, reach: Reach, word: str, at: int) -> tuple[Campaign, str | None]:
        """The campaign that ``word`` names, and the id of the org that runs it."""
        campaign = find_campaign(await self._campaigns.load_within(tx, reach), word, at, every=True)
        owner = find_org_among(await fetch_orgs(tx, reach), campaign.file.org) if campaign.file.org else None
        if owner is None and reach.role is not Role.ADMIN:
            raise UserError("lifecycle.not_yours", title=make_translations(campaign.file.title))
        return campaign, owner.id if owner else None
