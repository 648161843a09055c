"""`/remindme`: setting, listing and stopping one's own reminders."""

from typing import Annotated

from bot.config.zone_names import CHOICES
from bot.core.campaign_files.campaign_file import text_for
from bot.core.reminders.once_reminders import DueReminder
from bot.core.reminders.reminder_list import Kept, Reminder
from bot.core.reminders.reminder_times import WEEKDAYS, days_of, stops
from bot.core.reminders.reminders import Reminders, Reminding
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.moments import Moment
from bot.phrases import Zone

_SEVERAL = {frozenset(range(7)): "daily", WEEKDAYS: "weekdays", frozenset({0, 6}): "weekends"}


class RemindCog:
    """Sets and stops the caller's reminders."""

    subject = "you"

    def __init__(self, reminders: Reminders) -> None:
        self._reminders = reminders

    @command("remindme")
    async def remind(
        self,
        inv: Invocation,
        when: Annotated[str | None, Opt("When: 9:00, mon, thu 6pm, in 1 hour; or stop", max_length=80)] = None,
    ) -> Card:
        """Get a reminder in a direct message at a time of your own, or stop it."""
        if when is None:
            return draw_reminders_card(inv, await self._reminders.read(inv.caller, inv.at, inv.envelope.zone))
        if stops(when):
            return await self._stop(inv)
        return draw_reminders_card(
            inv, await self._reminders.want(inv.caller, when, inv.language, inv.at, inv.envelope.zone)
        )

    @action("remind.stop")
    async def stop(self, inv: Invocation) -> Card:
        """Stop the caller's reminder."""
        return await self._stop(inv)

    @action("remind.zone")
    async def zone(self, inv: Invocation, zone: Annotated[str, Opt("Time zone on the card", words=CHOICES)]) -> Card:
        """Keep the caller's time zone, and remind them on that clock."""
        return draw_reminders_card(inv, await self._reminders.set_zone(inv.caller, zone, inv.at))

    @action("remind.own")
    async def own(self, inv: Invocation) -> Card:
        """Move the caller's reminders from an assumed clock to their own."""
        return draw_reminders_card(inv, await self._reminders.settle(inv.caller, inv.at, inv.envelope.zone, move=True))

    @action("remind.keep")
    async def keep(self, inv: Invocation) -> Card:
        """Leave reminders on the clock they were set on."""
        return draw_reminders_card(inv, await self._reminders.settle(inv.caller, inv.at, inv.envelope.zone, move=False))

    @action("remind.drop")
    async def drop(self, inv: Invocation, reminder: Annotated[str, Opt("Reminder on the card")]) -> Card:
        """Drop one reminder that comes once."""
        return draw_reminders_card(inv, await self._reminders.stop_one(inv.caller, reminder, inv.at, inv.envelope.zone))

    async def _stop(self, inv: Invocation) -> Card:
        stopped = await self._reminders.stop(inv.caller)
        return Card(body=inv.words.m("remind.stopped" if stopped else "remind.none"))


def draw_reminders_card(inv: Invocation, kept: Kept) -> Card:
    """Show the caller's reminders, or how to set one."""
    words, daily = inv.words, kept.daily
    if daily is None and not kept.once:
        return Card(words.t("remind.title"), join(words.m("remind.none"), words.m("remind.how")))
    told = [words.m("remind.refused") if daily.refused else describe_reminder(words, daily)] if daily else []
    told += [_once_words(words, kept)] if kept.once else []
    if kept.assumed:
        key = "remind.moved" if kept.own else "remind.whose"
        told.append(words.m(key, zone=Zone(kept.assumed), own=Zone(kept.own or kept.assumed)))
    drops = _drops(words, kept) if daily or len(kept.once) > 1 else ()
    buttons = (*_zones(words, kept), *drops, _stop(words))
    return Card(words.t("remind.title"), join(*told), buttons=buttons, note=words.m("remind.note"))


def _once_words(words: Words, kept: Kept) -> Markup:
    """Say when somebody is reminded once, or several times once each."""
    times = [Moment(one.at, one.zone) for one in kept.once]
    if len(times) == 1:
        return words.m("remind.kept_once", when=times[0])
    lines = (join(Markup("- "), words.m("remind.one_time", when=when), between="") for when in times)
    return join(words.m("remind.kept_several"), *lines, between="\n")


def reminding_card(words: Words, one: Reminding | DueReminder) -> Card:
    """Remind somebody."""
    campaign, is_last = one.campaign, isinstance(one, DueReminder)
    script = Button(words.t("button.script"), "script.show", {"campaign": campaign.id})
    return Card(
        text_for(campaign.file.title, words.language),
        words.m("remind.now"),
        buttons=(script,) if is_last else (script, _stop(words)),
        note=words.m("remind.why_once" if is_last else "remind.why"),
    )


def describe_reminder(words: Words, reminder: Reminder) -> Markup:
    """Say when somebody is reminded."""
    moment = Moment(reminder.next_at, reminder.zone)
    return words.m("remind.kept", days=days_named(words, days_of(reminder.cron)), when=moment)


def days_named(words: Words, days: frozenset[int]) -> str:
    """Return what days of the week are called together."""
    if known := _SEVERAL.get(days):
        return words.t(f"remind.days.{known}")
    return words.t("remind.days.some", days=words.list(words.choice("weekday", str(day)) for day in sorted(days)))


def _drops(words: Words, kept: Kept) -> tuple[Button, ...]:
    """Return a button for each reminder that comes once, where it isn't the only one."""
    times = [(words.moment(Moment(one.at, one.zone)), one.id) for one in kept.once]
    return tuple(
        Button(words.t("remind.button.drop", when=when), "remind.drop", {"reminder": id}) for when, id in times
    )


def _zones(words: Words, kept: Kept) -> tuple[Button, ...]:
    """Return the clocks that may be theirs instead of an assumed one: a button for each while nobody knows."""
    if kept.assumed is None:
        return ()
    if kept.own is None:
        return tuple(Button(words.zone(one), "remind.zone", {"zone": one}) for one in CHOICES if one != kept.assumed)
    moving = Button(words.t("remind.button.own", zone=Zone(kept.own)), "remind.own")
    return (moving, Button(words.t("remind.button.keep", zone=Zone(kept.assumed)), "remind.keep"))


def _stop(words: Words) -> Button:
    return Button(words.t("remind.button.stop"), "remind.stop")
