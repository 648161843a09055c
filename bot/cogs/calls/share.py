"""Words to share after the last call: what it was about, the number, and the campaign's hashtags."""

from typing import Annotated

from bot.cogs.shared.card_parts import draw_script_button, translate_title
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_search import find_campaign_to_show
from bot.core.campaigns.campaigns import Campaigns
from bot.kit.cards.markup import join, quote
from bot.kit.cards.reply import Card, Style
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action


class ShareCog:
    """Shows words to share."""

    def __init__(self, campaigns: Campaigns) -> None:
        self._campaigns = campaigns

    @action("share")
    async def show(self, inv: Invocation, campaign: Annotated[str, Opt("Campaign to share")]) -> Card:
        """Show a short text to copy."""
        known = await self._campaigns.load_named(inv.caller, inv.reach)
        return draw_share_card(inv, find_campaign_to_show(known, campaign, inv.at).file)


def draw_share_card(inv: Invocation, file: CampaignFile) -> Card:
    """A text to copy. It says nothing about the reader but that they called."""
    words = inv.words
    text = words.t("share.text", title=translate_title(inv, file), phone=file.phone, tags=" ".join(file.tags))
    buttons = (draw_script_button(inv, file.key, style=Style.PLAIN),)
    return Card(words.t("share.title"), join(words.m("share.hint"), quote(text.strip())), buttons=buttons)
