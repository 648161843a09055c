"""A call flagged in the audit trail leads to its clean-up without naming anybody."""

import pytest

from tests.contract.moderation.test_moderation import reference
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


def caller_of(call: str) -> str:
    """How answers name somebody known by a call alone."""
    return said("suspend.caller_of", call=call)


@pytest.mark.parametrize(
    "line", ["/suspend call:{} reason:spam remove:today", "/suspend call:{} remove:week reason:spam"]
)
async def test_a_reference_leads_to_the_clean_up_without_a_name(stage: Stage, line: str) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    found = reference((await ben.say("/log spoke representative")).text)
    other = reference((await ben.say("/log spoke senator-1")).text)
    plan = await root.say(line.format(found.lower()))
    assert plan.private
    assert plan.has(found)
    assert plan.has(other)
    assert plan.has(caller_of(found))
    assert "Ben" not in plan.text
    assert ben.mention not in plan.text
    assert (await root.tap(said("suspend.confirm"))).has(said("suspend.cleaned_of", count=2, who=caller_of(found)))
    assert (await ben.say("/log voicemail")).text == said("limits.suspended")
    trail = await root.say("/audit")
    assert trail.has("suspended somebody (")


async def test_a_known_reference_suspends_and_an_unknown_one_does_not(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    found = reference((await ben.say("/log spoke")).text)
    assert (await root.say("/suspend reason:spam call:4F7K-92MD")).text == said("void.unknown", word="4F7K-92MD")
    assert (await root.say(f"/suspend reason:spam call:{found}")).text == said("suspend.done", who=caller_of(found))
    assert len(stage.calls()) == 2
    assert (await ben.say("/log voicemail")).text == said("limits.suspended")
    assert (await root.say("/suspend reason:spam")).text == said("suspend.whom")


@pytest.mark.parametrize("platform_name", ["console", "slack-socket"], indirect=True)
async def test_a_typed_reference_can_replace_the_person(stage: Stage) -> None:
    root, ben = await admin(stage), stage.person("Ben")
    found = reference((await ben.say("/log spoke")).text)
    assert (await root.say(f"/suspend {found} spam today")).has(found)
    assert (await root.say(f"/suspend {found} spam")).text == said("suspend.done", who=caller_of(found))
