"""`/remindme`: set, list and stop your own reminders."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from bot.cogs.reminders.clock_question import make_assumed_buttons, write_assumed_clock
from bot.cogs.reminders.named_campaign import NamedCampaign, split_campaign
from bot.config.zone_names import CHOICES
from bot.core.campaigns.campaigns import Campaigns
from bot.core.reminders.due_reminders import DueDailyReminder
from bot.core.reminders.once_reminders import DueReminder
from bot.core.reminders.once_times import check_reminder_time
from bot.core.reminders.own_reminders import OwnReminders, ReminderRequest
from bot.core.reminders.reminder_list import Reminder, ReminderList
from bot.core.times.daily_times import find_days, find_minute, is_stop_request
from bot.core.times.typed_days import WEEKDAYS
from bot.core.times.typed_time import SOME_ZONE
from bot.errors import UserError
from bot.identity import Identity
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.dispatch.identities import choose_language, make_invocation
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import action, command
from bot.kit.words.own_language.near_times import Check, is_understood, offer_near_times
from bot.kit.words.own_language.quoted_times import quote_as_typed
from bot.kit.words.own_language.time_questions import check_length
from bot.kit.words.own_language.times import reword_time
from bot.moments import Moment, name_year
from bot.phrases import Clock, Item, Zone, make_translations

_SEVERAL = {frozenset(range(7)): "daily", WEEKDAYS: "weekdays", frozenset({0, 6}): "weekends"}


class RemindCog:
    """Sets and stops the caller's reminders."""

    subject = "you"

    def __init__(self, reminders: OwnReminders, campaigns: Campaigns) -> None:
        self._reminders, self._campaigns = reminders, campaigns

    @command("remindme", identifies=True)
    async def remind(
        self,
        inv: Invocation,
        when: Annotated[str | None, Opt("When: 9:00, mon, thu 6pm, in 1 hour; or stop", max_length=80)] = None,
    ) -> Answer:
        """Get a reminder in a direct message at a time of your own, or stop it."""
        if when is None:
            return _answer(inv, *await self._reminders.read(make_request(inv)))
        typed = reword_time(when, inv.words)
        if is_stop_request(typed):
            return await self._stop(inv)
        check_length(when, inv.words)
        check = partial(check_reminder_time, zone=SOME_ZONE, at=inv.at)
        try:
            with offer_near_times(when, inv.words, partial(_check_request, check)), quote_as_typed(when):
                return await self._schedule(inv, typed)
        except UserError as error:
            named = await self._find_campaign(inv, when, check) if error.field == "when" else None
            if named is None:
                raise
        title = make_translations(named.campaign.file.title)
        return await self._schedule(inv, reword_time(named.rest, inv.words), title)

    @action("remind.stop", identifies=True)
    async def stop(self, inv: Invocation) -> Answer:
        """Stop all of the caller's reminders."""
        return await self._stop(inv)

    @action("remind.zone", identifies=True)
    async def set_zone(
        self, inv: Invocation, zone: Annotated[str, Opt("Time zone on the card", words=CHOICES)]
    ) -> Answer:
        """Save the caller's time zone, and move their reminders to that clock."""
        return _answer(inv, *await self._reminders.set_zone(make_request(inv), zone))

    @action("remind.own", identifies=True)
    async def move_to_own_zone(self, inv: Invocation) -> Answer:
        """Move the caller's reminders from an assumed clock to their own."""
        return _answer(inv, *await self._reminders.settle(make_request(inv), move=True))

    @action("remind.keep", identifies=True)
    async def keep(self, inv: Invocation) -> Answer:
        """Leave the caller's reminders on the clock they were set on."""
        return _answer(inv, *await self._reminders.settle(make_request(inv), move=False))

    @action("remind.drop", identifies=True)
    async def drop(self, inv: Invocation, reminder: Annotated[str, Opt("Reminder on the card")]) -> Answer:
        """Delete one one-time reminder."""
        return _answer(inv, *await self._reminders.stop_one(make_request(inv), reminder))

    async def _schedule(self, inv: Invocation, typed: str, campaign: Item | None = None) -> Answer:
        """Set a reminder, and say that it isn't only for the ``campaign`` that somebody named, if they did."""
        language = partial(choose_language, inv.envelope)
        reminders, identity = await self._reminders.schedule(make_request(inv), typed, language)
        there = make_invocation(inv.envelope, identity, private=True)
        card = draw_reminders_card(there, reminders)
        if campaign:
            card = replace(card, body=join(card.body, there.words.m("remind.any_campaign", title=campaign)))
        return Answer(card, identity)

    async def _find_campaign(self, inv: Invocation, when: str, check: Check) -> NamedCampaign | None:
        """The open campaign that somebody names beside a time that can't be read with it."""
        if len(when.split()) < 2 or is_understood(reword_time(when, inv.words), check):
            return None
        opened = await self._campaigns.load_open(inv.caller, inv.at)
        return split_campaign(when, opened, lambda one: is_understood(reword_time(one, inv.words), check))

    async def _stop(self, inv: Invocation) -> Answer:
        has_stopped, identity = await self._reminders.stop(make_request(inv))
        words = make_invocation(inv.envelope, identity, private=True).words
        return Answer(Card(body=words.m("remind.stopped" if has_stopped else "remind.none")), identity)


def _check_request(check: Check, english: str) -> None:
    """Raise UserError for a text that neither asks to stop reminders nor passes the ``check`` of times."""
    if not is_stop_request(english):
        check(english)


def make_request(inv: Invocation) -> ReminderRequest:
    """Who asks about their reminders, and when."""
    return ReminderRequest(inv.caller, inv.at, inv.envelope.manages, inv.envelope.zone)


def _answer(inv: Invocation, reminders: ReminderList, identity: Identity) -> Answer:
    """The card with the caller's reminders, in the language that was found with them."""
    return Answer(draw_reminders_card(make_invocation(inv.envelope, identity, private=True), reminders), identity)


def draw_reminders_card(inv: Invocation, reminders: ReminderList) -> Card:
    """Show the caller's reminders, or how to set one."""
    words, daily = inv.words, reminders.daily
    if daily is None and not reminders.once:
        return Card(words.t("remind.title"), join(words.m("remind.none"), words.m("remind.how")))
    lines = [_describe_daily(words, daily)] if daily else []
    lines += [_describe_replaced(words, reminders.replaced)] if reminders.replaced else []
    lines += [_describe_one_time(inv, reminders)] if reminders.once else []
    lines.append(write_assumed_clock(words, reminders))
    drops = _make_drop_buttons(inv, reminders) if daily or len(reminders.once) > 1 else ()
    buttons = (*make_assumed_buttons(words, reminders), *drops, _make_stop_button(words))
    return Card(words.t("remind.title"), join(*lines), buttons=buttons, note=words.m("remind.note"))


def _describe_daily(words: Words, daily: Reminder) -> Markup:
    if not daily.refused:
        return describe_reminder(words, daily)
    return words.m("remind.refused" if daily.refused_by_person else "remind.refused_there")


def _describe_replaced(words: Words, former: Reminder) -> Markup:
    days, clock = name_days(words, find_days(former.cron)), Clock(find_minute(former.cron))
    return words.m("remind.replaced", days=days, clock=clock, zone=Zone(former.zone))


def _describe_one_time(inv: Invocation, reminders: ReminderList) -> Markup:
    """The times of the one-time reminders: a sentence for one, a list for several."""
    words, times = inv.words, [name_year(one.name_moment(reminders.own), inv.at) for one in reminders.once]
    if len(times) == 1:
        return words.m("remind.kept_once", when=times[0])
    lines = (join(Markup("- "), words.m("remind.one_time", when=when), between="") for when in times)
    return join(words.m("remind.kept_several"), *lines, between="\n")


def draw_due_reminder(words: Words, reminder: DueDailyReminder | DueReminder) -> Card:
    """The card of a due reminder."""
    campaign, is_last = reminder.campaign, isinstance(reminder, DueReminder)
    script = Button(words.t("button.script"), "script.show", {"campaign": campaign.id})
    return Card(
        words.pick(campaign.file.title),
        words.m("remind.now"),
        buttons=(script,) if is_last else (script, _make_stop_button(words)),
        note=words.m("remind.why_once" if is_last else "remind.why"),
    )


def describe_reminder(words: Words, reminder: Reminder) -> Markup:
    """The sentence that says when a daily reminder comes."""
    moment = Moment(reminder.next_at, reminder.zone)
    return words.m("remind.kept", days=name_days(words, find_days(reminder.cron)), when=moment)


def name_days(words: Words, days: frozenset[int]) -> str:
    """Name a set of weekdays: "daily", "weekdays", or a list of days."""
    if name := _SEVERAL.get(days):
        return words.t(f"remind.days.{name}")
    return words.t("remind.days.some", days=words.list(words.label("weekday", str(day)) for day in sorted(days)))


def _make_drop_buttons(inv: Invocation, reminders: ReminderList) -> tuple[Button, ...]:
    words = inv.words
    times = [(words.format_moment(name_year(one.name_moment(reminders.own), inv.at)), one.id) for one in reminders.once]
    return tuple(
        Button(words.t("remind.button.drop", when=when), "remind.drop", {"reminder": id}) for when, id in times
    )


def _make_stop_button(words: Words) -> Button:
    return Button(words.t("remind.button.stop"), "remind.stop")
