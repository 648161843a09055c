"""Which open campaign a call is for, and a call moved to another one: once, whole, and never counted twice."""

import pytest

from bot.core.boards.recount import recount
from bot.core.calls.call_moves import CallMoves
from bot.core.calls.calls import Receipt
from bot.core.guidance.campaign_choice import Fit, SeveralFitError
from bot.phrases import Listing, Phrase
from bot.store.engine import Store
from tests.core.support.refusals import catch_refusal
from tests.core.support.tables import everything
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, campaign, core_on, new_request

LOAD = make_congress().load()
REP, SEN = id_of("CA-11"), id_of("CA", SENIOR)
GOVERNOR = "targets: {list: [{key: governor, name: The Governor, phone: 916-445-2841}]}"


async def open_campaigns(store: Store) -> Core:
    files = [campaign("gov", GOVERNOR), campaign("mine"), campaign("senate", "targets: my_senators")]
    core = await core_on(store, files)
    await core.congress.replace(LOAD)
    return core


def moves(core: Core) -> CallMoves:
    return core.built.calls.moves


async def move(core: Core, receipt: Receipt, to: str, *, request: str | None = None, who: str = "ana") -> Receipt:
    moved, _ = await moves(core).identify_and_move(
        caller(who), None, receipt.call_id, to, request or new_request(), core.clock()
    )
    return moved


@pytest.mark.parametrize(
    ("office", "found"),
    [("governor", "gov"), ("the governor", "gov"), ("representative", "mine"), ("house", "mine")],
)
async def test_an_office_chooses_the_one_campaign_that_has_it(store: Store, office: str, found: str) -> None:
    core = await open_campaigns(store)
    receipt = await core.log("ana", office=office)
    assert receipt.campaign == found
    assert set(receipt.others) == {"gov", "mine", "senate"} - {found}


@pytest.mark.parametrize(("office", "slot"), [("senior", SENIOR), ("junior senator", JUNIOR)])
async def test_an_office_of_several_campaigns_is_asked_about(store: Store, office: str, slot: str) -> None:
    core = await open_campaigns(store)
    error = await catch_refusal(core.log("ana", office=office))
    assert isinstance(error, SeveralFitError)
    assert error.fits == (Fit("mine", slot), Fit("senate", slot))
    assert await core.rows() == ()
    assert (await core.log("ana", office=office, campaign="senate")).campaign == "senate"


async def test_an_unknown_office_lists_the_offices_of_all_campaigns(store: Store) -> None:
    core = await open_campaigns(store)
    error = await catch_refusal(core.log("ana", office="mayor"))
    own = (Phrase(f"office.inline.{slot}") for slot in (REPRESENTATIVE, SENIOR, JUNIOR))
    known = Listing(("The Governor", *own), choice=True)
    assert (error.key, error.params["known"]) == ("office.unknown_anywhere", known)


async def test_a_campaign_without_targets_is_skipped(store: Store) -> None:
    core = await core_on(store, [campaign("aa", "targets: my_senators"), campaign("bb")])
    await core.congress.replace(LOAD)
    await core.tell("ana", district="DC-0")
    receipt = await core.log("ana")
    assert (receipt.campaign, receipt.slot, receipt.others) == ("bb", id_of("DC-0"), ())
    assert (await core.scripts.fetch_prompt(caller("ben"), core.clock(), None, None)).campaign.id == "aa"
    assert (await core.scripts.fetch_prompt(caller("ana"), core.clock(), None, None)).campaign.id == "bb"


async def test_a_moved_call_counts_in_one_campaign(store: Store) -> None:
    core = await open_campaigns(store)
    await core.tell("ana", district="CA-11")
    first = await core.log("ana", "voicemail", SEN, campaign="mine")
    request = new_request()
    moved = await move(core, first, "senate", request=request)
    assert (moved.campaign, moved.slot, moved.outcome, moved.own) == ("senate", SEN, "voicemail", 1)
    assert await move(core, first, "senate", request=request) == moved
    assert (await catch_refusal(move(core, first, "gov"))).key == "undo.nothing"
    assert [(row.campaign_id, row.slot) for row in await core.rows() if row.removed_at is None] == [("senate", SEN)]
    elsewhere = await move(core, moved, "gov")
    assert (elsewhere.campaign, elsewhere.slot) == ("gov", "governor")
    assert not any(one.wrong for one in await core.store.write(recount))
    assert (await core.history("ana")).week == 1


async def test_a_caller_moves_their_call_within_a_day_to_an_open_campaign(store: Store) -> None:
    core = await open_campaigns(store)
    receipt = await core.log("ana", "spoke", campaign="mine")
    assert (await catch_refusal(move(core, receipt, "senate", who="ben"))).key == "undo.nothing"
    assert (await catch_refusal(move(core, receipt, "nowhere"))).key == "campaign.unknown"
    core.clock.forward(hours=25)
    assert (await catch_refusal(move(core, receipt, "senate"))).key == "undo.late"
    assert [(row.campaign_id, row.removed_at) for row in await core.rows()] == [("mine", None)]


async def test_yesterdays_call_stays_yesterdays(store: Store) -> None:
    core = await open_campaigns(store)
    receipt = await core.log("ana", "spoke", campaign="mine", day="yesterday")
    moved = await move(core, receipt, "senate")
    assert (moved.campaign, moved.day) == ("senate", receipt.day)


# the office that a call is saved for


async def test_a_call_to_a_district_office_is_named_and_corrected_once(store: Store) -> None:
    core = await open_campaigns(store)
    await core.tell("ana", district="CA-11")
    home = f"{REP}-daly_city"
    receipt = await core.log("ana", "unavailable", home)
    assert (receipt.slot, receipt.office) == (REP, home)
    change, request = moves(core).identify_and_change_office, new_request()
    for _ in range(2):
        changed, _ = await change(caller("ana"), None, receipt.call_id, REP, request, core.clock())
        assert (changed.slot, changed.office) == (REP, REP)
    [row] = await core.rows()
    assert (row.slot, row.office, row.outcome) == (REP, REP, "unavailable")
    for who, office in (("ben", REP), ("ana", SEN), ("ana", "nothing")):
        error = await catch_refusal(change(caller(who), None, receipt.call_id, office, new_request(), core.clock()))
        assert error.key in ("undo.nothing", "line.no_call")


async def test_a_corrected_office_changes_nothing_else(store: Store) -> None:
    core = await open_campaigns(store)
    await core.tell("ana", district="CA-11")
    for outcome in ("unavailable", "voicemail", "spoke"):  # one call, upgraded twice
        receipt = await core.log("ana", outcome, f"{REP}-daly_city")
        before = await everything(core.store)
        await moves(core).identify_and_change_office(
            caller("ana"), None, receipt.call_id, REP, new_request(), core.clock()
        )
        after = await everything(core.store)
        assert [{**row, "office": REP} for row in before.pop("calls")] == after.pop("calls")
        assert len(after.pop("requests")) == len(before.pop("requests")) + 1  # the answer to this tap
        moved = [{**row, "office": REP} if row["about"] == "office" else row for row in before.pop("report_totals")]
        assert sorted(map(repr, moved)) == sorted(map(repr, after.pop("report_totals")))  # there reports count it now
        assert after == before


async def test_washington_and_unknown_offices_need_no_question(store: Store) -> None:
    core = await open_campaigns(store)
    assert (await core.log("ben", campaign="mine")).office == ""
    assert (await core.log("ben", office="governor")).office == ""
    await core.tell("ana", district="CA-11")
    assert (await core.log("ana", office=REP)).office == ""


async def test_a_word_for_both_senators_is_asked_about_before_the_campaign(store: Store) -> None:
    core = await open_campaigns(store)
    for place in (None, "CA-11"):
        await core.tell("ana", district=place) if place else None
        for word in ("senator", "my senator", "the Senate", "ca senator"):
            for named in (None, "senate"):
                error = await catch_refusal(core.log("ana", "voicemail", word, campaign=named))
                assert (error.key, len(error.choices)) == ("office.several", 2), (place, word, named)
    assert await core.rows() == ()
