"""Asks why a call didn't get through, in one tap, and offers another line."""

from typing import Annotated

from bot.cogs.shared.card_parts import script_button, undo_button
from bot.cogs.shared.display_names import Naming
from bot.core.base.ids import format_reference
from bot.core.calls.scripts import Scripts
from bot.core.calls.unavailable_reason import ReasonReceipt, UnavailableReasons
from bot.core.directory.members import Office
from bot.core.guidance.phone_lines import UnavailableReason, find_other_office
from bot.errors import UserError
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import BUTTON_LABEL, Button, Card, Question, Style, shorten
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action


class LineCog:
    """Takes reasons why calls didn't get through."""

    def __init__(self, reasons: UnavailableReasons, scripts: Scripts, naming: Naming) -> None:
        self._reasons = reasons
        self._scripts = scripts
        self._naming = naming

    @action("line.why")
    async def why(
        self,
        inv: Invocation,
        call: Annotated[str, Opt("Call on the card")],
        why: Annotated[UnavailableReason, Opt("What happened")],
    ) -> Card:
        """Say why a call didn't get through."""
        receipt = await self._reasons.save(inv.caller, call, why, inv.id, inv.at)
        another, onward = await self._find_onward(inv, receipt)
        office = (await self._naming.names_at(inv.at)).office(inv.words, receipt.campaign, receipt.slot, receipt.title)
        return draw_reason_card(inv, receipt, call, office, another, onward)

    async def _find_onward(self, inv: Invocation, receipt: ReasonReceipt) -> tuple[Office | None, str | None]:
        """Another office of the same member, and the next slot. Both are None once the campaign is over."""
        try:
            prompt = await self._scripts.fetch_prompt(inv.caller, inv.at, receipt.campaign, inv.language, receipt.slot)
        except UserError:
            return None, None
        member = prompt.target.member if prompt.target else None
        return (find_other_office(member, receipt.office, inv.at) if member else None), prompt.onward


def draw_reason_card(
    inv: Invocation, receipt: ReasonReceipt, call: str, office: str, another: Office | None, onward: str | None
) -> Card:
    """Thank the caller for a reason, and offer another number of the same member and the next office."""
    words, campaign = inv.words, receipt.campaign
    hint = words.m("line.another", place=another.place, phone=another.phone or "") if another else Markup()
    ways = [_draw_another_button(inv, campaign, another)] if another else []
    if onward:
        ways.append(script_button(inv, campaign, onward, Style.PLAIN if another else Style.PRIMARY))
    return Card(
        title=words.t("log.title.attempt"),
        body=join(words.m("line.noted", why=words.choice("why", receipt.why), office=office), hint),
        buttons=(*ways, undo_button(words, call)),
        note=words.m("log.reference", reference=format_reference(call)),
    )


def ask_reason(inv: Invocation, call: str) -> Question:
    """Ask why a call didn't get through."""
    words = inv.words
    reasons = tuple(
        Button(words.choice("why", why), "line.why", {"call": call, "why": why.value}) for why in UnavailableReason
    )
    return Question(words.m("line.ask"), reasons)


def _draw_another_button(inv: Invocation, campaign: str, office: Office) -> Button:
    args = {"campaign": campaign, "office": office.id}
    return Button(
        shorten(inv.words.t("line.button.another", place=office.place), BUTTON_LABEL),
        "script.show",
        args,
        Style.PRIMARY,
    )
