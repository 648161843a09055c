"""Where a card shows one of several open campaigns: names the others, and offers the same about each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.cogs.calls.campaign_question import MOST, draw_campaign_buttons
from bot.cogs.shared.card_parts import translate_title, write_rest
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_search import list_other_open
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.totals.counting import Measure
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation

_NO_ARGS: Mapping[str, str] = MappingProxyType({})
_NAMED = 3  # other campaigns that a card names


async def offer_others(
    campaigns: Campaigns,
    inv: Invocation,
    card: Card,
    chosen: Campaign,
    way: tuple[str, str],
    args: Mapping[str, str] = _NO_ARGS,
    measure: Measure = Measure.CALLS,
) -> Card:
    """`add_others` with the open campaigns within the caller's reach, besides the ``chosen`` one."""
    known = await campaigns.list_within(inv.reach)
    return add_others(inv, card, list_other_open(known, chosen, inv.at, measure), way, args)


def add_others(
    inv: Invocation,
    card: Card,
    others: Sequence[Campaign],
    way: tuple[str, str],
    args: Mapping[str, str],
    *,
    anyone: bool = False,
) -> Card:
    """The card with the names of ``others``, and a button for each; of many, for a few.

    ``way`` are the buttons' route and the command that shows the rest. ``args`` are the buttons' other arguments, and
    with ``anyone``, everybody may press them.
    """
    files = [one.file for one in others]
    named = ((file, {**args, "campaign": file.key}) for file in files[:MOST])
    buttons = draw_campaign_buttons(inv, "campaign.show_button", way[0], named)
    rest = write_rest(inv.words, len(files) - MOST, way[1])
    return replace(
        card,
        body=join(card.body, join(write_also_open(inv, files), rest, between=" ")),
        buttons=(*card.buttons, *(replace(one, anyone=anyone) for one in buttons)),
    )


def write_also_open(inv: Invocation, files: Sequence[CampaignFile]) -> Markup:
    """Name a few other open campaigns, and say how many more there are; empty for none."""
    titles = tuple(translate_title(inv, file) for file in files[:_NAMED])
    if len(files) > _NAMED:
        titles = (*titles, inv.words.t("list.others", count=len(files) - _NAMED))
    return inv.words.m("home.also", titles=inv.words.list(titles)) if titles else Markup()
