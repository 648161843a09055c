"""With two persons, what reaches beyond one organization is in force only after another admin released it."""

from tests.contract.campaigns.test_import import NEW
from tests.contract.drivers.console import ConsolePerson
from tests.contract.people import Chatter, Person, said
from tests.contract.roles import admin
from tests.contract.stage import Stage


async def two_admins(stage: Stage) -> tuple[Person, Person]:
    """Two admins of a coalition that wants two persons."""
    stage.settings = stage.settings.replace("{name: Valley", "{name: Valley, two_person: true")
    await stage.restart()
    cora, dan = await admin(stage), stage.person("Dan")
    await dan.say("/callboard")
    await cora.say(f"/role grant person:{dan.mention} role:admin")
    return cora, dan


async def wait_for_notice(admin: Person, words: str = "Somebody wants to start “Call today”") -> None:
    """Wait for a message about a change, so that it comes between no two taps."""
    if isinstance(admin, Chatter):
        await admin.wait_for_message(words)
    else:
        assert isinstance(admin, ConsolePerson)
        await admin.notice(words)


async def test_another_admin_sees_what_would_change_and_releases_it(stage: Stage) -> None:
    cora, dan = await two_admins(stage)
    seen = await cora.hand_in("/campaign import", "today.yaml", NEW)
    assert seen.has(said("import.second"))
    assert (await cora.tap("Save it")).has("Another admin has to release it.")
    assert not (await cora.say("/campaign list")).has("call-today")
    await wait_for_notice(dan)
    home = await dan.say("/callboard")
    assert home.has("1 change to a campaign to release")
    await dan.tap("Changes to release (1)", on=home)
    change = await dan.tap("Call today")
    assert change.has("A file is to be in force:")
    assert change.has("500")
    assert change.buttons == ("Release it", "Refuse it")
    assert (await dan.tap("Release it", on=change)).has("It's in force now")
    await wait_for_notice(cora, "was released")
    assert (await cora.say("/script campaign:call-today")).has("Hello")
    assert (await dan.say("/audit")).has("released a change of the campaign Call today")


async def test_the_author_reads_why_another_admin_refused_it(stage: Stage) -> None:
    cora, dan = await two_admins(stage)
    await cora.say("/campaign new")
    await cora.fill({"Its title": "Vote tomorrow"})
    await cora.tap("Script")
    await cora.fill({"What to say (empty takes it away)": "Good morning. Vote no tomorrow."})
    await cora.tap("Publish")
    await wait_for_notice(dan, "Somebody wants to start “Vote tomorrow”")
    await dan.tap("Changes to release (1)", on=await dan.say("/callboard"))
    await dan.tap("Vote tomorrow")
    assert (await dan.tap("Refuse it")).form == said("form.change.refuse_form.title")
    refused = await dan.fill({"Why, for its author (you can leave it empty)": "It has no goal"})
    assert refused.has(said("change.refused"))
    await wait_for_notice(cora, "It has no goal")
    listed = await cora.say("/campaign list")
    assert listed.has(said("draft.refused", title="Vote tomorrow"))
    assert listed.has("Reason: It has no goal")
    draft = await cora.tap("Draft: Vote tomorrow")
    await cora.tap("Publish", on=draft)
    assert not (await cora.say("/campaign list")).has("refused")


async def test_the_author_can_only_take_it_back(stage: Stage) -> None:
    cora, dan = await two_admins(stage)
    assert (await cora.say("/campaign withdraw")).has(said("change.none_own"))
    await cora.hand_in("/campaign import", "today.yaml", NEW)
    saved = await cora.tap("Save it")
    await wait_for_notice(dan)
    home = await dan.say("/callboard")
    await dan.tap("Changes to release (1)", on=home)
    asked = await dan.tap("Call today")
    assert (await cora.tap("Take it back", on=saved)).has("Taken back.")
    assert (await dan.tap("Release it", on=asked)).has(said("change.withdrawn"))
    assert not (await cora.say("/callboard")).has("to release")
    assert (await dan.say("/audit")).has("took back a change of the campaign")
    await cora.say("/campaign adopt clean-dream-act")
    waits = await cora.tap("Write it here from now on")
    assert waits.has("Until then it follows its file.")
    assert waits.buttons == ("Take it back",)
    change = await cora.say("/campaign withdraw")
    assert change.buttons == ("Take it back",)
    assert (await cora.tap("Take it back")).has("Taken back.")


async def test_a_release_says_that_it_opens_a_closed_campaign_again(stage: Stage) -> None:
    cora, dan = await two_admins(stage)
    await cora.hand_in("/campaign import", "today.yaml", NEW)
    await cora.tap("Save it")
    await wait_for_notice(dan)
    await dan.tap("Changes to release (1)", on=await dan.say("/callboard"))
    await dan.tap("Call today")
    assert (await dan.tap("Release it")).has("It's in force now")
    await wait_for_notice(cora, "was released")
    await cora.say("/campaign close call-today")
    await cora.tap("Close it")
    seen = await cora.hand_in(
        "/campaign import", "today.yaml", NEW.replace(b"title:", b"closes: 2026-12-24 17:00\ntitle:", 1)
    )
    assert seen.has("With this, it opens again.")
    await cora.tap("Save it")
    await wait_for_notice(dan, "Somebody wants to change “Call today”")
    await dan.tap("Changes to release (1)", on=await dan.say("/callboard"))
    change = await dan.tap("Call today")
    assert change.has("With this, it opens again.")
    done = await dan.tap("Release it", on=change)
    assert done.has("It takes calls again.")
    assert done.has("December 24")
