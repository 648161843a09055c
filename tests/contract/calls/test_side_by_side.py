"""Several open campaigns: every answer names its campaign, any office is found, and nothing is chosen silently."""

import pytest

from tests.contract.conftest import CONSOLE, DISCORD
from tests.contract.people import Seen, said
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import id_of, make_congress
from tests.services import SENIOR

GOVERNOR = "targets: {list: [{key: governor, name: The Governor, phone: 916-445-2841}]}"
COURT = "targets: {committee: SSJU}"


async def test_an_office_is_searched_in_every_open_campaign(stage: Stage) -> None:
    await stage.restart(campaign("court", COURT), campaign("gov", GOVERNOR))
    ana = stage.person("Ana")
    receipt = await ana.say("/log spoke governor")
    assert receipt.has("The Governor")
    assert receipt.has("It counts for Drive gov.")
    unknown = await ana.say("/log spoke mayor")
    assert unknown.has("the Senate Committee on the Judiciary or The Governor")
    assert not unknown.has("SSJU")
    assert [call[0] for call in stage.calls()] == ["governor"]


async def test_an_office_that_several_campaigns_call_is_asked_about(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("two", "targets: my_senators"))
    ana = stage.person("Ana")
    senators = await ana.say("/log voicemail senator")
    assert senators.has("More than one office on your list is called “senator”")
    asked = await ana.tap("your senior senator", on=senators)
    assert asked.has("More than one open campaign calls your senior senator")
    assert asked.buttons == ("Drive one", "Drive two")
    assert stage.calls() == []
    receipt = await ana.tap("Drive two")
    assert receipt.has("It counts for Drive two.")
    assert (await ana.say("/log voicemail representative")).has("It counts for Drive one.")
    assert [call[:2] for call in stage.calls()] == [(SENIOR, "voicemail"), ("representative", "voicemail")]


async def test_a_call_that_fits_several_campaigns_is_asked_about(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("two", "targets: my_senators"))
    for number, outcome in enumerate(("spoke", "voicemail", "unavailable")):
        ana = stage.person(f"Ana {number}")
        assert (await ana.say("/script two")).has("Drive two")
        asked = await ana.say(f"/log {outcome}")
        assert asked.has(said("log.which_open")), outcome
        assert asked.buttons == ("Drive one", "Drive two")
        assert len(stage.calls()) == number, outcome
        assert (await ana.tap("Drive two")).has("Drive two.")
        assert [call[:2] for call in stage.calls()[number:]] == [(SENIOR, outcome)]


async def test_yesterdays_call_is_asked_about_for_yesterday(stage: Stage) -> None:
    await stage.restart(campaign("one", "targets: my_representative"), campaign("two", "targets: my_senators"))
    ana = stage.person("Ana")
    await ana.say("/log spoke campaign:one")
    assert (await ana.say("/log spoke day:yesterday")).has(said("log.which_open"))
    assert (await ana.tap("Drive one")).has("your representative")
    assert [call[0] for call in stage.calls()] == ["representative", "representative"]


async def test_a_choice_on_the_question_is_changed_in_one_tap(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("two", "targets: my_senators"))
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    first = await ana.tap("Drive one")
    assert first.has("It counts for Drive one.")
    moved = await ana.tap("It was for Drive two")
    assert moved.has("It counts for Drive two.")
    assert moved.fact("Your calls") == "1"
    assert [call[0] for call in stage.calls()] == [SENIOR]
    assert not any(label.startswith("It was for") for label in moved.buttons)
    named = await ana.say("/log spoke campaign:one")
    assert named.has("It counts for Drive one.")
    assert not any(label.startswith("It was for") for label in named.buttons)


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD], indirect=True)
async def test_a_receipt_with_more_campaigns_than_buttons_says_how_to_name_another(stage: Stage) -> None:
    def moves(seen: Seen) -> int:
        return sum(label.startswith("It was for") for label in seen.buttons)

    for open_ones, has_more in ((11, False), (12, True)):
        await stage.restart(*(campaign(f"c{n:02}") for n in range(open_ones)))
        ana = stage.person(f"Ana {open_ones}")
        await ana.say("/log spoke")
        logged = await ana.tap("Drive c03")
        assert moves(logged) == 10
        assert logged.has("Tap Undo, then type /log again and name the campaign.") == has_more
        assert not (await ana.say("/log spoke campaign:c04")).has("Tap Undo")


async def test_the_callers_numbers_are_per_campaign(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("two", "targets: my_senators"))
    ana = stage.person("Ana")
    await ana.say("/log spoke campaign:two")
    await ana.say("/log voicemail campaign:two")
    seen = await ana.say("/mycalls")
    assert seen.has("Drive one: 0 today, 0 this week, 0 since it started.")
    assert seen.has("Drive two: 2 today, 2 this week, 2 since it started.")
    assert seen.has("Nov 23, 2026: your senior senator. Spoke to someone. (Drive two)")
    assert seen.buttons[:2] == ("Script: Drive one", "Script: Drive two")
    actions = await ana.say("/actions")
    assert actions.buttons == ("Script: Drive one", "Script: Drive two")
    assert (await ana.tap("Script: Drive two")).has("Drive two")


async def test_a_single_campaign_is_not_named_on_its_receipts(stage: Stage) -> None:
    receipt = await stage.person("Ana").say("/log spoke")
    assert not receipt.has("It counts for")


@pytest.mark.parametrize(
    ("targets", "district", "words", "answer"),
    [
        ("my_senators", "NY-12", "representative", "calls the Senate only"),
        ("my_senators", "NY-12", "congresswoman", "calls the Senate only"),
        ("my_senators", "NY-12", '"casey ny-12"', "calls the Senate only"),
        ("my_representative", "NY-12", "senator", "calls the House only"),
        ("my_representative", "NY-12", '"jo ny"', "calls the House only"),
        (f"[{id_of('CA', SENIOR)}]", "NY-12", "representative", "calls the Senate only"),
        ("{committee: HSJU}", "NY-12", "senator", "calls the House only"),
        ("my_senators", "DC-0", "senator", "there are no senators for the District of Columbia"),
        ("my_senators", "PR-0", "", "there are no senators for Puerto Rico"),
        ("my_representative", "CA-14", "", "The seat it calls is vacant"),
        ("my_representative", "CA-14", "representative", "The seat it calls is vacant"),
        ("my_members", "CA-14", "representative", "That seat is vacant"),
        ("my_members", "DC-0", "junior", "There are no senators for the District of Columbia"),
    ],
)
@pytest.mark.parametrize("platform_name", ["console"])
async def test_missing_targets_are_explained_in_words(
    stage: Stage, targets: str, district: str, words: str, answer: str
) -> None:
    await stage.restart(campaign("one", f"targets: {targets}"))
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say(f"/profile district:{district}")
    seen = await ana.say(f"/log spoke {words}")
    assert seen.has(answer)
    assert not any(seen.has(raw) for raw in ("senator-1", "senator-2", "“representative” on your list", "call ."))
    assert stage.calls() == []


async def test_an_empty_target_list_is_never_called_all_done(stage: Stage) -> None:
    await stage.restart(campaign("one", "targets: my_senators"))
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile district:DC-0")
    for line in ("/callboard", "/script", "/log spoke", "/actions"):
        seen = await ana.say(line)
        assert seen.has("nobody for you to call"), line
        assert not seen.has("every office"), line
        assert not seen.has("Thank you!") or line == "/script"
    assert (await ana.say("/script")).has(said("script.no_senators", place="the District of Columbia"))


async def test_many_campaigns_are_all_offered_and_counted(stage: Stage) -> None:
    keys = [f"drive-{number:02}" for number in range(12)]
    await stage.restart(*(campaign(key, "targets: my_senators") for key in keys))
    ana = stage.person("Ana")
    assert (await ana.say("/log spoke senator-1")).buttons == tuple(f"Drive {key}" for key in keys)
    for key in keys:
        await ana.say(f"/log spoke senator-1 campaign:{key}")
    assert (await ana.say("/mycalls")).has("And 2 more campaigns.")


@pytest.mark.parametrize("count", [5, 6, 11])
async def test_every_open_campaign_is_on_a_page(stage: Stage, count: int) -> None:
    await stage.restart(*(campaign(f"drive-{number:02}") for number in range(count)))
    ana = stage.person("Ana")
    seen = [await ana.say("/actions")]
    while said("page.after") in seen[-1].buttons:
        seen.append(await ana.tap(said("page.after")))
    assert len(seen) == -(-count // 5)
    for number in range(count):
        [page] = [one for one in seen if one.has(f"Drive drive-{number:02}")]
        assert (said("page.of", number=seen.index(page) + 1, count=len(seen)) in page.text) == (count > 5)
        assert any(f"Drive drive-{number:02}" in button for button in page.buttons)


async def test_a_page_with_all_its_links_fits_a_card(stage: Stage) -> None:
    stage.settings += "alerts: {link_domains: [example.org]}\n"
    actions = (
        f"  - {{key: a{number}, type: link, title: {{en: Sign {number}}}, url: 'https://example.org/{{}}/{number}'}}"
        for number in range(4)
    )
    lines = ["actions:", *actions]
    drives = (campaign(f"drive-{one}", *(line.replace("{}", str(one)) for line in lines)) for one in range(11))
    await stage.restart(*drives)
    ana = stage.person("Ana")
    await ana.say("/actions")
    middle = await ana.tap(said("page.after"))
    assert {said("page.before"), said("page.after")} <= set(middle.buttons)
