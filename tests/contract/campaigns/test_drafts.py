"""A campaign from nothing, and corrected while it runs: the same on every platform, without a shell."""

import pytest
from sqlalchemy import update

from bot.kit.i18n import load_words
from bot.store.statement import Statement
from bot.store.tables import campaign_drafts
from tests.contract.conftest import DISCORD, SOCKET
from tests.contract.people import Chatter, Person, said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

_OTHERS = '{"title": "Vote tomorrow", "scripts": {"en": {"reviewed": false, "text": "Somebody else\'s"}}}'
SOMEBODY_ELSE = Statement(update(campaign_drafts).values(entries=_OTHERS))
SAY, TEXT = "What to say (empty takes it away)", "Good morning, I am {{name}}. Vote no tomorrow."


async def begin(stage: Stage) -> Person:
    """An admin of a coalition without any campaign."""
    await stage.empty()
    return await admin(stage)


async def write_script(cora: Person, text: str = TEXT) -> None:
    """Fill in the first script of the draft that was seen last."""
    await cora.tap("Script")
    await cora.fill({SAY: text})


async def test_from_nothing_to_a_call(stage: Stage) -> None:
    cora, ben = await begin(stage), stage.person("Ben", "es")
    assert (await cora.say("/campaign list")).has("Begin one with")
    assert (await cora.say("/campaign new")).form == said("form.campaign new.title")
    draft = await cora.fill({"Its title": "Vote tomorrow"})
    assert draft.private
    assert draft.has(said("draft.missing.script"))
    assert (await cora.tap("Publish")).has(said("draft.unready"))
    await write_script(cora)
    assert cora.last.has(said("draft.ready"))
    for question in ("Will you vote no?", "Will you say so in public?"):
        await cora.tap("Questions")
        if "Add a question" in cora.last.buttons:
            await cora.tap("Add a question")
        await cora.fill({"Question to the office (empty takes it away)": question})
    assert cora.last.fact("Questions") == "2"
    await cora.tap("Script")
    await cora.tap("Another language, or for some members")
    await cora.fill({"Language": "es", "What to say": "Buenos días. Vote no mañana."})
    assert cora.last.fact("Scripts") == "English and Español"
    await cora.tap("Goal and hashtags")
    await cora.fill({"Goal, a number of calls": "1,000", "Hashtags, with spaces between them": "#VoteNo"})
    assert cora.last.fact("Goal and hashtags") == "1,000 calls · #VoteNo"
    await cora.tap("Why we call")
    await cora.fill({"Why people call, a reason a line, up to six": "Families belong together."})
    await cora.tap("Languages")
    assert cora.last.has("Español: ")
    await cora.tap("Español")
    assert cora.last.has("Families belong together.")
    await cora.tap("Write the texts")
    await cora.fill({"Why we call, a line each": "Las familias deben estar juntas."})
    await cora.tap("Languages")
    assert cora.last.has("Español: 3 texts are missing")
    spanish = load_words("es")  # what Ben reads
    assert (await ben.say("/script")).has(spanish.t("campaign.none"))
    assert (await cora.say("/campaign list")).has(said("draft.listed", count=1))
    published = await cora.say("/campaign publish")
    assert published.has("It's live.")
    assert (await ben.say("/script")).has("Vote no mañana.")
    assert (await ben.tap(spanish.t("script.button.why"))).has("Las familias deben estar juntas.")
    await ben.tap(spanish.t("script.button.back"))
    logged = await ben.tap(spanish.label("outcome", "voicemail"))
    assert logged.text.startswith(spanish.t("log.title.logged"))


async def test_a_correction_is_live_at_the_next_script(stage: Stage) -> None:
    cora, ben = await begin(stage), stage.person("Ben")
    await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora)
    await cora.tap("Publish")
    assert (await ben.say("/script")).has("Vote no tomorrow.")
    await cora.say("/campaign edit vote-tomorrow")
    await cora.tap("Script")
    await cora.tap("English")
    await cora.fill({SAY: "Good morning. Vote no today."}, {SAY: TEXT})
    await cora.tap(said("draft.button.postcard"))
    homes = said("choice.frontshape.homes")
    await cora.fill({"Its title (all empty takes it away)": "Send a card", "What its front shows": homes})
    assert cora.last.fact("Links and postcard") == "Send a card"
    assert not (await ben.say("/script")).has("Vote no today.")
    assert (await cora.tap("Publish")).has("The new words are live.")
    assert (await ben.say("/script")).has("Vote no today.")
    assert (await ben.say("/postcard")).has("Send a card")
    shown = await cora.say("/campaign history")
    assert shown.buttons == ("Version 2", "Version 1")
    assert shown.has("changed it")
    old = await cora.tap("Version 1")
    assert old.has("today")
    assert old.has("tomorrow")
    assert (await cora.tap("Go back to it")).has(said("history.done", number=1))
    assert (await ben.say("/script")).has("Vote no tomorrow.")
    assert (await cora.tap("All versions")).buttons == ("Version 3", "Version 2", "Version 1")


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_a_version_whose_close_has_passed_leads_to_edit(stage: Stage) -> None:
    cora, closes = await begin(stage), "Closes, like friday 17:00 (empty is never)"
    await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora)
    for typed in ("tomorrow 9:00", "friday 9:00"):
        await cora.tap("Title and dates")
        await cora.fill({closes: typed}, {"Title": "Vote tomorrow"})
        assert (await cora.tap("Publish")).has("live")
        await cora.say("/campaign edit vote-tomorrow")
    stage.forward(hours=30)
    await cora.say("/campaign history")
    await cora.tap("Version 1")
    refused = await cora.tap("Go back to it")
    assert refused.has("That version closed Tuesday, November 24, 9:00")
    assert (await cora.tap(said("draft.button.edit"), on=refused)).has("Vote tomorrow")


async def test_words_that_met_newer_ones_are_shown_with_them(stage: Stage) -> None:
    cora = await begin(stage)
    draft = await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora, "One")
    await cora.tap("Script", on=cora.last)
    await cora.tap("English")
    await stage.app.core.base.store.write(lambda tx: tx.run(SOMEBODY_ELSE))
    met = await cora.fill({SAY: "Two"})
    assert met.has(said("draft.conflict"))
    assert "Keep mine" in met.buttons
    assert met.has("Somebody else's")
    assert (await cora.tap("Keep mine")).has("Saved.")
    assert draft.private
    await cora.tap("Script")
    await cora.tap("English")
    await cora.fill({}, {SAY: "Two"})


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_posted_cards_follow_a_correction(stage: Stage) -> None:
    [platform] = stage.platforms
    await stage.empty()
    cora = await coordinator(stage)
    await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora)
    await cora.tap("Publish")
    await cora.say("/channel subscribe")
    await cora.say("/alert send words:Call today")
    await cora.tap("Send it")
    await platform.shows("Vote tomorrow")
    await cora.say("/campaign edit vote-tomorrow")
    await cora.tap("Title and dates")
    await cora.fill({"Title": "Vote on Friday"}, {"Title": "Vote tomorrow"})
    await cora.tap("Goal and hashtags")
    await cora.fill({"Goal, a number of calls": "500"}, {"Number to call, if not the Capitol's": "(202) 224-3121"})
    await cora.tap("Publish")
    await cora.say("/campaign history")
    assert (await cora.tap("Version 2")).has("Goal and hashtags (Goal): new: “500”")
    await stage.pause(minutes=1)
    await platform.shows("Vote on Friday")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_dates_are_readable_before_there_is_a_script(stage: Stage) -> None:
    cora = await begin(stage)
    await cora.say("/campaign new name:Vote tomorrow")
    await cora.tap("Title and dates")
    opens = "Opens, like tomorrow 9:00 (empty is now)"
    draft = await cora.fill({opens: "2026-11-30 8:00"}, {"Title": "Vote tomorrow"})
    assert draft.has(said("draft.missing.script"))
    assert "November 30" in draft.fact("Open")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_misspelled_dates_are_offered_mended(stage: Stage) -> None:
    cora = await begin(stage)
    await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora)
    await cora.tap("Title and dates")
    opens, closes = "Opens, like tomorrow 9:00 (empty is now)", "Closes, like friday 17:00 (empty is never)"
    typed = {opens: "tomorow 9:00", closes: "wensday 5pm", "Time zone, like Eastern": "hora del pasifico"}
    draft = await cora.fill(typed, {"Title": "Vote tomorrow"})
    assert draft.has("I can't read “hora del pasifico”. Did you mean “hora del Pacífico”?")
    await cora.tap("Time zone (hora del Pacífico)")
    assert cora.last.has("I can't read “tomorow 9:00”. Did you mean “tomorrow 9:00”?")
    await cora.tap("Opens (tomorrow 9:00)")
    mended = await cora.tap("Closes (Wednesday 5pm)")
    assert mended.has(said("draft.ready"))
    assert "November 24" in mended.fact("Open")
    assert "November 25" in mended.fact("Open")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_dates_that_passed_or_leave_something_open_have_buttons(stage: Stage) -> None:
    cora = await begin(stage)
    await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora)
    await cora.tap("Title and dates")
    opens, closes = "Opens, like tomorrow 9:00 (empty is now)", "Closes, like friday 17:00 (empty is never)"
    draft = await cora.fill({opens: "yesterday", closes: "9am"}, {"Title": "Vote tomorrow"})
    assert draft.has("“yesterday” has already passed.")
    assert {"Opens (now)", "Closes (never)"} <= set(draft.buttons)
    [tomorrow] = [one for one in draft.buttons if "November 24, 9:00" in one]
    await cora.tap(tomorrow)
    mended = await cora.tap("Opens (now)")
    assert mended.has(said("draft.ready"))
    assert mended.fact("Open").startswith("Until Tuesday, November 24, 9:00")
    await cora.tap("Title and dates")
    asked = await cora.fill({closes: "next friday 17:00"}, {"Title": "Vote tomorrow"})
    days = [one for one in asked.buttons if one.startswith("Closes (Friday, ")]
    assert ["November 27" in days[0], "December 4" in days[1]] == [True, True]
    assert "December 4, 5:00" in (await cora.tap(days[1])).fact("Open")
    await cora.tap("Title and dates")
    asked = await cora.fill({closes: "friday 6"}, {"Title": "Vote tomorrow"})
    assert {"Closes (6:00 AM)", "Closes (6:00 PM)"} <= set(asked.buttons)


async def test_the_audit_names_drafts(stage: Stage) -> None:
    cora = await begin(stage)
    await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora)
    card, trail = cora.last, await cora.say("/audit")
    for told in ("began a draft of Vote tomorrow", "changed the draft of Vote tomorrow"):
        assert trail.has(told)
    await cora.tap(said("draft.button.discard"), on=card)
    await cora.tap(said("draft.button.discard_yes"))
    trail = await cora.say("/audit")
    assert trail.has("threw away the draft of vote-tomorrow")  # its title is gone
    assert not trail.has(said("audit.nameless.thing"))


async def test_a_draft_is_found_by_its_name_before_it_is_published(stage: Stage) -> None:
    cora = await begin(stage)
    await cora.say("/campaign new name:Vote tomorrow")
    await cora.say("/campaign new name:Farm workers first")
    if isinstance(cora, Chatter):
        assert await cora.offers("campaign edit", "campaign", "farm") == ["Farm workers first"]
    assert (await cora.say("/campaign open campaign:farm workers")).has(said("draft.unpublished"))
    for line in ("/campaign edit", "/campaign show"):
        shown = await cora.say(f"{line} campaign:farm workers")
        assert shown.text.startswith("Draft: Farm workers first"), shown.text
        assert shown.has(said("draft.missing.script"))
    await write_script(cora)
    await cora.tap("Publish")
    again = await cora.say("/campaign show campaign:farm workers")
    assert again.text.startswith("Farm workers first")
    assert not again.has(said("draft.missing.script"))
    assert (await cora.say("/campaign show campaign:farmers union")).text.startswith("There's no open campaign called")
