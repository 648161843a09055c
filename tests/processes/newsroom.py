"""The services of alerts beside running processes, by the real clock."""

from pathlib import Path

from bot.core.base.audit.audit_witness import make_seals
from bot.core.base.keys.keys import Keys
from bot.core.campaign_files.campaign_folder import load_campaigns
from bot.core.coalition.channels import Terms
from bot.core.times.clock import now
from bot.identity import Caller
from bot.kit.cards.markup import measure_shown_cost
from bot.store.engine import Store
from tests.core.support.alerting import Newsroom, newsroom_on
from tests.processes.children import ROOT
from tests.services import SECRET, ZONE, HandClock, core_on


class Now(HandClock):
    """The time, since the processes have no other."""

    def __init__(self) -> None:
        return

    def __call__(self) -> int:
        return now()


async def subscribe(room: Newsroom, who: Caller, channels: list[str]) -> None:
    """Subscribe channels of a space of its own org to alerts."""
    await room.house.linked(f"Org {who.space}", who)
    reach = await room.house.reach(who)
    places = [Caller(who.platform, who.account, who.space, (f"channel:{channel}",)) for channel in channels]
    for place in places:  # all at once would wait for a connection longer than the store allows on a busy machine
        await room.channels.subscribe(place, reach, "floor", Terms())


async def make_newsroom(store: Store, folder: Path) -> Newsroom:
    """The services on the campaigns that the processes have. The admin is root, at the console.

    The audit trail is sealed as by one more machine, whose folder is `folder`.
    """
    files = load_campaigns(ROOT / "campaigns", ZONE, measure_shown_cost)
    seals = make_seals(folder, Keys(SECRET))
    return newsroom_on(await core_on(store, files, clock=Now(), admins=[("console", "root")], seals=seals))
