"""`/log`, its form, and the outcome buttons under a script."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from msgspec.structs import replace

from bot.cogs.calls.campaign_question import (
    CallWord,
    CampaignOnCard,
    ThatCampaign,
    add_moves,
    draw_which_card,
)
from bot.cogs.calls.receipt_card import draw_office_card, draw_receipt_card
from bot.cogs.calls.unavailable_reason import read_reason
from bot.cogs.shared.card_parts import (
    CampaignWord,
    CardLanguage,
    OfficeWord,
    translate_title,
)
from bot.cogs.shared.display_names import Names, Naming
from bot.core.calls.call_moves import CallMoves
from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Calls, Receipt
from bot.core.campaigns.campaign_search import search_campaigns
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.guidance.campaign_choice import SeveralFitError
from bot.core.guidance.delegates import find_title
from bot.core.guidance.phone_lines import UnavailableReason
from bot.core.guidance.routing import Routing
from bot.core.guidance.target_names import find_named_targets
from bot.core.guidance.targets import Targets
from bot.core.times.typed_time import is_clock_time, names_past
from bot.core.totals.counting import Day, Outcome
from bot.errors import UserError
from bot.identity import Identity
from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import CHOICES, Card, Choice
from bot.kit.dispatch.identities import choose_language, make_invocation
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import accepts, action, command, suggest
from bot.kit.words.own_language.times import names_day
from bot.text import fold, matches

WhichDay = Annotated[Day | None, Opt("Day you called")]


class LogCog:
    """Records calls."""

    subject = "calls"

    def __init__(self, calls: Calls, moves: CallMoves, campaigns: Campaigns, routing: Routing, naming: Naming) -> None:
        self._calls, self._moves, self._campaigns = calls, moves, campaigns
        self._routing, self._naming = routing, naming

    @command("log", unless=("outcome",), identifies=True)
    async def log(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome | None, Opt("What happened")] = None,
        office: OfficeWord = None,
        campaign: CampaignWord = None,
        day: WhichDay = None,
    ) -> Answer:
        """Log a call you made."""
        assert outcome is not None, "without an outcome the form opens"
        why = None if outcome.completed else read_reason(inv, "outcome")
        guessed, zone = "office" in inv.unkeyed, inv.envelope.zone
        if guessed and is_clock_time(office or ""):  # says nothing of the office: `/log voicemail 9am`
            office = None
        request = CallRequest(outcome, office, campaign, day or Day.TODAY, guessed=guessed, zone=zone, why=why)
        with _explain_old_day(office):
            return await self._log_call(inv, request)

    @action("tap", identifies=True)
    async def tap(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("What happened")],
        office: Annotated[str, Opt("Office on the card")],
        campaign: Annotated[str, Opt("Campaign of the card")],
        language: CardLanguage = None,
    ) -> Answer:
        """Log how the call on a script card went."""
        zone = inv.envelope.zone
        request = CallRequest(outcome, office, campaign, language=language, tapped=True, zone=zone)
        return await self._log_call(inv, request)

    @action("log.for", identifies=True)
    async def log_for(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("What happened")],
        office: Annotated[str | None, Opt("Office on the card")] = None,
        campaign: CampaignOnCard = None,
        day: WhichDay = None,
        why: Annotated[UnavailableReason | None, Opt("Why it didn't work")] = None,
    ) -> Answer:
        """Log a call for the chosen campaign; without an office, for its next one."""
        tapped, zone = office is not None, inv.envelope.zone
        request = CallRequest(outcome, office, campaign, day or Day.TODAY, tapped=tapped, zone=zone, why=why)
        return await self._log_call(inv, request, movable=not tapped)

    @action("log.move", identifies=True)
    async def move(self, inv: Invocation, call: CallWord, campaign: ThatCampaign) -> Answer:
        """Count a call for another campaign instead."""
        receipt, identity = await self._moves.identify_and_move(
            inv.caller, inv.envelope.manages, call, campaign, inv.id, inv.at
        )
        read = make_invocation(inv.envelope, identity, private=True)
        return Answer(await self._draw_receipt(read, receipt, Day.TODAY), identity)

    @action("log.office", identifies=True)
    async def change_office(
        self, inv: Invocation, call: CallWord, office: Annotated[str, Opt("Office called")]
    ) -> Answer:
        """Change which office of a member a call was to."""
        changed, identity = await self._moves.identify_and_change_office(
            inv.caller, inv.envelope.manages, call, office, inv.id, inv.at
        )
        read, asks = make_invocation(inv.envelope, identity, private=True), self._campaigns.files[changed.campaign].asks
        return Answer(draw_office_card(read, changed, asks, await self._naming.load_names_at(inv.at)), identity)

    @suggest("offices")
    async def suggest_offices(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The caller's targets, then their offices at home, that contain the typed text."""
        names = await self._naming.load_names_at(inv.at)
        choices = list_offices(inv.words, await self._routing.read(inv.caller, inv.at), names)
        return tuple(choice for choice in choices if _has_text(choice, typed))[:CHOICES]

    @suggest("campaigns")
    async def suggest_campaigns(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The open campaigns whose title or key contains the typed text."""
        opened = await self._campaigns.load_open(inv.caller, inv.at)
        titles = [(campaign.id, translate_title(inv, campaign.file)) for campaign in opened]
        return make_choices([pair for pair in titles if matches(typed, *pair)][:CHOICES])

    @accepts("offices")
    async def accept_offices(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name one of the caller's targets in an open campaign."""
        known = [targets for _, targets in await self._routing.read(inv.caller, inv.at)]
        return frozenset(text for text in typed if any(find_named_targets(text, targets.all) for targets in known))

    @accepts("campaigns")
    async def accept_campaigns(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name a campaign, open or not, that the caller may see here or because of their role."""
        search = search_campaigns(await self._campaigns.load_named(inv.caller, inv.reach))
        return frozenset(text for text in typed if search.accepts(text, parts))

    async def _log_call(self, inv: Invocation, request: CallRequest, *, movable: bool = False) -> Answer:
        """Log a call, in the caller's language if ``request`` has none. One transaction reads the caller and logs."""
        envelope = inv.envelope

        def make_request(identity: Identity) -> CallRequest:
            return replace(request, language=request.language or choose_language(envelope, identity))

        try:
            receipt, identity = await self._calls.identify_and_log(
                inv.caller, envelope.manages, make_request, inv.id, inv.at
            )
        except SeveralFitError as error:
            identity = error.identity or Identity()
            read = make_invocation(envelope, identity, private=True)
            card = draw_which_card(read, error, request, self._campaigns.files)
        else:
            read = make_invocation(envelope, identity, private=True)
            card = await self._draw_receipt(read, receipt, request.day, movable=movable)
        return Answer(card, identity)

    async def _draw_receipt(self, inv: Invocation, receipt: Receipt, day: Day, *, movable: bool = False) -> Card:
        names, files = await self._naming.load_names_at(inv.at), self._campaigns.files
        card = draw_receipt_card(inv, receipt, day, files, names)
        return add_moves(inv, card, receipt, files) if movable else card


@contextmanager
def _explain_old_day(office: str | None) -> Iterator[None]:
    """Say how old a call may be, where what was taken for an unknown office is an earlier day."""
    try:
        yield
    except UserError as error:
        if error.field != "office" or not (names_day(office or "") or names_past(fold(office or ""))):
            raise
        explained = UserError("log.day_over", field="day")
        explained.identity = error.identity
        raise explained from None


def list_offices(words: Words, opened: Sequence[tuple[Campaign, Targets]], names: Names) -> tuple[Choice, ...]:
    """Every target of some campaigns, then every district office of these, each once."""
    labels: dict[str, str] = {}
    for campaign, targets in opened:
        for slot in targets.slots:
            labels.setdefault(
                slot, names.name_office(words, campaign.id, slot, find_title(targets.find(slot), targets.place))
            )
    for campaign, targets in opened:
        for target in targets.all:
            office = names.name_office(words, campaign.id, target.slot)
            for one in target.official.offices[1:] if target.official else ():
                labels.setdefault(one.id, words.t("office.label.at", office=office, place=one.place))
    return make_choices(labels.items())


def _has_text(choice: Choice, typed: str) -> bool:
    return matches(typed, choice.label, choice.value)
