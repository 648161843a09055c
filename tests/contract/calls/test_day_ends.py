"""A campaign's day ends at midnight in its zone; cards say when that is in the reader's zone."""

import pytest

from tests.contract.conftest import CONSOLE, DISCORD
from tests.contract.people import said
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import make_congress


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])  # on Slack it is the clock that Slack says
async def test_people_in_other_zones_read_when_a_day_ends(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.say("/profile district:HI-1")
    await ben.say("/profile district:NY-12")
    until = "Calls count for today until 7:00 PM your time (Hawaii time)."
    for line in ("/callboard", "/actions"):
        assert (await ana.say(line)).has(until)
        assert not (await ben.say(line)).has("Calls count for today until")
    assert not (await ana.say("/log spoke")).has("It counts for")
    stage.forward(hours=13.5)  # half past one on Tuesday in New York, half past eight on Monday in Honolulu
    late = await ana.say("/log voicemail")
    assert late.has("It counts for Tue, Nov 24, 2026: a day here ends at 7:00 PM your time (Hawaii time).")
    before = await ana.say("/log voicemail yesterday")  # her own yesterday is a day earlier
    assert before.has("It counts for Mon, Nov 23, 2026: a day here ends at 7:00 PM your time (Hawaii time).")
    tomorrow = "Calls now count for the day that ends tomorrow at 7:00 PM your time (Hawaii time)."
    for line in ("/callboard", "/actions", "/mycalls"):
        assert (await ana.say(line)).has(tomorrow)
    for line in ("/log voicemail", "/log voicemail yesterday"):
        assert not (await ben.say(line)).has("It counts for")


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])  # on Slack it is the clock that Slack says
async def test_office_hours_are_in_the_readers_zone(stage: Stage) -> None:
    places = {
        "CA": "6:00 AM to 2:00 PM your time",
        "HI": "4:00 AM to 12:00 PM your time",
        "NY": "9:00 AM to 5:00 PM your time",
        "Guam": "9:00 AM to 5:00 PM Eastern time",  # its weekdays differ
        "": "9:00 AM to 5:00 PM Eastern time",
    }
    for place, usual in places.items():
        ana = stage.person(f"Ana {place}".strip())
        if place:
            await ana.say(f"/profile district:{place}")
        card = await ana.say("/script")
        assert card.has(f"Offices answer weekdays, {usual}. Any other time, leave a voicemail."), place


HOURS = {
    0: "The office is open now, until 2:00 PM your time.",
    6: said("script.hours.voicemail"),
    24 * 3: said("script.hours.closed"),  # Thanksgiving
}


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])
@pytest.mark.parametrize("later", HOURS)
async def test_a_script_says_whether_a_members_office_is_open(stage: Stage, later: int) -> None:
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-12")
    stage.forward(hours=later)
    assert (await ana.say("/script")).has(HOURS[later])


async def test_the_switchboards_card_knows_federal_holidays(stage: Stage) -> None:
    ana = stage.person("Ana")
    closed = "Offices are closed today"
    assert not (await ana.say("/script")).has(closed)
    stage.forward(days=3)  # Thanksgiving
    assert (await ana.say("/script")).has(closed)
    stage.forward(days=1)  # the day after isn't a federal holiday
    assert not (await ana.say("/script")).has(closed)
    stage.forward(days=1)
    assert (await ana.say("/script")).has(closed)


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
@pytest.mark.parametrize(("state", "clock"), [("HI", "Hawaii"), ("CA-11", "Pacific"), ("", "Eastern")])
async def test_the_end_is_said_on_the_readers_clock_before_and_after(stage: Stage, state: str, clock: str) -> None:
    await stage.restart(campaign("one", "closes: 2026-11-24 17:00"))
    ana = stage.person("Ana")
    await ana.say(f"/profile district:{state or '-'}")
    assert (await ana.say("/actions")).has(f"{clock} time")
    stage.forward(hours=48)
    for line in ("/script", "/log voicemail"):
        ended = await ana.say(line)
        assert ended.has("ended Tuesday, November 24")
        assert ended.has(f"{clock} time")
