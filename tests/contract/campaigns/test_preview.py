"""A campaign's script, seen as a volunteer gets it by the person who runs the campaign."""

from tests.contract.campaigns.test_campaigns import SAMPLE
from tests.contract.campaigns.test_drafts import SAY
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


async def test_a_preview_works_like_the_card_and_counts_nothing(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    real, before = await ben.say("/script"), stage.calls()
    seen = await cora.say(f"/campaign preview {SAMPLE}")
    lines = [line for line in seen.text.splitlines() if line and "preview" not in line]
    assert lines == [line for line in real.text.splitlines() if line]
    assert seen.private
    assert seen.buttons[:4] == real.buttons[:4]
    tapped = await cora.tap("Left a voicemail")
    assert tapped.has("In this preview, nothing is logged.")
    assert (await cora.tap("Next office")).has("Office 2 of 3: your senior senator")
    assert (await cora.tap("Skip this office")).has("Office 3 of 3")
    await cora.tap("Spoke to someone")
    assert (await cora.tap("From the first office")).has("Office 1 of 3")
    assert (await cora.tap("Tell me more")).has("24 years")
    await cora.tap("Back to the script")
    for button in ("Why we call", "What they may say"):
        await ben.say("/script")
        real, shown = await ben.tap(button), await cora.tap(button)
        assert [line for line in shown.text.splitlines() if "preview" not in line] == real.text.splitlines()
        assert (await cora.tap("Back to the script")).has("Office 1 of 3")
    assert (await cora.tap("Fill them in for me")).has(said("preview.does.blanks_no_data"))
    assert stage.calls() == before
    assert (await ben.say("/campaign preview")).text == said("error.for.coordinator", name="campaign preview")


async def test_a_draft_is_seen_before_it_is_published(stage: Stage) -> None:
    cora = await admin(stage)
    draft = await cora.say("/campaign new name:Call tomorrow")
    assert "See it as a volunteer" not in draft.buttons, "nobody could get its script yet"
    await cora.tap("Script")
    draft = await cora.fill({SAY: "Good day, {{name}}"})
    await cora.tap("See it as a volunteer", on=draft)
    seen = await cora.fill({"Whether their name is known": "yes"})
    assert seen.has("Good day, Alex")
    await cora.tap("Left a voicemail")
    assert (await cora.tap("Next office")).has("Office 2 of 3")
    assert not (await cora.say("/campaign list")).has("Call tomorrow")


async def test_the_form_asks_whom_to_imagine(stage: Stage) -> None:
    cora = await admin(stage)
    await cora.say("/campaign show")
    form = await cora.tap("See it as a volunteer")
    assert form.form == "See it as a volunteer"
    seen = await cora.fill({"Where they live, like CA-11 or DC, or nobody": "CA-11"})
    assert seen.has("California")
    assert seen.has("What we know of this volunteer: CA-11 and no name.")
    seen = await cora.say("/campaign preview place:DC language:es named:yes")
    for words in ("llamo Alex", "Oficina 1 de 1: su delegado o delegada"):
        assert seen.has(words)
    if stage.platforms[0].name != "discord":  # there, each option is typed by itself
        seen = await cora.say(f"/campaign preview {SAMPLE} CA-11 es")
        assert seen.has("What we know of this volunteer: CA-11, Español, and no name.")
        assert (await cora.say(f"/campaign preview {SAMPLE} New York")).has("New York and no name.")
    assert (await cora.say("/campaign preview place:XX-9")).has("XX-9")
    assert (await cora.say("/campaign preview place:CA-99")).has("52")
