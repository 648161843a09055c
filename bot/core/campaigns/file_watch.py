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
        self._campaigns, self._folder = campaigns, folder
        self._ignored = tuple[str, ...]()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files now."""
        return self._folder.problems if self._folder else ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the files of campaigns that are written in chat, as of the last look."""
        return self._ignored

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

        Campaigns that are written in chat stay as they are.

        Raises Unavailable if they can't be stored. Then the next look takes them again.
        """
        if self._folder is None:
            return ()
        changed = await asyncio.to_thread(self._folder.read_changes)
        try:
            if changed:
                await self._campaigns.take_files(changed)
        except BaseException:
            self._folder.forget(changed)
            raise
        in_chat = {one.id for one in await self._campaigns.load_all() if one.in_chat}  # others may have changed them
        entries = (self._folder.find(key) for key in sorted(in_chat))
        self._ignored = tuple(entry.path.name for entry in entries if entry)
        return tuple(campaign.key for campaign in changed if campaign.key not in in_chat)
