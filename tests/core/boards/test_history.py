"""A person's view of their own calls."""

from datetime import date

import pytest

from bot.core.boards.history import RECENT, count_streak
from bot.store.engine import Store
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, campaign, core_on, instant


@pytest.mark.parametrize(
    ("weeks", "today", "length"),
    [
        ((), "2026-11-23", 0),
        (("2026-W48",), "2026-11-23", 1),
        (("2026-W47",), "2026-11-23", 1),  # this week isn't over
        (("2026-W46",), "2026-11-23", 0),
        (("2026-W46", "2026-W48"), "2026-11-23", 1),
        (("2026-W46", "2026-W47", "2026-W48"), "2026-11-29", 3),
        (("2026-W52", "2026-W53", "2027-W01"), "2027-01-04", 3),  # 2026 has 53 weeks
        (("2026-W52", "2026-W53"), "2027-01-03", 2),  # a Sunday of week 53
        (("2027-W51", "2027-W52", "2028-W01"), "2028-01-03", 3),  # 2027 has 52
        (("2024-W52", "2025-W01"), "2024-12-31", 2),  # a Tuesday in the next year's first week
    ],
)
def test_a_streak_counts_weeks_in_a_row(weeks: tuple[str, ...], today: str, length: int) -> None:
    assert count_streak(weeks, date.fromisoformat(today)) == length


async def test_somebody_new_has_an_empty_history(core: Core) -> None:
    history = await core.history("ana")
    assert (history.today, history.week, history.all, history.streak) == (0, 0, 0, 0)
    assert (history.recent, history.rank, history.ranked) == ((), 0, 0)


async def test_history_counts_the_day_the_week_and_the_campaign(core: Core) -> None:
    for wall in ("2026-11-15 12:00", "2026-11-22 12:00", "2026-11-23 12:00", "2026-11-29 12:00"):
        await core.log("ana", at=instant(wall))
    history = await core.history("ana", instant("2026-11-29 23:00"))
    assert (history.today, history.week, history.all, history.streak) == (1, 2, 4, 3)


async def test_a_streak_counts_completed_calls_that_still_count(core: Core) -> None:
    await core.log("ana", at=instant("2026-11-16 12:00"))
    await core.log("ana", "unavailable", at=instant("2026-11-23 12:00"))
    assert (await core.history("ana", instant("2026-11-30 12:00"))).streak == 0
    receipt = await core.log("ana", at=instant("2026-11-23 13:00"))
    assert (await core.history("ana", instant("2026-11-23 14:00"))).streak == 2
    await core.undo("ana", receipt.call_id, at=instant("2026-11-23 15:00"))
    assert (await core.history("ana", instant("2026-11-23 16:00"))).streak == 1


async def test_a_streak_continues_over_the_new_year(core: Core) -> None:
    for wall in ("2026-12-21 12:00", "2026-12-28 12:00", "2027-01-05 12:00"):
        await core.log("ana", at=instant(wall))
    assert (await core.history("ana", instant("2027-01-06 12:00"))).streak == 3


async def test_recent_entries_are_newest_first_with_attempts_and_without_undone_calls(
    store: Store,
) -> None:
    core = await core_on(store, [campaign("vof"), campaign("other")])
    await core.log("ana", office=SENIOR, campaign="vof")
    core.clock.forward(minutes=1)
    await core.log("ana", "unavailable", JUNIOR, campaign="other")
    core.clock.forward(minutes=1)
    taken_back = await core.log("ana", office=REPRESENTATIVE, campaign="vof")
    await core.undo("ana", taken_back.call_id)
    recent = (await core.history("ana")).recent
    assert [(entry.slot, entry.outcome, entry.campaign) for entry in recent] == [
        (JUNIOR, "unavailable", "other"),
        (SENIOR, "spoke", "vof"),
    ]
    assert recent[0].day == date(2026, 11, 23)


async def test_only_the_last_entries_are_listed(core: Core) -> None:
    for _ in range(RECENT):
        core.clock.forward(days=1)
        await core.log("ana", office=SENIOR)
        await core.log("ana", office=JUNIOR)
    history = await core.history("ana")
    assert (len(history.recent), history.all, history.has_more) == (RECENT, 2 * RECENT, True)
    assert history.recent[0].day == date(2026, 12, 3)


async def test_a_rank_is_within_the_callers_org(store: Store) -> None:
    core = await core_on(store, min_group=1)
    await core.add_org("North", "n")
    await core.add_org("South", "s")
    for name, chapter, count in [("ana", "n", 1), ("bo", "n", 3), ("cy", "n", 1), ("di", "s", 2)]:
        await core.tell(name, chapter=chapter)
        for _ in range(count):
            await core.log(name)
    places = {name: await core.history(name) for name in ("ana", "bo", "cy", "di")}
    assert {name: (place.rank, place.ranked) for name, place in places.items()} == {
        "ana": (2, 3),
        "bo": (1, 3),
        "cy": (2, 3),
        "di": (1, 1),
    }


async def test_a_person_with_only_attempts_has_no_rank(core: Core) -> None:
    await core.log("bo")
    await core.log("ana", "unavailable")
    history = await core.history("ana")
    assert (history.rank, history.org, len(history.recent)) == (0, None, 1)


@pytest.mark.parametrize("callers", [1, 2, 4, 5, 12])
async def test_a_rank_reveals_no_small_group(core: Core, callers: int) -> None:
    await core.add_org("North", "n")
    for number in range(callers):
        await core.tell(f"p{number}", chapter="n")
        await core.log(f"p{number}")
        await core.log(f"stranger{number}")
    await core.log("p0", office=SENIOR)
    first, last = await core.history("p0"), await core.history(f"p{callers - 1}")
    assert (first.rank, first.ranked, first.org) == ((1, callers, "North") if callers >= 5 else (0, 0, None))
    assert (last.rank, last.ranked) == ((2, callers) if callers >= 5 else (0, 0))
    stranger = await core.history("stranger0")
    assert (stranger.rank, stranger.ranked, stranger.org) == (0, 0, None)
