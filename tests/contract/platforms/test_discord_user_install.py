"""Where only the person has the app: no space, private answers, and few messages."""

import pytest

from bot.kit.i18n import load_words
from tests.contract.conftest import DISCORD
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.discord_people import DiscordPerson
from tests.contract.people import said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

ALONE = pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
PLACES = pytest.mark.parametrize("group", [False, True], ids=["server", "group"])


def move_outside(stage: Stage, person: DiscordPerson, *, group: bool) -> None:
    """Let a person type where the app isn't installed."""
    [discord] = stage.platforms
    assert isinstance(discord, DiscordPlatform)
    person._here = discord._discord.add_channel_outside("Elsewhere", group=group)


def someone(stage: Stage, name: str = "Ana") -> DiscordPerson:
    person = stage.person(name)
    assert isinstance(person, DiscordPerson)
    return person


@ALONE
@PLACES
async def test_calls_count_and_every_answer_is_private(stage: Stage, group: bool) -> None:
    await stage.add_org("North", "Uptown")
    ana = someone(stage)
    move_outside(stage, ana, group=group)
    assert (await ana.say("/script")).private
    receipt = await ana.tap("Spoke to someone")
    assert receipt.private
    assert receipt.has(said("log.title.logged"))
    board = await ana.say("/leaderboard")  # public in a server with the app
    assert board.private
    assert board.row("No chapter yet")[-1] == "1"
    assert ana._here.messages == []
    assert [call[:3] for call in stage.calls()] == [("representative", "spoke", "discord")]


@ALONE
@PLACES
async def test_nobody_links_a_place_without_the_app(stage: Stage, group: bool) -> None:
    root = await admin(stage)
    await stage.add_org("North")
    code = (await root.say("/org code North")).text
    ana = someone(stage)
    ana.administrate()
    move_outside(stage, ana, group=group)
    joined = await ana.say(f"/org join {code.split()[-1]}")
    assert joined.private
    assert joined.has(load_words("en", platform="discord").t("space.nowhere"))
    assert (await ana.in_messages().say(f"/org join {code.split()[-1]}")).text == joined.text
    subscribed = await ana.say("/channel subscribe")
    assert subscribed.private
    assert not subscribed.has("subscribed")


@ALONE
async def test_a_slow_public_answer_stays_private_and_within_the_limit(stage: Stage) -> None:
    [discord] = stage.platforms
    assert isinstance(discord, DiscordPlatform)
    ana = someone(stage)
    move_outside(stage, ana, group=False)
    await stage.close()
    discord.patience = 0.0
    await stage.open()
    seen = await ana.say("/leaderboard")
    assert seen.private
    answer = seen.thing
    assert answer.interaction.attempts[0].data["flags"] == 64
    assert len(answer.interaction.followups) <= 5


@ALONE
async def test_no_form_opens_where_its_command_can_do_nothing(stage: Stage) -> None:
    mia = await coordinator(stage)
    assert isinstance(mia, DiscordPerson)
    here = mia._here
    places = [mia.in_messages()]
    for group in (False, True):
        move_outside(stage, mia, group=group)
        places.append(DiscordPerson(mia._discord, mia._user, mia._here, here))
    english = load_words("en", platform="discord")
    for place in places:
        for line, key in (
            ("/channel choose", "channel.choose_elsewhere"),
            ("/channel choose channels:#ops", "channel.choose_elsewhere"),
            ("/org join", "space.nowhere"),
            ("/org language", "space.nowhere"),
        ):
            answer = await place.say(line)
            assert (answer.form, answer.text, answer.private) == ("", english.t(key), True), line
    mia._here = here
    assert (await mia.say("/channel choose")).form
