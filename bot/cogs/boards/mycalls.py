"""`/mycalls`: a person's own numbers, visible to them alone."""

from bot.cogs.calls.campaign_question import draw_further_buttons
from bot.cogs.privacy.link import name_platforms
from bot.cogs.shared.card_parts import describe_day_end, draw_script_button, translate_title
from bot.cogs.shared.display_names import Names, Naming
from bot.core.base.statuses import CampaignState
from bot.core.boards.history import Histories, History
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Fact
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.spec import action, command

_SEVERAL = 2
_TOP_RANKS = 10  # ranks that are shown
_NAMED = 10  # campaigns with their own line


class MyCallsCog:
    """Shows people their own calls."""

    subject = "calls"

    def __init__(self, histories: Histories, naming: Naming) -> None:
        self._histories, self._naming = histories, naming

    @command("mycalls", reads=True)
    @action("mycalls")
    async def show(self, inv: Invocation) -> Card:
        """See your own calls, your streak and your place. Only you see this."""
        return draw_history_card(
            inv, await self._histories.read(inv.caller, inv.at, inv.envelope.zone), await self._naming.load_names()
        )


def draw_history_card(inv: Invocation, history: History, names: Names) -> Card:
    """Show a person their own numbers."""
    words = inv.words
    script, linked = _draw_script_buttons(inv, history), Markup()
    paused = words.m("script.suspended") if inv.suspended else Markup()
    if len(history.platforms) > 1:
        linked = words.m("mydata.linked", platforms=name_platforms(words, history.platforms))
    is_open = history.campaign.state(inv.at) is CampaignState.OPEN
    if not history.recent:
        can_begin = history.with_targets and not inv.suspended
        none = words.m("mycalls.none" if can_begin else "mycalls.none_open")
        return Card(
            words.t("mycalls.title"),
            join(paused, none, _write_nobody(inv, history), _write_postcards(inv, history), linked),
            buttons=script,
        )
    return Card(
        title=words.t("mycalls.title"),
        body=join(
            paused,
            _write_campaigns(inv, history),
            _write_nobody(inv, history),
            _write_place(inv, history),
            _write_postcards(inv, history),
            linked,
            _write_entries(words, history, names),
        ),
        facts=_draw_facts(words, history),
        buttons=script,
        note=join(
            describe_day_end(words, history.campaign, history.zone, inv.at) if is_open else Markup(),
            words.m("mycalls.note"),
            between=" ",
        ),
    )


def _draw_script_buttons(inv: Invocation, history: History) -> tuple[Button, ...]:
    """The button to the next script, one per campaign if several have somebody to call. None if none has."""
    found = history.with_targets
    if len(found) < _SEVERAL:
        return tuple(draw_script_button(inv, one.id) for one in found)
    return draw_further_buttons(inv, (one.file for one in found))


def _write_nobody(inv: Invocation, history: History) -> Markup:
    """Say why there is nobody to call, if no open campaign has anybody."""
    if history.with_targets or history.nobody is None:
        return Markup()
    return inv.words.m("office.nobody", title=translate_title(inv, history.campaign.file), why=history.nobody)


def _write_campaigns(inv: Invocation, history: History) -> Markup:
    """Name the campaign of the numbers, or write one line per campaign if there are several."""
    words = inv.words
    if len(history.counts) < _SEVERAL:
        return words.m("mycalls.campaign", title=translate_title(inv, history.campaign.file))
    lines = [
        words.m(
            "mycalls.count",
            title=translate_title(inv, one.campaign.file),
            today=one.today,
            week=one.week,
            count=one.all,
        )
        for one in history.counts[:_NAMED]
    ]
    if more := len(history.counts[_NAMED:]):
        lines.append(words.m("mycalls.more", count=more))
    return join(*lines, between="\n")


def _draw_facts(words: Words, history: History) -> tuple[Fact, ...]:
    alone = len(history.counts) < _SEVERAL  # otherwise each campaign has its own line
    counts = (("today", history.today), ("week", history.week), ("campaign", history.all)) if alone else ()
    numbers = tuple(Fact(words.label("period", period), words.format_number(n)) for period, n in counts)
    streak = Fact(words.t("mycalls.streak"), words.t("mycalls.weeks", count=history.streak))
    return (*numbers, streak)


def _write_place(inv: Invocation, history: History) -> Markup:
    """The number of callers in the org, with the person's rank if it is in the top ten. A low rank discourages."""
    if history.org is None:
        return Markup()
    key = "mycalls.place" if history.rank <= _TOP_RANKS else "mycalls.one_of"
    return inv.words.m(
        f"{key}_in" if len(history.counts) >= _SEVERAL else key,
        rank=history.rank,
        count=history.ranked,
        org=history.org,
        title=translate_title(inv, history.campaign.file),
    )


def _write_postcards(inv: Invocation, history: History) -> Markup:
    """The number of postcards, apart from calls, and the person's place among their org's writers."""
    words, place = inv.words, history.postcard_place
    if not history.postcards:
        return Markup()
    sent = words.m("mycalls.postcards", count=history.postcards)
    if place is None:
        return sent
    key = "mycalls.postcards_place" if place.rank <= _TOP_RANKS else "mycalls.postcards_one_of"
    title = translate_title(inv, place.campaign.file)
    return join(sent, words.m(key, rank=place.rank, count=place.ranked, org=place.org, title=title), between=" ")


def _write_entries(words: Words, history: History, names: Names) -> Markup:
    """One line per recent call, with its reference while it can be taken back. Screen readers read lines."""
    several = len(history.counts) >= _SEVERAL
    titles = {one.campaign.id: words.pick(one.campaign.file.title) for one in history.counts}
    lines = (
        join(
            words.m(
                "mycalls.entry_in" if several else "mycalls.entry",
                day=words.format_day(entry.day),
                office=names.name_office(words, entry.campaign, entry.slot, entry.title),
                outcome=words.label("outcome", entry.outcome),
                title=titles.get(entry.campaign, entry.campaign),
            ),
            words.m("log.reference", reference=entry.reference) if entry.reference else Markup(),
            between=" ",
        )
        for entry in history.recent
    )
    heading = words.m("mycalls.last", count=len(history.recent)) if history.has_more else Markup()
    return join(heading, *lines, between="\n")
