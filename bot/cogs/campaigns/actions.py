"""`/actions`: the open campaigns and their actions."""

from bot.cogs.calls.campaign_question import draw_campaign_button
from bot.cogs.shared.card_parts import day_words, script_button, title
from bot.core.boards.overview import Overview, Overviews
from bot.core.campaign_files.campaign_file import text_for
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.invocation import Invocation
from bot.kit.spec import action, command
from bot.moments import Moment

SHOWN = 5  # campaigns on one card


class ActionsCog:
    """Shows the open campaigns."""

    subject = "calls"

    def __init__(self, overviews: Overviews) -> None:
        self._overviews = overviews

    @command("actions")
    @action("actions")
    async def show(self, inv: Invocation) -> Card:
        """See the open campaigns, how far along they are, and what you can do."""
        return actions_card(inv, await self._overviews.read(inv.caller, inv.at, inv.envelope.zone))


def actions_card(inv: Invocation, overviews: tuple[Overview, ...]) -> Card:
    """The card of open campaigns, each with its progress, time left and actions."""
    words = inv.words
    if not overviews:
        return Card(words.t("actions.title"), words.m("home.none"))
    parts = [_part(inv, overview) for overview in overviews[:SHOWN]]
    buttons = tuple(_button(inv, overview, len(overviews)) for overview in overviews[:SHOWN] if overview.targets)
    return Card(words.t("actions.title"), join(*parts), buttons=buttons)


def _button(inv: Invocation, overview: Overview, count: int) -> Button:
    """The button for a campaign's script. It names the campaign if there are several."""
    campaign = overview.campaign
    if count == 1:
        return script_button(inv, campaign.id)
    return draw_campaign_button(inv, "actions.script", campaign.file, "script.show", {"campaign": campaign.id})


def _part(inv: Invocation, overview: Overview) -> Markup:
    words, campaign = inv.words, overview.campaign
    head = words.m("actions.campaign", title=title(inv, campaign.file))
    calls = words.m("actions.calls", count=overview.total)
    if campaign.file.goal:
        calls = words.m("progress.goal", done=overview.total, count=campaign.file.goal)
    ends = words.m("actions.open_ended")
    if campaign.closes_at is not None:
        ends = words.m("actions.closes", when=Moment(campaign.closes_at, overview.zone or campaign.timezone))
    doing = [
        words.m(f"actions.{todo.type}", title=text_for(todo.title, inv.language), url=todo.url or "")
        for todo in campaign.file.actions
    ]
    nobody = Markup() if overview.targets else words.m("actions.nobody")
    day = day_words(words, campaign, overview.zone, inv.at)
    return join(head, calls, ends, day, nobody, *doing, between="\n")
