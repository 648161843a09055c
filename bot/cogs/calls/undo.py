"""`/undo` and the Undo button."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from bot.cogs.postcards.write_cards import draw_undone_card
from bot.cogs.shared.card_parts import draw_everyone, draw_script_button
from bot.cogs.shared.display_names import Names, Naming
from bot.core.calls.undo import Undo, UndoReceipt
from bot.core.campaign_files.campaign_file import CampaignFile, find_text
from bot.core.campaigns.campaigns import Campaigns
from bot.core.postcards.postcards import Postcards
from bot.errors import UserError
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Card, Fact
from bot.kit.dispatch.identities import make_invocation
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import action, command
from bot.kit.words.own_language.spellings import list_everywhere
from bot.likeness import find_like
from bot.text import fold

WhichCall = Annotated[str | None, Opt("Its reference, if it isn't your last call", max_length=60)]
ReceiptCall = Annotated[str | None, Opt("Call on the card")]


class UndoCog:
    """Undoes calls, and postcards by their references."""

    subject = "calls"

    def __init__(self, undo: Undo, postcards: Postcards, campaigns: Campaigns, naming: Naming) -> None:
        self._postcards = postcards
        self._undo, self._campaigns, self._naming = undo, campaigns, naming

    @command("undo", identifies=True)
    async def undo(self, inv: Invocation, call: WhichCall = None) -> Answer:
        """Take back the last call you logged."""
        return await self._answer(inv, reference=None if call and _is_last(call) else call)

    @action("undo.call", identifies=True)
    async def undo_on_card(self, inv: Invocation, call: ReceiptCall = None) -> Answer:
        """Take back the call on the card, or the last one."""
        return await self._answer(inv, call_id=call)

    async def _answer(self, inv: Invocation, call_id: str | None = None, reference: str | None = None) -> Answer:
        if reference and (answer := await self._undo_postcard(inv, reference)):
            return answer
        with _offer_last(reference):
            receipt, identity = await self._undo.identify_and_undo(
                inv.caller, inv.envelope.manages, inv.id, inv.at, call_id, reference
            )
        file = self._campaigns.files.get(receipt.campaign)
        read = make_invocation(inv.envelope, identity, private=True)
        return Answer(draw_undo_card(read, receipt, await self._naming.load_names(), file), identity)

    async def _undo_postcard(self, inv: Invocation, reference: str) -> Answer | None:
        """Take back the postcard with a whole reference, None if there is none."""
        undone, identity = await self._postcards.undo_by_reference(
            inv.caller, inv.envelope.manages, reference, inv.id, inv.at
        )
        if undone is None:
            return None
        read = make_invocation(inv.envelope, identity, private=True)
        return Answer(draw_undone_card(read, undone, await self._naming.load_names_at(inv.at)), identity)


def _is_last(typed: str) -> bool:
    """Whether somebody says in words that they mean their last call, in any language."""
    return fold(typed).rstrip(".!") in set(map(fold, list_everywhere("call", "last")))


@contextmanager
def _offer_last(typed: str | None) -> Iterator[None]:
    """Let a refusal of an unknown reference offer the last call where that is spelled almost like ``typed``."""
    try:
        yield
    except UserError as error:
        near = find_like(typed or "", ((one, (one,)) for one in list_everywhere("call", "last")), 1)
        if error.key != "undo.unknown" or not near:
            raise
        offer = UserError("undo.near_last", field="call", word=typed or "").add_choices([(near[0], near[0])])
        offer.identity = error.identity
        raise offer from None


def draw_undo_card(inv: Invocation, undone: UndoReceipt, names: Names, file: CampaignFile | None) -> Card:
    """The card of an undone call, with the new totals. ``file`` is its campaign's, named if another one is open."""
    words = inv.words
    outcome = words.label("outcome", undone.outcome)
    named = file if undone.others_open else None
    return Card(
        title=words.t("undo.title"),
        body=join(
            words.m(
                _choose_key(undone),
                outcome=outcome,
                office=names.name_office_inline(words, undone.campaign, undone.slot, undone.title),
                reason=words.label("reason", undone.voided) if undone.voided else "",
            ),
            words.m("undo.campaign", title=find_text(named.title, inv.language)) if named else Markup(),
        ),
        facts=(
            Fact(words.t("log.own"), words.format_number(undone.own)),
            draw_everyone(words, undone.coalition, file.goal if file else None),
        ),
        buttons=(draw_script_button(inv, undone.campaign),) if undone.is_open else (),
    )


def _choose_key(undone: UndoReceipt) -> str:
    """Who took the call off, as far as its caller may know: coordinators aren't named to the people they correct."""
    if undone.voided:
        return "undo.voided"
    if undone.doubled:
        return "undo.doubled"
    return "undo.already" if undone.already else "undo.done"
