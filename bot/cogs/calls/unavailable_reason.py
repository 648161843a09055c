"""Asks why a call didn't get through, in one tap, and offers another line."""

from typing import Annotated

from bot.cogs.calls.campaign_question import draw_all_button, draw_washington_buttons
from bot.cogs.shared.card_parts import draw_script_button, draw_undo_button
from bot.cogs.shared.display_names import Names, Naming
from bot.core.base.ids import format_reference
from bot.core.calls.unavailable_reason import ReasonReceipt, UnavailableReasons
from bot.core.directory.members import Office
from bot.core.guidance.phone_lines import UnavailableReason
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import BUTTON_LABEL, Button, Card, Question, Style, shorten
from bot.kit.dispatch.identities import make_invocation
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt, Option
from bot.kit.spec import action
from bot.kit.words.parse import match_word
from bot.phrases import Phone
from bot.text import clean

_TYPED = Option("why", "", required=False, convert=UnavailableReason, kind="why", words=tuple(UnavailableReason))


class LineCog:
    """Takes reasons why calls didn't get through."""

    def __init__(self, reasons: UnavailableReasons, naming: Naming) -> None:
        self._reasons, self._naming = reasons, naming

    @action("line.why", identifies=True)
    async def save_reason(
        self,
        inv: Invocation,
        call: Annotated[str, Opt("Call on the card")],
        why: Annotated[UnavailableReason, Opt("What happened")],
    ) -> Answer:
        """Save why a call didn't get through."""
        receipt, identity = await self._reasons.identify_and_save(
            inv.caller, inv.envelope.manages, call, why, inv.id, inv.at
        )
        read = make_invocation(inv.envelope, identity, private=True)
        return Answer(draw_reason_card(read, receipt, call, await self._naming.load_names_at(inv.at)), identity)


def draw_reason_card(inv: Invocation, receipt: ReasonReceipt, call: str, names: Names) -> Card:
    """Thank the caller for a reason, and offer another number of the same member and the next office.

    With no office left, offer the same one again and the other campaigns.
    """
    words, campaign, onward = inv.words, receipt.campaign, receipt.onward
    office = names.name_office(words, campaign, receipt.slot, receipt.title)
    another = names.find_office(receipt.another) if receipt.another else None
    hint = write_another(words, another)
    ways = list(draw_another_buttons(inv, campaign, another))
    if onward:
        ways.append(draw_script_button(inv, campaign, onward, Style.PLAIN if another else Style.PRIMARY))
    else:
        ways += (*draw_again_buttons(words, campaign, receipt.slot, receipt.another), draw_all_button(inv))
    return Card(
        title=words.t("log.title.attempt"),
        body=join(words.m("line.noted", why=words.label("why", receipt.why), office=office), hint),
        buttons=(
            *ways,
            draw_undo_button(words, call),
            *draw_washington_buttons(words, call, receipt.office, names),
        ),
        note=words.m("log.reference", reference=format_reference(call)),
    )


def ask_reason(inv: Invocation, call: str) -> Question:
    """Ask why a call didn't get through."""
    words = inv.words
    reasons = tuple(
        Button(words.label("why", why), "line.why", {"call": call, "why": why.value}) for why in UnavailableReason
    )
    return Question(words.m("line.ask"), reasons)


def read_reason(inv: Invocation, option: str) -> UnavailableReason | None:
    """The reason that somebody typed for an outcome, as in ``/log busy``; None if their words give none."""
    typed = clean(inv.typed.get(option, ""))
    found = match_word(_TYPED, typed, inv.words.label)
    return UnavailableReason(found) if found else None


def write_another(words: Words, another: Office | None) -> Markup:
    """The number of another office of the same member, empty without one."""
    return words.m("line.another", place=another.place, phone=Phone(another.phone or "")) if another else Markup()


def draw_again_buttons(words: Words, campaign: str, slot: str, another: str | None) -> tuple[Button, ...]:
    """The button for the script of the same office again; none if the button for ``another`` leads there."""
    args = {"campaign": campaign, "office": slot}
    return () if another == slot else (Button(words.t("button.again"), "script.show", args),)


def draw_another_buttons(inv: Invocation, campaign: str, another: Office | None) -> tuple[Button, ...]:
    """The button for the script of another office of the same member."""
    if another is None:
        return ()
    args = {"campaign": campaign, "office": another.id}
    label = shorten(inv.words.t("line.button.another", place=another.place), BUTTON_LABEL)
    return (Button(label, "script.show", args, Style.PRIMARY),)
