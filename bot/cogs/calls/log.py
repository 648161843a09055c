"""`/log`, its form, and the outcome buttons under a script."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from bot.cogs.calls.campaign_question import (
    CallWord,
    CampaignOnCard,
    ThatCampaign,
    draw_further_buttons,
    draw_move_buttons,
    draw_which_card,
    write_campaign_line,
    write_office_line,
    write_other_day,
)
from bot.cogs.calls.positions import ask_question
from bot.cogs.calls.unavailable_reason import ask_reason
from bot.cogs.shared.card_parts import (
    AGAIN,
    CampaignWord,
    CardLanguage,
    OfficeWord,
    everyone,
    script_button,
    title,
    undo_button,
)
from bot.cogs.shared.display_names import Names, Naming
from bot.core.calls.call_moves import CallMoves
from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Calls, Receipt
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns, naming
from bot.core.directory.members import VOTELESS
from bot.core.guidance.campaign_choice import SeveralFitError
from bot.core.guidance.delegates import find_title
from bot.core.guidance.routing import Routing
from bot.core.guidance.target_names import find_named_targets
from bot.core.guidance.targets import Targets
from bot.core.totals.counting import Day, LogStatus, Outcome
from bot.kit.cards.labels import make_choices
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
        return await self._log_call(
            inv, CallRequest(outcome, office, campaign, day or Day.TODAY, inv.language, zone=inv.envelope.zone)
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
        return await self._log_call(
            inv,
            CallRequest(
                outcome, office, campaign, Day.TODAY, language or inv.language, tapped=True, zone=inv.envelope.zone
            ),
        )

    @action("log.for")
    async def log_for(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("What happened")],
        office: Annotated[str | None, Opt("Office on the card")] = None,
        campaign: CampaignOnCard = None,
        day: WhichDay = None,
    ) -> Card:
        """Log a call for the campaign that somebody chose; without an office, for its next one."""
        tapped, zone = office is not None, inv.envelope.zone
        request = CallRequest(outcome, office, campaign, day or Day.TODAY, inv.language, tapped=tapped, zone=zone)
        return await self._log_call(inv, request, movable=not tapped)

    @action("log.move")
    async def move(self, inv: Invocation, call: CallWord, campaign: ThatCampaign) -> Card:
        """Count a call for another campaign instead."""
        receipt = await self._moves.move(inv.caller, call, campaign, inv.id, inv.at)
        return await self._draw_receipt(inv, receipt, Day.TODAY)

    @action("log.office")
    async def office(self, inv: Invocation, call: CallWord, office: Annotated[str, Opt("Office called")]) -> Card:
        """Say which office of a member it was."""
        changed = await self._moves.change_office(inv.caller, call, office, inv.id, inv.at)
        names = await self._naming.names_at(inv.at)
        office = names.office(inv.words, changed.campaign, changed.slot)
        return Card(
            inv.words.t("log.title.office"),
            inv.words.m("log.office_changed", office=office),
            buttons=(script_button(inv, changed.campaign), undo_button(inv.words, call)),
        )

    @suggest("offices")
    async def offices(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The caller's targets, then their offices at home, that contain the typed text."""
        names = await self._naming.names_at(inv.at)
        choices = list_offices(inv.words, await self._routing.read(inv.caller, inv.at), names)
        return tuple(choice for choice in choices if _has_text(choice, typed))[:CHOICES]

    @suggest("campaigns")
    async def campaigns(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The open campaigns whose title or key contains the typed text."""
        opened = await self._campaigns.load_open(inv.caller, inv.at)
        titles = [(campaign.id, title(inv, campaign.file)) for campaign in opened]
        return make_choices([pair for pair in titles if matches(typed, *pair)][:CHOICES])

    @accepts("offices")
    async def accept_offices(self, inv: Invocation, typed: tuple[str, ...]) -> frozenset[str]:
        """The texts that name one of the caller's targets in an open campaign."""
        rows = [targets for _, targets in await self._routing.read(inv.caller, inv.at)]
        return frozenset(text for text in typed if any(find_named_targets(text, targets.row) for targets in rows))

    @accepts("campaigns")
    async def accept_campaigns(self, inv: Invocation, typed: tuple[str, ...]) -> frozenset[str]:
        """The texts that name a campaign, open or not."""
        known = await self._campaigns.load_all()
        return frozenset(text for text in typed if naming(known, text))

    async def _log_call(self, inv: Invocation, request: CallRequest, *, movable: bool = False) -> Card:
        try:
            receipt = await self._calls.log(inv.caller, request, inv.id, inv.at)
        except SeveralFitError as error:
            return draw_which_card(inv, error, request.outcome, request.day, self._campaigns.files)
        return await self._draw_receipt(inv, receipt, request.day, movable=movable)

    async def _draw_receipt(self, inv: Invocation, receipt: Receipt, day: Day, *, movable: bool = False) -> Card:
        names, files = await self._naming.names_at(inv.at), self._campaigns.files
        card = draw_receipt_card(inv, receipt, day, files, names)
        moves = draw_move_buttons(inv, receipt, files) if movable else ()
        return replace(card, buttons=(*card.buttons, *moves))


def list_offices(words: Words, opened: Sequence[tuple[Campaign, Targets]], names: Names) -> tuple[Choice, ...]:
    """Every target of some campaigns, then every office of theirs at home, each once."""
    found: dict[str, str] = {}
    for campaign, targets in opened:
        for slot in targets.slots:
            found.setdefault(
                slot, names.office(words, campaign.id, slot, find_title(targets.find(slot), targets.place))
            )
    for campaign, targets in opened:
        for target in targets.row:
            office = names.office(words, campaign.id, target.slot)
            for one in target.member.offices[1:] if target.member else ():
                found.setdefault(one.id, words.t("office.at", office=office, place=one.place))
    return make_choices(found.items())


def draw_receipt_card(
    inv: Invocation, receipt: Receipt, day: Day, files: Mapping[str, CampaignFile], names: Names
) -> Card:
    """Say what was logged for ``day``, the new totals, and what can come next."""
    file = files[receipt.campaign]
    words, office = inv.words, names.office(inv.words, receipt.campaign, receipt.slot, receipt.title)
    if receipt.kind is LogStatus.ALL_DONE:
        return _draw_all_done_card(inv, receipt, day, names, files)
    outcome = words.choice("outcome", receipt.outcome)
    attempt = receipt.kind is LogStatus.LOGGED and not receipt.outcome.completed
    name = "attempt" if attempt else receipt.kind.value
    sentence = _choose_sentence(receipt, name)
    asks = file.asks if receipt.outcome is Outcome.SPOKE else ()
    voteless = receipt.title in VOTELESS
    attempted = receipt.outcome is Outcome.UNAVAILABLE
    question = ask_reason(inv, receipt.call_id) if attempted else ask_question(inv, receipt.call_id, asks, voteless)
    at_home, washington = write_office_line(inv, receipt, names)
    further = _find_further(receipt, files)
    return Card(
        title=words.t(_find_key(words, day, f"title.{name}")),
        body=join(
            join(words.m(_find_key(words, day, sentence), outcome=outcome, office=office), at_home, between=" "),
            write_campaign_line(inv, receipt, file),
            write_other_day(inv, receipt, day, file),
            Markup() if attempt else _write_progress(words, receipt, day),
            words.m("log.further") if further else Markup(),
            words.m(f"congress.{receipt.ended}") if receipt.ended else Markup(),
        ),
        facts=_draw_facts(inv, receipt, file.goal),
        buttons=(
            *draw_further_buttons(inv, further),
            *_draw_buttons(inv, receipt),
            *washington,
        ),
        note=words.m("log.reference", reference=receipt.reference),
        question=question,
    )


def _choose_sentence(receipt: Receipt, name: str) -> str:
    """The sentence under the title ``name``. It never says that an attempt counts, even a repeated one."""
    if name == "attempt" and receipt.next_slot is None:
        return "attempt_last"
    return "same_attempt" if receipt.kind is LogStatus.SAME and not receipt.outcome.completed else name


def _find_further(receipt: Receipt, files: Mapping[str, CampaignFile]) -> tuple[CampaignFile, ...]:
    return tuple(files[one] for one in receipt.further if one in files)


def _write_progress(words: Words, receipt: Receipt, day: Day) -> Markup:
    """Say how many of the day's offices the caller has called, and thank them after the last."""
    name = "left" if receipt.done < receipt.targets else "thanks_in" if receipt.others else "thanks"
    return words.m(_find_key(words, day, name), done=receipt.done, count=receipt.targets)


def _draw_facts(inv: Invocation, receipt: Receipt, target: int | None) -> tuple[Fact, ...]:
    words = inv.words
    own, total = Fact(words.t("log.own"), words.number(receipt.own)), everyone(words, receipt.coalition, target)
    if receipt.chapter is None:
        return (own, total)
    return (own, Fact(receipt.chapter, words.number(receipt.chapter_total)), total)


def _draw_buttons(inv: Invocation, receipt: Receipt) -> tuple[Button, ...]:
    again = {"campaign": receipt.campaign, "office": receipt.slot}
    onward = (script_button(inv, receipt.campaign, receipt.next_slot),) if receipt.next_slot else ()
    return (
        *onward,
        Button(inv.words.t("button.again"), "script.show", again),
        undo_button(inv.words, receipt.call_id),
    )


def _find_key(words: Words, day: Day, name: str) -> str:
    """The key of a receipt's sentence; for yesterday, its variant if there is one."""
    variant = f"log.yesterday.{name}"
    return variant if day is Day.YESTERDAY and words.has(variant) else f"log.{name}"


def _draw_all_done_card(
    inv: Invocation, receipt: Receipt, day: Day, names: Names, files: Mapping[str, CampaignFile]
) -> Card:
    words, campaign, further = inv.words, receipt.campaign, _find_further(receipt, files)
    buttons = tuple(
        Button(
            names.office(words, campaign, slot, receipt.title), "script.show", {"campaign": campaign, "office": slot}
        )
        for slot in (receipt.slots[:AGAIN] if day is Day.TODAY else ())  # these buttons log for today
    )
    title, sentence = (_find_key(words, day, name) for name in ("title.all_done", "all_done"))
    body = join(
        words.m(sentence),
        write_campaign_line(inv, receipt, files[campaign]),
        words.m("log.further") if further else Markup(),
    )
    facts = _draw_facts(inv, receipt, files[campaign].goal)
    return Card(words.t(title), body, facts, buttons=(*draw_further_buttons(inv, further), *buttons))


def _has_text(choice: Choice, typed: str) -> bool:
    return matches(typed, choice.label, choice.value)
