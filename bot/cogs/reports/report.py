"""`/report`: a campaign's results for coordinators, as tables and files."""

from typing import Annotated

from bot.cogs.calls.other_campaigns import offer_others
from bot.cogs.reports import report_cards as cards
from bot.cogs.reports.coverage_card import draw_coverage_card
from bot.cogs.reports.day_card import draw_day_card
from bot.cogs.reports.positions_card import draw_positions_card
from bot.cogs.reports.postcards_card import draw_postcards_card
from bot.cogs.shared.card_parts import WhichMeasure
from bot.cogs.shared.display_names import Naming
from bot.cogs.shared.paging import PageNumber
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.reports.build import ReportServices
from bot.core.reports.day_report import DayReport
from bot.core.totals.counting import Measure
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.roles import Role

Drive = Annotated[str | None, Opt("Campaign, when it isn't the open one", suggest="all_campaigns", accepts="campaigns")]
AskNumber = Annotated[int | None, Opt("Ask on the card, from 1", button_only=True)]

Day = Annotated[str | None, Opt("Day on the card, YYYY-MM-DD", button_only=True)]
SentDay = Annotated[str, Opt("Day on the card, YYYY-MM-DD")]

_FOR = Role.COORDINATOR


class ReportCog:
    """Shows reports."""

    subject = "reports"

    def __init__(self, services: ReportServices, campaigns: Campaigns, naming: Naming) -> None:
        self._reports, self._coverage, self._postcards = services.reports, services.coverage, services.postcards
        self._day_reports, self._sending = services.day_reports, services.sending
        self._campaigns, self._naming = campaigns, naming

    # ``page`` is None for the command itself. Only the command attaches the file, since Slack posts it separately.

    @command("report day", role=_FOR, reads=True)
    @action("report.day", role=_FOR)
    async def show_day(self, inv: Invocation, campaign: Drive = None, day: Day = None, page: PageNumber = None) -> Card:
        """See the last call-in day on one card, compared with the one before, and take it along as a file."""
        report = await self._day_reports.read(inv.reach, campaign, day, inv.at)
        return await self._offer_others(inv, await self._draw_day(inv, report, page), report.campaign, "day")

    @action("report.send", role=_FOR)
    async def send(self, inv: Invocation, campaign: Annotated[str, Opt("The campaign")], day: SentDay) -> Card:
        """Send the day's report to the coalition's admins."""
        sent = await self._sending.send(inv.caller, inv.reach, campaign, day, inv.at)
        return await self._draw_day(inv, sent, 1)

    @command("report calls", role=_FOR, reads=True)
    @action("report.calls", role=_FOR)
    async def show_calls(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """See your organization's calls day by day, and take them along as a file."""
        report = await self._reports.load_calls(inv.reach, campaign, inv.at)
        return await self._offer_others(inv, cards.draw_calls_card(inv, report, page), report.campaign, "calls")

    @command("report chapters", role=_FOR, reads=True)
    @action("report.chapters", role=_FOR)
    async def show_chapters(
        self, inv: Invocation, campaign: Drive = None, page: PageNumber = None, what: WhichMeasure = None
    ) -> Card:
        """See what each chapter did, calls or postcards, and take it along as a file."""
        measure = what or Measure.CALLS
        report = await self._reports.load_chapters(inv.reach, campaign, inv.at, measure)
        card = cards.draw_chapters_card(inv, report, page)
        return await self._offer_others(inv, card, report.campaign, "chapters", measure)

    @command("report districts", role=_FOR, reads=True)
    @action("report.districts", role=_FOR)
    async def show_districts(
        self, inv: Invocation, campaign: Drive = None, page: PageNumber = None, what: WhichMeasure = None
    ) -> Card:
        """See which districts people called or wrote from, and take it along as a file."""
        measure = what or Measure.CALLS
        report = await self._reports.load_districts(inv.reach, campaign, inv.at, measure)
        card = cards.draw_districts_card(inv, report, page)
        return await self._offer_others(inv, card, report.campaign, "districts", measure)

    @command("report postcards", role=_FOR, reads=True)
    @action("report.postcards", role=_FOR)
    async def show_postcards(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """See your organization's postcards day by day and how far they are, and take them along as a file."""
        report = await self._postcards.read(inv.reach, campaign, inv.at)
        card = draw_postcards_card(inv, report, page)
        return await self._offer_others(inv, card, report.campaign, "postcards", Measure.POSTCARDS)

    @command("report offices", role=_FOR, reads=True)
    @action("report.offices", role=_FOR)
    async def show_offices(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """See which offices answer, take voicemail or can't be reached."""
        report = await self._reports.load_offices(inv.reach, campaign, inv.at)
        card = cards.draw_offices_card(inv, report, await self._naming.load_names(), page)
        return await self._offer_others(inv, card, report.campaign, "offices")

    # A button names an ask by its number, because Discord limits a button's id to 100 characters.
    @command("report positions", role=_FOR, reads=True)
    @action("report.positions", role=_FOR)
    async def show_positions(
        self, inv: Invocation, campaign: Drive = None, ask: AskNumber = None, page: PageNumber = None
    ) -> Card:
        """See what each office said to what you ask for, from how many callers, and how lately."""
        report = await self._reports.load_positions(inv.reach, campaign, inv.at)
        page = page or (1 if ask else None)
        card = draw_positions_card(inv, report, await self._naming.load_names(), ask or 1, page)
        return await self._offer_others(inv, card, report.campaign, "positions")

    @command("report coverage", role=_FOR, reads=True)
    @action("report.coverage", role=_FOR)
    async def show_coverage(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """See whom nobody has called yet, and how many of your people could."""
        gaps = await self._coverage.read(inv.reach, campaign, inv.at)
        card = draw_coverage_card(inv, gaps, await self._naming.load_names(), page)
        return await self._offer_others(inv, card, gaps.campaign, "coverage")

    async def _offer_others(
        self, inv: Invocation, card: Card, chosen: Campaign, kind: str, measure: Measure = Measure.CALLS
    ) -> Card:
        """Offer the same report of other open campaigns."""
        args = {} if measure is Measure.CALLS or kind == "postcards" else {"what": measure.value}
        way = (f"report.{kind}", f"report {kind}")
        return await offer_others(self._campaigns, inv, card, chosen, way, args, measure)

    async def _draw_day(self, inv: Invocation, report: DayReport, page: int | None) -> Card:
        can_send = bool(inv.reach.orgs) and inv.role is not Role.ADMIN
        return draw_day_card(inv, report, await self._naming.load_names(), page, can_send)
