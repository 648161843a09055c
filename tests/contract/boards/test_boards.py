"""Who sees which numbers."""

import re

import pytest

from tests.contract.conftest import CONSOLE
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign


async def test_only_the_board_is_public(stage: Stage) -> None:
    ana = stage.person("Ana")
    private = ("/callboard", "/actions", "/script", "/log spoke", "/mycalls", "/undo", "/profile name:Ana")
    assert [(await ana.say(line)).private for line in private] == [True] * len(private)
    board = await ana.say("/leaderboard")
    assert not board.private
    assert re.search(r"As of .+\. For newer numbers, type \S+leaderboard\.", board.text)  # nothing keeps it current
    assert "As of" not in (await ana.tap("States")).text  # shown to one person, and as new as the tap
    assert stage.public() in ([board.text], [])  # on the console there is no channel


async def test_a_board_by_chapters_counts_the_chapter_at_the_time_of_each_call(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East Bay", "Fresno")
    ana, ben, cem = (stage.person(name) for name in ("Ana", "Ben", "Cem"))
    await ana.say("/profile chapter:East Bay")
    await ben.say("/profile chapter:Fresno")
    await cem.say("/profile chapter:Fresno")
    for person, outcome in ((ana, "spoke"), (ana, "voicemail"), (ana, "unavailable"), (ben, "spoke")):
        receipt = await person.say(f"/log {outcome}")
    assert (receipt.fact("Your calls"), receipt.fact("Fresno"), receipt.fact("Everyone's calls")) == (
        "1",
        "1",
        "3 of 1,000",
    )
    await ben.say("/profile chapter:East Bay")  # changes no earlier call
    assert (await cem.say("/log spoke")).fact("Fresno") == "2"
    board = await ana.say("/leaderboard")
    assert board.has("Chapters: 4 calls so far.")
    assert board.row("East Bay") == ["1", "East Bay", "2"]
    assert board.row("Fresno") == ["1", "Fresno", "2"]
    assert board.text.index("East Bay") < board.text.index("Fresno")  # its last call came later
    await ben.say("/log spoke")
    assert (await ana.say("/leaderboard")).row("Fresno") == ["2", "Fresno", "2"]


async def test_other_boards_and_periods_are_a_tap_away(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11")
    await ana.say("/log spoke")
    board = await ana.say("/leaderboard")
    assert board.buttons == ("Today", "This week", "Organizations", "States", "Districts", "Volunteers", "Postcards")
    for name, head in (("States", "States: 1 call so far."), ("Today", "States: 1 call today.")):
        assert (await ana.tap(name)).has(head)
    for typed in ("by:states", "states", "states week", "week states", "period:today by:states"):
        # Fewer than five people are not told apart, across orgs.
        assert (await ana.say(f"/leaderboard {typed}")).has(said("board.folded", count=1))


async def test_volunteers_appear_only_under_names_they_chose(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.say("/profile name:Secret public_name:Calling Ana")
    await ana.say("/log spoke")
    for _ in range(2):
        await ben.say("/log spoke")
    posted = await ben.say("/leaderboard volunteers")
    assert not posted.has("Calling Ana")  # a channel keeps what is posted, even if somebody takes their name back
    assert posted.has("2 callers.")
    assert stage.public() in ([posted.text], [])
    board = await ben.tap(said("board.see_names"))
    assert board.private
    assert board.row("Calling Ana") == ["2", "Calling Ana", "1"]
    assert board.has("And 1 more.")
    assert not board.has("Ben")
    assert not board.has("Secret")
    await ana.say("/profile public_name:-")
    await ben.say("/leaderboard volunteers")
    assert not (await ben.tap(said("board.see_names"))).has("Calling Ana")


async def test_a_head_counts_what_its_rows_count(stage: Stage) -> None:
    stranger = stage.person("Stray")
    for _ in range(2):
        await stranger.say("/log spoke")
    await stage.add_org("Valley Org", "East Bay")
    ana = stage.person("Ana")
    await ana.say("/profile chapter:East Bay district:CA-11")
    await ana.say("/log spoke")
    chapters = await ana.say("/leaderboard")
    assert chapters.has("Chapters: 1 call so far.")
    assert chapters.has("The whole coalition: 3 calls so far.")
    assert (await ana.tap("Volunteers")).has("Volunteers: 1 call so far.")
    assert (await ana.tap("Today")).has("The whole coalition: 3 calls today.")
    states = await ana.say("/leaderboard states")
    assert states.has("States: 3 calls so far.")  # all of them are in the fold
    assert not states.has("The whole coalition")


async def test_mycalls_shows_only_the_callers_own(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    assert (await ana.say("/mycalls")).has(said("mycalls.none"))
    await ana.say("/log spoke")
    await ana.say("/log unavailable")
    await ben.say("/log voicemail")
    mine = await ana.say("/mycalls")
    assert [mine.fact(period) for period in ("Today", "This week", "Since it started")] == ["1", "1", "1"]
    assert mine.fact("Weeks in a row") == "1 week"
    assert not mine.has(" of 2")  # which would tell of one other person
    assert mine.has("Nov 23, 2026: your representative. Spoke to someone.")
    assert mine.has("Nov 23, 2026: your senior senator. Couldn't get through.")
    assert not mine.has("Left a voicemail")
    assert (await ana.tap("Get the script")).has("Office 2 of 3")


async def test_an_org_with_enough_callers_shows_the_callers_rank(stage: Stage) -> None:
    await stage.add_org("Valley Org", "East Bay")
    people = [stage.person(name) for name in ("Ana", "Ben", "Cam", "Dee", "Eli")]
    for person in people[:4]:
        await person.say("/log spoke")
    ana = people[0]
    await ana.say("/log spoke")
    assert not (await ana.say("/mycalls")).has("Valley Org")
    await people[4].say("/log spoke")
    assert (await ana.say("/mycalls")).has("Your place in Valley Org: 1 of 5")
    assert (await people[1].say("/mycalls")).has("Your place in Valley Org: 2 of 5")


async def test_actions_shows_open_campaigns(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    card = await ana.say("/actions")
    for words in ("Clean DREAM Act", "1 of 1,000 calls", said("actions.open_ended"), "Call Congress"):
        assert card.has(words)
    await stage.restart(
        campaign("first", "closes: 2026-12-01 17:00", "actions: [{key: call, type: call, title: Call them}]"),
        campaign("past", "closes: 2026-11-01 17:00"),
        campaign("later", "opens: 2026-12-24 09:00"),
    )
    ben = stage.person("Ben")
    card = await ben.say("/actions")
    assert card.has("Drive first")
    on_slack = stage.platforms[0].name.startswith("slack")  # whose people's own clocks are Pacific ones
    assert card.has(
        "Open until Tuesday, December 1, 2:00 PM Pacific time" if on_slack else "Open until Tuesday, December 1, 5:00"
    )
    assert card.has("Call them")
    assert not card.has("Drive past")
    assert not card.has("Drive later")


async def test_home_leads_to_everything(stage: Stage) -> None:
    ana = stage.person("Ana")
    home = await ana.say("/callboard")
    assert home.has("3 of 3 offices left today")
    await ana.say("/log spoke")
    for way, words in (
        ("Get the script", "Office 2 of 3"),
        ("Leaderboard", "Chapters: 1 call so far."),
        ("My calls", "Your calls"),
        ("All campaigns", "Open campaigns"),
    ):
        home = await ana.say("/callboard")
        assert home.has("2 of 3 offices left today")
        told = await ana.tap(way)
        assert told.has(words)
        assert told.private
    await ana.say("/callboard")
    assert (await ana.tap("My profile")).form == "Your profile"


async def test_home_says_one_office_where_there_is_one(stage: Stage) -> None:
    await stage.restart(campaign("one", "targets: my_representative"))
    ana = stage.person("Ana")
    home = await ana.say("/callboard")
    assert home.has("One office to call today.")
    assert not home.has("1 of 1")
    await ana.say("/log spoke")
    assert (await ana.say("/callboard")).has(said("home.done"))


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_a_board_of_all_organizations_says_why_it_adds_small_chapters_up(stage: Stage) -> None:
    root = await admin(stage)
    for org, chapter, name in (("Harbor", "Queens", "Ana"), ("Valley", "East", "Ben")):
        await stage.add_org(org, chapter)
        caller = stage.person(name)
        await caller.say(f"/profile {chapter}")
        await caller.say("/log spoke")
    assert (await stage.person("Ben").say("/leaderboard chapters")).has("East")
    await root.say("/leaderboard chapters")
    board = await root.tap("Today")  # shown to the admin alone, so it covers all organizations
    assert board.has(said("board.folded_why"))
    assert not (await root.tap("Organizations")).has(said("board.folded_why"))
