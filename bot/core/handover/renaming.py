"""Lets campaigns follow their org's new name, since their content says by name who runs and sees them."""

from bot.core.campaign_files.campaign_file import Cost
from bot.core.campaigns.campaign_history import Act, Change
from bot.core.campaigns.campaigns import Campaigns
from bot.core.drafts.draft_rows import rebase_drafts
from bot.core.handover.imported_file import adapt_content
from bot.store.engine import Tx
from bot.text import fold


class Renaming:
    """Writes an org's new name into its campaigns. ``zone`` is the coalition's."""

    def __init__(self, campaigns: Campaigns, zone: str, cost: Cost) -> None:
        self._campaigns, self._zone, self._cost = campaigns, zone, cost

    async def follow(self, tx: Tx, old: str, new: str, actor: str) -> None:
        """Rename the org in the campaigns that are written in chat, by an ``actor``'s act, in its transaction.

        What is written in a file stays as the file says, until that is changed.
        """
        for live in await self._campaigns.read_all(tx):
            if live.in_chat and fold(live.file.org or "") == fold(old):
                content = adapt_content(live.file, self._zone, self._cost, org=new)
                await self._campaigns.put(tx, content, Change(Act.EDIT, actor))
                await rebase_drafts(tx, live.file.version, content.version)
