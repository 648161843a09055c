"""`/remindme`: the same words on every platform, and stop always works."""

import pytest

from tests.contract.conftest import CONSOLE, DISCORD
from tests.contract.people import said
from tests.contract.stage import Stage


async def test_a_reminder_is_set_shown_and_stopped(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert (await ana.say("/remindme")).has("You have no reminder.")
    kept = await ana.say("/remindme when:mon, thu 6pm")
    assert kept.private
    assert kept.has("on Mondays and Thursdays")
    assert kept.has("6:00")
    assert (await ana.say("/remindme")).text == kept.text
    assert (await ana.tap("Stop reminding me")).text == said("remind.stopped")
    assert (await ana.say("/remindme stop")).text == said("remind.none")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("stopp", "stop"), ("sotp", "stop"), ("stpo reminders", "stop reminders")],
)
async def test_a_misspelled_stop_is_offered(stage: Stage, typed: str, meant: str) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme when:mon, thu 6pm")
    asked = await ana.say(f"/remindme when:{typed}")
    assert meant in asked.buttons[0], (asked.text, asked.buttons)
    assert (await ana.tap(asked.buttons[0])).text == said("remind.stopped")


async def test_a_regular_reminder_says_which_one_it_replaces(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert not (await ana.say("/remindme when:mon, thu 6pm")).has("It replaces")
    kept = await ana.say("/remindme when:every day at 8am")
    assert kept.has("It replaces your reminder on Mondays and Thursdays at 6:00 PM ")
    assert not (await ana.say("/remindme")).has("It replaces")
    assert not (await ana.say("/remindme when:8am daily")).has("It replaces")  # the same one
    assert not (await ana.say("/remindme when:tomorrow noon")).has("It replaces")  # beside it
    moved = await ana.say("/remindme when:daily 8am Hawaii")
    assert moved.has("It replaces your reminder every day at 8:00 AM ")


async def test_times_are_in_the_zone_of_the_callers_district(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile district:AZ-1")
    kept = await ana.say("/remindme 9:00")
    assert "Stop reminding me" in kept.buttons
    assert len(kept.buttons) == 1
    assert not kept.has("I don't know your time zone")
    assert (await ana.say("/remindme when:9am mountain")).buttons == ("Stop reminding me",)


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])  # Slack gives people's zones
async def test_a_person_with_an_unknown_zone_is_asked_once(stage: Stage) -> None:
    ana = stage.person("Ana")
    kept = await ana.say("/remindme 9:00")
    assert kept.has("I read your time as Eastern time, since I don't know your time zone.")
    assert kept.buttons == (
        *("Central time", "Mountain time", "Arizona time", "Pacific time", "Alaska time"),
        *("Hawaii time", "Puerto Rico time", "Guam time", "Samoa time", "Stop reminding me"),
    )
    changed = await ana.tap("Arizona time")
    assert changed.has("on weekdays")
    assert changed.buttons == ("Stop reminding me",)
    again = await ana.say("/remindme 10:00")
    assert again.buttons == ("Stop reminding me",)
    assert (await ana.say("/mydata show")).fact("Time zone") == "Arizona time"


async def test_an_unclear_time_is_explained_and_changes_nothing(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme 9:00")
    assert (await ana.say("/remindme later")).text == said("remind.unclear", word="later")
    assert (await ana.say("/remindme")).has("on weekdays")
    assert (await ana.say("/remindme when:tomorrow at 6")).buttons == ("6:00 AM", "6:00 PM")
    assert (await ana.tap("6:00 PM")).has("Tuesday, November 24, 6:00 PM")


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_a_campaign_beside_a_time_is_no_time_zone(stage: Stage) -> None:
    await stage.restart("campaign: fund\ntitle: Save the buses\nscripts: {en: {text: Call.}}\n")
    ana = stage.person("Ana")
    title = "Save the buses"
    for typed in ("every day 9:00 fund", "fund every day 9:00", "every day at 9:00 for the buses campaign"):
        kept = await ana.say(f"/remindme when:{typed}")
        assert kept.has("every day"), typed
        assert kept.has(said("remind.any_campaign", title=title)), typed
    assert (await ana.say("/remindme when:in 20 minutes save buses")).has(said("remind.any_campaign", title=title))
    await ana.say("/remindme stop")
    asked = await ana.say("/remindme when:every day 9:00 xylophone")
    assert asked.has("I understand “every day 9:00”, but not “xylophone”")
    assert (await ana.say("/remindme")).has("You have no reminder.")
    kept = await ana.tap("every day 9:00", on=asked)
    assert kept.has("every day")
    assert not kept.has("It isn't only for")
    nonsense = await ana.say("/remindme banana")
    assert (nonsense.text, nonsense.buttons) == (said("remind.unclear", word="banana"), ())


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_next_tuesday_on_a_monday_is_asked_about_with_both_days(stage: Stage) -> None:
    ana = stage.person("Ana")
    asked = await ana.say("/remindme when:next tuesday 9:00")
    days = [f"Tuesday, {day}, 9:00 AM Eastern time" for day in ("November 24", "December 1")]
    assert asked.buttons == tuple(days)
    assert asked.has(f"Do you mean {days[0]} or {days[1]}?")
    assert (await ana.tap(days[1])).has(days[1])


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_hours_that_may_be_a_length_are_asked_about(stage: Stage) -> None:
    ana = stage.person("Ana")
    asked = await ana.say("/remindme when:2 horas")
    assert asked.buttons == ("in 2 hours", "2:00 PM")
    assert asked.has("Is that in 2 hours or at 2:00 PM?")
    assert (await ana.tap("in 2 hours", on=asked)).has("one direct message")
    await ana.say("/remindme when:2 giờ")
    assert (await ana.tap("2:00 PM")).has("on weekdays")


async def test_a_single_reminder_is_listed_beside_the_daily_one(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile district:AZ-1")
    await ana.say("/remindme 9:00")
    kept = await ana.say("/remindme when:in 20 minutes")
    assert kept.private
    assert kept.has("on weekdays")
    assert kept.has("one direct message")
    both = await ana.say("/remindme when:tomorrow at noon")
    assert both.has(said("remind.kept_several"))
    assert (await ana.say("/remindme")).text == both.text
    [first, _] = [label for label in both.buttons if label.startswith("Drop ")]
    left = await ana.tap(first, on=both)
    assert left.has("one direct message")
    assert (await ana.say("/mydata show")).text.count("once, ") == 1
    assert (await ana.say("/remindme stop")).text == said("remind.stopped")
    assert (await ana.say("/remindme")).has("You have no reminder.")


async def test_a_single_reminder_reads_the_time_as_meant(stage: Stage) -> None:
    ana = stage.person("Ana")
    for line in ("/remindme when:in -5 minutes", "/remindme when:tomorrow someday", "/remindme when:yesterday 9:00"):
        assert (await ana.say(line)).has("Nothing was saved")
    assert (await ana.say("/remindme when:2099-01-01 9:00")).text == said("remind.far")
    assert (await ana.say("/remindme when:Friday 9:00 Pacific")).has("one direct message")


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])
async def test_once_their_zone_is_known_people_are_asked_to_move_reminders(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme 9:00")
    assert (await ana.say("/remindme when:tomorrow at noon")).has("since I don't know your time zone")
    await ana.say("/profile district:CA-11")
    asked = await ana.say("/remindme")
    assert asked.has("You set this before I knew your time zone, so it's on Eastern time. Yours is Pacific time")
    assert {"Move to Pacific time", "Leave on Eastern time"} <= set(asked.buttons)
    moved = await ana.tap("Move to Pacific time")
    assert not moved.has("before I knew your time zone")


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_who_leaves_it_is_not_asked_again(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme when:tomorrow at noon")
    await ana.say("/profile district:CA-11")
    await ana.say("/remindme")
    left = await ana.tap("Leave on Eastern time")
    assert left.has("Eastern time")
    assert left.buttons == ("Stop reminding me",)
    assert (await ana.say("/remindme")).text == left.text


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])
@pytest.mark.parametrize(("place", "clock"), [("CA-11", "Pacific"), ("HI", "Hawaii"), ("TX House 101", "Central")])
async def test_the_profile_that_tells_the_zone_asks_about_reminders(stage: Stage, place: str, clock: str) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme 9:00")
    asked = await ana.say(f"/profile district:{place}")
    assert asked.has(f"Your reminder is still on Eastern time. Your own clock is {clock} time now")
    moved = await ana.tap(f"Move to {clock} time", on=asked)
    assert moved.has("on weekdays")
    assert moved.buttons == ("Stop reminding me",)
    assert not (await ana.say("/profile language:en")).has("still on")


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_who_moves_is_asked_about_the_daily_reminder_on_the_old_clock(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert not (await ana.say("/profile district:CA-11")).has("still on")
    await ana.say("/remindme 9:00")
    assert not (await ana.say("/profile district:CA-12")).has("still on")
    asked = await ana.say("/profile district:TX-30")
    assert asked.has("still on Pacific time. Your own clock is Central time now")
    await ana.tap("Leave on Pacific time", on=asked)
    assert not (await ana.say("/profile district:TX-31")).has("still on")
    assert (await ana.say("/remindme")).has("9:00 AM Pacific time")


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_an_eastern_district_needs_no_question(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme 9:00")
    assert not (await ana.say("/profile district:NY-7")).has("still on")


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])  # Slack gives people's zones
async def test_a_time_counted_from_now_is_named_on_the_clock_that_the_person_chose_later(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme when:in 2 hours")
    await ana.say("/remindme when:tomorrow 9")
    await ana.say("/remindme when:tomorrow 3pm Eastern")
    moved = await ana.tap("Central time")
    drops = [label for label in moved.buttons if label.startswith("Drop")]
    assert ["Central" in label for label in drops] == [True, True, False], drops
    shown = (await ana.say("/mydata show")).text
    assert (shown.count("Central time"), shown.count("Eastern time")) == (3, 1)  # one is the profile's
