"""`/void`, `/suspend` and `/unsuspend`: corrections by coordinators. The audit trail records each one."""

from datetime import date
from typing import Annotated

from bot.cogs.postcards.stacks import name_office_of_writer
from bot.cogs.shared.card_parts import draw_all_postcards, draw_everyone
from bot.cogs.shared.display_names import Names, Naming
from bot.cogs.shared.mentions import mention_picked, mention_somebody
from bot.core.campaigns.campaigns import Campaigns
from bot.core.moderation.call_search import is_beginning, is_reference, tidy_reference
from bot.core.moderation.cleaning import Cleaning, Plan, Span
from bot.core.moderation.moderation import Moderation, Reason, VoidReceipt
from bot.core.totals.counting import Measure
from bot.errors import UserError
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import CHOICES, Button, Card, Choice, Style
from bot.kit.invocation import Invocation
from bot.kit.options import PERSON, Opt
from bot.kit.spec import action, command, suggest
from bot.roles import Role

WhichCall = Annotated[str, Opt("The reference on the receipt, like 4F7K-92MD", suggest="calls", fits=is_beginning)]
Somebody = Annotated[str, Opt("Who it is", pick=PERSON)]
Anybody = Annotated[str | None, Opt("Who it is", pick=PERSON)]
TheirCall = Annotated[
    str | None, Opt("Or a call or card of theirs, like 4F7K-92MD", suggest="calls", fits=is_reference)
]
Why = Annotated[Reason, Opt("Why")]
Removed = Annotated[Span | None, Opt("Remove their calls and public name, back to")]
HowFar = Annotated[Span, Opt("How far back")]
WhoIs = Annotated[str, Opt("Who it is, as the audit trail has it")]
AsShown = Annotated[str | None, Opt("How the card names them")]

_BY_ACCOUNT = "p"  # the card mentions them; otherwise it names a call of theirs
_SHOWN = 40  # calls on a card


class ModerationCog:
    """Voids calls, and suspends and unsuspends people."""

    subject = "people"

    def __init__(self, moderation: Moderation, cleaning: Cleaning, campaigns: Campaigns, naming: Naming) -> None:
        self._campaigns, self._moderation = campaigns, moderation
        self._cleaning, self._naming = cleaning, naming

    @command("void", role=Role.COORDINATOR)
    async def void(self, inv: Invocation, call: WhichCall, reason: Why) -> Card:
        """Take a call or postcard that shouldn't count out of every total."""
        voided = await self._moderation.void(inv.caller, inv.reach, call, reason, inv.id)
        file = self._campaigns.files.get(voided.campaign)
        return draw_voided_card(inv, voided, reason, await self._naming.load_names(), file.goal if file else None)

    @command("suspend", role=Role.COORDINATOR)
    async def suspend(
        self, inv: Invocation, reason: Why, person: Anybody = None, call: TheirCall = None, remove: Removed = None
    ) -> Card:
        """Stop somebody, named or known by a call of theirs, from logging, and take out what they logged."""
        by_call, whom = bool(call), call or person
        if not whom:
            raise UserError("suspend.whom", field="person")
        if remove:
            plan = await self._cleaning.preview(inv.caller, inv.reach, whom, remove, inv.id, by_call=by_call)
            return draw_plan_card(inv, plan, reason, remove, call, person)
        done = await self._moderation.suspend(inv.caller, inv.reach, whom, reason, inv.id, by_call=by_call)
        who = _name_caller(inv, call) if call else mention_picked(inv, whom)
        return Card(body=inv.words.m("suspend.done" if done else "suspend.already", who=who))

    @action("suspend.remove", role=Role.COORDINATOR)
    async def remove(self, inv: Invocation, who: WhoIs, reason: Why, remove: HowFar, shown: AsShown = None) -> Card:
        """Suspend the person on the card, and remove what the card lists."""
        cleaned = await self._cleaning.clean(inv.caller, inv.reach, who, reason, remove, inv.id)
        cards = inv.words.m("suspend.cleaned_postcards", count=cleaned.postcards) if cleaned.postcards else Markup()
        named = join(cards, inv.words.m("suspend.unnamed") if cleaned.named else Markup())
        if not shown:  # the button of an earlier version
            return Card(body=join(inv.words.m("suspend.cleaned", count=cleaned.calls), named))
        is_person = shown == _BY_ACCOUNT
        whose = mention_somebody(inv.words, inv.caller, cleaned.accounts) if is_person else _name_caller(inv, shown)
        key = "suspend.cleaned_of" if cleaned.calls else "suspend.cleaned_none"
        return Card(body=join(inv.words.m(key, count=cleaned.calls, who=whose), named))

    @command("unsuspend", role=Role.COORDINATOR)
    async def unsuspend(self, inv: Invocation, person: Somebody) -> Card:
        """Let somebody log calls again."""
        done = await self._moderation.unsuspend(inv.caller, inv.reach, person, inv.id)
        who = mention_picked(inv, person)
        return Card(body=inv.words.m("suspend.lifted" if done else "suspend.none", who=who))

    @suggest("calls")
    async def suggest_calls(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The newest calls of the caller's orgs, without their offices, whose reference begins as typed."""
        calls = await self._moderation.list_newest_calls(inv.reach, typed)
        return make_choices(
            (one.reference, f"{one.reference} · {_describe_call(inv, one.day, one.outcome)}") for one in calls[:CHOICES]
        )


def _name_caller(inv: Invocation, call: str) -> Markup:
    """Somebody known by their call alone. Nothing says who they are."""
    return inv.words.m("suspend.caller_of", call=tidy_reference(call))


def draw_plan_card(
    inv: Invocation, plan: Plan, reason: Reason, span: Span, call: str | None, account: str | None
) -> Card:
    """The card that asks before a clean-up. It lists the calls, without their offices.

    Either ``call`` or ``account`` says whom the coordinator named.
    """
    words, whom = inv.words, _name_caller(inv, call) if call else mention_picked(inv, account or "")
    lines = [f"{call.reference} · {_describe_call(inv, call.day, call.outcome)}" for call in plan.calls]
    shown = lines[-_SHOWN:]
    shown_as = tidy_reference(call) if call else _BY_ACCOUNT
    args = {"who": plan.who, "reason": reason.value, "remove": span.value, "shown": shown_as}
    return Card(
        title=words.t("suspend.title"),
        body=join(
            words.m("suspend.plan" if lines else "suspend.plan_none", count=len(lines), who=whom),
            escape("\n".join(shown)),
            words.m("suspend.more", count=len(lines) - len(shown)) if len(lines) > len(shown) else Markup(),
            words.m("suspend.hides") if plan.named else Markup(),
            words.m("suspend.elsewhere", count=plan.elsewhere) if plan.elsewhere else Markup(),
            words.m("suspend.postcards", count=plan.postcards) if plan.postcards else Markup(),
        ),
        buttons=(Button(words.t("suspend.confirm"), "suspend.remove", args, Style.DANGER),),
        note=words.m("suspend.plan_note"),
    )


def draw_voided_card(
    inv: Invocation, voided: VoidReceipt, reason: Reason, names: Names, target: int | None = None
) -> Card:
    """The card of a voided call or postcard, with the coalition's new total of its kind. It names nobody.

    ``target`` is the campaign's goal, which counts calls.
    """
    words = inv.words
    total = (
        draw_everyone(words, voided.coalition, target)
        if voided.measure is Measure.CALLS
        else draw_all_postcards(words, voided.coalition)
    )
    body = words.m(
        _choose_void_key(voided),
        outcome=words.label("outcome", voided.outcome) if voided.outcome else "",
        office=_name_voided_office(inv, voided, names),
        day=words.format_day(date.fromisoformat(voided.day)),
        reason=words.label("reason", reason),
    )
    return Card(
        title=words.t("void.title"),
        body=body,
        facts=(total,),
        note=words.m("log.reference", reference=voided.reference),
    )


def _name_voided_office(inv: Invocation, voided: VoidReceipt, names: Names) -> str:
    if voided.measure is Measure.POSTCARDS:
        return name_office_of_writer(inv.words, names, voided.campaign, voided.slot)
    return names.name_office(inv.words, voided.campaign, voided.slot)


def _choose_void_key(voided: VoidReceipt) -> str:
    if voided.measure is Measure.POSTCARDS:
        return "void.postcard_already" if voided.already else "void.postcard"
    return "void.already" if voided.already else "void.done"


def _describe_call(inv: Invocation, day: str, outcome: str | None) -> str:
    how = inv.words.label("outcome", outcome) if outcome else inv.words.t("void.a_postcard")
    return f"{inv.words.format_day(date.fromisoformat(day))} · {how}"
