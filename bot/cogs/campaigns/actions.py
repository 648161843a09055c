"""`/actions`: the open campaigns and their actions."""

from collections.abc import Collection, Sequence

from bot.cogs.calls.campaign_question import draw_campaign_button
from bot.cogs.shared.card_parts import day_words, script_button, title
from bot.cogs.shared.links import draw_link
from bot.core.boards.overview import Overview, Overviews
from bot.core.campaign_files.campaign_file import Action, text_for
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, LinkButton
from bot.kit.invocation import Invocation
from bot.kit.spec import action, command
from bot.moments import Moment

SHOWN = 5  # campaigns on one card
LINKS = 10  # link buttons on one card; other addresses are text


class ActionsCog:
    """Shows the open campaigns."""

    subject = "calls"

    def __init__(self, overviews: Overviews, domains: Collection[str]) -> None:
        self._overviews = overviews
        self._domains = domains

    @command("actions", reads=True)
    @action("actions")
    async def show(self, inv: Invocation) -> Card:
        """See the open campaigns, how far along they are, and what you can do."""
        return draw_actions_card(inv, await self._overviews.read(inv.caller, inv.at, inv.envelope.zone), self._domains)


def draw_actions_card(inv: Invocation, overviews: tuple[Overview, ...], domains: Collection[str]) -> Card:
    """The card of open campaigns, each with its progress, time left and actions."""
    words = inv.words
    if not overviews:
        return Card(words.t("actions.title"), words.m("home.none"))
    links = _draw_links(inv, overviews[:SHOWN], domains)
    parts = [_part(inv, overview, {link.url for link in links}) for overview in overviews[:SHOWN]]
    buttons = tuple(_button(inv, overview, len(overviews)) for overview in overviews[:SHOWN] if overview.targets)
    return Card(words.t("actions.title"), join(*parts), buttons=buttons, links=links)


def _draw_links(inv: Invocation, overviews: Sequence[Overview], domains: Collection[str]) -> tuple[LinkButton, ...]:
    """The buttons that open the campaigns' links, each address once."""
    links: dict[str, LinkButton] = {}
    for todo in (todo for overview in overviews for todo in overview.campaign.file.actions):
        if link := draw_link(inv.words, text_for(todo.title, inv.language), todo.url, domains):
            links.setdefault(link.url, link)
    return tuple(links.values())[:LINKS]


def _button(inv: Invocation, overview: Overview, count: int) -> Button:
    """The button for a campaign's script. It names the campaign if there are several."""
    campaign = overview.campaign
    if count == 1:
        return script_button(inv, campaign.id)
    return draw_campaign_button(inv, "actions.script", campaign.file, "script.show", {"campaign": campaign.id})


def _part(inv: Invocation, overview: Overview, linked: Collection[str]) -> Markup:
    words, campaign = inv.words, overview.campaign
    head = words.m("actions.campaign", title=title(inv, campaign.file))
    calls = words.m("actions.calls", count=overview.total)
    if campaign.file.goal:
        calls = words.m("progress.goal", done=overview.total, count=campaign.file.goal)
    ends = words.m("actions.open_ended")
    if campaign.closes_at is not None:
        ends = words.m("actions.closes", when=Moment(campaign.closes_at, overview.zone or campaign.timezone))
    doing = [_write_action(inv, todo, linked) for todo in campaign.file.actions]
    nobody = Markup() if overview.targets else words.m("actions.nobody")
    day = day_words(words, campaign, overview.zone, inv.at)
    return join(head, calls, ends, day, nobody, *doing, between="\n")


def _write_action(inv: Invocation, todo: Action, linked: Collection[str]) -> Markup:
    """One thing to do. Where a link has no button, its address is shown."""
    name = text_for(todo.title, inv.language)
    if todo.url and todo.url not in linked:
        return inv.words.m("actions.address", title=name, url=todo.url)
    return inv.words.m(f"actions.{todo.type}", title=name)
