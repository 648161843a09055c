"""Two known names typed in a row, both misspelled or one unknown: each keeps its own words, and one tap mends them."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import id_of, make_congress
from tests.services import SENIOR


@pytest.fixture(params=[CONSOLE, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms on which commands are typed as text."""
    return str(request.param)


MOVED = (  # one after the other: what is typed, and where the chapter goes
    ("Olld Town Norht Star Yuoth", "North Star Youth"),
    ("Old Towne Harber Lite", "Harbor Light"),
    ("Olld Town to Norht Star Yuoth", "North Star Youth"),
    ("Harber Lite Olld Town", "Harbor Light"),
    ("Olld Town North Star Youth", "North Star Youth"),
    ("Old Town Harber Lite", "Harbor Light"),
)


async def test_both_names_of_a_move_may_be_misspelled(stage: Stage) -> None:
    root = await admin(stage)
    for name in ("Harbor Light", "North Star Families", "North Star Youth"):
        await root.say(f"/org add {name}")
    for name in ("Old Town", "Downtown"):
        await root.say(f'/chapter add name:"{name}" org:"Harbor Light"')
    for line, org in MOVED:
        asked = await root.say(f"/chapter move {line}")
        assert (line, asked.has("Did you mean"), len(asked.buttons)) == (line, True, 1)
        assert (await root.tap(asked.buttons[0], on=asked)).has(f"Old Town belongs to {org} now"), line
    unknown = await root.say("/chapter move Olld Town Elsewhere Club")
    assert unknown.has(said("error.two_names", first="chapter", second="org"))


MEANT = {  # what is typed of an office and a campaign, and the campaign that one tap logs the call for
    "/log spoke sam clean": "Pass the Dream Act",
    "/log clean sam spoke": "Pass the Dream Act",
    "/log spoke sam dream": "Pass the Dream Act",
    "/log spoke sam water": "Save the Water Now",
    "/log spoke samm ca watr": "Save the Water Now",
    "/log voicemail watr samm ca": "Save the Water Now",
    "/log spoke samm ca claen": "Pass the Dream Act",
}


async def test_a_first_name_or_a_misspelled_one_leaves_the_campaign_its_words(stage: Stage) -> None:
    dream, water = campaign("clean-dream-act"), campaign("save-the-water", "targets: my_senators")
    await stage.restart(
        dream.replace("Drive clean-dream-act", "Pass the Dream Act"),
        water.replace("Drive save-the-water", "Save the Water Now"),
    )
    await stage.elect(make_congress().load())
    for number, (line, title) in enumerate(MEANT.items()):
        ana = stage.person(f"Ana {number}")
        await ana.say("/profile CA-11")
        asked = await ana.say(line)
        assert (line, len(asked.buttons), len(stage.calls())) == (line, 1, number)
        assert (await ana.tap(asked.buttons[0], on=asked)).has(f"It counts for {title}."), line
    assert {call[0] for call in stage.calls()} == {id_of("CA", SENIOR)}
    for line, word in {"/log spoke mayor clean": "mayor", "/log spoke mayor of dream": "mayor of"}.items():
        assert (await ana.say(line)).has(f"no office called “{word}”"), line
