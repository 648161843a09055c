"""`/log`, its form, and the outcome buttons under a script."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from bot.cogs.calls.campaign_question import (
    CallWord,
    ThatCampaign,
    campaign_line,
    further_buttons,
    move_buttons,
    office_line,
    other_day,
    which_card,
)
from bot.cogs.calls.positions import ask_question
from bot.cogs.calls.unavailable_reason import why_question
from bot.cogs.shared.card_parts import (
    AGAIN,
    CampaignWord,
    CardLanguage,
    OfficeWord,
    everyone,
    script_button,
    undo_button,
)
from bot.cogs.shared.display_names import Names, Naming
from bot.core.calls.call_moves import CallMoves
from bot.core.calls.call_request import Wish
from bot.core.calls.calls import Calls, Receipt
from bot.core.campaigns.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns, naming
from bot.core.directory.members import VOTELESS
from bot.core.guidance.campaign_choice import SeveralFitError
from bot.core.guidance.delegates import title_of
from bot.core.guidance.routing import Routing
from bot.core.guidance.target_names import named
from bot.core.guidance.targets import Targets
from bot.core.totals.counting import Day, LogStatus, Outcome
from bot.kit.cards.labels import choices_of
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import CHOICES, Button, Card, Choice, Fact
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import accepts, action, command, suggest
from bot.text import matches

WhichDay = Annotated[Day | None, Opt("Day you called")]


class LogCog:
    """Records calls."""

    subject = "calls"

    def __init__(self, calls: Calls, moves: CallMoves, campaigns: Campaigns, routing: Routing, naming: Naming) -> None:
        self._calls = calls
        self._moves = moves
        self._campaigns = campaigns
        self._routing = routing
        self._naming = naming

    @command("log", unless=("outcome",))
    async def log(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome | None, Opt("What happened")] = None,
        office: OfficeWord = None,
        campaign: CampaignWord = None,
        day: WhichDay = None,
    ) -> Card:
        """Log a call you made."""
        assert outcome is not None, "without an outcome the form opens"
        return await self._log(
            inv, Wish(outcome, office, campaign, day or Day.TODAY, inv.language, zone=inv.envelope.zone)
        )

    @action("tap")
    async def tap(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("What happened")],
        office: Annotated[str, Opt("Office on the card")],
        campaign: Annotated[str, Opt("Campaign of the card")],
        language: CardLanguage = None,
    ) -> Card:
        """Log how the call on a script card went."""
        return await self._log(
            inv,
            Wish(outcome, office, campaign, Day.TODAY, language or inv.language, tapped=True, zone=inv.envelope.zone),
        )

    @action("log.for")
    async def log_for(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("What happened")],
        office: Annotated[str, Opt("Office on the card")],
        campaign: ThatCampaign,
        day: WhichDay = None,
    ) -> Card:
        """Log a call for the campaign that somebody chose."""
        return await self._log(
            inv, Wish(outcome, office, campaign, day or Day.TODAY, inv.language, tapped=True, zone=inv.envelope.zone)
        )

    @action("log.move")
    async def move(self, inv: Invocation, call: CallWord, campaign: ThatCampaign) -> Card:
        """Count a call for another campaign instead."""
        receipt = await self._moves.move(inv.caller, call, campaign, inv.id, inv.at)
        return await self._receipt(inv, receipt, Day.TODAY)

    @action("log.office")
    async def office(self, inv: Invocation, call: CallWord, office: Annotated[str, Opt("Office called")]) -> Card:
        """Say which office of a member it was."""
        changed = await self._moves.change_office(inv.caller, call, office, inv.id, inv.at)
        names = await self._naming.names_at(inv.at)
        whom = names.office(inv.words, changed.campaign, changed.slot)
        return Card(
            inv.words.t("log.title.office"),
            inv.words.m("log.office_changed", office=whom),
            buttons=(script_button(inv, changed.campaign), undo_button(inv.words, call)),
        )

    @suggest("offices")
    async def offices(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Return whom the caller rings, and then their offices at home, whose name or word holds what was typed."""
        names = await self._naming.names_at(inv.at)
        choices = offered(inv.words, await self._routing.read(inv.caller, inv.at), names)
        return tuple(choice for choice in choices if _holds(choice, typed))[:CHOICES]

    @suggest("campaigns")
    async def campaigns(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Return the open campaigns whose title or key holds what was typed."""
        opened = await self._campaigns.opened(inv.caller, inv.at)
        named = [(campaign.id, campaign.file.title["en"]) for campaign in opened]
        return choices_of([pair for pair in named if matches(typed, *pair)][:CHOICES])

    @accepts("offices")
    async def accepted_offices(self, inv: Invocation, typed: tuple[str, ...]) -> frozenset[str]:
        """Return what of several texts names somebody whom the caller calls in an open campaign."""
        rows = [targets for _, targets in await self._routing.read(inv.caller, inv.at)]
        return frozenset(run for run in typed if any(named(run, targets.row) for targets in rows))

    @accepts("campaigns")
    async def accepted_campaigns(self, inv: Invocation, typed: tuple[str, ...]) -> frozenset[str]:
        """Return what of several texts names a campaign, open or not."""
        known = await self._campaigns.known()
        return frozenset(run for run in typed if naming(known, run))

    async def _log(self, inv: Invocation, wish: Wish) -> Card:
        try:
            receipt = await self._calls.log(inv.caller, wish, inv.id, inv.at)
        except SeveralFitError as error:
            return which_card(inv, error, wish.outcome, wish.day, self._campaigns.files)
        return await self._receipt(inv, receipt, wish.day)

    async def _receipt(self, inv: Invocation, receipt: Receipt, day: Day) -> Card:
        return receipt_card(inv, receipt, day, self._campaigns.files, await self._naming.names_at(inv.at))


def offered(words: Words, opened: Sequence[tuple[Campaign, Targets]], names: Names) -> tuple[Choice, ...]:
    """Return every target of some campaigns, and then every office of theirs at home, each once."""
    found: dict[str, str] = {}
    for campaign, targets in opened:
        for slot in targets.slots:
            found.setdefault(slot, names.office(words, campaign.id, slot, title_of(targets.of(slot), targets.place)))
    for campaign, targets in opened:
        for target in targets.row:
            office = names.office(words, campaign.id, target.slot)
            for one in target.member.offices[1:] if target.member else ():
                found.setdefault(one.id, words.t("office.at", office=office, place=one.place))
    return choices_of(found.items())


def receipt_card(inv: Invocation, receipt: Receipt, day: Day, files: Mapping[str, CampaignFile], names: Names) -> Card:
    """Say what was logged for ``day``, where that leaves the numbers, and what may come next."""
    file = files[receipt.campaign]
    words, where = inv.words, names.office(inv.words, receipt.campaign, receipt.slot, receipt.title)
    if receipt.kind is LogStatus.ALL_DONE:
        return _all_done_card(inv, receipt, day, names, files)
    outcome = words.choice("outcome", receipt.outcome)
    attempt = receipt.kind is LogStatus.LOGGED and not receipt.outcome.completed
    name = "attempt" if attempt else receipt.kind.value
    sentence = _sentence(receipt, name)
    asks = file.asks if receipt.outcome is Outcome.SPOKE else ()
    voteless = receipt.title in VOTELESS
    attempted = receipt.outcome is Outcome.UNAVAILABLE
    question = why_question(inv, receipt.call_id) if attempted else ask_question(inv, receipt.call_id, asks, voteless)
    at_home, washington = office_line(inv, receipt, names)
    further = _further(receipt, files)
    return Card(
        title=words.t(_key(words, day, f"title.{name}")),
        body=join(
            join(words.m(_key(words, day, sentence), outcome=outcome, office=where), at_home, between=" "),
            campaign_line(inv, receipt, file),
            other_day(inv, receipt, day, file),
            Markup() if attempt else _day_so_far(words, receipt, day),
            words.m("log.further") if further else Markup(),
            words.m(f"congress.{receipt.ended}") if receipt.ended else Markup(),
        ),
        facts=_facts(inv, receipt, file.goal),
        buttons=(
            *further_buttons(inv, further),
            *_buttons(inv, receipt),
            *washington,
            *move_buttons(inv, receipt, files),
        ),
        note=words.m("log.reference", reference=receipt.reference),
        question=question,
    )


def _sentence(receipt: Receipt, name: str) -> str:
    """Return what is said under the title ``name``; of an attempt logged twice never that it counts."""
    if name == "attempt" and receipt.next_slot is None:
        return "attempt_last"
    return "same_attempt" if receipt.kind is LogStatus.SAME and not receipt.outcome.completed else name


def _further(receipt: Receipt, files: Mapping[str, CampaignFile]) -> tuple[CampaignFile, ...]:
    return tuple(files[one] for one in receipt.further if one in files)


def _day_so_far(words: Words, receipt: Receipt, day: Day) -> Markup:
    """Say how many of that day's offices the caller has called, and thank them after the last."""
    name = "left" if receipt.done < receipt.targets else "thanks_in" if receipt.others else "thanks"
    return words.m(_key(words, day, name), done=receipt.done, count=receipt.targets)


def _facts(inv: Invocation, receipt: Receipt, target: int | None) -> tuple[Fact, ...]:
    words = inv.words
    own, total = Fact(words.t("log.own"), words.number(receipt.own)), everyone(words, receipt.coalition, target)
    if receipt.chapter is None:
        return (own, total)
    return (own, Fact(receipt.chapter, words.number(receipt.chapter_total)), total)


def _buttons(inv: Invocation, receipt: Receipt) -> tuple[Button, ...]:
    again = {"campaign": receipt.campaign, "office": receipt.slot}
    onward = (script_button(inv, receipt.campaign, receipt.next_slot),) if receipt.next_slot else ()
    return (
        *onward,
        Button(inv.words.t("button.again"), "script.show", again),
        undo_button(inv.words, receipt.call_id),
    )


def _key(words: Words, day: Day, name: str) -> str:
    """Return the key of a receipt's sentence, or of the one that says it of yesterday, where there is one."""
    then = f"log.yesterday.{name}"
    return then if day is Day.YESTERDAY and words.has(then) else f"log.{name}"


def _all_done_card(
    inv: Invocation, receipt: Receipt, day: Day, names: Names, files: Mapping[str, CampaignFile]
) -> Card:
    words, campaign, further = inv.words, receipt.campaign, _further(receipt, files)
    show, title_ = "script.show", receipt.title
    buttons = tuple(
        Button(names.office(words, campaign, slot, title_), show, {"campaign": campaign, "office": slot})
        for slot in (receipt.slots[:AGAIN] if day is Day.TODAY else ())  # what is tapped there is for today
    )
    title, told = (_key(words, day, name) for name in ("title.all_done", "all_done"))
    body = join(
        words.m(told),
        campaign_line(inv, receipt, files[campaign]),
        words.m("log.further") if further else Markup(),
    )
    facts = _facts(inv, receipt, files[campaign].goal)
    return Card(words.t(title), body, facts, buttons=(*further_buttons(inv, further), *buttons))


def _holds(choice: Choice, typed: str) -> bool:
    return matches(typed, choice.label, choice.value)
