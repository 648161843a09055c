"""A place in a profile that another one replaces is named, so that nobody loses a district unseen."""

import pytest

from tests.contract.conftest import CONSOLE, DISCORD
from tests.contract.people import said
from tests.contract.stage import Stage

ELSEWHERE = [
    ("TX-30", "CA Assembly 12", "TX-30"),
    ("TX-30", "CA-11", "TX-30"),
    ("TX-30", "Vermont", "TX-30"),
    ("TX", "NY-7", "Texas"),
    ("TX House 101", "CA-11", "Texas and Texas House, district 101"),
    ("TX-30", "TX", "TX-30"),
]
SAME = [("TX-30", "TX-31"), ("TX", "TX-30"), ("TX-30", "TX House 101"), ("TX-30", "TX-30"), ("TX-30", "-")]


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD], indirect=True)
@pytest.mark.parametrize(("before", "typed", "lost"), ELSEWHERE)
async def test_a_replaced_place_is_named(stage: Stage, before: str, typed: str, lost: str) -> None:
    ana = stage.person("Ana")
    assert not (await ana.say(f"/profile district:{before}")).has("This replaced")
    assert (await ana.say(f"/profile district:{typed}")).has(said("profile.replaced", places=lost))


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
@pytest.mark.parametrize(("before", "typed"), SAME)
async def test_what_adds_to_a_place_replaces_none(stage: Stage, before: str, typed: str) -> None:
    ana = stage.person("Ana")
    await ana.say(f"/profile district:{before}")
    assert not (await ana.say(f"/profile district:{typed}")).has("This replaced")


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD], indirect=True)
async def test_a_link_names_what_the_older_account_kept(stage: Stage) -> None:
    ana, other = stage.person("Ana"), stage.person("Ana's phone")
    await ana.say("/profile district:TX-30 language:en name:Ana")
    await other.say("/profile district:CA-11 language:en name:Anna")
    code = (await ana.say("/link")).text.split("/link ")[1].split(".")[0]
    linked = await other.say(f"/link {code}")
    assert linked.has(said("link.kept", fields="District and Name in your script"))
    assert (await other.say("/mydata show")).fact("District").startswith("TX-30")


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_a_link_that_only_fills_gaps_keeps_nothing_back(stage: Stage) -> None:
    ana, other = stage.person("Ana"), stage.person("Ana's phone")
    await ana.say("/profile district:TX-30")
    await other.say("/profile name:Ana")
    code = (await ana.say("/link")).text.split("/link ")[1].split(".")[0]
    linked = await other.say(f"/link {code}")
    assert linked.has("one person here now")
    assert not linked.has("something different")
