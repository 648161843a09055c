"""A draft of a campaign that runs says what publishing it would change, and whether the campaign takes calls then."""

import pytest

from tests.contract.campaigns.test_drafts import SAY, TEXT, begin, write_script
from tests.contract.campaigns.test_two_persons import two_admins
from tests.contract.conftest import CONSOLE, DISCORD, SOCKET
from tests.contract.people import Person, said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

KEY, TITLE = "vote-tomorrow", "Vote tomorrow"
CLOSES, OPENS = "Closes, like friday 17:00 (empty is never)", "Opens, like tomorrow 9:00 (empty is now)"
QUESTION = "Question to the office (empty takes it away)"
GOAL = "Goal, a number of calls"
PHONE = {"Number to call, if not the Capitol's": "(202) 224-3121"}


async def publish(cora: Person) -> None:
    """A campaign written in chat."""
    await cora.say(f"/campaign new name:{TITLE}")
    await write_script(cora)
    assert (await cora.tap("Publish")).has("It's live.")


async def close(stage: Stage, cora: Person) -> None:
    """End the campaign a second ago."""
    await cora.say(f"/campaign close {KEY}")
    await cora.tap("Close it")
    stage.forward(seconds=1)


async def set_dates(cora: Person, **fields: str) -> None:
    """Fill in the dates of the draft that was seen last."""
    await cora.tap("Title and dates")
    await cora.fill(
        {{"closes": CLOSES, "opens": OPENS}[name]: typed for name, typed in fields.items()}, {"Title": TITLE}
    )


async def test_a_draft_of_a_running_campaign_lists_what_would_change(stage: Stage) -> None:
    cora = await begin(stage)
    await publish(cora)
    draft = await cora.say(f"/campaign edit {KEY}")
    assert draft.has(said("draft.changes_none"))
    assert not draft.has(said("draft.ready"))
    await cora.tap("Goal and hashtags")
    changed = await cora.fill({GOAL: "500"}, PHONE)
    assert changed.has(said("draft.changes"))
    assert changed.has("Goal and hashtags (Goal): new: “500”")
    await cora.tap("Why we call")
    await cora.fill({"Why people call, a reason a line, up to six": "Families belong together."})
    assert cora.last.fact("Reasons and answers") == "1 reason"
    assert cora.last.has("new: “Families belong together.”")


async def test_a_question_with_answers_is_not_reworded_unseen(stage: Stage) -> None:
    cora, ben = await begin(stage), stage.person("Ben")
    await cora.say(f"/campaign new name:{TITLE}")
    await write_script(cora)
    await cora.tap("Questions")
    await cora.fill({QUESTION: "Will you vote no?"})
    await cora.tap("Publish")
    for before, after, warned in (("no", "NO", False), ("NO", "yes", True)):
        await cora.say(f"/campaign edit {KEY}")
        await cora.tap("Questions")
        await cora.tap(said("draft.ask_button", number=1))
        reworded = await cora.fill({QUESTION: f"Will you vote {after}?"}, {QUESTION: f"Will you vote {before}?"})
        assert reworded.has(said("draft.reworded", number=1)) is warned
        await cora.tap("Publish")
        await ben.say("/log spoke")
        await ben.tap("They said yes")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_new_dates_leave_a_pause_and_the_card_says_so(stage: Stage) -> None:
    cora = await begin(stage)
    await publish(cora)
    await cora.say(f"/campaign pause {KEY}")
    await cora.say(f"/campaign edit {KEY}")
    await set_dates(cora, closes="friday 17:00")
    assert cora.last.has(said("draft.stays.paused"))
    done = await cora.tap("Publish")
    assert done.has(said("draft.live_paused"))
    assert (await cora.tap("Open it")).has("It's open now and takes calls.")
    assert cora.last.has("Friday, November 27")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_a_later_close_opens_a_closed_campaign_and_the_draft_says_so(stage: Stage) -> None:
    cora, ben = await begin(stage), stage.person("Ben")
    await publish(cora)
    await close(stage, cora)
    await cora.say(f"/campaign edit {KEY}")
    await cora.tap("Goal and hashtags")
    assert (await cora.fill({GOAL: "500"}, PHONE)).has(said("draft.stays.closed"))
    await set_dates(cora, closes="friday 17:00")
    assert cora.last.has("With this, it opens again.")
    done = await cora.tap("Publish")
    assert done.has("It takes calls again.")
    assert (await ben.say("/log spoke")).text.startswith("Logged")


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_a_later_start_stops_calls_and_the_draft_says_so(stage: Stage) -> None:
    cora, ben = await begin(stage), stage.person("Ben")
    await publish(cora)
    await cora.say(f"/campaign edit {KEY}")
    await set_dates(cora, opens="friday 9:00")
    assert cora.last.has("With this, the campaign takes no calls until Friday, November 27")
    assert (await cora.tap("Publish")).has("It opens Friday, November 27")
    assert not (await ben.say("/log spoke")).text.startswith("Logged")


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, SOCKET], indirect=True)
async def test_a_draft_says_which_colleague_changed_it(stage: Stage) -> None:
    cora, dan = await two_admins(stage)
    await cora.say(f"/campaign new name:{TITLE}")
    assert not cora.last.has("Last changed by")
    assert (await dan.say(f"/campaign edit campaign:{TITLE}")).has("Last changed by")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_planned_alerts_are_named_before_a_campaign_stops(stage: Stage) -> None:
    await stage.empty()
    cora = await coordinator(stage)
    await publish(cora)
    await cora.say("/channel subscribe")
    await cora.say("/alert send words:Call tomorrow when:tomorrow 9:00")
    planned = said("lifecycle.planned", count=1)
    assert not (await cora.say(f"/campaign close {KEY}")).has(planned)
    await cora.say("/alert send words:Call tomorrow when:tomorrow 9:00")
    await cora.tap("Send it")
    assert (await cora.say(f"/campaign close {KEY}")).has(planned)
    assert (await cora.say(f"/campaign pause {KEY}")).has(planned)
    assert not (await cora.tap("Open it again")).has(planned)


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, SOCKET], indirect=True)
async def test_a_draft_is_neither_paused_nor_closed_nor_exported(stage: Stage) -> None:
    cora = await begin(stage)
    await cora.say(f"/campaign new name:{TITLE}")
    for what in ("open", "pause", "close", "export"):
        card = await cora.say(f"/campaign {what} campaign:vote")
        assert card.has(said("draft.unpublished")), what
        assert card.text.startswith(f"Draft: {TITLE}"), what


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, SOCKET], indirect=True)
async def test_what_a_colleague_wrote_meanwhile_is_seen_before_it_is_published(stage: Stage) -> None:
    await stage.empty()
    cora, dan = await admin(stage), stage.person("Dan")
    await dan.say("/callboard")
    await cora.say(f"/role grant person:{dan.mention} role:admin")
    await publish(cora)
    old = await cora.say(f"/campaign edit {KEY}")
    await dan.say(f"/campaign edit {KEY}")
    await dan.tap("Goal and hashtags")
    await dan.fill({GOAL: "500"}, PHONE)
    shown = await cora.tap("Publish", on=old)
    assert shown.has(said("draft.unseen_changes"))
    assert shown.has("new: “500”")
    assert shown.has("Last changed by")
    assert (await cora.tap("Publish", on=shown)).has("The new words are live.")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_nobody_goes_back_over_words_they_have_not_seen(stage: Stage) -> None:
    cora = await begin(stage)
    await publish(cora)
    for goal in ("500", "700"):
        await cora.say(f"/campaign edit {KEY}")
        await cora.tap("Goal and hashtags")
        await cora.fill({GOAL: goal}, PHONE)
        await cora.tap("Publish")
        if goal == "500":
            await cora.say("/campaign history")
            old = await cora.tap("Version 1")
    refused = await cora.tap("Go back to it", on=old)
    assert refused.has(said("history.moved_on"))
    assert refused.has("gone: “700”")
    assert (await cora.tap("Go back to it", on=refused)).has(said("history.done", number=1))


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_going_back_says_that_it_opens_a_closed_campaign_again(stage: Stage) -> None:
    cora, ben = await begin(stage), stage.person("Ben")
    await publish(cora)
    await cora.say(f"/campaign edit {KEY}")
    await set_dates(cora, closes="friday 17:00")
    assert cora.last.has("Title and dates (Closes): new: “Friday, November 27, 2026, 5:00")
    await cora.tap("Publish")
    await close(stage, cora)
    await cora.say("/campaign history")
    assert (await cora.tap("Version 1")).has(said("draft.reopens").replace("*", ""))
    assert (await cora.tap("Go back to it")).has("It takes calls again.")
    assert (await ben.say("/log spoke")).text.startswith("Logged")
    assert (await cora.say(f"/campaign show {KEY}")).has("Open, with no closing date.")


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, SOCKET], indirect=True)
async def test_a_translation_of_other_words_is_named_before_and_after_it_is_published(stage: Stage) -> None:
    cora = await begin(stage)
    await cora.say(f"/campaign new name:{TITLE}")
    await write_script(cora)
    await cora.tap("Script")
    await cora.tap("Another language, or for some members")
    await cora.fill({"Language": "es", "What to say": "Buenos días. Vote no mañana."})
    outdated = said("draft.outdated_languages", languages="Español")
    assert not cora.last.has(outdated)
    await cora.tap("Script")
    await cora.tap("English")
    changed = await cora.fill({SAY: "Good morning. Vote yes tomorrow."}, {SAY: TEXT})
    assert changed.has(outdated)
    assert (await cora.tap("Publish")).has(outdated)
