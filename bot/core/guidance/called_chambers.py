"""Which chambers of Congress a campaign calls."""

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.congress.committee_names import find_chamber
from bot.core.directory.members import REPRESENTATIVE, Directory
from bot.core.directory.offices.generic_offices import GENERIC


def find_chambers(file: CampaignFile, directory: Directory) -> set[str]:
    """The only chamber that a campaign calls; empty if it calls both, or offices elsewhere."""
    if file.committee:
        found = {find_chamber(file.committee)}
    else:
        found = {_find_chamber_of_word(word, directory) for word in file.targets}
    return {one for one in found if one} if len(found) == 1 and found <= {"senate", "house"} else set()


def _find_chamber_of_word(word: str, directory: Directory) -> str | None:
    if word in GENERIC:
        return find_chamber_of_generic(word)
    member = directory.find_member(word)
    return find_chamber_of_generic(member.generic) if member else None


def find_chamber_of_generic(generic: str) -> str:
    """The chamber of Congress that a word of `GENERIC` is of."""
    return "house" if generic == REPRESENTATIVE else "senate"
