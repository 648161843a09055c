"""Finds what an imported file would replace, and refuses what its sender may not touch."""

from msgspec import Struct

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.org_directory import Org, choose_only_org, fetch_orgs, find_org_among
from bot.errors import UserError
from bot.phrases import make_translations
from bot.roles import Reach, Role
from bot.store.engine import Tx


class ImportTarget(Struct, frozen=True):
    """What is in force under the file's key (None for a new campaign), and the org that will run the campaign.

    ``org_id`` and ``org`` are None for the coalition. ``unknown_org`` means that the caller knows no org of the name
    in the file.
    """

    in_force: CampaignFile | None
    org_id: str | None
    org: str | None
    unknown_org: bool = False


async def find_import_target(tx: Tx, campaigns: Campaigns, reach: Reach, content: CampaignFile) -> ImportTarget:
    """Find it. Raises UserError for a key that the caller may not use."""
    seen = await fetch_orgs(tx, reach)
    running = next((one for one in await campaigns.read_all(tx) if one.id == content.key), None)
    if running:
        await _refuse_others(tx, campaigns, reach, running, seen)
    elif reach.role is not Role.ADMIN and content.key in await campaigns.list_keys(tx):
        raise UserError("import.unknown", word=content.key)
    in_force = running.file if running else None
    named = content.org
    if named is None and reach.role is Role.ADMIN:
        return ImportTarget(in_force, None, None)
    if named is None and in_force:
        named = in_force.org  # a coordinator's file without an org keeps the one that runs the campaign
    owner = find_org_among(seen, named) if named else choose_only_org(seen)
    if owner is None:
        return ImportTarget(in_force, None, named, unknown_org=reach.role is not Role.ADMIN)
    return ImportTarget(in_force, owner.id, owner.name)


async def _refuse_others(tx: Tx, campaigns: Campaigns, reach: Reach, running: Campaign, seen: tuple[Org, ...]) -> None:
    """Raise UserError unless the caller may replace a campaign. One that they can't see isn't there for them."""
    if running.id not in {one.id for one in await campaigns.load_within(tx, reach)}:
        raise UserError("import.unknown", word=running.id)
    runs = find_org_among(seen, running.file.org) if running.file.org else None
    if runs is None and reach.role is not Role.ADMIN:
        raise UserError("lifecycle.not_yours", title=make_translations(running.file.title))
    if not running.in_chat:
        raise UserError("import.in_file", title=make_translations(running.file.title), campaign=running.id)
