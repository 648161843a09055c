"""The core's services on a database of the bench's own, without a platform."""

from dataclasses import dataclass
from pathlib import Path

from bot.core.base.audit import Audit
from bot.core.base.clock import now
from bot.core.base.idempotency import Requests
from bot.core.base.keys import Keys
from bot.core.boards.boards import Boards
from bot.core.calls.calls import Calls
from bot.core.calls.limits import Limits, Watch
from bot.core.campaigns.campaign_file import load_campaigns
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.congress.congress import Congress
from bot.core.guidance.line_reports import LineStatus
from bot.core.people.people import People
from bot.identity import Caller
from bot.kit.cards.markup import cost
from bot.store.engine import Store

ROOT = Path(__file__).resolve().parent.parent
SECRET = b"of measurements, nobody's secret"
MIN_GROUP = 5


@dataclass(frozen=True, slots=True)
class Core:
    """The services that are measured, and those that fill a database for them."""

    people: People
    coalition: Coalition
    campaigns: Campaigns
    calls: Calls
    boards: Boards

    async def prepare(self) -> None:
        """Bring in what every start brings in: the sample campaign and the org of people without one."""
        await self.coalition.prepare()
        await self.campaigns.prepare()


def core_on(store: Store) -> Core:
    """Return the services wired to ``store``."""
    keys = Keys(SECRET)  # of this core alone: what it remembers mustn't help the next take
    files = load_campaigns(ROOT / "campaigns", "America/New_York", cost)
    people, coalition = People(store, keys, now, ()), Coalition(store, keys, now)
    campaigns = Campaigns(store, now, people, files)
    watch = Watch(Limits(), Audit(store, now))
    calls = Calls(store, now, people, coalition, campaigns, Congress(store, now), LineStatus(5), Requests(keys), watch)
    return Core(people, coalition, campaigns, calls, Boards(store, people, coalition, campaigns, MIN_GROUP))


def volunteer(number: int) -> Caller:
    """Return the account of one of the bench's people."""
    return Caller("discord", str(number), "1")
