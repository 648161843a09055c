"""Missing members of a campaign: volunteers learn why, coordinators learn which campaign and id."""

from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign
from tests.public_data.capitol import id_of, make_congress
from tests.services import SENIOR

REP = id_of("CA-11")


async def test_a_seat_marked_vacant_says_so(stage: Stage) -> None:
    stage.settings += "congress: {vacant: [CA-11, CA senior]}\n"
    await stage.restart()
    await stage.elect(make_congress().load())
    ana = stage.person("Ana")
    await ana.say("/profile district:CA-11")
    card = await ana.say("/script")
    assert card.has("Office 1 of 1: Senator Jo CA")
    assert card.has("These seats are vacant, so there's nobody to call there")
    assert card.has("the House seat of CA-11")
    assert card.has("a Senate seat of California")
    assert not card.has("Casey CA-11")


async def test_a_missing_member_is_always_mentioned(stage: Stage) -> None:
    stage.settings += "congress: {vacant: [CA-11]}\n"
    await stage.restart(
        campaign("one", f"targets: {{members: [X999999, {id_of('CA', SENIOR)}]}}", "org: Nort"),
        campaign("two", f"targets: {{members: [{REP}]}}"),
    )
    await stage.elect(make_congress().load())
    coordinator = await admin(stage)
    ana = stage.person("Ana")
    assert (await ana.say("/script two")).has("This seat is vacant, so there's nobody to call there")
    one = await ana.say("/script one")
    assert one.has("Office 1 of 1: Senator Sam CA")
    assert one.has(said("script.missing", count=1))
    home = await coordinator.say("/callboard")
    named = {"one": ["X999999", "Nort"], "two": [REP]}
    for key, names in named.items():
        shown = await coordinator.say(f"/campaign show {key}")
        for name in names:
            assert any(key in line and name in line for line in home.text.splitlines())
            assert any(key in line and name in line for line in shown.text.splitlines())
    assert not (await ana.say("/callboard")).has("X999999")


async def test_an_admin_marks_a_seat_and_takes_it_back(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    ana, cora = stage.person("Ana"), await admin(stage)
    await ana.say("/profile district:CA-11")
    assert (await ana.say("/congress vacant CA-11")).has("is for the coalition's admins")
    asked = await cora.say("/congress vacant CA-11")
    assert asked.private
    assert asked.has("The data have Casey CA-11 there")
    assert (await ana.say("/script")).has("Casey CA-11")
    done = await cora.tap(said("seat.button.vacant"), on=asked)
    assert done.has("CA-11 is marked as vacant. Nobody is sent to Casey CA-11 anymore.")
    card = await ana.say("/script")
    assert card.has("This seat is vacant, so there's nobody to call there: the House seat of CA-11.")
    assert not card.has("Casey CA-11")
    assert (await cora.say("/congress vacant CA-11")).has("CA-11 is marked as vacant already")
    await cora.say("/congress fill CA-11")
    assert (await cora.tap(said("seat.button.fill"))).has("people there call Casey CA-11 again")
    assert (await ana.say("/script")).has("Casey CA-11")
    trail = await cora.say("/audit")
    assert trail.has("took back the mark on the seat")
    assert trail.has("CA-11")
