"""Who may change a campaign in chat: the coordinators of the org that runs it, and admins."""

from bot.core.campaigns.campaigns import Campaign
from bot.core.coalition.org_directory import EVERYTHING, Org, fetch_orgs, find_org_among
from bot.errors import UserError
from bot.phrases import make_translations
from bot.roles import Reach, Role
from bot.store.engine import Tx


async def has_moved(tx: Tx, org_id: str | None, campaign: Campaign) -> bool:
    """Whether another org than ``org_id`` runs a campaign now, or the coalition. An org's old name says nothing."""
    if campaign.file.org is None:
        return org_id is not None
    owner = find_org_among(await fetch_orgs(tx, EVERYTHING), campaign.file.org)
    return owner is not None and owner.id != org_id


async def find_owner(tx: Tx, reach: Reach, campaign: Campaign) -> Org | None:
    """The org that runs a campaign, None for the coalition.

    Raises UserError unless the caller may change it, and for a campaign that is written in its file.
    """
    owner = find_org_among(await fetch_orgs(tx, reach), campaign.file.org) if campaign.file.org else None
    if owner is None and reach.role is not Role.ADMIN:
        raise UserError("lifecycle.not_yours", title=make_translations(campaign.file.title))
    if not campaign.in_chat:
        raise UserError("draft.in_file", title=make_translations(campaign.file.title), campaign=campaign.id)
    return owner
