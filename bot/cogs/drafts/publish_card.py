"""The cards after somebody tapped Publish."""

from collections.abc import Sequence

from bot.cogs.drafts.difference_lines import draw_differences
from bot.cogs.drafts.draft_card import draw_draft_button, mark_seen
from bot.cogs.drafts.effects import describe_close, describe_live, draw_open_button
from bot.cogs.shared.card_parts import draw_withdraw_buttons, translate_title
from bot.cogs.shared.translation_states import draw_outdated
from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_export import list_entries
from bot.core.campaigns.campaign_history import Act
from bot.core.drafts.difference import compare_entries
from bot.core.drafts.draft_search import name_draft
from bot.core.drafts.publishing import Outdated, Published
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style, shorten
from bot.kit.invocation import Invocation
from bot.moments import Moment, name_year

_TITLE = 90
_VERSION = 12  # characters of a version that a button carries


def draw_published_card(inv: Invocation, done: Published) -> Card:
    """The card of a campaign whose new content is in force, or waits for another admin."""
    words, campaign = inv.words, done.campaign
    if done.waits:
        return Card(
            translate_title(inv, campaign), words.m("draft.waits"), buttons=draw_withdraw_buttons(words, done.waits)
        )
    live = done.live
    return Card(
        title=translate_title(inv, campaign),
        body=join(*_describe_published(inv, done), draw_outdated(words, campaign)),
        buttons=(
            *(draw_open_button(words, live, inv.at) if live else ()),
            Button(words.t("draft.button.alert"), "alert", {"campaign": campaign.key}, Style.PRIMARY),
            Button(words.t("preview.button"), "preview", {"campaign": campaign.key}),
            Button(words.t("draft.button.edit"), "draft.edit", {"campaign": campaign.key}),
        ),
    )


def _describe_published(inv: Invocation, done: Published) -> Sequence[Markup]:
    """That the content is in force, and whether the campaign takes calls."""
    words, live = inv.words, done.live
    if done.act is Act.EDIT:
        said = words.m("draft.edited" if live and live.state(inv.at) is CampaignState.OPEN else "draft.edited_later")
        return said, *([describe_live(inv, live, was_closed=done.was_closed)] if live else [])
    if live and live.state(inv.at) is CampaignState.UPCOMING:
        opens = name_year(Moment(live.opens_at or 0, live.timezone, shared=True), inv.at)
        return words.m("draft.published_ahead", when=opens), describe_close(inv, live)
    return words.m("draft.published"), *([describe_live(inv, live)] if live else [])


def draw_outdated_card(inv: Invocation, met: Outdated) -> Card:
    """Both sides of a campaign that changed after the draft was made from it."""
    words, draft = inv.words, met.view.draft.id
    differences = compare_entries(list_entries(met.theirs), list_entries(met.mine))
    over = {"over": met.theirs.version[:_VERSION], **mark_seen(met.view.draft)}
    return Card(
        title=shorten(words.t("draft.outdated_title", title=name_draft(met.view.draft)), _TITLE),
        body=join(words.m("draft.outdated"), draw_differences(words, differences)),
        buttons=(
            draw_draft_button(words, "publish_over", "draft.publish", draft, Style.PRIMARY, **over),
            draw_draft_button(words, "discard", "draft.ask_discard", draft, Style.DANGER),
            draw_draft_button(words, "back", "draft.show", draft),
        ),
    )
