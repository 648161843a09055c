"""Coordinators' reports: tables in pages, the whole as a file, and the way from a gap to an alert."""

import csv

import pytest

from tests.contract.conftest import CONSOLE, DISCORD, HTTP, SOCKET
from tests.contract.people import Person, said
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import id_of, make_congress

WORDS = "What people should do"
REP, SENATOR = "Representative Casey CA-11", "Senator Sam CA"
ASKED = "Asked: Will you vote against any spending bill without a solution for DACA recipients?"


async def read_file_rows(person: Person) -> list[list[str]]:
    """The rows of the file that came with what a person saw."""
    text = (await person.received()).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


async def log_two_calls(stage: Stage) -> None:
    """Ana and Ben of CA-11 call; Ben hears an answer that Ana didn't."""
    for name, answer in (("Ana", "They said yes"), ("Ben", "They said no")):
        await call_and_answer(stage, name, answer)
    await stage.person("Cem").say("/log unavailable")


async def call_and_answer(stage: Stage, name: str, answer: str) -> None:
    """A person in CA-11 calls, and hears an answer."""
    person = stage.person(name)
    await person.say("/profile district:CA-11")
    await person.say("/log spoke")
    await person.tap(answer)


async def test_offices_and_their_answers_come_by_name_with_a_file(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    cora = await admin(stage)
    await log_two_calls(stage)
    offices = await cora.say("/report offices")
    assert offices.private
    assert offices.row(REP) == [REP, "2", "0", "0"]
    assert offices.row(said("report.unknown.representative"))[1:] == ["0", "0", "2"]
    head, *rows = await read_file_rows(cora)
    assert head == ["office", "id", "spoke", "voicemail", "unavailable", "postcards_handed_over"]
    assert [REP, id_of("CA-11"), "2", "0", "0", "0"] in rows
    said_there = await cora.say("/report positions")
    [_, row] = await read_file_rows(cora)
    assert row[3:8] == ["", "", "", "", "2"]
    assert said_there.has(ASKED)
    assert said_there.row(REP)[1:5] == ["–", "–", "–", "2"]
    assert said_there.has(said("report.unsaid", count=3))
    await call_and_answer(stage, "Dee", "They said yes")
    said_there = await cora.say("/report positions")
    assert (await read_file_rows(cora))[1][3:8] == ["2", "1", "0", "0", "3"]
    assert said_there.row(f"{REP} (disputed)")[1:5] == ["2", "1", "0", "3"]
    assert said_there.has(said("report.disputed_note"))
    assert not said_there.has(said("report.unsaid", count=3))
    other = await cora.tap("Asked: Will you oppose cuts to family-based visas and the…")
    assert other.has(said("report.empty.positions"))


async def test_calls_by_day_and_by_chapter(stage: Stage) -> None:
    cora = await admin(stage)
    await log_two_calls(stage)
    days = await cora.say("/report calls")
    assert (days.fact("Calls"), days.fact("Callers"), days.fact("Couldn't get through")) == ("2", "2", "2")
    assert days.row("Mon, Nov 23, 2026") == ["Mon, Nov 23, 2026", "2", "2"]
    assert await read_file_rows(cora) == [["day", "calls", "callers"], ["2026-11-23", "2", "2"]]
    chapters = await cora.say("/report chapters")
    assert chapters.has(said("board.folded", count=2))
    await read_file_rows(cora)
    districts = await cora.say("/report districts")
    assert districts.has(said("board.folded", count=2))


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)  # test_tenancy covers the rest
async def test_volunteers_learn_who_reports_are_for(stage: Stage) -> None:
    ben = stage.person("Ben")
    for kind in ("calls", "chapters", "offices", "positions", "coverage"):
        assert (await ben.say(f"/report {kind}")).text == said("error.for.coordinator", name=f"report {kind}")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_a_long_report_is_turned_page_by_page(stage: Stage) -> None:
    offices = ", ".join(f"{{key: o{n:02}, name: Office {n:02}, phone: 202-555-01{n:02}}}" for n in range(40))
    await stage.restart(campaign("k" * 32, f"targets: {{list: [{offices}]}}"))
    cora = await admin(stage)
    for _ in range(39):
        await cora.say("/log voicemail")
    first = await cora.say("/report offices")
    assert first.has(said("page.of", number=1, count=3))
    assert first.buttons == ("Next page",)
    assert first.row("Office 01")[1:] == ["0", "1", "0"]
    assert len(await read_file_rows(cora)) == 1 + 39
    await cora.tap("Next page")
    last = await cora.tap("Next page")
    assert last.has(said("page.of", number=3, count=3))
    assert last.buttons == ("Previous page",)
    assert last.has("Office 38")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_coverage_leads_to_an_alert_for_the_chapters_that_could_call(stage: Stage) -> None:
    [platform] = stage.platforms
    await stage.elect(make_congress().load())
    mia = await coordinator(stage)
    await mia.say("/channel subscribe")
    await mia.say("/chapter add org:Harbor name:Bay")
    await mia.say("/chapter add org:Harbor name:Delta")
    for name in ("Ana", "Ben"):
        await stage.person(name).say("/profile chapter:Bay district:CA-11")
    ana = stage.person("Abe")
    await ana.say("/profile chapter:Bay district:CA-11")
    await ana.say("/log spoke")
    covered = await mia.say("/report coverage")
    assert [row[2:] for row in await read_file_rows(mia)] == [
        ["calls", "attempts", "people", "postcards_handed_over"],
        ["0", "0", "3", "0"],
        ["0", "0", "3", "0"],
        ["1", "0", "3", "0"],
    ]
    assert covered.has(said("coverage.reached", done=1, count=3))
    assert covered.text.count(SENATOR) == 1
    assert covered.row(REP) == [REP, "1", "3"]
    assert covered.row(SENATOR) == [SENATOR, "none yet", "3"]
    assert (await mia.tap(said("coverage.button"))).form == "Write to chapters"
    nobody = await mia.fill({}, {WORDS: said("coverage.words")})
    assert nobody.fact("For") == "Harbor: Bay"
    assert "Send it" not in nobody.buttons  # no chapter has the channel yet
    await mia.say("/chapter map Bay")
    await mia.say("/report coverage")
    await mia.received()
    await mia.tap(said("coverage.button"))
    preview = await mia.fill({WORDS: "Call the senators"})
    assert preview.has("Call the senators")
    await mia.tap("Send it")
    await platform.shows("Call the senators")
