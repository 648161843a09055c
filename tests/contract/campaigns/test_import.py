"""A campaign comes from a file, is corrected by another, and moves from its file to chat, on every platform."""

from tests.contract.campaigns.test_campaigns import SAMPLE
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage

NEW = b"campaign: call-today\ntitle: Call today\ngoal: 500\nscripts:\n  en: {text: Hello}\n  es: {text: Hola}\n"


async def test_a_file_becomes_a_campaign_after_a_tap(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    seen = await cora.hand_in("/campaign import", "today.yaml", NEW)
    assert (seen.private, seen.buttons) == (True, ("Save it", "Throw it away"))
    assert (seen.fact("Key"), seen.fact("Languages")) == ("call-today", "English and Español")
    assert seen.has("500")
    assert (await ben.say("/script call-today")).text != "Hello"
    assert (await cora.tap("Save it")).has("The campaign is here now.")
    assert (await ben.say("/script campaign:call-today")).has("Hello")
    same = await cora.hand_in("/campaign import", "today.yaml", NEW)
    assert same.has("Nothing would change.")
    changed = await cora.hand_in("/campaign import", "today.yaml", NEW.replace(b"Hello", b"Good day"))
    assert changed.has("Hello")
    assert changed.has("Good day")
    await cora.tap("Save it")
    assert (await ben.say("/script campaign:call-today")).has("Good day")
    await cora.hand_in("/campaign import", "today.yaml", NEW)
    assert (await cora.tap("Throw it away")).has("Nothing was changed.")
    await cora.say("/campaign export call-today")
    exported = await cora.received()
    assert (await cora.hand_in("/campaign import", "today.yaml", exported)).has("Nothing would change.")


async def test_every_problem_of_a_file_is_told(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    bad = b"campaign: x1\ntitel: a\ngoal: many\nscripts: {en: {text: '{{nme}}'}}\n"
    seen = await cora.hand_in("/campaign import", "bad.yaml", bad)
    for problem in ("1:1: ", "2:1: ", "3:7: ", "4:23: "):
        assert seen.has(problem)
    many = b"campaign: x1\n" + b"".join(b"key%d: a\n" % number for number in range(200))
    seen = await cora.hand_in("/campaign import", "bad.yaml", many)
    assert seen.has("has 202 problems")
    assert len((await cora.received()).splitlines()) == 202
    picture = await cora.hand_in("/campaign import", "bad.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    assert said("sent_file.binary", file="bad.png") in (picture.text, *picture.errors.values())
    refused = await ben.say("/campaign import")
    assert refused.text == said("error.for.coordinator", name="campaign import")


async def test_a_campaign_moves_from_its_file_to_chat(stage: Stage) -> None:
    cora = await admin(stage)
    await cora.say(f"/campaign export {SAMPLE}")
    content = await cora.received()
    refused = await cora.hand_in("/campaign import", "a.yaml", content)
    assert refused.has("is written in its file on the server")
    await cora.say(f"/campaign adopt {SAMPLE}")
    assert (await cora.tap("Write it here from now on")).has("Its file is ignored.")
    changed = content.replace(b"goal: 1000", b"goal: 2000")
    await cora.hand_in("/campaign import", "a.yaml", changed)
    await cora.tap("Save it")
    await stage.app.core.campaigns.files.take_changes()
    shown = await cora.say(f"/campaign show {SAMPLE}")
    assert shown.fact("Everyone's calls") == "0 of 2,000"
    assert shown.has("is ignored")
    assert (await cora.say("/callboard")).has("A campaign file is ignored")
    assert (await cora.say(f"/campaign pause {SAMPLE}")).has("It's paused now.")
