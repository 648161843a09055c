"""What somebody wants logged, and all that it is decided from."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from bot.core.base.clock import day_of
from bot.core.base.ids import format_reference
from bot.core.calls.day_slots import DaySlots
from bot.core.calls.limits import Limits, near
from bot.core.campaigns.campaign_file import text_for
from bot.core.campaigns.campaigns import Campaign
from bot.core.coalition.coalition import Chapter
from bot.core.guidance.targets import Chosen, Targets, chosen, nobody
from bot.core.people.entries import place_after
from bot.core.people.past import Past
from bot.core.people.people import Person
from bot.core.totals.counting import Day, LogStatus, Outcome, resolve_day
from bot.errors import UserError
from bot.store.statement import Row


class Wish(Struct, frozen=True):
    """What somebody wants logged, as words; what is None is for Callboard to find.

    ``tapped`` on a card, the office may be one that was the caller's when the card was made. ``zone`` is the
    caller's clock, where the platform tells it.
    """

    outcome: Outcome
    office: str | None = None
    campaign: str | None = None
    day: Day = Day.TODAY
    language: str | None = None
    tapped: bool = False
    zone: str | None = None


class Case(Struct, frozen=True):
    """All that a call is decided from: ``live`` are the person's standing calls of the campaign, ``entries`` their
    last entries anywhere, those taken back among them."""

    person: Person
    platform: str
    campaign: Campaign
    chapter: Chapter
    wish: Wish
    day: str
    week: str
    live: tuple[Row, ...]
    entries: tuple[Row, ...]
    past: Past
    slots: DaySlots
    at: int

    @property
    def targets(self) -> Targets:
        """Whom the person calls in the campaign."""
        return self.slots.targets

    @property
    def times(self) -> Iterator[int]:
        """When the person's last entries were made, those among them that are no longer theirs."""
        yield from (row.logged_at for row in self.entries)
        yield from self.past.times

    @property
    def adds_person(self) -> bool:
        """Whether the person isn't counted among the campaign's people yet by calls that are no longer theirs."""
        return not self.past.has_counted(self.campaign.id)

    @property
    def place(self) -> int:
        """The place of this entry in the order of the person's entries."""
        return place_after(self.entries, self.at)

    @property
    def choice(self) -> Chosen | None:
        """The target that was named, else the first without a completed call; None when all have one."""
        if self.wish.office:
            return chosen(self.wish.office, self.targets, self.campaign.file, self.wish.tapped)
        if not self.targets.row:
            raise nobody(self.targets, self.campaign.file)
        slot = self.slots.next_after()
        return Chosen(slot) if slot else None

    def held(self, slot: str) -> Row | None:
        """Return the call that already stands for a slot that day."""
        stands_for = self.targets.stands_for
        return next((row for row in self.live if row.day == self.day and stands_for(row.slot) == slot), None)

    def check_room(self, slot: str) -> None:
        """Raise UserError where no call can be entered for a slot any more that day."""
        if self.slots.is_counted(slot, self.wish.outcome):
            raise UserError("log.counted", field="office")
        if not self.slots.has_room(slot):
            raise UserError("log.no_slots", count=self.slots.most)

    def doubled(self, limits: Limits) -> Row | None:
        """Return the call that the wish only repeats; sent again at once, it would be the next office's."""
        if self.wish.office or not self.wish.outcome.completed:
            return None
        same = (row for row in self.live if (row.day, row.outcome) == (self.day, self.wish.outcome))
        return next((row for row in same if near(self.at, row.counted_at, limits)), None)


class Entry(Struct, frozen=True):
    """The call that stands once a wish is dealt with; without an id where there is none.

    ``office`` is the one at home that a new call is kept under, where it is one.
    """

    kind: LogStatus
    outcome: Outcome
    call_id: str = ""
    slot: str = ""
    office: str = ""


def row_of(case: Case, call_id: str, slot: str, office: str) -> dict[str, Any]:
    """Return a new call's row; it carries what is true of the caller now."""
    script = text_for(case.campaign.file.scripts, case.wish.language)
    outcome, profile = case.wish.outcome, case.person.profile
    return {
        "id": call_id,
        "reference": format_reference(call_id),
        "campaign_id": case.campaign.id,
        "person_id": case.person.id,
        "slot": slot,
        "office": office,
        "day": case.day,
        "week": case.week,
        "outcome": outcome.value,
        "why": None,
        "counted": int(outcome.completed),
        "org_id": case.chapter.org_id,
        "chapter_id": case.chapter.id,
        "state": profile.state,
        "district": profile.numbered,
        "language": script.language,
        "script_version": script.version,
        "platform": case.platform,
        "logged_at": case.at,
        "counted_at": case.at if outcome.completed else None,
        "entered_at": case.place,
        "adds_person": int(case.adds_person),
        "removed_at": None,
        "removed_as": None,
    }


def day_of_call(campaign: Campaign, day: Day, at: int) -> tuple[str, str]:
    """Return the date and week a call is for; raises UserError when that day is before the campaign's first."""
    meant, week = resolve_day(day_of(at, campaign.zone), day)
    if campaign.opens_at is not None and date.fromisoformat(meant) < day_of(campaign.opens_at, campaign.zone):
        raise UserError("log.too_early", field="day", title=campaign.file.title["en"])
    return meant, week
