"""`/campaign adopt`: from then on, a campaign is written in chat and its file is ignored."""

from typing import Annotated

from bot.cogs.shared.card_parts import draw_withdraw_buttons, translate_title
from bot.core.handover.ownership import Adopted, Ownership
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.roles import Role

WhichCampaign = Annotated[
    str, Opt("The campaign", suggest="changeable", accepts="campaigns", none="lifecycle.none_to.adopt")
]


class AdoptCog:
    """Moves campaigns from their files to chat."""

    subject = "campaigns"

    def __init__(self, ownership: Ownership) -> None:
        self._ownership = ownership

    @command("campaign adopt", role=Role.COORDINATOR)
    @action("adopt.ask", role=Role.COORDINATOR)
    async def ask(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Write a campaign here instead of in its file. Asks once before it does."""
        found = await self._ownership.load_adoptable(inv.reach, campaign, inv.at)
        if found.in_chat:
            return Card(translate_title(inv, found.file), inv.words.m("adopt.already"))
        button = Button(inv.words.t("adopt.button"), "adopt", {"campaign": found.id}, Style.PRIMARY)
        return Card(translate_title(inv, found.file), inv.words.m("adopt.ask"), buttons=(button,))

    @action("adopt", role=Role.COORDINATOR)
    async def adopt(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Write the campaign on the card here from now on."""
        return draw_adopted_card(inv, await self._ownership.adopt(inv.caller, inv.reach, campaign, inv.id, inv.at))


def draw_adopted_card(inv: Invocation, adopted: Adopted) -> Card:
    """The card after a campaign moved to chat, or while that waits for another admin."""
    key = "adopt.already" if adopted.already else "adopt.waits" if adopted.waits else "adopt.done"
    buttons = draw_withdraw_buttons(inv.words, adopted.waits)
    return Card(translate_title(inv, adopted.content), inv.words.m(key), buttons=buttons)
