"""A request to log a call, the context that decides it, and the result."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from bot.core.base.ids import format_reference
from bot.core.campaign_files.campaign_file import find_text
from bot.core.campaigns.campaigns import Campaign
from bot.core.coalition.coalition import Chapter
from bot.core.guidance.phone_lines import UnavailableReason, find_other_office
from bot.core.guidance.targets import TargetChoice, Targets, choose_target, explain_nobody
from bot.core.people.past.entries import LINK, find_next_entered_at
from bot.core.people.past.past_entries import Past
from bot.core.people.people import Person
from bot.core.slots.day_slots import DaySlots
from bot.core.slots.limits import LogLimits, is_too_close
from bot.core.times.clock import MINUTE, day_of
from bot.core.totals.counting import CallCredit, Day, LogStatus, Outcome, resolve_day
from bot.errors import UserError
from bot.phrases import make_translations
from bot.store.statement import Row

LONGEST_WAIT = 15 * MINUTE  # Discord's and Slack's answers to a request expire then


class CallRequest(Struct, frozen=True):
    """A request to log a call, in the caller's words. Callboard fills in what is None.

    ``tapped`` marks a tap on a card: its office may be one that was the caller's when the card was drawn.
    ``guessed`` marks an office whose words stood in a line without its key, so they may have meant something else.
    ``zone`` is the caller's time zone if the platform knows it. ``why`` is why an attempt failed, if they said so.
    """

    outcome: Outcome
    office: str | None = None
    campaign: str | None = None
    day: Day = Day.TODAY
    language: str | None = None
    tapped: bool = False
    guessed: bool = False
    zone: str | None = None
    why: UnavailableReason | None = None


class LogContext(Struct, frozen=True):
    """Everything that decides a log, and the campaign's totals before it.

    ``live`` holds the person's live calls of the campaign. ``entries`` holds their recent entries in all
    campaigns, undone ones included.
    """

    person: Person
    platform: str
    campaign: Campaign
    chapter: Chapter
    request: CallRequest
    day: str
    week: str
    live: tuple[Row, ...]
    entries: tuple[Row, ...]
    past: Past
    slots: DaySlots
    totals: Row
    at: int

    @property
    def targets(self) -> Targets:
        """The people the caller can call in the campaign."""
        return self.slots.targets

    @property
    def times(self) -> Iterator[int]:
        """When the person's recent entries were made, including those that are no longer theirs."""
        yield from (row.logged_at for row in self.entries)
        yield from self.past.times

    @property
    def adds_person(self) -> bool:
        """Whether this call adds a person to the campaign: False if calls no longer theirs already added them."""
        return not self.past.has_counted(self.campaign.id)

    @property
    def entered_at(self) -> int:
        """The key that sorts this entry after the person's earlier ones."""
        return find_next_entered_at(self.entries, self.at)

    @property
    def choice(self) -> TargetChoice | None:
        """The target the request names, or else the first without a completed call; None if all have one."""
        asked = self.request
        if asked.office:
            return choose_target(asked.office, self.targets, self.campaign.file, asked.tapped, asked.guessed)
        if not self.targets.all:
            raise explain_nobody(self.targets, self.campaign.file)
        slot = self.slots.find_next_after()
        return TargetChoice(slot) if slot else None

    def find_call(self, slot: str) -> Row | None:
        """The live call of a slot that day."""
        resolve_slot = self.targets.resolve_slot
        return next((row for row in self.live if row.day == self.day and resolve_slot(row.slot) == slot), None)

    def check_room(self, slot: str) -> None:
        """Raise UserError if no call can be entered for a slot that day."""
        self.check_uncounted(slot)
        if any(self._is_after(row) and self.targets.resolve_slot(row.slot) == slot for row in self.entries):
            raise UserError("log.taken_back")
        if not self.slots.has_room(slot):
            raise UserError("log.no_slots", count=self.slots.capacity)

    def _is_after(self, entry: Row) -> bool:
        """Whether a call of that day was taken back after this request was sent, which then waited, as for a database.

        A clock that was set back further than a request can wait says nothing of the order.
        """
        if entry.removed_at is None or entry.removed_as == LINK:
            return False
        here = (entry.campaign_id, entry.day) == (self.campaign.id, self.day)
        return here and self.at < entry.removed_at <= self.at + LONGEST_WAIT

    def check_uncounted(self, slot: str) -> None:
        """Raise UserError if a forgotten or unlinked account of the same person already made this call."""
        if self.slots.is_counted(slot, self.request.outcome):
            raise UserError("log.counted", field="office")

    def find_repeated_call(self, limits: LogLimits) -> Row | None:
        """The call that this request repeats within the pause. Without this, a repeat would go to the next office."""
        if self.request.office or not self.request.outcome.completed:
            return None
        same = (row for row in self.live if (row.day, row.outcome) == (self.day, self.request.outcome))
        return next((row for row in same if is_too_close(self.at, row.counted_at, limits)), None)

    def find_another(self, result: "LogResult") -> str | None:
        """The id of another office of a member whom the caller didn't reach and said why."""
        target = self.targets.find(result.slot) if result.tried else None
        official = target.official if target else None
        another = find_other_office(official, result.tried, self.at) if official else None
        return another.id if another else None


class LogResult(Struct, frozen=True):
    """The live call after a request; ``call_id`` is "" if there is none.

    ``office`` is set only for a new call to an office at home. ``tried`` is the office of an attempt whose reason was
    saved with it. ``credit`` is where the call counts since this request, None if no total moved.
    """

    kind: LogStatus
    outcome: Outcome
    call_id: str = ""
    slot: str = ""
    office: str = ""
    tried: str = ""
    credit: CallCredit | None = None


def make_row(context: LogContext, call_id: str, slot: str, office: str) -> dict[str, Any]:
    """A new call's row. It records what is true of the caller now."""
    script = find_text(context.campaign.file.scripts, context.request.language)
    outcome = context.request.outcome
    return {
        "id": call_id,
        "reference": format_reference(call_id),
        "campaign_id": context.campaign.id,
        "person_id": context.person.id,
        "slot": slot,
        "office": office,
        "day": context.day,
        "week": context.week,
        "outcome": outcome.value,
        "why": context.request.why,
        "counted": int(outcome.completed),
        "org_id": context.chapter.org_id,
        "chapter_id": context.chapter.id,
        "state": context.targets.state,
        "district": context.targets.district,
        "language": script.language,
        "script_version": script.version,
        "platform": context.platform,
        "logged_at": context.at,
        "counted_at": context.at if outcome.completed else None,
        "entered_at": context.entered_at,
        "adds_person": int(context.adds_person),
        "removed_at": None,
        "removed_as": None,
    }


def find_day(campaign: Campaign, day: Day, at: int) -> tuple[str, str]:
    """The date and ISO week of a call. Raises UserError if that day is before the campaign's first."""
    meant, week = resolve_day(day_of(at, campaign.zone), day)
    if campaign.opens_at is not None and date.fromisoformat(meant) < day_of(campaign.opens_at, campaign.zone):
        raise UserError("log.too_early", field="day", title=make_translations(campaign.file.title))
    return meant, week
