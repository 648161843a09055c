"""A campaign for one org exists only for its people and spaces, on every platform."""

from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign

OURS = campaign("harbor-day", "org: Harbor", "audience: org")
OPEN = campaign("for-all")
LINES = ("/script campaign:{}", "/log spoke campaign:{}", "/leaderboard orgs campaign:{}")


async def test_only_people_of_the_org_see_it(stage: Stage) -> None:
    await stage.restart(OURS, OPEN)
    root, ana = await admin(stage), stage.person("Ana")
    await root.say("/org add name:Harbor")
    shown = await root.say("/campaign show harbor-day")
    assert shown.fact("Who can see it") == said("lifecycle.org_alone", org="Harbor")
    assert (await root.say("/campaign show for-all")).fact("Who can see it") == said("lifecycle.everyone")
    for line in LINES:
        told = await ana.say(line.format("harbor-day"))
        assert told.text.startswith("There's no open campaign called “harbor-day”. You can choose “Drive for-all”.")
    for line in ("/actions", "/callboard", "/script", "/mycalls", "/leaderboard orgs"):
        assert not (await ana.say(line)).has("Drive harbor-day")
    await stage.link("Harbor")
    assert (await ana.say("/actions")).has("Drive harbor-day")
    assert (await ana.say("/log spoke campaign:harbor-day")).has("Logged")
