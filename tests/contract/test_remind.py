"""`/remindme`: the same words everywhere, and stop always works."""

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


async def test_times_are_on_the_clock_of_where_one_lives(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile district:AZ-1")
    kept = await ana.say("/remindme 9:00")
    assert "Stop reminding me" in kept.buttons
    assert len(kept.buttons) == 1
    assert not kept.has("I don't know yours")
    assert (await ana.say("/remindme when:9am mountain")).buttons == ("Stop reminding me",)


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD])  # Slack says whose clock it is
async def test_somebody_whose_clock_nobody_knows_is_asked_once(stage: Stage) -> None:
    ana = stage.person("Ana")
    kept = await ana.say("/remindme 9:00")
    assert kept.has("That's Eastern time, since I don't know yours.")
    assert kept.buttons == (
        *("Central time", "Mountain time", "Arizona time", "Pacific time", "Alaska time"),
        *("Hawaii time", "Puerto Rico time", "Guam time", "Samoa time", "Stop reminding me"),
    )
    changed = await ana.tap("Arizona time")
    assert changed.has("on weekdays")
    assert changed.buttons == ("Stop reminding me",)
    again = await ana.say("/remindme 10:00")
    assert again.buttons == ("Stop reminding me",)
    assert (await ana.say("/mydata show")).fact("Time zone") == "America/Phoenix"


async def test_what_is_unclear_gets_a_sentence_and_changes_nothing(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme 9:00")
    assert (await ana.say("/remindme later")).text == said("remind.unclear", word="later")
    for once in ("in 20 minutes", "in an hour"):
        assert (await ana.say(f"/remindme when:{once}")).text == said("remind.once", word=once)
    assert (await ana.say("/remindme")).has("on weekdays")
