"""Every command, button and form x every role x own and foreign org: nobody reaches beyond their own org.

The cells are made from the registry, so that a new command is in the matrix as soon as it is declared.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from bot.kit.cards.reply import Form
from bot.kit.dispatch.steps import Step
from bot.roles import Role
from tests.tenancy import (
    CONFIG,
    FOREIGN,
    HOLDERS,
    NOWHERE,
    ROOT,
    SPACES,
    Cell,
    Floor,
    Made,
    find_declared,
    list_cells,
    make_arguments,
    open_floor,
    read_words,
    set_up_orgs,
)

Installation = tuple[Path, Mapping[str, Made]]


@pytest.fixture(scope="module")
def installation(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Two orgs and their people in a folder to copy: setting them up takes longer than any cell."""
    folder = tmp_path_factory.mktemp("tenancy")
    shutil.copy(sqlite_template, folder / "callboard.db")
    (folder / "config.yaml").write_text(CONFIG.format(campaigns=ROOT / "campaigns"), "utf-8")
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return folder, runner.run(set_up_orgs(folder))


@pytest.fixture
async def floor(installation: Installation, tmp_path: Path) -> AsyncIterator[Floor]:
    """A floor of the test's own, which it may change."""
    async with open_floor(*installation, tmp_path) as floor:
        yield floor


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def still_floor(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Floor]:
    """One floor for all cells that change nothing: to start an app takes longer than a refusal."""
    async with open_floor(*installation, tmp_path_factory.mktemp("still")) as floor:
        yield floor


CELLS = tuple(list_cells())


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_a_lower_role_is_refused(still_floor: Floor, role: Role) -> None:
    refused = [cell for cell in CELLS if cell.role is role and not cell.is_allowed]
    assert refused
    for cell in refused:
        await check_refusal(still_floor, cell)


async def check_refusal(floor: Floor, cell: Cell) -> None:
    reply = await floor.call(cell, make_arguments(floor.spec(cell), cell.org, floor.made))
    assert reply.refused
    assert read_words(reply) == await floor.refusal(cell)


@pytest.mark.parametrize(
    "cell",
    [one for one in CELLS if one.is_allowed and one.pointers and one.org == "Theirs" and one.role < Role.ADMIN],
    ids=str,
)
async def test_nobody_reaches_past_their_own_org(floor: Floor, cell: Cell) -> None:
    spec = floor.spec(cell)
    there = make_arguments(spec, "Theirs", floor.made)
    reply = await floor.call(cell, there)
    nowhere = await floor.call(cell, make_arguments(spec, NOWHERE, floor.made))
    assert reply.refused
    missing = {read_words(nowhere).replace(NOWHERE, there[name]) for name in cell.pointers if name in there}
    assert read_words(reply) in missing, "a foreign thing must read like one that isn't there"


@pytest.mark.parametrize("where", ["unlinked", "none"])
async def test_outside_an_orgs_spaces_its_things_do_not_exist(floor: Floor, where: str) -> None:
    """A volunteer and a captain of another org get the same answers as for things that don't exist."""
    low = [cell for cell in CELLS if cell.org == "Theirs" and cell.role < Role.COORDINATOR]
    for cell in (cell for cell in low if cell.is_allowed and cell.pointers):
        spec = floor.spec(cell)
        there = make_arguments(spec, "Theirs", floor.made)
        foreign = await floor.call(cell, there, SPACES[where])
        nowhere = await floor.call(cell, make_arguments(spec, NOWHERE, floor.made), SPACES[where])
        assert foreign.refused, str(cell)
        missing = {read_words(nowhere).replace(NOWHERE, there[name]) for name in cell.pointers if name in there}
        assert read_words(foreign) in missing, str(cell)


@pytest.mark.parametrize("where", list(SPACES))
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_no_suggestion_reveals_another_orgs_things(floor: Floor, role: Role, where: str) -> None:
    registry = floor.app.registry
    for spec in (*registry.commands.values(), *registry.forms.values()):
        for option in spec.options:
            for typed in ("", *FOREIGN, *(f"Theirs: {name}" for name in FOREIGN), "far", "the"):
                envelope = floor.envelope(HOLDERS[role], SPACES[where])
                offered = await floor.app.dispatcher.list_suggestions(envelope, spec, option.name, typed)
                told = " ".join(f"{choice.label} {choice.value}" for choice in offered)
                assert not any(name in told for name in FOREIGN), f"{spec.name} {option.name}: {told}"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("role", Role)
async def test_a_form_opens_only_with_the_role(still_floor: Floor, role: Role) -> None:
    for cell in CELLS:
        if cell.org == "Ours" and cell.role is role:
            await check_entry(still_floor, cell)


async def check_entry(floor: Floor, cell: Cell) -> None:
    spec, entered = floor.spec(cell), await floor.enter(cell)
    if not cell.is_allowed:
        assert isinstance(entered, Step), "a form opened for somebody who may not have it"
        assert read_words(await floor.app.dispatcher.run(entered)) == await floor.refusal(cell)
    elif isinstance(entered, Step) and entered.error:
        assert entered.error.key in {one.none for one in spec.options if one.none}, "there is something to choose"
    else:
        assert isinstance(entered, Form) == bool(spec.form or spec.kind == "form")


async def test_the_callers_own_org_is_within_reach(floor: Floor) -> None:
    reply = await floor.say("coo", "chapter list", {"org": "Ours"})
    assert reply.card.table
    assert [row[0] for row in reply.card.table.rows] == ["Main"]
    assert not (await floor.say("coo", "chapter rename", {"chapter": "Main", "name": "Core"})).refused


async def test_the_matrix_has_every_declaration(floor: Floor) -> None:
    registry = floor.app.registry
    known = {("command", name) for name in registry.commands} | {("action", name) for name in registry.actions}
    assert set(find_declared()) == known | {("form", name) for name in registry.forms}
