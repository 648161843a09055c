"""Takes in new and changed campaign files while Callboard runs. Start with `FileWatch.take_changes`."""

import asyncio
from dataclasses import dataclass

from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.errors import Problem


@dataclass(frozen=True, slots=True)
class FileNote:
    """What keeps a campaign from following its file: the file's ``problems``, or that it is gone if there are none.

    ``ignored`` is the name of the file of a campaign that is written in chat. The campaign goes on as it was.
    """

    problems: tuple[Problem, ...] = ()
    ignored: str = ""


class FileWatch:
    """Follows the campaigns' folder. Without a folder (in tests), no file is ever missed."""

    def __init__(self, campaigns: Campaigns, folder: CampaignFolder | None) -> None:
        self._campaigns = campaigns
        self._folder = folder

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files now."""
        return self._folder.problems if self._folder else ()

    def find_note(self, campaign: Campaign) -> FileNote | None:
        """What keeps a campaign from following its file, None if nothing does."""
        if self._folder is None:
            return None
        entry = self._folder.find(campaign.id)
        if campaign.in_chat:
            return FileNote(ignored=entry.path.name) if entry else None
        return FileNote(entry.problems if entry else ()) if entry is None or entry.problems else None

    async def take_changes(self) -> tuple[str, ...]:
        """Look at the folder once, and put new and changed campaigns in force. Returns their keys.

        Raises Unavailable if they can't be stored. Then the next look takes them again.
        """
        if self._folder is None:
            return ()
        changed = await asyncio.to_thread(self._folder.read_changes)
        if not changed:
            await self._campaigns.load_all()  # another process may have brought in a campaign
        else:
            try:
                await self._campaigns.take_files(changed)
            except BaseException:
                self._folder.forget(changed)
                raise
            await self._campaigns.load_all()
        return tuple(campaign.key for campaign in changed)
