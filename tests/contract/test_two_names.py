"""Two names typed in a row: where nobody can tell where the second begins, the answer says how to."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP
from tests.contract.people import said
from tests.contract.stage import Stage
from tests.contract.test_moderation import admin

KEYS = {
    "/chapter add North Star Uptown": ("name", "org"),
    "/chapter add Harbor Uptown": ("name", "org"),
    "/chapter add Norht Star Familes Oak Town": ("name", "org"),
    "/org rename North Star New Star": ("name", "org"),
    "/org rename Harbr Light New Light": ("name", "org"),
    "/chapter rename Up Town New Town": ("name", "chapter"),
    "/chapter move Dwntown Hrbor Lite": ("chapter", "org"),
}
CLEAR = ('/chapter add "North Star" Uptown', "/chapter add name:Up Town org:North", "/chapter list North Star")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_refusal_of_two_names_says_how_to_tell_them_apart(stage: Stage) -> None:
    root = await admin(stage)
    for name in ("North Star Families", "North Star Youth", "Harbor Light"):
        await root.say(f"/org add {name}")
    for name in ("Old Town", "Downtown"):
        assert (await root.say(f"/chapter add Harbor Light {name}")).has(f"{name} is a chapter of Harbor Light now")
    for line, (first, second) in KEYS.items():
        refused = await root.say(line)
        assert refused.has(said("error.two_names", first=first, second=second)), line
        assert refused.buttons == ()
    for line in CLEAR:
        refused = await root.say(line)
        assert (line, refused.has("fits more than one organization"), refused.has("in quotes")) == (line, True, False)
    assert (await root.say('/chapter add "North Star Youth" "Up Town"')).has("Up Town is a chapter of North Star Youth")
