"""`/postcards print`: a PDF for each member, to print on both sides and cut."""

import secrets
from typing import Annotated

from bot.cogs.postcards.postcard_art import make_postcard
from bot.cogs.postcards.stacks import find_stack, name_recipient, name_recipient_inline, write_recipient
from bot.cogs.shared.card_parts import name_place, write_rest
from bot.cogs.shared.display_names import Names, Naming
from bot.core.campaigns.campaigns import Campaigns
from bot.core.postcards.printing import Batch, PostcardPrinting, PrintedCard, Recipient, Stack
from bot.kit.cards.attachments import File
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import join
from bot.kit.cards.reply import BUTTON_LABEL, CHOICES, Button, Card, Choice, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, suggest
from bot.pictures.pictures import Pictures
from bot.pictures.postcard import Cover, Postcard, PrintedSheet, Sheet
from bot.roles import Role
from bot.text import matches

_OFFERED = 20  # members with a button
_TWO, _FOUR = 2, 4

WhichMember = Annotated[str | None, Opt("For which member", suggest="postcard_members")]
OfCampaign = Annotated[str | None, Opt("The campaign")]
ToSlot = Annotated[str | None, Opt("Whom it is for")]
OfPlace = Annotated[str | None, Opt("Where its writers live")]


class PostcardPrintCog:
    """Draws the sheets."""

    subject = "postcards"

    def __init__(self, printing: PostcardPrinting, campaigns: Campaigns, naming: Naming, pictures: Pictures) -> None:
        self._printing, self._campaigns = printing, campaigns
        self._naming, self._pictures = naming, pictures

    @command("postcards print", role=Role.COORDINATOR, slow=True)
    async def print_typed(self, inv: Invocation, member: WhichMember = None) -> Card:
        """Get the approved postcards for a member as a PDF, to print on both sides and cut."""
        stacks, names = await self._list_ready(inv), await self._naming.load_names_at(inv.at)
        if member is None or not stacks:
            return draw_stacks_card(inv.words, stacks, names)
        return await self._print(inv, find_stack(stacks, inv.words, names, member).recipient, 1, _TWO)

    @action("postcards.print", role=Role.COORDINATOR, slow=True)
    async def print_tapped(
        self,
        inv: Invocation,
        campaign: OfCampaign = None,
        slot: ToSlot = None,
        place: OfPlace = None,
        part: Annotated[int | None, Opt("The first card, from 1")] = None,
        per_page: Annotated[int | None, Opt("Cards to a page")] = None,
    ) -> Card:
        """Print what waits for a member; without one, show for whom there is something."""
        if campaign is None or slot is None:
            return draw_stacks_card(inv.words, await self._list_ready(inv), await self._naming.load_names_at(inv.at))
        return await self._print(inv, Recipient(campaign, slot, place or ""), part or 1, per_page or _TWO)

    @suggest("postcard_members")
    async def suggest_members(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The members for whom there are postcards that aren't handed over."""
        names = await self._naming.load_names_at(inv.at)
        named = [name_recipient(inv.words, names, one.recipient) for one in await self._list_ready(inv)]
        return make_choices([(name, name) for name in named if matches(typed, name)][:CHOICES])

    async def _list_ready(self, inv: Invocation) -> tuple[Stack, ...]:
        stacks = await self._printing.list_stacks(inv.reach)
        return tuple(one for one in stacks if one.approved + one.printed)

    async def _print(self, inv: Invocation, to: Recipient, first: int, per_page: int) -> Card:
        [batch] = await self._printing.load_for_print(inv.reach, to)
        names = await self._naming.load_names_at(inv.at)
        first = min(max(first, 1), len(batch.cards))
        image = await self._pictures.find_art(to.campaign)
        drawn = tuple(self._make(names, to, one, image) for one in batch.cards[first - 1 :])
        cover = write_cover(inv.words, names, batch) if first == 1 else None
        title = inv.words.t("postcard.print.title", office=name_recipient_inline(inv.words, names, to))

        def report(count: int) -> None:
            inv.envelope.progress.report(inv.words.m("postcard.print.progress", drawn=count, total=len(drawn)))

        sheet = await self._pictures.draw_sheet(Sheet(title, drawn, cover, per_page), report=report)
        inv.envelope.progress.begin_saving()
        held = frozenset(one.id for one in batch.cards[first - 1 : first - 1 + sheet.count])
        await self._printing.mark_printed(inv.caller, inv.reach, to, held)
        return draw_sheet_card(inv.words, batch, title, sheet, first, per_page)

    def _make(self, names: Names, to: Recipient, one: PrintedCard, image: bytes) -> Postcard:
        file = self._campaigns.files[to.campaign]
        return make_postcard(file, to.slot, one.words, one.signature, one.language, names, to.place, image)


def draw_stacks_card(words: Words, stacks: tuple[Stack, ...], names: Names) -> Card:
    """For whom there are postcards to print, with a button for each."""
    if not stacks:
        read = Button(words.t("postcard.button.review"), "postcards.review")
        return Card(words.t("postcard.title.print"), words.m("postcard.nothing_to_print"), buttons=(read,))
    lines = [
        words.m(
            "postcard.print.line",
            office=name_recipient(words, names, one.recipient),
            count=one.approved + one.printed,
            printed=one.printed,
        )
        for one in stacks
    ]
    buttons = tuple(
        Button(
            shorten(
                words.t("postcard.button.print_for", office=name_recipient(words, names, one.recipient)), BUTTON_LABEL
            ),
            "postcards.print",
            write_recipient(one.recipient),
        )
        for one in stacks[:_OFFERED]
    )
    body = join(*lines[:_OFFERED], write_rest(words, len(stacks) - _OFFERED, "postcards print"), between="\n")
    return Card(words.t("postcard.title.print"), body, buttons=buttons)


def write_cover(words: Words, names: Names, batch: Batch) -> Cover:
    """The first page: how many postcards, and from which districts."""
    unknown = words.t("postcard.review.nowhere")
    counts = sorted((name_place(words, place) or unknown, count) for place, count in batch.districts.items())
    lines = (words.t("postcard.print.cover", count=len(batch.cards)), words.t("postcard.print.cut"))
    return Cover(lines, tuple(counts))


def draw_sheet_card(words: Words, batch: Batch, title: str, sheet: PrintedSheet, first: int, per_page: int) -> Card:
    """The PDF with the cards from ``first`` on, the rest if it holds no more, the other size, and what comes next."""
    args = {**write_recipient(batch.recipient), "per_page": str(per_page)}
    other = _TWO if per_page == _FOUR else _FOUR
    last = first + sheet.count - 1
    is_whole = sheet.count == len(batch.cards)
    name = "postcards.pdf" if is_whole else f"postcards-{first}-to-{last}.pdf"
    alt = words.t("postcard.print.alt", count=sheet.count)
    rest = Button(words.t("postcard.button.rest", number=last + 1), "postcards.print", {**args, "part": str(last + 1)})
    onward = (rest,) if last < len(batch.cards) else ()
    return Card(
        title,
        join(words.m("postcard.print.done", count=sheet.count), words.m("postcard.print.keep")),
        buttons=(
            *onward,
            Button(
                words.t("postcard.button.per_page", count=other), "postcards.print", {**args, "per_page": str(other)}
            ),
            Button(
                words.t("postcard.button.delivered"),
                "postcards.delivered",
                write_recipient(batch.recipient),
                Style.PRIMARY,
            ),
        ),
        file=File(name, sheet.pdf, alt, temporary=secrets.token_hex(8)),
    )
