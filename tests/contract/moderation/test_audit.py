"""The audit trail as coordinators read it: who, what in words, which by name, and when in their own zone."""

from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


async def test_every_line_is_a_sentence_with_names_and_a_time(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add org:Harbor name:East Side")
    await root.say(f"/role grant person:{ben.mention} role:captain scope:East Side")
    await root.say("/campaign pause campaign:clean-dream-act")
    trail = await root.say("/audit")
    assert trail.private
    for told in (
        "added the organization Harbor",
        "added the chapter East Side",
        "a captain",
        "paused the campaign",
    ):
        assert trail.has(told)
    assert "org.add" not in trail.text
    assert "chapter.add" not in trail.text
    assert not trail.has(said("audit.note"))  # both people are in this space, so they are mentioned
    if stage.platforms[0].name == "console":
        assert trail.has("Monday, November 23, 12:00 PM Eastern time: @cora added the organization Harbor")


async def test_an_entry_about_a_role_names_its_org(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await root.say("/chapter add org:Harbor name:East Side")
    await root.say(f"/role grant person:{ben.mention} role:coordinator scope:Harbor")
    await root.say(f"/role grant person:{ben.mention} role:captain scope:East Side")
    await root.say(f"/role revoke person:{ben.mention} role:captain scope:East Side")
    trail = await root.say("/audit")
    for told in (
        "a coordinator of Harbor",
        "a captain of the chapter East Side",
        "the role of captain of the chapter East Side from",
    ):
        assert trail.has(told)


async def test_the_person_in_a_correction_stays_a_code(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await ben.say("/log spoke")
    await root.say(f"/suspend {ben.mention} spam")
    trail = await root.say("/audit")
    assert trail.has("suspended somebody (")
    assert trail.has("(Spam)")
    assert trail.has(said("audit.note"))


async def test_somebody_who_deleted_their_data_is_said_to_be_gone(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await root.say(f"/role grant person:{ben.mention} role:coordinator scope:Harbor")
    await ben.say("/chapter add name:East Side")
    assert not (await root.say("/audit")).has("no longer known here")
    await ben.say("/mydata forget")
    await ben.tap("Delete everything")
    trail = await root.say("/audit")
    for done in (") added the chapter East Side", ") a coordinator"):
        assert trail.has(done)
    assert trail.text.count("somebody no longer known here (") == 2
    assert trail.has(said("audit.note_gone"))


async def test_the_trail_pages_to_its_end(stage: Stage) -> None:
    root = await admin(stage)
    for number in range(18):
        await root.say(f"/org add name:Harbor {number:02}")
    newest = await root.say("/audit")
    assert newest.has("Harbor 17")
    assert not newest.has("Harbor 00")
    assert newest.has(said("page.of", number=1, count=2))
    oldest = await root.tap(said("page.after"))
    assert oldest.has("Harbor 00")
    assert (await root.tap(said("page.before"))).has("Harbor 17")


async def test_what_was_linked_to_a_chapter_is_named_and_what_no_longer_is_is_gone(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    await stage.add_org("Harbor", "East Side", "West End")
    await root.say("/chapter map chapter:East Side")
    await root.say(f"/chapter invite person:{ben.mention} chapter:West End")
    linked = await root.say("/audit")
    assert linked.has("to the chapter East Side")
    assert linked.has("to the chapter West End")
    line = next(line for line in linked.text.splitlines() if " linked " in line)
    assert "#" in line
    assert "channel or role" not in line
    await root.say("/chapter map chapter:West End")  # it leads elsewhere now, and its name is still known
    moved = await root.say("/audit")
    assert moved.text.count(line.partition(" linked ")[2].partition(" to ")[0]) >= 2
    await root.say("/chapter unmap")
    gone = await root.say("/audit")
    assert gone.has("unlinked a channel (gone) from the chapter West End")
    assert gone.has("linked a channel (gone) to the chapter East Side")
