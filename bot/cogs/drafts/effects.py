"""What publishing a draft of a campaign would change, and the state that a campaign is in afterwards."""

from bot.cogs.drafts.difference_lines import draw_differences
from bot.cogs.shared.mentions import name_somebody
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaign
from bot.core.drafts.draft_check import DraftView, Effect
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.moments import Moment, name_year
from bot.roles import Role

_LINES = 5  # differences on the card of a draft


def draw_effect(inv: Invocation, view: DraftView) -> Markup:
    """What publishing would change, unless something is still missing or the campaign is new."""
    words, effect = inv.words, view.effect
    if effect is None or view.troubles:
        return Markup()
    if not effect.changes:
        return join(words.m("draft.changes_none"), _foretell(inv, effect))
    changes = join(words.m("draft.changes"), draw_differences(words, effect.changes, _LINES), between="\n")
    reworded = (words.m("draft.reworded", number=number) for number in effect.reworded)
    return join(changes, *reworded, _foretell(inv, effect))


def _foretell(inv: Invocation, effect: Effect) -> Markup:
    """Say whether the campaign takes calls afterwards, where that isn't as people may think."""
    words, states = inv.words, (effect.before.state(inv.at), effect.after.state(inv.at))
    match states:
        case (CampaignState.CLOSED, CampaignState.CLOSED):
            return words.m("draft.stays.closed")
        case (CampaignState.PAUSED | CampaignState.CLOSED, CampaignState.PAUSED):
            return words.m("draft.stays.paused")
        case (CampaignState.CLOSED, CampaignState.OPEN):
            return words.m("draft.reopens")
        case (CampaignState.CLOSED | CampaignState.OPEN | CampaignState.PAUSED, CampaignState.UPCOMING):
            return words.m("draft.stops", when=_name_time(inv, effect.after, effect.after.opens_at))
        case _:
            return Markup()


def describe_author(inv: Invocation, view: DraftView) -> Markup:
    """Who changed a draft last, and when, unless it was the reader."""
    if not view.author or (inv.caller.platform, inv.caller.account) in view.author:
        return Markup()
    who = name_somebody(inv.words, inv.caller, view.author, is_admin=inv.role is Role.ADMIN)
    zone = view.window.timezone if view.window else None
    when = name_year(Moment(view.draft.updated_at, zone or "UTC", shared=True), inv.at)
    return inv.words.m("draft.last_changed", who=who, when=when)


def describe_live(inv: Invocation, live: Campaign, *, was_closed: bool = False) -> Markup:
    """Whether a campaign with new content takes calls, and until when."""
    words, state = inv.words, live.state(inv.at)
    match state:
        case CampaignState.PAUSED:
            return words.m("draft.live_paused")
        case CampaignState.UPCOMING:
            return words.m("lifecycle.now.upcoming", when=_name_time(inv, live, live.opens_at))
        case CampaignState.CLOSED:
            return words.m("lifecycle.now.closed", when=_name_time(inv, live, live.closes_at))
        case _:
            again = words.m("draft.live_again") if was_closed else Markup()
            return join(again, describe_close(inv, live))


def describe_close(inv: Invocation, live: Campaign) -> Markup:
    """When a campaign closes, nothing if it has no end."""
    if live.closes_at is None:
        return Markup()
    return inv.words.m("actions.closes", when=_name_time(inv, live, live.closes_at))


def draw_open_button(words: Words, live: Campaign, now: int) -> tuple[Button, ...]:
    """The button that lets a paused or closed campaign take calls again."""
    match live.state(now):
        case CampaignState.PAUSED:
            label = "lifecycle.button.open"
        case CampaignState.CLOSED:
            label = "lifecycle.button.again"
        case _:
            return ()
    return (Button(words.t(label), "campaign.open", {"campaign": live.id}),)


def _name_time(inv: Invocation, live: Campaign, at: int | None) -> Moment:
    return name_year(Moment(at or 0, live.timezone, shared=True), inv.at)
