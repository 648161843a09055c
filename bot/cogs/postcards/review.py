"""`/postcards review`: coordinators read every postcard before it leaves."""

from typing import Annotated

from bot.cogs.postcards.stacks import name_office_of_writer
from bot.cogs.shared.card_parts import name_place
from bot.cogs.shared.display_names import Names, Naming
from bot.core.campaigns.campaigns import Campaigns
from bot.core.postcards.review import PostcardReview, ReviewCard, ReviewReceipt, SendBackReason
from bot.kit.cards.markup import Markup, join, quote
from bot.kit.cards.reply import Button, Card, Fact, Style
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, form
from bot.moments import Moment, name_year
from bot.roles import Role

OfForm = Annotated[str, Opt("The postcard", hidden=True)]
WhyDropped = Annotated[SendBackReason | None, Opt("Why, for its writer (you can leave it empty)")]
OnCard = Annotated[str, Opt("The postcard")]


class PostcardReviewCog:
    """Shows one postcard after the other."""

    subject = "postcards"

    def __init__(self, review: PostcardReview, campaigns: Campaigns, naming: Naming) -> None:
        self._review, self._campaigns, self._naming = review, campaigns, naming

    @command("postcards review", role=Role.COORDINATOR, reads=True)
    @action("postcards.review", role=Role.COORDINATOR, reads=True)
    async def read(self, inv: Invocation) -> Card:
        """Read the postcards that wait, one after the other, before they are printed."""
        return await self._draw_next(inv)

    @action("postcards.approve", role=Role.COORDINATOR)
    async def approve(self, inv: Invocation, postcard: OnCard) -> Card:
        """Approve a postcard and show the next one."""
        return await self._draw_next(inv, await self._review.approve(inv.caller, inv.reach, postcard, inv.id))

    @action("postcards.back", role=Role.COORDINATOR)
    async def send_back(
        self, inv: Invocation, postcard: OnCard, reason: Annotated[SendBackReason, Opt("The reason")]
    ) -> Card:
        """Send a postcard back to its writer and show the next one."""
        done = await self._review.send_back(inv.caller, inv.reach, postcard, reason, inv.id)
        return await self._draw_next(inv, done)

    @form("postcards.drop_form", role=Role.COORDINATOR)
    async def drop_because(self, inv: Invocation, postcard: OfForm, reason: WhyDropped = None) -> Card:
        """Drop a postcard, say why, and show the next one."""
        done = await self._review.drop(inv.caller, inv.reach, postcard, inv.id, reason)
        return await self._draw_next(inv, done)

    @action("postcards.drop", role=Role.COORDINATOR)
    async def drop(self, inv: Invocation, postcard: OnCard) -> Card:
        """Drop a postcard and show the next one, by the button of an earlier version."""
        return await self._draw_next(inv, await self._review.drop(inv.caller, inv.reach, postcard, inv.id))

    async def _draw_next(self, inv: Invocation, done: ReviewReceipt | None = None) -> Card:
        queue = await self._review.review_queue(inv.reach, most=1)
        said = _describe_decision(inv, done) if done else Markup()
        if not queue:
            prints = Button(inv.words.t("postcard.button.print"), "postcards.print")
            return Card(
                inv.words.t("postcard.title.review"),
                join(said, inv.words.m("postcard.review.empty")),
                buttons=(prints,),
            )
        zone = self._campaigns.files[queue[0].campaign].timezone
        return draw_review_card(inv, queue[0], await self._naming.load_names_at(inv.at), zone, said)


def draw_review_card(inv: Invocation, one: ReviewCard, names: Names, zone: str, said: Markup = Markup()) -> Card:
    """A postcard to read, with what to do about it. ``zone`` is the campaign's; ``said`` is
    about the one before."""
    words, args = inv.words, {"postcard": one.id}
    warning = "flood" if one.is_flood else "same" if one.writers else ""
    reasons = tuple(
        Button(
            words.t("postcard.button.back", reason=words.label("sendbackreason", reason)),
            "postcards.back",
            {**args, "reason": reason.value},
        )
        for reason in SendBackReason
    )
    place = name_place(words, one.district or one.state or "") or words.t("postcard.review.nowhere")
    return Card(
        words.t("postcard.title.review"),
        join(
            said,
            words.m("postcard.review.waiting", count=one.waiting),
            words.m(f"postcard.review.{warning}", count=one.writers) if warning else Markup(),
            quote(one.words),
        ),
        facts=(
            Fact(words.t("postcard.review.signed"), one.signature),
            Fact(words.t("postcard.review.to"), name_office_of_writer(words, names, one.campaign, one.slot)),
            Fact(words.t("postcard.review.from"), place),
            Fact(words.t("postcard.review.language"), words.label("language", one.language)),
            Fact(
                words.t("postcard.review.written"),
                words.m("postcard.review.when", when=name_year(Moment(one.written_at, zone, shared=True), inv.at)),
            ),
        ),
        buttons=(
            Button(words.t("postcard.button.approve"), "postcards.approve", args, Style.PRIMARY),
            Button(words.t("postcard.button.drop"), "postcards.drop_form", args, Style.DANGER),
            *reasons,
        ),
        note=words.m("postcard.reference", count=1, references=one.reference),
    )


def _describe_decision(inv: Invocation, done: ReviewReceipt) -> Markup:
    """What became of the postcard before."""
    key = "already" if done.already else done.status.value
    return inv.words.m(f"postcard.review.did.{key}", reference=done.reference)
