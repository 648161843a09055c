"""What publishing a draft of a campaign would change, and the state that a campaign is in afterwards."""

from bot.cogs.drafts.difference_lines import draw_differences
from bot.cogs.shared.mentions import name_somebody
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaign
from bot.core.drafts.difference import Effect
from bot.core.drafts.draft_check import DraftView
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
        return words.m("draft.changes_none")
    changes = join(words.m("draft.changes"), draw_differences(words, effect.changes, _LINES), between="\n")
    return join(changes, draw_warnings(inv, effect))


def draw_warnings(inv: Invocation, effect: Effect) -> Markup:
    """What people may not expect of another content: answers to other words, and whether the campaign takes calls."""
    reworded = (inv.words.m("draft.reworded", number=number) for number in effect.reworded)
    return join(*reworded, _foretell(inv, effect))


def _foretell(inv: Invocation, effect: Effect) -> Markup:
    """Say whether the campaign takes calls afterwards, where that isn't as people may think."""
    words, after = inv.words, effect.after
    match (effect.before.state(inv.at), after.state(inv.at)):
        case (CampaignState.CLOSED, CampaignState.CLOSED):
            return words.m("draft.stays.closed")
        case (_, CampaignState.CLOSED):
            return words.m("draft.ends")
        case _ if after.is_paused:  # whether or not its start has come
            return words.m("draft.stays.paused" if effect.before.is_paused else "draft.pauses")
        case (CampaignState.PAUSED, CampaignState.OPEN):
            return words.m("draft.resumes")
        case (CampaignState.CLOSED, CampaignState.OPEN):
            return words.m("draft.reopens")
        case (CampaignState.CLOSED, CampaignState.UPCOMING):
            return words.m("draft.reopens_at", when=_name_time(inv, after, after.opens_at))
        case (CampaignState.OPEN | CampaignState.PAUSED, CampaignState.UPCOMING):
            return words.m("draft.stops", when=_name_time(inv, after, after.opens_at))
        case _:
            return Markup()


def describe_author(inv: Invocation, view: DraftView) -> Markup:
    """Who changed a draft last, and when, unless it was the reader."""
    if not view.author or (inv.caller.platform, inv.caller.account) in view.author:
        return Markup()
    who = name_somebody(inv.words, inv.caller, view.author, is_admin=inv.role is Role.ADMIN)
    when = name_year(Moment(view.draft.updated_at, view.zone, shared=True), inv.at)
    return inv.words.m("draft.last_changed", who=who, when=when)


def describe_live(inv: Invocation, live: Campaign, *, was_closed: bool = False) -> Markup:
    """Whether a campaign with new content takes calls, and until when."""
    words = inv.words
    match live.state(inv.at):
        case CampaignState.CLOSED:
            return words.m("lifecycle.now.closed", when=_name_time(inv, live, live.closes_at))
        case _ if live.is_paused:
            return words.m("draft.live_paused")
        case CampaignState.UPCOMING:
            return words.m("lifecycle.now.upcoming", when=_name_time(inv, live, live.opens_at))
        case _:
            again = words.m("draft.live_again") if was_closed else Markup()
            return join(again, describe_close(inv, live))


def describe_close(inv: Invocation, live: Campaign) -> Markup:
    """When a campaign closes, nothing if it has no end."""
    if live.closes_at is None:
        return Markup()
    return inv.words.m("actions.closes", when=_name_time(inv, live, live.closes_at))


def draw_open_button(words: Words, live: Campaign, now: int) -> tuple[Button, ...]:
    """The button that lets a paused or closed campaign take calls again. Before its start it would begin at once."""
    state = live.state(now)
    if state not in (CampaignState.PAUSED, CampaignState.CLOSED):
        return ()
    label = "lifecycle.button.again" if state is CampaignState.CLOSED else "lifecycle.button.open"
    return (Button(words.t(label), "campaign.open", {"campaign": live.id}),)


def _name_time(inv: Invocation, live: Campaign, at: int | None) -> Moment:
    return name_year(Moment(at or 0, live.timezone, shared=True), inv.at)
