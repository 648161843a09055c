"""Bad input gets a sentence, and nothing is saved."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign

CARD = ("actions: [{key: card, type: postcard, title: A card}]",)
OUTCOMES = "Spoke to someone, Left a voicemail, and Couldn't get through"
# Discord's client sends only a menu's own words, and only registered commands.
WORDS = (
    ("/log spok", said("error.word_near", word="spok", near="Spoke to someone")),
    ("/log outcome:voicmail", said("error.word_near", word="voicmail", near="Left a voicemail")),
    ("/log outcome:zzz", said("error.word_known", word="zzz", known=OUTCOMES)),
    ("/leaderboard chaptrs", "Did you mean “Chapters” instead of “chaptrs”?"),
    ("/undo everything", said("undo.unknown", word="everything")),
    ("/chapter", said("error.one_part", name="chapter", example="chapter join")),
    ("/lgo spoke", said("error.no_command_near", name="lgo", near="log")),
    ("/frobnicate", said("error.no_command", name="frobnicate")),
)


@pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET, HTTP], indirect=True)
async def test_unknown_words_are_refused(stage: Stage) -> None:
    ana = stage.person("Ana")
    for line, told in WORDS:
        seen = await ana.say(line)
        assert (line, seen.text, seen.private) == (line, told, True)
    assert (stage.calls(), stage.public()) == ([], [])


@pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET, HTTP], indirect=True)
async def test_a_day_is_understood_and_an_earlier_one_hears_why(stage: Stage) -> None:
    ana = stage.person("Ana")
    for day in (
        "last friday",
        "last week",
        "last monday",
        "on monday",
        "Tuesday",
        "anteayer",
        "금요일",
        "hôm kia",
        "前天",
    ):
        seen = await ana.say(f"/log spoke {day}")
        assert (day, seen.text, seen.private) == (day, said("log.day_over"), True)
    assert stage.calls() == []
    assert (await ana.say("/log spoke this morning")).has("1 of your 3 offices today")
    assert (await ana.say("/log voicemail last night")).has("1 of your 3 offices yesterday")
    assert (await ana.say("/log voicemail at 9:15 am")).has("2 of your 3 offices today")
    assert (await ana.say("/log spoke 10am")).has(said("log.thanks"))


@pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET, HTTP], indirect=True)
async def test_a_day_and_an_outcome_in_one_word_are_both_read(stage: Stage) -> None:
    ana = stage.person("Ana")
    for typed, said_so in (
        ("昨天留言了", "1 of your 3 offices yesterday"),
        ("昨晚留言了", "2 of your 3 offices yesterday"),
        ("어제통화했어요", said("log.yesterday.thanks")),
    ):
        assert (await ana.say(f"/log {typed}")).has(said_so), typed
    assert (await ana.say("/log 今天没打通")).text.startswith(said("log.title.attempt"))
    assert (await ana.say("/log spoke 前天")).text == said("log.day_over")


@pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET, HTTP], indirect=True)
async def test_an_open_campaign_without_a_postcard_says_so(stage: Stage) -> None:
    await stage.restart(campaign("calls"), campaign("cards", *CARD))
    ana = stage.person("Ana")
    assert (await ana.say("/postcard")).has("A card")
    assert (await ana.say("/postcard calls")).text == said("postcard.none_in", title="Drive calls")
    await stage.restart(campaign("calls"), campaign("cards", "status: paused", *CARD))
    ana = stage.person("Ana")
    for line in ("/postcard", "/postcard cards"):
        assert (await ana.say(line)).text == said("campaign.paused.postcard", title="Drive cards")
    await stage.restart(campaign("calls"))
    assert (await stage.person("Ana").say("/postcard")).text == said("postcard.none")


async def test_an_unknown_office_lists_the_known_ones(stage: Stage) -> None:
    seen = await stage.person("Ana").say("/log spoke office:governor")
    assert seen.text == said(
        "office.unknown", word="governor", known="your representative, your senior senator, or your junior senator"
    )
    assert (seen.private, stage.calls()) == (True, [])


async def test_an_unknown_campaign_lists_the_open_ones(stage: Stage) -> None:
    ana = stage.person("Ana")
    for command in ("/log spoke", "/script", "/leaderboard"):
        seen = await ana.say(f"{command} campaign:moon")
        told = said("campaign.unknown", word="moon", known="“Clean DREAM Act: keep families together”")
        nothing = said("error.nothing_saved")
        assert seen.text == (told if command.startswith("/log") else told.removesuffix(nothing).rstrip())
        assert (seen.private, stage.calls(), stage.public()) == (True, [], [])


async def test_a_campaign_that_takes_no_calls_says_why(stage: Stage) -> None:
    shut = {
        "past": ("closes: 2026-11-01 17:00", "“Drive past” ended Sunday, November 1, "),
        "later": ("opens: 2026-12-24 09:00", "“Drive later” opens Thursday, December 24, "),
        "still": ("status: paused", "“Drive still” is paused for now"),
    }
    files = [campaign(key, line) for key, (line, _) in shut.items()]
    await stage.restart(*files, campaign("open"))
    ana = stage.person("Ana")
    for key, (_, told) in shut.items():
        for command in ("/log spoke", "/script"):
            seen = await ana.say(f"{command} campaign:{key}")
            assert seen.text.startswith(told)
            assert seen.has("wasn't counted") is (command == "/log spoke")  # a script logs nothing
            assert not seen.has("logged")
            assert seen.private
    await stage.restart(*files)
    ben = stage.person("Ben")
    for command, use in (("/log spoke", "call"), ("/script", "script")):
        assert (await ben.say(command)).text == said(f"campaign.paused.{use}", title="Drive still")
    assert stage.calls() == []


ENDED = "This call-in day ended Monday, November 23, {clock}"


def said_ended(platform: str) -> str:
    """The sentence's beginning, on the reader's clock: Slack says that theirs is Pacific."""
    return ENDED.format(clock="9:10 AM Pacific time" if platform.startswith("slack") else "12:10 PM Eastern time")


async def test_without_a_campaign_every_command_says_so(stage: Stage) -> None:
    await stage.restart(campaign("gone", "closes: 2026-11-23 12:10"))
    ana = stage.person("Ana")
    await ana.say("/script")
    stage.forward(minutes=20)
    assert (await ana.tap("Spoke to someone")).has(
        f"{said_ended(stage.platforms[0].name)}, so this call wasn't counted. Thank you for wanting to help!"
    )
    assert (await ana.say("/script")).has(f"{said_ended(stage.platforms[0].name)}. Thank you for wanting to help!")
    assert (await ana.say("/log spoke")).has(f"{said_ended(stage.platforms[0].name)}, so this call wasn't counted.")
    assert (await ana.say("/callboard")).has(said("home.none"))
    assert (await ana.say("/actions")).has(said("home.none"))
    board = await ana.say("/leaderboard")
    assert board.has("Drive gone")
    assert board.has(said("board.shut"))
    assert not board.has("Be the first")
    own = await ana.say("/mycalls")
    assert own.buttons == ()
    assert own.has(said("mycalls.none_open"))
    assert not own.has("Ready")
    assert stage.calls() == []


@pytest.mark.parametrize("platform_name", [CONSOLE, SOCKET], indirect=True)
async def test_what_only_shows_something_never_says_that_nothing_was_saved(stage: Stage) -> None:
    root = await admin(stage)
    for line in (
        "/script moon landing",
        "/leaderboard moon landing",
        "/campaign show moon",
        "/campaign export moon",
        "/report calls moon",
        "/report offices moon",
        "/chapter list Nowhere",
        "/chapter show Nowhere",
    ):
        refused = await root.say(line)
        assert refused.private, line
        assert not refused.has(said("error.nothing_saved")), line
    assert (await root.say("/chapter rename Nowhere Here")).has(said("error.nothing_saved"))


async def test_a_call_can_be_undone_after_the_campaign_closed(stage: Stage) -> None:
    await stage.restart(campaign("short", "closes: 2026-11-23 12:10"))
    ana = stage.person("Ana")
    logged = await ana.say("/log spoke")
    stage.forward(minutes=20)
    assert (await ana.say("/script")).has(f"{said_ended(stage.platforms[0].name)}. Together we made 1 call. Thank you!")
    undone = await ana.tap("Undo", on=logged)
    assert (undone.fact("Everyone's calls"), undone.buttons) == ("0", ())
    assert stage.calls() == []
