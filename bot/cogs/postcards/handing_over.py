"""`/postcards delivered`: marks what was handed over, and tells each writer once."""

from typing import Annotated

from bot.cogs.postcards.printing import OfPlace, WhichMember
from bot.cogs.postcards.stacks import find_stack, name_recipient, name_recipient_inline, write_recipient
from bot.cogs.shared.card_parts import write_rest
from bot.cogs.shared.display_names import Names, Naming
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.postcards.postcard_notices import PostcardNotice, PostcardNoticeKind
from bot.core.postcards.printing import PostcardPrinting, Recipient, Stack
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import BUTTON_LABEL, Button, Card, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.moments import Moment
from bot.roles import Role

OfCampaign = Annotated[str, Opt("The campaign")]
ToSlot = Annotated[str, Opt("Whom they are for")]

_OFFERED = 20  # members with a button


class PostcardDeliveryCog:
    """Marks postcards as handed over."""

    subject = "postcards"

    def __init__(self, printing: PostcardPrinting, naming: Naming) -> None:
        self._printing, self._naming = printing, naming

    @command("postcards delivered", role=Role.COORDINATOR)
    async def ask(self, inv: Invocation, member: WhichMember = None) -> Card:
        """Say that printed postcards were handed over. Asks once; then each writer is told privately."""
        stacks, names = await self._list_printed(inv), await self._naming.load_names_at(inv.at)
        if member is not None and stacks:
            stacks = (find_stack(stacks, inv.words, names, member),)
        return draw_question_card(inv.words, stacks, names)

    @action("postcards.delivered", role=Role.COORDINATOR)
    async def ask_about(self, inv: Invocation, campaign: OfCampaign, slot: ToSlot, place: OfPlace = None) -> Card:
        """Ask whether the postcards for one member were handed over."""
        to = Recipient(campaign, slot, place or "")
        stacks = tuple(one for one in await self._list_printed(inv) if one.recipient == to)
        return draw_question_card(inv.words, stacks, await self._naming.load_names_at(inv.at))

    @action("postcards.handed", role=Role.COORDINATOR)
    async def mark(self, inv: Invocation, campaign: OfCampaign, slot: ToSlot, place: OfPlace = None) -> Card:
        """Mark the printed postcards for one member as handed over."""
        to, words = Recipient(campaign, slot, place or ""), inv.words
        done = await self._printing.mark_delivered(inv.caller, inv.reach, to, inv.id)
        office = name_recipient_inline(words, await self._naming.load_names_at(inv.at), to)
        body = words.m("postcard.delivered.done", count=done.count, office=office)
        return Card(words.t("postcard.title.delivered"), body)

    async def _list_printed(self, inv: Invocation) -> tuple[Stack, ...]:
        return tuple(one for one in await self._printing.list_stacks(inv.reach) if one.printed)


def draw_question_card(words: Words, stacks: tuple[Stack, ...], names: Names) -> Card:
    """Ask once, because each writer gets a message then."""
    if not stacks:
        return Card(words.t("postcard.title.delivered"), words.m("postcard.nothing_printed"))
    lines = [
        words.m("postcard.delivered.line", office=name_recipient(words, names, one.recipient), count=one.printed)
        for one in stacks[:_OFFERED]
    ]
    buttons = tuple(
        Button(
            shorten(
                words.t("postcard.button.handed", office=name_recipient(words, names, one.recipient)), BUTTON_LABEL
            ),
            "postcards.handed",
            write_recipient(one.recipient),
            Style.PRIMARY,
        )
        for one in stacks[:_OFFERED]
    )
    listed = join(*lines, write_rest(words, len(stacks) - _OFFERED, "postcards delivered"), between="\n")
    body = join(listed, words.m("postcard.delivered.ask"))
    return Card(words.t("postcard.title.delivered"), body, buttons=buttons)


def draw_postcard_notice(words: Words, notice: PostcardNotice, names: Names, file: CampaignFile | None) -> Card:
    """What a writer is told privately: sent back, dropped or taken out, and why, or handed over, and when.

    ``file`` is the campaign's.
    """
    office = names.name_office_inline(words, notice.campaign, notice.slot)
    if notice.kind in (PostcardNoticeKind.SENT_BACK, PostcardNoticeKind.DROPPED):
        why = words.m(f"postcard.reason.{notice.reason}") if notice.reason else Markup()
        again = Button(words.t("postcard.button.again"), "postcard", {"campaign": notice.campaign}, Style.PRIMARY)
        said = words.m(f"postcard.told.{notice.kind}", office=office)
        return Card(words.t("postcard.title.back"), join(said, why), buttons=(again,))
    if notice.kind is PostcardNoticeKind.VOIDED:
        reason = words.label("reason", notice.reason or "mistake")
        return Card(words.t("postcard.title.back"), words.m("postcard.told.voided", office=office, reason=reason))
    when = Moment(notice.delivered_at or 0, notice.zone or (file.timezone if file else "UTC"))
    return Card(words.t("postcard.title.arrived"), words.m("postcard.told.delivered", office=office, when=when))
