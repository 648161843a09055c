"""`/remindme`: the same words everywhere, and stop always works."""

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


async def test_what_is_unclear_gets_a_sentence_and_changes_nothing(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/remindme 9:00")
    assert (await ana.say("/remindme later")).text == said("remind.unclear", word="later")
    assert (await ana.say("/remindme")).has("on weekdays")
