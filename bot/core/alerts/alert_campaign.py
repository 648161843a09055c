"""Which campaign an alert is for, and whether that campaign allows it."""

from typing import assert_never

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaign_audience import find_owner
from bot.core.campaigns.campaign_search import find_campaign, find_campaign_to_show, list_titles
from bot.core.campaigns.campaigns import Campaign
from bot.core.coalition.audience import Audience
from bot.errors import UserError
from bot.moments import Moment, name_year
from bot.phrases import make_translations
from bot.store.engine import Tx

# Why an alert is held back. The campaign's state, if not open, is a reason too.
LATE, GONE, LAPSED, SHUT, REOPENED = "late", "gone", "lapsed", "shut", "reopened"
SENDABLE = frozenset((LATE, LAPSED, REOPENED))  # reasons with which somebody may still send it


def check_window(campaign: Campaign, at: int, now: int) -> None:
    """Raise UserError if a campaign takes no calls at ``at``, when its alert would be posted.

    ``now`` tells a campaign that has closed from one that closes before then.
    """
    title, state = make_translations(campaign.file.title), campaign.state(at)
    match state:
        case CampaignState.CLOSED:
            ended = campaign.state(now) is CampaignState.CLOSED
            raise UserError(
                "alert.over" if ended else "alert.closed",
                title=title,
                when=name_year(Moment(campaign.closes_at or at, campaign.timezone, shared=True), now),
            )
        case CampaignState.UPCOMING:
            raise UserError(
                "alert.upcoming",
                title=title,
                when=name_year(Moment(campaign.opens_at or at, campaign.timezone, shared=True), now),
            )
        case CampaignState.PAUSED:
            if at == now:
                raise UserError("alert.paused", title=title)
        case CampaignState.OPEN:
            pass
        case _:
            assert_never(state)


async def check_audience(tx: Tx, campaign: Campaign, whom: Audience) -> None:
    """Raise UserError if an alert would show an org's own campaign to others."""
    if campaign.file.is_for_org and whom.owner != await find_owner(tx, campaign.file):
        raise UserError("alert.org_only", title=make_translations(campaign.file.title), org=campaign.file.org or "")


async def find_obstacle(tx: Tx, org: str | None, campaign: Campaign | None, now: int) -> str | None:
    """Why a campaign keeps back an alert of ``org`` now, None if it doesn't."""
    if campaign is None:
        return GONE
    if campaign.state(now) is not CampaignState.OPEN:
        return campaign.state(now).value
    return SHUT if await is_closed_to(tx, org, campaign) else None


async def is_closed_to(tx: Tx, org: str | None, campaign: Campaign) -> bool:
    """Whether a campaign is one org's own, and an alert of ``org`` isn't that org's."""
    return campaign.file.is_for_org and org != await find_owner(tx, campaign.file)


def update_hold_reason(stored: str | None, obstacle: str | None) -> str:
    """Why a held alert is held now: its campaign may have opened, paused or closed since."""
    if obstacle is not None:
        return obstacle
    return REOPENED if stored in (GONE, SHUT, *CampaignState) else stored or LATE


def choose_campaign_to_announce(known: tuple[Campaign, ...], word: str | None, at: int) -> Campaign:
    """Choose an alert's campaign. Raises UserError if several are open and none was named."""
    if word:
        return find_campaign(known, word, at)
    open_campaigns = [campaign for campaign in known if campaign.state(at) is CampaignState.OPEN]
    if len(open_campaigns) > 1:
        raise UserError("alert.which", field="campaign", known=list_titles(open_campaigns))
    return find_campaign_to_show(known, None, at)
