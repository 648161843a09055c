"""`/congress`: admins say that a seat is vacant or filled, before the data on Congress do."""

from typing import Annotated

from bot.core.moderation.seats import SeatChange, SeatPlan, Seats, name_change
from bot.core.moderation.typed_seats import write_seat
from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import CHOICES, Button, Card, Choice, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, suggest
from bot.roles import Role

WhichSeat = Annotated[str, Opt("The seat: CA-14, TX senior, or who sits there", suggest="seats")]
Successor = Annotated[str | None, Opt("Who sits there now, by the data", suggest="members", keyed=True)]
WhatChange = Annotated[SeatChange, Opt("What to do")]
WhichMember = Annotated[str, Opt("The member on the card")]


class CongressCog:
    """Marks seats of Congress as vacant, and takes the marks back."""

    subject = "people"

    def __init__(self, seats: Seats) -> None:
        self._seats = seats

    @command("congress vacant", role=Role.ADMIN)
    async def ask_to_vacate(self, inv: Invocation, seat: WhichSeat) -> Card:
        """Send nobody to a member of Congress who left, before the data say so. Asks once before it does."""
        return draw_seat_question(inv.words, await self._seats.plan_vacancy(seat))

    @command("congress fill", role=Role.ADMIN)
    async def ask_to_fill(self, inv: Invocation, seat: WhichSeat, member: Successor = None) -> Card:
        """Name a seat's member again, or the new one in the data. Asks once before it does."""
        return draw_seat_question(inv.words, await self._seats.plan_fill(seat, member))

    @action("seat.change", role=Role.ADMIN)
    async def change(self, inv: Invocation, change: WhatChange, seat: WhichSeat, member: WhichMember) -> Card:
        """Do what the card asked about."""
        done = await self._seats.apply(inv.caller, change, seat, member, inv.id)
        return Card(body=inv.words.m(f"seat.done.{name_change(done)}", seat=write_seat(done.seat), name=done.name))

    @suggest("seats")
    async def suggest_seats(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Seats, with who sits there."""
        return make_choices((await self._seats.suggest(typed))[:CHOICES])


def draw_seat_question(words: Words, plan: SeatPlan) -> Card:
    """The card that asks before a seat is changed."""
    args = {"change": plan.change.value, "seat": plan.seat, "member": plan.member}
    style = Style.DANGER if plan.change is SeatChange.VACANT else Style.PRIMARY
    return Card(
        title=words.t(f"seat.title.{plan.change}", seat=write_seat(plan.seat)),
        body=words.m(f"seat.question.{name_change(plan)}", seat=write_seat(plan.seat), name=plan.name),
        buttons=(Button(words.t(f"seat.button.{plan.change}"), "seat.change", args, style),),
        note=words.m("seat.note_back" if plan.change is SeatChange.FILL else "seat.note"),
    )
