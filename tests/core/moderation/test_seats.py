"""Seats that admins mark: they hold at once, outlive updates, and end by themselves once the data agree."""

from functools import partial

import pytest

from bot.core.base.audit.audit_chain import AuditEntry
from bot.core.congress.congress import Congress
from bot.core.congress.seat_mark_rows import load_ended_marks, load_marks
from bot.core.directory.members import JUNIOR, SENIOR, make_directory
from bot.core.moderation.seats import COMMAND_LINE, SeatChange, SeatPlan
from bot.core.moderation.typed_seats import find_seat, write_seat
from bot.core.times.clock import DAY
from bot.errors import UserError
from bot.roles import Reach, Role
from tests.core.support.refusals import catch_refusal
from tests.public_data.capitol import id_of, make_congress
from tests.services import Core, caller, new_request

LOAD = make_congress().load()
DIRECTORY = make_directory(LOAD.edition, LOAD.members, LOAD.committees)
CASEY = id_of("CA-11")


@pytest.fixture
async def elected(core: Core) -> Core:
    await core.congress.replace(LOAD)
    return core


async def vacate(core: Core, seat: str, request: str | None = None) -> SeatPlan:
    plan = await core.built.moderation.seats.plan_vacancy(seat)
    return await core.built.moderation.seats.apply(
        caller("cora"), plan.change, plan.seat, plan.member, request or new_request()
    )


async def fill(core: Core, seat: str, member: str | None = None) -> SeatPlan:
    plan = await core.built.moderation.seats.plan_fill(seat, member)
    return await core.built.moderation.seats.apply(caller("cora"), plan.change, plan.seat, plan.member, new_request())


async def name_sitting(congress: Congress, core: Core, seat: str) -> str | None:
    """Who sits there, as ``congress`` reads it."""
    directory = await core.store.read(lambda tx: congress.load_sitting(tx, core.clock()))
    return directory.seats[seat].name if seat in directory.seats else None


async def test_a_mark_holds_at_once_in_every_process_and_outlives_updates(elected: Core) -> None:
    core, elsewhere = elected, Congress(elected.store, elected.clock)
    read = partial(name_sitting, elsewhere, core)
    assert await read("CA-11") == "Casey CA-11"
    done = await vacate(core, "ca 11")
    assert done == SeatPlan(SeatChange.VACANT, "CA-11", CASEY, "Casey CA-11")
    assert core.congress.get_sitting(core.clock()).vacant == {"CA-11"}
    assert await read("CA-11") is None
    assert (await core.store.read(lambda tx: elsewhere.load_sitting(tx, core.clock()))).find_member(CASEY)
    await elsewhere.replace(make_congress(census=False).load())  # another edition, which still has them
    assert await read("CA-11") is None
    assert await read("CA-12") == "Casey CA-12"
    assert await fill(core, "CA-11") == SeatPlan(SeatChange.FILL, "CA-11", CASEY, "Casey CA-11")
    assert await read("CA-11") == "Casey CA-11"


async def test_a_mark_ends_once_the_data_agree_and_stays_ended(elected: Core) -> None:
    core = elected
    for seat in ("CA-11", "CA senior", "TX-16"):
        await vacate(core, seat)
    await core.congress.replace(make_congress(vacant=["CA-11", f"CA {SENIOR}"]).load())
    assert [mark.seat for mark in await core.store.read(load_marks)] == ["TX-16"]
    ended = await core.store.read(lambda tx: load_ended_marks(tx, core.clock()))
    assert [(one.mark.seat, one.mark.name, one.holders) for one in ended] == [
        (f"CA {SENIOR}", "Sam CA", ("Jo CA",)),
        ("CA-11", "Casey CA-11", ()),
    ]
    await core.congress.replace(LOAD)
    assert await name_sitting(core.congress, core, "CA-11") == "Casey CA-11"
    assert await name_sitting(core.congress, core, "TX-16") is None


async def test_a_senators_mark_is_theirs_whatever_their_rank(elected: Core) -> None:
    core = elected
    await vacate(core, "CA senior")
    assert await name_sitting(core.congress, core, f"CA {SENIOR}") is None
    assert await name_sitting(core.congress, core, f"CA {JUNIOR}") == "Jo CA"
    await vacate(core, "Jo CA")
    directory = core.congress.get_sitting(core.clock())
    assert directory.vacant == {f"CA {SENIOR}", f"CA {JUNIOR}"}
    assert [one.seat for one in directory.members.values() if one.state == "CA" and not one.district] == []


async def test_one_request_has_one_effect_and_one_audited_entry(elected: Core) -> None:
    core, request = elected, new_request()
    seats = core.built.moderation.seats
    first = await vacate(core, "TX senior", request)
    again = await seats.apply(caller("cora"), SeatChange.VACANT, f"TX {SENIOR}", id_of("TX", SENIOR), request)
    assert first == again
    await seats.apply(None, SeatChange.FILL, f"TX {SENIOR}", id_of("TX", SENIOR))

    def summarize(entry: AuditEntry) -> tuple[str, str, str, bool]:
        return entry.action, entry.object, entry.result, bool(entry.actor)

    assert [summarize(one) for one in await core.audit.load_newest(Reach(Role.ADMIN))] == [
        ("seat.fill", f"TX {SENIOR}", COMMAND_LINE, False),
        ("seat.vacant", f"TX {SENIOR}", "ok", True),
    ]


async def test_what_cannot_be_marked_is_refused_and_changes_nothing(core: Core) -> None:
    seats = core.built.moderation.seats
    assert (await catch_refusal(seats.plan_vacancy("CA-11"))).key == "seat.no_data"
    await core.congress.replace(LOAD)
    await vacate(core, "CA-11")
    refused = {
        "seat.already": seats.plan_vacancy("CA-11"),
        "seat.nobody": seats.plan_vacancy("CA-14"),
        "seat.which": seats.plan_vacancy("TX"),
        "seat.several": seats.plan_vacancy("Casey X"),
        "district.number": seats.plan_vacancy("CA-53"),
        "seat.unknown": seats.plan_vacancy("DC senior"),
        "seat.filled": seats.plan_fill("CA-12"),
        "seat.no_successor": seats.plan_fill("CA-12", "Casey CA-11"),
        "seat.changed": seats.apply(None, SeatChange.VACANT, "CA-12", CASEY),
    }
    assert (await catch_refusal(seats.plan_fill("CA senior", "Jo CA"))).key == "seat.no_successor"  # the junior one
    for key, refusal in refused.items():
        assert (await catch_refusal(refusal)).key == key
    assert (await catch_refusal(seats.apply(None, SeatChange.VACANT, "CA-11", CASEY))).key == "seat.already"
    assert (await catch_refusal(seats.apply(None, SeatChange.FILL, "CA-12", id_of("CA-12")))).key == "seat.filled"
    assert [mark.seat for mark in await core.store.read(load_marks)] == ["CA-11"]
    core.clock.at += 3650 * DAY
    assert (await catch_refusal(seats.plan_vacancy("CA-12"))).key == "seat.over"


def test_seats_are_read_as_people_type_them() -> None:
    typed = {
        "CA-14": ("CA-14", "ca 14", "ＣＡ–14", "california's 14th district", "the House seat of CA-14"),
        "VT-0": ("VT", "vermont", "VT-AL", "VT at large", "vt-1"),
        "DC-0": ("DC", "Washington DC"),
        f"TX {SENIOR}": (
            "TX senior",
            "tx sr.",
            "the senior senator of Texas",
            "Texas, senior",
            "TX-senator-1",
            "Sam TX",
        ),
        f"WV {JUNIOR}": ("West Virginia junior", "wv jr", "junior senator from West Virginia", "Senator Jo WV"),
        "CA-11": (CASEY, CASEY.lower(), "Casey CA-11", "Rep. Casey CA-11"),
    }
    for seat, ways in typed.items():
        assert {way: find_seat(way, DIRECTORY) for way in ways} == dict.fromkeys(ways, seat)
        assert find_seat(write_seat(seat), DIRECTORY) == seat
    for nothing in ("", "senior", "ZZ-1", "PR junior", "Nobody"):
        with pytest.raises(UserError, match=r"seat\.unknown"):
            find_seat(nothing, DIRECTORY)
