"""`/remindme`: a direct message at a time of one's own, until one says stop."""

from typing import Annotated

from bot.config.zone_names import CHOICES
from bot.core.campaigns.campaign_file import text_for
from bot.core.reminders.reminder_times import WEEKDAYS, days_of, stops
from bot.core.reminders.reminders import Reminder, Reminders, Reminding
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.spec import Opt, action, command
from bot.moments import Moment
from bot.phrases import Zone

_SEVERAL = {frozenset(range(7)): "daily", WEEKDAYS: "weekdays", frozenset({0, 6}): "weekends"}


class RemindCog:
    """Keeps reminders."""

    def __init__(self, reminders: Reminders) -> None:
        self._reminders = reminders

    @command("remindme")
    async def remind(
        self,
        inv: Invocation,
        when: Annotated[str | None, Opt("When, like 9:00 or mon, thu 6pm; or stop", max_length=80)] = None,
    ) -> Card:
        """Get a reminder in a direct message at a time of your own, or stop it."""
        if when is None:
            return shown_card(inv, await self._reminders.read(inv.caller, inv.at, inv.envelope.zone))
        if stops(when):
            return await self._stop(inv)
        return shown_card(inv, await self._reminders.want(inv.caller, when, inv.language, inv.at, inv.envelope.zone))

    @action("remind.stop")
    async def stop(self, inv: Invocation) -> Card:
        """Stop the reminder of whoever pressed the button."""
        return await self._stop(inv)

    @action("remind.zone")
    async def zone(self, inv: Invocation, zone: Annotated[str, Opt("Time zone on the card", words=CHOICES)]) -> Card:
        """Keep the time zone of whoever pressed the button, and remind them on that clock."""
        return shown_card(inv, await self._reminders.set_zone(inv.caller, zone, inv.at))

    async def _stop(self, inv: Invocation) -> Card:
        stopped = await self._reminders.stop(inv.caller)
        return Card(body=inv.words.m("remind.stopped" if stopped else "remind.none"))


def shown_card(inv: Invocation, reminder: Reminder | None) -> Card:
    """Show somebody's reminder, or how to get one."""
    words = inv.words
    if reminder is None:
        return Card(words.t("remind.title"), join(words.m("remind.none"), words.m("remind.how")))
    told = words.m("remind.refused") if reminder.refused else kept_words(words, reminder)
    if reminder.assumed:
        told = join(told, words.m("remind.whose", zone=Zone(reminder.zone)))
    choices = _zones(words, reminder.zone) if reminder.assumed else ()
    return Card(words.t("remind.title"), told, buttons=(*choices, _stop(words)), note=words.m("remind.note"))


def reminding_card(words: Words, one: Reminding) -> Card:
    """Remind somebody."""
    campaign = one.campaign
    return Card(
        text_for(campaign.file.title, words.language),
        words.m("remind.now"),
        buttons=(
            Button(words.t("button.script"), "script.show", {"campaign": campaign.id}),
            _stop(words),
        ),
        note=words.m("remind.why"),
    )


def kept_words(words: Words, reminder: Reminder) -> Markup:
    """Say when somebody is reminded."""
    moment = Moment(reminder.next_at, reminder.zone)
    return words.m("remind.kept", days=days_named(words, days_of(reminder.cron)), when=moment)


def days_named(words: Words, days: frozenset[int]) -> str:
    """Return what days of the week are called together."""
    if known := _SEVERAL.get(days):
        return words.t(f"remind.days.{known}")
    return words.t("remind.days.some", days=words.list(words.choice("weekday", str(day)) for day in sorted(days)))


def _zones(words: Words, assumed: str) -> tuple[Button, ...]:
    """Return a button for each zone that may be theirs instead."""
    return tuple(Button(words.zone(one), "remind.zone", {"zone": one}) for one in CHOICES if one != assumed)


def _stop(words: Words) -> Button:
    return Button(words.t("remind.button.stop"), "remind.stop")
