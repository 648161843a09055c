"""`/undo` and the Undo button."""

from typing import Annotated

from bot.cogs.shared.card_parts import script_button
from bot.cogs.shared.display_names import Names, Naming
from bot.core.calls.undo import Undo, Undone
from bot.core.campaigns.campaign_file import CampaignFile, text_for
from bot.core.campaigns.campaigns import Campaigns
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Card, Fact
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command

ReceiptCall = Annotated[str | None, Opt("Call on the card", button_only=True)]


class UndoCog:
    """Takes calls back."""

    subject = "calls"

    def __init__(self, undo: Undo, campaigns: Campaigns, naming: Naming) -> None:
        self._undo = undo
        self._campaigns = campaigns
        self._naming = naming

    @command("undo")
    @action("undo.call")
    async def undo(self, inv: Invocation, call: ReceiptCall = None) -> Card:
        """Take back the last call you logged."""
        undone = await self._undo.undo(inv.caller, inv.id, inv.at, call)
        opened = {one.id for one in await self._campaigns.opened(inv.caller, inv.at)}
        file = self._campaigns.files.get(undone.campaign) if opened - {undone.campaign} else None
        return undone_card(inv, undone, await self._naming.names(), file)


def undone_card(inv: Invocation, undone: Undone, names: Names, file: CampaignFile | None) -> Card:
    """Say what was taken back, from which campaign where another is open, and where that leaves the numbers."""
    words = inv.words
    outcome = words.choice("outcome", undone.outcome)
    key = "undo.already" if undone.already else "undo.done"
    return Card(
        title=words.t("undo.title"),
        body=join(
            words.m(key, outcome=outcome, office=names.office(words, undone.campaign, undone.slot, undone.title)),
            words.m("undo.campaign", title=text_for(file.title, inv.language)) if file else Markup(),
        ),
        facts=(
            Fact(words.t("log.own"), words.number(undone.own)),
            Fact(words.t("log.coalition"), words.number(undone.coalition)),
        ),
        buttons=(script_button(inv, undone.campaign),),
    )
