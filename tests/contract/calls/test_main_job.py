"""The main job: the script, a logged call, the board; the same numbers everywhere."""

import io

from bot.adapters.console.repl import chat
from bot.core.times.clock import now
from tests.contract.people import Seen, said
from tests.contract.stage import Stage, campaign

BEHIND = ("Why we call", "What they may say")
OUTCOMES = ("Spoke to someone", "Left a voicemail", "Couldn't get through")
ONE_OFFICE = campaign("one", "targets: [representative]")


async def test_the_four_commands(stage: Stage) -> None:
    ana = stage.person("Ana")
    script = await ana.say("/script")
    assert script.has("(202) 224-3121")
    first = await ana.say("/log spoke")
    second = await ana.say("/log voicemail")
    assert (first.fact("Your calls"), second.fact("Your calls")) == ("1", "2")
    board = await ana.say("/leaderboard")
    assert board.row("No chapter yet") == ["No chapter yet", "2"]
    assert [seen.private for seen in (script, first, second, board)] == [True, True, True, False]
    assert [call[:2] for call in stage.calls()] == [("representative", "spoke"), ("senator-1", "voicemail")]


async def test_the_four_commands_from_a_pipe(stage: Stage) -> None:
    out, typed = io.StringIO(), "/script\n/log spoke\n/log voicemail\n/leaderboard\n"
    assert await chat(stage.app.dispatcher, "Ana", None, io.StringIO(typed), out, now) == 0
    assert "(202) 224-3121" in out.getvalue()
    assert Seen(out.getvalue(), True).row("No chapter yet") == ["No chapter yet", "2"]
    ben = stage.person("Ben")
    assert (await ben.say("/log spoke")).fact("Everyone's calls") == "3 of 1,000"


async def test_a_script_says_who_to_call_and_what_to_say(stage: Stage) -> None:
    card = await stage.person("Ana").say("/script")
    for words in (
        "Clean DREAM Act: keep families together",
        "Office 1 of 3: your representative",
        "Call (202) 224-3121. An operator answers. Say: “My representative, please. My ZIP code is (your ZIP code).”",
        said("script.enough_own"),
        "Hello, my name is (your name). I live in (your city), so I am one of your constituents.",
        "If a person answers:",
        "Will you vote against any spending bill without a solution for DACA recipients?",
        "Will you oppose cuts to family-based visas and the diversity visa?",
    ):
        assert card.has(words)
    assert not card.has("{{")
    assert not card.has("[If")
    assert card.buttons == (
        *OUTCOMES,
        "Skip this office",
        "Tell me more",
        *BEHIND,
        "Fill them in for me",
        "Send a postcard",
    )


async def test_reasons_and_answers_are_one_tap_away_and_lead_back(stage: Stage) -> None:
    ana = stage.person("Ana")
    script = await ana.say("/script")
    why, answers = BEHIND
    assert (await ana.tap(why)).has("Families belong together.")
    assert (await ana.tap("Back to the script")).has("Office 1 of 3: your representative")
    assert (await ana.tap(answers, on=script)).has("You can say: I live here, so this office represents me.")
    assert (await ana.tap("Back to the script")).has("Office 1 of 3: your representative")


async def test_facts_are_one_tap_away_and_lead_back(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/script")
    facts = await ana.tap("Tell me more")
    assert facts.has("Some families wait up to 24 years to be together. (Value Our Families campaign, 2017)")
    assert facts.has("82% of the visas")
    assert (await ana.tap("Back to the script")).has("Office 1 of 3: your representative")


async def test_an_office_can_be_skipped_and_comes_back_at_the_end(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/script")
    for office in ("senior senator", "junior senator", "representative", "senior senator"):
        assert (await ana.tap("Skip this office")).has(f"your {office}")
    await ana.tap("Left a voicemail")
    assert (await ana.tap("Next office")).has("Office 3 of 3: your junior senator")
    await ana.tap("Left a voicemail")
    last = await ana.tap("Next office")
    assert last.has("Office 1 of 3: your representative")
    assert "Skip this office" not in last.buttons
    assert [call[0] for call in stage.calls()] == ["senator-1", "senator-2"]


async def test_a_busy_line_leads_to_the_next_office_and_never_back(stage: Stage) -> None:
    ana = stage.person("Ana")
    receipt = await ana.say("/log unavailable")
    assert receipt.has(said("line.ask"))
    busy = await ana.tap("Busy")
    assert busy.buttons == ("Next office", "Undo")
    assert busy.has("Reference")
    assert (await ana.tap("Next office")).has("Office 2 of 3: your senior senator")
    await ana.tap("Couldn't get through")
    await ana.tap("Mailbox full")
    assert (await ana.tap("Next office")).has("Office 3 of 3: your junior senator")


async def test_from_outcome_to_receipt_to_next_office_and_back(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/script")
    receipt = await ana.tap("Left a voicemail")
    assert receipt.text.startswith("Logged. Thank you!\nLeft a voicemail: your representative.")
    assert receipt.has("You've called 1 of your 3 offices today")
    assert (receipt.fact("Your calls"), receipt.fact("Everyone's calls")) == ("1", "1 of 1,000")
    assert receipt.buttons == ("Next office", "Call this office again", "Undo")
    onward = await ana.tap("Next office")
    assert onward.has("Office 2 of 3: your senior senator")
    assert (await ana.tap("Couldn't get through")).text.startswith("Thanks for trying")
    undone = await ana.tap("Undo")
    assert undone.text.startswith("Undone")
    assert undone.has("your senior senator (Couldn't get through)")
    assert undone.fact("Your calls") == "1"
    last = await ana.say("/undo")
    assert last.has("your representative (Left a voicemail)")
    assert last.fact("Everyone's calls") == "0 of 1,000"
    assert (await ana.say("/undo")).has(said("undo.nothing"))
    assert stage.calls() == []


async def test_calls_go_to_the_targets_in_their_order(stage: Stage) -> None:
    ana = stage.person("Ana")
    told = [await ana.say("/log voicemail") for _ in range(3)]
    offices = ("your representative", "your senior senator", "your junior senator")
    assert all(seen.has(office) for seen, office in zip(told, offices, strict=True))
    assert told[-1].has(said("log.thanks"))
    done = await ana.say("/log spoke")
    assert done.text.startswith("All done for today")
    assert done.buttons == offices
    assert (await ana.say("/script")).has(said("script.done"))
    assert (await ana.tap("your senior senator")).has("Office 2 of 3")
    assert (await ana.tap("Spoke to someone")).text.startswith("Updated")
    assert (await ana.say("/callboard")).has(said("home.done"))
    assert [call[:2] for call in stage.calls()] == [
        ("representative", "voicemail"),
        ("senator-1", "spoke"),
        ("senator-2", "voicemail"),
    ]


async def test_a_better_outcome_upgrades_and_a_worse_one_changes_nothing(stage: Stage) -> None:
    ana = stage.person("Ana")
    tried = await ana.say("/log unavailable representative")
    assert (tried.text.startswith("Thanks for trying"), tried.fact("Your calls")) == (True, "0")
    better = await ana.say("/log voicemail representative")
    assert better.has(said("log.upgraded", office="your representative", outcome="Left a voicemail"))
    assert (await ana.say("/log spoke representative")).fact("Your calls") == "1"
    for outcome in ("spoke", "voicemail", "unavailable"):
        same = await ana.say(f"/log {outcome} representative")
        assert same.has(said("log.same", outcome="Spoke to someone", office="your representative"))
        assert same.fact("Your calls") == "1"
    assert (await ana.say("/undo")).fact("Your calls") == "0"  # the whole entry with its upgrades
    assert stage.calls() == []


async def test_a_new_day_and_yesterday(stage: Stage) -> None:
    ana = stage.person("Ana")
    assert (await ana.say("/log spoke representative")).fact("Your calls") == "1"
    stage.forward(days=1)
    assert (await ana.say("/log spoke representative")).fact("Your calls") == "2"
    same = await ana.say("/log voicemail representative day:yesterday")
    assert same.has(said("log.yesterday.same", office="your representative", outcome="Spoke to someone"))
    second = await ana.say("/log voicemail senator-1 day:yesterday")
    assert second.has(said("log.yesterday.left", done=2, count=3))
    assert second.fact("Your calls") == "3"
    assert (await ana.say("/leaderboard chapters today")).row("No chapter yet")[-1] == "1"
    assert (await ana.tap("This week")).row("No chapter yet")[-1] == "3"
    better = await ana.say("/log spoke senator-1 day:yesterday")
    assert better.has(said("log.yesterday.upgraded", office="your senior senator", outcome="Spoke to someone"))
    assert (await ana.say("/log unavailable senator-2 day:yesterday")).has(said("log.title.attempt"))
    assert (await ana.say("/log spoke senator-2 day:yesterday")).has(said("log.yesterday.thanks"))
    done = await ana.say("/log spoke day:yesterday")
    assert done.has(said("log.yesterday.all_done"))
    assert done.buttons == ()
    assert (await ana.say("/log spoke")).has(said("log.left", done=2, count=3))  # today is unchanged


async def test_tries_alone_are_no_progress_to_show(stage: Stage) -> None:
    ana = stage.person("Ana")
    for line in ("/log unavailable", "/log unavailable representative", "/log unavailable senator-1"):
        assert not (await ana.say(line)).has("Up for one more?")
    assert (await ana.say("/log voicemail senator-2")).has(said("log.left", done=1, count=3))
    assert (await ana.say("/log unavailable senator-1")).has(said("log.left", done=1, count=3))


async def test_the_last_office_of_a_small_campaign(stage: Stage) -> None:
    await stage.restart(ONE_OFFICE)
    ana = stage.person("Ana")
    receipt = await ana.say("/log spoke")
    assert receipt.has(said("log.thanks"))
    assert receipt.buttons == ("Share", "Call this office again", "Undo")
