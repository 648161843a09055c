"""`/undo` and the Undo button."""

from typing import Annotated

from bot.cogs.shared.card_parts import draw_everyone, draw_script_button
from bot.cogs.shared.display_names import Names, Naming
from bot.core.calls.undo import Undo, UndoReceipt
from bot.core.campaign_files.campaign_file import CampaignFile, find_text
from bot.core.campaigns.campaigns import Campaigns
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Card, Fact
from bot.kit.dispatch.identities import make_invocation
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import action, command

ReceiptCall = Annotated[str | None, Opt("Call on the card", button_only=True)]


class UndoCog:
    """Undoes calls."""

    subject = "calls"

    def __init__(self, undo: Undo, campaigns: Campaigns, naming: Naming) -> None:
        self._undo, self._campaigns, self._naming = undo, campaigns, naming

    @command("undo", identifies=True)
    @action("undo.call", identifies=True)
    async def undo(self, inv: Invocation, call: ReceiptCall = None) -> Answer:
        """Take back the last call you logged."""
        receipt, identity = await self._undo.identify_and_undo(inv.caller, inv.envelope.manages, inv.id, inv.at, call)
        file = self._campaigns.files.get(receipt.campaign)
        read = make_invocation(inv.envelope, identity, private=True)
        return Answer(draw_undo_card(read, receipt, await self._naming.load_names(), file), identity)


def draw_undo_card(inv: Invocation, undone: UndoReceipt, names: Names, file: CampaignFile | None) -> Card:
    """The card of an undone call, with the new totals. ``file`` is its campaign's, named if another one is open."""
    words = inv.words
    outcome = words.label("outcome", undone.outcome)
    key = "undo.already" if undone.already else "undo.done"
    named = file if undone.others_open else None
    return Card(
        title=words.t("undo.title"),
        body=join(
            words.m(
                key, outcome=outcome, office=names.name_office_inline(words, undone.campaign, undone.slot, undone.title)
            ),
            words.m("undo.campaign", title=find_text(named.title, inv.language)) if named else Markup(),
        ),
        facts=(
            Fact(words.t("log.own"), words.format_number(undone.own)),
            draw_everyone(words, undone.coalition, file.goal if file else None),
        ),
        buttons=(draw_script_button(inv, undone.campaign),) if undone.is_open else (),
    )
