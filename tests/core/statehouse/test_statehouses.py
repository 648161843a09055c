"""The stored data: read as stored, replaced a state at a time, noticed by every process, and harmless when damaged."""

import asyncio

import pytest
from msgspec.structs import replace
from sqlalchemy import bindparam, update

from bot.core.congress.congress import RECHECK_AFTER
from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.open_states import StateLoad, read_state
from bot.core.statehouse.state_directory import StateDirectory, make_roster
from bot.core.statehouse.statehouses import Statehouses
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import state_members, state_offices
from tests.core.support.tables import everything
from tests.public_data.capitol import LOADED
from tests.public_data.statehouses import load_state, make_line, make_state_file, phone_of, state_id_of
from tests.services import HandClock


async def load_states(store: Store, *loads: StateLoad, clock: HandClock | None = None) -> Statehouses:
    statehouses = Statehouses(store, clock or HandClock())
    for load in loads:
        await statehouses.replace(load)
    return statehouses


async def test_nothing_is_known_while_nothing_is_loaded(store: Store) -> None:
    statehouses = Statehouses(store, HandClock())
    assert await statehouses.read_directory() == statehouses.last_directory == StateDirectory()
    assert not statehouses.last_directory.has_state("CA")
    assert statehouses.last_directory.count_vacancies("CA-L-12") == 0


async def test_rosters_are_read_as_they_were_stored(store: Store) -> None:
    loads = [load_state(state) for state in ("CA", "NE", "VT")]
    directory = await (await load_states(store, *loads)).read_directory()
    assert dict(directory.rosters) == {load.roster.edition.state: load.roster for load in loads}


async def test_legislators_and_offices_are_found(store: Store) -> None:
    directory = await (
        await load_states(store, load_state("TX"), load_state("VT", vacant=["VT-U-Essex"]))
    ).read_directory()
    [member] = directory.find_by_district("TX-U-29")
    assert directory.find_member(state_id_of("TX-U-29")) == member
    home = directory.find_office(f"{member.id}-home1")
    assert home
    assert (home.place, home.phone, home.zone) == ("El Paso", phone_of("TX-U-29", home=True), "America/Denver")
    assert directory.find_office(member.id) == member.offices[0]
    assert member.generic == "state-upper"
    assert [one.name for one in directory.find_by_district("VT-U-Rutland")] == [
        "Kim VT-U-Rutland", "Lee VT-U-Rutland", "Sol VT-U-Rutland",
    ]  # fmt: skip
    assert directory.find_member("ca0123456789") is None
    assert directory.find_office("tx0123456789") is None
    assert directory.find_by_district("CA-L-12") == directory.find_by_district("") == ()


async def test_a_vacant_district_is_there_with_nobody(store: Store) -> None:
    load = load_state("VT", vacant=["VT-L-Addison-3", "VT-U-Essex"])
    directory = await (await load_states(store, load)).read_directory()
    assert (load.vacant, directory.has_district("VT-U-Essex")) == ((("VT-U-Essex", 1), ("VT-L-Addison-3", 2)), True)
    assert directory.find_by_district("VT-U-Essex") == ()
    assert [directory.count_vacancies(f"VT-L-Addison-{number}") for number in (2, 3)] == [0, 2]
    assert "Essex" in directory.list_districts("VT", Chamber.UPPER)
    assert not directory.has_district("VT-L-Addison-9")


async def test_a_state_is_replaced_and_others_stay(store: Store) -> None:
    statehouses = await load_states(store, load_state("CA"), load_state("NE"))
    await statehouses.replace(load_state("CA", vacant=["CA-U-3"], last=" II"))
    directory = await statehouses.read_directory()
    assert directory.find_by_district("CA-L-12")[0].name == "Lee CA-L-12 II"
    assert directory.find_by_district("NE-U-7")[0].name == "Lee NE-U-7"
    assert directory.find_by_district("CA-U-3") == ()


async def test_a_legislator_who_left_keeps_the_name_and_no_number(store: Store) -> None:
    statehouses = await load_states(store, load_state("CA"))
    left, successor = state_id_of("CA-U-3"), make_line("CA-U-3", 1)
    await statehouses.replace(read_state(make_state_file("CA", vacant=["CA-U-3"], lines=[successor]), "CA", LOADED + 1))
    directory = await statehouses.read_directory()
    former = directory.find_member(left)
    assert former
    assert (former.name, former.offices, directory.is_sitting(left)) == ("Lee CA-U-3", (), False)
    assert [one.id for one in directory.find_by_district("CA-U-3")] == [state_id_of("CA-U-3", 1)]
    await statehouses.replace(load_state("CA"))
    directory = await statehouses.read_directory()
    assert directory.is_sitting(left)
    assert [one.id for one in directory.find_by_district("CA-U-3")] == [left]


async def test_every_process_notices_a_new_edition_within_seconds(store: Store) -> None:
    clock = HandClock()
    ours = await load_states(store, load_state("NE"), clock=clock)
    theirs = Statehouses(store, clock)
    old = await theirs.read_directory()
    await ours.replace(load_state("NE", last=" II"))
    assert await theirs.read_directory() is old
    clock.at += RECHECK_AFTER
    new = await theirs.read_directory()
    assert new.find_by_district("NE-U-1")[0].name == "Lee NE-U-1 II"
    clock.at += RECHECK_AFTER
    assert await theirs.read_directory() is new


async def test_two_updates_of_a_state_at_once_take_turns(store: Store) -> None:
    loads = [load_state("NE", last=last) for last in ("", " II", " III")]
    statehouses = Statehouses(store, HandClock())
    await asyncio.gather(*(statehouses.replace(load) for load in loads))
    roster = (await statehouses.read_directory()).rosters["NE"]
    [kept] = [load.roster for load in loads if load.roster.edition == roster.edition]
    assert roster.members == kept.members


async def test_an_update_that_fails_changes_nothing(store: Store) -> None:
    statehouses = await load_states(store, load_state("NE"))
    before, newer = await everything(store), load_state("NE", last=" II")
    member = newer.roster.members[state_id_of("NE-U-1")]
    twice = replace(member, offices=member.offices * 2)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await statehouses.replace(replace(newer, roster=make_roster(newer.roster.edition, [twice])))
    assert await everything(store) == before


async def test_a_damaged_row_costs_itself_alone(store: Store) -> None:
    await load_states(store, load_state("NE"))
    id, other = state_id_of("NE-U-1"), state_id_of("NE-U-2")
    office = update(state_offices).where(state_offices.c.id == bindparam("which")).values(zone="Nowhere/Zone")
    member = update(state_members).where(state_members.c.id == bindparam("which")).values(chamber="middle")

    async def damage(tx: Tx) -> None:
        await tx.run(Statement(office), which=id)
        await tx.run(Statement(member), which=other)

    await store.write(damage)
    directory = await Statehouses(store, HandClock()).read_directory()
    assert [one.offices for one in directory.find_by_district("NE-U-1")] == [()]
    assert directory.find_by_district("NE-U-2") == ()
    assert len(directory.rosters["NE"].members) == 48
