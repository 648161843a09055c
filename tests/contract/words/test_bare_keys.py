"""Where people type whole commands, a key needs no colon."""

import pytest

from tests.contract.conftest import CONSOLE, SOCKET
from tests.contract.roles import admin
from tests.contract.stage import Stage

pytestmark = pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET])


async def test_keys_need_no_colon(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert (await ana.say("/profile name Ana district CA-11")).fact("Name in your script") == "Ana"
    assert (await ana.say("/profile public name Ana R.")).fact("Name on the boards") == "Ana R."
    assert "CA-11" in (await ana.say("/mydata show")).fact("District")
    assert (await ana.say("/leaderboard by orgs")).has("Organizations: 0 calls so far.")
    assert (await ana.say("/log outcome voicemail office junior senator")).has("Left a voicemail: your junior senator.")


async def test_the_labels_of_a_card_are_keys_and_a_dash_clears_what_they_name(stage: Stage) -> None:
    ana, facts = stage.person("Ana"), ("Name in your script", "Name on the boards", "Language")
    for line, values in (
        ("name on the boards Ana P", ("Not set", "Ana P", "Not set")),
        ("name in your script Vi language English", ("Vi", "Ana P", "English")),
        ("language english name es", ("es", "Ana P", "English")),
        ("nombre en las tablas Ana Q", ("es", "Ana Q", "English")),
        ("public name -", ("es", "Not set", "English")),
        ("name -", ("Not set", "Not set", "English")),
        ("language -", ("Not set", "Not set", "Not set")),
    ):
        profile = await ana.say(f"/profile {line}")
        assert tuple(map(profile.fact, facts)) == values, line
    await ana.say("/profile CA-11")
    cleared = await ana.say("/profile district -")
    assert cleared.fact("District") == "Not set"


async def test_no_word_is_taken_for_a_role_where_there_are_none(stage: Stage) -> None:
    cora = await admin(stage)
    await stage.add_org("Harbor", "North")
    unknown = await cora.say("/chapter map North nowhere")
    assert "role" not in unknown.text
    assert "nowhere" in unknown.text


async def test_a_key_that_names_nothing_is_refused_by_its_option(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert (await ana.say("/profile chapter Nowhere")).has("There's no chapter called “Nowhere”.")
    assert (await ana.say("/profile name")).has("I can't find “name” here.")
