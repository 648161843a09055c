"""`/callboard`: the home card, with buttons to everything else, and the list of commands."""

from dataclasses import replace
from typing import Annotated

from bot.cogs.calls.other_campaigns import write_also_open
from bot.cogs.campaigns.campaign import describe_problems
from bot.cogs.campaigns.home_waiting import draw_waiting_buttons, draw_waiting_lines
from bot.cogs.shared.card_parts import (
    describe_day_end,
    describe_doubt,
    describe_references,
    draw_all_postcards,
    draw_everyone,
    draw_postcard_buttons,
    draw_script_button,
    translate_title,
)
from bot.cogs.shared.install_buttons import draw_install_buttons
from bot.cogs.shared.new_lines import draw_zip_buttons, write_new_lines
from bot.cogs.shared.paging import PageNumber
from bot.core.alerts.waiting_work import WaitingWork, WaitingWorkReader
from bot.core.boards.overview import Overview, Overviews
from bot.core.campaigns.file_watch import FileWatch
from bot.core.campaigns.references import References
from bot.core.coalition.space_links import SpaceLinks
from bot.core.congress.congress import Congress
from bot.core.directory.data_warnings import DataWarning, Doubt, find_data_warnings
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.state_doubts import group_state_doubts
from bot.core.statehouse.statehouses import Statehouses
from bot.kit.answers.help import ROUTE, draw_command_help, draw_command_list
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.outbound import Posters
from bot.kit.cards.reply import Button, Card, Fact, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.registry import RegistryRef
from bot.kit.spec import action, command
from bot.roles import Role

_NOTHING, _NO_WORK = Markup(), WaitingWork()
_ALSO = 3  # other campaigns that the card names
_WARNING = 240  # characters, of a note's 600


class HomeCog:
    """Shows the home card and the list of commands."""

    subject = "calls"

    def __init__(
        self,
        overviews: Overviews,
        congress: Congress,
        statehouses: Statehouses,
        references: References,
        files: FileWatch,
        links: SpaceLinks,
        waiting: WaitingWorkReader,
        registry: RegistryRef,
        posters: Posters,
    ) -> None:
        self._files, self._links, self._registry = files, links, registry
        self._waiting, self._overviews, self._congress = waiting, overviews, congress
        self._statehouses = statehouses
        self._references, self._posters = references, posters

    @command("callboard", reads=True)
    @action("home")
    async def show(self, inv: Invocation) -> Card:
        """Start here: the open campaign and everything you can do."""
        overviews = await self._overviews.read(inv.caller, inv.at, inv.envelope.zone)
        warnings = find_data_warnings(await self._congress.read_directory(), inv.at)
        is_unlinked = inv.envelope.manages and await self._links.is_open(inv.caller)
        whose = "own" if inv.role is Role.ADMIN else "asked"  # only admins make codes
        unlinked = inv.words.m(f"home.unlinked.{whose}") if is_unlinked else _NOTHING
        work = await self._waiting.read(inv.caller, inv.reach) if inv.role >= Role.CAPTAIN else WaitingWork()
        if inv.role < Role.COORDINATOR:
            return draw_home_card(inv, overviews, warnings, unlinked, work)
        campaigns = [overview.campaign for overview in overviews]
        files = {campaign.id: campaign.file for campaign in campaigns}
        faults = describe_references(inv.words, await self._references.read(inv.at, campaigns), files)
        doubts = describe_state_doubts(inv.words, await self._statehouses.read_directory(), inv.at)
        notices = join(unlinked, faults, doubts, self._describe_files(inv))
        return draw_home_card(inv, overviews, warnings, notices, work)

    def _describe_files(self, inv: Invocation) -> Markup:
        """Tell admins which campaign files have problems. Coordinators see those of their own in `/campaign show`."""
        if inv.role < Role.ADMIN:
            return Markup()
        problems, ignored = self._files.problems, self._files.ignored
        broken = (
            join(inv.words.m("home.files"), describe_problems(inv.words, problems), between="\n")
            if problems
            else Markup()
        )
        names = inv.words.list(ignored[:_ALSO])
        return join(broken, inv.words.m("home.ignored", count=len(ignored), files=names) if ignored else Markup())

    @action(ROUTE)
    async def help(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List every command, a page at a time, with links that add Callboard elsewhere."""
        listed = draw_command_list(self._registry.current, inv.words, inv.role, page)
        back = Button(inv.words.t("button.home"), "home")
        return replace(listed, buttons=(*listed.buttons, back), links=draw_install_buttons(inv, self._posters))

    @action("help.about", reads=True)
    async def explain(self, inv: Invocation, command: Annotated[str, Opt("The command or group")]) -> Card:
        """Explain one command or group, with a way to all of them."""
        explained = draw_command_help(self._registry.current, inv.words, inv.role, command)
        return replace(explained, buttons=(*explained.buttons, Button(inv.words.t("button.help"), ROUTE)))


def draw_home_card(
    inv: Invocation,
    overviews: tuple[Overview, ...],
    warnings: tuple[DataWarning, ...] = (),
    notices: Markup = _NOTHING,
    work: WaitingWork = _NO_WORK,
) -> Card:
    """The home card: the reader's progress in the first campaign, and buttons to everything else.

    ``warnings`` are about the Congress data. ``notices`` are for people who run a space or a campaign, and ``work`` is
    what waits for them.
    """
    words, notices = inv.words, join(draw_waiting_lines(inv.words, work), notices)
    ways = _draw_ways(inv, work)
    note = join(*_describe_warnings(inv, warnings), words.m("home.note"), between="\n")
    if not overviews:
        return Card(
            words.t("home.title"),
            join(words.m("home.none"), notices),
            buttons=(*_draw_language_offer(inv), *ways),
            note=note,
        )
    first = overviews[0]
    return Card(
        title=translate_title(inv, first.campaign.file),
        body=join(
            _write_offices_left(inv, first),
            write_new_lines(words, first.asked),
            describe_day_end(words, first.campaign, first.zone, inv.at),
            _write_postcards(inv, first),
            _name_others(inv, overviews[1:]),
            notices,
        ),
        facts=(draw_everyone(words, first.total, first.campaign.file.goal), *_draw_postcards(words, first)),
        buttons=(
            *_draw_language_offer(inv),
            *_draw_call_buttons(inv, first),
            *draw_zip_buttons(words, first.asked, first.campaign.id),
            *_draw_postcard_buttons(words, first),
            *ways,
        ),
        note=note,
    )


def _draw_ways(inv: Invocation, work: WaitingWork) -> tuple[Button, ...]:
    """The buttons to what waits for the reader, then to everything else."""
    routes: tuple[str, ...] = ("board", "mycalls", "actions", "profile", "help")
    if inv.identity.language:
        routes = (*routes[:-1], "language", routes[-1])
    ways = (Button(inv.words.t(f"button.{route}"), route) for route in routes)
    return (*draw_waiting_buttons(inv.words, work), *ways, *_draw_duties(inv))


def _draw_language_offer(inv: Invocation) -> tuple[Button, ...]:
    """The first button, for those who have chosen no language: their platform may lack theirs, as Discord Tagalog."""
    return () if inv.identity.language else (Button(inv.words.t("language.title"), "language"),)


def _draw_call_buttons(inv: Invocation, first: Overview) -> tuple[Button, ...]:
    """The buttons for a call. The first campaign has nobody to call only if no open one has."""
    log = Button(inv.words.t("button.log"), "log")
    return (draw_script_button(inv, first.campaign.id), log) if first.targets else ()


def _write_offices_left(inv: Invocation, first: Overview) -> Markup:
    """How many offices are left today, or why there are none to call or to log."""
    if inv.suspended:
        return inv.words.m("script.suspended")
    if first.nobody:
        return inv.words.m("home.nobody", why=first.nobody)
    return inv.words.m(f"home.{_choose_offices_left(first)}", left=first.left, count=first.targets)


def _write_postcards(inv: Invocation, first: Overview) -> Markup:
    """The reader's own postcards in the campaign, or that there is one to send. They are no calls."""
    words, cards = inv.words, first.postcards
    if cards is None or inv.suspended or not (cards.own or cards.left):
        return _NOTHING
    if not cards.own:
        return words.m("home.postcards.first")
    if not cards.left:
        return words.m("home.postcards.done", count=cards.own)
    sent, more = words.m("home.postcards.sent", count=cards.own), words.m("home.postcards.more", count=cards.left)
    return join(sent, more, between=" ")


def _draw_postcards(words: Words, first: Overview) -> tuple[Fact, ...]:
    """Everybody's postcards, once there are any."""
    everybody = first.postcards.everybody if first.postcards else 0
    return (draw_all_postcards(words, everybody),) if everybody else ()


def _draw_postcard_buttons(words: Words, first: Overview) -> tuple[Button, ...]:
    """The button for the campaign's postcard, while the reader can send one."""
    if first.postcards and not first.postcards.left and first.postcards.own:
        return ()
    return draw_postcard_buttons(words, first.campaign.file)


def _choose_offices_left(first: Overview) -> str:
    """The key of the sentence about the offices left today. There is one for a campaign with a single office."""
    if not first.left:
        return "done" if first.reached >= first.targets else "used_up"
    return "left" if first.targets > 1 else "only"


def _name_others(inv: Invocation, others: tuple[Overview, ...]) -> Markup:
    """Name a few other open campaigns with somebody to call, and say how many more there are."""
    return write_also_open(inv, [one.campaign.file for one in others if one.targets])


def _draw_duties(inv: Invocation) -> tuple[Button, ...]:
    """The buttons for captains and coordinators: chapter, alerts and reports."""
    words, ways = inv.words, list[Button]()
    if inv.reach.chapters:
        ways.append(Button(words.t("home.chapter"), "chapter.mine"))
    if inv.role >= Role.COORDINATOR:
        ways.append(Button(words.t("home.write"), "alert"))
        ways.append(Button(words.t("home.alerts"), "alert.all"))
        ways.append(Button(words.t("home.report"), "report.calls", {"page": "1"}))
    return tuple(ways)


def _describe_warnings(inv: Invocation, warnings: tuple[DataWarning, ...]) -> tuple[Markup, ...]:
    """Every data warning for coordinators, and only those that affect calls for everybody else."""
    if inv.role >= Role.COORDINATOR:
        return tuple(escape(shorten(describe_doubt(inv.words, warning), _WARNING)) for warning in warnings)
    over = any(warning.doubt is Doubt.OVER for warning in warnings)
    return (inv.words.m("congress.over"),) if over else ()


def describe_state_doubts(words: Words, directory: StateDirectory, at: int) -> Markup:
    """What is doubtful in the data on state legislators, for readers who can fix it."""
    grouped = group_state_doubts(directory, at)
    lines = (words.m(f"states.doubt.{doubt}", states=words.list(states)) for doubt, states in grouped.items())
    return join(*lines, between="\n")
