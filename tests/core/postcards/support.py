"""Postcards written and reviewed in tests, as people would."""

from sqlalchemy import select

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.postcards.postcards import PostcardDraft, PostcardReceipt
from bot.core.postcards.printing import PostcardPrinting, Recipient
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.statement import Row, Statement
from bot.store.tables import postcards
from tests.services import Core, caller, campaign, new_request

ADMIN = Reach(Role.ADMIN)
BOSS = caller("boss")
WORDS, NAME = "Please keep families together.", "Ana, Oakland"
LINES = ("actions:", "  - {key: card, type: postcard, title: Send a postcard}")
_ALL = Statement(select(postcards).order_by(postcards.c.written_at, postcards.c.id))


def drive(key: str = "vof", *lines: str) -> CampaignFile:
    """An open campaign with a postcard."""
    return campaign(key, *LINES, *lines)


async def send(
    core: Core,
    who: Caller,
    *targets: str,
    words: str = WORDS,
    request: str | None = None,
    at: int | None = None,
    campaign: str | None = None,
) -> PostcardReceipt:
    """Send a postcard a second later, as a new request by default."""
    core.clock.forward(seconds=1)
    sender = core.built.postcards.postcards
    draft = PostcardDraft(campaign, words, NAME, targets, at or core.clock())
    asked = request or new_request()
    return await core.store.write(lambda tx: sender.send(tx, who, draft, asked))


async def undo(core: Core, who: Caller, postcard: str) -> None:
    """Take one back."""
    await core.built.postcards.postcards.undo(who, postcard, new_request(), core.clock())


async def approve_all(core: Core, reach: Reach = ADMIN) -> None:
    """Approve everything that waits."""
    review = core.built.postcards.review
    for card in await review.review_queue(reach):
        await review.approve(BOSS, reach, card.id, new_request())


async def rows(core: Core) -> list[Row]:
    """Every postcard's row, the oldest first."""
    return list(await core.store.read(lambda tx: tx.all(_ALL)))


async def totals(core: Core) -> dict[tuple[str, str], tuple[int, int]]:
    """Campaign totals of postcards, as calls and people by kind and key."""
    found = [row for row in await core.totals() if row.period == "campaign" and row.by.startswith("postcards:")]
    return {(row.by.removeprefix("postcards:"), row.key): (row.n, row.people) for row in found if not row.scope}


async def print_all(printing: PostcardPrinting, reach: Reach = ADMIN, to: Recipient | None = None) -> None:
    """Draw what there is for a recipient, or for all, and mark it as printed."""
    cards = {card.id for batch in await printing.load_for_print(reach, to) for card in batch.cards}
    await printing.mark_printed(BOSS, reach, to, cards)
