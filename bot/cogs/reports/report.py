"""`/report`: what a campaign has reached, for those who coordinate it, as a table and as a file."""

from typing import Annotated

from bot.cogs.reports import report_cards as cards
from bot.cogs.reports.coverage_card import coverage_card
from bot.cogs.shared.display_names import Naming
from bot.cogs.shared.paging import PageNumber
from bot.core.reports.coverage import Coverage
from bot.core.reports.reports import Reports
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.spec import Opt, action, command
from bot.roles import Role

Drive = Annotated[str | None, Opt("Campaign, when it isn't the open one", suggest="all_campaigns", accepts="campaigns")]
AskNumber = Annotated[int | None, Opt("Ask on the card, from 1")]

_FOR = Role.COORDINATOR


class ReportCog:
    """Shows reports."""

    subject = "reports"

    def __init__(self, reports: Reports, coverage: Coverage, naming: Naming) -> None:
        self._reports = reports
        self._coverage = coverage
        self._naming = naming

    @command("report calls", role=_FOR)
    async def calls(self, inv: Invocation, campaign: Drive = None) -> Card:
        """See your organization's calls day by day, and take them along as a file."""
        return await self._calls(inv, campaign)

    @command("report chapters", role=_FOR)
    async def chapters(self, inv: Invocation, campaign: Drive = None) -> Card:
        """See what each chapter did, and take it along as a file."""
        return await self._chapters(inv, campaign)

    @command("report districts", role=_FOR)
    async def districts(self, inv: Invocation, campaign: Drive = None) -> Card:
        """See which districts people called from, and take it along as a file."""
        return await self._districts(inv, campaign)

    @command("report offices", role=_FOR)
    async def offices(self, inv: Invocation, campaign: Drive = None) -> Card:
        """See which offices answer, take voicemail or can't be reached."""
        return await self._offices(inv, campaign)

    @command("report positions", role=_FOR)
    async def positions(self, inv: Invocation, campaign: Drive = None) -> Card:
        """See what each office said to what you ask for, from how many callers, and how lately."""
        return await self._positions(inv, campaign)

    @command("report coverage", role=_FOR)
    async def coverage(self, inv: Invocation, campaign: Drive = None) -> Card:
        """See whom nobody has called yet, and how many of your people could."""
        return await self._covered(inv, campaign)

    @action("report.calls", role=_FOR)
    async def calls_page(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """Turn to another page of the calls."""
        return await self._calls(inv, campaign, page or 1)

    @action("report.chapters", role=_FOR)
    async def chapters_page(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """Turn to another page of the chapters."""
        return await self._chapters(inv, campaign, page or 1)

    @action("report.districts", role=_FOR)
    async def districts_page(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """Turn to another page of the districts."""
        return await self._districts(inv, campaign, page or 1)

    @action("report.offices", role=_FOR)
    async def offices_page(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """Turn to another page of the offices."""
        return await self._offices(inv, campaign, page or 1)

    # An ask goes by its number: the whole id must fit into Discord's 100 characters.
    @action("report.positions", role=_FOR)
    async def positions_page(
        self, inv: Invocation, campaign: Drive = None, ask: AskNumber = None, page: PageNumber = None
    ) -> Card:
        """Turn to another ask, or to another page of what offices said to it."""
        return await self._positions(inv, campaign, ask or 1, page or 1)

    @action("report.coverage", role=_FOR)
    async def coverage_page(self, inv: Invocation, campaign: Drive = None, page: PageNumber = None) -> Card:
        """Turn to another page of the coverage."""
        return await self._covered(inv, campaign, page or 1)

    # The file comes with the command alone: on Slack it is a message of its own, which no other page needs again.

    async def _calls(self, inv: Invocation, campaign: str | None, page: int | None = None) -> Card:
        return cards.calls_card(inv, await self._reports.calls(inv.reach, campaign, inv.at), page)

    async def _chapters(self, inv: Invocation, campaign: str | None, page: int | None = None) -> Card:
        return cards.chapters_card(inv, await self._reports.chapters(inv.reach, campaign, inv.at), page)

    async def _districts(self, inv: Invocation, campaign: str | None, page: int | None = None) -> Card:
        return cards.districts_card(inv, await self._reports.districts(inv.reach, campaign, inv.at), page)

    async def _offices(self, inv: Invocation, campaign: str | None, page: int | None = None) -> Card:
        report = await self._reports.offices(inv.reach, campaign, inv.at)
        return cards.offices_card(inv, report, await self._naming.names(), page)

    async def _positions(self, inv: Invocation, campaign: str | None, ask: int = 1, page: int | None = None) -> Card:
        report = await self._reports.positions(inv.reach, campaign, inv.at)
        return cards.positions_card(inv, report, await self._naming.names(), ask, page)

    async def _covered(self, inv: Invocation, campaign: str | None, page: int | None = None) -> Card:
        gaps = await self._coverage.read(inv.reach, campaign, inv.at)
        return coverage_card(inv, gaps, await self._naming.names(), page)
