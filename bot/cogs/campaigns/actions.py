"""`/actions`: the open campaigns and their actions."""

from collections.abc import Collection, Mapping, Sequence

from bot.cogs.calls.campaign_question import draw_campaign_buttons
from bot.cogs.shared.card_parts import describe_day_end, draw_postcard_buttons, draw_script_button, translate_title
from bot.cogs.shared.links import choose_domains, draw_link
from bot.cogs.shared.paging import PageNumber, paginate
from bot.core.boards.overview import Overview, Overviews
from bot.core.campaign_files.campaign_file import Action, find_text
from bot.core.campaigns.campaigns import Campaign
from bot.core.campaigns.link_taps import LinkCount, LinkTap, LinkTaps
from bot.kit.cards.labels import fit_labels
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, LinkButton
from bot.kit.invocation import Invocation
from bot.kit.spec import action, command
from bot.moments import Moment, name_year
from bot.roles import Role

SHOWN = 5  # campaigns on one page
LINKS = 10  # link buttons on one card; other addresses are text
MOST = 15  # other buttons beside as many links; two of them may lead to other pages

_Link = tuple[Campaign, Action]


class ActionsCog:
    """Shows the open campaigns."""

    subject = "calls"

    def __init__(self, overviews: Overviews, taps: LinkTaps, domains: Collection[str]) -> None:
        self._overviews, self._taps, self._domains = overviews, taps, domains

    @command("actions", reads=True)
    @action("actions")
    async def show(self, inv: Invocation, page: PageNumber = None) -> Card:
        """See the open campaigns, how far along they are, and what you can do."""
        overviews = await self._overviews.read(inv.caller, inv.at, inv.envelope.zone)
        has_links = any(todo.url for one in overviews for todo in one.campaign.file.actions)
        taps = await self._taps.count() if has_links else {}
        return draw_actions_card(inv, overviews, self._domains, taps, page)


def draw_actions_card(
    inv: Invocation,
    overviews: tuple[Overview, ...],
    domains: Collection[str],
    taps: Mapping[LinkCount, int],
    number: int | None = None,
) -> Card:
    """A page of open campaigns, each with its progress, time left and actions. ``taps`` counts those on links."""
    words = inv.words
    if not overviews:
        return Card(words.t("actions.title"), words.m("home.none"))
    pages = paginate(number, overviews, SHOWN)
    shown = pages.part(overviews)
    turns = pages.draw_buttons(words, "actions", {})
    todo = _list_links(shown, LINKS - len(turns))
    links = _draw_links(inv, todo, domains)
    parts = [_write_part(inv, overview, {link.url for link in links}, taps) for overview in shown]
    scripts = _draw_scripts(inv, [one.campaign for one in shown if one.targets], len(overviews))
    done = _draw_done(inv, todo)
    postcards = _draw_postcards(inv, shown)[: max(MOST - len(scripts) - len(done) - len(turns), 0)]
    return Card(
        words.t("actions.title"),
        join(*parts),
        buttons=(*scripts, *postcards, *done, *turns),
        links=links,
        note=escape(pages.describe(words)),
    )


def _draw_postcards(inv: Invocation, overviews: Sequence[Overview]) -> tuple[Button, ...]:
    """The buttons for postcards that are written here. They name the campaign if there are several."""
    files = [one.campaign.file for one in overviews]
    here = [file for file in files if file.takes_postcards]
    if len(overviews) == 1:
        return tuple(button for file in here for button in draw_postcard_buttons(inv.words, file))
    named = ((file, {"campaign": file.key}) for file in here)
    return draw_campaign_buttons(inv, "actions.postcard_of", "postcard", named)


def _list_links(overviews: Sequence[Overview], most: int) -> list[_Link]:
    """The campaigns' links, as many as a card has buttons for."""
    found = [(one.campaign, todo) for one in overviews for todo in one.campaign.file.actions if todo.url]
    return found[:most]


def _draw_links(inv: Invocation, found: Sequence[_Link], domains: Collection[str]) -> tuple[LinkButton, ...]:
    """The buttons that open the campaigns' links, each address once."""
    links: dict[str, LinkButton] = {}
    for campaign, todo in found:
        name, where = find_text(todo.title, inv.language), {"campaign": campaign.id, "link": todo.key}
        allowed = choose_domains(campaign, domains)
        if link := draw_link(inv.words, name, todo.url, allowed, "link.opened", where):
            links.setdefault(link.url, link)
    return tuple(links.values())


def _draw_done(inv: Invocation, links: Sequence[_Link]) -> tuple[Button, ...]:
    """The buttons to say that one did what a link asks for."""
    keys = ["actions.sent" if todo.type == "postcard" else "actions.did" for _, todo in links]
    titles = [find_text(todo.title, inv.language) for _, todo in links]
    labels = {key: dict(zip(titles, _label_done(inv, key, titles), strict=True)) for key in set(keys)}
    return tuple(
        Button(labels[key][title], "link.done", {"campaign": campaign.id, "link": todo.key})
        for key, title, (campaign, todo) in zip(keys, titles, links, strict=True)
    )


def _label_done(inv: Invocation, key: str, titles: Sequence[str]) -> tuple[str, ...]:
    return fit_labels(titles, lambda title: inv.words.t(key, title=title))


def _draw_scripts(inv: Invocation, campaigns: Sequence[Campaign], count: int) -> tuple[Button, ...]:
    """The buttons for campaigns' scripts. They name the campaign if there are several."""
    if count == 1:
        return tuple(draw_script_button(inv, one.id) for one in campaigns)
    named = ((one.file, {"campaign": one.id}) for one in campaigns)
    return draw_campaign_buttons(inv, "actions.script", "script.show", named)


def _write_part(inv: Invocation, overview: Overview, linked: Collection[str], taps: Mapping[LinkCount, int]) -> Markup:
    words, campaign = inv.words, overview.campaign
    head = words.m("actions.campaign", title=translate_title(inv, campaign.file))
    calls = words.m("actions.calls", count=overview.total)
    if campaign.file.goal:
        calls = words.m("progress.goal", done=overview.total, count=campaign.file.goal)
    ends = words.m("actions.open_ended")
    if campaign.closes_at is not None:
        closes = Moment(campaign.closes_at, overview.zone or campaign.timezone, shared=True)
        ends = words.m("actions.closes", when=name_year(closes, inv.at))
    doing = [_write_action(inv, overview, todo, linked, taps) for todo in campaign.file.actions]
    nobody = words.m("actions.nobody", why=overview.nobody) if overview.nobody else Markup()
    day = describe_day_end(words, campaign, overview.zone, inv.at)
    return join(head, calls, ends, day, nobody, *doing, between="\n")


def _write_action(
    inv: Invocation, overview: Overview, todo: Action, linked: Collection[str], taps: Mapping[LinkCount, int]
) -> Markup:
    """One thing to do. Where a link has no button, its address is shown. Coordinators see who opened it, too."""
    words, name, campaign = inv.words, find_text(todo.title, inv.language), overview.campaign.id
    if not todo.url:
        cards = overview.postcards.everybody if overview.postcards and todo.type == "postcard" else 0
        sent_here = words.m("actions.postcards", count=cards) if cards else Markup()
        return join(words.m(f"actions.{todo.type}", title=name), sent_here, between=" · ")
    shown = words.m("actions.link", title=name)
    if todo.url not in linked:
        shown = words.m("actions.address", title=name, url=todo.url)
    kinds = (LinkTap.DONE, LinkTap.OPENED) if inv.role >= Role.COORDINATOR else (LinkTap.DONE,)
    counts = {kind: taps.get(LinkCount(campaign, todo.key, kind), 0) for kind in kinds}
    sent = "postcards_sent" if todo.type == "postcard" else "done"
    keys = {LinkTap.DONE: f"actions.{sent}", LinkTap.OPENED: "actions.opened"}
    known = [words.m(keys[kind], count=count) for kind, count in counts.items() if count]
    return join(shown, *known, between=" · ")
