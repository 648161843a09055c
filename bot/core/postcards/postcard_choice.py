"""Which campaign somebody writes a postcard for, and to whom: what its form needs, read at once."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_file import Action
from bot.core.campaigns.campaign_search import Use, find_open, search_campaigns, sort_campaigns
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.targets import Targets
from bot.core.people.people import People
from bot.core.postcards.used_postcards import load_used_postcards
from bot.errors import UserError
from bot.identity import Caller
from bot.phrases import make_translations
from bot.store.engine import Tx


class PostcardChoice(Struct, frozen=True):
    """A campaign with a postcard, here or on another website. ``left`` are the caller's slots without one yet."""

    campaign: Campaign
    postcard: Action
    targets: Targets
    left: tuple[str, ...]


async def choose_postcard(
    tx: Tx, people: People, campaigns: Campaigns, finder: TargetFinder, caller: Caller, word: str | None, at: int
) -> PostcardChoice:
    """The open campaign with a postcard that ``word`` names, or the foremost one. Raises UserError."""
    visible = await campaigns.load_visible(tx, caller)
    chosen = await _choose_open(tx, visible, word, at)
    postcard = chosen.file.postcard
    if postcard is None:
        raise UserError("postcard.none_in", field="campaign", title=make_translations(chosen.file.title))
    person = await people.find(tx, caller)
    own = await finder.find(tx, chosen.file, person.profile if person else None, at)
    used = await load_used_postcards(tx, people, caller, person, chosen.id, own)
    return PostcardChoice(chosen, postcard, own, used.list_left())


async def _choose_open(tx: Tx, visible: Sequence[Campaign], word: str | None, at: int) -> Campaign:
    """The open campaign that ``word`` names, or the foremost with a postcard.

    A word that fits several means one with a postcard. Raises UserError, which says why a campaign isn't open.
    """
    opened = sort_campaigns((one for one in visible if one.state(at) is CampaignState.OPEN), at)
    offering = [one for one in opened if one.file.postcard]
    if word:
        fitting = search_campaigns(offering).find(word)
        shut = () if fitting else search_campaigns(visible).find(word)
        return await find_open(tx, tuple(fitting or shut or opened or visible), word, at, Use.POSTCARD)
    if offering:
        return offering[0]
    if earlier := tuple(one for one in visible if one.file.postcard):
        return await find_open(tx, earlier, None, at, Use.POSTCARD)
    raise UserError("postcard.none", field="campaign")
