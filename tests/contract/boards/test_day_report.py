"""The report of a call-in day, from a coordinator's card to the message for the coalition's admins."""

import pytest

from tests.contract.boards.test_reports import call_and_answer, log_two_calls, read_file_rows
from tests.contract.conftest import DISCORD, HTTP
from tests.contract.people import Chatter, said
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.public_data.capitol import make_congress

DREAM = "Will you vote against any spending bill without a solution for DACA recipients?"


async def test_a_day_is_on_one_card_and_in_one_file(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    cora = await admin(stage)
    await log_two_calls(stage)
    await call_and_answer(stage, "Dee", "They said yes")
    day = await cora.say("/report day")
    assert day.private
    assert day.has("Mon, Nov 23, 2026: 3 calls by 3 people.")
    assert day.fact(said("report.answered")) == "1 of 2 offices called"
    assert day.has("Different answers: 1 office")
    rows = await read_file_rows(cora)
    assert ["day", "2026-11-23", "", "3", "3", *[""] * 9, "0", "0"] in rows
    assert ["answer", DREAM, "spending-bill", "", "", "", "", "", "0", "0", "0", "1", "", "", "", ""] in rows
    assert {len(row) for row in rows} == {16}
    stage.forward(hours=24)
    await stage.person("Ana").say("/log voicemail")
    day = await cora.say("/report day")
    assert day.has("Tue, Nov 24, 2026: 1 call by 1 person.")
    assert day.has("That's 2 calls fewer than on Mon, Nov 23, 2026.")


@pytest.mark.parametrize("platform_name", [DISCORD, HTTP], indirect=True)
async def test_a_report_that_was_sent_reaches_the_admins_in_one_message(stage: Stage) -> None:
    cora, mia = await admin(stage), stage.chatter("Mia")
    assert isinstance(cora, Chatter)
    await cora.say("/org add Harbor")
    code = (await cora.say("/org code Harbor")).text.partition("links")[0].split()[-1]
    mia.administrate()
    await mia.say(f"/org join {code}")
    await mia.say("/chapter add Bay")
    ana = stage.person("Ana")
    await ana.say("/profile chapter:Bay district:CA-11")
    await ana.say("/log spoke")
    day = await mia.say("/report day")
    assert day.row("Bay") == ["Bay", "1", "1"]
    await mia.received()
    sent = await mia.tap("Send to the coalition")
    assert sent.has(said("report.send.done"))
    assert not sent.buttons
    stage.forward(minutes=11)
    whole = await cora.tap_message("See the whole report")
    assert whole.row("Harbor") == ["Harbor", "1", "1"]
    assert (await mia.say("/audit")).has("sent the coalition a day's report on")
